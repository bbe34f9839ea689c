/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of rules; cmd/verbs_rules.c has what is said of them. */
#ifndef SESSMON_WATCH_H
#define SESSMON_WATCH_H

#include "cmd/past_start.h"

/**
 * watch_alert() - Say when what happens matches a rule.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int watch_alert(int argc, char **argv);

/**
 * watch_rules() - Check rules, and try them on documents.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int watch_rules(int argc, char **argv);

#endif /* SESSMON_WATCH_H */
