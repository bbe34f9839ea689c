// SPDX-License-Identifier: GPL-2.0-or-later
/* Who was made in what, however far down. */
#include "past/within.h"

#include <stdlib.h>

#include "base/alloc.h"

/**
 * struct makers - Sessions, what made them, and which login they left.
 * @list: them
 * @n: how many
 */
struct makers {
	struct maker {
		struct sessmon_key key, from, origin;
	} * list;
	unsigned int n;
};

static int take(const struct store_session *s, void *arg)
{
	struct makers *m = arg;

	if (!sessmon_has(&s->s, SESSMON_A_SESSION_CREATED_FROM))
		return 0;
	m->list = xgrow(m->list, m->n, sizeof(*m->list));
	m->list[m->n++] = (struct maker){ s->s.key, s->s.created_from, s->s.origin };
	return 0;
}

/* A maker is older than what it made, in one boot; others have nothing to do with it. */
static int oldest_first(const void *a, const void *b)
{
	const struct maker *x = a, *y = b;

	return x->key.start < y->key.start ? -1 : x->key.start > y->key.start;
}

static void add(struct whence *w, const struct makers *m)
{
	const struct maker *one;
	unsigned int i;

	for (i = 0; i < m->n; i++) {
		one = &m->list[i];
		if (whence_is_one(&one->from, w) && !whence_is_one(&one->key, w))
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
			store_read_sessions(r, &q->window, take, m);
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
		if (whence_is_one(&m->list[i].key, of) || whence_is_one(&m->list[i].key, around))
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
		if (whence_is_one(&m.list[i].from, of) ||
		    (m.list[i].origin.id && whence_is_one(&m.list[i].origin, of)))
			add_if_new(around, &m.list[i].key);
	free(m.list);
}
