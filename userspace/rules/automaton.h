/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many texts looked for in one pass over a text (Aho and Corasick, 1975), without regard to
 * the case of ASCII letters.
 *
 * A text may be bound to the beginning or the end: both are symbols of their own that are
 * read, too, so that "/sh" at the end is found there and costs nothing elsewhere.
 *
 * Why not a library: Hyperscan and its like cost twice as much on lines of fifty bytes,
 * are nine megabytes, and want a newer processor than Debian does.
 */
#ifndef SESSMON_RULES_AUTOMATON_H
#define SESSMON_RULES_AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sessmon.h"

/** AUTOMATON_NONE - No literal. */
#define AUTOMATON_NONE UINT32_MAX

/**
 * enum automaton_bound - Where a literal must be.
 * @AUTOMATON_BEGIN: at the beginning
 * @AUTOMATON_END: at the end
 */
enum automaton_bound {
	AUTOMATON_BEGIN = 1,
	AUTOMATON_END = 2,
};

/**
 * struct automaton - Literals, and the table that finds them.
 * @trie: literals as a tree of symbols, until automaton_build()
 * @n: states
 * @size: room in @trie
 * @class_of: symbols that no literal has are one class, and so are letters of both cases
 * @classes: how many
 * @row: by state, the next states by class: where their rows begin
 * @output: by state: the literal that ends there, and the next state that has another one
 * @start: the state after the beginning
 */
struct automaton {
	struct trie_state *trie;
	uint32_t n, size;
	unsigned char class_of[256 + 2];
	uint32_t classes;
	uint32_t *row;
	struct automaton_output {
		uint32_t literal, next;
	} * output;
	uint32_t start;
};

/**
 * automaton_add() - Take one more literal.
 * @a: automaton; all zero at first
 * @text: not empty
 * @bound: enum automaton_bound, or-ed
 * @literal: the number that it shall have, unless one that looks the same is there
 * @whole: filled: whether it is there if it is found; else only its end is sure
 *
 * Return: its number.
 */
uint32_t automaton_add(struct automaton *a, struct sessmon_str text, unsigned int bound,
		       uint32_t literal, bool *whole);

/**
 * automaton_build() - Make the table; nothing can be added then.
 * @a: automaton
 */
void automaton_build(struct automaton *a);

/**
 * automaton_run() - Find literals.
 * @a: automaton, built
 * @text: text
 * @found: called with each literal that is there, perhaps several times
 * @arg: handed to @found
 */
void automaton_run(const struct automaton *a, struct sessmon_str text,
		   void (*found)(void *arg, uint32_t literal), void *arg);

/**
 * automaton_bytes() - What the table takes.
 * @a: automaton, built
 *
 * Return: bytes.
 */
size_t automaton_bytes(const struct automaton *a);

/**
 * automaton_free() - Give the memory back.
 * @a: automaton
 */
void automaton_free(struct automaton *a);

#endif /* SESSMON_RULES_AUTOMATON_H */
