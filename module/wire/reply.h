/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every operation needs: who may ask, and how it is answered.
 */
#ifndef SESSMON_REPLY_H
#define SESSMON_REPLY_H

#include <linux/types.h>

struct genl_family;
struct genl_info;
struct sk_buff;

extern struct genl_family sessmon_family;

bool sessmon_nl_allowed(struct sk_buff *skb);
struct sk_buff *sessmon_nl_new_reply(struct genl_info *info, size_t size, void **hdr);
int sessmon_nl_reply(struct genl_info *info, struct sk_buff *skb, void *hdr, int err);
int sessmon_nl_put_u64(struct sk_buff *skb, int attr, u64 value);
int sessmon_nl_put_seq(struct sk_buff *skb);

#endif /* SESSMON_REPLY_H */
