/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The message under construction: many events of one group.
 */
#ifndef SESSMON_MESSAGE_H
#define SESSMON_MESSAGE_H

#include "ring/ring.h"

struct sk_buff;

/**
 * enum sessmon_group - who wants what, by rate
 * @SESSMON_GROUP_NR_SESSION: sessions start, end, change; few
 * @SESSMON_GROUP_NR_LIFECYCLE: processes come, go, execute, move; many
 * @SESSMON_GROUP_NR_SECURITY: credentials, namespaces, tracing
 * @SESSMON_GROUPS: how many
 *
 * The wire's enum sessmon_groups has a bit for each, in this order; these are their numbers.
 */
enum sessmon_group {
	SESSMON_GROUP_NR_SESSION,
	SESSMON_GROUP_NR_LIFECYCLE,
	SESSMON_GROUP_NR_SECURITY,
	SESSMON_GROUPS,
};

static_assert(SESSMON_GROUPS_MASK == (1 << SESSMON_GROUPS) - 1, "a bit for each group");

/**
 * struct sessmon_sink - where messages go
 * @listening: does anybody listen to a group? Any context
 * @begin: start a message of events in a fresh buffer; returns its header
 * @send: end the message, of so many events, and send it to a group; takes the
 *        buffer over; may sleep, but not for memory
 */
struct sessmon_sink {
	bool (*listening)(enum sessmon_group group);
	void *(*begin)(struct sk_buff *skb);
	void (*send)(struct sk_buff *skb, void *hdr, enum sessmon_group group, unsigned int events);
};

/**
 * struct sessmon_message - the message under construction; the worker's alone
 * @sink: where it will go
 * @skb: its buffer, or NULL
 * @hdr: its header
 * @group: whom it is for
 * @events: so far
 * @first: number of its first event
 * @last: number of its last event
 * @lost: losses of the rings that were told so far
 */
struct sessmon_message {
	const struct sessmon_sink *sink;
	struct sk_buff *skb;
	void *hdr;
	enum sessmon_group group;
	unsigned int events;
	u64 first, last;
	u64 lost;
};

bool sessmon_message_add(struct sessmon_message *m, enum sessmon_group group,
			 const struct sessmon_ring_record *rec);
void sessmon_message_flush(struct sessmon_message *m);
bool sessmon_message_ready(void);
void sessmon_message_exit(void);
u64 sessmon_message_events_sent(enum sessmon_group group);

/**
 * sessmon_message_is_open() - is a message for a group under construction?
 * @m: the message
 * @group: the group
 *
 * Return: whether the next event of @group needs no new message.
 */
static inline bool sessmon_message_is_open(const struct sessmon_message *m,
					   enum sessmon_group group)
{
	return m->skb && m->group == group;
}

#endif /* SESSMON_MESSAGE_H */
