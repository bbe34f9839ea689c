// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lifetime of a program's facts. A use after the last put, or a leak, is for KASAN
 * and kmemleak to see.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "observer.h"
#include "policy/exe.h"

#define SHARERS 4
#define ROUNDS	2000

static void a_fresh_program_has_no_facts(struct kunit *test)
{
	struct sessmon_exe *exe = sessmon_exe_alloc(100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	KUNIT_EXPECT_EQ(test, refcount_read(&exe->ref), 1U);
	KUNIT_EXPECT_EQ(test, exe->flags, 0U);
	KUNIT_EXPECT_EQ(test, exe->file.inode, 0ULL);
	KUNIT_EXPECT_EQ(test, exe->path, (u16)0);
	exe->data[99] = 'x'; /* The room that was asked for is there. */
	sessmon_exe_put(exe);
}

static void the_last_reference_frees(struct kunit *test)
{
	u64 before = sessmon_exe_live();
	struct sessmon_exe *exe = sessmon_exe_alloc(1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before + 1);
	KUNIT_EXPECT_PTR_EQ(test, sessmon_exe_get(exe), exe);
	sessmon_exe_put(exe);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before + 1);
	sessmon_exe_put(exe);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before);
}

static void no_program_may_be_got_and_put(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, sessmon_exe_get(NULL));
	KUNIT_EXPECT_EQ(test, sessmon_exe_roles(NULL), 0U);
	sessmon_exe_put(NULL);
}

static void roles_are_the_flags_of_the_policy_only(struct kunit *test)
{
	struct sessmon_exe *exe = observer_program(test, ~0U, SESSMON_ENTRY_SSHD);

	KUNIT_EXPECT_EQ(test, sessmon_exe_roles(exe), (u32)SESSMON_RULE_ROLES);
	sessmon_exe_put(exe);
}

static void a_failed_allocation_is_counted(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test);
	u64 live = sessmon_exe_live();
	struct sessmon_exe *exe = sessmon_exe_alloc(KMALLOC_MAX_SIZE, GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, exe);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_NO_MEMORY],
			before->stat[SESSMON_STAT_NO_MEMORY] + 1);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), live);
}

struct sharing {
	struct sessmon_exe *exe;
	struct completion done;
	atomic_t left;
};

static int share(void *data)
{
	struct sharing *s = data;
	int i;

	for (i = 0; i < ROUNDS; i++)
		sessmon_exe_put(sessmon_exe_get(s->exe));
	sessmon_exe_put(s->exe);
	if (atomic_dec_and_test(&s->left))
		complete(&s->done);
	return 0;
}

static void many_tasks_share_a_program(struct kunit *test)
{
	u64 before = sessmon_exe_live();
	struct sharing s = { .exe = observer_program(test, 0, 0) };
	int i;

	init_completion(&s.done);
	atomic_set(&s.left, SHARERS);
	for (i = 0; i < SHARERS; i++) {
		sessmon_exe_get(s.exe);
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(share, &s, "share/%d", i)));
	}
	sessmon_exe_put(s.exe);
	wait_for_completion(&s.done);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before);
}

static struct kunit_case cases[] = { KUNIT_CASE(a_fresh_program_has_no_facts),
				     KUNIT_CASE(the_last_reference_frees),
				     KUNIT_CASE(no_program_may_be_got_and_put),
				     KUNIT_CASE(roles_are_the_flags_of_the_policy_only),
				     KUNIT_CASE(a_failed_allocation_is_counted),
				     KUNIT_CASE(many_tasks_share_a_program),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_exe",
	.test_cases = cases,
};
kunit_test_suite(suite);
