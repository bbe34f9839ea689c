/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Things that have parents among each other, in the order of a tree. */
#ifndef SESSMON_FOREST_H
#define SESSMON_FOREST_H

#include "sessmon.h"

/**
 * struct forest - Who is whose child, among things in the order of their start.
 * @n: things
 * @root: the first that has no parent, -1 if there is none
 * @up: parent, -1 if there is none
 * @first: first child, -1 if there is none
 * @next: next child of the same parent, -1 if there is none
 */
struct forest {
	unsigned int n;
	int root;
	int *up;
	int *first;
	int *next;
};

/**
 * struct forest_node - What it takes to place one thing.
 * @key: its name
 * @parent: its parent's name; id 0 if it has none
 */
struct forest_node {
	struct sessmon_key key;
	struct sessmon_key parent;
};

/**
 * forest_build() - Find out.
 * @f: filled
 * @nodes: things, in the order of their start
 * @n: how many
 *
 * Only what started earlier can be a parent, so that no circle can be.
 */
void forest_build(struct forest *f, const struct forest_node *nodes, unsigned int n);

/**
 * forest_step() - Go on to the next thing, children before siblings.
 * @f: forest
 * @i: present thing
 * @depth: of the present thing, changed
 *
 * Return: the next thing, -1 at the end.
 */
int forest_step(const struct forest *f, int i, unsigned int *depth);

/**
 * forest_free() - Give the memory back.
 * @f: forest
 */
void forest_free(struct forest *f);

#endif /* SESSMON_FOREST_H */
