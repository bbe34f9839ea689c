/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which column has which fact, for both directions. Facts without a column are in the row's
 * rest (rest.h).
 */
#ifndef SESSMON_STORE_COLUMN_H
#define SESSMON_STORE_COLUMN_H

#include "store/sql.h"
#include "wire_rules.h"

/** COLUMN_WHOLE - The fact itself, not one of those within it. */
#define COLUMN_WHOLE 255

/**
 * enum column_kind - How a column has its fact.
 * @COLUMN_FACT: as it is
 * @COLUMN_WORD: by the number of a word
 * @COLUMN_TTY: by the number of a terminal
 * @COLUMN_PROGRAM: by the number of a program
 */
enum column_kind {
	COLUMN_FACT,
	COLUMN_WORD,
	COLUMN_TTY,
	COLUMN_PROGRAM,
};

/**
 * struct column - A column that has a fact.
 * @kind: enum column_kind
 * @fact: attribute of the object
 * @inside: attribute within that, or COLUMN_WHOLE
 */
struct column {
	unsigned char kind, fact, inside;
};

/**
 * struct columns - Columns of a table that have facts of an object, one beside the other.
 * @table: it
 * @first: which of its columns is the first of these
 * @n: how many
 * @set: what the object is
 * @list: them
 */
struct columns {
	const struct table *table;
	unsigned int first, n;
	const struct rule_set *set;
	const struct column *list;
};

extern const struct table table_boot, table_run, table_clock, table_gap, table_mark, table_word,
	table_tty, table_file, table_program, table_context, table_session, table_session_change,
	table_process, table_exec, table_process_change, table_rule, table_alert;

extern const struct columns columns_tty, columns_file, columns_program, columns_context,
	columns_session_birth, columns_session_now, columns_session_change;

/**
 * column_at() - Where the fact of a column is in an object.
 * @c: columns
 * @i: which of them
 * @object: object
 * @rule: what it is
 *
 * Return: it, NULL if the object does not have the fact.
 */
const void *column_at(const struct columns *c, unsigned int i, const void *object,
		      const struct rule **rule);

/**
 * column_make() - Let an object have the fact of a column.
 * @c: columns
 * @i: which of them
 * @object: object
 * @rule: what it is
 *
 * Return: where it goes.
 */
void *column_make(const struct columns *c, unsigned int i, void *object, const struct rule **rule);

/**
 * column_cell() - The value of a column that has a fact as it is.
 * @c: columns
 * @i: which of them
 * @object: object
 *
 * Return: value.
 */
struct cell column_cell(const struct columns *c, unsigned int i, const void *object);

/**
 * column_read() - Let an object have the fact of a column as it is, if that is not NULL.
 * @c: columns
 * @i: which of them
 * @object: object; text stays the statement's
 * @stmt: the row
 * @at: which of its columns
 */
void column_read(const struct columns *c, unsigned int i, void *object, sqlite3_stmt *stmt,
		 unsigned int at);

#endif /* SESSMON_STORE_COLUMN_H */
