/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of the history: the options that its verbs share, and file after file. */
#ifndef SESSMON_QUESTION_H
#define SESSMON_QUESTION_H

#include "base/buf.h"
#include "options/view.h"
#include "reading/read.h"

/**
 * enum question_option - Options that have no letter.
 * @QUESTION_REVERSE: --reverse
 * @QUESTION_NO_PAGER: --no-pager
 */
enum question_option {
	QUESTION_REVERSE = 600,
	QUESTION_NO_PAGER,
};

/**
 * struct question - What was asked.
 * @verb: which verb
 * @view: filters, whose times are taken out of it, and how it is shown
 * @window: those times
 * @count: how many rows are wanted, 0 is all
 * @reverse: the other way round
 * @no_pager: through no pager
 * @boot: of this boot only: its id, empty if of all
 * @asked_boot: as it was written, NULL if not
 * @failed: a file did not answer
 * @said: of which that was said, each between line breaks
 */
struct question {
	const struct verb *verb;
	struct view view;
	struct store_window window;
	uint64_t count;
	bool reverse, no_pager;
	char boot[40];
	const char *asked_boot;
	bool failed;
	struct buf said;
};

/* For getopt_long(): letters and names of the options that these verbs share. */
#define QUESTION_LETTERS VIEW_LETTERS "m:b::"
#define QUESTION_OPTIONS \
	VIEW_OPTIONS, { "count", required_argument, NULL, 'm' }, QUESTION_OWN_OPTIONS
#define QUESTION_OWN_OPTIONS                                          \
	{ "boot", optional_argument, NULL, 'b' },                     \
		{ "reverse", no_argument, NULL, QUESTION_REVERSE },   \
		{ "no-pager", no_argument, NULL, QUESTION_NO_PAGER }, \
		{ "dir", required_argument, NULL, VIEW_DIR },         \
	{                                                             \
		"no-header", no_argument, NULL, VIEW_NO_HEADER        \
	}

/**
 * question_take() - Take an option.
 * @q: question
 * @c: what getopt_long() returned
 * @argc: number of arguments
 * @argv: arguments
 *
 * Return: enum tool_exit.
 */
int question_take(struct question *q, int c, int argc, char **argv);

/**
 * question_check() - Look at all options together, and find the boot that was asked for.
 * @q: question
 * @argc: number of arguments
 * @argv: arguments
 *
 * Return: enum tool_exit.
 */
int question_check(struct question *q, int argc, char **argv);

/**
 * question_folder() - Where the history is.
 * @q: question
 *
 * Return: a path.
 */
const char *question_folder(const struct question *q);

/**
 * question_complain() - Say, once, which file does not answer, and why.
 * @q: question, which has failed
 * @name: of the file, NULL for the folder itself
 * @err: negative error
 */
void question_complain(struct question *q, const char *name, int err);

/**
 * question_days() - The files in which the answer may be, the newest first.
 * @q: question
 * @days: to be freed
 *
 * Whoever set a clock back has written what was then into the file of the day that it was
 * before: a file more is looked into.
 *
 * Return: how many.
 */
unsigned int question_days(struct question *q, struct store_day **days);

/**
 * question_open() - Open the file of a day, or say why not.
 * @q: question
 * @day: which
 *
 * Return: the reader, NULL if it does not answer.
 */
struct store_reader *question_open(struct question *q, const struct store_day *day);

/**
 * question_is_boot() - Whether something is of the boot that was asked for.
 * @q: question
 * @boot_id: of it
 *
 * Return: true if it is, or if none was asked for.
 */
bool question_is_boot(const struct question *q, const char *boot_id);

/**
 * question_status() - What the shell is told in the end.
 * @q: question
 * @good: all was written
 *
 * Return: enum tool_exit.
 */
int question_status(const struct question *q, bool good);

/**
 * question_free() - Give the memory back.
 * @q: question
 */
void question_free(struct question *q);

#endif /* SESSMON_QUESTION_H */
