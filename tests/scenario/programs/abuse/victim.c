// SPDX-License-Identifier: GPL-2.0-only
/*
 * victim SECONDS: who only works: starts programs, one after the other, and says how many
 * they were; of the forks and then of all of it, median and 90 of 100 of the times, in us.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abuse.h"

#define MOST 100000

static uint64_t fork_took[MOST], all_took[MOST];

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* nothing: end at once. */
int nothing(char **argv)
{
	(void)argv;
	return 0;
}

static void work(size_t n)
{
	static char *const words[] = { "abuse", "nothing", NULL };
	uint64_t from = now();
	pid_t pid = (pid_t)must(fork());

	if (!pid) {
		execv("/proc/self/exe", words);
		_exit(1);
	}
	fork_took[n] = now() - from;
	must(waitpid(pid, NULL, 0));
	all_took[n] = now() - from;
}

static void say(uint64_t *took, size_t n, char behind)
{
	qsort(took, n, sizeof(took[0]), compare);
	printf("%llu %llu%c", (unsigned long long)took[n / 2] / 1000,
	       (unsigned long long)took[n * 9 / 10] / 1000, behind);
}

int victim(char **argv)
{
	uint64_t end = now() + (uint64_t)((argv[0] ? atof(argv[0]) : 1) * 1e9);
	size_t n = 0;

	while (n < MOST && (!n || now() < end))
		work(n++);
	printf("%zu ", n);
	say(fork_took, n, ' ');
	say(all_took, n, '\n');
	return 0;
}
