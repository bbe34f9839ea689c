// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes to one reliable reader, and what waits for it.
 */
#include "wire/outbox.h"

#include <linux/jiffies.h>
#include <linux/slab.h>
#include <net/genetlink.h>

#include "counters.h"
#include "params.h"
#include "wire/reply.h"

/*
 * Holding a message takes little memory, and for a moment: a copy of its head and an entry
 * of the list. A reader loses events without it, so it may come from the reserves. The
 * worker does not wait for it: meanwhile the rings would fill.
 */
#define WITHOUT_WAITING (GFP_ATOMIC | __GFP_NOWARN)

/* The message that tells a reader that it is demoted. */
#define NOTICE_BYTES 128

/**
 * struct held - a message that waits for a reader
 * @list: in the reader's @held
 * @skb: the message
 * @events: how many events it has
 */
struct held {
	struct list_head list;
	struct sk_buff *skb;
	unsigned int events;
};

/**
 * sessmon_outbox_init() - nothing was sent, and nothing waits
 * @o: the outbox
 * @port: address of the reader's socket
 *
 * Context: any.
 */
void sessmon_outbox_init(struct sessmon_outbox *o, u32 port)
{
	*o = (struct sessmon_outbox){ .port = port };
	INIT_LIST_HEAD(&o->held);
}

/**
 * sessmon_outbox_promote() - messages may wait for the reader again
 * @o: the outbox
 *
 * Context: any.
 */
void sessmon_outbox_promote(struct sessmon_outbox *o)
{
	o->demoted = false;
	o->told = false;
}

/**
 * sessmon_outbox_put() - what the statistics say of a reader
 * @skb: where to, inside of an open nest
 * @o: the outbox
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_outbox_put(struct sk_buff *skb, const struct sessmon_outbox *o)
{
	if (nla_put_u32(skb, SESSMON_A_READER_PORT, o->port) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_READER_SENT, o->sent) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_READER_LOST, o->lost) ||
	    nla_put_u32(skb, SESSMON_A_READER_HELD, o->held_bytes) ||
	    (o->demoted && nla_put_flag(skb, SESSMON_A_READER_DEMOTED)))
		return -EMSGSIZE;
	return 0;
}

static int put_notice(struct sk_buff *skb, const struct sessmon_outbox *o)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_READER);

	if (!nest || sessmon_outbox_put(skb, o))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static void drop_first_held(struct sessmon_outbox *o)
{
	struct held *h = list_first_entry(&o->held, struct held, list);

	list_del(&h->list);
	o->held_bytes -= h->skb->truesize;
	consume_skb(h->skb);
	kfree(h);
}

/**
 * sessmon_outbox_drop() - let go of all that waits
 * @o: the outbox; what is dropped is counted as lost
 *
 * Context: process.
 */
void sessmon_outbox_drop(struct sessmon_outbox *o)
{
	while (!list_empty(&o->held)) {
		o->lost += list_first_entry(&o->held, struct held, list)->events;
		drop_first_held(o);
	}
}

/* A failed unicast eats what it was given, so it is given a copy of the header. */
static int unicast_copy(const struct sessmon_outbox *o, struct sk_buff *skb)
{
	struct sk_buff *copy = skb_clone(skb, WITHOUT_WAITING);

	if (copy)
		return genlmsg_unicast(&init_net, copy, o->port);
	sessmon_count(SESSMON_STAT_NO_MEMORY);
	return -ENOMEM;
}

static void tell_demoted(struct sessmon_outbox *o)
{
	struct sk_buff *skb = genlmsg_new(NOTICE_BYTES, WITHOUT_WAITING);
	void *hdr;

	if (!skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return;
	}
	hdr = genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_READER_DEMOTED);
	if (!hdr || put_notice(skb, o)) {
		kfree_skb(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	o->told = !genlmsg_unicast(&init_net, skb, o->port);
}

static void demote_reader(struct sessmon_outbox *o)
{
	sessmon_outbox_drop(o);
	o->demoted = true;
	o->told = false;
	sessmon_count(SESSMON_STAT_DEMOTED);
}

static bool is_out_of_patience(const struct sessmon_outbox *o)
{
	return time_after(jiffies, o->progress + msecs_to_jiffies(sessmon_params.hold_ms));
}

static bool has_room_to_hold(const struct sessmon_outbox *o, const struct sk_buff *skb)
{
	return o->held_bytes + skb->truesize <= (size_t)sessmon_params.hold_kib << 10;
}

static struct held *clone_held(struct sk_buff *skb, unsigned int events)
{
	struct held *h = kmalloc(sizeof(*h), WITHOUT_WAITING);

	if (h)
		h->skb = skb_clone(skb, WITHOUT_WAITING);
	if (!h || !h->skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		kfree(h);
		return NULL;
	}
	h->events = events;
	return h;
}

/* Returns false if the message is lost: no memory, or the reader may not have more held. */
static bool hold_message(struct sessmon_outbox *o, struct sk_buff *skb, unsigned int events)
{
	struct held *h;

	if (!has_room_to_hold(o, skb)) {
		demote_reader(o);
		return false;
	}
	h = clone_held(skb, events);
	if (!h)
		return false;
	if (list_empty(&o->held))
		o->progress = jiffies;
	list_add_tail(&h->list, &o->held);
	o->held_bytes += h->skb->truesize;
	return true;
}

/**
 * sessmon_outbox_send() - a message to a reader, now or later
 * @o: its outbox
 * @skb: the message; stays the caller's
 * @events: how many events it has
 *
 * Context: process; waits neither for memory nor for the reader.
 */
void sessmon_outbox_send(struct sessmon_outbox *o, struct sk_buff *skb, unsigned int events)
{
	int err = -EAGAIN;

	if (o->demoted && !o->told)
		tell_demoted(o);
	if (list_empty(&o->held) && o->told == o->demoted)
		err = unicast_copy(o, skb);
	if (!err)
		o->sent += events;
	else if (err != -EAGAIN || o->demoted || !hold_message(o, skb, events))
		o->lost += events;
}

/**
 * sessmon_outbox_retry() - send what waits, as far as there is room
 * @o: the outbox
 *
 * A reader that has taken nothing for too long is demoted; one that was, and does not
 * know yet, is told.
 *
 * Context: process; waits neither for memory nor for the reader.
 * Return: whether something waits still.
 */
bool sessmon_outbox_retry(struct sessmon_outbox *o)
{
	while (!list_empty(&o->held)) {
		struct held *h = list_first_entry(&o->held, struct held, list);

		if (unicast_copy(o, h->skb))
			break;
		o->sent += h->events;
		o->progress = jiffies;
		drop_first_held(o);
	}
	if (!list_empty(&o->held) && is_out_of_patience(o))
		demote_reader(o);
	if (o->demoted && !o->told)
		tell_demoted(o);
	return !list_empty(&o->held);
}
