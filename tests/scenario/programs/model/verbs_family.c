// SPDX-License-Identifier: GPL-2.0-only
/* Whose child a process is, when its parent ends. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

/*
 * A child whose parent ends; returns in the grandparent when all is over. The parent is
 * reaped last, when the child's end has closed the gate: once the kernel frees a parent, the
 * module looks for its children again, and would find without its hook what the hook is for.
 */
static void orphan(void)
{
	struct gate over = gate_new();
	pid_t child = act_fork(0);

	if (!child) {
		pid_t parent = getpid();

		if (!act_fork(0)) {
			act_await_orphaned(parent);
			say("orphaned");
			act_exit(0);
		}
		act_exit(0);
	}
	gate_await_closed(&over);
	act_reap(child);
}

static int to_init(void)
{
	orphan();
	return 0;
}

static int to_subreaper(void)
{
	must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
	orphan();
	act_reap(-1);
	return 0;
}

/* The reaper ends as well: what it had adopted goes on to the next one. */
static int subreaper_dies(void)
{
	struct gate adopted = gate_new(), over = gate_new();
	pid_t reaper;

	must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
	reaper = act_fork(0);
	if (!reaper) {
		pid_t child, self = getpid();

		must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
		child = act_fork(0);
		if (!child) {
			pid_t parent = getpid();

			if (!act_fork(0)) {
				act_await_orphaned(parent);
				say("adopted");
				gate_open(&adopted);
				act_await_orphaned(self);
				say("adopted again");
				gate_open(&over);
				act_exit(0);
			}
			act_exit(0);
		}
		act_reap(child);
		gate_wait(&adopted);
		act_exit(0);
	}
	act_reap(reaper);
	gate_wait(&over);
	act_reap(-1);
	return 0;
}

/* A dead child nobody waited for changes hands too, and nobody cares. */
static int zombie_orphan(void)
{
	pid_t child;

	must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
	child = act_fork(0);
	if (!child) {
		pid_t inner = act_fork(0);

		if (!inner)
			act_exit(21);
		waitid(P_PID, (id_t)inner, NULL, WEXITED | WNOWAIT);
		act_exit(22);
	}
	act_reap(child);
	act_reap(-1);
	return 0;
}

static void *fork_in_thread(void *fds)
{
	if (!act_fork(0)) {
		gate_wait(fds);
		say("parent thread has ended");
		act_exit(0);
	}
	return NULL;
}

/* Another thread of the same process takes over: for processes nothing changes. */
static int to_sibling(void)
{
	struct gate ended = gate_new();

	act_thread(fork_in_thread, &ended);
	gate_open(&ended);
	act_reap(-1);
	return 0;
}

static int many_orphans(void)
{
	enum {
		MANY = 200
	};
	struct gate over = gate_new();
	pid_t child;

	must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
	child = act_fork(0);
	if (!child) {
		for (int i = 0; i < MANY; i++)
			if (!act_fork(0)) {
				gate_wait(&over);
				say("orphaned");
				act_exit(0);
			}
		act_exit(0);
	}
	act_reap(child);
	for (int i = 0; i < MANY; i++)
		gate_open(&over);
	for (int i = 0; i < MANY; i++)
		act_reap(-1);
	return 0;
}

static int hold_as_subreaper(void)
{
	must(say_result("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1)));
	act_hold();
	return 0;
}

const struct verb verbs_family[] = {
	{ "orphan", to_init },
	{ "orphan-subreaper", to_subreaper },
	{ "orphan-twice", subreaper_dies },
	{ "orphan-zombie", zombie_orphan },
	{ "orphan-sibling", to_sibling },
	{ "orphan-many", many_orphans },
	{ "subreaper-hold", hold_as_subreaper },
	{ 0 },
};
