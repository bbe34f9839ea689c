// SPDX-License-Identifier: GPL-2.0-or-later
/* An event against all rules: with the engine's help, and without. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rules/rule.h"

/**
 * struct evaluation - One rule, one event.
 * @e: whose findings help; NULL if nothing does
 * @f: facts
 * @gave_up: a regular expression took too long
 */
struct evaluation {
	struct engine *e;
	struct facts *f;
	bool gave_up;
};

/* In the order of the set, in which matches are told; there are two or three. */
static void add_candidate(struct engine *e, struct compiled *c)
{
	struct compiled **list = e->candidates.rule;
	unsigned int i = e->candidates.n++;

	for (; i && list[i - 1]->index > c->index; i--)
		list[i] = list[i - 1];
	list[i] = c;
}

static void found(void *arg, uint32_t literal)
{
	struct engine *e = arg;
	const struct waiting *w = &e->waiting[literal];
	unsigned int i;

	if (e->found[literal] == e->event)
		return;
	e->found[literal] = e->event;
	for (i = 0; i < w->n; i++) {
		if (e->asked[w->rule[i]->index] == e->event)
			continue;
		e->asked[w->rule[i]->index] = e->event;
		add_candidate(e, w->rule[i]);
	}
}

static void search(struct engine *e, unsigned int field)
{
	const struct fact *fact = facts_get(e->facts, field);
	unsigned int i;

	e->read |= 1ULL << field;
	for (i = 0; i < fact->n; i++)
		automaton_run(&e->find[field], fact->text[i], found, e);
}

/* What no rule waits for is searched when a rule asks. */
static bool has_literal(struct engine *e, const struct leaf *leaf)
{
	if (!(e->read >> leaf->field & 1))
		search(e, leaf->field);
	return e->found[leaf->literal] == e->event;
}

static bool ask_leaf(struct evaluation *v, const struct leaf *leaf)
{
	if (!v->e || leaf->literal == AUTOMATON_NONE)
		return leaf_holds(leaf, v->f, &v->gave_up);
	if (!has_literal(v->e, leaf))
		return false;
	return leaf->sure || leaf_holds(leaf, v->f, &v->gave_up);
}

static bool ask(struct evaluation *v, const struct expr *e);

/* Most parts are leaves. */
static inline bool ask_part(struct evaluation *v, const struct expr *e)
{
	return e->kind == EXPR_LEAF ? ask_leaf(v, e->leaf) : ask(v, e);
}

static bool ask_some(struct evaluation *v, const struct expr *e)
{
	unsigned int i, held = 0;

	/* Go on while it is not decided. */
	for (i = 0; i < e->n && held < e->need && held + (e->n - i) >= e->need; i++)
		held += ask(v, e->part[i]);
	return held >= e->need;
}

static bool ask(struct evaluation *v, const struct expr *e)
{
	unsigned int i;

	switch (e->kind) {
	case EXPR_LEAF:
		return ask_leaf(v, e->leaf);
	case EXPR_NOT:
		return !ask(v, e->part[0]);
	case EXPR_AND:
		for (i = 0; i < e->n; i++)
			if (!ask_part(v, e->part[i]))
				return false;
		return true;
	case EXPR_OR:
		for (i = 0; i < e->n; i++)
			if (ask_part(v, e->part[i]))
				return true;
		return false;
	default:
		return ask_some(v, e);
	}
}

/* What cannot be said of a rule is no match, whatever it would have been negated to. */
static bool rule_matches(struct engine *e, struct facts *f, struct compiled *c)
{
	struct evaluation v = { .e = e, .f = f };
	bool matches = ask(&v, c->expr);

	c->rule.gave_up += v.gave_up;
	return matches && !v.gave_up;
}

static void next_event(struct engine *e, struct facts *f)
{
	e->facts = f;
	e->read = 0;
	e->candidates.n = 0;
	if (++e->event)
		return;
	/* Numbers begin again: nothing was found in any. */
	memset(e->found, 0, e->literals * sizeof(*e->found));
	memset(e->asked, 0, e->n * sizeof(*e->asked));
	e->event = 1;
}

void rules_match(struct rules *set, struct facts *f, enum rules_category category,
		 void (*matched)(void *arg, const struct rule *rule), void *arg)
{
	struct engine *e = &set->engine[category];
	uint64_t fields;
	unsigned int i;

	if (!e->n)
		return;
	next_event(e, f);
	for (fields = e->always; fields; fields &= fields - 1)
		search(e, (unsigned int)__builtin_ctzll(fields));
	for (i = 0; i < e->unwaiting.n; i++)
		add_candidate(e, e->unwaiting.rule[i]);
	for (i = 0; i < e->candidates.n; i++)
		if (rule_matches(e, f, e->candidates.rule[i]))
			matched(arg, &e->candidates.rule[i]->rule);
}

void rules_match_plainly(struct rules *set, struct facts *f, enum rules_category category,
			 void (*matched)(void *arg, const struct rule *rule), void *arg)
{
	struct engine *e = &set->engine[category];
	unsigned int i;

	for (i = 0; i < e->n; i++)
		if (rule_matches(NULL, f, e->rule[i]))
			matched(arg, &e->rule[i]->rule);
}

static void flip(void *arg, const struct rule *rule)
{
	bool *differs = arg;

	differs[rule->number] ^= true;
}

unsigned int rules_verify(struct rules *set, struct facts *f, enum rules_category category)
{
	const struct engine *e = &set->engine[category];
	bool *differs = xalloc(set->n, sizeof(*differs));
	uint64_t *gave_up = xalloc(e->n, sizeof(*gave_up));
	unsigned int i, n = 0;

	for (i = 0; i < e->n; i++)
		gave_up[i] = e->rule[i]->rule.gave_up;
	rules_match(set, f, category, flip, differs);
	rules_match_plainly(set, f, category, flip, differs);
	for (i = 0; i < set->n; i++)
		n += differs[i];
	/* That was asked to compare, and is none of the event's. */
	for (i = 0; i < e->n; i++)
		e->rule[i]->rule.gave_up = gave_up[i];
	free(gave_up);
	free(differs);
	return n;
}

/**
 * struct explanation - Who is told of what made a rule match.
 * @v: the evaluation
 * @each: who is told
 * @arg: handed to @each
 */
struct explanation {
	struct evaluation v;
	void (*each)(void *arg, struct sessmon_str search, struct sessmon_str key,
		     struct sessmon_str value);
	void *arg;
};

/* Of what would do, the first one is told; what had not to be is not. */
static void explain(struct explanation *x, const struct expr *e)
{
	unsigned int i;

	if (e->kind == EXPR_LEAF && leaf_holds(e->leaf, x->v.f, &x->v.gave_up))
		x->each(x->arg, e->leaf->search, e->leaf->key, e->leaf->value);
	if (e->kind == EXPR_NOT)
		return;
	for (i = 0; i < e->n; i++) {
		if (!ask(&x->v, e->part[i]))
			continue;
		explain(x, e->part[i]);
		if (e->kind == EXPR_OR)
			return;
	}
}

void rules_explain(struct rules *set, const struct rule *rule, struct facts *f,
		   void (*each)(void *arg, struct sessmon_str search, struct sessmon_str key,
				struct sessmon_str value),
		   void *arg)
{
	struct explanation x = { .v = { .f = f }, .each = each, .arg = arg };
	const struct compiled *c;

	for (c = set->first; c; c = c->next)
		if (&c->rule == rule)
			explain(&x, c->expr);
}
