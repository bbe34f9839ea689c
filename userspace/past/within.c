// SPDX-License-Identifier: GPL-2.0-or-later
/* Who was made in what, came in by it or was left by it, however far down. */
#include "past/within.h"

#include <stdlib.h>

#include "base/alloc.h"

/**
 * struct makers - Sessions, and what they have to do with.
 * @list: them
 * @n: how many
 */
struct makers {
	struct store_maker *list;
	unsigned int n;
};

static void take(const struct store_maker *one, void *arg)
{
	struct makers *m = arg;

	m->list = xgrow(m->list, m->n, sizeof(*m->list));
	m->list[m->n++] = *one;
}

/* A maker is older than what it made, in one boot; others have nothing to do with it. */
static int oldest_first(const void *a, const void *b)
{
	const struct store_maker *x = a, *y = b;

	return x->key.start < y->key.start ? -1 : x->key.start > y->key.start;
}

static bool is_known_of(const struct sessmon_key *key, const struct whence *w)
{
	return key->has && whence_is_one(key, w);
}

static void add(struct whence *w, const struct makers *m)
{
	const struct store_maker *one;
	unsigned int i;

	for (i = 0; i < m->n; i++) {
		one = &m->list[i];
		if ((is_known_of(&one->from, w) || is_known_of(&one->entry, w) ||
		     is_known_of(&one->origin, w)) &&
		    !whence_is_one(&one->key, w))
			whence_add(w, &one->key);
	}
}

static void fetch(struct question *q, struct makers *m)
{
	struct store_reader *r;
	struct store_day *days;
	unsigned int n = question_days(q, &days), i;

	for (i = 0; i < n; i++) {
		r = question_open(q, &days[i]);
		/* What is wrong with it is said when it is asked for what it has. */
		if (r)
			store_read_makers(r, take, m);
		store_reader_close(r);
	}
	free(days);
	if (m->n)
		qsort(m->list, m->n, sizeof(*m->list), oldest_first);
}

void within_find(struct question *q)
{
	struct makers m = { 0 };

	if (!q->view.filter.sessions.n)
		return;
	fetch(q, &m);
	add(&q->view.filter.sessions, &m);
	free(m.list);
}

static void add_if_new(struct whence *w, const struct sessmon_key *key)
{
	if (!whence_is_one(key, w))
		whence_add(w, key);
}

/* What made them comes before them: one look back from the newest on finds all of that. */
static void add_makers(struct whence *around, const struct makers *m, const struct whence *of)
{
	unsigned int i;

	for (i = m->n; i--;)
		if (m->list[i].from.has &&
		    (whence_is_one(&m->list[i].key, of) || whence_is_one(&m->list[i].key, around)))
			add_if_new(around, &m->list[i].from);
}

void within_around(struct question *q, struct whence *of, bool with_children, struct whence *around)
{
	struct makers m = { 0 };
	unsigned int i;

	fetch(q, &m);
	if (with_children)
		add(of, &m);
	add_makers(around, &m, of);
	for (i = 0; i < m.n; i++)
		if (is_known_of(&m.list[i].from, of) || is_known_of(&m.list[i].origin, of))
			add_if_new(around, &m.list[i].key);
	free(m.list);
}
