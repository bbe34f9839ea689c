// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions by boot and key. */
#include "past/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_SIZE 256

unsigned int known_boot(struct known_set *k, const char *boot_id)
{
	unsigned int i;

	for (i = k->n_boots; i--;)
		if (!strcmp(k->boots[i], boot_id))
			return i;
	k->boots = xmore(k->boots, k->n_boots + 1ULL, sizeof(*k->boots));
	snprintf(k->boots[k->n_boots], sizeof(k->boots[0]), "%s", boot_id);
	return k->n_boots++;
}

/* The session of the kernel has neither a number nor a start: a free slot is of boot 0. */
static bool is_free(const struct known *one)
{
	return !one->boot;
}

/* Where a session is, or would be. */
static struct known *slot_of(const struct known_set *k, unsigned int boot,
			     const struct sessmon_key *key)
{
	uint64_t hash = (key->start ^ (uint64_t)key->id << 32 ^ boot) * 0x9e3779b97f4a7c15ULL;
	unsigned int i = (unsigned int)(hash >> 32) & (k->size - 1);
	struct known *one;

	for (;; i = (i + 1) & (k->size - 1)) {
		one = &k->slot[i];
		if (is_free(one) || (one->boot == boot + 1 && one->key.id == key->id &&
				     one->key.start == key->start))
			return one;
	}
}

struct known *known_find(const struct known_set *k, unsigned int boot,
			 const struct sessmon_key *key)
{
	struct known *one = k->size ? slot_of(k, boot, key) : NULL;

	return one && !is_free(one) ? one : NULL;
}

static void put(struct known_set *k, unsigned int boot, const struct sessmon_key *key, void *kept)
{
	*slot_of(k, boot, key) = (struct known){ .key = *key, .boot = boot + 1, .kept = kept };
	k->n++;
}

static void grow(struct known_set *k)
{
	struct known_set old = *k;
	unsigned int i;

	k->size = old.size ? old.size * 2 : FIRST_SIZE;
	k->slot = xalloc(k->size, sizeof(*k->slot));
	k->n = 0;
	for (i = 0; i < old.size; i++)
		if (!is_free(&old.slot[i]))
			put(k, old.slot[i].boot - 1, &old.slot[i].key, old.slot[i].kept);
	free(old.slot);
}

void known_add(struct known_set *k, unsigned int boot, const struct sessmon_key *key, void *kept)
{
	if (k->n * 2 >= k->size)
		grow(k);
	put(k, boot, key, kept);
}

void known_free(struct known_set *k)
{
	free(k->slot);
	free(k->boots);
	*k = (struct known_set){ 0 };
}
