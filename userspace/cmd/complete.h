/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may come next on a command line. */
#ifndef SESSMON_COMPLETE_H
#define SESSMON_COMPLETE_H

#include "sessmon.h"

/**
 * struct line - The command line as far as it was typed.
 * @word: what follows the name of the tool; the last one is incomplete
 * @n: how many, at least one
 * @last: the incomplete one
 * @before: to be written before each answer: "--class=", or ""
 */
struct line {
	char **word;
	int n;
	const char *last;
	struct sessmon_str before;
};

/**
 * complete_answer() - Say one of the words that may come next.
 * @l: command line
 * @word: word
 * @what: what it means, up to the end of a line; "" if it goes without saying
 */
void complete_answer(const struct line *l, struct sessmon_str word, const char *what);

/**
 * complete_text() - Say one of the words that may come next.
 * @l: command line
 * @word: word
 * @what: as of complete_answer()
 */
void complete_text(const struct line *l, const char *word, const char *what);

/**
 * complete_verbs() - Say all verbs.
 * @l: command line
 */
void complete_verbs(struct line *l);

/**
 * complete_values() - Say all values of a kind.
 * @l: command line
 * @takes: the kind, as help has it: CLASS, FILE, show|reset
 */
void complete_values(struct line *l, struct sessmon_str takes);

#endif /* SESSMON_COMPLETE_H */
