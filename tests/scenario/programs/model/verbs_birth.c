// SPDX-License-Identifier: GPL-2.0-only
/* How processes come into the world. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

static int fork_and_reap(void)
{
	pid_t child = act_fork(0);

	if (!child)
		act_exit(7);
	act_reap(child);
	return 0;
}

/* The child shares our memory and stack until it executes: it must leave no trace. */
static int vfork_exec(void)
{
	static char *const argv[] = { "vforked", NULL };
	const char *path = self_path();
	pid_t child;

	unsetenv("MODEL");
	child = vfork();
	if (!child) {
		execv(path, argv);
		_exit(126);
	}
	act_reap(act_forked(CLONE_VM | CLONE_VFORK, (pid_t)must(child)));
	return 0;
}

static int vfork_exit(void)
{
	pid_t child = vfork();

	if (!child)
		_exit(9);
	act_reap(act_forked(CLONE_VM | CLONE_VFORK, (pid_t)must(child)));
	return 0;
}

/* The grandchild is our child, though our child makes it. */
static int clone_parent(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		if (!act_fork(CLONE_PARENT))
			act_exit(3);
		act_exit(2);
	}
	act_reap(child);
	act_reap(-1);
	return 0;
}

static int into_cgroup(void)
{
	int fd = (int)must(open(argument(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	struct clone_args args = { .flags = CLONE_INTO_CGROUP, .cgroup = (uint64_t)fd };
	pid_t child = act_clone(&args);

	if (!child) {
		act_hold();
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int set_tid(void)
{
	pid_t wanted = atoi(argument());
	struct clone_args args = { .set_tid = (uint64_t)(uintptr_t)&wanted, .set_tid_size = 1 };
	pid_t child = act_clone(&args);

	if (!child)
		act_exit(0);
	act_reap(child);
	return child == wanted ? 0 : 1;
}

static int tree(void)
{
	pid_t child[3];

	for (int i = 0; i < 3; i++) {
		child[i] = act_fork(0);
		if (!child[i])
			act_exit(fork_and_reap() + i);
	}
	for (int i = 0; i < 3; i++)
		act_reap(child[i]);
	return 0;
}

const struct verb verbs_birth[] = {
	{ "fork", fork_and_reap },
	{ "vfork-exec", vfork_exec },
	{ "vfork-exit", vfork_exit },
	{ "clone-parent", clone_parent },
	{ "into-cgroup", into_cgroup },
	{ "set-tid", set_tid },
	{ "tree", tree },
	{ 0 },
};
