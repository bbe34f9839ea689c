/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions that lived for more than a day: what newer files have said of them. */
#ifndef SESSMON_KNOWN_H
#define SESSMON_KNOWN_H

#include "sessmon.h"

/**
 * struct known - A session that has been told of.
 * @key: which
 * @boot: of which life of the machine
 * @kept: what is kept of it, NULL if it is not wanted
 */
struct known {
	struct sessmon_key key;
	unsigned int boot;
	void *kept;
};

/**
 * struct known_set - All of them.
 * @slot: where they are, by their key; those without a key are free
 * @n: how many
 * @size: entries of @slot, a power of two
 * @boots: ids of lives of the machine, each of which goes by its place here
 * @n_boots: entries of @boots
 */
struct known_set {
	struct known *slot;
	unsigned int n, size;
	char (*boots)[40];
	unsigned int n_boots;
};

/**
 * known_boot() - The number of a life of the machine.
 * @k: set, to which it is added
 * @boot_id: which
 *
 * Return: its place.
 */
unsigned int known_boot(struct known_set *k, const char *boot_id);

/**
 * known_find() - Find a session.
 * @k: set
 * @boot: number of its boot
 * @key: which
 *
 * Return: it, or NULL.
 */
struct known *known_find(const struct known_set *k, unsigned int boot,
			 const struct sessmon_key *key);

/**
 * known_add() - Remember a session.
 * @k: set, which does not have it
 * @boot: number of its boot
 * @key: which
 * @kept: what is kept of it, or NULL
 */
void known_add(struct known_set *k, unsigned int boot, const struct sessmon_key *key, void *kept);

/**
 * known_free() - Give the memory back.
 * @k: set
 */
void known_free(struct known_set *k);

#endif /* SESSMON_KNOWN_H */
