// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon show, of what has ended: as it was at last, among those that lived then. */
#include "cmd/show.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "names/names.h"
#include "past/at.h"
#include "past/past.h"
#include "past/runs.h"
#include "reading/read_program.h"

/* Where the values begin, as in what is shown of the living. */
#define VALUES 22

/**
 * struct sought - An object that is looked for.
 * @k: its key, as it was written
 * @boot: of which boot it must be, empty if of any
 * @runs: of the file that is read
 * @found: it is in that file
 * @run: who saw it last
 * @end: its whole key, when and how it ended
 */
struct sought {
	struct key_request k;
	char boot[40];
	struct runs runs;
	bool found;
	struct store_run run;
	struct store_last end;
};

/* A number may be given again: the one that started last is meant. */
static int take(const struct store_last *end, void *arg)
{
	struct sought *o = arg;
	const struct store_run *run = runs_find(&o->runs, end->run);

	if (!run || (o->boot[0] && strcmp(o->boot, run->boot_id)) ||
	    (o->found && end->key.start < o->end.key.start))
		return 0;
	o->found = true;
	o->run = *run;
	o->end = *end;
	return 0;
}

static int take_session(const struct store_session *s, void *arg)
{
	const struct store_last end = {
		.key = s->s.key,
		.run = s->run,
		.until = s->ended,
		.after = s->ended_after,
	};
	const struct sessmon_key *asked = &((struct sought *)arg)->k.key;

	if (asked->id != end.key.id || (asked->start && asked->start != end.key.start))
		return 0;
	return take(&end, arg);
}

static int seek_in(struct sought *o, struct store_reader *r)
{
	int err = runs_fetch(&o->runs, r);

	if (!err)
		err = o->k.session ? store_read_sessions(r, NULL, take_session, o) :
				     store_find_process(r, &o->k.key, take, o);
	runs_free(&o->runs);
	return err;
}

/* The newest file that has it knows the last of it. */
static void seek(struct sought *o, struct question *q)
{
	struct store_day *days;
	struct store_reader *r;
	unsigned int n, i;
	int err;

	q->window = (struct store_window){ 0 };
	n = question_days(q, &days);
	for (i = 0; i < n && !o->found; i++) {
		r = question_open(q, &days[i]);
		err = r ? seek_in(o, r) : 0;
		if (err)
			question_complain(q, days[i].name, err);
		store_reader_close(r);
	}
	free(days);
}

/* The last moment at which it was there. */
static uint64_t last_of(const struct sought *o)
{
	if (o->end.after)
		return o->end.after;
	if (o->end.until)
		return o->end.until - 1;
	return o->run.ended ? o->run.ended : o->run.seen;
}

static void put_end(struct printer *p, const struct sought *o)
{
	const struct store_last *end = &o->end;
	struct buf *b = &p->line;
	size_t from = b->len;

	buf_puts(b, end->until ? "ended" : "last seen");
	buf_pad(b, from, VALUES);
	clock_put_local(b, end->until ? end->until : last_of(o), true, 6);
	if (end->after) {
		buf_puts(b, " or before, but after ");
		clock_put_local(b, end->after, true, 6);
		buf_puts(b, ", while nobody watched");
	}
	if (!o->k.session && end->until && !end->after) {
		buf_puts(b, end->exit_signal ? ", killed by " : ", exit code ");
		if (end->exit_signal)
			signal_put(b, end->exit_signal);
		else
			buf_printf(b, "%u", end->exit_code);
		buf_puts(b, end->core_dumped ? ", core dumped\n" : "\n");
	} else {
		buf_puts(b, "\n");
	}
	print_fold(p, from, VALUES);
}

static int show(struct show *w, struct sought *o, struct question *q)
{
	static struct sessmon_info info;
	struct mirror m = { 0 };
	bool good;

	if (!at_read(q, last_of(o), &m, &o->run))
		return question_status(q, false);
	runs_tell_of(&o->run, last_of(o));
	memcpy(info.boot_id, o->run.boot_id, sizeof(info.boot_id));
	printer_open(&w->p, &info);
	w->p.mirror = m;
	o->k.key = o->end.key;
	good = show_object(w, &o->k) == SHOW_OK;
	if (!w->json && good)
		put_end(&w->p, o);
	good = printer_flush(&w->p) && good;
	printer_close(&w->p);
	return question_status(q, good);
}

/* An entity id has the boot that it is of; whichever it is, the history may have it. */
static void read_key(struct sought *o, const char *text)
{
	const char *id = strncmp(text, "s:", 2) ? text : text + 2;

	if (strlen(id) > SESSMON_BOOT_ID_LEN && id[8] == '-')
		snprintf(o->boot, sizeof(o->boot), "%.*s", SESSMON_BOOT_ID_LEN, id);
	key_parse(text, o->boot, &o->k);
}

static int show_one(struct show *w, struct question *q, const char *text)
{
	struct sought o = { .found = false };

	read_key(&o, text);
	seek(&o, q);
	if (o.found)
		return show(w, &o, q);
	tool_none(text);
	return TOOL_FAILED;
}

int past_show(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_COMMON_OPTIONS,
		{ "dir", required_argument, NULL, VIEW_DIR },
		{ 0 },
	};
	struct question q = { .verb = &verb_show };
	struct show w = { .s = NULL };
	char **keys;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		ret = view_take(&q.view, &verb_show, c, argv);
	w.json = q.view.json;
	if (!ret)
		ret = tool_check_keys(&verb_show, argv + optind);
	for (keys = ret ? NULL : argv + optind; keys && *keys; keys++)
		ret |= show_one(&w, &q, *keys);
	question_free(&q);
	return ret;
}
