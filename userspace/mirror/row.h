/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of the mirror: making, changing and freeing one. */
#ifndef SESSMON_ROW_H
#define SESSMON_ROW_H

#include "mirror/mirror.h"

/**
 * process_merge() - Take over the facts that are there.
 * @to: facts
 * @from: facts, whose text stays where it is
 */
void process_merge(struct sessmon_process *to, const struct sessmon_process *from);

/**
 * process_row_set() - Take over the facts that are there, with their text.
 * @row: row
 * @p: facts
 * @share: a row whose program it may be, or NULL
 */
void process_row_set(struct process_row *row, const struct sessmon_process *p,
		     const struct process_row *share);

/**
 * process_row_remember() - Another program follows: keep the present one as a previous one.
 * @row: row
 */
void process_row_remember(struct process_row *row);

/**
 * process_row_previous() - A program that the process ran before.
 * @row: row
 * @n: 0 is the last one
 *
 * Return: it, or NULL.
 */
const struct sessmon_exe *process_row_previous(const struct process_row *row, unsigned int n);

/**
 * process_row_free() - Free a row.
 * @row: row
 */
void process_row_free(struct process_row *row);

/** SESSION_COMPLETE - Facts of a session whose absence is one: without a terminal there are none. */
#define SESSION_COMPLETE (1ULL << SESSMON_A_SESSION_TTY | 1ULL << SESSMON_A_SESSION_FOREGROUND)

/**
 * session_row_set() - Take over the facts that are there, with their text.
 * @row: row
 * @s: facts
 */
void session_row_set(struct session_row *row, const struct sessmon_session *s);

/**
 * session_row_free() - Free a row.
 * @row: row
 */
void session_row_free(struct session_row *row);

#endif /* SESSMON_ROW_H */
