// SPDX-License-Identifier: GPL-2.0-only
/*
 * The message under construction: many events of one group.
 */
#include "wire/message.h"

#include <net/genetlink.h>

#include "wire/encode.h"

/* Room for what is added when a message is closed. */
#define TRAILER_BYTES 96

/* Attributes that fit into a message whose buffer, in all, is of this size. */
#define PAYLOAD(memory) (SKB_WITH_OVERHEAD(memory) - NLMSG_HDRLEN - GENL_HDRLEN)

/*
 * The worker never waits for memory: while it sat in reclaim, the rings would fill. It
 * takes nothing out of them instead, until there is memory for all messages that one
 * record may begin.
 */
#define WITHOUT_WAITING (GFP_NOWAIT | __GFP_NOWARN)

/* The largest message has one event of the largest kind. */
#define LARGEST_BYTES (SESSMON_EVENT_BYTES_MAX + TRAILER_BYTES)

/* Events sent to each group so far; written by the worker. */
static u64 group_sent[SESSMON_GROUPS];

/* Buffers for messages to come: one for each group, and one of the largest; the worker's. */
static struct sk_buff *spares[SESSMON_GROUPS];
static unsigned int spare_count;
static struct sk_buff *large_spare;

/**
 * sessmon_message_events_sent() - events that a group was sent
 * @group: the group
 *
 * Context: any.
 * Return: how many since the module was loaded.
 */
u64 sessmon_message_events_sent(enum sessmon_group group)
{
	return READ_ONCE(group_sent[group]);
}

/**
 * sessmon_message_flush() - close the message, if there is one, and send it
 * @m: the message
 *
 * Context: the worker.
 */
void sessmon_message_flush(struct sessmon_message *m)
{
	u64 *sent = &group_sent[m->group];
	struct sk_buff *skb = m->skb;

	if (!skb)
		return;
	m->skb = NULL;
	/* The room was kept free: see TRAILER_BYTES. */
	if (WARN_ON_ONCE(nla_put(skb, SESSMON_A_FIRST_SEQ, sizeof(u64), &m->first) ||
			 nla_put(skb, SESSMON_A_LAST_SEQ, sizeof(u64), &m->last) ||
			 nla_put(skb, SESSMON_A_GROUP_FIRST, sizeof(u64), sent) ||
			 nla_put(skb, SESSMON_A_LOST, sizeof(u64), &m->lost) ||
			 nla_put_u32(skb, SESSMON_A_GROUP, BIT(m->group)))) {
		kfree_skb(skb);
		return;
	}
	WRITE_ONCE(*sent, *sent + m->events);
	sessmon_count(SESSMON_STAT_MESSAGES);
	m->sink->send(skb, m->hdr, m->group, m->events);
}

static struct sk_buff *new_message(void)
{
	return genlmsg_new(PAYLOAD(SESSMON_MESSAGE_BYTES), WITHOUT_WAITING);
}

/**
 * sessmon_message_ready() - is there memory for what one more record may need?
 *
 * All but the largest event, which may find none, and is lost then. While there is no
 * memory, that is counted once.
 *
 * Context: the worker; does not wait.
 * Return: whether there is a buffer for each group.
 */
bool sessmon_message_ready(void)
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
	/* Each message that takes it has taken one of the others before. */
	if (!large_spare)
		large_spare = genlmsg_new(LARGEST_BYTES, WITHOUT_WAITING);
	return true;
}

/**
 * sessmon_message_exit() - let go of the buffers for messages to come
 *
 * Context: process; the worker has ended.
 */
void sessmon_message_exit(void)
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
	return skb ?: genlmsg_new(LARGEST_BYTES, WITHOUT_WAITING);
}

/* Begin a message in a fresh buffer. @skb is NULL if there was no memory for one. */
static bool open_message(struct sessmon_message *m, enum sessmon_group group, struct sk_buff *skb)
{
	m->skb = skb;
	if (!skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return false;
	}
	m->hdr = m->sink->begin(m->skb);
	m->group = group;
	m->events = 0;
	return true;
}

static void drop_message(struct sessmon_message *m)
{
	kfree_skb(m->skb);
	m->skb = NULL;
}

static int append_event(struct sessmon_message *m, const struct sessmon_ring_record *rec)
{
	unsigned char *before = skb_tail_pointer(m->skb);

	if (sessmon_encode_event(m->skb, rec))
		return -EMSGSIZE;
	if (skb_tailroom(m->skb) < TRAILER_BYTES) {
		nlmsg_trim(m->skb, before);
		return -EMSGSIZE;
	}
	if (!m->events++)
		m->first = rec->seq;
	m->last = rec->seq;
	return 0;
}

/**
 * sessmon_message_add() - one more event
 * @m: the message
 * @group: whom the event is for
 * @rec: the event; its references stay the caller's
 *
 * Into the open message if it fits, else into a fresh one, else into one of full size.
 *
 * Context: the worker; does not wait for memory.
 * Return: false if there is no memory, which is counted.
 */
bool sessmon_message_add(struct sessmon_message *m, enum sessmon_group group,
			 const struct sessmon_ring_record *rec)
{
	if (m->skb && m->group != group)
		sessmon_message_flush(m);
	if (m->skb && m->events < SESSMON_MESSAGE_EVENTS_MAX && !append_event(m, rec))
		return true;
	sessmon_message_flush(m);
	if (!open_message(m, group, take_message()))
		return false;
	if (!append_event(m, rec))
		return true;
	drop_message(m);
	if (!open_message(m, group, take_large_message()))
		return false;
	if (!append_event(m, rec))
		return true;
	WARN_ON_ONCE(1);
	drop_message(m);
	return false;
}
