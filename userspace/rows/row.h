/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows read back: what they say, as objects and events. */
#ifndef SESSMON_STORE_ROW_H
#define SESSMON_STORE_ROW_H

#include "store/lookup.h"
#include "store/process_row.h"

/**
 * struct row - A row of the table process.
 * @null: bit n is set if column n is NULL
 * @n: the numbers
 * @rest: its rest
 */
struct row {
	uint64_t null;
	uint64_t n[PROCESS_COLUMNS];
	struct sessmon_str rest;
};

/**
 * struct row_clocks - The clocks of a file.
 * @offset: by number, from UTC to boot time
 * @run: by number, whose
 * @since: by number, from which boot time on; UINT64_MAX if not known
 * @n: entries
 */
struct row_clocks {
	int64_t *offset;
	uint32_t *run;
	uint64_t *since;
	uint32_t n;
};

/**
 * struct rows - What it takes to read them.
 * @lk: what they have by number
 * @clocks: clocks
 * @counters: room for what an event counts
 */
struct rows {
	struct lookup lk;
	struct row_clocks clocks;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
};

/**
 * rows_open() - Begin with a file.
 * @r: all zero at first
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int rows_open(struct rows *r, sqlite3 *db);

/**
 * rows_clocks() - Look at the clocks again, of which the writer may have made some.
 * @r: rows
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int rows_clocks(struct rows *r, sqlite3 *db);

/**
 * rows_close() - Let go of a file.
 * @r: rows
 */
void rows_close(struct rows *r);

/**
 * row_offset_then() - What is to be added to a boot time that is later than its row.
 * @r: rows
 * @clock: the row's
 * @boottime: it
 *
 * Return: offset, by the clock that the run had then, as far as that is known.
 */
int64_t row_offset_then(const struct rows *r, uint64_t clock, uint64_t boottime);

/**
 * row_offset() - What is to be added to boot time.
 * @r: rows
 * @clock: number of a clock
 *
 * Return: offset, 0 if there is no such clock.
 */
int64_t row_offset(const struct rows *r, uint64_t clock);

/**
 * row_read() - Read the present row of the table process.
 * @row: filled; its rest is the statement's
 * @stmt: statement that selects all of its columns
 */
void row_read(struct row *row, sqlite3_stmt *stmt);

/**
 * row_has() - Whether a column is not NULL.
 * @row: row
 * @c: column
 */
static inline bool row_has(const struct row *row, enum process_column c)
{
	return !(row->null >> c & 1);
}

/**
 * row_birth() - How a process was at its birth, or when the run began.
 * @r: rows
 * @row: its row
 * @p: filled, with what it inherited
 *
 * Return: false if its birth was missed, and nothing is known of it.
 */
bool row_birth(struct rows *r, const struct row *row, struct sessmon_process *p);

/**
 * row_now() - How a process was at last, as far as its row says.
 * @r: rows
 * @row: its row
 * @program: what it ran at last, if that is not what its row says; or 0
 * @p: filled
 */
void row_now(struct rows *r, const struct row *row, uint64_t program, struct sessmon_process *p);

/**
 * row_born() - The event of a birth.
 * @r: rows
 * @row: its row
 * @e: filled
 *
 * Return: false if it was not seen.
 */
bool row_born(struct rows *r, const struct row *row, struct sessmon_event *e);

/**
 * row_executed() - The event of the first program.
 * @r: rows
 * @row: its row
 * @e: filled
 *
 * Return: false if there is none.
 */
bool row_executed(struct rows *r, const struct row *row, struct sessmon_event *e);

/**
 * row_ended() - The event of an end.
 * @r: rows
 * @row: its row
 * @e: filled
 *
 * Return: false if it was not seen.
 */
bool row_ended(struct rows *r, const struct row *row, struct sessmon_event *e);

/**
 * row_later_program() - The event of a later program.
 * @r: rows
 * @stmt: the present row of the table exec, all of its columns
 * @e: filled
 */
void row_later_program(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e);

/**
 * row_change() - The event of a change of a process, or of the module.
 * @r: rows
 * @stmt: the present row of the table process_change, all of its columns
 * @e: filled
 */
void row_change(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e);

/**
 * row_session_change() - The event of a change of a session.
 * @r: rows
 * @stmt: the present row of the table session_change, all of its columns, and behind them
 *   those of the table session
 * @e: filled; of type SESSMON_EVENT_UNSPEC for one that was there when the run began
 */
void row_session_change(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e);

/**
 * row_session() - A session as it was at last.
 * @r: rows
 * @stmt: the present row of the table session, all of its columns
 * @s: filled
 */
void row_session(struct rows *r, sqlite3_stmt *stmt, struct sessmon_session *s);

#endif /* SESSMON_STORE_ROW_H */
