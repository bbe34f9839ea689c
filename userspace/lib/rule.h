/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a set of attributes of the wire becomes a struct: what the tables of wire_rules.c say. */
#ifndef SESSMON_RULE_H
#define SESSMON_RULE_H

#include <stdint.h>

/** enum rule_kind - What the payload of an attribute is. */
enum rule_kind {
	RULE_SKIP,
	RULE_FLAG,
	RULE_U16,
	RULE_U32,
	RULE_U64,
	RULE_TEXT,
	RULE_BYTES,
	RULE_NEST,
	RULE_KEY,
	RULE_COUNTERS,
	RULE_REPEATED,
};

/**
 * struct rule - Where one attribute goes.
 * @kind: what it is, enum rule_kind
 * @offset: of its field in the struct
 * @nest: the rules of what is inside, for RULE_NEST and RULE_KEY
 */
struct rule {
	uint16_t kind;
	uint16_t offset;
	const struct rule_set *nest;
};

/**
 * struct rule_set - How a set of attributes becomes a struct.
 * @rules: indexed by the attribute's number
 * @n: entries of @rules
 * @size: of the struct
 *
 * The struct's first member is its mask of attributes that came.
 */
struct rule_set {
	const struct rule *rules;
	unsigned int n;
	uint32_t size;
};

#endif /* SESSMON_RULE_H */
