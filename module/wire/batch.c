// SPDX-License-Identifier: GPL-2.0-only
/*
 * The message under construction: many events of one group.
 */
#include "wire/batch.h"

#include <net/genetlink.h>

#include "wire/encode.h"

/* Room for what is added when a message is closed. */
#define TRAILER 96

/* Attributes that fit into a message whose buffer, in all, is of this size. */
#define PAYLOAD(memory) (SKB_WITH_OVERHEAD(memory) - NLMSG_HDRLEN - GENL_HDRLEN)

/*
 * The worker never waits for memory: while it sat in reclaim, the rings would fill. It
 * takes nothing out of them instead, until there is memory for all messages that one
 * record may begin.
 */
#define WITHOUT_WAITING (GFP_NOWAIT | __GFP_NOWARN)

/* What a message needs at the most: one event of the largest kind. */
#define LARGEST (SESSMON_EVENT_BYTES_MAX + TRAILER)

/* Events sent to each group so far; written by the worker. */
static u64 group_sent[SESSMON_GROUPS];

/* Buffers for messages to come: one for each group, and one of the largest; the worker's. */
static struct sk_buff *spares[SESSMON_GROUPS];
static unsigned int spare_count;
static struct sk_buff *large_spare;

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

static struct sk_buff *new_message(void)
{
	return genlmsg_new(PAYLOAD(SESSMON_BATCH_MEMORY), WITHOUT_WAITING);
}

/**
 * sessmon_batch_ready() - is there memory for what one more record may need?
 *
 * All but the largest event, which may find none, and is lost then. While there is no
 * memory, that is counted once.
 *
 * Context: the worker; does not wait.
 * Return: whether there is a buffer for each group.
 */
bool sessmon_batch_ready(void)
{
	static bool short_of_memory;

	if (likely(spare_count == SESSMON_GROUPS))
		return true;
	while (spare_count < SESSMON_GROUPS) {
		spares[spare_count] = new_message();
		if (!spares[spare_count]) {
			if (!short_of_memory)
				sessmon_count(SESSMON_STAT_NO_MEMORY);
			short_of_memory = true;
			return false;
		}
		spare_count++;
	}
	short_of_memory = false;
	/* Who has used it has used another one as well. */
	if (!large_spare)
		large_spare = genlmsg_new(LARGEST, WITHOUT_WAITING);
	return true;
}

/**
 * sessmon_batch_exit() - let go of the buffers for messages to come
 *
 * Context: process; the worker has ended.
 */
void sessmon_batch_exit(void)
{
	while (spare_count)
		kfree_skb(spares[--spare_count]);
	kfree_skb(large_spare);
	large_spare = NULL;
}

static struct sk_buff *take_message(void)
{
	return spare_count ? spares[--spare_count] : new_message();
}

static struct sk_buff *take_large_message(void)
{
	struct sk_buff *skb = large_spare;

	large_spare = NULL;
	return skb ?: genlmsg_new(LARGEST, WITHOUT_WAITING);
}

/* In a fresh buffer, or in none if there was no memory for it. */
static bool open_batch(struct sessmon_batch *b, enum sessmon_group group, struct sk_buff *skb)
{
	b->skb = skb;
	if (!skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return false;
	}
	b->hdr = b->sink->begin(b->skb);
	b->group = group;
	b->events = 0;
	return true;
}

static void drop_message(struct sessmon_batch *b)
{
	kfree_skb(b->skb);
	b->skb = NULL;
}

static int encode(struct sessmon_batch *b, const struct sessmon_record *rec)
{
	unsigned char *before = skb_tail_pointer(b->skb);

	if (sessmon_encode_event(b->skb, rec))
		return -EMSGSIZE;
	if (skb_tailroom(b->skb) < TRAILER) {
		nlmsg_trim(b->skb, before);
		return -EMSGSIZE;
	}
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
 * Context: the worker; does not wait for memory.
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
	if (!open_batch(b, group, take_message()))
		return false;
	if (!encode(b, rec))
		return true;
	drop_message(b);
	if (!open_batch(b, group, take_large_message()))
		return false;
	if (!encode(b, rec))
		return true;
	WARN_ON_ONCE(1);
	drop_message(b);
	return false;
}
