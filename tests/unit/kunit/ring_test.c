// SPDX-License-Identifier: GPL-2.0-only
/*
 * The event ring: order, room, losses, and who is woken when.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "observer.h"
#include "ring/budget.h"
#include "ring/ring.h"

#define RING 64U

static int fixture_init(struct kunit *test)
{
	return observer_start(RING);
}

static void fixture_exit(struct kunit *test)
{
	observer_stop();
}

/* One event; true if it found room. */
static bool make(enum sessmon_event_type type, u64 value)
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
	return rec;
}

static bool make_rare(enum sessmon_event_type type)
{
	struct sessmon_ring_record *rec;
	unsigned long flags;
	u64 seq;

	local_irq_save(flags);
	rec = sessmon_event_reserve_rare(type, &seq);
	sessmon_event_commit(rec);
	local_irq_restore(flags);
	return rec;
}

/* Fill the ring of one processor; how many of @type found room. */
static unsigned int make_many(enum sessmon_event_type type, unsigned int n)
{
	unsigned int made = 0;

	migrate_disable();
	while (n--)
		made += make(type, 0);
	migrate_enable();
	return made;
}

static void events_come_out_as_they_went_in(struct kunit *test)
{
	const struct sessmon_ring_record *r;
	u64 first = sessmon_event_seq();
	unsigned int i;

	for (i = 1; i <= 10; i++)
		make(SESSMON_EVENT_FORK, i);
	for (i = 1; i <= 10; i++) {
		r = observer_next();
		KUNIT_ASSERT_NOT_NULL(test, r);
		KUNIT_EXPECT_EQ(test, r->seq, first + i);
		KUNIT_EXPECT_EQ(test, r->value, (u64)i);
		KUNIT_EXPECT_GT(test, r->boottime, 0ULL);
	}
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, sessmon_event_seq(), first + 10);
}

static void a_record_is_clean_when_its_place_is_used_again(struct kunit *test)
{
	struct sessmon_ring_record *rec, *last = NULL;
	unsigned long flags;
	unsigned int i;
	u64 seq;

	migrate_disable();
	for (i = 0; i <= RING; i++) {
		local_irq_save(flags);
		rec = sessmon_event_reserve(SESSMON_EVENT_SESSION_END, &seq);
		if (rec && i < RING) {
			memset(rec->comm, 'x', sizeof(rec->comm));
			rec->by_exec = true;
		} else if (rec && (rec->comm[0] || rec->by_exec)) {
			last = rec;
		}
		sessmon_event_commit(rec);
		local_irq_restore(flags);
		observer_forget();
	}
	migrate_enable();
	KUNIT_EXPECT_NULL(test, last);
}

/**
 * struct room_case - how much of a ring a type may fill
 * @desc: what must hold
 * @type: the type
 * @room: records of a ring of 64
 */
struct room_case {
	const char *desc;
	enum sessmon_event_type type;
	unsigned int room;
};

static const struct room_case room_cases[] = {
	{ "forks leave the last quarter", SESSMON_EVENT_FORK, 48 },
	{ "changes of group leave the last quarter", SESSMON_EVENT_SETPGID, 48 },
	{ "changes of parent leave the last quarter", SESSMON_EVENT_REPARENT, 48 },
	{ "renamings leave the last quarter", SESSMON_EVENT_RENAME, 48 },
	{ "executions leave the last eighth", SESSMON_EVENT_EXEC, 56 },
	{ "exits leave the last eighth", SESSMON_EVENT_EXIT, 56 },
	{ "changes of session leave the last quarter", SESSMON_EVENT_SETSID, 48 },
	{ "changes of credentials leave three sixteenths", SESSMON_EVENT_CREDS, 52 },
	{ "changes of namespaces leave three sixteenths", SESSMON_EVENT_NAMESPACES, 52 },
	{ "tracing leaves the last quarter", SESSMON_EVENT_PTRACE, 48 },
	{ "starts of sessions leave the last sixteenth", SESSMON_EVENT_SESSION_START, 60 },
	{ "ends of sessions leave the last sixteenth", SESSMON_EVENT_SESSION_END, 60 },
	{ "terminals leave three sixteenths", SESSMON_EVENT_SESSION_TTY, 52 },
	{ "changes of class leave the last sixteenth", SESSMON_EVENT_SESSION_CLASS, 60 },
	{ "flags of sessions leave the last sixteenth", SESSMON_EVENT_SESSION_FLAGS, 60 },
	{ "executions of leaders leave the last eighth", SESSMON_EVENT_SESSION_LEADER, 56 },
	{ "the module's going away may fill the ring", SESSMON_EVENT_DETACHING, 64 },
	{ "a change of hooks may fill the ring", SESSMON_EVENT_HOOKS, 64 },
};

static void room_in_the_ring(struct kunit *test)
{
	const struct room_case *c = test->param_value;
	struct sessmon_counters *before = observer_counters(test), *after;
	int type;

	KUNIT_EXPECT_EQ(test, make_many(c->type, RING + 6), c->room);
	after = observer_counters(test);
	for (type = 0; type < SESSMON_EVENT_TYPES; type++) {
		bool this = type == c->type;

		KUNIT_EXPECT_EQ(test, after->lost[type] - before->lost[type],
				this ? (u64)(RING + 6 - c->room) : 0ULL);
		KUNIT_EXPECT_EQ(test, after->produced[type] - before->produced[type],
				this ? (u64)(RING + 6) : 0ULL);
	}
}

static void what_is_rare_finds_room_after_a_flood_of_forks(struct kunit *test)
{
	migrate_disable();
	KUNIT_EXPECT_EQ(test, make_many(SESSMON_EVENT_FORK, 100), 48U);
	KUNIT_EXPECT_EQ(test, make_many(SESSMON_EVENT_EXIT, 100), 8U);
	KUNIT_EXPECT_EQ(test, make_many(SESSMON_EVENT_SESSION_END, 100), 4U);
	/* A door and a login find room when nothing else does. */
	KUNIT_EXPECT_TRUE(test, make_rare(SESSMON_EVENT_SESSION_END));
	KUNIT_EXPECT_FALSE(test, make(SESSMON_EVENT_SESSION_END, 0));
	migrate_enable();
}

static void a_loss_takes_a_number_and_shows_as_a_gap(struct kunit *test)
{
	const struct sessmon_ring_record *r;
	u64 first = sessmon_event_seq();
	u64 lost = sessmon_lost_total();
	unsigned int i;

	KUNIT_EXPECT_EQ(test, make_many(SESSMON_EVENT_FORK, 50), 48U);
	KUNIT_EXPECT_EQ(test, sessmon_event_seq(), first + 50);
	KUNIT_EXPECT_EQ(test, sessmon_lost_total(), lost + 2);
	for (i = 1; i <= 48; i++) {
		r = observer_next();
		KUNIT_ASSERT_NOT_NULL(test, r);
		KUNIT_EXPECT_EQ(test, r->seq, first + i);
	}
	EXPECT_SILENCE(test);
	make(SESSMON_EVENT_FORK, 0);
	r = observer_next();
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, r->seq, first + 51);
}

static void without_a_listener_only_numbers_are_taken(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test), *after;
	u64 first = sessmon_event_seq();
	int kicks = atomic_read(&observer.kicks);

	observer.listening = false;
	KUNIT_EXPECT_EQ(test, make_many(SESSMON_EVENT_FORK, 200), 0U);
	after = observer_counters(test);
	KUNIT_EXPECT_EQ(test, sessmon_event_seq(), first + 200);
	KUNIT_EXPECT_EQ(test, sessmon_unheard_total(after) - sessmon_unheard_total(before), 200ULL);
	KUNIT_EXPECT_EQ(test, after->lost[SESSMON_EVENT_FORK], before->lost[SESSMON_EVENT_FORK]);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.kicks), kicks);
	EXPECT_SILENCE(test);
}

static void sessions_wake_the_worker_at_once(struct kunit *test)
{
	make(SESSMON_EVENT_FORK, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.kicks), 1);
	make(SESSMON_EVENT_SESSION_LEADER, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.urgent), 0);
	/* A terminal comes and goes as often as a user likes. */
	make(SESSMON_EVENT_SESSION_TTY, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.urgent), 0);
	make(SESSMON_EVENT_SESSION_START, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.urgent), 1);
}

static void a_budget_is_a_burst_and_then_one_at_a_time(struct kunit *test)
{
	struct sessmon_budget b = {};
	unsigned int i, taken = 0;

	for (i = 0; i < 100; i++)
		taken += sessmon_budget_take(&b, 5000, 8, 10);
	KUNIT_EXPECT_EQ(test, taken, 8U);
	KUNIT_EXPECT_EQ(test, b.withheld, 92U);
	KUNIT_EXPECT_FALSE(test, sessmon_budget_take(&b, 5009, 8, 10));
	KUNIT_EXPECT_TRUE(test, sessmon_budget_take(&b, 5010, 8, 10));
	KUNIT_EXPECT_FALSE(test, sessmon_budget_take(&b, 5019, 8, 10));
	/* After a rest all of it is there again, and no more. */
	for (taken = 0, i = 0; i < 100; i++)
		taken += sessmon_budget_take(&b, 9000, 8, 10);
	KUNIT_EXPECT_EQ(test, taken, 8U);
}

static unsigned int rings(void)
{
	unsigned int had = 0, cpu;

	for_each_possible_cpu(cpu)
		had += sessmon_ring_exists(cpu);
	return had;
}

static void only_processors_that_are_there_have_a_ring(struct kunit *test)
{
	/* The test's guest has room for more. */
	KUNIT_EXPECT_LT(test, num_online_cpus(), num_possible_cpus());
	KUNIT_EXPECT_EQ(test, rings(), num_online_cpus());
}

static long make_one(void *unused)
{
	return make(SESSMON_EVENT_EXIT, smp_processor_id());
}

static void expect_from(struct kunit *test, unsigned int cpu)
{
	const struct sessmon_ring_record *r;

	KUNIT_EXPECT_EQ(test, work_on_cpu(cpu, make_one, NULL), 1L);
	r = observer_next();
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, r->value, (u64)cpu);
}

/* What a processor that has gone has made is told, and one that comes later has a ring. */
static void processors_come_and_go(struct kunit *test)
{
	unsigned int cpu = cpumask_last(cpu_online_mask), n = num_online_cpus();
	const struct sessmon_ring_record *r;

	KUNIT_ASSERT_GT(test, n, 1U);
	KUNIT_EXPECT_EQ(test, work_on_cpu(cpu, make_one, NULL), 1L);
	KUNIT_ASSERT_EQ(test, remove_cpu(cpu), 0);
	r = observer_next();
	KUNIT_EXPECT_TRUE(test, r && r->value == cpu);
	observer_stop();
	if (observer_start(RING))
		KUNIT_FAIL(test, "no memory for the rings");
	KUNIT_EXPECT_EQ(test, rings(), n - 1);
	KUNIT_ASSERT_EQ(test, add_cpu(cpu), 0);
	KUNIT_EXPECT_EQ(test, rings(), n);
	expect_from(test, cpu);
	/* It keeps what it has. */
	KUNIT_ASSERT_EQ(test, remove_cpu(cpu), 0);
	KUNIT_ASSERT_EQ(test, add_cpu(cpu), 0);
	expect_from(test, cpu);
	EXPECT_SILENCE(test);
}

static void a_ring_half_full_wakes_the_worker_at_once(struct kunit *test)
{
	make_many(SESSMON_EVENT_FORK, RING / 2 + 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.urgent), 0);
	migrate_disable();
	observer_forget();
	make_many(SESSMON_EVENT_FORK, RING / 2 + 2);
	migrate_enable();
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.urgent), 1);
}

static bool make_another(struct sessmon_ring_record *rec, void *data)
{
	unsigned int *seen = data;

	++*seen;
	make(SESSMON_EVENT_FORK, 0);
	return true;
}

static void a_drain_ends_although_events_keep_coming(struct kunit *test)
{
	unsigned int seen = 0;

	make_many(SESSMON_EVENT_FORK, 10);
	KUNIT_EXPECT_EQ(test, sessmon_ring_drain(make_another, &seen), 10U);
	KUNIT_EXPECT_EQ(test, seen, 10U);
	seen = 0;
	KUNIT_EXPECT_EQ(test, sessmon_ring_drain(make_another, &seen), 10U);
}

/* Every other one is refused when it comes for the first time. */
static bool take_reluctantly(struct sessmon_ring_record *rec, void *data)
{
	u64 *refused = data;

	if (rec->seq % 2 && rec->seq != *refused) {
		*refused = rec->seq;
		return false;
	}
	return true;
}

static void who_refuses_a_record_gets_it_again(struct kunit *test)
{
	unsigned int calls = 0, taken = 0, n;
	u64 refused = 0;

	make_many(SESSMON_EVENT_FORK, 10);
	do {
		n = sessmon_ring_drain(take_reluctantly, &refused);
		taken += n;
	} while (++calls < 7 && taken < 10);
	KUNIT_EXPECT_EQ(test, taken, 10U);
	/* Five were refused. */
	KUNIT_EXPECT_EQ(test, calls, 6U);
	EXPECT_SILENCE(test);
}

static void a_record_being_written_is_not_handed_over(struct kunit *test)
{
	struct sessmon_ring_record *rec;
	unsigned long flags;
	unsigned int before, seen = 0;
	u64 seq;

	local_irq_save(flags);
	rec = sessmon_event_reserve(SESSMON_EVENT_FORK, &seq);
	before = sessmon_ring_drain(make_another, &seen);
	sessmon_event_commit(rec);
	local_irq_restore(flags);
	KUNIT_EXPECT_NOT_NULL(test, rec);
	KUNIT_EXPECT_EQ(test, before, 0U);
	KUNIT_EXPECT_NOT_NULL(test, observer_next());
	EXPECT_SILENCE(test);
}

/* A writer on another processor that takes its number and then its time. */
struct slow_writer {
	struct completion done;
	bool reserved;
	bool go;
};

static int write_slowly(void *data)
{
	struct slow_writer *w = data;
	struct sessmon_ring_record *rec;
	unsigned long flags;
	u64 seq;

	local_irq_save(flags);
	rec = sessmon_event_reserve(SESSMON_EVENT_EXEC, &seq);
	smp_store_release(&w->reserved, true);
	while (!smp_load_acquire(&w->go))
		cpu_relax();
	sessmon_event_commit(rec);
	local_irq_restore(flags);
	complete(&w->done);
	return 0;
}

static void no_event_overtakes_one_with_a_lower_number(struct kunit *test)
{
	struct slow_writer w = {};
	struct task_struct *task;
	unsigned int here, there, seen = 0;
	const struct sessmon_ring_record *r;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two processors");
	init_completion(&w.done);
	migrate_disable();
	here = raw_smp_processor_id();
	there = cpumask_any_but(cpu_online_mask, here);
	task = kthread_create_on_cpu(write_slowly, &w, there, "slow/%u");
	if (!IS_ERR(task)) {
		/* Nobody may run here who waits for the other processor, which does not answer. */
		preempt_disable();
		wake_up_process(task);
		while (!smp_load_acquire(&w.reserved))
			cpu_relax();
		make(SESSMON_EVENT_FORK, 0);
		seen = sessmon_ring_drain(make_another, &seen);
		smp_store_release(&w.go, true);
		preempt_enable();
	}
	migrate_enable();
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	wait_for_completion(&w.done);
	KUNIT_EXPECT_EQ(test, seen, 0U);
	r = observer_next();
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, (int)r->type, (int)SESSMON_EVENT_EXEC);
	r = observer_next();
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_EQ(test, (int)r->type, (int)SESSMON_EVENT_FORK);
	EXPECT_SILENCE(test);
}

#define WRITERS 4
#define EACH	3000U

/* What the drain of the concurrent test checks as it goes. */
struct tally {
	u64 last;
	unsigned int unordered;
	unsigned int torn;
	unsigned int seen;
	u64 last_of[WRITERS];
};

struct writer {
	struct completion *done;
	atomic_t *left;
	unsigned int me;
};

static int write_many(void *data)
{
	struct writer *w = data;
	unsigned int i;

	for (i = 1; i <= EACH; i++) {
		make(i % 8 ? SESSMON_EVENT_FORK : SESSMON_EVENT_SESSION_TTY, w->me * EACH + i);
		if (i % 64 == 0)
			cond_resched();
	}
	if (atomic_dec_and_test(w->left))
		complete(w->done);
	return 0;
}

static bool check(struct sessmon_ring_record *rec, void *data)
{
	struct tally *t = data;
	unsigned int me = (rec->value - 1) / EACH;

	t->unordered += rec->seq <= t->last;
	t->last = rec->seq;
	/* A writer's events are in the order in which it made them. */
	if (rec->value == 0 || me >= WRITERS || rec->value <= t->last_of[me])
		t->torn++;
	else
		t->last_of[me] = rec->value;
	t->seen++;
	return true;
}

static void events_of_all_processors_come_in_the_order_of_their_numbers(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test), *after;
	struct writer w[WRITERS];
	struct completion done;
	struct tally t = {};
	u64 lost = 0;
	atomic_t left = ATOMIC_INIT(WRITERS);
	struct task_struct *task;
	int cpu = -1;
	int i;

	observer_stop();
	KUNIT_ASSERT_EQ(test, observer_start(1024), 0);
	init_completion(&done);
	t.last = sessmon_event_seq();
	for (i = 0; i < WRITERS; i++) {
		w[i] = (struct writer){ &done, &left, i };
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
		task = kthread_create_on_cpu(write_many, &w[i], cpu, "writer/%u");
		KUNIT_ASSERT_FALSE(test, IS_ERR(task));
		wake_up_process(task);
	}
	while (!try_wait_for_completion(&done)) {
		sessmon_ring_drain(check, &t);
		cond_resched();
	}
	sessmon_ring_drain(check, &t);
	after = observer_counters(test);
	for (i = 0; i < SESSMON_EVENT_TYPES; i++)
		lost += after->lost[i] - before->lost[i];
	KUNIT_EXPECT_EQ(test, t.unordered, 0U);
	KUNIT_EXPECT_EQ(test, t.torn, 0U);
	KUNIT_EXPECT_EQ(test, t.seen + lost, (u64)WRITERS * EACH);
	KUNIT_EXPECT_GT(test, t.seen, 2048U);
	kunit_info(test, "%u seen, %llu lost\n", t.seen, lost);
}

static void a_closed_ring_takes_no_event(struct kunit *test)
{
	sessmon_ring_close();
	KUNIT_EXPECT_FALSE(test, make(SESSMON_EVENT_SESSION_END, 0));
	KUNIT_EXPECT_FALSE(test, make(SESSMON_EVENT_FORK, 0));
	KUNIT_EXPECT_EQ(test, atomic_read(&observer.kicks), 0);
}

/**
 * struct size_case - what size a ring gets
 * @desc: what must hold
 * @asked: parameter
 * @size: result
 */
struct size_case {
	const char *desc;
	unsigned int asked;
	unsigned int size;
};

static const struct size_case size_cases[] = {
	{ "no size is the smallest", 0, SESSMON_RING_MIN },
	{ "what is too small is the smallest", 1, SESSMON_RING_MIN },
	{ "a power of two is kept", 256, 256 },
	{ "another number is rounded up", 257, 512 },
};

static void size_of_the_ring(struct kunit *test)
{
	const struct size_case *c = test->param_value;

	sessmon_ring_exit();
	KUNIT_ASSERT_EQ(test, sessmon_ring_init(c->asked), 0);
	KUNIT_EXPECT_EQ(test, sessmon_ring_size(), c->size);
}

KUNIT_ARRAY_PARAM_DESC(room, room_cases, desc);
KUNIT_ARRAY_PARAM_DESC(size, size_cases, desc);

static struct kunit_case cases[] = {
	KUNIT_CASE(events_come_out_as_they_went_in),
	KUNIT_CASE(a_record_is_clean_when_its_place_is_used_again),
	KUNIT_CASE_PARAM(room_in_the_ring, room_gen_params),
	KUNIT_CASE(what_is_rare_finds_room_after_a_flood_of_forks),
	KUNIT_CASE(a_loss_takes_a_number_and_shows_as_a_gap),
	KUNIT_CASE(without_a_listener_only_numbers_are_taken),
	KUNIT_CASE(sessions_wake_the_worker_at_once),
	KUNIT_CASE(a_budget_is_a_burst_and_then_one_at_a_time),
	KUNIT_CASE(only_processors_that_are_there_have_a_ring),
	KUNIT_CASE(processors_come_and_go),
	KUNIT_CASE(a_ring_half_full_wakes_the_worker_at_once),
	KUNIT_CASE(a_drain_ends_although_events_keep_coming),
	KUNIT_CASE(who_refuses_a_record_gets_it_again),
	KUNIT_CASE(a_record_being_written_is_not_handed_over),
	KUNIT_CASE(no_event_overtakes_one_with_a_lower_number),
	KUNIT_CASE(events_of_all_processors_come_in_the_order_of_their_numbers),
	KUNIT_CASE(a_closed_ring_takes_no_event),
	KUNIT_CASE_PARAM(size_of_the_ring, size_gen_params),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_ring",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
