/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which programs let people in, in which role, and what is put on record.
 *
 * Lifetime. A policy is immutable. The one in force has a reference of its own;
 * who looks a program up takes another for as long as that lasts, and who only asks
 * whether it could be named reads it under RCU. A new policy is put together and
 * checked as a whole before it takes the old one's place.
 */
#ifndef SESSMON_POLICY_H
#define SESSMON_POLICY_H

#include <linux/bitmap.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <uapi/linux/sessmon.h>

#include "policy/rules.h"

/* Enough for almost no other program's name to meet the bit of one in the rules. */
#define SESSMON_NAME_BITS 1024

#define SESSMON_CLASSES __SESSMON_CLASS_MAX

/**
 * struct sessmon_policy - a set of rules
 * @ref: the policy in force, and who looks at it
 * @rcu: between the last reference and its end
 * @generation: grows with each one that comes into force
 * @built_in: it is the default
 * @record: enum sessmon_record_level by class
 * @names: a bit for each program's name; sessmon_policy_may_name()
 * @count: rules
 * @rules: their paths lie behind the last of them
 */
struct sessmon_policy {
	refcount_t ref;
	struct rcu_head rcu;
	u32 generation;
	bool built_in;
	u8 record[SESSMON_CLASSES];
	DECLARE_BITMAP(names, SESSMON_NAME_BITS);
	unsigned int count;
	struct sessmon_rule rules[];
};

struct sessmon_policy *sessmon_policy_build(const struct sessmon_rule *rules, unsigned int count);
struct sessmon_policy *sessmon_policy_build_default(void);
void sessmon_policy_free(struct sessmon_policy *policy);

int sessmon_policy_init(void);
void sessmon_policy_exit(void);
const struct sessmon_policy *sessmon_policy_peek(void);
struct sessmon_policy *sessmon_policy_get(void);
void sessmon_policy_put(struct sessmon_policy *policy);
u32 sessmon_policy_install(struct sessmon_policy *policy);
u32 sessmon_policy_generation(void);
bool sessmon_policy_may_name(const struct sessmon_policy *policy, const char *name, size_t len);
u8 sessmon_policy_level(enum sessmon_session_class class);

#endif /* SESSMON_POLICY_H */
