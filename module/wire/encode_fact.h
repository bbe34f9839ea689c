/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The facts that objects and events have in common.
 */
#ifndef SESSMON_ENCODE_FACT_H
#define SESSMON_ENCODE_FACT_H

#include "facts/facts.h"
#include "policy/exe.h"

struct sk_buff;

int sessmon_encode_key(struct sk_buff *skb, int attr, const struct sessmon_key *key);
int sessmon_encode_key_if(struct sk_buff *skb, int attr, const struct sessmon_key *key);
int sessmon_encode_tty(struct sk_buff *skb, int attr, const struct sessmon_tty *tty);
int sessmon_encode_audit(struct sk_buff *skb, const struct sessmon_audit *audit, int loginuid,
			 int session);
int sessmon_encode_ids(struct sk_buff *skb, u32 uid, u32 euid);
int sessmon_encode_creds(struct sk_buff *skb, int attr, const struct sessmon_creds *c,
			 bool groups_changed);
int sessmon_encode_namespaces(struct sk_buff *skb, int attr, const struct sessmon_namespaces *ns);
int sessmon_encode_exe(struct sk_buff *skb, int attr, const struct sessmon_exe *exe);
int sessmon_encode_peer(struct sk_buff *skb, const struct sessmon_peer *peer);

#endif /* SESSMON_ENCODE_FACT_H */
