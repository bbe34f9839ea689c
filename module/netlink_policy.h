/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy over netlink: reading and checking a new one, telling the present one.
 */
#ifndef SESSMON_NETLINK_POLICY_H
#define SESSMON_NETLINK_POLICY_H

#include <net/genetlink.h>

#include "policy.h"

extern const struct nla_policy sessmon_rule_policy[SESSMON_A_RULE_MAX + 1];
extern const struct nla_policy sessmon_record_policy[SESSMON_A_RECORD_MAX + 1];

size_t sessmon_netlink_policy_size(const struct sessmon_policy *policy);
int sessmon_netlink_put_policy(struct sk_buff *skb, const struct sessmon_policy *policy);
struct sessmon_policy *sessmon_netlink_read_policy(struct genl_info *info);

#endif /* SESSMON_NETLINK_POLICY_H */
