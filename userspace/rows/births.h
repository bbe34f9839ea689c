/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many processes there were of a session since something was told of itself. */
#ifndef SESSMON_ROWS_BIRTHS_H
#define SESSMON_ROWS_BIRTHS_H

#include "rows/moment.h"

/**
 * struct births - Those of some sessions.
 * @list: session and number, for each
 * @n: entries of @list
 */
struct births {
	struct births_of {
		struct sessmon_key session;
		uint32_t n;
	} * list;
	size_t n;
};

/**
 * births_read() - Count them.
 * @b: filled
 * @r: rows
 * @db: file
 * @run: rows of the run
 * @wall: until when, ns since 1970 UTC
 *
 * Return: 0 or a negative error.
 */
int births_read(struct births *b, const struct rows *r, sqlite3 *db, const struct run_rows *run,
		uint64_t wall);

/**
 * births_apply() - Let sessions have had as many.
 * @b: what was counted
 * @m: table, in which each total is the one that was told last
 */
void births_apply(const struct births *b, struct mirror *m);

/**
 * births_free() - Give the memory back.
 * @b: what was counted
 */
void births_free(struct births *b);

#endif /* SESSMON_ROWS_BIRTHS_H */
