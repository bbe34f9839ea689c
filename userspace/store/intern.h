/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What comes again is stored once: words, terminals, files, programs and contexts have a
 * number in a file of the history. Which number is remembered of those that came lately; what
 * was forgotten is stored once more.
 */
#ifndef SESSMON_STORE_INTERN_H
#define SESSMON_STORE_INTERN_H

#include "store/column.h"

/**
 * enum intern_kind - What has a number.
 * @INTERN_WORD: a word
 * @INTERN_TTY: a terminal
 * @INTERN_FILE: a file that is executed
 * @INTERN_PROGRAM: that with its arguments
 * @INTERN_CONTEXT: what many processes have in common
 */
enum intern_kind {
	INTERN_WORD,
	INTERN_TTY,
	INTERN_FILE,
	INTERN_PROGRAM,
	INTERN_CONTEXT,
	INTERN_KINDS,
};

/**
 * struct intern_cache - Numbers of what came lately, by what it was.
 * @hash: of what it was; 0 is an empty place
 * @id: number
 * @mask: places less one
 * @next: number that the next new one gets
 * @insert: statement that stores it
 */
struct intern_cache {
	uint64_t *hash;
	uint32_t *id;
	uint32_t mask;
	uint32_t next;
	sqlite3_stmt *insert;
};

/**
 * struct short_word - A word of at most sixteen bytes, as two numbers.
 * @text: it, with zeros behind
 * @len: bytes
 * @id: number; 0 is an empty place
 */
struct short_word {
	uint64_t text[2];
	uint32_t len, id;
};

/**
 * struct intern - All of them, of one file.
 * @cache: by enum intern_kind
 * @word: short words that came last
 * @secret: nobody can make two things that hash alike
 * @err: the first error; what follows it has no number
 */
struct intern {
	struct intern_cache cache[INTERN_KINDS];
	struct short_word word[256];
	uint64_t secret[2];
	int err;
};

/**
 * intern_open() - Begin with a file.
 * @in: all zero at first
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int intern_open(struct intern *in, sqlite3 *db);

/**
 * intern_forget() - Forget what a file has, which may have been taken back.
 * @in: them
 * @db: file
 *
 * Return: 0 or a negative error.
 */
int intern_forget(struct intern *in, sqlite3 *db);

/**
 * intern_close() - Let go of a file.
 * @in: them
 */
void intern_close(struct intern *in);

/**
 * intern_word() - The number of a word.
 * @in: them
 * @word: word
 *
 * Return: number, 0 after an error, which is in @in.
 */
uint32_t intern_word(struct intern *in, struct sessmon_str word);

/**
 * intern_program() - The number of a program.
 * @in: them
 * @exe: program
 *
 * Return: number, 0 after an error, which is in @in.
 */
uint32_t intern_program(struct intern *in, const struct sessmon_exe *exe);

/**
 * intern_context() - The number of a context.
 * @in: them
 * @p: a process, of which only what the context has is looked at
 *
 * Return: number, 0 after an error, which is in @in.
 */
uint32_t intern_context(struct intern *in, const struct sessmon_process *p);

/**
 * intern_hash() - What is the same of two objects if they have the same facts in columns.
 * @in: them
 * @c: columns
 * @object: object
 *
 * Return: a hash, never 0.
 */
uint64_t intern_hash(const struct intern *in, const struct columns *c, const void *object);

/**
 * intern_cells() - The values of columns.
 * @in: them, for what columns have by number
 * @c: columns
 * @object: what has the facts
 * @cells: filled, from the first of these columns on
 */
void intern_cells(struct intern *in, const struct columns *c, const void *object,
		  struct cell *cells);

#endif /* SESSMON_STORE_INTERN_H */
