// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker that turns records into messages.
 *
 * A hook never sends, and never waits for the worker: it raises an irq_work,
 * which is safe under any lock of the scheduler's callers, and that queues the
 * work. Rare and weighty events are sent at once, the rest a moment later, so that
 * a storm costs one wake-up per message and not per event.
 *
 * It never waits for memory either. What finds none stays in the rings, which are as
 * good a place to wait as any, and a moment later it is tried again.
 */
#include "wire/worker.h"

#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "model/session.h"
#include "wire/backlog.h"
#include "wire/message.h"

/*
 * An ordinary event may wait so long for company. Waking the worker and the
 * readers costs as much as encoding a dozen events.
 */
#define LINGER_MS 16

static const struct sessmon_sink *sink;
static struct workqueue_struct *worker_queue;
static struct irq_work kick_irq;
static struct delayed_work drain_work;

/* The losses told so far, and those being told, by type; the worker's alone. */
static u64 told[SESSMON_EVENT_TYPES];
static u64 told_lost;
static struct sessmon_counters losses;

/* Number of the last record: a loss, which has none of its own, takes its place behind it. */
static u64 last_seq;

/* Requests may be answered when the worker is not there yet, or not any more. */
static DEFINE_MUTEX(offering);
static bool may_offer;

#define KICKED 0
#define URGENT 1
static unsigned long kick_state;

/* ---- waking the worker ---- */

static void queue_drain(struct irq_work *work)
{
	mod_delayed_work(worker_queue, &drain_work,
			 test_bit(URGENT, &kick_state) ? 0 : msecs_to_jiffies(LINGER_MS));
}

static void kick_worker(bool urgent)
{
	bool news =
		urgent && !test_bit(URGENT, &kick_state) && !test_and_set_bit(URGENT, &kick_state);

	if (news || (!test_bit(KICKED, &kick_state) && !test_and_set_bit(KICKED, &kick_state)))
		irq_work_queue(&kick_irq);
}

/* ---- groups ---- */

/* Events of the module itself belong to no group and go to every group. */
static unsigned long groups_of(enum sessmon_event_type type)
{
	switch (type) {
	case SESSMON_EVENT_SESSION_START:
	case SESSMON_EVENT_SESSION_END:
	case SESSMON_EVENT_SESSION_TTY:
	case SESSMON_EVENT_SESSION_CLASS:
	case SESSMON_EVENT_SESSION_FLAGS:
	case SESSMON_EVENT_SESSION_LEADER:
		return BIT(SESSMON_GROUP_NR_SESSION);
	case SESSMON_EVENT_CREDS:
	case SESSMON_EVENT_NAMESPACES:
	case SESSMON_EVENT_PTRACE:
		return BIT(SESSMON_GROUP_NR_SECURITY);
	case SESSMON_EVENT_LOST:
	case SESSMON_EVENT_ATTACHED:
	case SESSMON_EVENT_DETACHING:
	case SESSMON_EVENT_HOOKS:
		return SESSMON_GROUPS_MASK;
	default:
		return BIT(SESSMON_GROUP_NR_LIFECYCLE);
	}
}

/*
 * Events that a dump makes up for are not kept for a later reader: a loop of execs would
 * push logins out of the backlog.
 */
static bool is_worth_keeping(enum sessmon_event_type type)
{
	return type != SESSMON_EVENT_SESSION_LEADER && type != SESSMON_EVENT_DETACHING;
}

static bool is_type_heard(enum sessmon_event_type type)
{
	unsigned long groups = groups_of(type);
	enum sessmon_group group = __ffs(groups);

	return groups == SESSMON_GROUPS_MASK || sink->listening(group) ||
	       (is_worth_keeping(type) && sessmon_backlog_wants(group));
}

/* ---- records ---- */

/**
 * enum outcome - what became of an event in a group; what was best in any counts
 * @UNHEARD: nobody listened
 * @LOST: there was no memory
 * @SENT: it is in a message
 */
enum outcome {
	UNHEARD,
	LOST,
	SENT
};

static void count_outcome(enum outcome outcome, enum sessmon_event_type type)
{
	switch (outcome) {
	case UNHEARD:
		this_cpu_inc(sessmon_counters.unheard[type]);
		break;
	case LOST:
		sessmon_count_lost(type);
		break;
	case SENT:
		this_cpu_inc(sessmon_counters.sent[type]);
		break;
	}
}

/**
 * struct drain - one run of the worker
 * @message: the message under construction
 * @wall: what the wall clock has over boot time, ns
 * @last: there is no later one: what finds no memory is lost
 * @waits: something waits for memory
 */
struct drain {
	struct sessmon_message message;
	u64 wall;
	bool last;
	bool waits;
};

static bool has_message_memory(struct drain *d)
{
	d->waits = !d->last && !sessmon_message_ready();
	return !d->waits;
}

/*
 * A group's readers are told what the backlog had to let go of before they are sent what
 * is left of it, as of its oldest record. Returns false if that waits for memory.
 */
static bool replay_losses(struct drain *d, enum sessmon_group group)
{
	static struct sessmon_counters given_up; /* The worker's alone; too large for a stack. */
	const struct sessmon_ring_record *first = sessmon_backlog_first(group);
	struct sessmon_ring_record rec = {
		.type = SESSMON_EVENT_LOST,
		.seq = first ? first->seq : last_seq,
		.boottime = first ? first->boottime : ktime_get_boottime_ns(),
		.realtime = first ? first->realtime : ktime_get_real_ns(),
		.replayed = true,
		.losses = &given_up,
	};

	if (!sessmon_backlog_has_given_up(group))
		return true;
	if (!has_message_memory(d))
		return false;
	sessmon_backlog_take_given_up(group, &given_up);
	this_cpu_inc(sessmon_counters.produced[SESSMON_EVENT_LOST]);
	count_outcome(sessmon_message_add(&d->message, group, &rec) ? SENT : LOST, rec.type);
	return true;
}

/* The backlog is sent before what follows it. Returns false if some of it waits still. */
static bool replay_group(struct drain *d, enum sessmon_group group)
{
	const struct sessmon_ring_record *rec;

	if (!replay_losses(d, group))
		return false;
	while ((rec = sessmon_backlog_first(group))) {
		if (!has_message_memory(d))
			return false;
		count_outcome(sessmon_message_add(&d->message, group, rec) ? SENT : LOST,
			      rec->type);
		sessmon_backlog_drop_first(group);
	}
	return true;
}

/* Send the backlog of some groups. Returns false if some of it waits still. */
static bool replay_groups(struct drain *d, unsigned long groups)
{
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		if ((groups & BIT(group)) && !replay_group(d, group))
			return false;
	return true;
}

/* Returns those of @groups to which somebody listens. */
static unsigned long groups_heard_in(const struct sessmon_message *m, unsigned long groups)
{
	unsigned long heard = 0;
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++) {
		if (!(groups & BIT(group)))
			continue;
		/* The message under construction has its readers already. */
		if (sessmon_message_is_open(m, group) || sink->listening(group))
			heard |= BIT(group);
	}
	return heard;
}

static enum outcome send_record(struct sessmon_message *m, const struct sessmon_ring_record *rec,
				unsigned long groups)
{
	enum outcome best = LOST;
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		if ((groups & BIT(group)) && sessmon_message_add(m, group, rec))
			best = SENT;
	return best;
}

/* The backlog keeps a load of the module, which is part of the story of sessions. */
static bool is_record_kept(const struct sessmon_ring_record *rec)
{
	return is_worth_keeping(rec->type) && sessmon_backlog_wants(__ffs(groups_of(rec->type)));
}

static void finish_record(const struct sessmon_ring_record *rec, enum outcome outcome)
{
	count_outcome(outcome, rec->type);
	sessmon_exe_put(rec->exe);
	sessmon_session_put(rec->session);
}

/* An event that nobody heard. Returns false if there is no memory to keep it. */
static bool pass_over_record(struct drain *d, const struct sessmon_ring_record *rec)
{
	if (is_record_kept(rec)) {
		if (sessmon_backlog_keep(__ffs(groups_of(rec->type)), rec))
			return true;
		d->waits = !d->last;
		if (d->waits)
			return false;
	}
	finish_record(rec, UNHEARD);
	return true;
}

static bool pass_on_record(struct drain *d, const struct sessmon_ring_record *rec,
			   unsigned long heard)
{
	if (!replay_groups(d, heard) || !has_message_memory(d))
		return false;
	finish_record(rec, send_record(&d->message, rec, heard));
	return true;
}

/* Returns false if there is no memory: the record stays in its ring until there is. */
static bool consume_record(struct sessmon_ring_record *rec, void *data)
{
	struct drain *d = data;
	unsigned long heard = groups_heard_in(&d->message, groups_of(rec->type));
	bool done;

	rec->realtime = rec->boottime + d->wall;
	done = heard ? pass_on_record(d, rec, heard) : pass_over_record(d, rec);
	if (done)
		last_seq = rec->seq;
	return done;
}

/* ---- losses ---- */

/* Find what was lost of each type since it was told last. Returns how many in all. */
static u64 take_losses(void)
{
	u64 sum = 0;
	int i;

	sessmon_counters_sum(&losses);
	for (i = 0; i < SESSMON_EVENT_TYPES; i++) {
		losses.lost[i] -= told[i];
		told[i] += losses.lost[i];
		sum += losses.lost[i];
	}
	return sum;
}

/*
 * A loss is an event of its own, in every group, before anything that follows it. Returns
 * false if there is no memory to tell it.
 */
static bool tell_losses(struct drain *d)
{
	struct sessmon_ring_record rec = { .type = SESSMON_EVENT_LOST };
	unsigned long heard = groups_heard_in(&d->message, SESSMON_GROUPS_MASK);

	if (!heard || sessmon_lost_total() == told_lost)
		return true;
	if (!has_message_memory(d))
		return false;
	told_lost += take_losses();
	d->message.lost = told_lost;
	rec.seq = last_seq;
	rec.boottime = ktime_get_boottime_ns();
	rec.realtime = ktime_get_real_ns();
	rec.losses = &losses;
	this_cpu_inc(sessmon_counters.produced[SESSMON_EVENT_LOST]);
	count_outcome(send_record(&d->message, &rec, heard), rec.type);
	return true;
}

/* Returns false if something waits for memory. */
static bool drain_rings(bool last)
{
	/* One look at the wall clock for all: it may be set, but not far in a drain. */
	struct drain d = {
		.message = { .sink = sink, .lost = told_lost },
		.wall = ktime_get_real_ns() - ktime_get_boottime_ns(),
		.last = last,
	};

	if (replay_groups(&d, groups_heard_in(&d.message, SESSMON_GROUPS_MASK)) && tell_losses(&d))
		sessmon_ring_drain(consume_record, &d);
	sessmon_message_flush(&d.message);
	return !d.waits;
}

static void drain_work_fn(struct work_struct *work)
{
	clear_bit(URGENT, &kick_state);
	clear_bit(KICKED, &kick_state);
	smp_mb__after_atomic(); /* What is published from now on kicks anew. */
	if (!drain_rings(false))
		mod_delayed_work(worker_queue, &drain_work, msecs_to_jiffies(LINGER_MS));
}

/**
 * sessmon_worker_start() - start the worker
 * @to: where messages go
 *
 * Context: sleeps; before any hook is live.
 * Return: 0 or -ENOMEM.
 */
int sessmon_worker_start(const struct sessmon_sink *to)
{
	/* Without memory for another thread the kernel has one ready for it. */
	worker_queue = alloc_workqueue("sessmon", WQ_UNBOUND | WQ_MEM_RECLAIM, 1);
	if (!worker_queue)
		return -ENOMEM;
	sink = to;
	kick_state = 0; /* A stop may have taken back a drain that was asked for. */
	sessmon_backlog_init();
	init_irq_work(&kick_irq, queue_drain);
	INIT_DELAYED_WORK(&drain_work, drain_work_fn);
	sessmon_ring_open(is_type_heard, kick_worker);
	mutex_lock(&offering);
	may_offer = true;
	mutex_unlock(&offering);
	return 0;
}

/**
 * sessmon_worker_offer_backlog() - send what waits to those who have come since
 *
 * Each request calls it: joining a group calls nobody on most kernels, and a reader that
 * joins first and asks second is sent what waits for it.
 *
 * Context: sleeps.
 */
void sessmon_worker_offer_backlog(void)
{
	mutex_lock(&offering);
	if (may_offer && sessmon_backlog_count())
		kick_worker(true);
	mutex_unlock(&offering);
}

/**
 * sessmon_worker_stop() - send what is left and stop the worker
 *
 * A request may still be answered, and make events or offer the backlog: first the rings
 * are closed to its events and the worker to its offers, so that nothing wakes it again.
 *
 * Context: sleeps; no hook is live any more.
 */
void sessmon_worker_stop(void)
{
	sessmon_ring_close();
	mutex_lock(&offering);
	may_offer = false;
	mutex_unlock(&offering);
	irq_work_sync(&kick_irq);
	cancel_delayed_work_sync(&drain_work);
	drain_rings(true);
	sessmon_message_exit();
	sessmon_backlog_exit();
	destroy_workqueue(worker_queue);
}
