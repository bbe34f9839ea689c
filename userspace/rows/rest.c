// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How two objects differ, as bytes: for each fact its attribute's number, with GONE if it is
 * not there, else its value: numbers in groups of seven bits, text and what has facts of its
 * own with the length before it.
 */
#include "rows/rest.h"

#include <string.h>

#define GONE 0x80

/* What a section begins with: its number, and room for its length. */
#define SECTION_HEAD 5

static const void *field(const void *object, const struct rule *r)
{
	return (const char *)object + r->offset;
}

static uint64_t mask_of(const void *object)
{
	uint64_t has;

	memcpy(&has, object, sizeof(has));
	return has;
}

static uint64_t number_at(const void *at, unsigned int kind)
{
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (kind) {
	case RULE_U16:
		memcpy(&u16, at, sizeof(u16));
		return u16;
	case RULE_U32:
		memcpy(&u32, at, sizeof(u32));
		return u32;
	default:
		memcpy(&u64, at, sizeof(u64));
		return u64;
	}
}

static void number_set(void *at, unsigned int kind, uint64_t n)
{
	uint16_t u16 = (uint16_t)n;
	uint32_t u32 = (uint32_t)n;

	if (kind == RULE_U16)
		memcpy(at, &u16, sizeof(u16));
	else if (kind == RULE_U32)
		memcpy(at, &u32, sizeof(u32));
	else
		memcpy(at, &n, sizeof(n));
}

static void put_number(struct buf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_putc(b, (char)(n | 0x80));
	buf_putc(b, (char)n);
}

static void put_text(struct buf *b, struct sessmon_str s)
{
	put_number(b, s.len);
	buf_add(b, s.data, s.len);
}

static void put_nest(struct buf *b, const struct rule_set *set, const void *want, const void *have)
{
	struct buf inside = { 0 };

	rest_put(&inside, set, want, have);
	put_text(b, (struct sessmon_str){ inside.data, (uint32_t)inside.len });
	buf_free(&inside);
}

static const uint64_t nothing[sizeof(struct sessmon_event) / sizeof(uint64_t)];

static void put_counters(struct buf *b, const struct sessmon_counter_list *list)
{
	struct buf inside = { 0 };
	uint32_t i;

	for (i = 0; i < list->n; i++)
		put_nest(&inside, &sessmon_rules_counters, &list->list[i], nothing);
	put_text(b, (struct sessmon_str){ inside.data, (uint32_t)inside.len });
	buf_free(&inside);
}

static bool same_text(const struct sessmon_str *a, const struct sessmon_str *b)
{
	return a->len == b->len &&
	       (a->data == b->data || !a->len || !memcmp(a->data, b->data, a->len));
}

/* A key has both of its facts, whatever it says. */
static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

static bool same_nest(const struct rule_set *set, const void *a, const void *b);

static bool same(const struct rule *r, const void *a, const void *b)
{
	switch (r->kind) {
	case RULE_U16:
	case RULE_U32:
	case RULE_U64:
		return number_at(a, r->kind) == number_at(b, r->kind);
	case RULE_TEXT:
	case RULE_BYTES:
		return same_text(a, b);
	case RULE_NEST:
		return same_nest(r->nest, a, b);
	case RULE_KEY:
		return same_key(a, b);
	case RULE_COUNTERS:
		return false;
	default:
		return true;
	}
}

static bool same_nest(const struct rule_set *set, const void *a, const void *b)
{
	uint64_t has = mask_of(a);
	const struct rule *r;

	if (has != mask_of(b))
		return false;
	/* Mostly one was made of the other. */
	if (!memcmp(a, b, set->size))
		return true;
	for (; has; has &= has - 1) {
		r = &set->rules[__builtin_ctzll(has)];
		if (!same(r, field(a, r), field(b, r)))
			return false;
	}
	return true;
}

static void put_value(struct buf *b, const struct rule *r, const void *want, const void *have)
{
	switch (r->kind) {
	case RULE_U16:
	case RULE_U32:
	case RULE_U64:
		put_number(b, number_at(want, r->kind));
		break;
	case RULE_TEXT:
	case RULE_BYTES:
		put_text(b, *(const struct sessmon_str *)want);
		break;
	case RULE_NEST:
		put_nest(b, r->nest, want, have);
		break;
	case RULE_KEY:
		put_number(b, ((const struct sessmon_key *)want)->id);
		put_number(b, ((const struct sessmon_key *)want)->start);
		break;
	case RULE_COUNTERS:
		put_counters(b, want);
		break;
	default:
		break;
	}
}

void rest_put(struct buf *b, const struct rule_set *set, const void *want, const void *have)
{
	const uint64_t has = mask_of(want), had = mask_of(have);
	uint64_t any = has | had;
	const struct rule *r;
	unsigned int i;

	for (; any; any &= any - 1) {
		i = (unsigned int)__builtin_ctzll(any);
		r = &set->rules[i];
		if (!(has >> i & 1)) {
			buf_putc(b, (char)(i | GONE));
		} else if (!(had >> i & 1) || !same(r, field(want, r), field(have, r))) {
			buf_putc(b, (char)i);
			put_value(b, r, field(want, r), had >> i & 1 ? field(have, r) : nothing);
		}
	}
}

static bool take_number(struct sessmon_str *in, uint64_t *n)
{
	unsigned int shift = 0;
	unsigned char c;

	*n = 0;
	do {
		if (!in->len || shift > 63)
			return false;
		c = (unsigned char)*in->data++;
		in->len--;
		*n |= (uint64_t)(c & 0x7f) << shift;
		shift += 7;
	} while (c & 0x80);
	return true;
}

static bool take_text(struct sessmon_str *in, struct sessmon_str *s)
{
	uint64_t len;

	if (!take_number(in, &len) || len > in->len)
		return false;
	*s = (struct sessmon_str){ in->data, (uint32_t)len };
	in->data += len;
	in->len -= (uint32_t)len;
	return true;
}

static bool take_key(struct sessmon_str *in, struct sessmon_key *key)
{
	uint64_t id;

	if (!take_number(in, &id) || !take_number(in, &key->start))
		return false;
	key->id = (uint32_t)id;
	key->has = 1ULL << SESSMON_A_KEY_ID | 1ULL << SESSMON_A_KEY_START;
	return true;
}

static bool take_counters(struct sessmon_str in, struct sessmon_counter_list *list,
			  struct sessmon_counters *counters)
{
	struct sessmon_str one;
	uint32_t n;

	for (n = 0; in.len; n++) {
		if (!counters || n == SESSMON_COUNTERS_MAX || !take_text(&in, &one))
			return false;
		counters[n] = (struct sessmon_counters){ 0 };
		if (!rest_apply(one, &sessmon_rules_counters, &counters[n], NULL))
			return false;
	}
	*list = (struct sessmon_counter_list){ counters, n };
	return true;
}

static bool take_value(struct sessmon_str *in, const struct rule *r, void *at,
		       struct sessmon_counters *counters)
{
	struct sessmon_str s;
	uint64_t n;

	switch (r->kind) {
	case RULE_U16:
	case RULE_U32:
	case RULE_U64:
		if (!take_number(in, &n))
			return false;
		number_set(at, r->kind, n);
		return true;
	case RULE_TEXT:
	case RULE_BYTES:
		return take_text(in, at);
	case RULE_NEST:
		return take_text(in, &s) && rest_apply(s, r->nest, at, NULL);
	case RULE_KEY:
		return take_key(in, at);
	case RULE_COUNTERS:
		return take_text(in, &s) && take_counters(s, at, counters);
	default:
		return true;
	}
}

static void clear(const struct rule *r, void *object)
{
	/* A flag has no member. */
	static const size_t sizes[] = { [RULE_FLAG] = 0,
					[RULE_U16] = sizeof(uint16_t),
					[RULE_U32] = sizeof(uint32_t),
					[RULE_U64] = sizeof(uint64_t),
					[RULE_TEXT] = sizeof(struct sessmon_str),
					[RULE_BYTES] = sizeof(struct sessmon_str),
					[RULE_COUNTERS] = sizeof(struct sessmon_counter_list),
					[RULE_REPEATED] = 0 };
	bool nest = r->kind == RULE_NEST || r->kind == RULE_KEY;

	memset((char *)object + r->offset, 0, nest ? r->nest->size : sizes[r->kind]);
}

bool rest_apply(struct sessmon_str in, const struct rule_set *set, void *object,
		struct sessmon_counters *counters)
{
	uint64_t has = mask_of(object);
	const struct rule *r;
	unsigned int i;
	bool gone;

	while (in.len) {
		i = (unsigned char)*in.data++;
		in.len--;
		gone = i & GONE;
		i &= ~(unsigned int)GONE;
		/* Of a later version of the wire, which has another format, too. */
		if (i >= set->n || i > 63)
			return false;
		r = &set->rules[i];
		if (gone) {
			has &= ~(1ULL << i);
			clear(r, object);
			continue;
		}
		has |= 1ULL << i;
		if (!take_value(&in, r, (char *)object + r->offset, counters))
			return false;
	}
	memcpy(object, &has, sizeof(has));
	return true;
}

size_t rest_section(struct buf *b, unsigned char number)
{
	size_t begun = b->len;

	buf_putc(b, (char)number);
	buf_add(b, "\0\0\0", SECTION_HEAD - 1);
	return begun;
}

void rest_section_end(struct buf *b, size_t begun, bool keep)
{
	uint32_t len = (uint32_t)(b->len - begun - SECTION_HEAD);

	if (!len && !keep)
		b->len = begun;
	else
		memcpy(b->data + begun + 1, &len, sizeof(len));
}

struct sessmon_str rest_find(struct sessmon_str rest, unsigned char number)
{
	struct sessmon_str part;
	uint32_t len;

	while (rest.len >= SECTION_HEAD) {
		memcpy(&len, rest.data + 1, sizeof(len));
		if (len > rest.len - SECTION_HEAD)
			break;
		part = (struct sessmon_str){ rest.data + SECTION_HEAD, len };
		if ((unsigned char)*rest.data == number)
			return part;
		rest.data = part.data + len;
		rest.len -= SECTION_HEAD + len;
	}
	return (struct sessmon_str){ NULL, 0 };
}
