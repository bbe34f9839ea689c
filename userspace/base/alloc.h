/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is there, or the program ends. */
#ifndef SESSMON_ALLOC_H
#define SESSMON_ALLOC_H

#include <stddef.h>

/**
 * xalloc() - Memory, zeroed; ends the program if there is none.
 * @n: how many
 * @size: bytes of each
 *
 * Return: memory.
 */
void *xalloc(size_t n, size_t size);

/**
 * xmore() - Make room for more; ends the program if there is none.
 * @list: memory or NULL
 * @n: how many it is to hold
 * @size: bytes of each
 *
 * Return: memory, whose first entries are as they were; what is new is not zeroed.
 */
void *xmore(void *list, size_t n, size_t size);

/**
 * xgrow() - Make room for one more; ends the program if there is none.
 * @list: memory that grows by this alone, or NULL
 * @n: how many it holds
 * @size: bytes of each
 *
 * Its room is the next power of two, and so it is full when @n is one.
 *
 * Return: memory, as xmore() does.
 */
void *xgrow(void *list, size_t n, size_t size);

#endif /* SESSMON_ALLOC_H */
