// SPDX-License-Identifier: GPL-2.0-or-later
/* Alerts for people: a line each, the newest first. */
#include <string.h>

#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "past/alerts.h"
#include "text/grid.h"
#include "text/pager.h"
#include "text/when.h"
#include "text/words.h"

static void put_time(struct buf *b, const struct past_alert *a)
{
	when_put(b, a->row.from, clock_present());
}

static void put_last(struct buf *b, const struct past_alert *a)
{
	when_put(b, a->row.until, a->row.from);
}

static void put_level(struct buf *b, const struct past_alert *a)
{
	escape_text(b, a->row.a.level);
}

static void put_count(struct buf *b, const struct past_alert *a)
{
	buf_printf(b, "%llu", (unsigned long long)a->row.a.count);
}

static void put_sid(struct buf *b, const struct past_alert *a)
{
	if (a->row.a.session.id)
		buf_printf(b, "%u", a->row.a.session.id);
	else
		buf_puts(b, "-");
}

static void put_user(struct buf *b, const struct past_alert *a)
{
	uint32_t login;

	if (!a->s)
		buf_puts(b, "-");
	else
		words_user(b, words_login(a->s, &login) ? login : a->s->uid);
}

static void put_from(struct buf *b, const struct past_alert *a)
{
	if (a->s)
		words_from(b, a->s);
	else
		buf_puts(b, "-");
}

static void put_title(struct buf *b, const struct past_alert *a)
{
	escape_text(b, a->row.a.title);
}

static void put_author(struct buf *b, const struct past_alert *a)
{
	escape_text(b, a->row.a.author);
	if (a->row.a.author.len && a->row.a.license.len)
		buf_puts(b, ", ");
	escape_text(b, a->row.a.license);
}

static void put_program(struct buf *b, const struct past_alert *a)
{
	print_program(b, &a->row.exe, (struct sessmon_str){ 0 });
}

#define SHORT 1
#define LONG  2

/**
 * struct column - One column.
 * @look: its title, and how narrow it may become
 * @where: in which tables: 1 short, 2 long
 * @put: adds its cell
 */
static const struct column {
	struct grid_column look;
	unsigned int where;
	void (*put)(struct buf *b, const struct past_alert *a);
} columns[] = {
	{ { .title = "TIME" }, SHORT | LONG, put_time },
	{ { .title = "LAST" }, LONG, put_last },
	{ { .title = "LEVEL" }, SHORT | LONG, put_level },
	{ { .title = "TIMES", .right = true }, SHORT | LONG, put_count },
	{ { .title = "SID", .right = true }, SHORT | LONG, put_sid },
	{ { .title = "USER", .least = 5 }, SHORT | LONG, put_user },
	{ { .title = "FROM", .least = 9 }, LONG, put_from },
	{ { .title = "RULE", .least = 20 }, SHORT | LONG, put_title },
	{ { .title = "BY", .least = 9 }, LONG, put_author },
	{ { .title = "RUNS", .least = 9 }, SHORT | LONG, put_program },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static const struct past_alert *in_order(const struct question_of_alerts *w, unsigned int i)
{
	return &w->list[w->q.reverse ? w->n - 1 - i : i];
}

static void put_row(struct grid *g, const struct past_alert *a, unsigned int where)
{
	bool before = names_are_hosts(!a->s || names_of_session(a->s));
	size_t i;

	for (i = 0; i < N_COLUMNS; i++) {
		if (!(columns[i].where & where))
			continue;
		columns[i].put(&g->text, a);
		grid_cell(g);
	}
	names_are_hosts(before);
}

static bool is_same_rule(const struct store_alert *a, const struct store_alert *b)
{
	return a->title.len == b->title.len && a->author.len == b->author.len &&
	       !memcmp(a->title.data, b->title.data, a->title.len) &&
	       !memcmp(a->author.data, b->author.data, a->author.len);
}

/* Whoever tells of a match names who wrote the rule. */
static void put_authors(struct question_of_alerts *w)
{
	struct buf *b = &w->p.line;
	unsigned int i, k;
	size_t from;

	for (i = 0; i < w->n; i++) {
		for (k = 0; k < i && !is_same_rule(&w->list[k].row.a, &w->list[i].row.a); k++)
			;
		if (k < i || !w->list[i].row.a.author.len)
			continue;
		from = b->len;
		put_title(b, &w->list[i]);
		buf_puts(b, ": rule by ");
		put_author(b, &w->list[i]);
		buf_putc(b, '\n');
		if (w->p.width)
			print_fold(&w->p, from, 4);
	}
}

bool alerts_put_text(struct question_of_alerts *w)
{
	unsigned int where = w->q.view.wide ? LONG : SHORT, i;
	struct grid g = { .whole = w->q.view.wide };

	if (!w->q.no_pager)
		pager_begin(&w->p);
	for (i = 0; i < N_COLUMNS; i++)
		if (columns[i].where & where)
			g.column[g.n_columns++] = columns[i].look;
	if (!w->q.view.no_header)
		grid_header(&g);
	for (i = 0; i < w->n; i++)
		put_row(&g, in_order(w, i), where);
	grid_print(&g, &w->p);
	if (!w->q.view.no_header)
		put_authors(w);
	return pager_end(&w->p);
}
