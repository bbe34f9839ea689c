// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left of a program when its exec could not be captured in time. The captures
 * themselves need an exec: tests/vm has them.
 */
#include <kunit/test.h>
#include <linux/binfmts.h>
#include <linux/file.h>
#include <linux/fs.h>

#include "capture.h"
#include "exe.h"
#include "fault.h"
#include "observer.h"

#define ARGC 7

static u64 fallbacks(struct kunit *test)
{
	return observer_counters(test)->stat[SESSMON_STAT_CAPTURE_FALLBACK];
}

/* The program that the guest was started with. */
static struct file *open_program(struct kunit *test)
{
	struct file *file = filp_open("/init", O_RDONLY, 0);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	return file;
}

static void a_late_capture_names_the_file_and_says_what_is_missing(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .argc = ARGC };
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
	KUNIT_EXPECT_EQ(test, exe->inode, (u64)inode->i_ino);
	KUNIT_EXPECT_EQ(test, exe->dev, inode->i_sb->s_dev);
	KUNIT_EXPECT_EQ(test, exe->mode, (u32)inode->i_mode);
	/* It was not looked for among the doors: its name is not known. */
	KUNIT_EXPECT_EQ(test, sessmon_exe_roles(exe), 0U);
	KUNIT_EXPECT_EQ(test, fallbacks(test), before + 1);
	sessmon_exe_put(exe);
	fput(bprm.file);
}

static void a_late_capture_without_memory_is_counted(struct kunit *test)
{
	struct linux_binprm bprm = { .file = open_program(test), .argc = ARGC };
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

static struct kunit_case cases[] = {
	KUNIT_CASE(a_late_capture_names_the_file_and_says_what_is_missing),
	KUNIT_CASE(a_late_capture_without_memory_is_counted),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_capture",
	.test_cases = cases,
};
kunit_test_suite(suite);
