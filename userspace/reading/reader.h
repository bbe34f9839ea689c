/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the reader share; read.h is what others may call. */
#ifndef SESSMON_STORE_READER_H
#define SESSMON_STORE_READER_H

#include "rows/moment.h"
#include "reading/read_program.h"

/**
 * struct store_reader - A file that is read.
 * @db: file
 * @rows: what it takes to read rows
 * @runs: those of the file, in their order
 * @n_runs: entries of @runs
 * @recorder: the lock file of the folder, to see whether somebody writes; -1 if there is none
 * @count: counts the programs of a session; NULL until somebody asks
 * @text: room for the text of what is handed out
 */
struct store_reader {
	sqlite3 *db;
	struct rows rows;
	struct store_run *runs;
	unsigned int n_runs;
	int recorder;
	sqlite3_stmt *count;
	struct buf text;
};

/**
 * store_reader_db() - The file, for who asks it by SQL.
 * @r: reader
 *
 * Return: file.
 */
sqlite3 *store_reader_db(struct store_reader *r);

/**
 * store_prepare() - Make a statement.
 * @db: file
 * @sql: SQL
 * @stmt: the statement, NULL after an error
 *
 * Return: 0 or a negative error.
 */
int store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **stmt);

/**
 * store_reset() - Let a statement be run again.
 * @stmt: statement
 *
 * Return: 0, or the negative error that it ended with.
 */
int store_reset(sqlite3_stmt *stmt);

/**
 * store_finish() - Let go of a statement.
 * @stmt: statement or NULL
 * @err: an error that there was already, or 0
 *
 * Return: @err, or the negative error that the statement ended with.
 */
int store_finish(sqlite3_stmt *stmt, int err);

/**
 * reader_look() - Look again at what the writer may have changed: runs and clocks.
 * @r: reader
 *
 * Return: 0 or a negative error.
 */
int reader_look(struct store_reader *r);

/**
 * reader_run() - A run by its number.
 * @r: reader
 * @id: number
 *
 * Return: it, NULL if there is none.
 */
const struct store_run *reader_run(const struct store_reader *r, int64_t id);

/**
 * reader_run_of() - The run that a clock is of.
 * @r: reader
 * @clock: its number
 *
 * Return: number of the run, 0 if there is none.
 */
int64_t reader_run_of(const struct store_reader *r, uint64_t clock);

/**
 * reader_run_end() - Until when a run watched.
 * @r: reader
 * @run: it
 *
 * Return: ns since 1970 UTC; UINT64_MAX if it still does.
 */
uint64_t reader_run_end(const struct store_reader *r, const struct store_run *run);

/*
 * Each run that saw a session has a row for it. All of them are looked through for others, but
 * not if it began in this one. That is a value, or each row would be held against it.
 */
#define ROWS_OF_SESSION \
	"SELECT ?1 AS id UNION SELECT id FROM session WHERE ?4 AND sid = ?2 AND start = ?3"

/**
 * reader_bind_session() - Say of which session ROWS_OF_SESSION are wanted.
 * @stmt: statement that has it
 * @of: session
 */
void reader_bind_session(sqlite3_stmt *stmt, const struct store_session_row *of);

/**
 * keep_text() - Let the text of an object live on in a buffer.
 * @b: buffer; what it had is gone
 * @set: what the object is
 * @object: object
 */
void keep_text(struct buf *b, const struct rule_set *set, void *object);

#endif /* SESSMON_STORE_READER_H */
