/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules of Sigma, on the events of this host: loaded whole or refused by name, and asked of
 * each event at a cost that does not grow with their number.
 *
 * What it takes of the language: searches as maps, lists of maps and keywords; text with
 * wildcards, numbers, true, false and nothing; the modifiers contains, startswith, endswith,
 * all, re (i, m, s), cased, exists, cidr, lt, lte, gt, gte, neq and fieldref; conditions
 * with and, or, not, brackets, "1 of", "all of" and "them", and lists of them; and filters,
 * which are added to rules by their ids.  Correlations and aggregations are refused.
 */
#ifndef SESSMON_RULES_H
#define SESSMON_RULES_H

#include "rules/facts.h"

/**
 * struct rules_report - What became of the files.
 * @loaded: rules
 * @refused: documents in which something is wrong or not supported
 * @not_ours: rules about what we do not see
 * @filters: that were applied to a rule
 * @said: a line for each thing that is wrong: FILE:LINE:COLUMN: what
 */
struct rules_report {
	unsigned int loaded, refused, not_ours, filters;
	struct buf said;
};

/**
 * struct rule_texts - A list of texts.
 * @text: them
 * @n: how many
 */
struct rule_texts {
	struct sessmon_str *text;
	unsigned int n;
};

/**
 * enum rule_level - How bad it is, in a rule's own opinion.
 * @RULE_INFORMATIONAL: to know of
 * @RULE_LOW: notable, but rarely an incident
 * @RULE_MEDIUM: to be looked at
 * @RULE_HIGH: to be looked at soon
 * @RULE_CRITICAL: at once
 * @RULE_LEVELS: how many there are
 */
enum rule_level {
	RULE_INFORMATIONAL,
	RULE_LOW,
	RULE_MEDIUM,
	RULE_HIGH,
	RULE_CRITICAL,
	RULE_LEVELS,
};

/**
 * struct rule - What a rule says of itself; text that it does not say is empty.
 * @title: what it is about
 * @id: its name for ever
 * @author: who must be named by whoever tells of a match
 * @license: what it may be used by
 * @description: more than the title
 * @references: where to read on
 * @tags: techniques of ATT&CK, and others
 * @level: how bad it is
 * @file: where it is
 * @number: of the rule in its set
 * @gave_up: so often a regular expression took too long, and it was taken as no match
 */
struct rule {
	struct sessmon_str title, id, author, license, description;
	struct rule_texts references, tags;
	enum rule_level level;
	const char *file;
	unsigned int number;
	uint64_t gave_up;
};

/** struct rules - A set of rules. */
struct rules;

/**
 * rules_load() - Load files, and all below folders, whose names end in .yml or .yaml.
 * @paths: files and folders, NULL after the last
 * @r: filled; buf_free() its @said
 *
 * Return: what was loaded; whoever wants all or nothing looks at @r->refused.
 */
struct rules *rules_load(char *const *paths, struct rules_report *r);

/**
 * rules_free() - Give it back.
 * @set: set, or NULL
 */
void rules_free(struct rules *set);

/**
 * rules_match() - Ask all rules of one event.
 * @set: set
 * @f: what the event has
 * @category: of the event
 * @matched: called with each rule that matches, in the order of the set
 * @arg: handed to @matched
 */
void rules_match(struct rules *set, struct facts *f, enum rules_category category,
		 void (*matched)(void *arg, const struct rule *rule), void *arg);

/**
 * rules_match_plainly() - The same, rule by rule and value by value.
 * @set: set
 * @f: what the event has
 * @category: of the event
 * @matched: called with each rule that matches, in the order of the set
 * @arg: handed to @matched
 *
 * Slow, and so simple that it is right: rules_match() must say the same.
 */
void rules_match_plainly(struct rules *set, struct facts *f, enum rules_category category,
			 void (*matched)(void *arg, const struct rule *rule), void *arg);

/**
 * rules_verify() - Ask both ways, and compare.
 * @set: set
 * @f: what the event has
 * @category: of the event
 *
 * Return: how many rules they differ in.
 */
unsigned int rules_verify(struct rules *set, struct facts *f, enum rules_category category);

/**
 * rules_explain() - What of an event made a rule match.
 * @set: set
 * @rule: rule that matches
 * @f: what the event has
 * @each: called with the search, the field with its modifiers, and the value, as the rule
 *   has them, for each that had to hold and does
 * @arg: handed to @each
 */
void rules_explain(struct rules *set, const struct rule *rule, struct facts *f,
		   void (*each)(void *arg, struct sessmon_str search, struct sessmon_str key,
				struct sessmon_str value),
		   void *arg);

/**
 * rules_count() - How many rules there are.
 * @set: set
 *
 * Return: rules.
 */
unsigned int rules_count(const struct rules *set);

/**
 * rules_each() - All rules.
 * @set: set
 * @each: called with each
 * @arg: handed to @each
 */
void rules_each(const struct rules *set, void (*each)(const struct rule *rule, void *arg),
		void *arg);

/**
 * rules_bytes() - What the tables take that find texts.
 * @set: set
 *
 * Return: bytes.
 */
size_t rules_bytes(const struct rules *set);

/**
 * rules_asks() - Whether any rule is about a category.
 * @set: set
 * @category: category
 *
 * Return: false if no event of it can match.
 */
bool rules_asks(const struct rules *set, enum rules_category category);

/**
 * rule_level_name() - A level as rules write it.
 * @level: level
 *
 * Return: word.
 */
const char *rule_level_name(enum rule_level level);

/**
 * rule_level_find() - A level by its word.
 * @word: word
 *
 * Return: enum rule_level, -1 if there is none.
 */
int rule_level_find(const char *word);

#endif /* SESSMON_RULES_H */
