// SPDX-License-Identifier: GPL-2.0-only
/*
 * crowd COUNT [ARGUMENT...]: so many children that sleep until we end, every other one
 * in a session of its own. With arguments each executes us as "wait ARGUMENT...". Says
 * their numbers when they are there.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "wire.h"

int verb_wait(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (;;)
		pause();
}

static void child(int i, char **argv)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (i & 1)
		setsid();
	if (argv[2]) {
		argv[1] = (char *)"wait";
		execv("/proc/self/exe", argv);
	}
	verb_wait(0, NULL);
}

int verb_crowd(int argc, char **argv)
{
	int i, count = argc > 1 ? atoi(argv[1]) : 1;

	for (i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (!pid)
			child(i, argv - 1);
		printf("%d ", pid);
		/* Each child would have a copy of what is in the buffer. */
		fflush(stdout);
	}
	sleep(2);
	printf("\n");
	fflush(stdout);
	return verb_wait(0, NULL);
}
