// SPDX-License-Identifier: GPL-2.0-or-later
/* Things that have parents among each other, in the order of a tree. */
#include "mirror/forest.h"

#include <stdlib.h>

#include "base/alloc.h"

/** struct index - Things by their id. */
struct index {
	unsigned int mask;
	int *head;
	int *next;
};

static void index_build(struct index *x, const struct forest_node *nodes, unsigned int n)
{
	unsigned int size = 64, i;

	while (size < n)
		size *= 2;
	x->mask = size - 1;
	x->head = xalloc(size, sizeof(int));
	x->next = xalloc(n, sizeof(int));
	for (i = 0; i < size; i++)
		x->head[i] = -1;
	for (i = 0; i < n; i++) {
		x->next[i] = x->head[nodes[i].key.id & x->mask];
		x->head[nodes[i].key.id & x->mask] = (int)i;
	}
}

static int index_find(const struct index *x, const struct forest_node *nodes,
		      const struct sessmon_key *key)
{
	int i = x->head[key->id & x->mask];

	for (; i >= 0; i = x->next[i])
		if (nodes[i].key.id == key->id && (!key->start || nodes[i].key.start == key->start))
			break;
	return i;
}

static void place(struct forest *f, int i, int parent)
{
	int *head = parent >= 0 ? &f->first[parent] : &f->root;

	f->up[i] = parent;
	f->next[i] = *head;
	*head = i;
}

/* From the last to the first, so that each list of children is in order. */
void forest_build(struct forest *f, const struct forest_node *nodes, unsigned int n)
{
	struct index x;
	int i, parent;

	*f = (struct forest){ .n = n, .root = -1 };
	f->up = xalloc(n, sizeof(int));
	f->first = xalloc(n, sizeof(int));
	f->next = xalloc(n, sizeof(int));
	for (i = 0; i < (int)n; i++)
		f->first[i] = -1;
	index_build(&x, nodes, n);
	for (i = (int)n - 1; i >= 0; i--) {
		parent = nodes[i].parent.id ? index_find(&x, nodes, &nodes[i].parent) : -1;
		place(f, i, parent < i ? parent : -1);
	}
	free(x.head);
	free(x.next);
}

int forest_step(const struct forest *f, int i, unsigned int *depth)
{
	if (f->first[i] >= 0) {
		++*depth;
		return f->first[i];
	}
	for (; i >= 0; i = f->up[i]) {
		if (f->next[i] >= 0)
			return f->next[i];
		*depth -= *depth > 0;
	}
	return -1;
}

void forest_free(struct forest *f)
{
	free(f->up);
	free(f->first);
	free(f->next);
}
