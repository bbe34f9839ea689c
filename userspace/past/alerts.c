// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon alerts: what matched rules, a line each, the newest first; or as documents. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alerts/alert.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/escape.h"
#include "mirror/row.h"
#include "names/names.h"
#include "past/known.h"
#include "past/pager.h"
#include "past/past.h"
#include "past/replay.h"
#include "past/runs.h"
#include "past/within.h"
#include "reading/read_alert.h"
#include "rules/arena.h"
#include "text/grid.h"
#include "text/when.h"
#include "text/words.h"

enum alerts_option {
	ALERTS_LEVEL = 700,
	ALERTS_RULE,
};

/**
 * struct past_alert - An alert that was asked for.
 * @row: it
 * @day: of its file
 * @s: its session as it was last, NULL if that is not known
 */
struct past_alert {
	struct store_alert_row row;
	uint64_t day;
	const struct sessmon_session *s;
};

/**
 * struct question_of_alerts - What is listed.
 * @q: question
 * @p: printer
 * @level: of rules, at the least
 * @rule: which rule, NULL for all
 * @arena: text of what was found
 * @list: it, the newest first
 * @n: entries of @list
 * @sessions: of all files that have alerts
 * @rows: text of @sessions
 * @n_rows: entries of @rows
 * @runs: of the file that is read
 * @day: of that file
 * @next: of documents, the alert that is told next
 * @replay: of documents, how far
 */
struct question_of_alerts {
	struct question q;
	struct printer p;
	enum rule_level level;
	const char *rule;
	struct arena arena;
	struct past_alert *list;
	unsigned int n;
	struct known_set sessions;
	struct session_row **rows;
	unsigned int n_rows;
	struct runs runs;
	uint64_t day;
	unsigned int next;
	struct replay replay;
};

/* ---- what is asked for ---- */

static int keep_session(const struct store_session *s, void *arg)
{
	struct question_of_alerts *w = arg;
	unsigned int boot = known_boot(&w->sessions, s->boot_id);
	struct session_row *row;

	/* Files come the newest first, and say how it was last. */
	if (known_find(&w->sessions, boot, &s->s.key))
		return 0;
	row = xalloc(1, sizeof(*row));
	row->s.key = s->s.key;
	session_row_set(row, &s->s);
	w->rows = xgrow(w->rows, w->n_rows, sizeof(*w->rows));
	w->rows[w->n_rows++] = row;
	known_add(&w->sessions, boot, &s->s.key, row);
	return 0;
}

static enum rule_level level_of(const struct store_alert *a)
{
	char word[16] = "";
	int level;

	memcpy(word, a->level.data, a->level.len < sizeof(word) ? a->level.len : 0);
	level = rule_level_find(word);
	return level < 0 ? RULE_INFORMATIONAL : (enum rule_level)level;
}

static bool is_rule(const char *asked, const struct store_alert *a)
{
	size_t len = strlen(asked), i;

	if (a->rule.len == len && !memcmp(a->rule.data, asked, len))
		return true;
	for (i = 0; i + len <= a->title.len; i++)
		if (!strncasecmp(a->title.data + i, asked, len))
			return true;
	return false;
}

static bool is_wanted(struct question_of_alerts *w, const struct past_alert *alert)
{
	struct filter *f = &w->q.view.filter;

	if (level_of(&alert->row.a) < w->level || (w->rule && !is_rule(w->rule, &alert->row.a)))
		return false;
	if (!filter_program(f, &alert->row.exe))
		return false;
	return alert->s ? filter_past_session(f, alert->s) : !filter_is_set(f);
}

static void keep_text(struct question_of_alerts *w, struct sessmon_str *s)
{
	*s = arena_copy(&w->arena, s->data, s->len);
}

static void keep(struct question_of_alerts *w, const struct past_alert *alert)
{
	struct past_alert *to;
	struct store_alert *a;

	w->list = xgrow(w->list, w->n, sizeof(*w->list));
	to = &w->list[w->n++];
	*to = *alert;
	a = &to->row.a;
	keep_text(w, &a->rule);
	keep_text(w, &a->title);
	keep_text(w, &a->level);
	keep_text(w, &a->author);
	keep_text(w, &a->license);
	keep_text(w, &a->description);
	keep_text(w, &a->reference);
	keep_text(w, &a->tags);
	keep_text(w, &a->matched);
	keep_text(w, &to->row.exe.path);
	keep_text(w, &to->row.exe.args);
}

static int take(const struct store_alert_row *row, void *arg)
{
	struct question_of_alerts *w = arg;
	const struct store_run *run = runs_find(&w->runs, row->run);
	struct past_alert alert = { .row = *row, .day = w->day };
	struct known *known;

	if (!run)
		return -STORE_E_CORRUPT;
	known = known_find(&w->sessions, known_boot(&w->sessions, run->boot_id), &row->a.session);
	alert.s = known ? &((struct session_row *)known->kept)->s : NULL;
	if (question_is_boot(&w->q, run->boot_id) && is_wanted(w, &alert))
		keep(w, &alert);
	return w->q.count && w->n >= w->q.count;
}

static void read_day(struct question_of_alerts *w, const struct store_day *day)
{
	struct store_reader *r = question_open(&w->q, day);
	int err;

	if (!r)
		return;
	w->day = day->from;
	err = runs_fetch(&w->runs, r);
	if (!err)
		err = store_read_sessions(r, NULL, keep_session, w);
	if (!err)
		err = store_read_alerts(r, &w->q.window, true, take, w);
	if (err < 0)
		question_complain(&w->q, day->name, err);
	runs_free(&w->runs);
	store_reader_close(r);
}

static void fetch(struct question_of_alerts *w)
{
	struct store_day *days;
	unsigned int n, i;

	within_find(&w->q);
	n = question_days(&w->q, &days);
	for (i = 0; i < n && !(w->q.count && w->n >= w->q.count); i++)
		read_day(w, &days[i]);
	free(days);
}

/* ---- lines ---- */

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

static bool put_text(struct question_of_alerts *w)
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

/* ---- documents ---- */

static bool is_before(const struct past_alert *a, uint64_t day, int64_t run, uint64_t seq)
{
	if (a->day != day)
		return a->day < day;
	if (a->row.run != run)
		return a->row.run < run;
	return a->row.a.seq < seq;
}

static int compare(const void *x, const void *y)
{
	const struct past_alert *a = x, *b = y;

	if (is_before(a, b->day, b->row.run, b->row.a.seq))
		return -1;
	return is_before(b, a->day, a->row.run, a->row.a.seq);
}

static unsigned int split_tags(struct sessmon_str tags, struct sessmon_str *to, unsigned int most)
{
	const char *at = tags.data, *end = at + tags.len, *comma;
	unsigned int n = 0;

	for (; at < end && n < most; at = comma + 1) {
		comma = memchr(at, ',', (size_t)(end - at));
		comma = comma ? comma : end;
		to[n++] = (struct sessmon_str){ at, (uint32_t)(comma - at) };
	}
	return n;
}

static bool put_document(struct question_of_alerts *w, const struct past_alert *alert,
			 const struct sessmon_event *e)
{
	const struct store_alert *a = &alert->row.a;
	struct sessmon_str tags[64], reference = a->reference;
	const struct rule rule = {
		.title = a->title,
		.id = a->rule,
		.author = a->author,
		.license = a->license,
		.description = a->description,
		.references = { &reference, reference.len > 0 },
		.tags = { tags, split_tags(a->tags, tags, sizeof(tags) / sizeof(tags[0])) },
		.level = level_of(a),
	};

	return alert_json_kept(&w->p, e, &a->session, &rule, a->count, a->matched);
}

/* Those of which the event is not there are told when it should have been. */
static int tell(const struct sessmon_event *e, void *arg)
{
	struct question_of_alerts *w = arg;
	const struct past_alert *a;
	bool good = true;

	for (; good && w->next < w->n; w->next++) {
		a = &w->list[w->next];
		if (!is_before(a, w->replay.day, w->replay.run.id, e->seq + 1))
			break;
		good = put_document(w, a, a->row.a.seq == e->seq ? e : NULL);
	}
	return !good;
}

static bool put_documents(struct question_of_alerts *w)
{
	unsigned int i;

	w->replay = (struct replay){ .q = &w->q, .m = &w->p.mirror, .take = tell, .arg = w };
	if (!w->n)
		return true;
	qsort(w->list, w->n, sizeof(*w->list), compare);
	w->q.window = (struct store_window){ UINT64_MAX, 0 };
	for (i = 0; i < w->n; i++) {
		uint64_t from = w->list[i].row.from;

		if (from < w->q.window.since)
			w->q.window.since = from;
		if (from >= w->q.window.until)
			w->q.window.until = from + 1;
	}
	replay_all(&w->replay);
	for (; !w->replay.ended && w->next < w->n; w->next++)
		if (!put_document(w, &w->list[w->next], NULL))
			return false;
	return !w->replay.ended;
}

/* ---- the verb ---- */

static int set_level(struct question_of_alerts *w, const char *word)
{
	int level = rule_level_find(word);

	if (level < 0)
		return tool_usage(&verb_alerts, "unknown level %s", word);
	w->level = (enum rule_level)level;
	return TOOL_OK;
}

static int set_option(struct question_of_alerts *w, int c, int argc, char **argv)
{
	switch (c) {
	case 'l':
		return view_take(&w->q.view, w->q.verb, c, argv);
	case ALERTS_LEVEL:
		return set_level(w, optarg);
	case ALERTS_RULE:
		w->rule = optarg;
		return TOOL_OK;
	default:
		return question_take(&w->q, c, argc, argv);
	}
}

static int run(struct question_of_alerts *w)
{
	bool good;

	if (w->q.view.json && w->q.reverse)
		return tool_usage(&verb_alerts, "documents come as they were: without --reverse");
	printer_open(&w->p, NULL);
	fetch(w);
	good = w->q.view.json ? put_documents(w) : put_text(w);
	good = printer_flush(&w->p) && good;
	printer_close(&w->p);
	return question_status(&w->q, good);
}

int past_alerts(int argc, char **argv)
{
	static const struct option options[] = {
		QUESTION_OPTIONS,
		{ "long", no_argument, NULL, 'l' },
		{ "level", required_argument, NULL, ALERTS_LEVEL },
		{ "rule", required_argument, NULL, ALERTS_RULE },
		{ 0 },
	};
	static const struct mirror nobody;
	struct question_of_alerts w = { .q = { .verb = &verb_alerts,
					       .view.filter.mirror = &nobody } };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" QUESTION_LETTERS "l", options, NULL)) != -1)
		ret = set_option(&w, c, argc, argv);
	if (!ret)
		ret = question_check(&w.q, argc, argv);
	if (!ret)
		ret = run(&w);
	while (w.n_rows)
		session_row_free(w.rows[--w.n_rows]);
	free(w.rows);
	known_free(&w.sessions);
	free(w.list);
	arena_free(&w.arena);
	question_free(&w.q);
	return ret;
}
