/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in a file events are, to be read in their order. */
#ifndef SESSMON_STORE_HAPPENED_H
#define SESSMON_STORE_HAPPENED_H

#include "rows/row.h"

/**
 * enum happened_kind - Where an event is.
 * @HAPPENED_BIRTH: in a row of process, as its birth
 * @HAPPENED_EXEC: likewise, as its first program
 * @HAPPENED_END: likewise, as its end
 * @HAPPENED_PROGRAM: in a row of exec
 * @HAPPENED_CHANGE: in a row of process_change
 * @HAPPENED_SESSION: in a row of session_change
 */
enum happened_kind {
	HAPPENED_BIRTH,
	HAPPENED_EXEC,
	HAPPENED_END,
	HAPPENED_PROGRAM,
	HAPPENED_CHANGE,
	HAPPENED_SESSION,
	HAPPENED_KINDS,
};

/**
 * struct happened - An event.
 * @seq: its number
 * @row: the row
 * @number: of a row of exec
 * @kind: enum happened_kind
 */
struct happened {
	uint64_t seq;
	int64_t row;
	uint32_t number, kind;
};

/**
 * struct happenings - Events of a file.
 * @r: rows
 * @list: them
 * @n: entries of @list
 * @one: statements that read one row, by enum happened_kind
 */
struct happenings {
	struct rows *r;
	struct happened *list;
	size_t n;
	sqlite3_stmt *one[HAPPENED_KINDS];
};

/**
 * happenings_open() - Begin.
 * @h: filled
 * @r: rows
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int happenings_open(struct happenings *h, struct rows *r, sqlite3 *db);

/**
 * happenings_close() - Let go of it.
 * @h: happenings
 */
void happenings_close(struct happenings *h);

/**
 * happenings_add() - There is one more.
 * @h: happenings
 * @event: it
 */
void happenings_add(struct happenings *h, struct happened event);

/**
 * happenings_sort() - Bring them into their order.
 * @h: happenings
 */
void happenings_sort(struct happenings *h);

/**
 * happenings_read() - Read one.
 * @h: happenings
 * @i: which; then happenings_done() is to be called
 * @e: filled; its text is the row's
 *
 * Return: 1, 0 if it is not there any more, or a negative error.
 */
int happenings_read(struct happenings *h, size_t i, struct sessmon_event *e);

/**
 * happenings_done() - Let go of the row that was read.
 * @h: happenings
 * @i: which
 */
void happenings_done(struct happenings *h, size_t i);

#endif /* SESSMON_STORE_HAPPENED_H */
