// SPDX-License-Identifier: GPL-2.0-only
/*
 * The policy over netlink: reading and checking a new one, telling the present one.
 */
#include "wire/ops.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>

#include "limits.h"
#include "policy/policy.h"
#include "reconcile/role.h"
#include "wire/reply.h"

const struct nla_policy sessmon_rule_policy[SESSMON_A_RULE_MAX + 1] = {
	[SESSMON_A_RULE_PATH] = { .type = NLA_NUL_STRING, .len = PATH_MAX - 1 },
	[SESSMON_A_RULE_ROLES] = { .type = NLA_U32 },
	[SESSMON_A_RULE_ENTRY_TYPE] = { .type = NLA_U32 },
};

const struct nla_policy sessmon_record_policy[SESSMON_A_RECORD_MAX + 1] = {
	[SESSMON_A_RECORD_CLASS] = { .type = NLA_U32 },
	[SESSMON_A_RECORD_LEVEL] = { .type = NLA_U32 },
};

/* ---- telling ---- */

/* Returns room enough for what put_policy() writes. */
static size_t policy_size(const struct sessmon_policy *policy)
{
	size_t size = 64 + SESSMON_CLASSES * 32;
	unsigned int i;

	for (i = 0; i < policy->count; i++)
		size += 32 + nla_total_size(strlen(policy->rules[i].path) + 1);
	return size;
}

static int put_rule(struct sk_buff *skb, const struct sessmon_rule *rule)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_RULE);

	if (!nest || nla_put_string(skb, SESSMON_A_RULE_PATH, rule->path) ||
	    nla_put_u32(skb, SESSMON_A_RULE_ROLES, rule->roles) ||
	    nla_put_u32(skb, SESSMON_A_RULE_ENTRY_TYPE, rule->entry_type))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_record(struct sk_buff *skb, u32 class, u32 level)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_RECORD);

	if (!nest || nla_put_u32(skb, SESSMON_A_RECORD_CLASS, class) ||
	    nla_put_u32(skb, SESSMON_A_RECORD_LEVEL, level))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_policy(struct sk_buff *skb, const struct sessmon_policy *policy)
{
	unsigned int i;

	if (nla_put_u32(skb, SESSMON_A_POLICY_GENERATION, policy->generation) ||
	    (policy->built_in && nla_put_flag(skb, SESSMON_A_BUILT_IN)))
		return -EMSGSIZE;
	for (i = 0; i < policy->count; i++)
		if (put_rule(skb, &policy->rules[i]))
			return -EMSGSIZE;
	for (i = 0; i < SESSMON_CLASSES; i++)
		if (put_record(skb, i, policy->record[i]))
			return -EMSGSIZE;
	return 0;
}

/* ---- reading ---- */

static int refuse_policy(struct genl_info *info, const struct nlattr *attr, const char *why)
{
	NL_SET_BAD_ATTR(info->extack, attr);
	if (info->extack)
		info->extack->_msg = why;
	return -EINVAL;
}

static int read_rule(struct genl_info *info, const struct nlattr *attr, struct sessmon_rule *rule)
{
	struct nlattr *tb[SESSMON_A_RULE_MAX + 1];
	const char *why;
	int err;

	err = nla_parse_nested(tb, SESSMON_A_RULE_MAX, attr, sessmon_rule_policy, info->extack);
	if (err)
		return err;
	if (!tb[SESSMON_A_RULE_PATH] || !tb[SESSMON_A_RULE_ROLES])
		return refuse_policy(info, attr, "a rule needs a path and roles");
	rule->path = nla_data(tb[SESSMON_A_RULE_PATH]);
	rule->roles = nla_get_u32(tb[SESSMON_A_RULE_ROLES]);
	rule->entry_type = tb[SESSMON_A_RULE_ENTRY_TYPE] ?
				   nla_get_u32(tb[SESSMON_A_RULE_ENTRY_TYPE]) :
				   SESSMON_ENTRY_UNKNOWN;
	why = sessmon_rule_error(rule);
	return why ? refuse_policy(info, attr, why) : 0;
}

static int read_record(struct genl_info *info, const struct nlattr *attr, u8 *record)
{
	struct nlattr *tb[SESSMON_A_RECORD_MAX + 1];
	u32 class, level;
	int err;

	err = nla_parse_nested(tb, SESSMON_A_RECORD_MAX, attr, sessmon_record_policy, info->extack);
	if (err)
		return err;
	if (!tb[SESSMON_A_RECORD_CLASS] || !tb[SESSMON_A_RECORD_LEVEL])
		return refuse_policy(info, attr, "a record needs a class and a level");
	class = nla_get_u32(tb[SESSMON_A_RECORD_CLASS]);
	level = nla_get_u32(tb[SESSMON_A_RECORD_LEVEL]);
	if (class >= SESSMON_CLASSES || level > SESSMON_RECORD_MAX)
		return refuse_policy(info, attr, "unknown class or level");
	record[class] = level;
	return 0;
}

#define for_each_main_attr(pos, info, rem) nlmsg_for_each_attr(pos, (info)->nlhdr, GENL_HDRLEN, rem)

static int read_rules(struct genl_info *info, struct sessmon_rule *rules)
{
	unsigned int n = 0;
	struct nlattr *attr;
	int rem, err;

	for_each_main_attr(attr, info, rem) {
		if (nla_type(attr) != SESSMON_A_RULE)
			continue;
		if (n == SESSMON_RULES_MAX)
			return refuse_policy(info, attr, "too many rules");
		err = read_rule(info, attr, &rules[n]);
		if (err)
			return err;
		n++;
	}
	return n;
}

static int read_records(struct genl_info *info, struct sessmon_policy *policy)
{
	struct nlattr *attr;
	int rem, err;

	for_each_main_attr(attr, info, rem) {
		if (nla_type(attr) != SESSMON_A_RECORD)
			continue;
		err = read_record(info, attr, policy->record);
		if (err)
			return err;
	}
	return 0;
}

static struct sessmon_policy *build_policy(struct genl_info *info)
{
	struct sessmon_policy *policy;
	struct sessmon_rule *rules;
	int n;

	if (info->attrs[SESSMON_A_BUILT_IN])
		return sessmon_policy_build_default();
	rules = kvcalloc(SESSMON_RULES_MAX, sizeof(*rules), GFP_KERNEL | __GFP_NOWARN);
	if (!rules)
		return NULL;
	n = read_rules(info, rules);
	policy = n < 0 ? ERR_PTR(n) : sessmon_policy_build(rules, n);
	kvfree(rules);
	return policy;
}

/* Returns a checked policy, or an error pointer after telling the sender the reason. */
static struct sessmon_policy *read_policy(struct genl_info *info)
{
	struct sessmon_policy *policy = build_policy(info);
	int err;

	if (!policy)
		return ERR_PTR(-ENOMEM);
	if (IS_ERR(policy))
		return policy;
	err = read_records(info, policy);
	if (!err)
		return policy;
	sessmon_policy_free(policy);
	return ERR_PTR(err);
}

/* ---- giving roles ---- */

/*
 * Giving roles looks up the files of all rules, on whatever file systems those lie. One
 * that does not answer would stop generic netlink for the whole machine if that was done
 * while a request is answered: a worker does it, and who asks waits so long at the most.
 */
#define ROLES_PATIENCE_JIFFIES (2 * HZ)

static void roles_work_fn(struct work_struct *work);
static DECLARE_WORK(roles, roles_work_fn);
static DECLARE_WAIT_QUEUE_HEAD(roles_given);
/* The policy whose roles have been given last. */
static u32 roles_generation;

static void roles_work_fn(struct work_struct *work)
{
	WRITE_ONCE(roles_generation, sessmon_role_apply());
	wake_up_all(&roles_given);
}

static void give_roles(u32 generation)
{
	queue_work(system_unbound_wq, &roles);
	wait_event_killable_timeout(roles_given, READ_ONCE(roles_generation) >= generation,
				    ROLES_PATIENCE_JIFFIES);
}

/**
 * sessmon_nl_policy_exit() - give no roles any more
 *
 * Context: sleeps; the family has gone, and the tables have not.
 */
void sessmon_nl_policy_exit(void)
{
	cancel_work_sync(&roles);
}

/* ---- operations ---- */

/* One policy comes into force after the other. */
static DEFINE_MUTEX(changing);

static u32 install_policy(struct sessmon_policy *policy)
{
	u32 generation;

	mutex_lock(&changing);
	generation = sessmon_policy_install(policy);
	mutex_unlock(&changing);
	return generation;
}

/**
 * sessmon_nl_policy_get_doit() - answer with the policy in force
 * @skb: the request
 * @info: the request, parsed
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -ENOMEM.
 */
int sessmon_nl_policy_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_policy *policy;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	policy = sessmon_policy_get();
	msg = sessmon_nl_new_reply(info, policy_size(policy), &hdr);
	err = msg ? put_policy(msg, policy) : -ENOMEM;
	sessmon_policy_put(policy);
	return msg ? sessmon_nl_reply(info, msg, hdr, err) : err;
}

/**
 * sessmon_nl_policy_set_doit() - put a policy in the place of the one in force
 * @skb: the request
 * @info: the request, parsed
 *
 * Checked whole before anything changes: a policy that is refused changes nothing. Programs
 * that run are given their roles anew.
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -ENOMEM, -EINVAL and the reason in words for a policy that is not valid.
 */
int sessmon_nl_policy_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_policy *policy;
	struct sk_buff *msg;
	u32 generation;
	void *hdr;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	msg = sessmon_nl_new_reply(info, NLMSG_GOODSIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	policy = read_policy(info);
	if (IS_ERR(policy))
		return sessmon_nl_reply(info, msg, hdr, PTR_ERR(policy));
	generation = install_policy(policy);
	give_roles(generation);
	return sessmon_nl_reply(info, msg, hdr,
				nla_put_u32(msg, SESSMON_A_POLICY_GENERATION, generation));
}
