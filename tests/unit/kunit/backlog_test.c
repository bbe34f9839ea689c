// SPDX-License-Identifier: GPL-2.0-only
/*
 * What waits for the next reader: bounded, the newest, marked, and accounted for.
 */
#include <kunit/test.h>

#include "fault.h"
#include "model/session.h"
#include "observer.h"
#include "params.h"
#include "wire/backlog.h"

#define BOUND 4U

/**
 * struct fixture - an empty backlog
 * @params: as they were before the test
 * @exe: a program that records refer to; one reference is the fixture's
 * @programs: objects that lived before
 * @rec: a record; too large for the stack
 * @unheard: events heard by nobody, before
 */
struct fixture {
	struct sessmon_params params;
	struct sessmon_exe *exe;
	u64 programs;
	struct sessmon_ring_record rec;
	u64 unheard;
};

static u64 unheard(struct kunit *test)
{
	return sessmon_unheard_total(observer_counters(test));
}

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->params = sessmon_params;
	f->programs = sessmon_exe_live();
	f->exe = observer_program(test, 0, 0);
	f->unheard = unheard(test);
	sessmon_params.backlog = BOUND;
	sessmon_backlog_init();
	return 0;
}

static void fixture_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	sessmon_backlog_exit();
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
	KUNIT_EXPECT_EQ(test, refcount_read(&f->exe->ref), 1U);
	sessmon_exe_put(f->exe);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), f->programs);
	sessmon_params = f->params;
}

/* Give a record, with a reference on the program, which comes back if it is not kept. */
static bool keep(struct kunit *test, enum sessmon_group group, u64 seq)
{
	struct fixture *f = test->priv;
	bool kept;

	memset(&f->rec, 0, sizeof(f->rec));
	f->rec.type = group == SESSMON_GROUP_NR_SESSION ? SESSMON_EVENT_SESSION_START :
							  SESSMON_EVENT_CREDS;
	f->rec.seq = seq;
	f->rec.exe = sessmon_exe_get(f->exe);
	kept = sessmon_backlog_keep(group, &f->rec);
	if (!kept)
		sessmon_exe_put(f->exe);
	return kept;
}

static void keep_many(struct kunit *test, enum sessmon_group group, u64 first, u64 last)
{
	for (; first <= last; first++)
		KUNIT_EXPECT_TRUE(test, keep(test, group, first));
}

/* Take the oldest out. Return: its number, 0 if there is none. */
static u64 take(enum sessmon_group group)
{
	const struct sessmon_ring_record *rec = sessmon_backlog_first(group);
	u64 seq = rec ? rec->seq : 0;

	if (rec)
		sessmon_backlog_drop_first(group);
	return seq;
}

static void what_waits_comes_out_once_and_in_order(struct kunit *test)
{
	u64 i;

	keep_many(test, SESSMON_GROUP_NR_SESSION, 1, BOUND);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), BOUND);
	for (i = 1; i <= BOUND; i++)
		KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), i);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 0ULL);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
}

static void what_waits_is_marked_as_late(struct kunit *test)
{
	struct fixture *f = test->priv;

	keep_many(test, SESSMON_GROUP_NR_SESSION, 1, 1);
	KUNIT_EXPECT_FALSE(test, f->rec.replayed);
	KUNIT_ASSERT_NOT_NULL(test, sessmon_backlog_first(SESSMON_GROUP_NR_SESSION));
	KUNIT_EXPECT_TRUE(test, sessmon_backlog_first(SESSMON_GROUP_NR_SESSION)->replayed);
}

static void the_newest_are_kept_and_the_rest_is_counted_by_type(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test), *after;
	struct fixture *f = test->priv;
	u64 i;

	keep_many(test, SESSMON_GROUP_NR_SECURITY, 1, BOUND + 3);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), BOUND);
	/* A record that was let go of holds no reference. */
	KUNIT_EXPECT_EQ(test, refcount_read(&f->exe->ref), 1 + BOUND);
	after = observer_counters(test);
	KUNIT_EXPECT_EQ(test, after->unheard[SESSMON_EVENT_CREDS],
			before->unheard[SESSMON_EVENT_CREDS] + 3);
	KUNIT_EXPECT_EQ(test, unheard(test), f->unheard + 3);
	for (i = 4; i <= BOUND + 3; i++)
		KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SECURITY), i);
	/* A reader that was given an event has heard it. */
	KUNIT_EXPECT_EQ(test, unheard(test), f->unheard + 3);
}

static void each_group_has_its_own_room(struct kunit *test)
{
	keep_many(test, SESSMON_GROUP_NR_SESSION, 1, BOUND);
	keep_many(test, SESSMON_GROUP_NR_SECURITY, 101, 100 + 3 * BOUND);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 2 * BOUND);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 1ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SECURITY), 101ULL + 2 * BOUND);
}

/* A login, and a session that somebody made from it: their counts never come to 0 here. */
static struct sessmon_session login = {
	.ref = REFCOUNT_INIT(1000),
	.facts.lineage = SESSMON_LINEAGE_DOOR,
};

static struct sessmon_session child = { .ref = REFCOUNT_INIT(1000), .entry = &login };

static void keep_of(struct kunit *test, struct sessmon_session *s, u64 first, u64 last)
{
	struct fixture *f = test->priv;

	for (; first <= last; first++) {
		memset(&f->rec, 0, sizeof(f->rec));
		f->rec.type = SESSMON_EVENT_SESSION_START;
		f->rec.seq = first;
		f->rec.session = s;
		refcount_inc(&s->ref);
		KUNIT_EXPECT_TRUE(test, sessmon_backlog_keep(SESSMON_GROUP_NR_SESSION, &f->rec));
	}
}

static void logins_stay_when_others_flood(struct kunit *test)
{
	keep_of(test, &login, 1, 1);
	keep_of(test, &child, 2, 20);
	keep_of(test, &login, 21, 21);
	keep_of(test, &child, 22, 40);
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), BOUND);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 1ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 21ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 39ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 40ULL);
}

/* What a scheduler starts is an entry, and any number of jobs can be asked for. */
static struct sessmon_session job = { .ref = REFCOUNT_INIT(1000) };

static void jobs_are_not_kept_as_logins_are(struct kunit *test)
{
	keep_of(test, &login, 1, 1);
	keep_of(test, &job, 2, 20);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 1ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 18ULL);
}

static void an_alarm_stays_when_others_flood(struct kunit *test)
{
	struct fixture *f = test->priv;

	memset(&f->rec, 0, sizeof(f->rec));
	f->rec.type = SESSMON_EVENT_CREDS;
	f->rec.seq = 1;
	f->rec.creds.privilege_gained = true;
	KUNIT_EXPECT_TRUE(test, sessmon_backlog_keep(SESSMON_GROUP_NR_SECURITY, &f->rec));
	keep_many(test, SESSMON_GROUP_NR_SECURITY, 2, 20);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SECURITY), 1ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SECURITY), 18ULL);
}

static void logins_may_not_have_all_the_room(struct kunit *test)
{
	keep_of(test, &login, 1, 20);
	keep_of(test, &child, 21, 21);
	/* Half of it is theirs; when they have more, the oldest goes. */
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), BOUND);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 18ULL);
}

static void what_had_to_go_is_told_once(struct kunit *test)
{
	struct sessmon_counters *counts = kunit_kzalloc(test, sizeof(*counts), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, counts);
	keep_many(test, SESSMON_GROUP_NR_SECURITY, 1, BOUND + 3);
	KUNIT_EXPECT_FALSE(test, sessmon_backlog_take_given_up(SESSMON_GROUP_NR_SESSION, counts));
	KUNIT_EXPECT_TRUE(test, sessmon_backlog_take_given_up(SESSMON_GROUP_NR_SECURITY, counts));
	KUNIT_EXPECT_EQ(test, counts->lost[SESSMON_EVENT_CREDS], 3ULL);
	KUNIT_EXPECT_FALSE(test, sessmon_backlog_take_given_up(SESSMON_GROUP_NR_SECURITY, counts));
}

static void forks_do_not_wait(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_FALSE(test, sessmon_backlog_wants(SESSMON_GROUP_NR_LIFECYCLE));
	KUNIT_EXPECT_TRUE(test, sessmon_backlog_wants(SESSMON_GROUP_NR_SESSION));
	KUNIT_EXPECT_TRUE(test, sessmon_backlog_wants(SESSMON_GROUP_NR_SECURITY));
	KUNIT_EXPECT_FALSE(test, keep(test, SESSMON_GROUP_NR_LIFECYCLE, 1));
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
	KUNIT_EXPECT_EQ(test, refcount_read(&f->exe->ref), 1U);
}

static void a_backlog_of_size_zero_keeps_nothing(struct kunit *test)
{
	sessmon_params.backlog = 0;
	KUNIT_EXPECT_FALSE(test, sessmon_backlog_wants(SESSMON_GROUP_NR_SESSION));
	KUNIT_EXPECT_FALSE(test, keep(test, SESSMON_GROUP_NR_SESSION, 1));
	KUNIT_EXPECT_EQ(test, sessmon_backlog_count(), 0U);
}

static void what_nobody_came_for_is_counted_at_the_end(struct kunit *test)
{
	struct fixture *f = test->priv;

	keep_many(test, SESSMON_GROUP_NR_SESSION, 1, 2);
	keep_many(test, SESSMON_GROUP_NR_SECURITY, 3, 3);
	KUNIT_EXPECT_EQ(test, unheard(test), f->unheard);
	sessmon_backlog_exit();
	KUNIT_EXPECT_EQ(test, unheard(test), f->unheard + 3);
	KUNIT_EXPECT_EQ(test, refcount_read(&f->exe->ref), 1U);
}

static void want_of_memory_is_counted_and_keeps_the_rest(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 before = observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY];
	bool kept;

	keep_many(test, SESSMON_GROUP_NR_SESSION, 1, 2);
	fault_begin(1);
	kept = keep(test, SESSMON_GROUP_NR_SESSION, 3);
	KUNIT_EXPECT_TRUE(test, fault_end());
	KUNIT_EXPECT_FALSE(test, kept);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY], before + 1);
	KUNIT_EXPECT_EQ(test, refcount_read(&f->exe->ref), 3U);
	keep_many(test, SESSMON_GROUP_NR_SESSION, 4, 4);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 1ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 2ULL);
	KUNIT_EXPECT_EQ(test, take(SESSMON_GROUP_NR_SESSION), 4ULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(what_waits_comes_out_once_and_in_order),
	KUNIT_CASE(what_waits_is_marked_as_late),
	KUNIT_CASE(the_newest_are_kept_and_the_rest_is_counted_by_type),
	KUNIT_CASE(each_group_has_its_own_room),
	KUNIT_CASE(logins_stay_when_others_flood),
	KUNIT_CASE(jobs_are_not_kept_as_logins_are),
	KUNIT_CASE(an_alarm_stays_when_others_flood),
	KUNIT_CASE(logins_may_not_have_all_the_room),
	KUNIT_CASE(what_had_to_go_is_told_once),
	KUNIT_CASE(forks_do_not_wait),
	KUNIT_CASE(a_backlog_of_size_zero_keeps_nothing),
	KUNIT_CASE(what_nobody_came_for_is_counted_at_the_end),
	KUNIT_CASE(want_of_memory_is_counted_and_keeps_the_rest),
	{},
};

static struct kunit_suite suite = {
	.name = "sessmon_backlog",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
