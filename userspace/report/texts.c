// SPDX-License-Identifier: GPL-2.0-or-later
/* Texts by their bytes. */
#include "report/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_SIZE 64

/* FNV-1a: they are short. */
static unsigned int hash_of(const unsigned char *p, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	while (len--)
		hash = (hash ^ *p++) * 0x100000001b3ULL;
	return (unsigned int)(hash ^ hash >> 32);
}

struct sessmon_str texts_get(const struct texts *t, unsigned int i)
{
	size_t end = i + 1 < t->n ? t->from[i + 1] : t->all.len;

	return (struct sessmon_str){ t->all.data + t->from[i], (uint32_t)(end - t->from[i]) };
}

/* Where a text is, or would be. */
static unsigned int *slot_of(const struct texts *t, const void *data, size_t len)
{
	unsigned int i = hash_of(data, len) & (t->size - 1);
	struct sessmon_str s;

	for (; t->slot[i]; i = (i + 1) & (t->size - 1)) {
		s = texts_get(t, t->slot[i] - 1);
		if (s.len == len && !memcmp(s.data, data, len))
			break;
	}
	return &t->slot[i];
}

static void grow(struct texts *t)
{
	struct sessmon_str s;
	unsigned int i;

	t->size = t->size ? t->size * 2 : FIRST_SIZE;
	free(t->slot);
	t->slot = xalloc(t->size, sizeof(*t->slot));
	for (i = 0; i < t->n; i++) {
		s = texts_get(t, i);
		*slot_of(t, s.data, s.len) = i + 1;
	}
}

int texts_find(const struct texts *t, const void *data, size_t len)
{
	return t->size ? (int)*slot_of(t, data, len) - 1 : -1;
}

unsigned int texts_put(struct texts *t, const void *data, size_t len)
{
	unsigned int *slot;

	if (t->n * 2 >= t->size)
		grow(t);
	slot = slot_of(t, data, len);
	if (*slot)
		return *slot - 1;
	t->from = xgrow(t->from, t->n, sizeof(*t->from));
	t->from[t->n] = t->all.len;
	buf_add(&t->all, data, len);
	*slot = ++t->n;
	return t->n - 1;
}

void texts_free(struct texts *t)
{
	buf_free(&t->all);
	free(t->from);
	free(t->slot);
	*t = (struct texts){ 0 };
}
