// SPDX-License-Identifier: GPL-2.0-only
/*
 * The program of a process: lifetime of struct sessmon_exe.
 */
#include "policy/exe.h"

#include <linux/atomic.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "counters.h"

static atomic_long_t live = ATOMIC_LONG_INIT(0);

/**
 * sessmon_exe_get() - take another reference
 * @exe: NULL, or an object that the caller holds or reads under its holder's lock
 *
 * Context: any.
 * Return: @exe.
 */
struct sessmon_exe *sessmon_exe_get(struct sessmon_exe *exe)
{
	if (exe)
		refcount_inc(&exe->ref);
	return exe;
}

/**
 * sessmon_exe_put() - give a reference back
 * @exe: NULL or an object the caller holds
 *
 * Context: any; frees without sleeping.
 */
void sessmon_exe_put(struct sessmon_exe *exe)
{
	if (exe && refcount_dec_and_test(&exe->ref)) {
		atomic_long_dec(&live);
		kfree(exe);
	}
}

/**
 * sessmon_exe_alloc() - a fresh object with room for its strings
 * @data_len: bytes of strings
 * @gfp: how to allocate; may be GFP_ATOMIC
 *
 * The object is charged to the allocating task's memory cgroup where @gfp says
 * so: a user who makes the kernel keep long arguments pays for them.
 *
 * Context: as @gfp.
 * Return: an object with one reference and zeroed facts, or NULL, counted.
 */
struct sessmon_exe *sessmon_exe_alloc(size_t data_len, gfp_t gfp)
{
	struct sessmon_exe *exe = kmalloc(struct_size(exe, data, data_len), gfp | __GFP_NOWARN);

	if (!exe) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return NULL;
	}
	memset(exe, 0, sizeof(*exe));
	refcount_set(&exe->ref, 1);
	atomic_long_inc(&live);
	return exe;
}

/**
 * sessmon_exe_live() - objects that somebody still refers to
 *
 * Context: any.
 * Return: how many.
 */
u64 sessmon_exe_live(void)
{
	return atomic_long_read(&live);
}
