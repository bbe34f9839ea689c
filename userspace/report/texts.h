/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of which the same comes again and again: each once, by a number. */
#ifndef SESSMON_TEXTS_H
#define SESSMON_TEXTS_H

#include "base/buf.h"
#include "sessmon.h"

/**
 * struct texts - Texts, or other bytes.
 * @all: one after the other
 * @from: where each begins in @all
 * @n: how many
 * @slot: their numbers and one, by what they are; 0 is free
 * @size: entries of @slot, a power of two
 */
struct texts {
	struct buf all;
	size_t *from;
	unsigned int n;
	unsigned int *slot;
	unsigned int size;
};

/**
 * texts_put() - The number of a text, which is new or not.
 * @t: texts
 * @data: bytes
 * @len: how many
 *
 * Return: its number; they are given one after the other.
 */
unsigned int texts_put(struct texts *t, const void *data, size_t len);

/**
 * texts_find() - The number of a text, if it is there.
 * @t: texts
 * @data: bytes
 * @len: how many
 *
 * Return: its number, -1 if it is not there.
 */
int texts_find(const struct texts *t, const void *data, size_t len);

/**
 * texts_get() - A text by its number.
 * @t: texts
 * @i: number
 *
 * Return: it, until another one is put.
 */
struct sessmon_str texts_get(const struct texts *t, unsigned int i);

/**
 * texts_free() - Give the memory back.
 * @t: texts
 */
void texts_free(struct texts *t);

#endif /* SESSMON_TEXTS_H */
