/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Alerts: what is said when an event matches a rule.
 *
 * The same rule in the same session is told once; how often it matched again until a window
 * is over is told then, as a count.  A loop floods nobody, and no match is lost.
 */
#ifndef SESSMON_RULES_ALERT_H
#define SESSMON_RULES_ALERT_H

#include "rules/rules.h"
#include "text/printer.h"

/** ALERT_WINDOW - Seconds in which the same is counted, if nobody says otherwise. */
#define ALERT_WINDOW 60

/**
 * struct told - One rule in one session, in a window.
 * @number: of the window
 * @rule: rule
 * @session: session
 * @at: when it matched first, ns of boot time
 * @last: and last
 * @until: end of the window
 * @again: matches after the first one
 * @kept: matches that were handed to who keeps them
 */
struct told {
	uint64_t number;
	const struct rule *rule;
	struct sessmon_key session;
	uint64_t at, last, until;
	uint64_t again, kept;
};

/**
 * struct alerts - What alerts there shall be, and which there were.
 * @set: rules
 * @json: documents instead of text
 * @journal: each line begins with its priority, as the journal takes it
 * @level: of the rules that are told of, at the least
 * @window: how long the same is only counted, ns
 * @keep: called with what is told, and with counts that have grown; NULL if nobody keeps them
 * @arg: handed to @keep
 * @told: what was told, and is counted now
 * @n: how many
 * @number: of the last window
 * @facts: of the present event
 * @printer: who writes
 * @event: the present event
 * @subject: whom it is about
 * @good: all could be written
 */
struct alerts {
	struct rules *set;
	bool json, journal;
	enum rule_level level;
	uint64_t window;
	void (*keep)(struct alerts *a, const struct told *t);
	void *arg;
	struct told *told;
	unsigned int n;
	uint64_t number;
	struct facts facts;
	struct printer *printer;
	const struct sessmon_event *event;
	struct subject subject;
	bool good;
};

/**
 * alerts_match() - Add to a printer's line what an event matches.
 * @a: alerts
 * @p: writes; its table has taken the event over
 * @e: event
 */
void alerts_match(struct alerts *a, struct printer *p, const struct sessmon_event *e);

/**
 * alerts_event() - Say what an event matches.
 * @a: alerts
 * @p: writes; its table has taken the event over
 * @e: event
 *
 * Return: false if it could not be written.
 */
bool alerts_event(struct alerts *a, struct printer *p, const struct sessmon_event *e);

/**
 * alerts_end() - Add to a printer's line the counts whose window is over.
 * @a: alerts
 * @p: writes
 * @now: ns of boot time; UINT64_MAX for all of them
 */
void alerts_end(struct alerts *a, struct printer *p, uint64_t now);

/**
 * alerts_tick() - Say the counts whose window is over.
 * @a: alerts
 * @p: writes
 * @now: ns of boot time; UINT64_MAX for all of them
 *
 * Return: false if it could not be written.
 */
bool alerts_tick(struct alerts *a, struct printer *p, uint64_t now);

/**
 * alerts_keep() - Let counts be kept that have grown since they were.
 * @a: alerts
 */
void alerts_keep(struct alerts *a);

/**
 * alerts_free() - Give everything back but the rules.
 * @a: alerts
 */
void alerts_free(struct alerts *a);

/**
 * alert_text() - Add the line of an alert.
 * @a: alerts
 * @rule: that matches the present event
 */
void alert_text(struct alerts *a, const struct rule *rule);

/**
 * alert_text_again() - Add the line of a count.
 * @a: alerts
 * @t: what is counted
 */
void alert_text_again(struct alerts *a, const struct told *t);

/**
 * alert_json() - Add the document of an alert.
 * @a: alerts
 * @rule: that matches the present event
 *
 * Return: as printer_end_line().
 */
bool alert_json(struct alerts *a, const struct rule *rule);

/**
 * alert_json_again() - Add the document of a count.
 * @a: alerts
 * @t: what is counted
 *
 * Return: as printer_end_line().
 */
bool alert_json_again(struct alerts *a, const struct told *t);

/**
 * alert_json_kept() - Add the document of an alert that was kept.
 * @p: writes
 * @e: the event that matched first; NULL if it is not known any more
 * @session: in which session that was
 * @rule: that matched, as it was then
 * @count: how often it matched
 * @matched: what alert_matched() said
 *
 * Return: as printer_end_line().
 */
bool alert_json_kept(struct printer *p, const struct sessmon_event *e,
		     const struct sessmon_key *session, const struct rule *rule, uint64_t count,
		     struct sessmon_str matched);

/**
 * alert_matched() - Add what of a rule the present event has, as a list of JSON.
 * @a: alerts
 * @rule: that matches
 * @b: buffer
 */
void alert_matched(struct alerts *a, const struct rule *rule, struct buf *b);

#endif /* SESSMON_RULES_ALERT_H */
