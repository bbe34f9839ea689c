/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alerts that were kept: what is asked of them, and how they are told. */
#ifndef SESSMON_ALERTS_H
#define SESSMON_ALERTS_H

#include "past/known.h"
#include "past/question.h"
#include "past/runs.h"
#include "reading/read_alert.h"
#include "rules/arena.h"
#include "rules/rules.h"
#include "text/printer.h"

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
};

/**
 * alerts_level_of() - How bad an alert is.
 * @a: alert
 *
 * Return: its level; what this program does not know is informational.
 */
enum rule_level alerts_level_of(const struct store_alert *a);

/**
 * alerts_put_text() - Tell of alerts, a line each, and whose rules they are.
 * @w: alerts
 *
 * Return: false if they could not be written.
 */
bool alerts_put_text(struct question_of_alerts *w);

/**
 * alerts_put_json() - Tell of alerts by the documents of their events.
 * @w: alerts, whose order is another one then
 *
 * Return: false if they could not be written.
 */
bool alerts_put_json(struct question_of_alerts *w);

#endif /* SESSMON_ALERTS_H */
