// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: operations, groups, permissions.
 *
 * Written by hand beside uapi/sessmon.yaml: what the generator makes of it drops
 * the permission flags of operations and groups, and would let other network
 * namespaces in.
 */
#include "netlink.h"

#include <linux/capability.h>
#include <linux/module.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "compat.h"
#include "encode.h"
#include "event.h"
#include "export.h"
#include "hook.h"
#include "host.h"
#include "netlink_policy.h"
#include "process.h"
#include "role.h"
#include "session.h"
#include "verify.h"

static struct genl_family family;

static const struct nla_policy key_policy[SESSMON_A_KEY_MAX + 1] = {
	[SESSMON_A_KEY_ID] = { .type = NLA_U32 },
	[SESSMON_A_KEY_START] = { .type = NLA_U64 },
};

static const struct nla_policy main_policy[SESSMON_A_MAX + 1] = {
	[SESSMON_A_KEY] = NLA_POLICY_NESTED(key_policy),
	[SESSMON_A_RULE] = NLA_POLICY_NESTED(sessmon_rule_policy),
	[SESSMON_A_RECORD] = NLA_POLICY_NESTED(sessmon_record_policy),
	[SESSMON_A_BUILT_IN] = { .type = NLA_FLAG },
};

/*
 * GENL_ADMIN_PERM asks for CAP_NET_ADMIN in the initial user namespace; what
 * people run, with its arguments, is worth more than that. Both the opener of
 * the socket and the sender must hold it.
 */
static bool allowed(struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN);
}

/* ---- replies ---- */

/* A reply to @info with an open header in @hdr. */
static struct sk_buff *new_reply(struct genl_info *info, size_t size, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = genlmsg_put_reply(skb, info, &family, 0, info->genlhdr->cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static int reply(struct genl_info *info, struct sk_buff *skb, void *hdr, int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

static int put_seq(struct sk_buff *skb)
{
	u64 seq = sessmon_event_seq();

	return nla_put(skb, SESSMON_A_LAST_SEQ, sizeof(seq), &seq);
}

static int read_key(struct genl_info *info, struct sessmon_key *key)
{
	struct nlattr *tb[SESSMON_A_KEY_MAX + 1];
	int err;

	if (!info->attrs[SESSMON_A_KEY]) {
		NL_SET_ERR_MSG(info->extack, "a key is needed");
		return -EINVAL;
	}
	err = nla_parse_nested(tb, SESSMON_A_KEY_MAX, info->attrs[SESSMON_A_KEY], key_policy,
			       info->extack);
	if (err)
		return err;
	if (!tb[SESSMON_A_KEY_ID]) {
		NL_SET_ERR_MSG(info->extack, "the key lacks an id");
		return -EINVAL;
	}
	key->id = nla_get_u32(tb[SESSMON_A_KEY_ID]);
	key->start = tb[SESSMON_A_KEY_START] ? nla_get_u64(tb[SESSMON_A_KEY_START]) : 0;
	return 0;
}

/* ---- one object ---- */

static int sessmon_nl_info_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	msg = new_reply(info, NLMSG_GOODSIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	err = nla_put_u32(msg, SESSMON_A_VERSION, SESSMON_WIRE_VERSION) ||
	      nla_put_string(msg, SESSMON_A_BOOT_ID, sessmon_host_boot_id()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS, sessmon_hooks_live()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS_FIRED, sessmon_hooks_fired()) ||
	      nla_put_string(msg, SESSMON_A_MODULE_VERSION, THIS_MODULE->version) || put_seq(msg);
	return reply(info, msg, hdr, err ? -EMSGSIZE : 0);
}

static bool view_process(const struct sessmon_key *key, struct sessmon_process_view *view)
{
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_find(key);
	if (p)
		sessmon_process_view(p, view);
	rcu_read_unlock();
	return p;
}

static int sessmon_nl_process_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_process_view view;
	struct sessmon_key key;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	err = read_key(info, &key);
	if (err)
		return err;
	msg = new_reply(info, SESSMON_EVENT_BYTES_MAX, &hdr);
	if (!msg)
		return -ENOMEM;
	if (!view_process(&key, &view)) {
		NL_SET_ERR_MSG(info->extack, "no such process");
		return reply(info, msg, hdr, -ESRCH);
	}
	err = sessmon_encode_process(msg, &view) ?: put_seq(msg);
	sessmon_exe_put(view.process.exe);
	return reply(info, msg, hdr, err);
}

static bool view_session(const struct sessmon_key *key, struct sessmon_session_view *view)
{
	struct sessmon_session *s;

	rcu_read_lock();
	s = sessmon_session_find(key->id);
	if (s && key->start && s->key.start != key->start)
		s = NULL;
	if (s)
		sessmon_session_view(s, view);
	rcu_read_unlock();
	return s;
}

static int sessmon_nl_session_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_session_view view;
	struct sessmon_key key;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	err = read_key(info, &key);
	if (err)
		return err;
	msg = new_reply(info, SESSMON_EVENT_BYTES_MAX, &hdr);
	if (!msg)
		return -ENOMEM;
	if (!view_session(&key, &view)) {
		NL_SET_ERR_MSG(info->extack, "no such session");
		return reply(info, msg, hdr, -ESRCH);
	}
	err = sessmon_encode_session(msg, SESSMON_A_SESSION, &view) ?: put_seq(msg);
	sessmon_exe_put(view.leader.exe);
	return reply(info, msg, hdr, err);
}

/* ---- all objects ---- */

/**
 * struct cursor - where a dump goes on, in the callback's own room
 * @serial: of the last object of @bucket that was dumped
 * @bucket: the bucket
 * @begun: the cursor is set
 */
struct cursor {
	u64 serial;
	unsigned int bucket;
	bool begun;
};

static struct cursor *cursor_of(struct netlink_callback *cb)
{
	struct cursor *c = (void *)cb->ctx;

	BUILD_BUG_ON(sizeof(*c) > sizeof(cb->ctx));
	if (!c->begun) {
		c->begun = true;
		c->serial = U64_MAX;
	}
	return c;
}

/* A buffer in which not even the next object fits would look like the end of the dump. */
static int sessmon_nl_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = SESSMON_EVENT_BYTES_MAX;
	return allowed(cb->skb) ? 0 : -EPERM;
}

/* One object is one message of the dump. */
static void *begin_dumped(struct sk_buff *skb, struct netlink_callback *cb, int cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &family,
			   NLM_F_MULTI, cmd);
}

static int end_dumped(struct sk_buff *skb, void *hdr, int err)
{
	if (err)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return err;
}

static int dump_process(struct sk_buff *skb, struct netlink_callback *cb, struct sessmon_process *p)
{
	void *hdr = begin_dumped(skb, cb, SESSMON_CMD_PROCESS_GET);
	struct sessmon_process_view view;
	int err;

	if (!hdr)
		return -EMSGSIZE;
	sessmon_process_view(p, &view);
	err = sessmon_encode_process(skb, &view) ?: put_seq(skb);
	sessmon_exe_put(view.process.exe);
	return end_dumped(skb, hdr, err);
}

static int sessmon_nl_process_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct cursor *c = cursor_of(cb), next;
	struct sessmon_process *p;

	rcu_read_lock();
	for (next = *c; (p = sessmon_process_next(&next.bucket, &next.serial)); *c = next)
		if (!(p->flags & SESSMON_PROCESS_EXITED) && dump_process(skb, cb, p))
			break;
	rcu_read_unlock();
	return skb->len;
}

static int dump_session(struct sk_buff *skb, struct netlink_callback *cb, struct sessmon_session *s)
{
	void *hdr = begin_dumped(skb, cb, SESSMON_CMD_SESSION_GET);
	struct sessmon_session_view view;
	int err;

	if (!hdr)
		return -EMSGSIZE;
	sessmon_session_view(s, &view);
	err = sessmon_encode_session(skb, SESSMON_A_SESSION, &view) ?: put_seq(skb);
	sessmon_exe_put(view.leader.exe);
	return end_dumped(skb, hdr, err);
}

static int sessmon_nl_session_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct cursor *c = cursor_of(cb), next;
	struct sessmon_session *s;

	rcu_read_lock();
	for (next = *c; (s = sessmon_session_next(&next.bucket, &next.serial)); *c = next)
		if (dump_session(skb, cb, s))
			break;
	rcu_read_unlock();
	return skb->len;
}

/* ---- statistics ---- */

static int put_stat(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put(skb, attr, sizeof(value), &value);
}

static int put_stats(struct sk_buff *skb, const struct sessmon_counters *sum)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_STATS);
	const u64 *stat = sum->stat;

	if (!nest || put_stat(skb, SESSMON_A_STATS_PROCESSES, sessmon_processes_count()) ||
	    put_stat(skb, SESSMON_A_STATS_SESSIONS, sessmon_sessions_count()) ||
	    put_stat(skb, SESSMON_A_STATS_PROGRAMS, sessmon_exe_live()) ||
	    put_stat(skb, SESSMON_A_STATS_TABLE_FULL, stat[SESSMON_STAT_TABLE_FULL]) ||
	    put_stat(skb, SESSMON_A_STATS_NO_MEMORY, stat[SESSMON_STAT_NO_MEMORY]) ||
	    put_stat(skb, SESSMON_A_STATS_CAPTURE_FALLBACK, stat[SESSMON_STAT_CAPTURE_FALLBACK]) ||
	    put_stat(skb, SESSMON_A_STATS_PROBE_MISSED, sessmon_hooks_missed()) ||
	    put_stat(skb, SESSMON_A_STATS_LATE_FOUND, stat[SESSMON_STAT_LATE_FOUND]) ||
	    put_stat(skb, SESSMON_A_STATS_REPAIRED, stat[SESSMON_STAT_REPAIRED]) ||
	    nla_put_u32(skb, SESSMON_A_STATS_RING_SIZE, sessmon_event_ring_size()) ||
	    put_stat(skb, SESSMON_A_STATS_MESSAGES, stat[SESSMON_STAT_MESSAGES]) ||
	    put_stat(skb, SESSMON_A_STATS_UNHEARD, stat[SESSMON_STAT_UNHEARD]))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int sessmon_nl_stats_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_counters *sum;
	struct sk_buff *msg;
	u64 lost;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	sum = kmalloc(sizeof(*sum), GFP_KERNEL);
	msg = sum ? new_reply(info, NLMSG_GOODSIZE, &hdr) : NULL;
	if (!msg) {
		kfree(sum);
		return -ENOMEM;
	}
	sessmon_counters_sum(sum);
	lost = sessmon_lost_total();
	err = put_stats(msg, sum) || sessmon_encode_counters(msg, SESSMON_A_COUNTERS, sum, false) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS, sessmon_hooks_live()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS_FIRED, sessmon_hooks_fired()) ||
	      nla_put(msg, SESSMON_A_LOST, sizeof(lost), &lost) || put_seq(msg);
	kfree(sum);
	return reply(info, msg, hdr, err ? -EMSGSIZE : 0);
}

/* ---- verify ---- */

static int put_difference(struct sk_buff *skb, const struct sessmon_difference *d)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_DIFFERENCE);

	if (!nest || nla_put_u32(skb, SESSMON_A_DIFFERENCE_KIND, d->kind) ||
	    sessmon_encode_key(skb, SESSMON_A_DIFFERENCE_KEY, &d->key) ||
	    put_stat(skb, SESSMON_A_DIFFERENCE_TABLE, d->table) ||
	    put_stat(skb, SESSMON_A_DIFFERENCE_KERNEL, d->kernel))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_verify(struct sk_buff *skb, const struct sessmon_verify *v)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_VERIFY);
	unsigned int i;

	if (!nest || put_stat(skb, SESSMON_A_VERIFY_CHECKED, v->checked) ||
	    put_stat(skb, SESSMON_A_VERIFY_MISSING, v->missing) ||
	    put_stat(skb, SESSMON_A_VERIFY_STALE, v->stale) ||
	    put_stat(skb, SESSMON_A_VERIFY_DIFFERING, v->differing))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	for (i = 0; i < v->count; i++)
		if (put_difference(skb, &v->list[i]))
			return -EMSGSIZE;
	return 0;
}

static int sessmon_nl_verify_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_verify *v;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	v = kmalloc(sizeof(*v), GFP_KERNEL);
	msg = v ? new_reply(info, SESSMON_EVENT_BYTES_MAX, &hdr) : NULL;
	if (!msg) {
		kfree(v);
		return -ENOMEM;
	}
	err = sessmon_verify(v) ?: put_verify(msg, v);
	kfree(v);
	return reply(info, msg, hdr, err);
}

/* ---- policy ---- */

static int sessmon_nl_policy_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_policy *policy;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!allowed(skb))
		return -EPERM;
	policy = sessmon_policy_get();
	msg = new_reply(info, sessmon_netlink_policy_size(policy), &hdr);
	err = msg ? sessmon_netlink_put_policy(msg, policy) : -ENOMEM;
	sessmon_policy_put(policy);
	return msg ? reply(info, msg, hdr, err) : err;
}

/* One at a time: the family does not ask for parallel operations. */
static int sessmon_nl_policy_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_policy *policy;
	struct sk_buff *msg;
	u32 generation;
	void *hdr;

	if (!allowed(skb))
		return -EPERM;
	msg = new_reply(info, NLMSG_GOODSIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	policy = sessmon_netlink_read_policy(info);
	if (IS_ERR(policy))
		return reply(info, msg, hdr, PTR_ERR(policy));
	generation = sessmon_policy_install(policy);
	policy = sessmon_policy_get();
	sessmon_role_apply(policy);
	sessmon_policy_put(policy);
	return reply(info, msg, hdr, nla_put_u32(msg, SESSMON_A_POLICY_GENERATION, generation));
}

/* ---- the stream ---- */

static bool group_listening(enum sessmon_group group)
{
	return genl_has_listeners(&family, &init_net, group);
}

static void *begin_events(struct sk_buff *skb)
{
	return genlmsg_put(skb, 0, 0, &family, 0, SESSMON_CMD_EVENTS);
}

static void send_events(struct sk_buff *skb, void *hdr, enum sessmon_group group)
{
	genlmsg_end(skb, hdr);
	/*
	 * An error says that no reader got it: none is there, or all that are have
	 * full buffers and are told so by their own sockets.
	 */
	genlmsg_multicast(&family, skb, 0, group, GFP_KERNEL);
}

static const struct sessmon_sink to_netlink = {
	.listening = group_listening,
	.begin = begin_events,
	.send = send_events,
};

/**
 * sessmon_netlink_sink() - the multicast groups, as the worker sees them
 *
 * Context: any.
 * Return: what sessmon_export_start() wants.
 */
const struct sessmon_sink *sessmon_netlink_sink(void)
{
	return &to_netlink;
}

/* ---- the family ---- */

#define SESSMON_OP(name) .cmd = SESSMON_CMD_##name, .flags = GENL_ADMIN_PERM

static const struct genl_ops ops[] = {
	{ SESSMON_OP(INFO_GET), .doit = sessmon_nl_info_doit },
	{ SESSMON_OP(PROCESS_GET), .doit = sessmon_nl_process_doit, .start = sessmon_nl_dump_start,
	  .dumpit = sessmon_nl_process_dumpit },
	{ SESSMON_OP(SESSION_GET), .doit = sessmon_nl_session_doit, .start = sessmon_nl_dump_start,
	  .dumpit = sessmon_nl_session_dumpit },
	{ SESSMON_OP(STATS_GET), .doit = sessmon_nl_stats_doit },
	{ SESSMON_OP(POLICY_GET), .doit = sessmon_nl_policy_get_doit },
	{ SESSMON_OP(POLICY_SET), .doit = sessmon_nl_policy_set_doit },
	{ SESSMON_OP(VERIFY), .doit = sessmon_nl_verify_doit },
};

static const struct genl_multicast_group groups[] = {
	[SESSMON_GROUP_SESSION] = { .name = SESSMON_MCGRP_SESSION, SESSMON_COMPAT_MCGRP_SYS_ADMIN },
	[SESSMON_GROUP_LIFECYCLE] = { .name = SESSMON_MCGRP_LIFECYCLE,
				      SESSMON_COMPAT_MCGRP_SYS_ADMIN },
	[SESSMON_GROUP_SECURITY] = { .name = SESSMON_MCGRP_SECURITY,
				     SESSMON_COMPAT_MCGRP_SYS_ADMIN },
};

static struct genl_family family = {
	.name = SESSMON_FAMILY_NAME,
	.version = SESSMON_FAMILY_VERSION,
	.maxattr = SESSMON_A_MAX,
	.policy = main_policy,
	.netnsok = false,
	.module = THIS_MODULE,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * sessmon_netlink_init() - register the family
 *
 * Context: sleeps; requests are answered from now on.
 * Return: 0 or a negative error.
 */
int sessmon_netlink_init(void)
{
	return genl_register_family(&family);
}

/**
 * sessmon_netlink_exit() - unregister the family
 *
 * Context: sleeps; when it returns, no request is being answered. A dump under
 * way holds a reference on the module, so there is none.
 */
void sessmon_netlink_exit(void)
{
	genl_unregister_family(&family);
}
