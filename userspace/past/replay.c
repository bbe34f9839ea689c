// SPDX-License-Identifier: GPL-2.0-or-later
/* Day after day, run after run: a run begins with the table as it was, which events change. */
#include "past/replay.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "past/runs.h"

/* What is written may be so much older than what was written before. */
#define SLACK (10 * NS_PER_SECOND)

static int take(const struct sessmon_event *e, void *arg)
{
	struct replay *p = arg;

	if (e->seq && e->seq <= p->seq)
		return 0;
	p->seq = e->seq ? e->seq : p->seq;
	if (e->realtime > p->since + SLACK)
		p->since = e->realtime - SLACK;
	mirror_apply(p->m, e);
	p->ended = p->take(e, p->arg);
	mirror_retire(p->m, e);
	return p->ended;
}

/* From where a run is told, or told on. */
static int begin_run(struct replay *p, const struct store_run *run, uint64_t since)
{
	int err;

	p->run = *run;
	p->seq = 0;
	p->since = since;
	mirror_free(p->m);
	err = store_read_table(p->r, since, p->m, NULL);
	/* What was lost then can only be told as it comes. */
	return err == -ENOENT ? 0 : err;
}

static int tell_run(struct replay *p, uint64_t until)
{
	const struct store_window w = { p->since, until };
	int err;

	runs_tell_of(&p->run, p->run.seen);
	err = store_read_events(p->r, &w, take, p);
	if (p->run_over)
		p->run_over(p->arg);
	return err;
}

/* Runs that are new, and the one that was told of last, which may have gone on. */
static int tell_runs(struct replay *p, const struct store_day *day, const struct runs *runs)
{
	const struct store_window *asked = &p->q->window;
	const struct store_run *run;
	uint64_t since, until;
	unsigned int i;
	int err = 0;

	for (i = 0; i < runs->n && !err; i++) {
		run = &runs->list[i];
		if (day->from < p->day || (day->from == p->day && run->id < p->run.id))
			continue;
		since = asked->since > run->started ? asked->since : run->started;
		until = i + 1 < runs->n ? runs->list[i + 1].started : 0;
		if (until <= since)
			until = 0;
		if (asked->until && (!until || asked->until < until))
			until = asked->until;
		if (!question_is_boot(p->q, run->boot_id) || (until && until <= since))
			continue;
		if (day->from != p->day || run->id != p->run.id)
			err = begin_run(p, run, since);
		p->day = day->from;
		if (!err)
			err = tell_run(p, until);
	}
	return err;
}

static void tell_day(struct replay *p, const struct store_day *day)
{
	struct runs runs;
	int err;

	p->r = question_open(p->q, day);
	if (!p->r)
		return;
	err = runs_fetch(&runs, p->r);
	if (!err)
		err = tell_runs(p, day, &runs);
	if (err < 0)
		question_complain(p->q, day->name, err);
	runs_free(&runs);
	store_reader_close(p->r);
	if (p->day_over)
		p->day_over(p->arg);
}

/* Days that are over are told once. */
void replay_all(struct replay *p)
{
	struct store_day *days;
	unsigned int n = question_days(p->q, &days);

	while (n-- && !p->ended)
		if (days[n].from >= p->day)
			tell_day(p, &days[n]);
	free(days);
}

struct store_reader *replay_newest(struct question *q, struct store_run *run, uint64_t *day)
{
	struct store_reader *r = NULL;
	struct store_day *days;
	struct runs runs = { 0 };

	if (question_days(q, &days))
		r = question_open(q, &days[0]);
	if (r && (runs_fetch(&runs, r) || !runs.n)) {
		store_reader_close(r);
		r = NULL;
	}
	if (r) {
		*run = runs.list[runs.n - 1];
		*day = days[0].from;
	}
	runs_free(&runs);
	free(days);
	return r;
}

void replay_begin_now(struct replay *p, uint64_t started, uint64_t seq)
{
	struct store_run run;
	uint64_t day;

	p->r = replay_newest(p->q, &run, &day);
	if (!p->r)
		return;
	p->day = day;
	if (begin_run(p, &run, run.seen))
		p->q->failed = true;
	p->seq = started == run.started ? seq : run.last_seq;
	p->since = run.seen > SLACK ? run.seen - SLACK : 0;
	store_reader_close(p->r);
}
