// SPDX-License-Identifier: GPL-2.0-only
/*
 * The event ring and the sequence.
 *
 * Why the worker can merge the rings in the order of the sequence: a producer
 * first writes a number that its event's number will be above into @pending,
 * then takes its number, then publishes the record and withdraws @pending. The
 * worker reads the sequence first and every @pending second. An event numbered
 * at or below what the worker read, and not yet published, still has its
 * @pending in place, below its number; so everything up to the smallest of
 * these is published (or was lost, and counted).
 */
#include "ring/ring.h"

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/log2.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/timekeeping.h>

#define NOT_PENDING U64_MAX

/**
 * struct event_ring - the ring of one processor
 * @head: next record to write; written by this processor with interrupts off
 * @tail: next record to read; written by the worker
 * @pending: a number below that of the event being written, or NOT_PENDING
 * @records: ring_size of them
 */
struct event_ring {
	unsigned int head;
	unsigned int tail;
	u64 pending;
	struct sessmon_ring_record *records;
};

static DEFINE_PER_CPU(struct event_ring, rings);
static atomic64_t sequence = ATOMIC64_INIT(0);
static unsigned int ring_size;

/* Processors that were ever online: a machine may have room for a hundred more. */
static struct cpumask with_ring;
static int hotplug;

static bool nobody_listens(enum sessmon_event_type type)
{
	return false;
}

/* The worker's answer while the rings are open; nobody listens to closed ones. */
static bool (*is_listening)(enum sessmon_event_type type) = nobody_listens;
static void (*kick_worker)(bool urgent);

/*
 * Events of a type may fill so many sixteenths of the ring; the rest is kept back for what
 * is rarer and worth more. What a loop makes is cheap to make, and cheap to learn later.
 */
#define ROOM_FOR_FORKS	  12
#define ROOM_FOR_CHANGES  13
#define ROOM_FOR_PROGRAMS 14
#define ROOM_FOR_SESSIONS 15
#define ROOM_FOR_RARITIES 16

static unsigned int ring_room(enum sessmon_event_type type)
{
	switch (type) {
	case SESSMON_EVENT_FORK:
	case SESSMON_EVENT_SETSID:
	case SESSMON_EVENT_SETPGID:
	case SESSMON_EVENT_REPARENT:
	case SESSMON_EVENT_RENAME:
	case SESSMON_EVENT_PTRACE:
		return ROOM_FOR_FORKS;
	case SESSMON_EVENT_CREDS:
	case SESSMON_EVENT_NAMESPACES:
	case SESSMON_EVENT_SESSION_TTY:
		return ROOM_FOR_CHANGES;
	case SESSMON_EVENT_EXEC:
	case SESSMON_EVENT_EXIT:
	case SESSMON_EVENT_SESSION_LEADER:
		return ROOM_FOR_PROGRAMS;
	case SESSMON_EVENT_ATTACHED:
	case SESSMON_EVENT_DETACHING:
	case SESSMON_EVENT_HOOKS:
		return ROOM_FOR_RARITIES;
	default:
		return ROOM_FOR_SESSIONS;
	}
}

/* Types that a loop can make are not urgent, as a terminal given up and taken again. */
static bool is_urgent_type(enum sessmon_event_type type)
{
	switch (type) {
	case SESSMON_EVENT_SESSION_START:
	case SESSMON_EVENT_SESSION_END:
	case SESSMON_EVENT_SESSION_CLASS:
	case SESSMON_EVENT_SESSION_FLAGS:
	case SESSMON_EVENT_LOST:
	case SESSMON_EVENT_ATTACHED:
	case SESSMON_EVENT_DETACHING:
	case SESSMON_EVENT_HOOKS:
		return true;
	default:
		return false;
	}
}

static int give_ring(unsigned int cpu)
{
	struct event_ring *ring = per_cpu_ptr(&rings, cpu);

	if (cpumask_test_cpu(cpu, &with_ring))
		return 0;
	*ring = (struct event_ring){ .pending = NOT_PENDING };
	ring->records = kvcalloc(ring_size, sizeof(*ring->records), GFP_KERNEL);
	if (!ring->records) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return -ENOMEM;
	}
	smp_wmb(); /* The ring before the bit: pairs with the look at the bit by the worker. */
	cpumask_set_cpu(cpu, &with_ring);
	return 0;
}

/* A processor comes online. One that gets no ring loses its events, which is counted. */
static int on_cpu_online(unsigned int cpu)
{
	give_ring(cpu);
	return 0;
}

static int give_rings(void)
{
	unsigned int cpu;
	int err = 0;

	cpus_read_lock();
	for_each_cpu(cpu, cpu_online_mask)
		err = err ?: give_ring(cpu);
	cpus_read_unlock();
	return err;
}

/**
 * sessmon_ring_init() - allocate the rings
 * @size: records of each; rounded up to a power of two within the limits
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_ring_init(unsigned int size)
{
	int err;

	ring_size = roundup_pow_of_two(clamp(size, SESSMON_RING_MIN, SESSMON_RING_MAX));
	/* In this state 5.10 does not call for the processors that are online already. */
	err = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN, "sessmon:ring", on_cpu_online, NULL);
	if (err < 0)
		return err;
	hotplug = err;
	err = give_rings();
	if (err)
		sessmon_ring_exit();
	return err;
}

/**
 * sessmon_ring_exit() - free the rings
 *
 * They are closed and the worker has drained for the last time, so that no record
 * holds a reference. Events may still be made, when the tables are emptied: they
 * take a number and nothing else.
 *
 * Context: sleeps.
 */
void sessmon_ring_exit(void)
{
	int cpu;

	if (hotplug)
		cpuhp_remove_state_nocalls(hotplug);
	hotplug = 0;
	for_each_cpu(cpu, &with_ring) {
		struct event_ring *ring = per_cpu_ptr(&rings, cpu);

		kvfree(ring->records);
		ring->records = NULL;
	}
	cpumask_clear(&with_ring);
}

/**
 * sessmon_ring_exists() - was memory spent on a processor?
 * @cpu: its number
 *
 * Context: any.
 * Return: whether it has a ring.
 */
bool sessmon_ring_exists(unsigned int cpu)
{
	return cpumask_test_cpu(cpu, &with_ring);
}

/**
 * sessmon_ring_open() - connect the ring with what is above it
 * @listening: says whether anybody wants events of a type; any context
 * @kick: makes the worker drain, soon or at once; called with interrupts off,
 *        possibly under the kernel's tasklist and signal locks
 *
 * Context: before any hook is live; a request that makes events may come meanwhile.
 */
void sessmon_ring_open(bool (*listening)(enum sessmon_event_type type), void (*kick)(bool urgent))
{
	kick_worker = kick;
	/* The worker to be kicked is known before anybody is said to listen. */
	smp_store_release(&is_listening, listening);
}

/**
 * sessmon_ring_close() - put nothing on record any more
 *
 * That no hook is live does not end all events: requests make them, too, and are
 * answered until the family has gone. When this returns, none is being written, and
 * nobody kicks the worker; what is in the rings can be drained for the last time.
 *
 * Context: sleeps.
 */
void sessmon_ring_close(void)
{
	WRITE_ONCE(is_listening, nobody_listens);
	/* A record is reserved, written and committed with interrupts off. */
	synchronize_rcu();
}

/**
 * sessmon_event_seq() - the number of the newest event
 *
 * Context: any.
 * Return: the number; 0 before the first event.
 */
u64 sessmon_event_seq(void)
{
	return atomic64_read(&sequence);
}

/**
 * sessmon_ring_size() - records that the ring of one processor holds
 *
 * Context: any.
 * Return: how many.
 */
unsigned int sessmon_ring_size(void)
{
	return ring_size;
}

static struct sessmon_ring_record *reserve_record(enum sessmon_event_type type,
						  unsigned int sixteenths, u64 *seq)
{
	struct event_ring *ring = this_cpu_ptr(&rings);
	struct sessmon_ring_record *rec;

	lockdep_assert_irqs_disabled();
	this_cpu_inc(sessmon_counters.produced[type]);
	/* Pairs with sessmon_ring_open(). */
	if (!smp_load_acquire(&is_listening)(type)) {
		this_cpu_inc(sessmon_counters.unheard[type]);
		*seq = atomic64_inc_return(&sequence);
		return NULL;
	}
	/* Before the number is taken, which is a full barrier: see the top of the file. */
	WRITE_ONCE(ring->pending, atomic64_read(&sequence));
	*seq = atomic64_inc_return(&sequence);
	/* Pairs with the release in sessmon_ring_drain(): the slot is not read any more. */
	if (ring->head - smp_load_acquire(&ring->tail) >= ring_size / 16 * sixteenths ||
	    unlikely(!ring->records)) {
		/* Pairs with published_seq(), which then sees the loss counted or not yet begun. */
		smp_store_release(&ring->pending, NOT_PENDING);
		sessmon_count_lost(type);
		kick_worker(true);
		return NULL;
	}
	rec = &ring->records[ring->head & (ring_size - 1)];
	/* The union is not cleared: the maker of a type that uses it fills its member in whole. */
	memset(rec, 0, offsetof(struct sessmon_ring_record, creds));
	rec->seq = *seq;
	rec->type = type;
	rec->boottime = ktime_get_boottime_ns();
	return rec;
}

/**
 * sessmon_event_reserve() - take a number and, where somebody listens, a record
 * @type: what happened
 * @seq: receives the number, also when there is no record
 *
 * Call it under the lock of the object that changes, fill the record and give
 * it to sessmon_event_commit() at once: the interrupts stay off in between, and
 * no other event may be made in between.
 *
 * Context: any but NMI, interrupts off.
 * Return: a record with number, type and time, zeroed up to what is of one type
 * only; NULL if nobody listens or, counted as lost, if the ring is full.
 */
struct sessmon_ring_record *sessmon_event_reserve(enum sessmon_event_type type, u64 *seq)
{
	return reserve_record(type, ring_room(type), seq);
}

/**
 * sessmon_event_reserve_rare() - the same for a door, a login, an alarm: the last to be lost
 * @type: what happened
 * @seq: receives the number, also when there is no record
 *
 * Context: as sessmon_event_reserve().
 * Return: as there.
 */
struct sessmon_ring_record *sessmon_event_reserve_rare(enum sessmon_event_type type, u64 *seq)
{
	return reserve_record(type, ROOM_FOR_RARITIES, seq);
}

/**
 * sessmon_event_filtered() - take a number for an event that is not put on record
 * @type: what happened
 *
 * Context: as sessmon_event_reserve().
 * Return: the number.
 */
u64 sessmon_event_filtered(enum sessmon_event_type type)
{
	this_cpu_inc(sessmon_counters.produced[type]);
	this_cpu_inc(sessmon_counters.filtered[type]);
	return atomic64_inc_return(&sequence);
}

/**
 * sessmon_event_withheld() - take a number for an event that is told as a count only
 * @type: what happened
 *
 * Context: as sessmon_event_reserve().
 * Return: the number.
 */
u64 sessmon_event_withheld(enum sessmon_event_type type)
{
	this_cpu_inc(sessmon_counters.produced[type]);
	this_cpu_inc(sessmon_counters.withheld[type]);
	return atomic64_inc_return(&sequence);
}

/**
 * sessmon_event_commit() - publish a record
 * @rec: what sessmon_event_reserve() returned, NULL included
 *
 * Context: as sessmon_event_reserve(), on the same processor.
 */
void sessmon_event_commit(struct sessmon_ring_record *rec)
{
	struct event_ring *ring = this_cpu_ptr(&rings);
	bool now;

	if (!rec)
		return;
	now = is_urgent_type(rec->type) || ring->head - READ_ONCE(ring->tail) > ring_size / 2;
	/* The record before the head: pairs with oldest_ring(). */
	smp_store_release(&ring->head, ring->head + 1);
	/* The head before the withdrawal: pairs with published_seq(). */
	smp_store_release(&ring->pending, NOT_PENDING);
	kick_worker(now);
}

/**
 * sessmon_event_tell() - an event about the module itself
 * @type: its type
 * @value: the one thing that it says
 *
 * Context: any.
 */
void sessmon_event_tell(enum sessmon_event_type type, u64 value)
{
	struct sessmon_ring_record *rec;
	unsigned long flags;
	u64 seq;

	local_irq_save(flags);
	rec = sessmon_event_reserve(type, &seq);
	if (rec)
		rec->value = value;
	sessmon_event_commit(rec);
	local_irq_restore(flags);
}

/* The number up to which every event is in a ring or counted as lost. */
static u64 published_seq(void)
{
	u64 limit = atomic64_read(&sequence);
	int cpu;

	/*
	 * The sequence first, then @pending: see the top of the file. A processor that is
	 * not there yet has no event up to the number just read.
	 */
	smp_mb();
	for_each_cpu(cpu, &with_ring) {
		/* Pairs with sessmon_event_commit(): withdrawn means that the head is up. */
		u64 pending = smp_load_acquire(&per_cpu_ptr(&rings, cpu)->pending);

		if (pending != NOT_PENDING)
			limit = min(limit, pending);
	}
	return limit;
}

/* The ring that holds the oldest record up to @limit, or NULL. */
static struct event_ring *oldest_ring(u64 limit)
{
	struct event_ring *best = NULL;
	u64 best_seq = limit;
	int cpu;

	for_each_cpu(cpu, &with_ring) {
		struct event_ring *ring = per_cpu_ptr(&rings, cpu);
		u64 seq;

		/* Pairs with sessmon_event_commit(): the record is whole. */
		if (ring->tail == smp_load_acquire(&ring->head))
			continue;
		seq = ring->records[ring->tail & (ring_size - 1)].seq;
		if (seq <= best_seq) {
			best = ring;
			best_seq = seq;
		}
	}
	return best;
}

/**
 * sessmon_ring_drain() - hand over all published records in order
 * @consume: takes the record's references over, the record being reused afterwards; or
 *           returns false, which ends the call, and is given the same record by the next
 * @data: passed to @consume
 *
 * One caller at a time: the worker, or the module's exit when that has ended.
 * Bounded: records that come while it runs are left to the next call.
 *
 * Context: process, may sleep if @consume does.
 * Return: how many records were handed over.
 */
unsigned int sessmon_ring_drain(bool (*consume)(struct sessmon_ring_record *rec, void *data),
				void *data)
{
	u64 limit = published_seq();
	struct event_ring *ring;
	unsigned int n = 0;

	while ((ring = oldest_ring(limit))) {
		if (!consume(&ring->records[ring->tail & (ring_size - 1)], data))
			break;
		/* Pairs with sessmon_event_reserve(), which may now overwrite it. */
		smp_store_release(&ring->tail, ring->tail + 1);
		n++;
	}
	return n;
}
