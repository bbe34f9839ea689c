/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs that ask the history; cmd/verbs_past.c has what is said of them. */
#ifndef SESSMON_PAST_H
#define SESSMON_PAST_H

#include "cmd/past_start.h"

/**
 * past_history() - Say what the history has.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_history(int argc, char **argv);

/**
 * past_alerts() - List what matched a rule when it was recorded.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_alerts(int argc, char **argv);

/**
 * past_log() - List the programs that were run.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_log(int argc, char **argv);

/**
 * past_report() - Make a page of sessions.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_report(int argc, char **argv);

/**
 * past_sessions() - List sessions that were.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_sessions(int argc, char **argv);

/**
 * past_show() - Show what has ended.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int past_show(int argc, char **argv);

#endif /* SESSMON_PAST_H */
