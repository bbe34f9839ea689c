// SPDX-License-Identifier: GPL-2.0-only
/* How processes end. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

static int by_code(void)
{
	static const int codes[] = { 0, 1, 2, 42, 126, 127, 128, 255 };

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		pid_t child = act_fork(0);

		if (!child)
			act_exit(codes[i]);
		act_reap(child);
	}
	return 0;
}

/* All that end a process by default; with and without a core, where there is one. */
static int by_signal(void)
{
	struct rlimit limit = { 0, 0 };

	if (*argument())
		limit.rlim_cur = limit.rlim_max = RLIM_INFINITY;
	must(setrlimit(RLIMIT_CORE, &limit));
	for (int sig = 1; sig <= SIGRTMAX; sig++) {
		pid_t child;

		if (sig == SIGCHLD || sig == SIGCONT || sig == SIGURG || sig == SIGWINCH ||
		    sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU ||
		    (sig > SIGSYS && sig < SIGRTMAX))
			continue;
		child = act_fork(0);
		if (!child) {
			syscall(SYS_kill, getpid(), sig);
			act_exit(126);
		}
		act_reap(child);
	}
	return 0;
}

/* What /proc says of a process is its first thread's state. */
static bool first_thread_is_gone(void)
{
	char text[1024], *end;

	slurp("/proc/self/stat", text, sizeof(text));
	end = strrchr(text, ')');
	return end && !strncmp(end, ") Z", 3);
}

static void *outlive(void *arg)
{
	while (!first_thread_is_gone())
		usleep(5000);
	say("second thread");
	if (arg)
		act_exit(5);
	/* Only this thread ends, and with it the process. */
	syscall(SYS_exit, 6);
	return NULL;
}

static int leader_first(bool group)
{
	pid_t child = act_fork(0);
	pthread_t thread;

	if (!child) {
		pthread_create(&thread, NULL, outlive, group ? "" : NULL);
		say("leader goes");
		syscall(SYS_exit, 3);
	}
	act_reap(child);
	return 0;
}

static int leader_first_group(void)
{
	return leader_first(true);
}

static int leader_first_alone(void)
{
	return leader_first(false);
}

static void *spin(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static int with_threads(void)
{
	pid_t child = act_fork(0);
	pthread_t thread;

	if (!child) {
		for (int i = 0; i < 4; i++)
			pthread_create(&thread, NULL, spin, NULL);
		if (*argument())
			syscall(SYS_kill, getpid(), SIGKILL);
		act_exit(4);
	}
	act_reap(child);
	return 0;
}

/* Nobody waits for it until the test has looked. */
static int zombie(void)
{
	pid_t child = act_fork(0);

	if (!child)
		act_exit(11);
	waitid(P_PID, (id_t)child, NULL, WEXITED | WNOWAIT);
	act_hold();
	act_reap(child);
	return 0;
}

/* The kernel reaps for a parent that does not care. */
static int autoreap(void)
{
	signal(SIGCHLD, SIG_IGN);
	if (!act_fork(0))
		act_exit(12);
	while (waitpid(-1, NULL, 0) > 0)
		;
	say("nothing to reap");
	return 0;
}

const struct verb verbs_end[] = {
	{ "exit-codes", by_code },
	{ "exit-signals", by_signal },
	{ "exit-leader-group", leader_first_group },
	{ "exit-leader-alone", leader_first_alone },
	{ "exit-threads", with_threads },
	{ "exit-zombie", zombie },
	{ "exit-autoreap", autoreap },
	{ 0 },
};
