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

#endif /* SESSMON_ALLOC_H */
