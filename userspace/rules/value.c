// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of a search, as the modifiers of their field want them understood. */
#include <stdlib.h>
#include <string.h>

#include "rules/rule.h"

/* Values that one rule may have. */
#define VALUES 5000

/**
 * enum plain - What YAML makes of text without quotes.
 * @PLAIN_TEXT: text
 * @PLAIN_NUMBER: a whole number, written in the one way that it has
 * @PLAIN_TRUTH: true or false
 * @PLAIN_NOTHING: null
 * @PLAIN_OTHER: something whose text is not what it is: a date, 0x10, 1:30, yes
 */
enum plain {
	PLAIN_TEXT,
	PLAIN_NUMBER,
	PLAIN_TRUTH,
	PLAIN_NOTHING,
	PLAIN_OTHER,
};

/**
 * struct form - How something is written that is not text to YAML 1.1.
 * @text: regular expression of the whole
 * @plain: what it is
 * @regex: compiled
 */
struct form {
	const char *text;
	enum plain plain;
	struct regex *regex;
};

/* The first one that fits counts. */
static struct form forms[] = {
	{ "\\A(0|-?[1-9][0-9]{0,17})\\z", PLAIN_NUMBER, NULL },
	{ "\\A(true|True|TRUE|false|False|FALSE)\\z", PLAIN_TRUTH, NULL },
	{ "\\A(~|null|Null|NULL|)\\z", PLAIN_NOTHING, NULL },
	{ "\\A(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|<<|=)\\z", PLAIN_OTHER, NULL },
	{ "\\A[-+]?0(b[01_]+|[0-7_]+|x[0-9a-fA-F_]+)\\z", PLAIN_OTHER, NULL },
	{ "\\A[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*(\\.[0-9_]*)?([eE][-+][0-9]+)?\\z", PLAIN_OTHER,
	  NULL },
	{ "\\A[-+]?\\.([0-9][0-9_]*([eE][-+][0-9]+)?|inf|Inf|INF|nan|NaN|NAN)\\z", PLAIN_OTHER,
	  NULL },
	{ "\\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?\\z", PLAIN_OTHER, NULL },
};

/* Compiled when one is needed first, and kept. */
static bool has_form(struct form *form, struct sessmon_str text)
{
	struct sessmon_str s = { form->text, (uint32_t)strlen(form->text) };
	struct regex *none = NULL;
	char error[1];
	size_t at;

	if (!form->regex)
		form->regex = regex_new(&none, s, 0, error, sizeof(error), &at);
	return regex_find(form->regex, text) == REGEX_YES;
}

static enum plain plain_of(const struct node *n)
{
	size_t i;

	for (i = 0; n->plain && i < sizeof(forms) / sizeof(forms[0]); i++)
		if (has_form(&forms[i], n->text))
			return forms[i].plain;
	return PLAIN_TEXT;
}

/* The seldomer a text is, the better it is to wait for; a guess by its length. */
static uint32_t weight_of(struct sessmon_str text, unsigned int bound)
{
	/* An end is one more symbol that must be there. */
	return text.len + !!(bound & AUTOMATON_BEGIN) + !!(bound & AUTOMATON_END);
}

static void wait_for(struct leaf *leaf, struct sessmon_str text, unsigned int bound)
{
	if (!text.len)
		return;
	leaf->text = text;
	leaf->bound = bound;
	leaf->weight = weight_of(text, bound);
}

static void take_pattern(struct loader *l, struct leaf *leaf, struct sessmon_str text,
			 unsigned int bound)
{
	unsigned int bound_as_written = bound;
	struct sessmon_str bytes;

	pattern_parse(&leaf->pattern, l->nodes, text, bound);
	if (!pattern_trim(&leaf->pattern, l->arena, &bytes, &bound)) {
		leaf->kind = LEAF_PATTERN;
		pattern_parse(&leaf->pattern, l->arena, text, bound_as_written);
		pattern_longest(&leaf->pattern, l->arena, &bytes, &bound);
		wait_for(leaf, bytes, bound);
		return;
	}
	leaf->kind = LEAF_TEXT;
	if (!bytes.len)
		leaf->kind = bound == (AUTOMATON_BEGIN | AUTOMATON_END) ? LEAF_EMPTY : LEAF_THERE;
	wait_for(leaf, bytes, bound);
}

static unsigned int bound_of(enum modifier_op op)
{
	switch (op) {
	case MODIFIER_CONTAINS:
		return 0;
	case MODIFIER_STARTS:
		return AUTOMATON_BEGIN;
	case MODIFIER_ENDS:
		return AUTOMATON_END;
	default:
		return AUTOMATON_BEGIN | AUTOMATON_END;
	}
}

static bool take_regex(struct loader *l, struct leaf *leaf, unsigned int options,
		       const struct node *n)
{
	char error[120];
	size_t at;

	leaf->kind = LEAF_REGEX;
	leaf->regex = regex_new(l->regexes, n->text, options, error, sizeof(error), &at);
	if (!leaf->regex)
		refuse(l, n, "no regular expression, at its character %zu: %s", at + 1, error);
	return leaf->regex;
}

static bool take_network(struct loader *l, struct leaf *leaf, const struct node *n)
{
	leaf->kind = LEAF_NETWORK;
	if (strlen(n->text.data) == n->text.len && network_parse(n->text.data, &leaf->network) &&
	    !leaf->network.vsock)
		return true;
	refuse(l, n, "\"%s\" is no network", n->text.data);
	return false;
}

static bool take_number(struct loader *l, struct leaf *leaf, enum leaf_kind kind,
			const struct node *n, enum plain plain)
{
	leaf->kind = kind;
	if (plain == PLAIN_NUMBER) {
		leaf->number = strtoll(n->text.data, NULL, 10);
		return true;
	}
	refuse(l, n, "\"%s\" is no whole number to compare with", n->text.data);
	return false;
}

static bool take_exists(struct loader *l, struct leaf *leaf, const struct node *n, enum plain plain)
{
	if (plain != PLAIN_TRUTH) {
		refuse(l, n, "exists takes true or false");
		return false;
	}
	leaf->kind = (n->text.data[0] | 0x20) == 't' ? LEAF_THERE : LEAF_ABSENT;
	return true;
}

static bool take_field(struct loader *l, struct leaf *leaf, const struct modifiers *how,
		       const struct node *n)
{
	int other = facts_field(n->text, l->category);

	leaf->kind = LEAF_FIELD;
	leaf->bound = bound_of(how->op);
	if (other >= 0 && how->op <= MODIFIER_ENDS) {
		leaf->other = (unsigned int)other;
		return true;
	}
	refuse(l, n,
	       other < 0 ? "there is no field %s" : "%s: fieldref cannot be with this modifier",
	       n->text.data);
	return false;
}

static bool take_nothing(struct loader *l, struct leaf *leaf, const struct modifiers *how,
			 const struct node *n)
{
	leaf->kind = LEAF_ABSENT;
	if (how->op == MODIFIER_IS)
		return true;
	refuse(l, n, "nothing (null) cannot be with this modifier");
	return false;
}

/* Truth has one spelling in facts. */
static struct sessmon_str text_of(const struct node *n, enum plain plain)
{
	if (plain != PLAIN_TRUTH)
		return n->text;
	return (n->text.data[0] | 0x20) == 't' ? (struct sessmon_str){ "true", 4 } :
						 (struct sessmon_str){ "false", 5 };
}

bool value_leaf(struct loader *l, struct leaf *leaf, const struct modifiers *how,
		const struct node *n)
{
	enum plain plain;

	leaf->literal = AUTOMATON_NONE;
	if (n->kind != NODE_SCALAR) {
		refuse(l, n, "a value that is a list or a map");
		return false;
	}
	if (l->values++ >= VALUES) {
		refuse(l, n, "more than %u values in one rule", VALUES);
		return false;
	}
	plain = plain_of(n);
	if (plain == PLAIN_OTHER) {
		refuse(l, n, "%s is no text in YAML: put it in quotes", n->text.data);
		return false;
	}
	if (how->field)
		return take_field(l, leaf, how, n);
	if (plain == PLAIN_NOTHING)
		return take_nothing(l, leaf, how, n);
	switch (how->op) {
	case MODIFIER_REGEX:
		return take_regex(l, leaf, how->regex, n);
	case MODIFIER_NETWORK:
		return take_network(l, leaf, n);
	case MODIFIER_NUMBER:
		return take_number(l, leaf, how->compared, n, plain);
	case MODIFIER_EXISTS:
		return take_exists(l, leaf, n, plain);
	default:
		take_pattern(l, leaf, text_of(n, plain), bound_of(how->op));
		return true;
	}
}
