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
#include "record/warn.h"

/* What may wait for the disk: some seconds of a busy machine. */
#define QUEUE_BYTES (8u << 20)

/* Options that have no letter. */
enum {
	OPTION_KEEP = 256,
	OPTION_MAX_SIZE,
	OPTION_NO_RULES,
};

/* To write what waits, after a signal. */
#define GRACE_SECONDS 30

/**
 * struct asked - What was asked for.
 * @r: recorder
 * @warn: rules
 * @no_rules: none are asked
 */
struct asked {
	struct recorder r;
	struct warn warn;
	bool no_rules;
};

static int set_level(struct warn *w, const char *word)
{
	int level = rule_level_find(word);

	if (level < 0)
		return tool_usage(&verb_record, "unknown level %s", word);
	w->a.level = (enum rule_level)level;
	return TOOL_OK;
}

static int set_option(struct asked *asked, int c, char **argv)
{
	struct recorder *r = &asked->r;

	switch (c) {
	case 'r':
		ruleset_add(&asked->warn.rules, optarg);
		return TOOL_OK;
	case 'l':
		return set_level(&asked->warn, optarg);
	case OPTION_NO_RULES:
		asked->no_rules = true;
		return TOOL_OK;
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

static int parse(struct asked *asked, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "keep", required_argument, NULL, OPTION_KEEP },
		{ "max-size", required_argument, NULL, OPTION_MAX_SIZE },
		{ "rules", required_argument, NULL, 'r' },
		{ "no-rules", no_argument, NULL, OPTION_NO_RULES },
		{ "level", required_argument, NULL, 'l' },
		{ 0 },
	};
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":d:r:l:", options, NULL)) != -1)
		ret = set_option(asked, c, argv);
	if (!ret && asked->no_rules && asked->warn.rules.n)
		ret = tool_usage(&verb_record, "--rules and --no-rules are not both possible");
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

static int record(struct recorder *r)
{
	int ret, err = ending_watch();

	r->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (err || r->bell < 0)
		return fail(r, err ? err : -errno);
	ending_patience(GRACE_SECONDS);
	/* What one thread fills the other one frees: with a heap each, neither is ever empty. */
	mallopt(M_ARENA_MAX, 1);
	err = store_writer_open(r->folder, &r->store);
	if (err)
		return fail(r, err);
	ret = run(r);
	store_writer_close(r->store);
	return ret;
}

/* Rules that somebody named must be there; of the usual ones a wrong one hinders no recording. */
static int load_rules(struct asked *asked)
{
	bool named = asked->warn.rules.n;

	if (asked->no_rules)
		return TOOL_OK;
	if (warn_open(&asked->warn, named))
		asked->r.warn = &asked->warn;
	return named && !asked->r.warn ? TOOL_FAILED : TOOL_OK;
}

int record_main(int argc, char **argv)
{
	struct asked asked = { .r.folder = STORE_FOLDER, .warn.rules.verb = "record" };
	int ret = parse(&asked, argc, argv);

	if (!ret)
		ret = load_rules(&asked);
	if (!ret)
		ret = record(&asked.r);
	if (asked.r.warn)
		warn_close(&asked.warn);
	else
		ruleset_free(&asked.warn.rules);
	return ret;
}
