// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon alerts: which of those that were kept are asked for. */
#include "past/alerts.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "mirror/row.h"
#include "past/past.h"
#include "past/within.h"

enum alerts_option {
	ALERTS_LEVEL = 700,
	ALERTS_RULE,
};

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

enum rule_level alerts_level_of(const struct store_alert *a)
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

	if (alerts_level_of(&alert->row.a) < w->level ||
	    (w->rule && !is_rule(w->rule, &alert->row.a)))
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
	good = w->q.view.json ? alerts_put_json(w) : alerts_put_text(w);
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
