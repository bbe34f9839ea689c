// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon record: its options, and the two threads of which it is made. */
#include "record/record.h"

#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ending.h"
#include "base/number.h"
#include "cmd/past_start.h"
#include "record/notify.h"
#include "record/recorder.h"

/* What may wait for the disk: some seconds of a busy machine. */
#define QUEUE_BYTES (8u << 20)

/* Options that have no letter. */
enum {
	OPTION_KEEP = 256,
	OPTION_MAX_SIZE,
};

/* To write what waits, after a signal. */
#define GRACE_SECONDS 30

static int set_option(struct recorder *r, int c, char **argv)
{
	switch (c) {
	case 'd':
		r->folder = optarg;
		return TOOL_OK;
	case OPTION_KEEP:
		if (clock_parse_span(optarg, &r->keep.seconds) && r->keep.seconds)
			return TOOL_OK;
		return tool_usage(&verb_record, "%s is no length of time (30d, 2 weeks)", optarg);
	case OPTION_MAX_SIZE:
		if (number_parse_size(optarg, &r->keep.bytes) && r->keep.bytes)
			return TOOL_OK;
		return tool_usage(&verb_record, "%s is no number of bytes (500M, 2G)", optarg);
	default:
		return tool_bad_option(&verb_record, c, argv);
	}
}

static int parse(struct recorder *r, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "keep", required_argument, NULL, OPTION_KEEP },
		{ "max-size", required_argument, NULL, OPTION_MAX_SIZE },
		{ 0 },
	};
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":d:", options, NULL)) != -1)
		ret = set_option(r, c, argv);
	return ret ? ret : tool_no_arguments(&verb_record, argc, argv);
}

static void *run_writer(void *arg)
{
	recorder_write(arg);
	return NULL;
}

/* Signals are for the thread that polls. */
static int start_writer(struct recorder *r, pthread_t *writer)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(writer, NULL, run_writer, r);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

static int run(struct recorder *r)
{
	pthread_t writer;
	int ret;

	queue_init(&r->queue, QUEUE_BYTES);
	if (start_writer(r, &writer)) {
		fputs("sessmon record: no thread can be started\n", stderr);
		return TOOL_FAILED;
	}
	notify("READY=1");
	ret = recorder_receive(r);
	notify("STOPPING=1\nSTATUS=writing what was received");
	queue_end(&r->queue);
	pthread_join(writer, NULL);
	queue_free(&r->queue);
	return ret;
}

static int fail(const struct recorder *r, int err)
{
	fprintf(stderr, "sessmon record: %s: %s\n", r->folder, store_strerror(err));
	return TOOL_FAILED;
}

int record_main(int argc, char **argv)
{
	struct recorder r = { .folder = STORE_FOLDER };
	int ret = parse(&r, argc, argv), err;

	if (ret)
		return ret;
	err = ending_watch();
	r.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (err || r.bell < 0)
		return fail(&r, err ? err : -errno);
	ending_patience(GRACE_SECONDS);
	/* What one thread fills the other one frees: with a heap each, neither is ever empty. */
	mallopt(M_ARENA_MAX, 1);
	err = store_writer_open(r.folder, &r.store);
	if (err)
		return fail(&r, err);
	ret = run(&r);
	store_writer_close(r.store);
	return ret;
}
