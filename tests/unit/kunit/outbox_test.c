// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes to one reader: in order, once, bounded in memory and in time; and each
 * event that it was meant to have is either sent, or lost and counted, or waits.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/jiffies.h>

#include "fault.h"
#include "mailbox.h"
#include "observer.h"
#include "params.h"
#include "wire/outbox.h"

/**
 * struct fixture - one reader
 * @outbox: what is tested
 * @mailbox: the reader's socket, with room for one message
 * @params: as they were before the test
 * @offered: events that the outbox was given
 */
struct fixture {
	struct sessmon_outbox outbox;
	struct mailbox *mailbox;
	struct sessmon_params params;
	u64 offered;
};

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	int err = mailbox_family_init();

	KUNIT_ASSERT_NOT_NULL(test, f);
	if (err)
		return err;
	test->priv = f;
	f->params = sessmon_params;
	f->mailbox = mailbox_open(test);
	mailbox_shrink(f->mailbox);
	sessmon_outbox_init(&f->outbox, f->mailbox->port);
	return 0;
}

static void fixture_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	sessmon_outbox_drop(&f->outbox);
	KUNIT_EXPECT_EQ(test, f->outbox.sent + f->outbox.lost, f->offered);
	KUNIT_EXPECT_EQ(test, f->outbox.held_bytes, 0UL);
	sessmon_params = f->params;
	mailbox_family_exit();
}

/* A message of so many events, which the outbox does not keep. */
static void send_events(struct kunit *test, u64 number, unsigned int events)
{
	struct fixture *f = test->priv;
	struct sk_buff *skb = mailbox_letter(test, number);

	sessmon_outbox_send(&f->outbox, skb, events);
	f->offered += events;
	kfree_skb(skb);
}

static void send(struct kunit *test, u64 number)
{
	send_events(test, number, 1);
}

static void send_many(struct kunit *test, u64 first, u64 last)
{
	for (; first <= last; first++)
		send(test, first);
}

static u64 next(struct kunit *test)
{
	struct fixture *f = test->priv;

	return mailbox_next_letter(f->mailbox);
}

/* Nothing was taken for longer than is allowed. */
static void run_out_of_patience(struct sessmon_outbox *o)
{
	o->progress -= msecs_to_jiffies(sessmon_params.hold_ms) + 2;
}

static u64 demotions(struct kunit *test)
{
	return observer_counters(test)->stat[SESSMON_STAT_DEMOTED];
}

static void what_finds_room_is_sent_at_once(struct kunit *test)
{
	struct fixture *f = test->priv;

	mailbox_widen(f->mailbox);
	send_events(test, 1, 5);
	send_events(test, 2, 7);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_waits(&f->outbox));
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 12ULL);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	KUNIT_EXPECT_EQ(test, next(test), 2ULL);
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
}

static void what_finds_no_room_waits_and_arrives_in_order(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 i;

	send_many(test, 1, 10);
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_waits(&f->outbox));
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 1ULL);
	for (i = 1; i <= 10; i++) {
		KUNIT_EXPECT_EQ(test, next(test), i);
		KUNIT_EXPECT_EQ(test, sessmon_outbox_retry(&f->outbox), i < 9);
	}
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 10ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 0ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.held_bytes, 0UL);
}

static void nothing_overtakes_what_waits(struct kunit *test)
{
	struct fixture *f = test->priv;

	send_many(test, 1, 2);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	send(test, 3); /* There is room, but not for this one. */
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_EQ(test, next(test), 2ULL);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_EQ(test, next(test), 3ULL);
}

static void a_retry_without_room_changes_nothing(struct kunit *test)
{
	struct fixture *f = test->priv;
	size_t bytes;

	send_many(test, 1, 3);
	bytes = f->outbox.held_bytes;
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_EQ(test, f->outbox.held_bytes, bytes);
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 1ULL);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
}

static void the_memory_of_what_waits_is_bounded(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 before = demotions(test), i;
	size_t most = 0;

	sessmon_params.hold_kib = 64;
	for (i = 1; i <= 1000 && !f->outbox.demoted; i++) {
		send_events(test, i, 3);
		most = max(most, f->outbox.held_bytes);
	}
	/* All of it is used, but for what is too little for another message. */
	KUNIT_EXPECT_LE(test, most, 64UL << 10);
	KUNIT_EXPECT_GT(test, most, 48UL << 10);
	KUNIT_EXPECT_TRUE(test, f->outbox.demoted);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_waits(&f->outbox));
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 3ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, f->offered - 3);
	KUNIT_EXPECT_EQ(test, demotions(test), before + 1);
}

static void a_reader_that_takes_nothing_for_too_long_is_demoted(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 before = demotions(test);

	sessmon_params.hold_ms = 60000;
	send_many(test, 1, 3);
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_FALSE(test, f->outbox.demoted);
	sessmon_params.hold_ms = 1;
	msleep(50);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_TRUE(test, f->outbox.demoted);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 2ULL);
	KUNIT_EXPECT_EQ(test, demotions(test), before + 1);
}

static void a_slow_reader_that_takes_something_is_not_demoted(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 i;

	send_many(test, 1, 10);
	for (i = 1; i <= 10; i++) {
		run_out_of_patience(&f->outbox);
		KUNIT_EXPECT_EQ(test, next(test), i);
		sessmon_outbox_retry(&f->outbox);
		KUNIT_EXPECT_FALSE(test, f->outbox.demoted);
	}
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 0ULL);
}

static void patience_begins_when_something_waits(struct kunit *test)
{
	struct fixture *f = test->priv;

	run_out_of_patience(&f->outbox);
	send_many(test, 1, 2);
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_FALSE(test, f->outbox.demoted);
}

/* Three events, of which the last two wait, and then are lost. */
static void demote_by_time(struct kunit *test)
{
	struct fixture *f = test->priv;

	send_many(test, 1, 3);
	run_out_of_patience(&f->outbox);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_ASSERT_TRUE(test, f->outbox.demoted);
	KUNIT_EXPECT_FALSE(test, f->outbox.told);
}

static void a_demoted_reader_is_told_once_before_anything_else(struct kunit *test)
{
	const struct nlattr *nest, *lost, *flag;
	struct fixture *f = test->priv;
	u64 told = 0;

	demote_by_time(test);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	mailbox_widen(f->mailbox);
	send(test, 4);
	KUNIT_ASSERT_EQ(test, mailbox_read(f->mailbox), 0);
	KUNIT_EXPECT_EQ(test, mailbox_cmd(f->mailbox), (u8)SESSMON_CMD_READER_DEMOTED);
	nest = mailbox_attr(f->mailbox, SESSMON_A_READER);
	KUNIT_ASSERT_NOT_NULL(test, nest);
	lost = nla_find_nested(nest, SESSMON_A_READER_LOST);
	flag = nla_find_nested(nest, SESSMON_A_READER_DEMOTED);
	if (lost)
		told = nla_get_u64(lost);
	KUNIT_EXPECT_EQ(test, told, 2ULL);
	KUNIT_EXPECT_NOT_NULL(test, flag);
	KUNIT_EXPECT_EQ(test, next(test), 4ULL);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	send(test, 5);
	KUNIT_EXPECT_EQ(test, next(test), 5ULL);
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
}

static void a_demoted_reader_is_told_by_a_retry_as_well(struct kunit *test)
{
	struct fixture *f = test->priv;

	demote_by_time(test);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_EQ(test, next(test), U64_MAX);
	KUNIT_EXPECT_EQ(test, mailbox_cmd(f->mailbox), (u8)SESSMON_CMD_READER_DEMOTED);
}

static void nothing_is_held_for_a_demoted_reader(struct kunit *test)
{
	struct fixture *f = test->priv;

	demote_by_time(test);
	send_many(test, 4, 6);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_waits(&f->outbox));
	KUNIT_EXPECT_EQ(test, f->outbox.held_bytes, 0UL);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 5ULL);
}

static void a_reader_that_registers_again_is_held_for(struct kunit *test)
{
	struct fixture *f = test->priv;

	demote_by_time(test);
	sessmon_outbox_promote(&f->outbox);
	send(test, 4);
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_waits(&f->outbox));
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_retry(&f->outbox));
	KUNIT_EXPECT_EQ(test, next(test), 4ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 2ULL);
}

static void what_nobody_takes_is_lost_and_does_not_wait(struct kunit *test)
{
	struct sessmon_outbox nowhere;
	struct sk_buff *skb = mailbox_letter(test, 1);

	/* No process has so high a number, hence no socket this address. */
	sessmon_outbox_init(&nowhere, 0x7fffffff);
	sessmon_outbox_send(&nowhere, skb, 4);
	kfree_skb(skb);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_waits(&nowhere));
	KUNIT_EXPECT_EQ(test, nowhere.lost, 4ULL);
	KUNIT_EXPECT_EQ(test, nowhere.sent, 0ULL);
}

/* Offer one event with the n-th allocation failing. Return: whether it did. */
static bool send_without_memory(struct kunit *test, unsigned int n)
{
	struct fixture *f = test->priv;
	struct sk_buff *skb = mailbox_letter(test, n);
	bool failed;

	fault_begin(n);
	sessmon_outbox_send(&f->outbox, skb, 1);
	failed = fault_end();
	f->offered++;
	kfree_skb(skb);
	return failed;
}

/* What is lost for want of memory is counted as lost and as want of memory. */
static void go_without_memory(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 before = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY], after;
	unsigned int n = 1;

	while (send_without_memory(test, n) && n < FAULTS_MAX)
		n++;
	after = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];
	KUNIT_EXPECT_LT(test, n, FAULTS_MAX);
	KUNIT_EXPECT_GT(test, f->outbox.lost, 0ULL);
	KUNIT_EXPECT_EQ(test, after - before, f->outbox.lost);
	KUNIT_EXPECT_FALSE(test, f->outbox.demoted);
}

static void want_of_memory_to_send_is_counted_and_harmless(struct kunit *test)
{
	struct fixture *f = test->priv;

	mailbox_widen(f->mailbox);
	go_without_memory(test);
	KUNIT_EXPECT_FALSE(test, sessmon_outbox_waits(&f->outbox));
}

static void want_of_memory_to_hold_is_counted_and_harmless(struct kunit *test)
{
	send_many(test, 1, 2); /* One is taken, one waits. */
	go_without_memory(test);
}

static void want_of_memory_puts_off_what_a_demoted_reader_is_told(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 before = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];

	demote_by_time(test);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	fault_begin(1);
	sessmon_outbox_retry(&f->outbox);
	KUNIT_EXPECT_TRUE(test, fault_end());
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY], before + 1);
	KUNIT_EXPECT_EQ(test, next(test), 0ULL);
	sessmon_outbox_retry(&f->outbox);
	KUNIT_EXPECT_EQ(test, next(test), U64_MAX);
}

static void what_waits_survives_a_retry_without_memory(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int n;

	send_many(test, 1, 2);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	fault_begin(1);
	sessmon_outbox_retry(&f->outbox);
	KUNIT_EXPECT_TRUE(test, fault_end());
	KUNIT_EXPECT_TRUE(test, sessmon_outbox_waits(&f->outbox));
	for (n = 0; n < 2; n++)
		sessmon_outbox_retry(&f->outbox);
	KUNIT_EXPECT_EQ(test, next(test), 2ULL);
	KUNIT_EXPECT_EQ(test, f->outbox.lost, 0ULL);
}

/* Where nobody may sleep the debug kernel complains of who would wait for memory. */
static void nothing_waits_for_memory(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct sk_buff *skb = mailbox_letter(test, 1);

	preempt_disable();
	sessmon_outbox_send(&f->outbox, skb, 1); /* One is taken, one waits. */
	sessmon_outbox_send(&f->outbox, skb, 1);
	sessmon_outbox_retry(&f->outbox);
	run_out_of_patience(&f->outbox);
	sessmon_outbox_retry(&f->outbox);
	preempt_enable();
	f->offered += 2;
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, f->outbox.sent, 1ULL);
	KUNIT_EXPECT_TRUE(test, f->outbox.demoted);
	KUNIT_EXPECT_EQ(test, next(test), 1ULL);
	preempt_disable();
	sessmon_outbox_retry(&f->outbox);
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, f->outbox.told);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(what_finds_room_is_sent_at_once),
	KUNIT_CASE(what_finds_no_room_waits_and_arrives_in_order),
	KUNIT_CASE(nothing_overtakes_what_waits),
	KUNIT_CASE(a_retry_without_room_changes_nothing),
	KUNIT_CASE(the_memory_of_what_waits_is_bounded),
	KUNIT_CASE(a_reader_that_takes_nothing_for_too_long_is_demoted),
	KUNIT_CASE(a_slow_reader_that_takes_something_is_not_demoted),
	KUNIT_CASE(patience_begins_when_something_waits),
	KUNIT_CASE(a_demoted_reader_is_told_once_before_anything_else),
	KUNIT_CASE(a_demoted_reader_is_told_by_a_retry_as_well),
	KUNIT_CASE(nothing_is_held_for_a_demoted_reader),
	KUNIT_CASE(a_reader_that_registers_again_is_held_for),
	KUNIT_CASE(what_nobody_takes_is_lost_and_does_not_wait),
	KUNIT_CASE(want_of_memory_to_send_is_counted_and_harmless),
	KUNIT_CASE(want_of_memory_to_hold_is_counted_and_harmless),
	KUNIT_CASE(what_waits_survives_a_retry_without_memory),
	KUNIT_CASE(nothing_waits_for_memory),
	KUNIT_CASE(want_of_memory_puts_off_what_a_demoted_reader_is_told),
	{},
};

static struct kunit_suite suite = {
	.name = "sessmon_outbox",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
