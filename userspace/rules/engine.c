// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which rules an event can match.
 *
 * A rule can match only if one of some literals is there: of what must hold together, those
 * of one part will do, and they are the ones that are waited for.  An event is searched for
 * all literals at once, and only the rules that wait for one of those found are evaluated.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "rules/rule.h"

/**
 * struct witness - Literals, one of which is there if an expression holds.
 * @leaf: leaves that have them
 * @n: how many
 * @weight: how often one of them is expected
 * @none: there are none
 */
struct witness {
	struct leaf **leaf;
	unsigned int n;
	double weight;
	bool none;
};

static const struct witness no_witness = { .none = true };

/*
 * How often one of them is expected, as a guess: letters that fit by chance.  What nearly all
 * rules ask is searched anyway; another field would be one search more.
 */
static double chance(const struct leaf *leaf)
{
	double c = facts_is_keyword(leaf->field) ? 1 : 1e60;
	uint32_t i;

	for (i = 0; i < leaf->weight && i < 64; i++)
		c /= 4;
	return c;
}

static void push(struct arena *a, struct witness *w, struct leaf *leaf)
{
	w->leaf = arena_grow(a, w->leaf, w->n, sizeof(struct leaf *));
	w->leaf[w->n++] = leaf;
}

static struct witness of_leaf(struct arena *a, struct leaf *leaf)
{
	struct witness w = { .weight = chance(leaf) };

	if (leaf->literal == AUTOMATON_NONE)
		return no_witness;
	push(a, &w, leaf);
	return w;
}

static void add(struct arena *a, struct witness *w, const struct witness *more)
{
	unsigned int i;

	for (i = 0; i < more->n; i++)
		push(a, w, more->leaf[i]);
	w->weight += more->weight;
}

static struct witness witness_of(struct arena *a, const struct expr *e)
{
	struct witness w = { 0 }, best = no_witness, part;
	unsigned int i;

	if (e->kind == EXPR_LEAF)
		return of_leaf(a, e->leaf);
	if (e->kind == EXPR_NOT)
		return no_witness;
	for (i = 0; i < e->n; i++) {
		part = witness_of(a, e->part[i]);
		if (e->kind != EXPR_AND && part.none)
			return no_witness;
		if (!part.none && (best.none || part.weight < best.weight))
			best = part;
		if (e->kind != EXPR_AND)
			add(a, &w, &part);
	}
	return e->kind == EXPR_AND ? best : w;
}

/* Give a leaf the number of its literal, and the engine the literal. */
static void add_literal(struct engine *e, struct leaf *leaf)
{
	uint32_t number;
	bool whole;

	if (!leaf->text.len || leaf->literal != AUTOMATON_NONE)
		return;
	number = automaton_add(&e->find[leaf->field], leaf->text, leaf->bound, e->literals, &whole);
	e->fields |= 1ULL << leaf->field;
	e->literals += number == e->literals;
	leaf->literal = number;
	leaf->sure = whole && leaf->kind == LEAF_TEXT && !leaf->cased;
}

static void add_literals(struct engine *e, const struct expr *expr)
{
	unsigned int i;

	if (expr->kind == EXPR_LEAF)
		add_literal(e, expr->leaf);
	for (i = 0; i < expr->n; i++)
		add_literals(e, expr->part[i]);
}

static void wait_add(struct arena *a, struct waiting *w, struct compiled *rule)
{
	if (w->n && w->rule[w->n - 1] == rule)
		return;
	w->rule = arena_grow(a, w->rule, w->n, sizeof(struct compiled *));
	w->rule[w->n++] = rule;
}

static void wait_for(struct engine *e, struct arena *a, struct arena *temporary,
		     struct compiled *rule)
{
	struct witness w = witness_of(temporary, rule->expr);
	unsigned int i;

	if (w.none)
		wait_add(a, &e->unwaiting, rule);
	for (i = 0; i < w.n && !w.none; i++) {
#ifdef RULES_BROKEN_WITNESS
		/* So that a test can see that tests would see it. */
		if (i == w.n - 1 && rule->rule.number % 5 == 0)
			continue;
#endif
		wait_add(a, &e->waiting[w.leaf[i]->literal], rule);
		e->always |= 1ULL << w.leaf[i]->field;
	}
}

void engine_build(struct engine *e, struct rules *set, enum rules_category category)
{
	struct arena temporary = { 0 };
	struct compiled *c;
	unsigned int i;

	e->rule = xalloc(set->n, sizeof(*e->rule));
	for (c = set->first; c; c = c->next) {
		if (c->category != category)
			continue;
		c->index = e->n;
		e->rule[e->n++] = c;
		add_literals(e, c->expr);
	}
	e->waiting = xalloc(e->literals, sizeof(*e->waiting));
	e->found = xalloc(e->literals, sizeof(*e->found));
	e->asked = xalloc(e->n, sizeof(*e->asked));
	e->candidates.rule = xalloc(e->n, sizeof(struct compiled *));
	for (i = 0; i < e->n; i++) {
		wait_for(e, &set->arena, &temporary, e->rule[i]);
		arena_reset(&temporary);
	}
	for (i = 0; i < FACTS_MAX; i++)
		if (e->fields >> i & 1)
			automaton_build(&e->find[i]);
	arena_free(&temporary);
}

void engine_free(struct engine *e)
{
	uint32_t i;

	for (i = 0; i < FACTS_MAX; i++)
		automaton_free(&e->find[i]);
	free(e->waiting);
	free(e->found);
	free(e->asked);
	free(e->candidates.rule);
	free(e->rule);
}
