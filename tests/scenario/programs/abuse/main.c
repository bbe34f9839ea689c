// SPDX-License-Identifier: GPL-2.0-only
/*
 * abuse COMMAND [ARGUMENT...]: what an ordinary user may do to a machine.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "abuse.h"

long must_(long result, const char *call, const char *file, int line)
{
	if (result < 0) {
		fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, strerror(errno));
		_exit(2);
	}
	return result;
}

uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

void pause_for_ever(void)
{
	for (;;)
		pause();
}

void start_thread(void *(*body)(void *), void *arg, size_t stack)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, stack);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	errno = pthread_create(&thread, &attr, body, arg);
	must(errno ? -1 : 0);
	pthread_attr_destroy(&attr);
}

/* pause: be there. */
static int only_pause(char **argv)
{
	(void)argv;
	pause_for_ever();
	return 0;
}

static const struct {
	const char *name;
	int (*run)(char **argv);
} commands[] = {
	{ "containers", flood_containers },
	{ "creds", flood_creds },
	{ "leader", flood_leader },
	{ "name", flood_name },
	{ "namespaces", flood_namespaces },
	{ "nothing", nothing },
	{ "orphans", flood_orphans },
	{ "pause", only_pause },
	{ "sessions", flood_sessions },
	{ "tracer", flood_tracer },
	{ "traced", threads_in_ways },
	{ "tty", flood_tty },
	{ "victim", victim },
	{ "zombies", flood_zombies },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argv + 2);
	fprintf(stderr, "usage: abuse COMMAND [ARGUMENT...]\n");
	return 2;
}
