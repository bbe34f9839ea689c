// SPDX-License-Identifier: GPL-2.0-or-later
/* Batches filled and handed over; the table told when it must be, and not more often. */
#include "record/intake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/host.h"
#include "record/warn.h"

#ifndef SESSMON_VERSION
#define SESSMON_VERSION "unknown"
#endif

/* A batch that is not full waits so long for more. */
#define BATCH_AGE NS_PER_SECOND

/*
 * The table is told anew after a loss, but not for each of many: as soon as this, and each
 * time twice as long after the last time, unless it was not needed for that long.
 */
#define SOONEST NS_PER_SECOND
#define LATEST	(64 * NS_PER_SECOND)

/*
 * Events up to the number that the module names when it is asked come before a table that is
 * told anew.  They have left the module long before this: it lets none wait for longer than
 * some hundredths of a second.
 */
#define SETTLED (NS_PER_SECOND / 4)

/* The table waits for the disk: so much of it may be under way, and no longer than this. */
#define TABLE_BYTES    (1u << 20)
#define TABLE_PATIENCE 2000

static uint64_t now(void)
{
	return clock_now(CLOCK_MONOTONIC);
}

/* ---- batches ---- */

static void flush(struct intake *in)
{
	if (in->batch && !queue_push(&in->r->queue, in->batch))
		in->wrong = true;
	in->batch = NULL;
}

/* A record that is larger than any that the module has today gets a batch of its own. */
static void add(struct intake *in, enum packed_kind kind, const void *obj)
{
	size_t size = BATCH_BYTES;

	if (in->batch && batch_add(in->batch, kind, obj))
		return;
	flush(in);
	in->batch = batch_new(size);
	while (!batch_add(in->batch, kind, obj)) {
		free(in->batch);
		size *= 2;
		in->batch = batch_new(size);
	}
}

void intake_end(struct intake *in, enum store_end end)
{
	const struct leave l = { end, clock_now(CLOCK_REALTIME) };

	if (in->joined && in->r->warn)
		warn_end(in->r->warn);
	if (in->joined) {
		add(in, PACKED_LEAVE, &l);
		in->joined = false;
	}
	flush(in);
}

/* ---- the table ---- */

/* Nothing of it is dropped, so it waits: but not for ever, and then it is told another time. */
static int add_row(struct intake *in, enum packed_kind kind, const void *obj)
{
	const struct batch *before = in->batch;

	add(in, kind, obj);
	if (in->batch == before || queue_wait(&in->r->queue, TABLE_BYTES, TABLE_PATIENCE))
		return 0;
	return -ETIMEDOUT;
}

static int add_session(const struct sessmon_session *s, void *arg)
{
	struct intake *in = arg;

	if (in->r->warn)
		mirror_put_session(&in->r->warn->p.mirror, s);
	return add_row(arg, PACKED_SESSION, s);
}

static int add_process(const struct sessmon_process *p, void *arg)
{
	struct intake *in = arg;

	if (in->r->warn)
		mirror_put_process(&in->r->warn->p.mirror, p);
	return add_row(arg, PACKED_PROCESS, p);
}

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%.*s", (int)size - 1, from);
}

static struct store_run describe_run(const struct intake *in)
{
	const struct sessmon_info *info = sessmon_info(in->s);
	const struct host *host = host_identify(info);
	struct store_run run = {
		.hooks = info->hooks,
		.started = clock_now(CLOCK_REALTIME),
		.first_seq = in->as_of,
	};

	run.booted = run.started - clock_now(CLOCK_BOOTTIME);
	copy(run.boot_id, sizeof(run.boot_id), host->boot_id);
	copy(run.machine_id, sizeof(run.machine_id), host->machine_id);
	copy(run.host, sizeof(run.host), host->name);
	copy(run.kernel, sizeof(run.kernel), host->kernel);
	copy(run.module, sizeof(run.module), info->module_version);
	copy(run.program, sizeof(run.program), SESSMON_VERSION);
	return run;
}

static int tell_rows(struct intake *in)
{
	int err = sessmon_session_dump(in->s, add_session, in);

	return err ? err : sessmon_process_dump(in->s, add_process, in);
}

/*
 * What was read of the table before an error is of no use.  While the disk is not written to,
 * there is no place for it.
 */
static int tell_table(struct intake *in)
{
	struct joined joined = { 0 };
	struct store_run run;
	int err;

	in->asked = 0;
	in->wrong = true;
	flush(in);
	if (!queue_wait(&in->r->queue, TABLE_BYTES, TABLE_PATIENCE))
		return 0;
	intake_end(in, STORE_END_LOSS);
	if (in->r->warn)
		warn_table(in->r->warn, in->as_of);
	run = describe_run(in);
	add(in, PACKED_JOIN, &run);
	err = tell_rows(in);
	joined.whole = !err;
	add(in, PACKED_JOINED, &joined);
	flush(in);
	in->joined = !err;
	in->wrong = err != 0;
	return err == -SESSMON_E_NOT_LOADED ? err : 0;
}

static int ask_number(struct intake *in)
{
	struct sessmon_stats stats;
	int err = sessmon_stats_get(in->s, &stats);

	if (err)
		return err == -SESSMON_E_NOT_LOADED ? err : 0;
	in->asked = now();
	in->as_of = stats.last_seq;
	return 0;
}

/* When the table was told just now, and is wrong again, the next time waits longer. */
static void set_due(struct intake *in)
{
	uint64_t at = now();

	in->pause = at > in->due + in->pause ? SOONEST : in->pause * 2;
	in->pause = in->pause < LATEST ? in->pause : LATEST;
	in->due = at + in->pause;
}

/* When there is something to be done for the table; 0 if there is not. */
static uint64_t mending_at(const struct intake *in)
{
	if (!in->wrong)
		return 0;
	return in->asked ? in->asked + SETTLED : in->due;
}

static int mend(struct intake *in)
{
	uint64_t at = mending_at(in);

	if (!at || now() < at)
		return 0;
	if (!in->asked)
		return ask_number(in);
	set_due(in);
	return tell_table(in);
}

/* ---- the stream ---- */

static void add_record(void *arg, enum packed_kind kind, const void *obj)
{
	add(arg, kind, obj);
}

void intake_event(struct intake *in, const struct sessmon_event *e)
{
	/* A session that has ended is none of the writer's any more. */
	bool ends = e->type == SESSMON_EVENT_SESSION_END;

	if (!ends)
		add(in, PACKED_EVENT, e);
	if (in->r->warn)
		warn_event(in->r->warn, e);
	if (ends)
		add(in, PACKED_EVENT, e);
	in->wrong |= e->type == SESSMON_EVENT_LOST;
}

/* Join first, dump second: the other order would have a hole. */
int intake_begin(struct intake *in)
{
	int err = sessmon_subscribe_reliably(in->s, SESSMON_GROUP_ALL);

	in->joined = in->wrong = false;
	in->pause = SOONEST;
	in->due = now();
	if (in->r->warn) {
		in->r->warn->add = add_record;
		in->r->warn->arg = in;
		warn_begin(in->r->warn, in->s);
	}
	if (!err)
		err = ask_number(in);
	if (!err)
		err = tell_table(in);
	return err;
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
	return !a || (b && b < a) ? b : a;
}

uint64_t intake_due(const struct intake *in)
{
	uint64_t at = sooner(mending_at(in), in->batch ? in->batch->began + BATCH_AGE : 0);

	return in->r->warn ? sooner(at, warn_due(in->r->warn)) : at;
}

int intake_do(struct intake *in)
{
	if (in->r->warn)
		warn_do(in->r->warn);
	if (in->batch && now() - in->batch->began >= BATCH_AGE)
		flush(in);
	return mend(in);
}
