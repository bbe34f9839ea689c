// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon sessions: who was here, a line each, the newest first. */
#include <getopt.h>
#include <stdlib.h>

#include "base/clock.h"
#include "json/summary.h"
#include "names/names.h"
#include "text/pager.h"
#include "past/past.h"
#include "past/session_list.h"
#include "text/grid.h"
#include "text/people.h"
#include "text/when.h"
#include "text/words.h"

/**
 * struct column - One column.
 * @look: its title, and how narrow it may become
 * @where: in which tables: 1 short, 2 long
 * @put: adds its cell to the printer's line
 */
struct column {
	struct grid_column look;
	unsigned int where;
	void (*put)(struct printer *p, const struct past_session *s);
};

#define SHORT 1
#define LONG  2

static void put_sid(struct printer *p, const struct past_session *s)
{
	buf_printf(&p->line, "%u", s->row->s.key.id);
}

/* Who came in, and as whom it acted if that was another one. */
static void put_user(struct printer *p, const struct past_session *s)
{
	uint32_t login;
	bool came = words_login(&s->row->s, &login);

	if (came)
		words_user(&p->line, login);
	if (came && login != s->acts)
		buf_puts(&p->line, "/");
	if (!came || login != s->acts)
		words_user(&p->line, s->acts);
}

static void put_from(struct printer *p, const struct past_session *s)
{
	words_from(&p->line, &s->row->s);
}

static void put_tty(struct printer *p, const struct past_session *s)
{
	const struct sessmon_session *of = &s->row->s;

	if (sessmon_has(of, SESSMON_A_SESSION_TTY))
		tty_put(&p->line, &of->tty);
	else if (sessmon_has(of, SESSMON_A_SESSION_ENTRY_TTY) && of->entry.id == of->key.id &&
		 of->entry.start == of->key.start)
		tty_put(&p->line, &of->entry_tty);
	else
		buf_puts(&p->line, "-");
}

static void put_kind(struct printer *p, const struct past_session *s)
{
	words_kind(p, s->row->s.session_class);
	if (s->row->s.flags & SESSMON_SESSION_OUTLIVES_LOGIN)
		buf_puts(&p->line, "&");
	if (s->row->s.flags & WORDS_ALARMS)
		buf_puts(&p->line, "!");
}

static void put_class(struct printer *p, const struct past_session *s)
{
	print_class(p, s->row->s.session_class);
}

/* It was there before the module: that is its leader's start. */
static void put_deduced(struct buf *b, const struct past_session *s)
{
	if (!sessmon_has(&s->row->s, SESSMON_A_SESSION_STARTED))
		buf_puts(b, "~");
}

static void put_began(struct printer *p, const struct past_session *s)
{
	when_put(&p->line, s->started, clock_present());
	put_deduced(&p->line, s);
}

static void put_started(struct printer *p, const struct past_session *s)
{
	clock_put_local(&p->line, s->started, true, 0);
	put_deduced(&p->line, s);
}

static void put_until(struct printer *p, const struct past_session *s)
{
	struct buf *b = &p->line;

	if (s->runs) {
		buf_puts(b, "running");
		return;
	}
	when_put(b, s->ended ? s->ended : s->seen, s->started);
	buf_puts(b, !s->ended ? "?" : s->ended_after ? "~" : "");
}

static uint64_t until(const struct past_session *s)
{
	return s->runs ? clock_present() : s->ended ? s->ended : s->seen;
}

static void put_lasted(struct printer *p, const struct past_session *s)
{
	if (!s->runs && !s->ended)
		buf_puts(&p->line, ">");
	clock_put_duration(&p->line, until(s) > s->started ? until(s) - s->started : 0);
}

static void put_number(struct buf *b, uint64_t n)
{
	if (n)
		buf_printf(b, "%llu", (unsigned long long)n);
	else
		buf_puts(b, "-");
}

static void put_programs(struct printer *p, const struct past_session *s)
{
	put_number(&p->line, s->programs);
}

static void put_failed(struct printer *p, const struct past_session *s)
{
	put_number(&p->line, s->failed);
}

static void put_left(struct printer *p, const struct past_session *s)
{
	put_number(&p->line, s->left);
}

static void put_entry(struct printer *p, const struct past_session *s)
{
	name_put(&p->line, &names_entry, s->row->s.entry_type);
}

static void put_flags(struct printer *p, const struct past_session *s)
{
	uint32_t flags = words_flags(&s->row->s);

	name_put_flags(&p->line, &names_session_flags, flags);
	if (!flags)
		buf_puts(&p->line, "-");
}

static void put_runs(struct printer *p, const struct past_session *s)
{
	print_program(&p->line, &s->row->s.leader, s->row->s.comm);
}

static const struct column columns[] = {
	{ { .title = "SID", .right = true }, SHORT | LONG, put_sid },
	{ { .title = "USER", .least = 5 }, SHORT | LONG, put_user },
	{ { .title = "FROM", .least = 9 }, SHORT | LONG, put_from },
	{ { .title = "TTY", .least = 5 }, SHORT | LONG, put_tty },
	{ { .title = "KIND" }, SHORT, put_kind },
	{ { .title = "CLASS" }, LONG, put_class },
	{ { .title = "ENTRY", .least = 5 }, LONG, put_entry },
	{ { .title = "BEGAN" }, SHORT, put_began },
	{ { .title = "STARTED" }, LONG, put_started },
	{ { .title = "UNTIL" }, SHORT | LONG, put_until },
	{ { .title = "LASTED", .right = true }, SHORT | LONG, put_lasted },
	{ { .title = "PROGS", .right = true }, SHORT | LONG, put_programs },
	{ { .title = "FAIL", .right = true }, SHORT | LONG, put_failed },
	{ { .title = "LEFT", .right = true }, SHORT | LONG, put_left },
	{ { .title = "FLAGS", .least = 9 }, LONG, put_flags },
	{ { .title = "RUNS", .least = 9 }, LONG, put_runs },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void put_row(struct grid *g, struct printer *p, const struct past_session *s,
		    unsigned int where)
{
	bool before = names_are_hosts(names_of_session(&s->row->s));
	size_t i;

	for (i = 0; i < N_COLUMNS; i++) {
		if (!(columns[i].where & where))
			continue;
		buf_clear(&p->line);
		columns[i].put(p, s);
		buf_add(&g->text, p->line.data, p->line.len);
		grid_cell(g);
	}
	buf_clear(&p->line);
	names_are_hosts(before);
}

static void put_note(struct printer *p, const char *text)
{
	size_t from = p->line.len;

	buf_puts(&p->line, text);
	print_end(p, from);
}

/* What the marks behind times mean, if there are any. */
static void put_time_marks(struct printer *p, const struct session_list *l)
{
	bool unseen = false, between = false, deduced = false;
	unsigned int i;

	for (i = 0; i < l->n; i++) {
		unseen |= !l->list[i]->runs && !l->list[i]->ended;
		between |= l->list[i]->ended_after != 0;
		deduced |= !sessmon_has(&l->list[i]->row->s, SESSMON_A_SESSION_STARTED);
	}
	if (unseen)
		put_note(p, "? last seen then; its end was not");
	if (between)
		put_note(p, "~ until: ended before that, while nobody watched");
	if (deduced)
		put_note(p, "~ began: it was there before the module; its leader's start");
}

static void put_gaps(struct printer *p, const struct session_list *l)
{
	size_t from = p->line.len;

	if (!l->gaps)
		return;
	buf_puts(&p->line, "something is missing in ");
	clock_put_duration(&p->line, l->missed);
	buf_puts(&p->line, " of this time: sessmon history");
	print_end(p, from);
}

/**
 * struct sessions - What is listed.
 * @q: question
 * @people: which sessions are shown unasked
 * @list: those that were found
 */
struct sessions {
	struct question q;
	struct people people;
	struct session_list list;
};

static bool is_shown(const struct sessmon_session *s, void *arg)
{
	struct sessions *w = arg;

	return w->q.view.json || people_take(&w->people, s);
}

static struct past_session *in_order(const struct sessions *w, unsigned int i)
{
	return w->list.list[w->q.reverse ? w->list.n - 1 - i : i];
}

static void put_text(struct printer *p, struct sessions *w)
{
	unsigned int where = w->q.view.wide ? LONG : SHORT, i;
	struct grid g = { .whole = w->q.view.wide };

	for (i = 0; i < N_COLUMNS; i++)
		if (columns[i].where & where)
			g.column[g.n_columns++] = columns[i].look;
	if (!w->q.view.no_header)
		grid_header(&g);
	for (i = 0; i < w->list.n; i++)
		put_row(&g, p, in_order(w, i), where);
	grid_print(&g, p);
	if (w->q.view.no_header)
		return;
	people_put_marks(&w->people, p);
	put_time_marks(p, &w->list);
	put_gaps(p, &w->list);
	people_put_rest(&w->people, p, "sessmon sessions -a");
}

static bool put_document(struct printer *p, const struct past_session *s)
{
	const struct summary sum = {
		.started = s->started,
		.ended = s->ended,
		.ended_after = s->ended_after,
		.seen = until(s),
		.runs = s->runs,
		.programs = s->programs,
		.failed = s->failed,
		.left = s->left,
	};

	runs_tell_of(s->run, s->ended ? s->ended : until(s));
	return print_summary_json(p, &s->row->s, &sum);
}

static bool put(struct sessions *w)
{
	struct printer p;
	bool good = true;
	unsigned int i;

	printer_open(&p, NULL);
	if (!w->q.view.json) {
		if (!w->q.no_pager)
			pager_begin(&p);
		put_text(&p, w);
		good = pager_end(&p);
	}
	for (i = 0; w->q.view.json && i < w->list.n && good; i++)
		good = put_document(&p, in_order(w, i));
	good = printer_flush(&p) && good;
	printer_close(&p);
	return good;
}

static int set_option(struct sessions *w, int c, int argc, char **argv)
{
	switch (c) {
	case 'a':
	case 'l':
		return view_take(&w->q.view, w->q.verb, c, argv);
	default:
		return question_take(&w->q, c, argc, argv);
	}
}

int past_sessions(int argc, char **argv)
{
	static const struct option options[] = {
		QUESTION_OPTIONS,
		{ "all", no_argument, NULL, 'a' },
		{ "long", no_argument, NULL, 'l' },
		{ 0 },
	};
	static const struct mirror nobody;
	struct sessions w = {
		.q = { .verb = &verb_sessions, .view.filter.mirror = &nobody },
	};
	int c, ret = TOOL_OK;

	while (!ret &&
	       (c = getopt_long(argc, argv, ":" QUESTION_LETTERS "al", options, NULL)) != -1)
		ret = set_option(&w, c, argc, argv);
	if (!ret)
		ret = question_check(&w.q, argc, argv);
	if (!ret) {
		w.people.all = w.q.view.all || filter_is_set(&w.q.view.filter);
		session_list_fetch(&w.list, &w.q, is_shown, &w);
		ret = question_status(&w.q, put(&w));
	}
	session_list_free(&w.list);
	people_free(&w.people);
	question_free(&w.q);
	return ret;
}
