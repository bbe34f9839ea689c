// SPDX-License-Identifier: GPL-2.0-only
/*
 * What costs one who does it less than it costs those who watch: without end, until
 * killed. Each says "ready" when it has begun.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "abuse.h"

#define STACK 16384

static int number(char **argv, int otherwise)
{
	return argv[0] ? atoi(argv[0]) : otherwise;
}

static pid_t clone_with(unsigned long flags)
{
	return (pid_t)must(syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));
}

/* Whatever becomes of us, what we made ends with us. */
static pid_t child(void)
{
	pid_t pid = clone_with(0);

	if (!pid)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

static void ready(void)
{
	puts("ready");
	fflush(stdout);
}

static void *sleep_in_thread(void *arg)
{
	pid_t *tid = arg;

	__atomic_store_n(tid, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	pause_for_ever();
	return NULL;
}

/* tracer [THREADS]: who traces all threads of a process ends; again and again. */
int flood_tracer(char **argv)
{
	int n = number(argv, 3000), ends[2];
	pid_t *tids = calloc(n, sizeof(*tids)), tracee, tracer;

	must(pipe(ends));
	tracee = child();
	if (!tracee) {
		for (int i = 0; i < n; i++) {
			start_thread(sleep_in_thread, &tids[i], STACK);
			while (!__atomic_load_n(&tids[i], __ATOMIC_ACQUIRE))
				sched_yield();
		}
		must(write(ends[1], tids, n * sizeof(*tids)));
		pause_for_ever();
	}
	for (size_t got = 0; got < n * sizeof(*tids);)
		got += must(read(ends[0], (char *)tids + got, n * sizeof(*tids) - got));
	ready();
	for (;;) {
		tracer = child();
		if (!tracer) {
			/* The newest first: the oldest is the first that its end unlinks. */
			for (int i = n; i--;)
				must(ptrace(PTRACE_SEIZE, tids[i], NULL, NULL));
			_exit(0);
		}
		waitpid(tracer, NULL, 0);
	}
}

static void *nothing_in_thread(void *arg)
{
	__atomic_store_n((int *)arg, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* zombies [CHILDREN]: threads of a process with many dead children end. */
int flood_zombies(char **argv)
{
	int n = number(argv, 2000), done;

	while (n--)
		if (!child())
			_exit(0);
	ready();
	for (;;) {
		done = 0;
		start_thread(nothing_in_thread, &done, STACK);
		while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE))
			sched_yield();
	}
}

/* orphans [CHILDREN]: a process with many living children ends; again and again. */
int flood_orphans(char **argv)
{
	int n = number(argv, 300);
	pid_t parent;

	ready();
	for (;;) {
		parent = child();
		if (!parent) {
			for (int i = 0; i < n; i++)
				if (!child())
					pause_for_ever();
			_exit(0);
		}
		waitpid(parent, NULL, 0);
	}
}

/* creds: one capability in a user namespace of his own, dropped and taken back. */
int flood_creds(char **argv)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct all[2], less[2];

	(void)argv;
	must(unshare(CLONE_NEWUSER));
	must(syscall(SYS_capget, &head, all));
	less[0] = all[0];
	less[1] = all[1];
	less[0].effective &= ~(1U << CAP_KILL);
	ready();
	for (;;) {
		syscall(SYS_capset, &head, less);
		syscall(SYS_capset, &head, all);
	}
}

/* tty: a controlling terminal, given up and taken again. */
int flood_tty(char **argv)
{
	int master, line;

	(void)argv;
	if (getpid() == getsid(0) || setsid() < 0) {
		pid_t pid = child();

		if (pid) {
			waitpid(pid, NULL, 0);
			return 1;
		}
		must(setsid());
	}
	signal(SIGHUP, SIG_IGN);
	signal(SIGCONT, SIG_IGN);
	master = (int)must(posix_openpt(O_RDWR | O_NOCTTY));
	must(grantpt(master));
	must(unlockpt(master));
	line = (int)must(open(ptsname(master), O_RDWR | O_NOCTTY));
	ready();
	for (;;) {
		must(ioctl(line, TIOCSCTTY, 0));
		must(ioctl(line, TIOCNOTTY));
	}
}

/* name: two names in turn. */
int flood_name(char **argv)
{
	(void)argv;
	ready();
	for (int i = 0;; i ^= 1)
		prctl(PR_SET_NAME, i ? "one" : "two");
}

/* namespaces: host names of his own, one after the other. */
int flood_namespaces(char **argv)
{
	(void)argv;
	must(unshare(CLONE_NEWUSER));
	ready();
	for (;;)
		must(unshare(CLONE_NEWUTS));
}

/* leader: who leads a session becomes the same program again, each time with 4 KiB of words. */
int flood_leader(char **argv)
{
	static char filler[4096];
	char *const words[] = { "abuse", "leader", filler, NULL };

	memset(filler, 'x', sizeof(filler) - 1);
	if (!argv[0]) {
		must(setsid() < 0 && getpid() != getsid(0) ? -1 : 0);
		ready();
	}
	must(execv("/proc/self/exe", words));
	return 1;
}

/* sessions [NUMBER]: one after the other, each of a process that does nothing else. */
int flood_sessions(char **argv)
{
	int left = number(argv, -1);
	pid_t pid;

	ready();
	while (left--) {
		pid = child();
		if (!pid) {
			must(setsid());
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	return 0;
}

/* containers: the same, each in a user and a pid namespace of its own. */
int flood_containers(char **argv)
{
	pid_t pid;

	(void)argv;
	ready();
	for (;;) {
		pid = clone_with(CLONE_NEWUSER | CLONE_NEWPID);
		if (!pid) {
			must(setsid());
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
}
