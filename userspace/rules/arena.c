// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that is given back all at once. */
#include "rules/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* What is asked for together goes into pieces of this size, unless it is larger. */
#define CHUNK 16384

/**
 * struct arena_chunk - One piece.
 * @before: the piece that was filled before
 * @used: bytes of @data that are given out
 * @size: bytes of @data
 * @data: what is given out
 */
struct arena_chunk {
	struct arena_chunk *before;
	size_t used;
	size_t size;
	alignas(max_align_t) char data[];
};

static struct arena_chunk *add_chunk(struct arena *a, size_t size)
{
	struct arena_chunk *c = xalloc(1, sizeof(*c) + size);

	c->before = a->chunk;
	c->size = size;
	a->chunk = c;
	return c;
}

static void *take(struct arena *a, size_t size)
{
	struct arena_chunk *c = a->chunk;
	void *p;

	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size > CHUNK ? size : CHUNK);
	p = c->data + c->used;
	c->used += size;
	return p;
}

void *arena_get(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

void *arena_grow(struct arena *a, void *list, size_t n, size_t size)
{
	void *room;

	if (n & (n - 1))
		return list;
	room = arena_get(a, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(room, list, n * size);
	return room;
}

struct sessmon_str arena_copy(struct arena *a, const char *data, size_t len)
{
	char *copy = take(a, len + 1);

	if (len)
		memcpy(copy, data, len);
	copy[len] = 0;
	return (struct sessmon_str){ copy, (uint32_t)len };
}

/* The first piece stays: it is enough for all but a few. */
void arena_reset(struct arena *a)
{
	struct arena_chunk *c;

	while (a->chunk && a->chunk->before) {
		c = a->chunk;
		a->chunk = c->before;
		free(c);
	}
	if (a->chunk)
		a->chunk->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->chunk);
	a->chunk = NULL;
}
