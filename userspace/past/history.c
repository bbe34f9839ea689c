// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon history: days, who watched when, and when something is missing, and why. */
#include <getopt.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "names/names.h"
#include "text/pager.h"
#include "past/past.h"
#include "past/question.h"
#include "past/runs.h"
#include "text/when.h"

/**
 * struct telling - What is under way.
 * @q: question
 * @p: printer
 * @day: day that is told of
 * @runs: its runs
 * @gaps: what is missing of it
 * @n_gaps: entries of @gaps
 * @total: bytes of all days
 * @n: how many days there were
 * @recorded: somebody writes to the history
 * @good: all was written
 */
struct telling {
	struct question q;
	struct printer p;
	const struct store_day *day;
	struct runs runs;
	struct store_gap *gaps;
	unsigned int n_gaps;
	uint64_t total;
	unsigned int n;
	bool recorded, good;
};

static void put_span(struct buf *b, uint64_t from, uint64_t until)
{
	buf_puts(b, "  ");
	clock_put_local(b, from, true, 0);
	buf_puts(b, " - ");
	if (until)
		clock_put_local(b, until, when_is_other_day(from, until), 0);
	else
		buf_puts(b, "        ");
	buf_puts(b, "  ");
}

static const char *end_words(enum store_end end)
{
	static const char *const words[] = {
		[STORE_END_NONE] = "not seen to end",
		[STORE_END_KILLED] = "killed",
		[STORE_END_ASKED] = "then asked to end",
		[STORE_END_DAY] = "then the day was over",
		[STORE_END_UNLOADED] = "then the module was unloaded",
		[STORE_END_FAILED] = "then the recorder failed",
		[STORE_END_LOSS] = "then events were lost",
	};

	return end < STORE_ENDS && words[end] ? words[end] : "why not longer is not known here";
}

static bool goes_on(const struct telling *t, const struct store_run *run)
{
	return t->recorded && !run->ended && run->end == STORE_END_NONE && runs_is_of_now(run);
}

static void put_run(struct telling *t, const struct store_run *run)
{
	uint64_t until = run->ended ? run->ended : run->seen;
	struct buf *b = &t->p.line;
	size_t from = b->len;

	put_span(b, run->started, goes_on(t, run) ? 0 : until);
	buf_printf(b, "watched, %s; boot %.8s",
		   goes_on(t, run) ? "and goes on" : end_words(run->end), run->boot_id);
	print_end(&t->p, from);
}

static void put_counts(struct buf *b, const struct store_gap *gap)
{
	const char *before = ": ";
	unsigned int i;

	if (gap->count)
		buf_printf(b, "; %llu events", (unsigned long long)gap->count);
	for (i = 0; gap->known && i < SESSMON_COUNTERS_MAX; i++) {
		if (!gap->lost[i])
			continue;
		buf_printf(b, "%s%llu ", before, (unsigned long long)gap->lost[i]);
		name_put(b, &names_event, i);
		before = ", ";
	}
}

static void put_gap(struct telling *t, const struct store_gap *gap)
{
	struct buf *b = &t->p.line;
	size_t from = b->len;

	put_span(b, gap->from, gap->until);
	buf_puts(b, "MISSING ");
	clock_put_duration(b, gap->until > gap->from ? gap->until - gap->from : 0);
	buf_printf(b, ", %s", store_gap_words(gap->why));
	put_counts(b, gap);
	print_end(&t->p, from);
}

/* What both documents begin with. */
static unsigned int begin(struct telling *t, const char *kind)
{
	unsigned int base;

	print_json_head(&t->p, PRINT_HEAD_HISTORY);
	base = json_enter(&t->p.json, "sessmon.history");
	json_puts(&t->p.json, "kind", kind);
	json_puts(&t->p.json, "file", t->day->name);
	json_number(&t->p.json, "size", t->day->size);
	return base;
}

static void end(struct telling *t, unsigned int base)
{
	json_leave(&t->p.json, base);
	json_end(&t->p.json);
}

static void run_document(struct telling *t, const struct store_run *run)
{
	struct json *j = &t->p.json;
	unsigned int base;

	runs_tell_of(run, run->ended ? run->ended : run->seen);
	base = begin(t, "run");
	json_time(j, "since", run->started);
	json_time(j, "seen", run->seen);
	if (run->ended)
		json_time(j, "until", run->ended);
	json_puts(j, "why", goes_on(t, run) ? "goes_on" : store_end_name(run->end));
	json_puts(j, "module_version", run->module);
	json_puts(j, "recorder_version", run->program);
	json_number(j, "first_seq", run->first_seq);
	json_number(j, "last_seq", run->last_seq);
	end(t, base);
}

static void gap_document(struct telling *t, const struct store_gap *gap)
{
	struct json *j = &t->p.json;
	unsigned int base, i, lost;

	clock_set_moment(gap->from, gap->until);
	base = begin(t, "gap");
	json_time(j, "since", gap->from);
	json_time(j, "until", gap->until);
	json_puts(j, "why", store_gap_name(gap->why));
	if (gap->count)
		json_number(j, "count", gap->count);
	lost = json_enter(j, "by_type");
	for (i = 0; gap->known && i < SESSMON_COUNTERS_MAX; i++)
		if (gap->lost[i] && name_of(&names_event, i))
			json_number(j, name_of(&names_event, i), gap->lost[i]);
	json_leave(j, lost);
	end(t, base);
}

static int keep_gap(const struct store_gap *gap, void *arg)
{
	struct telling *t = arg;

	t->gaps = xmore(t->gaps, t->n_gaps + 1ULL, sizeof(*t->gaps));
	t->gaps[t->n_gaps++] = *gap;
	return 0;
}

/* Both are in the order of time: which of the next two is earlier. */
static void put_next(struct telling *t, unsigned int *run, unsigned int *gap)
{
	const struct store_run *r = *run < t->runs.n ? &t->runs.list[*run] : NULL;
	const struct store_gap *g = *gap < t->n_gaps ? &t->gaps[*gap] : NULL;

	if (g && (!r || g->from < r->started)) {
		(t->q.view.json ? gap_document : put_gap)(t, g);
		++*gap;
	} else {
		if (question_is_boot(&t->q, r->boot_id))
			(t->q.view.json ? run_document : put_run)(t, r);
		++*run;
	}
	t->good = pager_end_line(&t->p) && t->good;
}

static void put_day(struct telling *t)
{
	unsigned int run = 0, gap = 0;

	if (!t->q.view.json) {
		buf_printf(&t->p.line, "%.10s  ", t->day->name);
		when_put_size(&t->p.line, t->day->size);
		buf_puts(&t->p.line, "\n");
	}
	while (t->good && (run < t->runs.n || gap < t->n_gaps))
		put_next(t, &run, &gap);
}

static void read_day(struct telling *t, const struct store_day *day)
{
	struct store_reader *r = question_open(&t->q, day);
	int err;

	if (!r)
		return;
	t->day = day;
	t->total += day->size;
	t->n++;
	t->n_gaps = 0;
	err = runs_fetch(&t->runs, r);
	if (!err)
		err = store_read_gaps(r, keep_gap, t);
	t->recorded = store_is_recorded(r);
	store_reader_close(r);
	if (err)
		question_complain(&t->q, day->name, err);
	put_day(t);
	runs_free(&t->runs);
}

static void put_total(struct telling *t)
{
	if (t->q.view.json || t->q.view.no_header || !t->n)
		return;
	when_put_size(&t->p.line, t->total);
	buf_printf(&t->p.line, " in %u day%s (UTC)\n", t->n, t->n == 1 ? "" : "s");
}

/* The oldest first: it is a log. */
static int tell(struct telling *t)
{
	struct store_day *days;
	unsigned int n, i;

	t->good = true;
	printer_open(&t->p, NULL);
	if (!t->q.view.json && !t->q.no_pager)
		pager_begin(&t->p);
	n = question_days(&t->q, &days);
	for (i = 0; i < n && t->good; i++)
		read_day(t, &days[t->q.reverse ? i : n - 1 - i]);
	put_total(t);
	t->good = pager_end(&t->p) && t->good;
	printer_close(&t->p);
	free(days);
	free(t->gaps);
	return question_status(&t->q, t->good);
}

int past_history(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_COMMON_OPTIONS,
		{ "since", required_argument, NULL, 'S' },
		{ "until", required_argument, NULL, 'U' },
		QUESTION_OWN_OPTIONS,
		{ 0 },
	};
	struct telling t = { .q.verb = &verb_history };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS "S:U:b::", options,
					NULL)) != -1)
		ret = question_take(&t.q, c, argc, argv);
	if (!ret)
		ret = question_check(&t.q, argc, argv);
	if (!ret)
		ret = tell(&t);
	question_free(&t.q);
	return ret;
}
