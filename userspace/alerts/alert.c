// SPDX-License-Identifier: GPL-2.0-or-later
/* Which matches are told of, and which are counted. */
#include "alerts/alert.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

/* Counts that are kept at a time; the one that ends first makes room for another. */
#define MOST 4096

static bool is_same(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

static struct sessmon_key session_of(const struct alerts *a)
{
	if (a->subject.session)
		return a->subject.session->key;
	return a->subject.process ? a->subject.process->session : (struct sessmon_key){ 0 };
}

static struct told *find(struct alerts *a, const struct rule *rule, const struct sessmon_key *key)
{
	unsigned int i;

	for (i = 0; i < a->n; i++)
		if (a->told[i].rule == rule && is_same(&a->told[i].session, key))
			return &a->told[i];
	return NULL;
}

static void keep(struct alerts *a, struct told *t)
{
	if (!a->keep || t->kept == t->again + 1)
		return;
	a->keep(a, t);
	t->kept = t->again + 1;
}

/* A window in which nothing came again has nothing to say. */
static void end_window(struct alerts *a, unsigned int i)
{
	struct told *t = &a->told[i];

	keep(a, t);
	if (t->again && a->json)
		a->good &= alert_json_again(a, t);
	else if (t->again)
		alert_text_again(a, t);
	memmove(&a->told[i], &a->told[i + 1], (a->n - i - 1) * sizeof(*t));
	a->n--;
}

/* What is past has its own time; of the present, an event may come late. */
static uint64_t now_of(const struct alerts *a)
{
	return clock_is_past() ? a->event->boottime : clock_now(CLOCK_BOOTTIME);
}

static struct told *begin_window(struct alerts *a, const struct rule *rule,
				 const struct sessmon_key *key)
{
	struct told *t;

	if (!a->told)
		a->told = xalloc(MOST, sizeof(*a->told));
	/* In the order of their ends, since all are as long. */
	if (a->n == MOST)
		end_window(a, 0);
	t = &a->told[a->n++];
	*t = (struct told){ .number = ++a->number, .rule = rule, .session = *key };
	t->at = t->last = a->event->boottime;
	t->until = now_of(a) + a->window;
	return t;
}

static void matched(void *arg, const struct rule *rule)
{
	struct alerts *a = arg;
	struct sessmon_key key = session_of(a);
	struct told *t;

	if (rule->level < a->level)
		return;
	t = find(a, rule, &key);
	if (t && now_of(a) < t->until) {
		t->again++;
		t->last = a->event->boottime;
		return;
	}
	if (t)
		end_window(a, (unsigned int)(t - a->told));
	t = begin_window(a, rule, &key);
	if (a->json)
		a->good &= alert_json(a, rule);
	else
		alert_text(a, rule);
	keep(a, t);
}

void alerts_match(struct alerts *a, struct printer *p, const struct sessmon_event *e)
{
	a->printer = p;
	a->event = e;
	a->good = true;
	if (sessmon_has(e, SESSMON_A_EVENT_REPLAYED) || !subject_join(&a->subject, &p->mirror, e) ||
	    !rules_asks(a->set, a->subject.category))
		return;
	facts_of_subject(&a->facts, &a->subject);
	rules_match(a->set, &a->facts, a->subject.category, matched, a);
}

bool alerts_event(struct alerts *a, struct printer *p, const struct sessmon_event *e)
{
	alerts_match(a, p, e);
	return printer_end_line(p) && a->good;
}

void alerts_end(struct alerts *a, struct printer *p, uint64_t now)
{
	a->printer = p;
	a->good = true;
	while (a->n && a->told[0].until <= now)
		end_window(a, 0);
}

bool alerts_tick(struct alerts *a, struct printer *p, uint64_t now)
{
	alerts_end(a, p, now);
	return printer_end_line(p) && a->good;
}

void alerts_keep(struct alerts *a)
{
	unsigned int i;

	for (i = 0; a->keep && i < a->n; i++)
		keep(a, &a->told[i]);
}

void alerts_free(struct alerts *a)
{
	free(a->told);
	facts_free(&a->facts);
}
