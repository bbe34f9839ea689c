// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registration of a reliable reader over netlink.
 */
#include "wire/ops.h"

#include <net/genetlink.h>

#include "wire/reader.h"
#include "wire/reply.h"
#include "wire/worker.h"

/**
 * sessmon_nl_reader_doit() - register the asking socket, or end its registration
 * @skb: the request
 * @info: the request, parsed
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -EINVAL for groups that do not exist, or what
 * sessmon_readers_register() returns.
 */
int sessmon_nl_reader_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *groups = info->attrs[SESSMON_A_GROUPS];
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	if (!groups || nla_get_u32(groups) & ~SESSMON_GROUPS_MASK) {
		NL_SET_ERR_MSG(info->extack, "groups that exist are needed");
		return -EINVAL;
	}
	err = sessmon_readers_register(skb, info, nla_get_u32(groups));
	sessmon_worker_offer_backlog();
	return err;
}
