// SPDX-License-Identifier: GPL-2.0-only
/*
 * The message under construction: many events of one group.
 */
#include "batch.h"

#include <net/genetlink.h>

#include "encode.h"

/* Room for what is added when a message is closed. */
#define TRAILER 96

/* Attributes that fit into a message whose buffer, in all, is of this size. */
#define PAYLOAD(memory) (SKB_WITH_OVERHEAD(memory) - NLMSG_HDRLEN - GENL_HDRLEN)

/* Events sent to each group so far; written by the worker. */
static u64 group_sent[SESSMON_GROUPS];

/**
 * sessmon_batch_sent() - events that a group was sent
 * @group: the group
 *
 * Context: any.
 * Return: how many since the module was loaded.
 */
u64 sessmon_batch_sent(enum sessmon_group group)
{
	return READ_ONCE(group_sent[group]);
}

/**
 * sessmon_batch_flush() - close the message, if there is one, and send it
 * @b: the batch
 *
 * Context: the worker.
 */
void sessmon_batch_flush(struct sessmon_batch *b)
{
	u64 *sent = &group_sent[b->group];
	struct sk_buff *skb = b->skb;

	if (!skb)
		return;
	b->skb = NULL;
	/* The room was kept free: see TRAILER. */
	if (WARN_ON_ONCE(nla_put(skb, SESSMON_A_FIRST_SEQ, sizeof(u64), &b->first) ||
			 nla_put(skb, SESSMON_A_LAST_SEQ, sizeof(u64), &b->last) ||
			 nla_put(skb, SESSMON_A_GROUP_FIRST, sizeof(u64), sent) ||
			 nla_put(skb, SESSMON_A_LOST, sizeof(u64), &b->lost) ||
			 nla_put_u32(skb, SESSMON_A_GROUP, BIT(b->group)))) {
		kfree_skb(skb);
		return;
	}
	WRITE_ONCE(*sent, *sent + b->events);
	sessmon_count(SESSMON_STAT_MESSAGES);
	b->sink->send(skb, b->hdr, b->group, b->events);
}

static bool open_batch(struct sessmon_batch *b, enum sessmon_group group, size_t size)
{
	b->skb = genlmsg_new(size, GFP_KERNEL | __GFP_NOWARN);
	if (!b->skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return false;
	}
	b->hdr = b->sink->begin(b->skb);
	b->group = group;
	b->events = 0;
	return true;
}

static int encode(struct sessmon_batch *b, const struct sessmon_record *rec)
{
	if (skb_tailroom(b->skb) < TRAILER)
		return -EMSGSIZE;
	b->skb->end -= TRAILER;
	if (sessmon_encode_event(b->skb, rec)) {
		b->skb->end += TRAILER;
		return -EMSGSIZE;
	}
	b->skb->end += TRAILER;
	if (!b->events++)
		b->first = rec->seq;
	b->last = rec->seq;
	return 0;
}

/**
 * sessmon_batch_add() - one more event
 * @b: the batch
 * @group: whom the event is for
 * @rec: the event; its references stay the caller's
 *
 * Into the open message if it fits, else into a fresh one, else into one of full size.
 *
 * Context: the worker; sleeps.
 * Return: false if there is no memory, which is counted.
 */
bool sessmon_batch_add(struct sessmon_batch *b, enum sessmon_group group,
		       const struct sessmon_record *rec)
{
	if (b->skb && b->group != group)
		sessmon_batch_flush(b);
	if (b->skb && b->events < SESSMON_BATCH_EVENTS && !encode(b, rec))
		return true;
	sessmon_batch_flush(b);
	if (!open_batch(b, group, PAYLOAD(SESSMON_BATCH_MEMORY)))
		return false;
	if (!encode(b, rec))
		return true;
	kfree_skb(b->skb);
	b->skb = NULL;
	if (!open_batch(b, group, SESSMON_EVENT_BYTES_MAX + TRAILER))
		return false;
	return !WARN_ON_ONCE(encode(b, rec));
}
