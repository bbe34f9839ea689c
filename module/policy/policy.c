// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which programs let people in, in which role, and what is put on record.
 */
#include "policy/policy.h"

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "counters.h"
#include "limits.h"

static struct sessmon_policy __rcu *in_force;

/* Its generation, for the hooks. */
static u32 newest;

/* The levels of the policy in force, for the hooks: a byte each, read without a lock. */
static u8 levels[SESSMON_CLASSES] = { [0 ... SESSMON_CLASSES - 1] = SESSMON_RECORD_ALL };

static unsigned int bit_of(const char *name, size_t len)
{
	return len ? (len * 131 + name[0] * 31 + name[len - 1]) % SESSMON_NAME_BITS : 0;
}

/**
 * sessmon_policy_build() - put a policy together
 * @rules: checked rules; they and their paths are copied
 * @count: how many
 *
 * Context: sleeps.
 * Return: a policy with one reference that records everything, or NULL.
 */
struct sessmon_policy *sessmon_policy_build(const struct sessmon_rule *rules, unsigned int count)
{
	struct sessmon_policy *policy;
	size_t size = 0;
	const char *base;
	unsigned int i;
	char *end;

	for (i = 0; i < count; i++)
		size += strlen(rules[i].path) + 1;
	policy = kvzalloc(struct_size(policy, rules, count) + size, GFP_KERNEL | __GFP_NOWARN);
	if (!policy)
		return NULL;
	refcount_set(&policy->ref, 1);
	memset(policy->record, SESSMON_RECORD_ALL, sizeof(policy->record));
	policy->count = count;
	end = (char *)&policy->rules[count];
	for (i = 0; i < count; i++) {
		size = strlen(rules[i].path) + 1;
		policy->rules[i] = rules[i];
		policy->rules[i].path = memcpy(end, rules[i].path, size);
		policy->rules[i].id = sessmon_rule_id(rules[i].path);
		end += size;
		base = kbasename(policy->rules[i].path);
		__set_bit(bit_of(base, strlen(base)), policy->names);
	}
	return policy;
}

/**
 * sessmon_policy_build_default() - put the built-in policy together
 *
 * Context: sleeps.
 * Return: as sessmon_policy_build().
 */
struct sessmon_policy *sessmon_policy_build_default(void)
{
	struct sessmon_policy *policy;

	policy = sessmon_policy_build(sessmon_rules_default, sessmon_rules_default_count);
	if (policy)
		policy->built_in = true;
	return policy;
}

/**
 * sessmon_policy_free() - free a policy that never came into force
 * @policy: the policy or NULL
 *
 * Context: sleeps.
 */
void sessmon_policy_free(struct sessmon_policy *policy)
{
	kvfree(policy);
}

/**
 * sessmon_policy_may_name() - could a file of this name be a rule's program?
 * @policy: the policy
 * @name: last component of the file's path
 * @len: its length
 *
 * For all but a few programs the answer is no, at the price of a few instructions.
 *
 * Context: any.
 * Return: false if no rule's path ends in it; if true, sessmon_rules_name() knows.
 */
bool sessmon_policy_may_name(const struct sessmon_policy *policy, const char *name, size_t len)
{
	return test_bit(bit_of(name, len), policy->names);
}

/**
 * sessmon_policy_peek() - the policy in force, for a look that does not sleep
 *
 * Each exec has one. It writes to nothing that processors share: with a lock or a
 * reference here, all of them would wait for one cache line.
 *
 * Context: any, in an RCU read section, which the policy lives as long as.
 * Return: the policy.
 */
const struct sessmon_policy *sessmon_policy_peek(void)
{
	return rcu_dereference(in_force);
}

/**
 * sessmon_policy_get() - the policy in force
 *
 * Context: any.
 * Return: the policy with a reference for the caller.
 */
struct sessmon_policy *sessmon_policy_get(void)
{
	struct sessmon_policy *policy;

	rcu_read_lock();
	do {
		/* Without a reference: another one has come into force since it was read. */
		policy = rcu_dereference(in_force);
	} while (!refcount_inc_not_zero(&policy->ref));
	rcu_read_unlock();
	return policy;
}

/**
 * sessmon_policy_put() - give a reference back
 * @policy: NULL or a policy the caller holds
 *
 * Context: any.
 */
void sessmon_policy_put(struct sessmon_policy *policy)
{
	if (policy && refcount_dec_and_test(&policy->ref))
		kvfree_rcu(policy, rcu);
}

/**
 * sessmon_policy_install() - let another policy come into force
 * @policy: the policy; the caller's reference is taken over
 *
 * Context: sleeps; one caller at a time.
 * Return: its generation.
 */
u32 sessmon_policy_install(struct sessmon_policy *policy)
{
	struct sessmon_policy *old = rcu_dereference_protected(in_force, true);
	u32 generation = old ? old->generation + 1 : 1;
	unsigned int i;

	policy->generation = generation;
	rcu_assign_pointer(in_force, policy);
	WRITE_ONCE(newest, generation);
	for (i = 0; i < SESSMON_CLASSES; i++)
		WRITE_ONCE(levels[i], policy->record[i]);
	sessmon_policy_put(old);
	return generation;
}

/**
 * sessmon_policy_generation() - which policy is in force
 *
 * What was asked of another one is asked again; see sessmon_role_kick().
 *
 * Context: any.
 * Return: its generation.
 */
u32 sessmon_policy_generation(void)
{
	return READ_ONCE(newest);
}

/**
 * sessmon_policy_init() - let the built-in policy come into force
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_policy_init(void)
{
	struct sessmon_policy *policy = sessmon_policy_build_default();

	if (!policy)
		return -ENOMEM;
	sessmon_policy_install(policy);
	return 0;
}

/**
 * sessmon_policy_exit() - free the policy in force
 *
 * Context: sleeps; nobody looks anything up any more.
 */
void sessmon_policy_exit(void)
{
	sessmon_policy_put(rcu_dereference_protected(in_force, true));
	RCU_INIT_POINTER(in_force, NULL);
}

/**
 * sessmon_policy_level() - what is put on record of a class
 * @class: the class
 *
 * Context: any.
 * Return: enum sessmon_record_level.
 */
u8 sessmon_policy_level(enum sessmon_session_class class)
{
	return READ_ONCE(levels[class]);
}
