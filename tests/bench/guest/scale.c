// SPDX-License-Identifier: GPL-2.0-only
/*
 * scale [-s] N READY: make N processes that do nothing, then create the file READY. With
 * -s each of them is a session. They share one address space, so that a process costs
 * little more than what the kernel needs for it.
 *
 * SIGTERM ends them. Nobody waits for them: a wait looks through the children that are
 * still alive, which for each of a hundred thousand takes the better part of an hour. They
 * also end when this process is killed.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define STACK 1024

static bool sessions;
static volatile int up;

static int idle(void *arg)
{
	(void)arg;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (sessions)
		setsid();
	__atomic_add_fetch(&up, 1, __ATOMIC_SEQ_CST);
	while (pause())
		;
	return 0;
}

static void end_all(const pid_t *pids, long n)
{
	long i;

	signal(SIGCHLD, SIG_IGN);
	for (i = 0; i < n; i++)
		kill(pids[i], SIGKILL);
}

int main(int argc, char **argv)
{
	sigset_t term;
	char *stacks;
	pid_t *pids;
	int sig;
	long n, i;

	while (getopt(argc, argv, "s") == 's')
		sessions = true;
	if (optind + 2 != argc)
		return 2;
	n = atol(argv[optind]);
	stacks = mmap(NULL, n * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pids = calloc(n, sizeof(*pids));
	if (stacks == MAP_FAILED || !pids)
		return 1;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	for (i = 0; i < n; i++) {
		pids[i] = clone(idle, stacks + (i + 1) * STACK,
				CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, NULL);
		if (pids[i] < 0) {
			perror("clone");
			return 1;
		}
	}
	while (up < n)
		usleep(1000);
	close(open(argv[optind + 1], O_CREAT | O_WRONLY, 0600));
	sigwait(&term, &sig);
	end_all(pids, n);
	pause();
	return 0;
}
