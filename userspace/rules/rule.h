/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule as it is evaluated: a tree of and, or, not, and leaves that ask one field for one
 * value.  Trees of searches are shared by all that the condition says of them.
 */
#ifndef SESSMON_RULES_RULE_H
#define SESSMON_RULES_RULE_H

#include "mirror/whence.h"
#include "rules/pattern.h"
#include "rules/regex.h"
#include "rules/rules.h"

/**
 * enum leaf_kind - How a field is asked.
 * @LEAF_TEXT: has this text, somewhere or at an end
 * @LEAF_PATTERN: is like this pattern
 * @LEAF_REGEX: a regular expression is found in it
 * @LEAF_NETWORK: is an address in this network
 * @LEAF_LESS: is a number less than this one
 * @LEAF_NOT_MORE: is a number that is not more
 * @LEAF_MORE: is a number that is more
 * @LEAF_NOT_LESS: is a number that is not less
 * @LEAF_EMPTY: is there, and empty
 * @LEAF_THERE: is there
 * @LEAF_ABSENT: is not there
 * @LEAF_FIELD: has the text of another field
 */
enum leaf_kind {
	LEAF_TEXT,
	LEAF_PATTERN,
	LEAF_REGEX,
	LEAF_NETWORK,
	LEAF_LESS,
	LEAF_NOT_MORE,
	LEAF_MORE,
	LEAF_NOT_LESS,
	LEAF_EMPTY,
	LEAF_THERE,
	LEAF_ABSENT,
	LEAF_FIELD,
};

/**
 * struct leaf - One field, one value.
 * @kind: how the field is asked
 * @field: which
 * @bound: enum automaton_bound, or-ed
 * @cased: the case of letters counts
 * @literal: that must be in the field if the leaf holds, or AUTOMATON_NONE
 * @sure: the leaf holds if the literal is there
 * @weight: how seldom @literal is, as a guess
 * @text: of LEAF_TEXT; else what must be there, too
 * @pattern: of LEAF_PATTERN
 * @regex: of LEAF_REGEX
 * @network: of LEAF_NETWORK
 * @number: that is compared with
 * @other: the other field
 * @search: name of the search that it is of
 * @key: the field with its modifiers, as it is written
 * @value: the value, as it is written
 */
struct leaf {
	enum leaf_kind kind;
	unsigned int field;
	unsigned int bound;
	bool cased, sure;
	uint32_t literal;
	uint32_t weight;
	struct sessmon_str text;
	union {
		struct pattern pattern;
		struct regex *regex;
		struct network network;
		int64_t number;
		unsigned int other;
	};
	struct sessmon_str search, key, value;
};

/**
 * enum expr_kind - What an expression is.
 * @EXPR_LEAF: a leaf
 * @EXPR_AND: all of its parts hold
 * @EXPR_OR: one of them does
 * @EXPR_SOME: as many as it needs do
 * @EXPR_NOT: its one part does not
 */
enum expr_kind {
	EXPR_LEAF,
	EXPR_AND,
	EXPR_OR,
	EXPR_SOME,
	EXPR_NOT,
};

/**
 * struct expr - An expression.
 * @kind: what it is
 * @n: parts
 * @need: of EXPR_SOME, how many must hold
 * @part: its parts
 * @leaf: of EXPR_LEAF
 */
struct expr {
	enum expr_kind kind;
	unsigned int n, need;
	struct expr **part;
	struct leaf *leaf;
};

/**
 * struct search - A search with a name, which the condition speaks of.
 * @name: its name
 * @expr: what it asks
 */
struct search {
	struct sessmon_str name;
	struct expr *expr;
};

/**
 * struct compiled - A rule, with what it takes to evaluate it.
 * @rule: what it says of itself
 * @category: the events that it is about
 * @index: among the rules of its category
 * @expr: when it matches
 * @next: of the rules of a set
 */
struct compiled {
	struct rule rule;
	enum rules_category category;
	unsigned int index;
	struct expr *expr;
	struct compiled *next;
};

/**
 * enum modifier_op - How a value is compared.
 * @MODIFIER_IS: as a whole
 * @MODIFIER_CONTAINS: somewhere
 * @MODIFIER_STARTS: at the beginning
 * @MODIFIER_ENDS: at the end
 * @MODIFIER_REGEX: as a regular expression
 * @MODIFIER_NETWORK: as a network
 * @MODIFIER_NUMBER: as a number
 * @MODIFIER_EXISTS: whether the field is there
 */
enum modifier_op {
	MODIFIER_IS,
	MODIFIER_CONTAINS,
	MODIFIER_STARTS,
	MODIFIER_ENDS,
	MODIFIER_REGEX,
	MODIFIER_NETWORK,
	MODIFIER_NUMBER,
	MODIFIER_EXISTS,
};

/**
 * struct modifiers - What is behind the name of a field.
 * @op: how values are compared
 * @compared: of MODIFIER_NUMBER
 * @regex: enum regex_option, or-ed
 * @all: all values must be there, not one
 * @cased: the case of letters counts
 * @not: it shall not be so
 * @field: the value is the name of another field
 */
struct modifiers {
	enum modifier_op op;
	enum leaf_kind compared;
	unsigned int regex;
	bool all, cased, not, field;
};

/**
 * struct filters - Filters, until they are added to rules.
 * @first: them
 * @last: where the next one goes; NULL if there is none yet
 */
struct filters {
	struct sigma_filter *first, *last;
};

/**
 * struct engine - What finds the rules that an event can match.
 * @find: by field, the literals that are looked for in it
 * @fields: bit n: field n has literals
 * @always: bit n: rules wait for literals of field n
 * @waiting: by literal, the rules that wait for it
 * @found: by literal, the event that had it last
 * @asked: by rule of the category, the event that it was asked of last
 * @event: number of the present event
 * @read: bit n: field n of the present event was searched
 * @literals: how many there are
 * @rule: by number, rules of the category
 * @n: how many
 * @unwaiting: rules that wait for no literal
 * @candidates: rules that the present event can match
 * @facts: of the present event
 */
struct engine {
	struct automaton find[FACTS_MAX];
	uint64_t fields, always;
	struct waiting {
		struct compiled **rule;
		unsigned int n;
	} * waiting;
	uint32_t *found, *asked;
	uint32_t event;
	uint64_t read;
	uint32_t literals;
	struct compiled **rule;
	unsigned int n;
	struct waiting unwaiting, candidates;
	struct facts *facts;
};

/**
 * struct rules - A set of rules.
 * @arena: where all of it is
 * @regexes: the last one that was made
 * @first: rules, in the order of their files
 * @last: the last one of them
 * @n: how many
 * @engine: by category
 */
struct rules {
	struct arena arena;
	struct regex *regexes;
	struct compiled *first, *last;
	unsigned int n;
	struct engine engine[RULES_CATEGORIES];
};

/**
 * engine_build() - Prepare for events.
 * @e: engine, all zero
 * @set: set, complete
 * @category: whose events
 */
void engine_build(struct engine *e, struct rules *set, enum rules_category category);

/**
 * engine_free() - Give back what is not in the arena of the set.
 * @e: engine
 */
void engine_free(struct engine *e);

/**
 * leaf_holds() - Ask a field for a value.
 * @leaf: leaf
 * @f: facts
 * @gave_up: set if a regular expression took too long
 *
 * Return: true if it is so; false if it is not or if that cannot be said.
 */
bool leaf_holds(const struct leaf *leaf, struct facts *f, bool *gave_up);

/**
 * struct loader - What is being loaded.
 * @arena: where rules are
 * @nodes: where what is read is, and what is not kept
 * @regexes: the last one that was made; all must be freed
 * @report: what is wrong
 * @path: of the file
 * @category: of the rule
 * @values: of the rule, so far
 * @failed: the rule is refused
 */
struct loader {
	struct arena *arena, *nodes;
	struct regex **regexes;
	struct rules_report *report;
	const char *path;
	enum rules_category category;
	unsigned int values;
	bool failed;
};

/**
 * document_load() - Understand one document.
 * @l: loader
 * @set: to which its rule is added
 * @filters: to which its filter is added
 * @n: its root
 */
void document_load(struct loader *l, struct rules *set, struct filters *filters,
		   const struct node *n);

/**
 * filters_apply() - Add filters to the rules that they name.
 * @l: loader
 * @set: complete
 * @filters: complete
 */
void filters_apply(struct loader *l, struct rules *set, const struct filters *filters);

/**
 * refuse() - Say what is wrong with a rule, once.
 * @l: loader
 * @n: where
 * @fmt: as printf()
 */
void refuse(struct loader *l, const struct node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * expr_new() - Make an expression.
 * @a: arena
 * @kind: what it is
 *
 * Return: expression.
 */
struct expr *expr_new(struct arena *a, enum expr_kind kind);

/**
 * expr_add() - Add a part.
 * @a: arena
 * @e: expression
 * @part: its part
 */
void expr_add(struct arena *a, struct expr *e, struct expr *part);

/**
 * detection_search() - Understand a search.
 * @l: loader
 * @name: of the search
 * @n: what it asks
 *
 * Return: NULL if it was refused.
 */
struct expr *detection_search(struct loader *l, struct sessmon_str name, const struct node *n);

/**
 * value_leaf() - Understand one value.
 * @l: loader
 * @leaf: the field and its modifiers; what is found out is added
 * @how: what the modifiers ask for
 * @n: the value
 *
 * Return: false if it was refused.
 */
bool value_leaf(struct loader *l, struct leaf *leaf, const struct modifiers *how,
		const struct node *n);

/**
 * condition_parse() - Understand a condition.
 * @l: loader
 * @n: the condition, or a list of them
 * @search: what it may speak of
 * @n_searches: how many
 *
 * Return: NULL if it was refused.
 */
struct expr *condition_parse(struct loader *l, const struct node *n, const struct search *search,
			     unsigned int n_searches);

#endif /* SESSMON_RULES_RULE_H */
