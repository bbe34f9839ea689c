/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rows have by number, for who reads: words, terminals, programs, contexts, keys. */
#ifndef SESSMON_STORE_LOOKUP_H
#define SESSMON_STORE_LOOKUP_H

#include "store/column.h"

/** LOOKUP_PLACES - Programs and keys of processes that are kept. */
#define LOOKUP_PLACES 4096

/** struct kept - Something by its number, which is kept as long as the lookup. */
struct kept;

/** struct kept_program - A program that is kept until another one needs its place. */
struct kept_program;

/**
 * struct kept_key - The key of a process, likewise.
 * @row: its row
 * @key: its key
 */
struct kept_key {
	int64_t row;
	struct sessmon_key key;
};

/**
 * struct lookup_table - Things of one table.
 * @one: statement that reads one
 * @kept: by number
 * @n: entries of @kept
 */
struct lookup_table {
	sqlite3_stmt *one;
	struct kept **kept;
	uint32_t n;
};

/**
 * struct lookup - All of it, of one file.
 * @word: words
 * @tty: terminals
 * @file: files that were executed
 * @context: contexts
 * @session: keys of sessions
 * @program: statement that reads a program
 * @process: statement that reads the key of a process
 * @programs: those that are kept
 * @keys: those that are kept
 * @err: the first error; what follows it is not found
 */
struct lookup {
	struct lookup_table word, tty, file, context, session;
	sqlite3_stmt *program, *process;
	struct kept_program *programs;
	struct kept_key *keys;
	int err;
};

/**
 * lookup_open() - Begin with a file.
 * @lk: all zero at first
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int lookup_open(struct lookup *lk, sqlite3 *db);

/**
 * lookup_close() - Let go of a file.
 * @lk: lookup
 */
void lookup_close(struct lookup *lk);

/**
 * lookup_word() - A word.
 * @lk: lookup
 * @id: number
 *
 * Return: it; without data if there is none.
 */
struct sessmon_str lookup_word(struct lookup *lk, uint64_t id);

/**
 * lookup_program() - A program.
 * @lk: lookup
 * @id: number
 *
 * Return: it, until some others were looked up; NULL if there is none.
 */
const struct sessmon_exe *lookup_program(struct lookup *lk, uint64_t id);

/**
 * lookup_context() - A context.
 * @lk: lookup
 * @id: number
 *
 * Return: a process with its facts, NULL if there is none.
 */
const struct sessmon_process *lookup_context(struct lookup *lk, uint64_t id);

/**
 * lookup_session() - The key of a session.
 * @lk: lookup
 * @row: its row
 *
 * Return: key, NULL if there is none.
 */
const struct sessmon_key *lookup_session(struct lookup *lk, uint64_t row);

/**
 * lookup_process() - The key of a process.
 * @lk: lookup
 * @row: its row
 *
 * Return: key, until some others were looked up; NULL if there is none.
 */
const struct sessmon_key *lookup_process(struct lookup *lk, uint64_t row);

/**
 * lookup_facts() - Let an object have the facts that columns have.
 * @lk: lookup
 * @c: columns
 * @stmt: the row
 * @first: the first of these columns
 * @object: the object; text is that of the statement
 */
void lookup_facts(struct lookup *lk, const struct columns *c, sqlite3_stmt *stmt,
		  unsigned int first, void *object);

#endif /* SESSMON_STORE_LOOKUP_H */
