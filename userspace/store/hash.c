// SPDX-License-Identifier: GPL-2.0-or-later
/* SipHash-1-3, by words of eight bytes. */
#include "store/hash.h"

#include <string.h>

void hash_begin(struct hash *h, const uint64_t secret[2])
{
	h->v[0] = secret[0] ^ 0x736f6d6570736575;
	h->v[1] = secret[1] ^ 0x646f72616e646f6d;
	h->v[2] = secret[0] ^ 0x6c7967656e657261;
	h->v[3] = secret[1] ^ 0x7465646279746573;
	h->n = 0;
}

void hash_bytes(struct hash *h, const void *data, size_t len)
{
	const char *p = data;
	uint64_t word;
	size_t rest;

	hash_number(h, len);
	for (rest = len; rest >= sizeof(word); rest -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		hash_number(h, word);
	}
	if (rest) {
		word = 0;
		memcpy(&word, p, rest);
		hash_number(h, word);
	}
}

uint64_t hash_end(struct hash *h)
{
	uint64_t got;

	hash_number(h, h->n << 56);
	h->v[2] ^= 0xff;
	hash_stir(h->v);
	hash_stir(h->v);
	hash_stir(h->v);
	got = h->v[0] ^ h->v[1] ^ h->v[2] ^ h->v[3];
	return got ? got : 1;
}
