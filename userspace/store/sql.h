/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SQLite as the store uses it: cells, statements made of tables' columns, our errors. */
#ifndef SESSMON_STORE_SQL_H
#define SESSMON_STORE_SQL_H

#include <sqlite3.h>

#include "base/buf.h"
#include "sessmon.h"

/**
 * enum cell_kind - What is in a cell.
 * @CELL_NULL: nothing
 * @CELL_NUMBER: a number
 * @CELL_TEXT: text, or what should be
 * @CELL_BYTES: bytes
 */
enum cell_kind {
	CELL_NULL,
	CELL_NUMBER,
	CELL_TEXT,
	CELL_BYTES,
};

/**
 * struct cell - A value of a row; all zero is NULL.
 * @kind: enum cell_kind
 * @n: the number
 * @s: text or bytes, which belong to somebody else
 */
struct cell {
	enum cell_kind kind;
	int64_t n;
	struct sessmon_str s;
};

/**
 * struct table - A table of the schema.
 * @name: its name
 * @column: names of its columns; the first is its id
 * @n: how many
 */
struct table {
	const char *name;
	const char *const *column;
	unsigned int n;
};

/**
 * cell_number() - A cell with a number.
 * @n: number
 */
static inline struct cell cell_number(uint64_t n)
{
	return (struct cell){ .kind = CELL_NUMBER, .n = (int64_t)n };
}

/**
 * cell_if() - A cell with a number, or NULL.
 * @there: whether there is a number
 * @n: number
 */
static inline struct cell cell_if(bool there, uint64_t n)
{
	return there ? cell_number(n) : (struct cell){ 0 };
}

/**
 * cell_text() - A cell with text.
 * @s: text
 */
static inline struct cell cell_text(struct sessmon_str s)
{
	return (struct cell){ .kind = CELL_TEXT, .s = s };
}

/**
 * cell_bytes() - A cell with bytes.
 * @s: bytes
 */
static inline struct cell cell_bytes(struct sessmon_str s)
{
	return (struct cell){ .kind = CELL_BYTES, .s = s };
}

/**
 * sql_error() - Our number for an error of SQLite.
 * @db: where it came up; its extended code is asked for
 * @rc: what SQLite returned
 *
 * Return: 0 or a negative error.
 */
int sql_error(sqlite3 *db, int rc);

/**
 * sql_run() - Run SQL that has no answer.
 * @db: where
 * @text: any number of statements
 *
 * Return: 0 or a negative error.
 */
int sql_run(sqlite3 *db, const char *text);

/**
 * sql_prepare() - Make a statement.
 * @db: where
 * @text: SQL, as printf()
 * @stmt: the statement
 *
 * Return: 0 or a negative error.
 */
int sql_prepare(sqlite3 *db, sqlite3_stmt **stmt, const char *text, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * sql_prepare_insert() - Make a statement that adds a row.
 * @db: where
 * @t: table
 * @stmt: the statement, whose parameters are the columns
 *
 * Return: 0 or a negative error.
 */
int sql_prepare_insert(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt);

/**
 * sql_prepare_update() - Make a statement that changes a row.
 * @db: where
 * @t: table
 * @stmt: the statement, whose parameters are the columns, of which the first says which row
 *
 * Return: 0 or a negative error.
 */
int sql_prepare_update(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt);

/**
 * sql_prepare_select() - Make a statement that reads rows, whole.
 * @db: where
 * @t: table
 * @stmt: the statement
 * @rest: what follows FROM table, as printf()
 *
 * Return: 0 or a negative error.
 */
int sql_prepare_select(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt, const char *rest,
		       ...) __attribute__((format(printf, 4, 5)));

/**
 * sql_bind() - Give a statement its parameters, which stay until it has been run.
 * @stmt: statement
 * @cells: parameters
 * @n: how many
 *
 * Return: 0 or a negative error.
 */
int sql_bind(sqlite3_stmt *stmt, const struct cell *cells, unsigned int n);

/**
 * sql_write() - Run a statement with these parameters.
 * @stmt: statement
 * @cells: parameters
 * @n: how many
 *
 * Return: 0 or a negative error.
 */
int sql_write(sqlite3_stmt *stmt, const struct cell *cells, unsigned int n);

/**
 * sql_next() - Read the next row.
 * @stmt: statement, which is reset at the end and after an error
 *
 * Return: 1 if there is one, 0 at the end, or a negative error.
 */
int sql_next(sqlite3_stmt *stmt);

/**
 * sql_number() - A number of the present row.
 * @stmt: statement
 * @i: column
 * @n: the number; 0 for NULL
 *
 * Return: false if it is NULL, or no number.
 */
bool sql_number(sqlite3_stmt *stmt, unsigned int i, uint64_t *n);

/**
 * sql_bytes() - Text or bytes of the present row.
 * @stmt: statement
 * @i: column
 * @s: them, valid until the next row
 *
 * Return: false if it is NULL.
 */
bool sql_bytes(sqlite3_stmt *stmt, unsigned int i, struct sessmon_str *s);

/**
 * sql_ask() - The one number that a question has as its answer.
 * @db: where
 * @n: the number; 0 for NULL and for no row
 * @text: the question, as printf()
 *
 * Return: 0 or a negative error.
 */
int sql_ask(sqlite3 *db, int64_t *n, const char *text, ...) __attribute__((format(printf, 3, 4)));

#endif /* SESSMON_STORE_SQL_H */
