// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: operations, groups, permissions.
 *
 * Written by hand beside uapi/sessmon.yaml: what the generator makes of it drops
 * the permission flags of operations and groups, and would let other network
 * namespaces in.
 */
#include "wire/family.h"

#include <linux/module.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "compat.h"
#include "wire/message.h"
#include "wire/ops.h"
#include "wire/reader.h"
#include "wire/reply.h"

static const struct nla_policy main_policy[SESSMON_A_MAX + 1] = {
	[SESSMON_A_KEY] = NLA_POLICY_NESTED(sessmon_key_policy),
	[SESSMON_A_RULE] = NLA_POLICY_NESTED(sessmon_rule_policy),
	[SESSMON_A_RECORD] = NLA_POLICY_NESTED(sessmon_record_policy),
	[SESSMON_A_BUILT_IN] = { .type = NLA_FLAG },
	[SESSMON_A_GROUPS] = { .type = NLA_U32 },
};

/* ---- the stream ---- */

/* The family is there, and with it the numbers of its groups. */
static bool is_open;

static bool has_members(enum sessmon_group group)
{
	/* Pairs with sessmon_netlink_open(). */
	return smp_load_acquire(&is_open) && genl_has_listeners(&sessmon_family, &init_net, group);
}

static bool group_listening(enum sessmon_group group)
{
	return has_members(group) || sessmon_readers_want(group);
}

static void *begin_events(struct sk_buff *skb)
{
	return genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_EVENTS);
}

static void send_events(struct sk_buff *skb, void *hdr, enum sessmon_group group,
			unsigned int events)
{
	genlmsg_end(skb, hdr);
	sessmon_readers_send(skb, group, events);
	/*
	 * An error says that no member got it: none is there, or all that are have
	 * full buffers and are told so by their own sockets, as are those for whose
	 * copy of the head there is no memory.
	 */
	if (has_members(group))
		genlmsg_multicast(&sessmon_family, skb, 0, group, GFP_ATOMIC);
	else
		consume_skb(skb);
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
 * Return: what sessmon_worker_start() wants.
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
	{ SESSMON_OP(READER_SET), .doit = sessmon_nl_reader_doit },
};

static const struct genl_multicast_group groups[] = {
	[SESSMON_GROUP_SESSION] = { .name = SESSMON_MCGRP_SESSION, SESSMON_COMPAT_MCGRP_ADMIN },
	[SESSMON_GROUP_LIFECYCLE] = { .name = SESSMON_MCGRP_LIFECYCLE, SESSMON_COMPAT_MCGRP_ADMIN },
	[SESSMON_GROUP_SECURITY] = { .name = SESSMON_MCGRP_SECURITY, SESSMON_COMPAT_MCGRP_ADMIN },
};

struct genl_family sessmon_family = {
	.name = SESSMON_FAMILY_NAME,
	.version = SESSMON_FAMILY_VERSION,
	.maxattr = SESSMON_A_MAX,
	.policy = main_policy,
	.netnsok = false,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * sessmon_netlink_init() - get ready; nobody listens, and nobody asks, yet
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_netlink_init(void)
{
	return sessmon_readers_init();
}

/**
 * sessmon_netlink_open() - register the family: requests are answered from now on
 *
 * The last step of a load that can fail. A dump that is not read to its end holds a
 * reference on the module for as long as its reader likes, and the kernel does not
 * ask for references when a load fails: it would have to wait.
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_netlink_open(void)
{
	int err = genl_register_family(&sessmon_family);

	/* Pairs with has_members(). */
	smp_store_release(&is_open, !err);
	return err;
}

/**
 * sessmon_netlink_exit() - unregister the family, if it is
 *
 * Context: sleeps; when it returns, no request is being answered. A dump under
 * way holds a reference on the module, so there is none.
 */
void sessmon_netlink_exit(void)
{
	if (is_open)
		genl_unregister_family(&sessmon_family);
	is_open = false;
	sessmon_nl_policy_exit();
	sessmon_readers_exit();
}
