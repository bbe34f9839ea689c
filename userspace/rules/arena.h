/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is given back all at once, and does not move meanwhile. */
#ifndef SESSMON_ARENA_H
#define SESSMON_ARENA_H

#include <stddef.h>

#include "sessmon.h"

/**
 * struct arena - Memory for many small things of one life.
 * @chunk: the one that is being filled; NULL if there is none yet
 */
struct arena {
	struct arena_chunk *chunk;
};

/**
 * arena_get() - Memory, zeroed; ends the program if there is none.
 * @a: arena
 * @size: bytes
 *
 * Return: memory.
 */
void *arena_get(struct arena *a, size_t size);

/**
 * arena_grow() - Make room for one more.
 * @a: arena
 * @list: memory of it that grows by this alone, or NULL
 * @n: how many it holds
 * @size: bytes of each
 *
 * Its room is the next power of two, and so it is full when @n is one.
 *
 * Return: memory, whose first entries are as they were.
 */
void *arena_grow(struct arena *a, void *list, size_t n, size_t size);

/**
 * arena_copy() - Keep a text.
 * @a: arena
 * @data: bytes
 * @len: how many
 *
 * Return: the copy, which is ended by a zero byte that does not count.
 */
struct sessmon_str arena_copy(struct arena *a, const char *data, size_t len);

/**
 * arena_reset() - Forget all that is in it, and keep room for as much again.
 * @a: arena
 */
void arena_reset(struct arena *a);

/**
 * arena_free() - Give the memory back.
 * @a: arena
 */
void arena_free(struct arena *a);

#endif /* SESSMON_ARENA_H */
