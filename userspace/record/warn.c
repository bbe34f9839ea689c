// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules asked of what is received; counts handed over once a second, as batches are. */
#include "record/warn.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "names/names.h"

/* No name is worth events: milliseconds to wait for one. */
#define NAMES_WAIT 500

static void put_tags(struct buf *b, const struct rule *r)
{
	unsigned int i;

	for (i = 0; i < r->tags.n; i++) {
		buf_puts(b, i ? "," : "");
		buf_add(b, r->tags.text[i].data, r->tags.text[i].len);
	}
}

static struct sessmon_str text_of(const struct buf *b)
{
	return (struct sessmon_str){ b->data, (uint32_t)b->len };
}

static struct store_alert describe(const struct told *t)
{
	const struct rule *r = t->rule;
	const char *level = rule_level_name(r->level);

	return (struct store_alert){
		.number = t->number,
		.session = t->session,
		.at = t->at,
		.realtime = clock_wall(t->at),
		.last = t->last,
		.count = t->again + 1 - t->kept,
		.rule = r->id,
		.title = r->title,
		.level = { level, (uint32_t)strlen(level) },
		.author = r->author,
		.license = r->license,
		.description = r->description,
		.reference = r->references.n ? r->references.text[0] : (struct sessmon_str){ 0 },
	};
}

/* The first match has an event, of which more can be said. */
static void keep(struct alerts *a, const struct told *t)
{
	struct warn *w = a->arg;
	struct store_alert alert = describe(t);
	struct buf tags = { 0 }, matched = { 0 };

	put_tags(&tags, t->rule);
	alert.tags = text_of(&tags);
	if (!t->kept) {
		alert_matched(a, t->rule, &matched);
		alert.matched = text_of(&matched);
		alert.seq = a->event->seq;
		alert.realtime = a->event->realtime ? a->event->realtime : alert.realtime;
		if (a->subject.process)
			alert.process = a->subject.process->key;
	}
	w->add(w->arg, PACKED_ALERT, &alert);
	buf_free(&tags);
	buf_free(&matched);
}

/* What was said meanwhile goes the same way: whoever writes waits for nobody's disk here. */
static void hand_over(struct warn *w)
{
	const struct packed_line line = { 1, text_of(&w->p.line) };

	if (!w->p.line.len)
		return;
	w->add(w->arg, PACKED_LINE, &line);
	buf_clear(&w->p.line);
}

bool warn_open(struct warn *w, bool asked)
{
	if (!asked && !ruleset_is_there())
		return false;
	if (!ruleset_load(&w->rules)) {
		if (!asked)
			fputs("sessmon record: recording without alerts\n", stderr);
		return false;
	}
	w->a.set = w->rules.set;
	w->a.window = ALERT_WINDOW * NS_PER_SECOND;
	w->a.journal = ruleset_is_journal();
	w->a.keep = keep;
	w->a.arg = w;
	w->a.printer = &w->p;
	ruleset_watch();
	names_hurry(NAMES_WAIT);
	return true;
}

static void end_counts(void *arg)
{
	warn_end(arg);
}

static void renew(struct warn *w)
{
	if (ruleset_renew(&w->rules, end_counts, w))
		w->a.set = w->rules.set;
}

void warn_begin(struct warn *w, struct sessmon *s)
{
	renew(w);
	printer_close(&w->p);
	printer_open(&w->p, sessmon_info(s));
}

void warn_table(struct warn *w, uint64_t as_of)
{
	mirror_free(&w->p.mirror);
	w->p.mirror.as_of = as_of;
}

void warn_event(struct warn *w, const struct sessmon_event *e)
{
	/* It is of the time before the table. */
	if (sessmon_has(e, SESSMON_A_EVENT_REPLAYED))
		return;
	mirror_apply(&w->p.mirror, e);
	alerts_match(&w->a, &w->p, e);
	hand_over(w);
	mirror_retire(&w->p.mirror, e);
}

uint64_t warn_due(const struct warn *w)
{
	return w->a.n ? w->done + NS_PER_SECOND : 0;
}

void warn_do(struct warn *w)
{
	uint64_t now = clock_now(CLOCK_MONOTONIC);

	renew(w);
	if (now < w->done + NS_PER_SECOND)
		return;
	w->done = now;
	alerts_keep(&w->a);
	alerts_end(&w->a, &w->p, clock_now(CLOCK_BOOTTIME));
	hand_over(w);
}

void warn_end(struct warn *w)
{
	alerts_end(&w->a, &w->p, UINT64_MAX);
	hand_over(w);
}

void warn_close(struct warn *w)
{
	ruleset_gave_up(w->rules.set, "record");
	alerts_free(&w->a);
	printer_close(&w->p);
	ruleset_free(&w->rules);
}
