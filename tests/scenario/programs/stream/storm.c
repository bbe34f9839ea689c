// SPDX-License-Identifier: GPL-2.0-only
/*
 * storm ROUNDS WORKERS: each worker forks and waits, as long as standard input is open at
 * its other end, and ROUNDS times after that; the child executes a program, and now and
 * then begins a session or changes its user first. Now and then the worker moves children
 * that sleep between groups, faster than anybody can follow, just before it forks: many,
 * because each may be told of so often and no more.
 */
#include <sys/prctl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

#define SLEEPERS 16

static void child(int i)
{
	if (i % 8 == 0)
		setsid();
	if (i % 8 == 4 && setresuid(1000, 1000, 1000))
		_exit(1);
	if (i % 3)
		execl("/proc/self/exe", "stream", "nothing", NULL);
	_exit(0);
}

static pid_t sleepers[SLEEPERS];

static void begin_sleepers(void)
{
	int i;

	for (i = 0; i < SLEEPERS; i++) {
		sleepers[i] = fork();
		if (!sleepers[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			pause();
			_exit(0);
		}
	}
}

static void end_sleepers(void)
{
	int i;

	for (i = 0; i < SLEEPERS; i++) {
		kill(sleepers[i], SIGKILL);
		waitpid(sleepers[i], NULL, 0);
	}
}

static void burst(void)
{
	int i, round;

	for (round = 0; round < 26; round++)
		for (i = 0; i < SLEEPERS; i++)
			setpgid(sleepers[i], round & 1 ? getpgrp() : 0);
}

/* The watcher of the storm has not let it go yet. */
static int held(void)
{
	struct pollfd watcher = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&watcher, 1, 0) == 0;
}

static void worker(int rounds)
{
	int i, last = 0;

	begin_sleepers();
	for (i = 0; last < rounds; i++) {
		pid_t pid;

		if (last || !held())
			last++;
		if (i % 16 == 15)
			burst();
		pid = fork();
		if (!pid)
			child(i);
		if (pid > 0)
			waitpid(pid, NULL, 0);
	}
	end_sleepers();
}

int verb_storm(int argc, char **argv)
{
	int i, rounds = argc > 1 ? atoi(argv[1]) : 100, workers = argc > 2 ? atoi(argv[2]) : 1;

	for (i = 0; i < workers; i++) {
		if (!fork()) {
			worker(rounds);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
