// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker that turns records into messages.
 *
 * A hook never sends, and never waits for the worker: it raises an irq_work,
 * which is safe under any lock of the scheduler's callers, and that queues the
 * work. Rare and weighty events are sent at once, the rest a moment later, so that
 * a storm costs one wake-up per batch and not per event.
 */
#include "export.h"

#include <linux/irq_work.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>

#include "encode.h"
#include "event.h"

/*
 * How long an ordinary event may wait for company, ms. Waking the worker and the
 * readers costs as much as encoding a dozen events.
 */
#define LINGER 16

/* Room for what is added when a message is closed. */
#define TRAILER 96

/* Attributes that fit into a message whose buffer, in all, is of this size. */
#define PAYLOAD(memory) (SKB_WITH_OVERHEAD(memory) - NLMSG_HDRLEN - GENL_HDRLEN)

/**
 * struct batch - the message under construction; the worker's alone
 * @skb: its buffer, or NULL
 * @hdr: its header
 * @group: whom it is for
 * @events: so far
 * @first: number of its first event
 * @last: number of its last event
 * @wall: what the wall clock has over boot time, ns
 */
struct batch {
	struct sk_buff *skb;
	void *hdr;
	enum sessmon_group group;
	unsigned int events;
	u64 first, last;
	u64 wall;
};

static const struct sessmon_sink *sink;
static struct workqueue_struct *queue;
static struct irq_work kick;
static struct delayed_work drain;

/* Events sent to each group so far, and losses told; the worker's alone. */
static u64 group_sent[SESSMON_GROUPS];
static u64 told_lost;

#define KICKED 0
#define URGENT 1
static unsigned long state;

/* ---- waking the worker ---- */

static void queue_drain(struct irq_work *work)
{
	mod_delayed_work(queue, &drain, test_bit(URGENT, &state) ? 0 : msecs_to_jiffies(LINGER));
}

static void kick_worker(bool urgent)
{
	bool news = urgent && !test_bit(URGENT, &state) && !test_and_set_bit(URGENT, &state);

	if (news || (!test_bit(KICKED, &state) && !test_and_set_bit(KICKED, &state)))
		irq_work_queue(&kick);
}

/* ---- groups ---- */

static enum sessmon_group group_of(enum sessmon_event_type type)
{
	switch (type) {
	case SESSMON_EVENT_SESSION_START:
	case SESSMON_EVENT_SESSION_END:
	case SESSMON_EVENT_SESSION_TTY:
	case SESSMON_EVENT_SESSION_CLASS:
	case SESSMON_EVENT_SESSION_FLAGS:
		return SESSMON_GROUP_SESSION;
	case SESSMON_EVENT_CREDS:
	case SESSMON_EVENT_NAMESPACES:
	case SESSMON_EVENT_PTRACE:
		return SESSMON_GROUP_SECURITY;
	case SESSMON_EVENT_LOST:
	case SESSMON_EVENT_ATTACHED:
	case SESSMON_EVENT_DETACHING:
		return SESSMON_GROUPS;
	default:
		return SESSMON_GROUP_LIFECYCLE;
	}
}

static bool listening(enum sessmon_event_type type)
{
	enum sessmon_group group = group_of(type);

	return group == SESSMON_GROUPS || sink->listening(group);
}

/* ---- messages ---- */

static void flush(struct batch *b)
{
	struct sk_buff *skb = b->skb;

	if (!skb)
		return;
	b->skb = NULL;
	/* The room was kept free: see TRAILER. */
	if (WARN_ON_ONCE(nla_put(skb, SESSMON_A_FIRST_SEQ, sizeof(u64), &b->first) ||
			 nla_put(skb, SESSMON_A_LAST_SEQ, sizeof(u64), &b->last) ||
			 nla_put(skb, SESSMON_A_GROUP_FIRST, sizeof(u64), &group_sent[b->group]) ||
			 nla_put(skb, SESSMON_A_LOST, sizeof(u64), &told_lost))) {
		kfree_skb(skb);
		return;
	}
	group_sent[b->group] += b->events;
	sessmon_count(SESSMON_STAT_MESSAGES);
	sink->send(skb, b->hdr, b->group);
}

static bool open_batch(struct batch *b, enum sessmon_group group, size_t size)
{
	b->skb = genlmsg_new(size, GFP_KERNEL | __GFP_NOWARN);
	if (!b->skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return false;
	}
	b->hdr = sink->begin(b->skb);
	b->group = group;
	b->events = 0;
	return true;
}

static int encode(struct batch *b, const struct sessmon_record *rec)
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

/* Into the open message if it fits, else into a fresh one, else into one of full size. */
static bool add(struct batch *b, enum sessmon_group group, const struct sessmon_record *rec)
{
	if (b->skb && b->group != group)
		flush(b);
	if (b->skb && b->events < SESSMON_BATCH_EVENTS && !encode(b, rec))
		return true;
	flush(b);
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

static void add_to(struct batch *b, enum sessmon_group group, const struct sessmon_record *rec)
{
	bool open = b->skb && b->group == group;

	/* The message under construction has its readers already. */
	if (!open && !sink->listening(group)) {
		sessmon_count(SESSMON_STAT_UNHEARD);
		return;
	}
	if (add(b, group, rec))
		this_cpu_inc(sessmon_counters.sent[rec->type]);
	else
		this_cpu_inc(sessmon_counters.lost[rec->type]);
}

static void consume(struct sessmon_record *rec, void *data)
{
	enum sessmon_group group = group_of(rec->type);
	struct batch *b = data;

	rec->realtime = rec->boottime + b->wall;
	if (group != SESSMON_GROUPS)
		add_to(b, group, rec);
	else
		for (group = 0; group < SESSMON_GROUPS; group++)
			add_to(b, group, rec);
	sessmon_exe_put(rec->exe);
	sessmon_session_put(rec->session);
}

/* A loss is an event of its own, in every group, before anything that follows it. */
static void tell_losses(struct batch *b)
{
	struct sessmon_record rec = { .type = SESSMON_EVENT_LOST };
	u64 lost = sessmon_lost_total();
	enum sessmon_group group;

	if (lost == told_lost)
		return;
	told_lost = lost;
	rec.seq = sessmon_event_seq();
	rec.boottime = ktime_get_boottime_ns();
	rec.realtime = ktime_get_real_ns();
	for (group = 0; group < SESSMON_GROUPS; group++)
		add_to(b, group, &rec);
}

static void drain_rings(void)
{
	/* One look at the wall clock for all: it may be set, but not far in a drain. */
	struct batch b = { .wall = ktime_get_real_ns() - ktime_get_boottime_ns() };

	tell_losses(&b);
	sessmon_event_drain(consume, &b);
	flush(&b);
}

static void drain_work_fn(struct work_struct *work)
{
	clear_bit(URGENT, &state);
	clear_bit(KICKED, &state);
	smp_mb__after_atomic(); /* What is published from now on kicks anew. */
	drain_rings();
}

/**
 * sessmon_export_start() - start the worker
 * @to: where messages go
 *
 * Context: sleeps; before any hook is live.
 * Return: 0 or -ENOMEM.
 */
int sessmon_export_start(const struct sessmon_sink *to)
{
	queue = alloc_workqueue("sessmon", WQ_UNBOUND, 1);
	if (!queue)
		return -ENOMEM;
	sink = to;
	init_irq_work(&kick, queue_drain);
	INIT_DELAYED_WORK(&drain, drain_work_fn);
	sessmon_event_open(listening, kick_worker);
	return 0;
}

/**
 * sessmon_export_stop() - send what is left and stop the worker
 *
 * Context: sleeps; no hook is live any more, so nothing wakes the worker again.
 */
void sessmon_export_stop(void)
{
	irq_work_sync(&kick);
	cancel_delayed_work_sync(&drain);
	drain_rings();
	destroy_workqueue(queue);
}
