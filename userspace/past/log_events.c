// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs by the events that told of them: the table as it was, and what happened since, as
 * monitor joins the two.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/ending.h"
#include "base/out.h"
#include "mirror/row.h"
#include "past/log.h"
#include "past/within.h"

/* How often we look whether more was written: the recorder commits once a second. */
#define LOOK_MS 500

/* What is written may be so much older than what was written before. */
#define SLACK (10 * NS_PER_SECOND)

/**
 * struct follower - What is known while events are told.
 * @l: log
 * @r: file that is read
 * @day: of that file
 * @run: run that is told of
 * @since: events of it that are older were told of
 * @seq: number of the last event that was told
 * @lines: programs of this look, of which the end may come in it, too
 * @n_lines: entries of @lines
 */
struct follower {
	struct log *l;
	struct store_reader *r;
	struct store_run run;
	uint64_t day, since, seq;
	struct line {
		struct store_program p;
		struct process_row *row;
	} * lines;
	unsigned int n_lines;
};

static bool is_failure(const struct sessmon_event *e)
{
	return e->type == SESSMON_EVENT_EXIT &&
	       (e->exit_code || sessmon_has(e, SESSMON_A_EVENT_EXIT_SIGNAL));
}

static bool is_wanted(struct log *l, const struct sessmon_event *e)
{
	const struct sessmon_process *p;

	if (filter_about_stream(e))
		return e->type == SESSMON_EVENT_LOST;
	if (e->type != SESSMON_EVENT_FORK && e->type != SESSMON_EVENT_EXEC &&
	    e->type != SESSMON_EVENT_EXIT)
		return false;
	if (l->failed && !is_failure(e))
		return false;
	p = mirror_process(&l->p.mirror, &e->process.key);
	return p && log_wants_exe(&p->exe, l) &&
	       log_wants_process(l, p, mirror_session(&l->p.mirror, &p->session));
}

/* Programs of this look are few: it is a second's. */
static struct line *line_of(struct follower *f, const struct sessmon_key *key)
{
	unsigned int i;

	for (i = f->n_lines; i--;)
		if (f->lines[i].p.p.key.id == key->id && f->lines[i].p.p.key.start == key->start)
			return &f->lines[i];
	return NULL;
}

static struct line *add_line(struct follower *f, const struct sessmon_event *e, uint64_t at)
{
	const struct sessmon_process *p = mirror_process(&f->l->p.mirror, &e->process.key);
	struct line *line;

	f->lines = xmore(f->lines, f->n_lines + 1ULL, sizeof(*f->lines));
	line = &f->lines[f->n_lines++];
	*line = (struct line){ .row = xalloc(1, sizeof(*line->row)) };
	line->row->p.key = p->key;
	process_row_set(line->row, p, NULL);
	line->p.p = line->row->p;
	line->p.at = at;
	return line;
}

static void end_line(struct line *line, const struct sessmon_event *e)
{
	line->p.until = e->realtime;
	line->p.ended = e->type == SESSMON_EVENT_EXIT;
	line->p.replaced = !line->p.ended;
	line->p.exit_code = e->exit_code;
	line->p.exit_signal = sessmon_has(e, SESSMON_A_EVENT_EXIT_SIGNAL) ? e->exit_signal : 0;
}

static void note_line(struct follower *f, const struct sessmon_event *e)
{
	struct line *line = line_of(f, &e->process.key);

	if (line && !line->p.until &&
	    (e->type == SESSMON_EVENT_EXEC || e->type == SESSMON_EVENT_EXIT))
		end_line(line, e);
	if (!is_wanted(f->l, e) || filter_about_stream(e))
		return;
	if (f->l->failed)
		end_line(add_line(f, e, e->realtime - e->lifetime), e);
	else if (e->type == SESSMON_EVENT_EXEC)
		add_line(f, e, e->realtime);
}

static void put_lines(struct follower *f)
{
	struct log *l = f->l;
	unsigned int i;

	for (i = 0; i < f->n_lines; i++) {
		log_put_line(l, &f->lines[i].p,
			     mirror_session(&l->p.mirror, &f->lines[i].p.p.session));
		l->good = printer_end_line(&l->p) && l->good;
		process_row_free(f->lines[i].row);
	}
	f->n_lines = 0;
}

static int take(const struct sessmon_event *e, void *arg)
{
	struct follower *f = arg;
	struct log *l = f->l;

	if (e->seq && e->seq <= f->seq)
		return 0;
	f->seq = e->seq ? e->seq : f->seq;
	if (e->realtime > f->since + SLACK)
		f->since = e->realtime - SLACK;
	mirror_apply(&l->p.mirror, e);
	if (!l->q.view.json)
		note_line(f, e);
	else if (is_wanted(l, e))
		l->good = print_event_json(&l->p, e);
	mirror_retire(&l->p.mirror, e);
	return !l->good;
}

/* From where a run is told, or told on. */
static int begin_run(struct follower *f, const struct store_run *run, uint64_t since)
{
	int err;

	f->run = *run;
	f->seq = 0;
	f->since = since;
	mirror_free(&f->l->p.mirror);
	err = store_read_table(f->r, since, &f->l->p.mirror, NULL);
	/* What was lost then can only be told as it comes. */
	return err == -ENOENT ? 0 : err;
}

static int tell_run(struct follower *f, uint64_t until)
{
	const struct store_window w = { f->since, until };

	runs_tell_of(&f->run, f->run.seen);
	return store_read_events(f->r, &w, take, f);
}

/* Runs that are new, and the one that was told of last, which may have gone on. */
static int tell_runs(struct follower *f, const struct store_day *day, const struct runs *runs)
{
	const struct store_window *asked = &f->l->q.window;
	const struct store_run *run;
	uint64_t since, until;
	unsigned int i;
	int err = 0;

	for (i = 0; i < runs->n && !err; i++) {
		run = &runs->list[i];
		if (day->from < f->day || (day->from == f->day && run->id < f->run.id))
			continue;
		since = asked->since > run->started ? asked->since : run->started;
		until = i + 1 < runs->n ? runs->list[i + 1].started : 0;
		if (until <= since)
			until = 0;
		if (asked->until && (!until || asked->until < until))
			until = asked->until;
		if (!question_is_boot(&f->l->q, run->boot_id) || (until && until <= since))
			continue;
		if (day->from != f->day || run->id != f->run.id)
			err = begin_run(f, run, since);
		f->day = day->from;
		if (!err)
			err = tell_run(f, until);
	}
	return err;
}

static void tell_day(struct follower *f, const struct store_day *day)
{
	struct log *l = f->l;
	struct runs runs;
	int err;

	f->r = question_open(&l->q, day);
	if (!f->r)
		return;
	err = runs_fetch(&runs, f->r);
	if (!err)
		err = tell_runs(f, day, &runs);
	if (err < 0)
		question_complain(&l->q, day->name, err);
	runs_free(&runs);
	store_reader_close(f->r);
	put_lines(f);
	free(f->lines);
	f->lines = NULL;
}

/* Days that are over are told once. */
static void tell_days(struct follower *f)
{
	struct store_day *days;
	unsigned int n = question_days(&f->l->q, &days);

	while (n-- && f->l->good)
		if (days[n].from >= f->day)
			tell_day(f, &days[n]);
	free(days);
}

void log_tell_events(struct log *l)
{
	struct follower f = { .l = l };

	within_find(&l->q);
	tell_days(&f);
}

/* The newest run, in a file that is left open; NULL if there is none. */
static struct store_reader *open_newest(struct log *l, struct store_run *run, uint64_t *day)
{
	struct store_reader *r = NULL;
	struct store_day *days;
	struct runs runs = { 0 };

	if (question_days(&l->q, &days))
		r = question_open(&l->q, &days[0]);
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

void log_mark(struct log *l)
{
	struct store_run run;
	uint64_t day;
	struct store_reader *r = open_newest(l, &run, &day);

	if (!r)
		return;
	l->mark_started = run.started;
	l->mark_seq = run.last_seq;
	store_reader_close(r);
}

/* Begin where the history is now, or where it was when it was told. */
static void begin(struct follower *f)
{
	struct store_run run;
	uint64_t day;

	f->r = open_newest(f->l, &run, &day);
	if (!f->r)
		return;
	f->day = day;
	if (begin_run(f, &run, run.seen))
		f->l->q.failed = true;
	f->seq = f->l->mark_started == run.started ? f->l->mark_seq : run.last_seq;
	f->since = run.seen > SLACK ? run.seen - SLACK : 0;
	store_reader_close(f->r);
}

static bool wait_for_more(void)
{
	struct pollfd p[] = { { .fd = ending_fd(), .events = POLLIN }, { .fd = STDOUT_FILENO } };

	if (poll(p, 2, LOOK_MS) > 0 && p[1].revents)
		out_lost_reader();
	return !ending_wanted() && p[1].revents == 0;
}

void log_follow(struct log *l)
{
	struct follower f = { .l = l };

	if (!l->q.window.since)
		begin(&f);
	do {
		tell_days(&f);
		l->good = printer_flush(&l->p) && l->good;
	} while (l->good && wait_for_more());
}
