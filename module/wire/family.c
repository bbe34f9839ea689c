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

#include "compat.h"
#include "wire/ops.h"
#include "wire/reader.h"
#include "wire/reply.h"
#include "wire/sink.h"

static const struct nla_policy main_policy[SESSMON_A_MAX + 1] = {
	[SESSMON_A_KEY] = NLA_POLICY_NESTED(sessmon_key_policy),
	[SESSMON_A_RULE] = NLA_POLICY_NESTED(sessmon_rule_policy),
	[SESSMON_A_RECORD] = NLA_POLICY_NESTED(sessmon_record_policy),
	[SESSMON_A_BUILT_IN] = { .type = NLA_FLAG },
	[SESSMON_A_GROUPS] = { .type = NLA_U32 },
};

static bool is_registered;

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
	[SESSMON_GROUP_NR_SESSION] = { .name = SESSMON_MCGRP_SESSION, SESSMON_COMPAT_MCGRP_ADMIN },
	[SESSMON_GROUP_NR_LIFECYCLE] = { .name = SESSMON_MCGRP_LIFECYCLE,
					 SESSMON_COMPAT_MCGRP_ADMIN },
	[SESSMON_GROUP_NR_SECURITY] = { .name = SESSMON_MCGRP_SECURITY,
					SESSMON_COMPAT_MCGRP_ADMIN },
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

	is_registered = !err;
	if (is_registered)
		sessmon_sink_open();
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
	if (is_registered)
		genl_unregister_family(&sessmon_family);
	is_registered = false;
	sessmon_sink_close();
	sessmon_nl_policy_exit();
	sessmon_readers_exit();
}
