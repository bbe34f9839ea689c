/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The operations of the family and the attributes they take, as sessmon.yaml
 * documents them; family.c makes a table of them.
 *
 * Generic netlink calls each in process context, several at once, and holds a lock that
 * keeps families from coming and going, also those of others: all may sleep, and none may
 * wait for a file system. Who may not ask is refused with -EPERM before anything is read.
 * What a doit returns, and what it answers, goes to the one who asked.
 */
#ifndef SESSMON_OPS_H
#define SESSMON_OPS_H

#include <net/netlink.h>
#include <uapi/linux/sessmon.h>

struct genl_info;

extern const struct nla_policy sessmon_key_policy[SESSMON_A_KEY_MAX + 1];
extern const struct nla_policy sessmon_rule_policy[SESSMON_A_RULE_MAX + 1];
extern const struct nla_policy sessmon_record_policy[SESSMON_A_RECORD_MAX + 1];

/* op_get.c */
int sessmon_nl_process_doit(struct sk_buff *skb, struct genl_info *info);
int sessmon_nl_session_doit(struct sk_buff *skb, struct genl_info *info);
int sessmon_nl_dump_start(struct netlink_callback *cb);
int sessmon_nl_process_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int sessmon_nl_session_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/* op_info.c */
int sessmon_nl_info_doit(struct sk_buff *skb, struct genl_info *info);
int sessmon_nl_stats_doit(struct sk_buff *skb, struct genl_info *info);
int sessmon_nl_verify_doit(struct sk_buff *skb, struct genl_info *info);

/* op_reader.c */
int sessmon_nl_reader_doit(struct sk_buff *skb, struct genl_info *info);

/* op_policy.c */
int sessmon_nl_policy_get_doit(struct sk_buff *skb, struct genl_info *info);
int sessmon_nl_policy_set_doit(struct sk_buff *skb, struct genl_info *info);
void sessmon_nl_policy_exit(void);

#endif /* SESSMON_OPS_H */
