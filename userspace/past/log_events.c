// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs by the events that told of them: the table as it was, and what happened since, as
 * monitor joins the two.
 */
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "alerts/alert.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/ending.h"
#include "base/out.h"
#include "mirror/row.h"
#include "past/log.h"
#include "past/replay.h"
#include "past/within.h"

/* How often we look whether more was written: the recorder commits once a second. */
#define LOOK_MS 500

/**
 * struct follower - What is known while events are told.
 * @l: log
 * @replay: how far
 * @lines: programs of this look, of which the end may come in it, too
 * @n_lines: entries of @lines
 */
struct follower {
	struct log *l;
	struct replay replay;
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

static void put_lines(void *arg)
{
	struct follower *f = arg;
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

	if (!l->q.view.json)
		note_line(f, e);
	else if (is_wanted(l, e))
		l->good = print_event_json(&l->p, e);
	return !l->good;
}

static void begin_telling(struct follower *f)
{
	f->replay = (struct replay){
		.q = &f->l->q,
		.m = &f->l->p.mirror,
		.take = take,
		.day_over = put_lines,
		.arg = f,
	};
}

void log_tell_events(struct log *l)
{
	struct follower f = { .l = l };

	within_find(&l->q);
	begin_telling(&f);
	replay_all(&f.replay);
	free(f.lines);
}

/**
 * struct matcher - Rules, asked of what happened.
 * @l: log
 * @a: what is told, and counted
 */
struct matcher {
	struct log *l;
	struct alerts a;
};

static bool is_asked_of(struct log *l, const struct sessmon_event *e)
{
	const struct sessmon_process *p;
	const struct sessmon_session *s;

	if (sessmon_has(e, SESSMON_A_EVENT_SESSION)) {
		s = mirror_session(&l->p.mirror, &e->session.key);
		return !l->by_root && !l->has_pattern && !l->q.view.filter.programs.n &&
		       filter_past_session(&l->q.view.filter, s ? s : &e->session);
	}
	p = mirror_process(&l->p.mirror, &e->process.key);
	return p && log_wants_exe(&p->exe, l) &&
	       log_wants_process(l, p, mirror_session(&l->p.mirror, &p->session));
}

static int match(const struct sessmon_event *e, void *arg)
{
	struct matcher *m = arg;

	m->l->good = alerts_tick(&m->a, &m->l->p, e->boottime);
	if (m->l->good && !filter_about_stream(e) && is_asked_of(m->l, e))
		m->l->good = alerts_event(&m->a, &m->l->p, e);
	return !m->l->good;
}

/* Sessions of another run are others, whatever their numbers are. */
static void end_counts(void *arg)
{
	struct matcher *m = arg;

	m->l->good = alerts_tick(&m->a, &m->l->p, UINT64_MAX) && m->l->good;
}

int log_tell_matches(struct log *l)
{
	struct matcher m = {
		.l = l,
		.a = { .json = l->q.view.json,
		       .level = l->level,
		       .window = ALERT_WINDOW * NS_PER_SECOND },
	};
	struct replay replay = {
		.q = &l->q,
		.m = &l->p.mirror,
		.take = match,
		.run_over = end_counts,
		.arg = &m,
	};

	if (!ruleset_load(&l->rules))
		return TOOL_FAILED;
	m.a.set = l->rules.set;
	within_find(&l->q);
	replay_all(&replay);
	ruleset_gave_up(m.a.set, "log");
	alerts_free(&m.a);
	return TOOL_OK;
}

void log_mark(struct log *l)
{
	struct store_run run;
	uint64_t day;
	struct store_reader *r = replay_newest(&l->q, &run, &day);

	if (!r)
		return;
	l->mark_started = run.started;
	l->mark_seq = run.last_seq;
	store_reader_close(r);
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

	begin_telling(&f);
	if (!l->q.window.since)
		replay_begin_now(&f.replay, l->mark_started, l->mark_seq);
	do {
		replay_all(&f.replay);
		l->good = printer_flush(&l->p) && l->good;
	} while (l->good && wait_for_more());
	free(f.lines);
}
