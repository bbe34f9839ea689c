// SPDX-License-Identifier: GPL-2.0-or-later
/* Who was made in what, however far down. */
#include "past/within.h"

#include <stdlib.h>

#include "base/alloc.h"

/**
 * struct makers - Sessions, and what made them.
 * @list: them
 * @n: how many
 */
struct makers {
	struct maker {
		struct sessmon_key key, from;
	} * list;
	unsigned int n;
};

static int take(const struct store_session *s, void *arg)
{
	struct makers *m = arg;

	if (!sessmon_has(&s->s, SESSMON_A_SESSION_CREATED_FROM))
		return 0;
	m->list = xgrow(m->list, m->n, sizeof(*m->list));
	m->list[m->n++] = (struct maker){ s->s.key, s->s.created_from };
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

void within_find(struct question *q)
{
	struct makers m = { 0 };
	struct store_reader *r;
	struct store_day *days;
	unsigned int n, i;

	if (!q->view.filter.sessions.n)
		return;
	n = question_days(q, &days);
	for (i = 0; i < n; i++) {
		r = question_open(q, &days[i]);
		/* What is wrong with it is said when it is asked for what it has. */
		if (r)
			store_read_sessions(r, &q->window, take, &m);
		store_reader_close(r);
	}
	free(days);
	if (m.n)
		qsort(m.list, m.n, sizeof(*m.list), oldest_first);
	add(&q->view.filter.sessions, &m);
	free(m.list);
}
