/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How all that lived was at a moment: rows are read as they were, and events applied to them. */
#ifndef SESSMON_STORE_MOMENT_H
#define SESSMON_STORE_MOMENT_H

#include "mirror/mirror.h"
#include "rows/row.h"

/** MOMENT_END - As it was when the run ended. */
#define MOMENT_END UINT64_MAX

/**
 * struct row_range - Rows of a run: from the first on, before the end.
 * @first: the first one
 * @end: the one behind the last
 */
struct row_range {
	int64_t first, end;
};

/**
 * struct run_rows - All rows of a run.
 * @session: of the table of that name, as all of these
 * @process: likewise
 * @session_change: likewise
 * @process_change: likewise
 * @first_seq: number of the event after which the run began
 */
struct run_rows {
	struct row_range session, process, session_change, process_change;
	uint64_t first_seq;
};

/**
 * run_rows() - Which rows are of a run.
 * @rows: filled
 * @db: file
 * @run: its number
 *
 * Return: 0 or a negative error.
 */
int run_rows(struct run_rows *rows, sqlite3 *db, int64_t run);

/**
 * moment_read() - What lived.
 * @m: filled, all zero at first
 * @r: rows
 * @db: file
 * @run: rows of the run; those of which processes and sessions are wanted
 * @wall: when, ns since 1970 UTC
 *
 * Return: 0 or a negative error.
 */
int moment_read(struct mirror *m, struct rows *r, sqlite3 *db, const struct run_rows *run,
		uint64_t wall);

#endif /* SESSMON_STORE_MOMENT_H */
