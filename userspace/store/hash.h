/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash that nobody can make collide who does not know its secret: SipHash-1-3. */
#ifndef SESSMON_STORE_HASH_H
#define SESSMON_STORE_HASH_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct hash - A hash that is being made, of numbers and bytes one after the other.
 * @v: state
 * @n: how much went in
 */
struct hash {
	uint64_t v[4];
	uint64_t n;
};

/**
 * hash_begin() - Begin.
 * @h: filled
 * @secret: of this program
 */
void hash_begin(struct hash *h, const uint64_t secret[2]);

/**
 * hash_number() - Add a number.
 * @h: hash
 * @n: number
 */
void hash_number(struct hash *h, uint64_t n);

/**
 * hash_bytes() - Add bytes, and how many they are.
 * @h: hash
 * @data: bytes
 * @len: how many
 */
void hash_bytes(struct hash *h, const void *data, size_t len);

/**
 * hash_end() - The hash of all that was added.
 * @h: hash
 *
 * Return: it, never 0.
 */
uint64_t hash_end(struct hash *h);

#endif /* SESSMON_STORE_HASH_H */
