// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left of a program when its exec could not be captured in time, and the role
 * that it is given later. The captures themselves need an exec: tests/scenario has them.
 */
#include <kunit/test.h>
#include <linux/binfmts.h>
#include <linux/file.h>
#include <linux/fs.h>

#include "fault.h"
#include "model/capture.h"
#include "observer.h"
#include "policy/door.h"
#include "policy/exe.h"

#define ARGC	7
#define PROGRAM "/init"

static u64 fallbacks(struct kunit *test)
{
	return observer_counters(test)->stat[SESSMON_STAT_CAPTURE_FALLBACK];
}

/* The program that the guest was started with. */
static struct file *open_program(struct kunit *test)
{
	struct file *file = filp_open(PROGRAM, O_RDONLY, 0);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	return file;
}

static void a_late_capture_names_the_file_and_says_what_is_missing(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = PROGRAM, .argc = ARGC };
	const struct inode *inode = file_inode(bprm.file);
	u64 before = fallbacks(test);
	struct sessmon_exe *exe = sessmon_capture_late(&bprm);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	KUNIT_EXPECT_EQ(
		test, exe->flags,
		(u32)(SESSMON_EXE_FALLBACK | SESSMON_EXE_ARGS_MISSING | SESSMON_EXE_PATH_MISSING));
	KUNIT_EXPECT_EQ(test, exe->path, (u16)0);
	KUNIT_EXPECT_EQ(test, exe->cwd, (u16)0);
	KUNIT_EXPECT_EQ(test, exe->args_kept, 0U);
	KUNIT_EXPECT_EQ(test, exe->argc, (u32)ARGC);
	KUNIT_EXPECT_EQ(test, exe->file.inode, (u64)inode->i_ino);
	KUNIT_EXPECT_EQ(test, exe->file.dev, inode->i_sb->s_dev);
	KUNIT_EXPECT_EQ(test, exe->mode, (u32)inode->i_mode);
	/* It was not looked for among the doors, which takes sleep: whoever may will do so. */
	KUNIT_EXPECT_EQ(test, sessmon_exe_roles(exe), 0U);
	KUNIT_EXPECT_EQ(test, exe->judged, 0U);
	KUNIT_EXPECT_EQ(test, fallbacks(test), before + 1);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

static void a_late_capture_without_memory_is_counted(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = PROGRAM, .argc = ARGC };
	u64 before = fallbacks(test);
	struct sessmon_exe *exe;
	bool failed;

	fault_begin(1);
	exe = sessmon_capture_late(&bprm);
	failed = fault_end();
	KUNIT_EXPECT_TRUE(test, failed);
	KUNIT_EXPECT_NULL(test, exe);
	KUNIT_EXPECT_EQ(test, fallbacks(test), before + 1);
	fput(bprm.file);
}

/* A policy with one rule: @path is a door. */
static struct sessmon_doors *door_at(struct kunit *test, const char *path, u32 generation)
{
	struct sessmon_rule rule = { path, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_REMOTE };
	struct sessmon_policy *policy = sessmon_policy_build(&rule, 1);
	struct sessmon_doors *doors;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	policy->generation = generation;
	doors = sessmon_doors_open(policy);
	KUNIT_ASSERT_NOT_NULL(test, doors);
	return doors;
}

static void forget(struct sessmon_doors *doors)
{
	const struct sessmon_policy *policy = doors->policy;

	sessmon_doors_close(doors);
	sessmon_policy_free((struct sessmon_policy *)policy);
}

/* Ask a policy of the generation for its role. */
static void expect_role(struct kunit *test, struct sessmon_exe *exe, const char *path,
			u32 generation, u32 roles)
{
	struct sessmon_doors *doors = door_at(test, path, generation);
	union sessmon_role role;

	sessmon_doors_judge(doors, exe);
	role = sessmon_exe_role(exe);
	KUNIT_EXPECT_EQ(test, (u32)role.roles, roles);
	KUNIT_EXPECT_EQ(test, (u32)role.entry_type,
			(u32)(roles ? SESSMON_ENTRY_REMOTE : SESSMON_ENTRY_UNKNOWN));
	KUNIT_EXPECT_EQ(test, role.generation, roles ? generation : 0);
	KUNIT_EXPECT_EQ(test, exe->judged, generation);
	forget(doors);
}

static void a_late_capture_is_given_its_role_later(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = PROGRAM };
	struct sessmon_exe *exe = sessmon_capture_late(&bprm);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	expect_role(test, exe, PROGRAM, 1, SESSMON_EXE_HOST_ACCESS);
	/* Its rule is unknown to another policy, and known again to the next one. */
	expect_role(test, exe, "/etc/none", 2, 0);
	expect_role(test, exe, PROGRAM, 3, SESSMON_EXE_HOST_ACCESS);
	/* The same question has the same answer again. */
	expect_role(test, exe, "/etc/none", 3, SESSMON_EXE_HOST_ACCESS);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

/* Executed before the policy came, whose file under the same path is another one. */
static void a_door_is_the_file_that_was_executed(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = PROGRAM };
	struct sessmon_exe *exe = sessmon_capture_late(&bprm);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	expect_role(test, exe, PROGRAM, 1, SESSMON_EXE_HOST_ACCESS);
	exe->file.inode++;
	expect_role(test, exe, PROGRAM, 2, SESSMON_EXE_HOST_ACCESS);
	exe->rule = 0;
	expect_role(test, exe, PROGRAM, 3, 0);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

static void a_file_of_many_names_is_a_door_by_one_of_them(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = "/bin/other" };
	struct sessmon_exe *exe = sessmon_capture_late(&bprm);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	expect_role(test, exe, PROGRAM, 1, 0);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

static void what_others_may_change_is_no_door(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .interp = PROGRAM };
	struct sessmon_exe *exe = sessmon_capture_late(&bprm);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	exe->mode |= 0002;
	expect_role(test, exe, PROGRAM, 1, 0);
	exe->mode &= ~0002;
	exe->uid = 1000;
	expect_role(test, exe, PROGRAM, 2, 0);
	exe->uid = 0;
	exe->flags |= SESSMON_EXE_OTHER_MNT_NS;
	expect_role(test, exe, PROGRAM, 3, 0);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_late_capture_names_the_file_and_says_what_is_missing),
	KUNIT_CASE(a_late_capture_without_memory_is_counted),
	KUNIT_CASE(a_late_capture_is_given_its_role_later),
	KUNIT_CASE(a_door_is_the_file_that_was_executed),
	KUNIT_CASE(a_file_of_many_names_is_a_door_by_one_of_them),
	KUNIT_CASE(what_others_may_change_is_no_door),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_capture",
	.test_cases = cases,
};
kunit_test_suite(suite);
