// SPDX-License-Identifier: GPL-2.0-only
/* Namespaces. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

static const struct {
	const char *name;
	int flag;
} kinds[] = {
	{ "cgroup", CLONE_NEWCGROUP }, { "ipc", CLONE_NEWIPC }, { "mnt", CLONE_NEWNS },
	{ "net", CLONE_NEWNET },       { "uts", CLONE_NEWUTS },
};

enum {
	KINDS = sizeof(kinds) / sizeof(*kinds)
};

static int unshare_each(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		for (int i = 0; i < KINDS; i++)
			must(say_result(kinds[i].name, unshare(kinds[i].flag)));
		must(say_result("all", unshare(CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET)));
		/* Neither is a namespace. */
		must(say_result("files", unshare(CLONE_FS | CLONE_FILES)));
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int open_ns(const char *kind)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	return (int)must(open(path, O_RDONLY | O_CLOEXEC));
}

/* Out and home again. */
static int setns_each(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		for (int i = 0; i < KINDS; i++) {
			int home = open_ns(kinds[i].name);

			must(say_result(kinds[i].name, unshare(kinds[i].flag)));
			must(say_result("setns", setns(home, kinds[i].flag)));
			close(home);
		}
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int clone_into(void)
{
	pid_t child = act_fork(CLONE_NEWUSER | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET);

	if (!child) {
		act_hold();
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static void deeper(int levels)
{
	pid_t child;

	if (!levels) {
		say("at the bottom");
		must(say_result("setsid", setsid()));
		act_hold();
		act_exit(0);
	}
	child = act_fork(CLONE_NEWPID);
	if (!child) {
		/* So that the numbers inside are not the same at each level. */
		for (int i = 0; i < levels; i++) {
			pid_t other = act_fork(0);

			if (!other)
				act_exit(0);
			act_reap(other);
		}
		child = act_fork(0);
		if (!child) {
			deeper(levels - 1);
			act_exit(0);
		}
		act_reap(child);
		act_exit(0);
	}
	act_reap(child);
}

static int pid_depth(void)
{
	deeper(3);
	return 0;
}

/* Unsharing says where the children will live; one moves in. */
static int pid_unshare(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		pid_t inner;

		must(say_result("unshare pid", unshare(CLONE_NEWPID)));
		inner = act_fork(0);
		if (!inner) {
			pid_t first = act_fork(0);

			if (!first) {
				pid_t parent = getpid();

				/* Its orphans go to the namespace's first process. */
				if (!act_fork(0)) {
					act_await_orphaned(parent);
					say("orphaned inside");
					act_exit(0);
				}
				act_exit(0);
			}
			act_reap(first);
			act_reap(-1);
			act_exit(0);
		}
		act_reap(inner);
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

/* When the first process of a namespace ends, the kernel kills all others. */
static int pid_init_dies(void)
{
	struct gate ready = gate_new();
	pid_t child = act_fork(CLONE_NEWPID);

	if (!child) {
		for (int i = 0; i < 3; i++)
			if (!act_fork(0)) {
				gate_open(&ready);
				pause();
			}
		for (int i = 0; i < 3; i++)
			gate_wait(&ready);
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int join_pid(void)
{
	struct gate over = gate_new(), ready = gate_new();
	pid_t first = act_fork(CLONE_NEWPID), child;

	if (!first) {
		gate_open(&ready);
		gate_wait(&over);
		act_exit(0);
	}
	gate_wait(&ready);
	child = act_fork(0);
	if (!child) {
		char path[64];
		pid_t inner;

		snprintf(path, sizeof(path), "/proc/%d/ns/pid", first);
		must(say_result("setns pid",
				setns((int)must(open(path, O_RDONLY | O_CLOEXEC)), CLONE_NEWPID)));
		inner = act_fork(0);
		if (!inner)
			act_exit(0);
		act_reap(inner);
		act_exit(0);
	}
	act_reap(child);
	gate_open(&over);
	act_reap(first);
	return 0;
}

enum {
	YEAR = 365 * 24 * 3600
};

/* Children believe that the machine has been up for a year longer. */
static int time_ns(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("unshare time", unshare(CLONE_NEWTIME)));
		write_file("/proc/self/timens_offsets", "boottime %d 0", YEAR);
		child = (pid_t)must(syscall(SYS_fork));
		if (!child) {
			say_time_offset = YEAR * 1000000000LL;
			say("born");
			must(say_result("setsid", setsid()));
			child = act_fork(0);
			if (!child)
				act_exit(0);
			act_reap(child);
			act_hold();
			act_exit(0);
		}
		act_reap(act_forked(0, child));
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

const struct verb verbs_ns[] = {
	{ "ns-unshare", unshare_each },
	{ "ns-setns", setns_each },
	{ "ns-clone", clone_into },
	{ "ns-pid-depth", pid_depth },
	{ "ns-pid-unshare", pid_unshare },
	{ "ns-pid-init-dies", pid_init_dies },
	{ "ns-pid-join", join_pid },
	{ "ns-time", time_ns },
	{ 0 },
};
