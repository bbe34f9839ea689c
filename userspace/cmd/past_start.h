/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of the history are another program's, which has what they need. */
#ifndef SESSMON_PAST_START_H
#define SESSMON_PAST_START_H

#include "options/tool.h"

extern const struct verb verb_alert;
extern const struct verb verb_alerts;
extern const struct verb verb_history;
extern const struct verb verb_log;
extern const struct verb verb_record;
extern const struct verb verb_report;
extern const struct verb verb_rules;
extern const struct verb verb_sessions;

/**
 * past_is_installed() - Whether there is a program that has the history.
 *
 * Return: true if it can be started.
 */
bool past_is_installed(void);

/**
 * past_ask() - Let the program that has the history do a verb, and wait for it.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit, as it ended.
 */
int past_ask(int argc, char **argv);

/**
 * past_start() - Become the program that has the history, for this verb.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: TOOL_FAILED, after saying why; else not at all.
 */
int past_start(int argc, char **argv);

#endif /* SESSMON_PAST_START_H */
