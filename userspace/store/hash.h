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

/** hash_turned() - A number with its bits turned. */
static inline uint64_t hash_turned(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

/** hash_stir() - A round. */
static inline void hash_stir(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = hash_turned(v[1], 13) ^ v[0];
	v[0] = hash_turned(v[0], 32);
	v[2] += v[3];
	v[3] = hash_turned(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = hash_turned(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = hash_turned(v[1], 17) ^ v[2];
	v[2] = hash_turned(v[2], 32);
}

/**
 * hash_number() - Add a number.
 * @h: hash
 * @n: number
 */
static inline void hash_number(struct hash *h, uint64_t n)
{
	h->v[3] ^= n;
	hash_stir(h->v);
	h->v[0] ^= n;
	h->n++;
}

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
