// SPDX-License-Identifier: GPL-2.0-only
/*
 * scale [-s] N READY: make N processes that do nothing until this one is killed, then
 * create the file READY. With -s each of them is a session. They share one address
 * space, so that a process costs little more than what the kernel needs for it.
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

int main(int argc, char **argv)
{
	char *stacks;
	long n, i;

	while (getopt(argc, argv, "s") == 's')
		sessions = true;
	if (optind + 2 != argc)
		return 2;
	n = atol(argv[optind]);
	stacks = mmap(NULL, n * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stacks == MAP_FAILED)
		return 1;
	for (i = 0; i < n; i++)
		if (clone(idle, stacks + (i + 1) * STACK,
			  CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, NULL) < 0) {
			perror("clone");
			return 1;
		}
	while (up < n)
		usleep(1000);
	close(open(argv[optind + 1], O_CREAT | O_WRONLY, 0600));
	pause();
	return 0;
}
