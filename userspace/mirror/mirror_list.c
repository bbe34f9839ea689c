// SPDX-License-Identifier: GPL-2.0-or-later
/* All sessions or processes of the table, in the order of their starts. */
#include <stdlib.h>

#include "base/alloc.h"
#include "mirror/row.h"

static int compare_keys(const struct sessmon_key *a, const struct sessmon_key *b)
{
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int compare_processes(const void *a, const void *b)
{
	const struct sessmon_process *const *p = a, *const *q = b;

	return compare_keys(&(*p)->key, &(*q)->key);
}

static int compare_sessions(const void *a, const void *b)
{
	const struct sessmon_session *const *p = a, *const *q = b;

	return compare_keys(&(*p)->key, &(*q)->key);
}

const struct sessmon_process **mirror_process_list(const struct mirror *m)
{
	const struct sessmon_process **list = xalloc(m->n_processes, sizeof(*list));
	struct process_row *row;
	unsigned int i, n = 0;

	for (i = 0; i < m->process_buckets; i++)
		for (row = m->process[i]; row; row = row->next)
			list[n++] = &row->p;
	qsort(list, n, sizeof(*list), compare_processes);
	return list;
}

static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

const struct sessmon_process *mirror_first_child(const struct mirror *m,
						 const struct sessmon_key *leader)
{
	const struct sessmon_process *first = NULL;
	struct process_row *row;
	unsigned int i;

	for (i = 0; i < m->process_buckets; i++)
		for (row = m->process[i]; row; row = row->next)
			if (same_key(&row->p.session, leader) && same_key(&row->p.parent, leader) &&
			    (!first || compare_keys(&row->p.key, &first->key) < 0))
				first = &row->p;
	return first;
}

bool mirror_any_member(const struct mirror *m, const struct sessmon_key *session,
		       bool (*is)(const struct sessmon_process *p, void *arg), void *arg)
{
	struct process_row *row;
	unsigned int i;

	for (i = 0; i < m->process_buckets; i++)
		for (row = m->process[i]; row; row = row->next)
			if (same_key(&row->p.session, session) && is(&row->p, arg))
				return true;
	return false;
}

const struct sessmon_session **mirror_session_list(const struct mirror *m)
{
	const struct sessmon_session **list = xalloc(m->n_sessions, sizeof(*list));
	struct session_row *row;
	unsigned int i, n = 0;

	for (i = 0; m->session && i < SESSION_BUCKETS; i++)
		for (row = m->session[i]; row; row = row->next)
			list[n++] = &row->s;
	qsort(list, n, sizeof(*list), compare_sessions);
	return list;
}
