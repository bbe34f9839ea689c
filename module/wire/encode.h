/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From objects, records and counters to attributes: one encoder for dump and stream.
 */
#ifndef SESSMON_ENCODE_H
#define SESSMON_ENCODE_H

#include "model/process.h"
#include "model/session.h"
#include "ring/ring.h"

struct sk_buff;

int sessmon_encode_event(struct sk_buff *skb, const struct sessmon_ring_record *rec);
int sessmon_encode_process(struct sk_buff *skb, const struct sessmon_process_view *view);
int sessmon_encode_session(struct sk_buff *skb, int attr, const struct sessmon_session_view *view);
int sessmon_encode_counters(struct sk_buff *skb, int attr, const struct sessmon_counters *sum,
			    bool only_lost);

#endif /* SESSMON_ENCODE_H */
