// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reliable readers: who is one, what each is sent, and that none harms another.
 *
 * The readers here register as a program does, by a request on a socket of theirs.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/file.h>
#include <net/sock.h>

#include "fault.h"
#include "mailbox.h"
#include "observer.h"
#include "params.h"
#include "wire/reader.h"

#define SESSION	  BIT(SESSMON_GROUP_NR_SESSION)
#define LIFECYCLE BIT(SESSMON_GROUP_NR_LIFECYCLE)
#define SECURITY  BIT(SESSMON_GROUP_NR_SECURITY)
#define ALL	  (SESSION | LIFECYCLE | SECURITY)

/* The parameters as they were before the test. */
static struct sessmon_params params;

static int fixture_init(struct kunit *test)
{
	int err = sessmon_readers_init();

	if (err)
		return err;
	params = sessmon_params;
	err = mailbox_family_init();
	if (err)
		sessmon_readers_exit();
	return err;
}

static void fixture_exit(struct kunit *test)
{
	mailbox_family_exit();
	sessmon_readers_exit();
	sessmon_params = params;
}

static int ask_for(struct mailbox *m, u32 groups)
{
	return mailbox_ask(m, SESSMON_CMD_READER_SET, SESSMON_A_GROUPS, groups);
}

/* A program that has registered. */
static struct mailbox *reader(struct kunit *test, u32 groups)
{
	struct mailbox *m = mailbox_open(test);

	mailbox_widen(m);
	KUNIT_ASSERT_EQ(test, ask_for(m, groups), 0);
	return m;
}

static void send_to(struct kunit *test, enum sessmon_group group, u64 number)
{
	struct sk_buff *skb = mailbox_letter(test, number);

	sessmon_readers_send(skb, group, 1);
	kfree_skb(skb);
}

static void send(struct kunit *test, u64 number)
{
	send_to(test, SESSMON_GROUP_NR_LIFECYCLE, number);
}

/* Registrations, as the statistics have them. */
static unsigned int registered(struct kunit *test)
{
	struct sk_buff *skb = nlmsg_new(SESSMON_STATS_BYTES_MAX, GFP_KERNEL);
	const struct nlattr *a;
	unsigned int n = 0;
	int left;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, sessmon_readers_put(skb), 0);
	nla_for_each_attr(a, (const struct nlattr *)skb->data, skb->len, left)
		n += nla_type(a) == SESSMON_A_READER;
	kfree_skb(skb);
	return n;
}

/* The next message, for which the reader waits up to a minute. */
static u64 await_letter(struct mailbox *m)
{
	unsigned int i;
	u64 number = 0;

	for (i = 0; i < 6000 && !number; i++) {
		number = mailbox_next_letter(m);
		if (!number)
			msleep(10);
	}
	return number;
}

static void a_reader_is_answered_with_what_it_asked_for(struct kunit *test)
{
	struct mailbox *m = reader(test, SESSION | SECURITY);
	const struct nlattr *nest = mailbox_attr(m, SESSMON_A_READER), *port, *groups;

	KUNIT_ASSERT_NOT_NULL(test, nest);
	KUNIT_EXPECT_NOT_NULL(test, mailbox_attr(m, SESSMON_A_LAST_SEQ));
	port = nla_find_nested(nest, SESSMON_A_READER_PORT);
	groups = nla_find_nested(nest, SESSMON_A_READER_GROUPS);
	KUNIT_ASSERT_NOT_NULL(test, port);
	KUNIT_ASSERT_NOT_NULL(test, groups);
	KUNIT_EXPECT_EQ(test, nla_get_u32(port), m->port);
	KUNIT_EXPECT_EQ(test, nla_get_u32(groups), (u32)(SESSION | SECURITY));
	KUNIT_EXPECT_EQ(test, registered(test), 1U);
}

static void a_reader_is_sent_its_groups_and_no_other(struct kunit *test)
{
	struct mailbox *a = reader(test, LIFECYCLE), *b = reader(test, SECURITY);

	KUNIT_EXPECT_TRUE(test, sessmon_readers_want(SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_TRUE(test, sessmon_readers_want(SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_FALSE(test, sessmon_readers_want(SESSMON_GROUP_NR_SESSION));
	send_to(test, SESSMON_GROUP_NR_LIFECYCLE, 1);
	send_to(test, SESSMON_GROUP_NR_SECURITY, 2);
	send_to(test, SESSMON_GROUP_NR_SESSION, 3);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(a), 1ULL);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(a), 0ULL);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(b), 2ULL);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(b), 0ULL);
}

static void a_reader_that_asks_again_is_one_reader(struct kunit *test)
{
	struct mailbox *m = reader(test, LIFECYCLE);

	KUNIT_EXPECT_EQ(test, ask_for(m, SECURITY), 0);
	KUNIT_EXPECT_EQ(test, registered(test), 1U);
	KUNIT_EXPECT_FALSE(test, sessmon_readers_want(SESSMON_GROUP_NR_LIFECYCLE));
	send_to(test, SESSMON_GROUP_NR_SECURITY, 1);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(m), 1ULL);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(m), 0ULL);
}

static void a_reader_that_wants_nothing_is_none(struct kunit *test)
{
	struct mailbox *m = reader(test, ALL);

	KUNIT_EXPECT_EQ(test, ask_for(m, 0), 0);
	KUNIT_EXPECT_EQ(test, registered(test), 0U);
	KUNIT_EXPECT_FALSE(test, sessmon_readers_want(SESSMON_GROUP_NR_LIFECYCLE));
	send(test, 1);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(m), 0ULL);
	/* A socket that never registered may end its registration. */
	KUNIT_EXPECT_EQ(test, ask_for(m, 0), 0);
}

static void groups_that_do_not_exist_are_refused(struct kunit *test)
{
	struct mailbox *m = mailbox_open(test);

	KUNIT_EXPECT_EQ(test, ask_for(m, BIT(SESSMON_GROUPS)), -EINVAL);
	KUNIT_EXPECT_EQ(test, ask_for(m, U32_MAX), -EINVAL);
	KUNIT_EXPECT_EQ(test, mailbox_ask(m, SESSMON_CMD_READER_SET, SESSMON_A_KEY, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, registered(test), 0U);
}

static void the_number_of_readers_is_bounded(struct kunit *test)
{
	struct mailbox *m[SESSMON_READERS_MAX], *late;
	unsigned int i;

	for (i = 0; i < SESSMON_READERS_MAX; i++)
		m[i] = reader(test, LIFECYCLE);
	late = mailbox_open(test);
	KUNIT_EXPECT_EQ(test, ask_for(late, LIFECYCLE), -EUSERS);
	KUNIT_EXPECT_EQ(test, registered(test), SESSMON_READERS_MAX);
	/* Those that are there may ask again, and who dies makes room. */
	KUNIT_EXPECT_EQ(test, ask_for(m[3], LIFECYCLE), 0);
	mailbox_close(m[5]);
	KUNIT_EXPECT_EQ(test, ask_for(late, LIFECYCLE), 0);
	send(test, 1);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(late), 1ULL);
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(m[15]), 1ULL);
}

/* The socket is gone when nobody has its file any more; we keep its skeleton. */
static void a_reader_that_dies_is_forgotten_with_all_that_waits(struct kunit *test)
{
	struct mailbox *dies = reader(test, ALL), *lives = reader(test, LIFECYCLE);
	struct sock *sk = dies->sock->sk;
	unsigned int i;

	sock_hold(sk);
	mailbox_shrink(dies);
	for (i = 1; i <= 5; i++)
		send(test, i);
	mailbox_close(dies);
	/* The next round finds out, without another message to send. */
	for (i = 0; i < 6000 && refcount_read(&sk->sk_refcnt) > 1; i++)
		msleep(10);
	KUNIT_EXPECT_TRUE(test, sock_flag(sk, SOCK_DEAD));
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), 1U);
	sock_put(sk);
	KUNIT_EXPECT_EQ(test, registered(test), 1U);
	KUNIT_EXPECT_FALSE(test, sessmon_readers_want(SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_TRUE(test, sessmon_readers_want(SESSMON_GROUP_NR_LIFECYCLE));
	send(test, 6);
	for (i = 1; i <= 6; i++)
		KUNIT_EXPECT_EQ(test, mailbox_next_letter(lives), (u64)i);
}

static void what_waits_is_sent_when_there_is_room_without_being_asked(struct kunit *test)
{
	struct mailbox *m = reader(test, LIFECYCLE);
	unsigned int i;

	mailbox_shrink(m);
	for (i = 1; i <= 5; i++)
		send(test, i);
	for (i = 1; i <= 5; i++)
		KUNIT_EXPECT_EQ(test, await_letter(m), (u64)i);
}

static void a_stopped_reader_is_demoted_and_harms_nobody(struct kunit *test)
{
	struct mailbox *stopped = reader(test, LIFECYCLE), *other = reader(test, LIFECYCLE);
	u64 demoted = observer_counters(test)->stat[SESSMON_STAT_DEMOTED];
	unsigned int i;

	sessmon_params.hold_kib = 64;
	mailbox_shrink(stopped);
	for (i = 1; i <= 100; i++)
		send(test, i);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_DEMOTED], demoted + 1);
	for (i = 1; i <= 100; i++)
		KUNIT_EXPECT_EQ(test, mailbox_next_letter(other), (u64)i);
	/* When it goes on it finds what it had, and then that it was left behind. */
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(stopped), 1ULL);
	KUNIT_EXPECT_EQ(test, await_letter(stopped), U64_MAX);
	KUNIT_EXPECT_EQ(test, mailbox_cmd(stopped), (u8)SESSMON_CMD_READER_DEMOTED);
	/* And it may begin anew. */
	KUNIT_EXPECT_EQ(test, ask_for(stopped, LIFECYCLE), 0);
	send(test, 101);
	send(test, 102);
	KUNIT_EXPECT_EQ(test, await_letter(stopped), 101ULL);
	KUNIT_EXPECT_EQ(test, await_letter(stopped), 102ULL);
}

static void a_reader_that_takes_nothing_is_demoted_in_time(struct kunit *test)
{
	u64 demoted = observer_counters(test)->stat[SESSMON_STAT_DEMOTED];
	struct mailbox *m = reader(test, LIFECYCLE);
	unsigned int i;

	sessmon_params.hold_ms = 100;
	mailbox_shrink(m);
	send(test, 1);
	send(test, 2);
	for (i = 0; i < 6000; i++) {
		if (observer_counters(test)->stat[SESSMON_STAT_DEMOTED] > demoted)
			break;
		msleep(10);
	}
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_DEMOTED], demoted + 1);
}

/* A registration that fails leaves nothing behind. Return: how many were refused. */
static unsigned int register_without_memory(struct kunit *test, struct mailbox *m)
{
	unsigned int n, refused = 0;
	int err = -ENOMEM;
	bool failed = true;

	for (n = 1; failed && n < FAULTS_MAX; n++) {
		fault_begin(n);
		err = ask_for(m, ALL);
		failed = fault_end();
		refused += !!err;
		KUNIT_EXPECT_EQ(test, registered(test), err ? 0U : 1U);
		KUNIT_EXPECT_EQ(test, sessmon_readers_want(SESSMON_GROUP_NR_SECURITY), !err);
		if (!err)
			KUNIT_EXPECT_EQ(test, ask_for(m, 0), 0);
	}
	KUNIT_EXPECT_FALSE(test, failed);
	KUNIT_EXPECT_EQ(test, err, 0);
	return refused;
}

/* And one that can is made. Ours are two at the least: the answer and the reader. */
static void want_of_memory_refuses_a_registration_whole(struct kunit *test)
{
	struct mailbox *m = mailbox_open(test);
	unsigned int round, most = 0;

	mailbox_widen(m);
	for (round = 0; round < FAULT_ROUNDS; round++)
		most = max(most, register_without_memory(test, m));
	KUNIT_EXPECT_GE(test, most, 2U);
}

static void readers_may_be_there_at_the_end_with_messages_that_wait(struct kunit *test)
{
	struct mailbox *m = reader(test, LIFECYCLE);
	unsigned int i;

	mailbox_shrink(m);
	for (i = 1; i <= 5; i++)
		send(test, i);
	sessmon_readers_exit();
	KUNIT_EXPECT_EQ(test, mailbox_next_letter(m), 1ULL);
	/* The program's reference is the only one. */
	KUNIT_EXPECT_EQ(test, file_count(m->file), 1L);
	KUNIT_EXPECT_FALSE(test, sessmon_readers_want(SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_ASSERT_EQ(test, sessmon_readers_init(), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_reader_is_answered_with_what_it_asked_for),
	KUNIT_CASE(a_reader_is_sent_its_groups_and_no_other),
	KUNIT_CASE(a_reader_that_asks_again_is_one_reader),
	KUNIT_CASE(a_reader_that_wants_nothing_is_none),
	KUNIT_CASE(groups_that_do_not_exist_are_refused),
	KUNIT_CASE(the_number_of_readers_is_bounded),
	KUNIT_CASE(a_reader_that_dies_is_forgotten_with_all_that_waits),
	KUNIT_CASE(what_waits_is_sent_when_there_is_room_without_being_asked),
	KUNIT_CASE(a_stopped_reader_is_demoted_and_harms_nobody),
	KUNIT_CASE(a_reader_that_takes_nothing_is_demoted_in_time),
	KUNIT_CASE(want_of_memory_refuses_a_registration_whole),
	KUNIT_CASE(readers_may_be_there_at_the_end_with_messages_that_wait),
	{},
};

static struct kunit_suite suite = {
	.name = "sessmon_reader",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
