// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs, credentials and namespaces as JSON, kept by what they were made from. */
#include "json/nest.h"

#include <string.h>

/* Two to a set, so that two in use at the same time do not throw each other out. */
#define SETS 32
#define WAYS 2

/* Arguments of thousands of bytes are not worth the memory. */
#define LONGEST_KEY 2048

/* All that the text depends on: the facts, and the names of users as known now. */
static void make_key(struct buf *key, const struct description *d, bool ecs, const void *obj)
{
	size_t numbers = sizeof(uint64_t) + d->texts * sizeof(struct sessmon_str), i;
	const struct sessmon_str *s = (const void *)((const char *)obj + sizeof(uint64_t));
	const struct {
		const struct description *d;
		uint64_t has, ecs, epoch;
	} head = { d, *(const uint64_t *)obj, ecs, names_epoch() };

	buf_clear(key);
	buf_add(key, (const char *)&head, sizeof(head));
	buf_add(key, (const char *)obj + numbers, d->size - numbers);
	for (i = 0; i < d->texts; i++) {
		buf_add(key, (const char *)&s[i].len, sizeof(s[i].len));
		buf_add(key, s[i].data, s[i].len);
	}
}

static size_t set_of(const struct buf *key)
{
	uint64_t hash = 0, word;
	size_t i;

	for (i = 0; i + sizeof(word) <= key->len; i += sizeof(word)) {
		memcpy(&word, key->data + i, sizeof(word));
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
	}
	return (hash >> 32) % SETS;
}

static void write_text(struct nest *n, const struct description *d, bool ecs, const void *obj)
{
	static struct json writer;

	buf_clear(&n->text);
	json_begin(&writer, &n->text);
	n->named = false;
	if (ecs)
		n->named = fields_ecs(&writer, d, obj);
	else
		fields_own(&writer, d, obj);
	json_close(&writer);
}

static bool is_same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/* Returns the place that has @key, or one for it. */
static struct nest *place_of(const struct buf *key)
{
	static struct nest store[SETS][WAYS], once;
	static unsigned int victim;
	struct nest *set;
	unsigned int i;

	if (key->len > LONGEST_KEY)
		return &once;
	set = store[set_of(key)];
	for (i = 0; i < WAYS; i++)
		if (is_same(&set[i].key, key))
			return &set[i];
	return &set[victim++ % WAYS];
}

const struct nest *nest_find(const struct description *d, bool ecs, const void *obj)
{
	static struct buf key;
	struct nest *n;

	make_key(&key, d, ecs, obj);
	n = place_of(&key);
	if (!is_same(&n->key, &key)) {
		write_text(n, d, ecs, obj);
		buf_clear(&n->key);
		if (key.len <= LONGEST_KEY)
			buf_add(&n->key, key.data, key.len);
	}
	return n;
}
