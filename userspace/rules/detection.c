// SPDX-License-Identifier: GPL-2.0-or-later
/* Searches: fields with modifiers and values, and keywords. */
#include <string.h>

#include "rules/rule.h"

struct expr *expr_new(struct arena *a, enum expr_kind kind)
{
	struct expr *e = arena_get(a, sizeof(*e));

	e->kind = kind;
	return e;
}

void expr_add(struct arena *a, struct expr *e, struct expr *part)
{
	e->part = arena_grow(a, e->part, e->n, sizeof(struct expr *));
	e->part[e->n++] = part;
}

/* One part is what it is itself. */
static struct expr *join(struct expr *e)
{
	return e->n == 1 ? e->part[0] : e;
}

static struct expr *negate(struct arena *a, struct expr *e)
{
	struct expr *not = expr_new(a, EXPR_NOT);

	expr_add(a, not, e);
	return not ;
}

/**
 * struct modifier - A word behind a field.
 * @word: the word
 * @set: what it asks for; false if it cannot be with those before it
 */
struct modifier {
	const char *word;
	bool (*set)(struct modifiers *m, const char *word);
};

static bool set_op(struct modifiers *m, enum modifier_op op)
{
	if (m->op != MODIFIER_IS)
		return false;
	m->op = op;
	return true;
}

static bool set_text(struct modifiers *m, const char *word)
{
	return set_op(m, *word == 'c' ? MODIFIER_CONTAINS :
			 *word == 's' ? MODIFIER_STARTS :
					MODIFIER_ENDS);
}

static bool set_regex(struct modifiers *m, const char *word)
{
	(void)word;
	return !m->cased && !m->field && set_op(m, MODIFIER_REGEX);
}

static bool set_option(struct modifiers *m, const char *word)
{
	m->regex |= *word == 'i' ? REGEX_CASE : *word == 'm' ? REGEX_LINES : REGEX_DOT;
	return m->op == MODIFIER_REGEX;
}

static bool set_network(struct modifiers *m, const char *word)
{
	(void)word;
	return !m->cased && !m->field && set_op(m, MODIFIER_NETWORK);
}

static bool set_number(struct modifiers *m, const char *word)
{
	if (word[0] == 'l')
		m->compared = word[2] ? LEAF_NOT_MORE : LEAF_LESS;
	else
		m->compared = word[2] ? LEAF_NOT_LESS : LEAF_MORE;
	return !m->cased && !m->field && set_op(m, MODIFIER_NUMBER);
}

static bool set_exists(struct modifiers *m, const char *word)
{
	(void)word;
	return !m->cased && !m->field && !m->all && set_op(m, MODIFIER_EXISTS);
}

static bool set_all(struct modifiers *m, const char *word)
{
	(void)word;
	m->all = true;
	return m->op != MODIFIER_EXISTS;
}

static bool set_cased(struct modifiers *m, const char *word)
{
	(void)word;
	m->cased = true;
	return m->op <= MODIFIER_ENDS;
}

static bool set_not(struct modifiers *m, const char *word)
{
	(void)word;
	m->not = true;
	return true;
}

static bool set_field(struct modifiers *m, const char *word)
{
	(void)word;
	m->field = true;
	return m->op <= MODIFIER_ENDS;
}

static const struct modifier modifiers[] = {
	{ "contains", set_text }, { "startswith", set_text }, { "endswith", set_text },
	{ "all", set_all },	  { "re", set_regex },	      { "i", set_option },
	{ "m", set_option },	  { "s", set_option },	      { "cased", set_cased },
	{ "exists", set_exists }, { "cidr", set_network },    { "lt", set_number },
	{ "lte", set_number },	  { "gt", set_number },	      { "gte", set_number },
	{ "neq", set_not },	  { "fieldref", set_field },
};

static bool is_word(const char *word, struct sessmon_str s)
{
	return strlen(word) == s.len && !memcmp(word, s.data, s.len);
}

static bool take_modifier(struct loader *l, const struct node *key, struct sessmon_str word,
			  struct modifiers *m)
{
	size_t i;

	for (i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
		if (!is_word(modifiers[i].word, word))
			continue;
		if (modifiers[i].set(m, modifiers[i].word))
			return true;
		refuse(l, key, "the modifier %s cannot be with those before it", modifiers[i].word);
		return false;
	}
	refuse(l, key, "the modifier %.*s is not supported", (int)word.len, word.data);
	return false;
}

/* Take the part of a text before the next bar; false after the last one. */
static bool next_part(struct sessmon_str *rest, struct sessmon_str *part)
{
	const char *bar;

	if (!rest->data)
		return false;
	bar = memchr(rest->data, '|', rest->len);
	*part = *rest;
	if (!bar) {
		rest->data = NULL;
		return true;
	}
	part->len = (uint32_t)(bar - rest->data);
	rest->len -= part->len + 1;
	rest->data = bar + 1;
	return true;
}

static bool take_modifiers(struct loader *l, const struct node *key, struct sessmon_str rest,
			   struct modifiers *m)
{
	struct sessmon_str word;

	while (next_part(&rest, &word))
		if (!take_modifier(l, key, word, m))
			return false;
	return true;
}

static struct expr *leaf_expr(struct loader *l, const struct leaf *like,
			      const struct modifiers *how, const struct node *value)
{
	struct expr *e = expr_new(l->arena, EXPR_LEAF);

	e->leaf = arena_get(l->arena, sizeof(*e->leaf));
	*e->leaf = *like;
	e->leaf->value = arena_copy(l->arena, value->text.data, value->text.len);
	return value_leaf(l, e->leaf, how, value) ? e : NULL;
}

/* A keyword is looked for in all fields that are text of people. */
static struct expr *keyword_expr(struct loader *l, struct leaf *like, const struct modifiers *how,
				 const struct node *value)
{
	struct expr *any = expr_new(l->arena, EXPR_OR), *e;
	int field;
	unsigned int i;

	for (i = 0; (field = facts_keywords(i)) >= 0; i++) {
		like->field = (unsigned int)field;
		e = leaf_expr(l, like, how, value);
		if (!e)
			return NULL;
		expr_add(l->arena, any, e);
	}
	return any;
}

static struct expr *values_expr(struct loader *l, struct leaf *like, const struct modifiers *how,
				bool keyword, const struct node *values)
{
	bool list = values->kind == NODE_LIST;
	const struct node *n = list ? values->first : values;
	struct expr *e, *v;

	e = expr_new(l->arena, how->all ? EXPR_AND : EXPR_OR);
	for (; n; n = list ? n->next : NULL) {
		v = keyword ? keyword_expr(l, like, how, n) : leaf_expr(l, like, how, n);
		if (!v)
			return NULL;
		expr_add(l->arena, e, v);
	}
	if (!e->n) {
		refuse(l, values, "a list without values");
		return NULL;
	}
	return how->not ? negate(l->arena, join(e)) : join(e);
}

static bool can_be_keyword(struct loader *l, const struct node *n, struct modifiers *how)
{
	if (l->category != RULES_PROCESS_CREATION) {
		refuse(l, n, "values without a field are supported for process_creation only");
		return false;
	}
	if (how->op == MODIFIER_IS)
		how->op = MODIFIER_CONTAINS;
	if ((how->op == MODIFIER_CONTAINS || how->op == MODIFIER_REGEX) && !how->field)
		return true;
	refuse(l, n, "values without a field cannot be with this modifier");
	return false;
}

static struct expr *item_expr(struct loader *l, struct sessmon_str search, const struct node *key)
{
	struct leaf like = { .search = search };
	struct sessmon_str rest = key->text, name;
	struct modifiers how = { 0 };
	int field;

	like.key = arena_copy(l->arena, key->text.data, key->text.len);
	next_part(&rest, &name);
	if (!take_modifiers(l, key, rest, &how))
		return NULL;
	like.cased = how.cased;
	if (!name.len)
		return can_be_keyword(l, key, &how) ?
			       values_expr(l, &like, &how, true, key->value) :
			       NULL;
	field = facts_field(name, l->category);
	if (field < 0) {
		refuse(l, key, "there is no field %.*s", (int)name.len, name.data);
		return NULL;
	}
	like.field = (unsigned int)field;
	return values_expr(l, &like, &how, false, key->value);
}

static struct expr *map_expr(struct loader *l, struct sessmon_str search, const struct node *map)
{
	struct expr *e = expr_new(l->arena, EXPR_AND), *item;
	const struct node *key;

	for (key = map->first; key; key = key->next) {
		item = item_expr(l, search, key);
		if (!item)
			return NULL;
		expr_add(l->arena, e, item);
	}
	if (e->n)
		return join(e);
	refuse(l, map, "a search that asks nothing");
	return NULL;
}

static struct expr *keyword(struct loader *l, struct sessmon_str search, const struct node *n)
{
	struct leaf like = { .search = search };
	struct modifiers how = { 0 };

	return can_be_keyword(l, n, &how) ? keyword_expr(l, &like, &how, n) : NULL;
}

struct expr *detection_search(struct loader *l, struct sessmon_str name, const struct node *n)
{
	struct expr *e, *part;
	const struct node *each;

	if (n->kind == NODE_MAP)
		return map_expr(l, name, n);
	if (n->kind == NODE_SCALAR)
		return keyword(l, name, n);
	e = expr_new(l->arena, EXPR_OR);
	for (each = n->first; each; each = each->next) {
		if (each->kind == NODE_LIST)
			refuse(l, each, "a list in a list");
		part = each->kind == NODE_MAP	 ? map_expr(l, name, each) :
		       each->kind == NODE_SCALAR ? keyword(l, name, each) :
						   NULL;
		if (!part)
			return NULL;
		expr_add(l->arena, e, part);
	}
	if (e->n)
		return join(e);
	refuse(l, n, "a search that asks nothing");
	return NULL;
}
