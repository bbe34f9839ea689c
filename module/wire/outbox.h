/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What goes to one reliable reader, and what waits for it.
 *
 * Not locked: reader.c, which has all of them, does that.
 */
#ifndef SESSMON_OUTBOX_H
#define SESSMON_OUTBOX_H

#include <linux/list.h>

struct sk_buff;

/**
 * struct sessmon_outbox - what goes to one reader
 * @port: address of its socket
 * @sent: events that its socket took
 * @lost: events that were dropped
 * @held: messages that wait, in order
 * @held_bytes: memory that they keep
 * @progress: when its socket took something last while others waited, jiffies
 * @demoted: nothing is held for it
 * @told: it knows that
 */
struct sessmon_outbox {
	u32 port;
	u64 sent, lost;
	struct list_head held;
	size_t held_bytes;
	unsigned long progress;
	bool demoted, told;
};

void sessmon_outbox_init(struct sessmon_outbox *o, u32 port);
void sessmon_outbox_promote(struct sessmon_outbox *o);
int sessmon_outbox_put(struct sk_buff *skb, const struct sessmon_outbox *o);
void sessmon_outbox_drop(struct sessmon_outbox *o);
void sessmon_outbox_send(struct sessmon_outbox *o, struct sk_buff *skb, unsigned int events);
bool sessmon_outbox_retry(struct sessmon_outbox *o);

/**
 * sessmon_outbox_waits() - does a message wait?
 * @o: the outbox
 *
 * Return: whether one does.
 */
static inline bool sessmon_outbox_waits(const struct sessmon_outbox *o)
{
	return !list_empty(&o->held);
}

#endif /* SESSMON_OUTBOX_H */
