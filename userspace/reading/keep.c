// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of objects, which is a statement's, kept while the statement goes on. */
#include "reading/reader.h"

/* Room is made before anything is moved there: the buffer must not move then. */
static size_t text_size(const struct rule_set *set, const void *object);

static const void *field(const void *object, const struct rule *r)
{
	return (const char *)object + r->offset;
}

static size_t size_of(const struct rule *r, const void *at)
{
	switch (r->kind) {
	case RULE_TEXT:
	case RULE_BYTES:
		return ((const struct sessmon_str *)at)->len;
	case RULE_NEST:
		return text_size(r->nest, at);
	default:
		return 0;
	}
}

static size_t text_size(const struct rule_set *set, const void *object)
{
	uint64_t has = *(const uint64_t *)object;
	size_t size = 0;
	unsigned int i;

	for (i = 0; i < set->n && has >> i; i++)
		if (has >> i & 1)
			size += size_of(&set->rules[i], field(object, &set->rules[i]));
	return size;
}

static void move(struct buf *b, const struct rule_set *set, void *object)
{
	uint64_t has = *(const uint64_t *)object;
	struct sessmon_str *s;
	unsigned int i;
	void *at;

	for (i = 0; i < set->n && has >> i; i++) {
		at = (char *)object + set->rules[i].offset;
		if (!(has >> i & 1))
			continue;
		if (set->rules[i].kind == RULE_NEST)
			move(b, set->rules[i].nest, at);
		if (set->rules[i].kind != RULE_TEXT && set->rules[i].kind != RULE_BYTES)
			continue;
		s = at;
		buf_add(b, s->data, s->len);
		s->data = b->data + b->len - s->len;
	}
}

void keep_text(struct buf *b, const struct rule_set *set, void *object)
{
	buf_clear(b);
	buf_reserve(b, text_size(set, object) + 1);
	move(b, set, object);
}
