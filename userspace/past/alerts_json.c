// SPDX-License-Identifier: GPL-2.0-or-later
/* Alerts as the documents that they were: what happened is told once more for them. */
#include <stdlib.h>
#include <string.h>

#include "alerts/alert.h"
#include "past/alerts.h"
#include "past/replay.h"

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
		.level = alerts_level_of(a),
	};

	return alert_json_kept(&w->p, e, &a->session, &rule, a->count, a->matched);
}

/**
 * struct telling - How far the documents are.
 * @w: alerts, in the order of their events
 * @next: the one that is told next
 * @replay: what has happened so far
 */
struct telling {
	struct question_of_alerts *w;
	unsigned int next;
	struct replay replay;
};

/* Those of which the event is not there are told when it should have been. */
static int tell(const struct sessmon_event *e, void *arg)
{
	struct telling *t = arg;
	const struct past_alert *a;
	bool good = true;

	for (; good && t->next < t->w->n; t->next++) {
		a = &t->w->list[t->next];
		if (!is_before(a, t->replay.day, t->replay.run.id, e->seq + 1))
			break;
		good = put_document(t->w, a, a->row.a.seq == e->seq ? e : NULL);
	}
	return !good;
}

/* From the first of them to the last. */
static struct store_window window_of(const struct question_of_alerts *w)
{
	struct store_window window = { UINT64_MAX, 0 };
	unsigned int i;
	uint64_t from;

	for (i = 0; i < w->n; i++) {
		from = w->list[i].row.from;
		window.since = from < window.since ? from : window.since;
		window.until = from >= window.until ? from + 1 : window.until;
	}
	return window;
}

bool alerts_put_json(struct question_of_alerts *w)
{
	struct telling t = {
		.w = w,
		.replay = { .q = &w->q, .m = &w->p.mirror, .take = tell, .arg = &t },
	};

	if (!w->n)
		return true;
	qsort(w->list, w->n, sizeof(*w->list), compare);
	w->q.window = window_of(w);
	replay_all(&t.replay);
	for (; !t.replay.ended && t.next < w->n; t.next++)
		if (!put_document(w, &w->list[t.next], NULL))
			return false;
	return !t.replay.ended;
}
