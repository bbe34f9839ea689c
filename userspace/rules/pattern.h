/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of a rule: with wildcards, and backslashes before what shall be none. */
#ifndef SESSMON_RULES_PATTERN_H
#define SESSMON_RULES_PATTERN_H

#include "rules/arena.h"
#include "rules/automaton.h"

/**
 * enum pattern_symbol - What is more than a byte.
 * @PATTERN_STAR: any text
 * @PATTERN_ONE: any character
 */
enum pattern_symbol {
	PATTERN_STAR = 256,
	PATTERN_ONE,
};

/**
 * struct pattern - Bytes and wildcards.
 * @symbol: them
 * @n: how many
 */
struct pattern {
	uint16_t *symbol;
	uint32_t n;
};

/**
 * pattern_parse() - Understand the text of a rule.
 * @p: filled
 * @arena: where it will be
 * @text: text
 * @bound: enum automaton_bound; where it is not bound, any text may be before or after
 */
void pattern_parse(struct pattern *p, struct arena *arena, struct sessmon_str text,
		   unsigned int bound);

/**
 * pattern_trim() - See whether a pattern is text that is bound or not.
 * @p: pattern
 * @arena: where the text will be
 * @text: filled with the text
 * @bound: filled with enum automaton_bound, or-ed
 *
 * Return: false if it has wildcards elsewhere.
 */
bool pattern_trim(const struct pattern *p, struct arena *arena, struct sessmon_str *text,
		  unsigned int *bound);

/**
 * pattern_longest() - The longest text that must be there if a pattern is.
 * @p: pattern
 * @arena: where the text will be
 * @text: filled with the text, perhaps empty
 * @bound: filled with enum automaton_bound, or-ed
 */
void pattern_longest(const struct pattern *p, struct arena *arena, struct sessmon_str *text,
		     unsigned int *bound);

/**
 * pattern_is() - Whether a text is like a pattern.
 * @p: pattern
 * @text: text
 * @cased: the case of letters counts
 *
 * Return: true if it is.
 */
bool pattern_is(const struct pattern *p, struct sessmon_str text, bool cased);

/**
 * text_has() - Whether a text has another one.
 * @text: text
 * @other: what is looked for
 * @bound: where, enum automaton_bound, or-ed
 * @cased: the case of letters counts
 *
 * Return: true if it has.
 */
bool text_has(struct sessmon_str text, struct sessmon_str other, unsigned int bound, bool cased);

#endif /* SESSMON_RULES_PATTERN_H */
