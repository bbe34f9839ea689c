// SPDX-License-Identifier: GPL-2.0-only
/*
 * reader [-s] [-t] COUNTER: read every event through libsessmon, decoded, arguments
 * included, and keep how many there were in the file COUNTER as a 64-bit number,
 * followed by those that were lost. -s: of the session group only. -t: on SIGTERM
 * say how long events took to arrive. reader -d: dump all processes and leave.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sessmon.h"

#define MAX_SAMPLES 1000000

struct reader {
	volatile uint64_t *shared;
	uint64_t args;
	uint32_t *latency;
	size_t n;
};

static volatile sig_atomic_t stopped;

static void on_term(int sig)
{
	(void)sig;
	stopped = 1;
}

static void count_args(struct reader *r, const struct sessmon_str *args)
{
	uint32_t i;

	for (i = 0; i < args->len; i++)
		r->args += !args->data[i];
}

static int take(const struct sessmon_event *e, void *arg)
{
	struct reader *r = arg;

	if (e->type == SESSMON_EVENT_LOST) {
		r->shared[1] += e->loss.count;
		return 0;
	}
	r->shared[0]++;
	if (sessmon_has(&e->process, SESSMON_A_PROCESS_EXE))
		count_args(r, &e->process.exe.args);
	if (r->latency && r->n < MAX_SAMPLES)
		r->latency[r->n++] = (uint32_t)((e->received - e->realtime) / 1000);
	return 0;
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void say_latency(struct reader *r)
{
	static const double at[] = { 0.5, 0.9, 0.99, 0.999 };
	size_t i;

	if (!r->n)
		return;
	qsort(r->latency, r->n, sizeof(*r->latency), by_value);
	printf("latency us");
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		printf(" p%g %" PRIu32, at[i] * 100, r->latency[(size_t)(at[i] * (double)r->n)]);
	printf(" max %" PRIu32 "\n", r->latency[r->n - 1]);
}

static int open_counter(struct reader *r, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || ftruncate(fd, 4096))
		return -1;
	r->shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return r->shared == MAP_FAILED ? -1 : 0;
}

static int take_process(const struct sessmon_process *p, void *arg)
{
	struct reader *r = arg;

	count_args(r, &p->exe.args);
	r->n++;
	return 0;
}

static int dump(struct sessmon *s, struct reader *r)
{
	int err = sessmon_process_dump(s, take_process, r);

	printf("%zu processes\n", r->n);
	return err;
}

static int follow(struct sessmon *s, struct reader *r)
{
	int err = 0;

	while (!stopped && (err >= 0 || err == -EINTR))
		err = sessmon_receive(s, -1, take, r);
	return stopped ? 0 : err;
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_term };
	unsigned int groups = SESSMON_GROUP_ALL;
	struct reader r = { 0 };
	bool only_dump = false;
	struct sessmon *s;
	int c, err;

	while ((c = getopt(argc, argv, "dst")) != -1)
		if (c == 'd')
			only_dump = true;
		else if (c == 's')
			groups = SESSMON_GROUP_SESSION;
		else if (c == 't')
			r.latency = calloc(MAX_SAMPLES, sizeof(*r.latency));
		else
			return 2;
	if (!only_dump && (optind + 1 != argc || open_counter(&r, argv[optind])))
		return 2;
	sigaction(SIGTERM, &sa, NULL);
	err = sessmon_open(&s);
	if (!err && only_dump)
		err = dump(s, &r);
	else if (!err)
		err = sessmon_subscribe(s, groups) ?: follow(s, &r);
	if (err)
		fprintf(stderr, "reader: %s\n", sessmon_strerror(err));
	if (r.latency)
		say_latency(&r);
	sessmon_close(s);
	return err != 0;
}
