// SPDX-License-Identifier: GPL-2.0-or-later
/* One field asked for one value, without any help. */
#include <stdlib.h>
#include <string.h>

#include "rules/rule.h"

/* Whole numbers only; what has another form is no number. */
static bool number_of(struct sessmon_str text, int64_t *number)
{
	char digits[24], *end;

	if (!text.len || text.len >= sizeof(digits) || text.data[0] == ' ' || text.data[0] == '+')
		return false;
	memcpy(digits, text.data, text.len);
	digits[text.len] = 0;
	*number = strtoll(digits, &end, 10);
	return end == digits + text.len;
}

static bool number_holds(const struct leaf *leaf, struct sessmon_str text)
{
	int64_t number;

	if (!number_of(text, &number))
		return false;
	switch (leaf->kind) {
	case LEAF_LESS:
		return number < leaf->number;
	case LEAF_NOT_MORE:
		return number <= leaf->number;
	case LEAF_MORE:
		return number > leaf->number;
	default:
		return number >= leaf->number;
	}
}

/* Both are compared as networks are: IPv4 as mapped into IPv6. */
static bool network_holds(const struct leaf *leaf, struct sessmon_str text)
{
	struct sessmon_peer peer = { 0 };
	struct network address;
	char copy[64];

	if (text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.len);
	copy[text.len] = 0;
	if (strlen(copy) != text.len || strchr(copy, '/') || !network_parse(copy, &address) ||
	    address.vsock)
		return false;
	peer.has = 1ULL << SESSMON_A_PEER_ADDRESS;
	peer.address = (struct sessmon_str){ (const char *)address.bytes, sizeof(address.bytes) };
	return network_has(&leaf->network, &peer);
}

static bool other_holds(const struct leaf *leaf, struct facts *f, struct sessmon_str text)
{
	const struct fact *other = facts_get(f, leaf->other);
	unsigned int i;

	for (i = 0; i < other->n; i++)
		if (text_has(text, other->text[i], leaf->bound, leaf->cased))
			return true;
	return false;
}

static bool regex_holds(const struct leaf *leaf, struct sessmon_str text, bool *gave_up)
{
	enum regex_verdict v = regex_find(leaf->regex, text);

	*gave_up |= v == REGEX_GAVE_UP;
	return v == REGEX_YES;
}

static bool text_holds(const struct leaf *leaf, struct facts *f, struct sessmon_str text,
		       bool *gave_up)
{
	switch (leaf->kind) {
	case LEAF_TEXT:
		return text_has(text, leaf->text, leaf->bound, leaf->cased);
	case LEAF_PATTERN:
		return pattern_is(&leaf->pattern, text, leaf->cased);
	case LEAF_REGEX:
		return regex_holds(leaf, text, gave_up);
	case LEAF_NETWORK:
		return network_holds(leaf, text);
	case LEAF_EMPTY:
		return !text.len;
	case LEAF_FIELD:
		return other_holds(leaf, f, text);
	default:
		return number_holds(leaf, text);
	}
}

bool leaf_holds(const struct leaf *leaf, struct facts *f, bool *gave_up)
{
	const struct fact *fact = facts_get(f, leaf->field);
	unsigned int i;

	if (leaf->kind == LEAF_ABSENT)
		return !fact->n;
	if (leaf->kind == LEAF_THERE)
		return fact->n;
	for (i = 0; i < fact->n; i++)
		if (text_holds(leaf, f, fact->text[i], gave_up))
			return true;
	return false;
}
