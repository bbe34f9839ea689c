// SPDX-License-Identifier: GPL-2.0-or-later
/* Alerts for people: who, from where, what, and whose rule says so. */
#include <string.h>

#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "alerts/alert.h"
#include "text/words.h"

/* As syslog counts: warning is what somebody should look at. */
static const char *const priority[RULE_LEVELS] = {
	[RULE_INFORMATIONAL] = "<6>", [RULE_LOW] = "<5>",      [RULE_MEDIUM] = "<4>",
	[RULE_HIGH] = "<3>",	      [RULE_CRITICAL] = "<2>",
};

static const char *colour(const struct alerts *a, enum rule_level level)
{
	if (!a->printer->colour || level < RULE_MEDIUM)
		return "";
	return level == RULE_MEDIUM ? "\033[33m" : "\033[31m";
}

static void put_rule(struct alerts *a, const struct rule *rule, uint64_t wall)
{
	struct buf *b = &a->printer->line;
	const char *begin = colour(a, rule->level);

	if (a->journal)
		buf_puts(b, priority[rule->level]);
	else
		clock_put_local(b, wall, false, 0);
	buf_printf(b, "%s%s%s%s: ", a->journal ? "" : " ", begin, rule_level_name(rule->level),
		   *begin ? "\033[m" : "");
	escape_text(b, rule->title);
}

static void put_author(struct buf *b, const struct rule *rule)
{
	if (!rule->author.len)
		return;
	buf_puts(b, "; rule by ");
	escape_text(b, rule->author);
	if (rule->license.len) {
		buf_puts(b, ", ");
		escape_text(b, rule->license);
	}
}

/* Who traces is not of the event. */
static void put_tracer(struct alerts *a)
{
	const struct sessmon_process *tracer = a->subject.tracer;
	struct buf *b = &a->printer->line;

	if (!tracer)
		return;
	buf_puts(b, " by ");
	words_program(b, &tracer->exe, tracer->comm);
	buf_printf(b, " (%u)", tracer->key.id);
}

static void put_program(struct alerts *a)
{
	const struct sessmon_process *p = a->subject.process, *parent = a->subject.parent;
	struct buf *b = &a->printer->line;

	if (!p)
		return;
	buf_puts(b, "; ");
	print_program(b, &p->exe, p->comm);
	buf_printf(b, " (%u)", p->key.id);
	if (!parent)
		return;
	buf_puts(b, " of ");
	words_program(b, &parent->exe, parent->comm);
	buf_printf(b, " (%u)", parent->key.id);
}

/* The first of what matched is enough for a line; documents have all. */
static void put_reason(void *arg, struct sessmon_str search, struct sessmon_str key,
		       struct sessmon_str value)
{
	struct buf *b = arg;

	buf_puts(b, b->len ? "" : "; ");
	if (b->len > 2)
		return;
	escape_text(b, key.len ? key : search);
	buf_puts(b, " ");
	escape_text(b, value);
}

void alert_text(struct alerts *a, const struct rule *rule)
{
	const struct sessmon_session *s = a->subject.session;
	struct buf *b = &a->printer->line, reason = { 0 };
	size_t from = b->len;

	put_rule(a, rule, a->event->realtime ? a->event->realtime : a->event->received);
	buf_puts(b, ": ");
	if (s) {
		words_session(a->printer, s);
		buf_puts(b, " in ");
		words_kind(a->printer, s->session_class);
		buf_printf(b, " s:%u", s->key.id);
	}
	put_program(a);
	put_tracer(a);
	rules_explain(a->set, rule, &a->facts, put_reason, &reason);
	buf_add(b, reason.data, reason.len);
	buf_free(&reason);
	put_author(b, rule);
	buf_putc(b, '\n');
	if (a->printer->width)
		print_fold(a->printer, from, 4);
}

void alert_text_again(struct alerts *a, const struct told *t)
{
	struct buf *b = &a->printer->line;
	size_t from = b->len;

	put_rule(a, t->rule, clock_is_past() ? clock_wall(t->last) : clock_present());
	buf_printf(b, ": again %llu times in s:%u", (unsigned long long)t->again, t->session.id);
	put_author(b, t->rule);
	buf_putc(b, '\n');
	if (a->printer->width)
		print_fold(a->printer, from, 4);
}
