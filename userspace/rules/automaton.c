// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The automaton of Aho and Corasick as a table of states and classes of symbols.
 *
 * Two thousand literals would be twenty thousand states, and the table five megabytes.  Of a
 * long literal its last symbols are nearly as seldom as all of it, so only those are looked
 * for: a fifth of the states, all of them with a row, and a few lookups more by who uses it.
 */
#include "rules/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Symbols beyond the bytes. */
#define BEGIN 256
#define END   257

/* Symbols of a literal that are looked for. */
#define WINDOW 7

/* In the number of a state that is gone to: a literal ends there. */
#define OUTPUT (1u << 31)

/**
 * struct trie_state - A state while literals are added.
 * @child: the first next one
 * @sibling: another next one of who has this as one
 * @literal: that ends here, or AUTOMATON_NONE
 * @fail: the longest other state that is an end of what led here
 * @output: the nearest state on the way of @fail that has a literal; 0 if there is none
 * @symbol: that leads here
 */
struct trie_state {
	uint32_t child, sibling;
	uint32_t literal;
	uint32_t fail, output;
	uint16_t symbol;
};

static unsigned int fold(unsigned int symbol)
{
	return symbol >= 'A' && symbol <= 'Z' ? symbol + 'a' - 'A' : symbol;
}

static uint32_t new_state(struct automaton *a, unsigned int symbol)
{
	struct trie_state *grown;
	uint32_t size = a->size ? 2 * a->size : 256;

	if (a->n == a->size) {
		grown = xalloc(size, sizeof(*grown));
		if (a->n)
			memcpy(grown, a->trie, a->n * sizeof(*grown));
		free(a->trie);
		a->trie = grown;
		a->size = size;
	}
	a->trie[a->n] =
		(struct trie_state){ .literal = AUTOMATON_NONE, .symbol = (uint16_t)symbol };
	return a->n++;
}

static uint32_t find_child(const struct automaton *a, uint32_t state, unsigned int symbol)
{
	uint32_t s;

	for (s = a->trie[state].child; s && a->trie[s].symbol != symbol;)
		s = a->trie[s].sibling;
	return s;
}

static uint32_t step_trie(struct automaton *a, uint32_t state, unsigned int symbol)
{
	uint32_t s = find_child(a, state, symbol);

	if (s)
		return s;
	s = new_state(a, symbol);
	a->trie[s].sibling = a->trie[state].child;
	a->trie[state].child = s;
	return s;
}

/* The symbol of a literal at a place, where the beginning is one, too. */
static unsigned int symbol_at(struct sessmon_str text, unsigned int bound, uint32_t i)
{
	if (bound & AUTOMATON_BEGIN && !i--)
		return BEGIN;
	return i < text.len ? fold((unsigned char)text.data[i]) : END;
}

uint32_t automaton_add(struct automaton *a, struct sessmon_str text, unsigned int bound,
		       uint32_t literal, bool *whole)
{
	uint32_t n = text.len + !!(bound & AUTOMATON_BEGIN) + !!(bound & AUTOMATON_END);
	uint32_t s = 0, i;

	if (!a->n)
		new_state(a, 0);
	*whole = n <= WINDOW;
	for (i = *whole ? 0 : n - WINDOW; i < n; i++)
		s = step_trie(a, s, symbol_at(text, bound, i));
	if (a->trie[s].literal == AUTOMATON_NONE)
		a->trie[s].literal = literal;
	return a->trie[s].literal;
}

/* The state after a symbol, by the tree and by who is asked then. */
static uint32_t go(const struct automaton *a, uint32_t s, unsigned int symbol)
{
	uint32_t next;

	while (!(next = find_child(a, s, symbol)) && s)
		s = a->trie[s].fail;
	return next;
}

/* Breadth first, since whom a state asks is shorter.  Returns the order, to be freed. */
static uint32_t *link_states(struct automaton *a)
{
	uint32_t *queue = xalloc(a->n, sizeof(*queue)), head = 0, tail = 1, s, c;
	struct trie_state *t = a->trie;

	for (; head < tail; head++) {
		s = queue[head];
		for (c = t[s].child; c; c = t[c].sibling) {
			t[c].fail = s ? go(a, t[s].fail, t[c].symbol) : 0;
			t[c].output = t[t[c].fail].literal != AUTOMATON_NONE ? t[c].fail :
									       t[t[c].fail].output;
			queue[tail++] = c;
		}
	}
	return queue;
}

static void classify(struct automaton *a)
{
	unsigned int i;
	uint32_t s;

	a->classes = 1;
	for (s = 1; s < a->n; s++)
		if (!a->class_of[a->trie[s].symbol])
			a->class_of[a->trie[s].symbol] = (unsigned char)a->classes++;
	for (i = 'A'; i <= 'Z'; i++)
		a->class_of[i] = a->class_of[fold(i)];
}

/* How a state is written where it is gone to: where its row begins. */
static uint32_t code(const struct automaton *a, uint32_t s)
{
	const struct trie_state *t = &a->trie[s];

	return s * a->classes | (t->literal != AUTOMATON_NONE || t->output ? OUTPUT : 0);
}

/* As the shorter state goes on, but for what is its own. */
static void fill_row(struct automaton *a, uint32_t s)
{
	const struct trie_state *t = a->trie;
	uint32_t *row = a->row + s * a->classes, c;

	if (s)
		memcpy(row, a->row + t[s].fail * a->classes, a->classes * sizeof(*row));
	for (c = t[s].child; c; c = t[c].sibling)
		row[a->class_of[t[c].symbol]] = code(a, c);
}

void automaton_build(struct automaton *a)
{
	uint32_t *order, i;

	if (!a->n)
		new_state(a, 0);
	order = link_states(a);
	classify(a);
	a->row = xalloc((size_t)a->n * a->classes, sizeof(*a->row));
	a->output = xalloc(a->n, sizeof(*a->output));
	for (i = 0; i < a->n; i++) {
		fill_row(a, order[i]);
		a->output[i] = (struct automaton_output){ a->trie[i].literal, a->trie[i].output };
	}
	free(order);
	free(a->trie);
	a->trie = NULL;
	a->start = a->row[a->class_of[BEGIN]] & ~OUTPUT;
}

/* Out of line: nearly no symbol ends a literal. */
static __attribute__((noinline)) void report(const struct automaton *a, uint32_t s,
					     void (*found)(void *arg, uint32_t literal), void *arg)
{
	for (s = (s & ~OUTPUT) / a->classes; s; s = a->output[s].next)
		if (a->output[s].literal != AUTOMATON_NONE)
			found(arg, a->output[s].literal);
}

/**
 * struct run - A text that is being searched.
 * @a: automaton
 * @row: its table
 * @class_of: its classes
 * @found: who is told
 * @arg: handed to @found
 */
struct run {
	const struct automaton *a;
	const uint32_t *row;
	const unsigned char *class_of;
	void (*found)(void *arg, uint32_t literal);
	void *arg;
};

static inline size_t step(const struct run *r, size_t s, unsigned int symbol)
{
	s = r->row[s + r->class_of[symbol]];
	if (__builtin_expect(s & OUTPUT, 0)) {
		report(r->a, (uint32_t)s, r->found, r->arg);
		s &= ~(size_t)OUTPUT;
	}
	return s;
}

/* Four at a time: whether the end is reached is a third of the work. */
void automaton_run(const struct automaton *a, struct sessmon_str text,
		   void (*found)(void *arg, uint32_t literal), void *arg)
{
	const unsigned char *p = (const unsigned char *)text.data, *end = p + text.len;
	const struct run r = { a, a->row, a->class_of, found, arg };
	size_t s = a->start;

	for (; end - p >= 4; p += 4) {
		s = step(&r, s, p[0]);
		s = step(&r, s, p[1]);
		s = step(&r, s, p[2]);
		s = step(&r, s, p[3]);
	}
	while (p < end)
		s = step(&r, s, *p++);
	step(&r, s, END);
}

size_t automaton_bytes(const struct automaton *a)
{
	return (size_t)a->n * (a->classes * sizeof(*a->row) + sizeof(*a->output));
}

void automaton_free(struct automaton *a)
{
	free(a->trie);
	free(a->row);
	free(a->output);
	memset(a, 0, sizeof(*a));
}
