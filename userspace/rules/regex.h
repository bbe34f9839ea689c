/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Regular expressions, which take as long as whoever writes the text that they are asked
 * of likes them to: so each is given so many steps and no more.
 */
#ifndef SESSMON_RULES_REGEX_H
#define SESSMON_RULES_REGEX_H

#include <stddef.h>

#include "sessmon.h"

/** struct regex - One expression. */
struct regex;

/**
 * enum regex_option - What it does not care for.
 * @REGEX_CASE: case of letters
 * @REGEX_LINES: ^ and $ are beginnings and ends of lines, too
 * @REGEX_DOT: a dot is a newline, too
 */
enum regex_option {
	REGEX_CASE = 1,
	REGEX_LINES = 2,
	REGEX_DOT = 4,
};

/**
 * enum regex_verdict - What became of it.
 * @REGEX_NO: it is not there
 * @REGEX_YES: it is
 * @REGEX_GAVE_UP: it would take too long to say
 */
enum regex_verdict {
	REGEX_NO,
	REGEX_YES,
	REGEX_GAVE_UP,
};

/**
 * regex_new() - Compile one.
 * @list: those that were made before; it is put in front
 * @text: expression, as PCRE2 has it, on bytes
 * @options: enum regex_option, or-ed
 * @error: filled if it is wrong
 * @size: of @error
 * @at: filled with where it is wrong
 *
 * Return: NULL if it is wrong.
 */
struct regex *regex_new(struct regex **list, struct sessmon_str text, unsigned int options,
			char *error, size_t size, size_t *at);

/**
 * regex_find() - Look for one.
 * @r: expression
 * @text: text
 *
 * Return: enum regex_verdict.
 */
enum regex_verdict regex_find(const struct regex *r, struct sessmon_str text);

/**
 * regex_free() - Give all back.
 * @list: the last one that was made
 */
void regex_free(struct regex *list);

#endif /* SESSMON_RULES_REGEX_H */
