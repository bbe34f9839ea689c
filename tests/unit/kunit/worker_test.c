// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker: who listens gets every event, in order, with what waited for it and
 * with every loss; nothing is ever unaccounted for.
 */
#include <kunit/test.h>
#include <linux/delay.h>

#include "mailbox.h"
#include "observer.h"
#include "params.h"
#include "post.h"
#include "wire/backlog.h"
#include "wire/worker.h"

#define RING 64U
#define ANY  SESSMON_EVENT_TYPES

#define LIFECYCLE SESSMON_GROUP_NR_LIFECYCLE
#define SESSION	  SESSMON_GROUP_NR_SESSION
#define SECURITY  SESSMON_GROUP_NR_SECURITY

/* The parameters, and what came to no end in other suites, before the test. */
static struct sessmon_params params;
static u64 pending_before;

static void listen(unsigned long groups)
{
	WRITE_ONCE(post.listening, groups);
}

/* One event of no process in particular. */
static u64 make(enum sessmon_event_type type)
{
	struct sessmon_ring_record *rec;
	unsigned long flags;
	u64 seq;

	local_irq_save(flags);
	rec = sessmon_event_reserve(type, &seq);
	if (rec) {
		rec->process = (struct sessmon_key){ .id = 2, .start = 3 };
		memset(&rec->creds, 0, sizeof(rec->creds));
	}
	sessmon_event_commit(rec);
	local_irq_restore(flags);
	return seq;
}

/* Wait until a group was sent so many events of a type; for a minute, then it is a bug. */
static void await(struct kunit *test, enum sessmon_group group, u32 type, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < 6000 && post_count_of(group, type) < count; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, post_count_of(group, type), count);
}

/* Events that have come to no end yet, by the counters; other suites leave some. */
static u64 pending(struct kunit *test)
{
	struct sessmon_counters *now = observer_counters(test);
	u64 events = 0;
	int type;

	for (type = 0; type < SESSMON_EVENT_TYPES; type++)
		events += now->produced[type] - now->lost[type] - now->sent[type] -
			  now->filtered[type] - now->withheld[type] - now->unheard[type];
	kunit_kfree(test, now);
	return events;
}

/* Until the worker has taken all that there is, however slow the host: then there is room. */
static void await_rest(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 6000 && pending(test) != pending_before; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, pending(test), pending_before);
}

/* Losses of other suites are told before a test begins. */
static int fixture_init(struct kunit *test)
{
	int err = sessmon_ring_init(RING);

	if (err)
		return err;
	params = sessmon_params;
	sessmon_params.backlog = 8;
	post_forget();
	listen(BIT(LIFECYCLE));
	err = sessmon_worker_start(&post_sink);
	if (err) {
		sessmon_ring_exit();
		return err;
	}
	make(SESSMON_EVENT_SETSID);
	await(test, LIFECYCLE, SESSMON_EVENT_SETSID, 1);
	/* It ends, and so no message of before is on its way any more. */
	sessmon_worker_stop();
	post_forget();
	listen(0);
	pending_before = pending(test);
	return sessmon_worker_start(&post_sink);
}

static void fixture_exit(struct kunit *test)
{
	WRITE_ONCE(post.starving, false);
	sessmon_worker_stop();
	sessmon_ring_exit();
	sessmon_params = params;
}

/* The numbers of a group's events only grow, but for those that waited. */
static void expect_order(struct kunit *test, enum sessmon_group group)
{
	unsigned int i, wrong = 0;
	u64 last = 0;

	for (i = 0; i < post.event_count; i++) {
		const struct post_event *e = &post.events[i];

		if (post.messages[e->message].group != group)
			continue;
		wrong += e->seq < last;
		last = e->seq;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0U);
}

static void what_happens_is_sent_to_its_group(struct kunit *test)
{
	listen(BIT(LIFECYCLE) | BIT(SESSION) | BIT(SECURITY));
	make(SESSMON_EVENT_FORK);
	make(SESSMON_EVENT_CREDS);
	make(SESSMON_EVENT_EXIT);
	make(SESSMON_EVENT_SESSION_END);
	await(test, LIFECYCLE, ANY, 2);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 1);
	await(test, SESSION, SESSMON_EVENT_SESSION_END, 1);
	KUNIT_EXPECT_EQ(test, post.event_count, 4U);
	expect_order(test, LIFECYCLE);
}

static void what_nobody_heard_waits_for_the_next_reader(struct kunit *test)
{
	u64 first = make(SESSMON_EVENT_CREDS);
	unsigned int i;

	make(SESSMON_EVENT_SESSION_END);
	make(SESSMON_EVENT_CREDS);
	make(SESSMON_EVENT_FORK);
	make(SESSMON_EVENT_SESSION_LEADER);
	for (i = 0; i < 6000 && sessmon_backlog_count() < 3; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 3U);
	KUNIT_EXPECT_EQ(test, post.count, 0U);
	listen(BIT(SECURITY));
	sessmon_worker_offer_backlog();
	await(test, SECURITY, SESSMON_EVENT_CREDS, 2);
	KUNIT_EXPECT_EQ(test, post.events[0].seq, first);
	KUNIT_EXPECT_EQ(test, post.events[1].seq, first + 2);
	KUNIT_EXPECT_TRUE(test, post.events[0].replayed);
	KUNIT_EXPECT_TRUE(test, post.events[1].replayed);
	/* The other group's waits on. */
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 1U);
}

static void what_waited_is_sent_once_and_before_what_follows(struct kunit *test)
{
	unsigned int i;

	make(SESSMON_EVENT_CREDS);
	for (i = 0; i < 6000 && !sessmon_backlog_count(); i++)
		msleep(10);
	listen(BIT(SECURITY));
	/* Nobody asked: it comes with the next event of its group. */
	make(SESSMON_EVENT_CREDS);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 2);
	expect_order(test, SECURITY);
	KUNIT_EXPECT_TRUE(test, post.events[0].replayed);
	KUNIT_EXPECT_FALSE(test, post.events[1].replayed);
	sessmon_worker_offer_backlog();
	make(SESSMON_EVENT_CREDS);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 3);
	KUNIT_EXPECT_FALSE(test, post.events[2].replayed);
}

/* More than the ring holds, at a moment when nothing can be taken out of it. */
static void flood(unsigned int forks, unsigned int exits)
{
	unsigned long flags;

	local_irq_save(flags);
	while (forks--)
		make(SESSMON_EVENT_FORK);
	while (exits--)
		make(SESSMON_EVENT_EXIT);
	local_irq_restore(flags);
}

static u64 losses_told(u64 *forks)
{
	unsigned int i;
	u64 sum = 0;

	*forks = 0;
	for (i = 0; i < post.event_count; i++) {
		sum += post.events[i].lost;
		*forks += post.events[i].lost_forks;
	}
	return sum;
}

static void a_loss_is_told_by_type_and_the_sum_is_right(struct kunit *test)
{
	unsigned int sent_forks, sent_exits;
	u64 lost, forks;

	listen(BIT(LIFECYCLE));
	flood(200, 30);
	await_rest(test); /* What comes now finds room. */
	make(SESSMON_EVENT_SETSID);
	await(test, LIFECYCLE, SESSMON_EVENT_SETSID, 1);
	/* A loss is told when the worker runs next. */
	await_rest(test);
	make(SESSMON_EVENT_SETSID);
	await(test, LIFECYCLE, SESSMON_EVENT_SETSID, 2);
	sent_forks = post_count_of(LIFECYCLE, SESSMON_EVENT_FORK);
	sent_exits = post_count_of(LIFECYCLE, SESSMON_EVENT_EXIT);
	lost = losses_told(&forks);
	KUNIT_EXPECT_GT(test, forks, 0ULL);
	KUNIT_EXPECT_GT(test, lost, forks);
	KUNIT_EXPECT_EQ(test, sent_forks + forks, 200ULL);
	KUNIT_EXPECT_EQ(test, sent_exits + lost - forks, 30ULL);
	expect_order(test, LIFECYCLE);
}

static void a_loss_is_told_once_in_each_group_that_somebody_listens_to(struct kunit *test)
{
	listen(BIT(LIFECYCLE) | BIT(SECURITY));
	flood(200, 0);
	make(SESSMON_EVENT_CREDS);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 1);
	await_rest(test);
	make(SESSMON_EVENT_CREDS);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 2);
	KUNIT_EXPECT_EQ(test, post_count_of(SECURITY, SESSMON_EVENT_LOST), 1U);
	KUNIT_EXPECT_EQ(test, post_count_of(LIFECYCLE, SESSMON_EVENT_LOST), 1U);
	KUNIT_EXPECT_EQ(test, post_count_of(SESSION, ANY), 0U);
}

static void each_event_is_counted_once(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test), *after;
	u64 done = 0;
	int type;

	listen(BIT(LIFECYCLE));
	flood(200, 30);
	await_rest(test); /* What comes now finds room. */
	make(SESSMON_EVENT_CREDS);
	make(SESSMON_EVENT_DETACHING);
	await(test, LIFECYCLE, SESSMON_EVENT_DETACHING, 1);
	sessmon_worker_stop();
	after = observer_counters(test);
	for (type = 0; type < SESSMON_EVENT_TYPES; type++) {
		done = after->sent[type] - before->sent[type] + after->lost[type] -
		       before->lost[type] + after->unheard[type] - before->unheard[type];
		KUNIT_EXPECT_EQ(test, done, after->produced[type] - before->produced[type]);
	}
	KUNIT_EXPECT_EQ(test, after->unheard[SESSMON_EVENT_CREDS],
			before->unheard[SESSMON_EVENT_CREDS] + 1);
	KUNIT_ASSERT_EQ(test, sessmon_worker_start(&post_sink), 0);
}

static void the_last_events_are_sent_before_the_worker_ends(struct kunit *test)
{
	unsigned int i;

	listen(BIT(LIFECYCLE));
	for (i = 0; i < 20; i++)
		make(SESSMON_EVENT_FORK);
	sessmon_worker_stop();
	KUNIT_EXPECT_EQ(test, post_count_of(LIFECYCLE, SESSMON_EVENT_FORK), 20U);
	KUNIT_ASSERT_EQ(test, sessmon_worker_start(&post_sink), 0);
}

static void starve(bool on)
{
	WRITE_ONCE(post.starving, on);
}

/* Until the worker has come again and again, in vain; for a minute, then it never will. */
static void await_hunger(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 6000 && atomic_read(&post.starved) < 50; i++)
		msleep(10);
	KUNIT_EXPECT_GE(test, atomic_read(&post.starved), 50);
	KUNIT_EXPECT_EQ(test, post.count, 0U);
}

static u64 refusals(struct kunit *test)
{
	return observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];
}

static void without_memory_events_wait_where_they_are(struct kunit *test)
{
	u64 lost = sessmon_lost_total(), refused = refusals(test);
	unsigned int i;

	listen(BIT(LIFECYCLE));
	starve(true);
	for (i = 0; i < 20; i++)
		make(SESSMON_EVENT_FORK);
	await_hunger(test);
	starve(false);
	await(test, LIFECYCLE, SESSMON_EVENT_FORK, 20);
	expect_order(test, LIFECYCLE);
	KUNIT_EXPECT_EQ(test, sessmon_lost_total(), lost);
	KUNIT_EXPECT_EQ(test, refusals(test), refused + 1);
}

static void without_memory_what_nobody_hears_is_kept_later(struct kunit *test)
{
	unsigned int i;

	starve(true);
	for (i = 0; i < 3; i++)
		make(SESSMON_EVENT_CREDS);
	await_hunger(test);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
	starve(false);
	for (i = 0; i < 6000 && sessmon_backlog_count() < 3; i++)
		msleep(10);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 3U);
	/* The backlog is not lost either when somebody comes at such a moment. */
	post_forget();
	starve(true);
	listen(BIT(SECURITY));
	sessmon_worker_offer_backlog();
	await_hunger(test);
	starve(false);
	await(test, SECURITY, SESSMON_EVENT_CREDS, 3);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
}

static void without_memory_a_loss_is_told_later(struct kunit *test)
{
	u64 lost = sessmon_lost_total(), forks;

	listen(BIT(LIFECYCLE) | BIT(SECURITY));
	starve(true);
	flood(200, 0);
	await_hunger(test);
	starve(false);
	await(test, SECURITY, SESSMON_EVENT_LOST, 1);
	await(test, LIFECYCLE, SESSMON_EVENT_LOST, 1);
	lost = sessmon_lost_total() - lost;
	/* Once in each of the two groups. */
	KUNIT_EXPECT_EQ(test, losses_told(&forks), 2 * lost);
	KUNIT_EXPECT_EQ(test, forks, 2 * lost);
	await(test, LIFECYCLE, SESSMON_EVENT_FORK, 200 - lost);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(what_happens_is_sent_to_its_group),
	KUNIT_CASE(what_nobody_heard_waits_for_the_next_reader),
	KUNIT_CASE(what_waited_is_sent_once_and_before_what_follows),
	KUNIT_CASE(a_loss_is_told_by_type_and_the_sum_is_right),
	KUNIT_CASE(a_loss_is_told_once_in_each_group_that_somebody_listens_to),
	KUNIT_CASE(each_event_is_counted_once),
	KUNIT_CASE(the_last_events_are_sent_before_the_worker_ends),
	KUNIT_CASE(without_memory_events_wait_where_they_are),
	KUNIT_CASE(without_memory_what_nobody_hears_is_kept_later),
	KUNIT_CASE(without_memory_a_loss_is_told_later),
	{},
};

static struct kunit_suite suite = {
	.name = "sessmon_worker",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
