// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conditions: "selection and not 1 of filter_*".
 *
 *	or   = and { "or" and }
 *	and  = not { "and" not }
 *	not  = "not" not | "(" or ")" | NUMBER|any|all "of" PATTERN|them | NAME
 */
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "rules/rule.h"

/* Brackets and nots within each other. */
#define DEPTH 32

/* Bytes of one condition. */
#define LONGEST 4096

/**
 * struct condition - A condition that is being read.
 * @l: loader
 * @n: where it is
 * @at: what follows the word
 * @end: of the text
 * @word: the present word; empty at the end
 * @search: what it may speak of
 * @n_searches: how many
 * @depth: brackets and nots that are open
 */
struct condition {
	struct loader *l;
	const struct node *n;
	const char *at, *end;
	struct sessmon_str word;
	const struct search *search;
	unsigned int n_searches;
	unsigned int depth;
};

static struct expr *parse_or(struct condition *c);

static bool is_blank(char x)
{
	return x == ' ' || x == '\t' || x == '\n' || x == '\r';
}

static bool is_single(char x)
{
	return x == '(' || x == ')' || x == '|';
}

static void next(struct condition *c)
{
	const char *from;

	while (c->at < c->end && is_blank(*c->at))
		c->at++;
	from = c->at;
	if (c->at < c->end && is_single(*c->at))
		c->at++;
	else
		while (c->at < c->end && !is_blank(*c->at) && !is_single(*c->at))
			c->at++;
	c->word = (struct sessmon_str){ from, (uint32_t)(c->at - from) };
}

static bool is(const struct condition *c, const char *word)
{
	return c->word.len == strlen(word) && !strncasecmp(c->word.data, word, c->word.len);
}

static void *wrong(struct condition *c, const char *what)
{
	refuse(c->l, c->n, "condition: %s \"%.*s\"", what, (int)c->word.len, c->word.data);
	return NULL;
}

static bool enter(struct condition *c)
{
	if (c->depth++ < DEPTH)
		return true;
	wrong(c, "nested too deeply at");
	return false;
}

/* Stars stand for any text; there are no other wildcards in names. */
static bool is_like(struct sessmon_str name, struct sessmon_str pattern)
{
	uint32_t i = 0, p = 0, star = UINT32_MAX, taken = 0;

	while (i < name.len) {
		if (p < pattern.len && pattern.data[p] == '*') {
			star = ++p;
			taken = i;
		} else if (p < pattern.len && pattern.data[p] == name.data[i]) {
			p++;
			i++;
		} else if (star != UINT32_MAX) {
			p = star;
			i = ++taken;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.data[p] == '*')
		p++;
	return p == pattern.len;
}

static bool is_meant(const struct search *s, struct sessmon_str pattern, bool them)
{
	return them ? s->name.data[0] != '_' : is_like(s->name, pattern);
}

static struct expr *parse_of(struct condition *c, struct expr *e, uint64_t need)
{
	unsigned int i;
	bool them;

	next(c);
	them = is(c, "them");
	if (!c->word.len || is_single(c->word.data[0]))
		return wrong(c, "of what, before");
	for (i = 0; i < c->n_searches; i++)
		if (is_meant(&c->search[i], c->word, them))
			expr_add(c->l->arena, e, c->search[i].expr);
	if (!e->n)
		return wrong(c, "no search is called");
	if (need > e->n)
		return wrong(c, "there are fewer searches called");
	e->need = (unsigned int)need;
	next(c);
	return e;
}

/* Any, all, or so many of them; NULL if it is something else. */
static struct expr *parse_number(struct condition *c, bool *wanted)
{
	const char *at = c->word.data;
	uint64_t need = 1;
	enum expr_kind kind = EXPR_OR;
	struct condition ahead = *c;

	next(&ahead);
	*wanted = is(&ahead, "of");
	if (!*wanted)
		return NULL;
	if (is(c, "all"))
		kind = EXPR_AND;
	else if (!is(c, "any") &&
		 (!number_take(&at, 1000, &need) || at != c->word.data + c->word.len || !need))
		return wrong(c, "not a number of searches:");
	if (need > 1)
		kind = EXPR_SOME;
	*c = ahead;
	return parse_of(c, expr_new(c->l->arena, kind), need);
}

static struct expr *parse_name(struct condition *c)
{
	unsigned int i;
	struct expr *e;
	bool wanted;

	e = parse_number(c, &wanted);
	if (wanted)
		return e;
	for (i = 0; i < c->n_searches; i++) {
		if (c->search[i].name.len != c->word.len ||
		    memcmp(c->search[i].name.data, c->word.data, c->word.len))
			continue;
		next(c);
		return c->search[i].expr;
	}
	return wrong(c, "no search is called");
}

static struct expr *parse_brackets(struct condition *c)
{
	struct expr *e;

	next(c);
	e = parse_or(c);
	if (!e)
		return NULL;
	if (!is(c, ")"))
		return wrong(c, "a bracket is not closed before");
	next(c);
	return e;
}

static struct expr *parse_not(struct condition *c)
{
	struct expr *e, *part;

	if (!c->word.len)
		return wrong(c, "something is missing at the end");
	if (!is(c, "not") && !is(c, "("))
		return is_single(c->word.data[0]) ? wrong(c, "not supported here:") : parse_name(c);
	if (!enter(c))
		return NULL;
	if (is(c, "not")) {
		next(c);
		part = parse_not(c);
		e = part ? expr_new(c->l->arena, EXPR_NOT) : NULL;
		if (e)
			expr_add(c->l->arena, e, part);
	} else {
		e = parse_brackets(c);
	}
	c->depth--;
	return e;
}

static struct expr *parse_list(struct condition *c, enum expr_kind kind, const char *word,
			       struct expr *(*parse)(struct condition *c))
{
	struct expr *e, *part = parse(c);

	if (!part || !is(c, word))
		return part;
	e = expr_new(c->l->arena, kind);
	expr_add(c->l->arena, e, part);
	while (is(c, word)) {
		next(c);
		part = parse(c);
		if (!part)
			return NULL;
		expr_add(c->l->arena, e, part);
	}
	return e;
}

static struct expr *parse_and(struct condition *c)
{
	return parse_list(c, EXPR_AND, "and", parse_not);
}

static struct expr *parse_or(struct condition *c)
{
	return parse_list(c, EXPR_OR, "or", parse_and);
}

static struct expr *parse_one(struct loader *l, const struct node *n, const struct search *search,
			      unsigned int n_searches)
{
	struct condition c = { .l = l, .n = n, .search = search, .n_searches = n_searches };
	struct expr *e;

	if (n->kind != NODE_SCALAR) {
		refuse(l, n, "condition: not text");
		return NULL;
	}
	if (n->text.len > LONGEST) {
		refuse(l, n, "condition: longer than %d bytes", LONGEST);
		return NULL;
	}
	c.at = n->text.data;
	c.end = c.at + n->text.len;
	next(&c);
	e = parse_or(&c);
	if (!e || !c.word.len)
		return e;
	if (is(&c, "|"))
		return wrong(&c, "aggregations are not supported:");
	return wrong(&c, is(&c, "near") ? "not supported:" : "not expected:");
}

struct expr *condition_parse(struct loader *l, const struct node *n, const struct search *search,
			     unsigned int n_searches)
{
	const struct node *each;
	struct expr *e, *part;

	if (n->kind != NODE_LIST)
		return parse_one(l, n, search, n_searches);
	e = expr_new(l->arena, EXPR_OR);
	for (each = n->first; each; each = each->next) {
		part = parse_one(l, each, search, n_searches);
		if (!part)
			return NULL;
		expr_add(l->arena, e, part);
	}
	if (e->n)
		return e;
	refuse(l, n, "condition: a list without conditions");
	return NULL;
}
