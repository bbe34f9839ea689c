/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of what rules may ask for. */
#ifndef SESSMON_RULES_FIELD_H
#define SESSMON_RULES_FIELD_H

#include "rules/facts.h"

/**
 * struct field_rule - One field.
 * @name: as rules have it
 * @categories: bit n: events of category n have it
 * @keyword: a keyword without a field is looked for in it
 * @get: finds it in a subject; in a document, too, if that does not have it as it is
 * @document: where documents have it; the first place that has it counts
 */
struct field_rule {
	const char *name;
	unsigned int categories;
	bool keyword;
	void (*get)(struct facts *f, struct fact *to);
	const char *document[2];
};

/**
 * field_table() - The table.
 * @n: filled with how many there are
 *
 * Return: fields.
 */
const struct field_rule *field_table(unsigned int *n);

/**
 * fact_text() - Take over one text.
 * @to: filled
 * @text: text, which stays where it is
 */
void fact_text(struct fact *to, struct sessmon_str text);

/**
 * fact_number() - Take over a number.
 * @f: facts
 * @to: filled
 * @number: number
 */
void fact_number(struct facts *f, struct fact *to, uint64_t number);

/**
 * fact_of_document() - Look something up in a document.
 * @f: facts
 * @path: keys with dots between them
 * @to: filled if it is there
 */
void fact_of_document(struct facts *f, const char *path, struct fact *to);

#endif /* SESSMON_RULES_FIELD_H */
