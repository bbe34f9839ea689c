// SPDX-License-Identifier: GPL-2.0-only
/* Sessions and process groups. */
#include <stdlib.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

static int new_session(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("setsid", setsid()));
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

/* A leader of a group cannot; and once it leads a session, not again. */
static int refused(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("setpgid", setpgid(0, 0)));
		if (say_result("setsid", setsid()) >= 0)
			return 1;
		if (!act_fork(0)) {
			must(say_result("setsid", setsid()));
			if (say_result("setsid", setsid()) >= 0)
				return 1;
			if (say_result("setpgid", setpgid(0, 0)) >= 0)
				return 1;
			act_exit(0);
		}
		act_reap(-1);
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static void *setsid_in_thread(void *unused)
{
	say_result("setsid", setsid());
	return unused;
}

static int by_thread(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		act_thread(setsid_in_thread, NULL);
		say("after");
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

/* A session in a session; the inner one outlives the outer one's leader. */
static int nested(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		pid_t inner;

		must(say_result("setsid", setsid()));
		inner = act_fork(0);
		if (!inner) {
			must(say_result("setsid", setsid()));
			act_exit(0);
		}
		act_reap(inner);
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int group_by_self(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("setpgid", setpgid(0, 0)));
		/* Nothing changes the second time. */
		must(say_result("setpgid", setpgid(0, 0)));
		/* And back. */
		must(say_result("setpgid", setpgid(0, getpgid(getppid()))));
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int group_by_parent(void)
{
	struct gate done = gate_new();
	pid_t child = act_fork(0);

	if (!child) {
		gate_wait(&done);
		say("moved");
		act_exit(0);
	}
	must(say_result("setpgid of the child", setpgid(child, child)));
	gate_open(&done);
	act_reap(child);
	return 0;
}

/* Parent and child both do it, as in every shell: neither knows who comes first. */
static int group_race(void)
{
	for (int i = 0; i < 20; i++) {
		struct gate done = gate_new();
		pid_t child = (pid_t)must(fork());

		if (!child) {
			setpgid(0, 0);
			say("born");
			gate_wait(&done);
			act_exit(0);
		}
		setpgid(child, child);
		act_forked(0, child);
		gate_open(&done);
		act_reap(child);
		close(done.fds[0]);
		close(done.fds[1]);
	}
	return 0;
}

static int group_refused(void)
{
	struct gate ready = gate_new(), done = gate_new();
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("setsid", setsid()));
		gate_open(&ready);
		gate_wait(&done);
		act_exit(0);
	}
	gate_wait(&ready);
	/* Another session's; no such process; no such group. */
	say_result("setpgid of the child", setpgid(child, getpid()));
	say_result("setpgid of nobody", setpgid(999999999, 0));
	say_result("setpgid to nowhere", setpgid(0, 999999999));
	gate_open(&done);
	act_reap(child);
	return 0;
}

/* Its number stays the group's while there are members. */
static int group_outlives_leader(void)
{
	struct gate ready = gate_new(), joined = gate_new(), gone = gate_new();
	pid_t leader = act_fork(0), member;

	if (!leader) {
		must(say_result("setpgid", setpgid(0, 0)));
		gate_open(&ready);
		gate_wait(&joined);
		act_exit(0);
	}
	gate_wait(&ready);
	member = act_fork(0);
	if (!member) {
		must(say_result("setpgid", setpgid(0, leader)));
		gate_open(&joined);
		gate_wait(&gone);
		say("alone in the group");
		if (!act_fork(0))
			act_exit(0);
		act_reap(-1);
		act_exit(0);
	}
	act_reap(leader);
	gate_open(&gone);
	act_reap(member);
	return 0;
}

const struct verb verbs_session[] = {
	{ "setsid", new_session },
	{ "setsid-refused", refused },
	{ "setsid-thread", by_thread },
	{ "setsid-nested", nested },
	{ "setpgid-self", group_by_self },
	{ "setpgid-parent", group_by_parent },
	{ "setpgid-race", group_race },
	{ "setpgid-refused", group_refused },
	{ "group-leader-exits", group_outlives_leader },
	{ 0 },
};
