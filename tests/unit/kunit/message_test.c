// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of events: bounded, in order, and each says what is in it.
 */
#include <kunit/test.h>
#include <linux/skbuff.h>

#include "fault.h"
#include "mailbox.h"
#include "observer.h"
#include "post.h"
#include "wire/message.h"

/**
 * struct fixture - one message and what is put into it
 * @message: what is tested
 * @seq: number of the last event
 * @rec: the event; too large for the stack
 */
struct fixture {
	struct sessmon_message message;
	u64 seq;
	struct sessmon_ring_record rec;
};

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	post_forget();
	f->message.sink = &post_sink;
	f->seq = 1000;
	return 0;
}

/* Whatever the test did, what the messages say of themselves is true. */
static void fixture_exit(struct kunit *test)
{
	unsigned int i, event = 0, last;

	sessmon_message_exit();
	for (i = 0; i < post.count; i++) {
		const struct post_message *m = &post.messages[i];

		KUNIT_EXPECT_GT(test, m->events, 0U);
		KUNIT_EXPECT_LE(test, m->events, SESSMON_MESSAGE_EVENTS_MAX);
		KUNIT_EXPECT_EQ(test, m->said_events, m->events);
		KUNIT_EXPECT_EQ(test, m->said_group, (u32)BIT(m->group));
		last = event + m->events - 1;
		KUNIT_ASSERT_LT(test, last, post.event_count);
		KUNIT_EXPECT_EQ(test, m->first, post.events[event].seq);
		KUNIT_EXPECT_EQ(test, m->last, post.events[last].seq);
		event = last + 1;
	}
	KUNIT_EXPECT_EQ(test, event, post.event_count);
}

/* A program with a path of so many bytes; the caller's reference. */
static struct sessmon_exe *program(struct kunit *test, unsigned int path)
{
	struct sessmon_exe *exe = sessmon_exe_alloc(path + 2, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	memset(exe->data, 'x', path + 1);
	exe->data[0] = '\0';
	exe->data[path + 1] = '\0';
	exe->path = 1;
	return exe;
}

static bool add_exec(struct kunit *test, enum sessmon_group group, struct sessmon_exe *exe)
{
	struct fixture *f = test->priv;

	f->rec.type = exe ? SESSMON_EVENT_EXEC : SESSMON_EVENT_FORK;
	f->rec.seq = ++f->seq;
	f->rec.process = (struct sessmon_key){ .id = 2, .start = 3 };
	f->rec.exe = exe;
	return sessmon_message_add(&f->message, group, &f->rec);
}

static bool add_long(struct kunit *test, unsigned int path)
{
	struct sessmon_exe *exe = program(test, path);
	bool added = add_exec(test, SESSMON_GROUP_NR_LIFECYCLE, exe);

	sessmon_exe_put(exe);
	return added;
}

static bool add(struct kunit *test, enum sessmon_group group)
{
	return add_exec(test, group, NULL);
}

static void flush(struct kunit *test)
{
	struct fixture *f = test->priv;

	sessmon_message_flush(&f->message);
}

/* All events that were added are there, once, in the order of their numbers. */
static void expect_all_in_order(struct kunit *test, unsigned int events)
{
	unsigned int i, wrong = 0;

	KUNIT_EXPECT_EQ(test, post.event_count, events);
	for (i = 0; i < post.event_count; i++)
		wrong += post.events[i].seq != 1001 + i;
	KUNIT_EXPECT_EQ(test, wrong, 0U);
}

static void many_events_are_cut_into_full_messages(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 2 * SESSMON_MESSAGE_EVENTS_MAX + 5; i++)
		KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_EQ(test, post.count, 2U);
	flush(test);
	KUNIT_EXPECT_EQ(test, post.count, 3U);
	expect_all_in_order(test, i);
	KUNIT_EXPECT_EQ(test, post.messages[0].events, SESSMON_MESSAGE_EVENTS_MAX);
	KUNIT_EXPECT_EQ(test, post.messages[1].events, SESSMON_MESSAGE_EVENTS_MAX);
	KUNIT_EXPECT_EQ(test, post.messages[2].events, 5U);
}

static void a_message_of_many_events_stays_within_its_memory(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 50; i++)
		KUNIT_EXPECT_TRUE(test, add_long(test, 1000));
	flush(test);
	expect_all_in_order(test, 50);
	/* Seven of a thousand bytes fit; much less would be waste. */
	KUNIT_EXPECT_LE(test, post.count, 10U);
	for (i = 0; i < post.count; i++) {
		KUNIT_EXPECT_LE(test, post.messages[i].memory, (size_t)SESSMON_MESSAGE_BYTES);
		KUNIT_EXPECT_LE(test, post.messages[i].content, (size_t)SESSMON_MESSAGE_BYTES);
	}
}

static void the_largest_event_has_a_message_of_its_own(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_TRUE(test, add_long(test, 4 * PATH_MAX - 1));
	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_LIFECYCLE));
	flush(test);
	expect_all_in_order(test, 3);
	KUNIT_EXPECT_GE(test, post.count, 2U);
	KUNIT_EXPECT_EQ(test, post.messages[0].events, 1U);
	KUNIT_EXPECT_GT(test, post.messages[1].content, 4UL * PATH_MAX);
}

/* Wherever the last event that fits ends, what closes the message fits behind it. */
static void a_message_can_be_closed_wherever_its_events_end(struct kunit *test)
{
	unsigned int path, i, wrong = 0;

	for (path = 1000; path < 1800; path += 4) {
		post_forget();
		for (i = 0; i < 9; i++)
			wrong += !add_long(test, path);
		flush(test);
		wrong += post.event_count != 9;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0U);
}

static void events_of_two_groups_are_in_two_messages(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_TRUE(test, sessmon_message_is_open(&f->message, SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_FALSE(test, sessmon_message_is_open(&f->message, SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_TRUE(test, add(test, SESSMON_GROUP_NR_LIFECYCLE));
	flush(test);
	expect_all_in_order(test, 4);
	KUNIT_ASSERT_EQ(test, post.count, 3U);
	KUNIT_EXPECT_EQ(test, (int)post.messages[0].group, (int)SESSMON_GROUP_NR_LIFECYCLE);
	KUNIT_EXPECT_EQ(test, (int)post.messages[1].group, (int)SESSMON_GROUP_NR_SECURITY);
	KUNIT_EXPECT_EQ(test, (int)post.messages[2].group, (int)SESSMON_GROUP_NR_LIFECYCLE);
}

/* So a reader that missed a message knows how many events it missed. */
static void each_message_says_how_many_events_of_its_group_went_before(struct kunit *test)
{
	u64 expected[SESSMON_GROUPS];
	enum sessmon_group group;
	unsigned int i;

	for (group = 0; group < SESSMON_GROUPS; group++)
		expected[group] = sessmon_message_events_sent(group);
	for (i = 0; i < 100; i++)
		add(test, i % 7 ? SESSMON_GROUP_NR_LIFECYCLE : SESSMON_GROUP_NR_SECURITY);
	flush(test);
	for (i = 0; i < post.count; i++) {
		group = post.messages[i].group;
		KUNIT_EXPECT_EQ(test, post.messages[i].group_first, expected[group]);
		expected[group] += post.messages[i].events;
	}
	for (group = 0; group < SESSMON_GROUPS; group++)
		KUNIT_EXPECT_EQ(test, sessmon_message_events_sent(group), expected[group]);
}

static void each_message_carries_the_losses_told_so_far(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->message.lost = 3;
	add(test, SESSMON_GROUP_NR_LIFECYCLE);
	flush(test);
	f->message.lost = 8;
	add(test, SESSMON_GROUP_NR_SECURITY);
	flush(test);
	KUNIT_EXPECT_EQ(test, post.messages[0].lost, 3ULL);
	KUNIT_EXPECT_EQ(test, post.messages[1].lost, 8ULL);
}

static void without_events_there_is_no_message(struct kunit *test)
{
	u64 before = observer_counters(test)->stat[SESSMON_STAT_MESSAGES];

	flush(test);
	KUNIT_EXPECT_EQ(test, post.count, 0U);
	add(test, SESSMON_GROUP_NR_SESSION);
	flush(test);
	flush(test);
	KUNIT_EXPECT_EQ(test, post.count, 1U);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_MESSAGES], before + 1);
}

/* An event is in a message, or it is refused and counted. Return: how many were refused. */
static unsigned int fail_each_allocation(struct kunit *test, struct sessmon_exe *exe)
{
	unsigned int n, refused = 0;
	bool failed, added;
	u64 before, after;

	post_forget();
	for (n = 1, failed = true; failed && n < FAULTS_MAX; n++) {
		flush(test); /* So that a new message is needed. */
		before = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];
		fault_begin(n);
		added = add_exec(test, SESSMON_GROUP_NR_LIFECYCLE, exe);
		failed = fault_end();
		after = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];
		refused += !added;
		KUNIT_EXPECT_EQ(test, after - before, (u64)!added);
	}
	flush(test);
	KUNIT_EXPECT_FALSE(test, failed);
	KUNIT_EXPECT_EQ(test, post.event_count, n - 1 - refused);
	return refused;
}

/* The others are not touched. A message has two allocations: its head and its room. */
static void lose_for_want_of_memory(struct kunit *test, struct sessmon_exe *exe)
{
	unsigned int round, most = 0;

	for (round = 0; round < FAULT_ROUNDS; round++)
		most = max(most, fail_each_allocation(test, exe));
	KUNIT_EXPECT_GE(test, most, 2U);
}

static void want_of_memory_is_counted_and_loses_one_event(struct kunit *test)
{
	lose_for_want_of_memory(test, NULL);
}

static void want_of_memory_is_counted_and_loses_one_large_event(struct kunit *test)
{
	struct sessmon_exe *exe = program(test, 3 * PATH_MAX);

	lose_for_want_of_memory(test, exe);
	sessmon_exe_put(exe);
}

/* Where nobody may sleep the debug kernel complains of who would wait for memory. */
static void no_message_waits_for_memory(struct kunit *test)
{
	struct sessmon_exe *exe = program(test, 3 * PATH_MAX);
	bool ready, added;

	preempt_disable();
	added = add(test, SESSMON_GROUP_NR_LIFECYCLE) &&
		add_exec(test, SESSMON_GROUP_NR_LIFECYCLE, exe) &&
		add(test, SESSMON_GROUP_NR_SECURITY);
	flush(test);
	ready = sessmon_message_ready();
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, added);
	KUNIT_EXPECT_TRUE(test, ready);
	sessmon_exe_put(exe);
}

/*
 * The adding of one event to each group, or of the largest, which gets a message of its
 * own. Returns whether an allocation was refused.
 */
static bool takes_memory(struct kunit *test, struct sessmon_exe *exe)
{
	enum sessmon_group group;

	KUNIT_EXPECT_TRUE(test, sessmon_message_ready());
	fault_begin(1);
	if (exe)
		KUNIT_EXPECT_TRUE(test, add_exec(test, SESSMON_GROUP_NR_LIFECYCLE, exe));
	for (group = 0; !exe && group < SESSMON_GROUPS; group++)
		KUNIT_EXPECT_TRUE(test, add(test, group));
	flush(test);
	return fault_end();
}

/* KASAN allocates at times, too, and makes do without: what we need is needed each time. */
static void what_is_ready_needs_no_memory(struct kunit *test)
{
	struct sessmon_exe *exe = program(test, 3 * PATH_MAX);
	bool usual = true, large = true;
	unsigned int round;

	for (round = 0; round < FAULT_ROUNDS; round++) {
		usual &= takes_memory(test, NULL);
		large &= takes_memory(test, exe);
	}
	KUNIT_EXPECT_FALSE(test, usual);
	KUNIT_EXPECT_FALSE(test, large);
	expect_all_in_order(test, FAULT_ROUNDS * (SESSMON_GROUPS + 1));
	sessmon_exe_put(exe);
}

static void it_is_not_ready_without_memory(struct kunit *test)
{
	u64 before = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];

	fault_begin(1);
	KUNIT_EXPECT_FALSE(test, sessmon_message_ready());
	KUNIT_EXPECT_TRUE(test, fault_end());
	fault_begin(1);
	KUNIT_EXPECT_FALSE(test, sessmon_message_ready());
	KUNIT_EXPECT_TRUE(test, fault_end());
	KUNIT_EXPECT_TRUE(test, sessmon_message_ready());
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY], before + 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(many_events_are_cut_into_full_messages),
	KUNIT_CASE(a_message_of_many_events_stays_within_its_memory),
	KUNIT_CASE(the_largest_event_has_a_message_of_its_own),
	KUNIT_CASE(a_message_can_be_closed_wherever_its_events_end),
	KUNIT_CASE(events_of_two_groups_are_in_two_messages),
	KUNIT_CASE(each_message_says_how_many_events_of_its_group_went_before),
	KUNIT_CASE(each_message_carries_the_losses_told_so_far),
	KUNIT_CASE(without_events_there_is_no_message),
	KUNIT_CASE(want_of_memory_is_counted_and_loses_one_event),
	KUNIT_CASE(want_of_memory_is_counted_and_loses_one_large_event),
	KUNIT_CASE(no_message_waits_for_memory),
	KUNIT_CASE(what_is_ready_needs_no_memory),
	KUNIT_CASE(it_is_not_ready_without_memory),
	{},
};

static struct kunit_suite suite = {
	.name = "sessmon_message",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
