// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions as they came from each other, processes by session as they came from each other. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mirror/forest.h"
#include "report/report.h"

/* Numbers and starts are given anew at each boot: of two boots no key is the same. */
static struct sessmon_key of_boot(struct sessmon_key key, unsigned int boot)
{
	if (key.start)
		key.start ^= (uint64_t)boot << 48;
	return key;
}

/* What was sorted, and where each thing is then. */
static int *places(const int *order, unsigned int n)
{
	int *place = xalloc(n + 1, sizeof(*place));
	unsigned int i;

	for (i = 0; i < n; i++)
		place[order[i]] = (int)i;
	return place;
}

/* ---- sessions ---- */

static const struct report *sorted;

static int compare_sessions(const void *a, const void *b)
{
	const struct report_session *x = &sorted->session[*(const int *)a];
	const struct report_session *y = &sorted->session[*(const int *)b];

	if (x->run->booted != y->run->booted)
		return x->run->booted < y->run->booted ? -1 : 1;
	if (x->s->key.start != y->s->key.start)
		return x->s->key.start < y->s->key.start ? -1 : 1;
	return x->s->key.id < y->s->key.id ? -1 : x->s->key.id > y->s->key.id;
}

/* All of them, in the order of their start, by who made whom. */
static void build_forest(const struct report *r, const int *start, struct forest *f)
{
	struct forest_node *nodes = xalloc(r->n_sessions + 1, sizeof(*nodes));
	const struct report_session *s;
	unsigned int i, boot;

	for (i = 0; i < r->n_sessions; i++) {
		s = &r->session[start[i]];
		boot = (unsigned int)texts_find(&r->boots, s->run->boot_id,
						strlen(s->run->boot_id));
		nodes[i].key = of_boot(s->s->key, boot);
		nodes[i].parent = of_boot(s->s->created_from, boot);
	}
	forest_build(f, nodes, r->n_sessions);
	free(nodes);
}

/* Those that are whole, or those that are not; returns how many. */
static unsigned int walk(const struct report *r, const int *start, const struct forest *f,
			 bool whole, int *order)
{
	unsigned int n = 0, depth = 0;
	int at;

	for (at = f->root; at >= 0; at = forest_step(f, at, &depth))
		if (r->session[start[at]].whole == whole)
			order[n++] = start[at];
	return n;
}

/* As a tree of all sessions has them; whole ones first, those that they are beside last. */
static int *order_sessions(const struct report *r)
{
	int *start = xalloc(r->n_sessions + 1, sizeof(*start));
	int *order = xalloc(r->n_sessions + 1, sizeof(*order));
	unsigned int i;
	struct forest f;

	for (i = 0; i < r->n_sessions; i++)
		start[i] = (int)i;
	sorted = r;
	if (r->n_sessions)
		qsort(start, r->n_sessions, sizeof(*start), compare_sessions);
	build_forest(r, start, &f);
	i = walk(r, start, &f, true, order);
	walk(r, start, &f, false, order + i);
	forest_free(&f);
	free(start);
	return order;
}

static void arrange_sessions(struct report *r)
{
	struct report_session *old = r->session;
	int *order = order_sessions(r), *place = places(order, r->n_sessions);
	unsigned int i;

	r->session = xalloc(r->n_sessions + 1, sizeof(*r->session));
	texts_free(&r->session_keys);
	for (i = 0; i < r->n_processes; i++)
		r->process[i].session = (unsigned int)place[r->process[i].session];
	for (i = 0; i < r->n_alerts; i++)
		r->alert[i].session = (unsigned int)place[r->alert[i].session];
	for (i = 0; i < r->n_changes; i++)
		r->change[i].session = (unsigned int)place[r->change[i].session];
	i = r->n_sessions;
	r->n_sessions = 0;
	while (r->n_sessions < i)
		report_add_session(r, &old[order[r->n_sessions]]);
	free(old);
	free(order);
	free(place);
}

/* ---- processes ---- */

static int compare_processes(const void *a, const void *b)
{
	const struct report_process *x = &sorted->process[*(const int *)a];
	const struct report_process *y = &sorted->process[*(const int *)b];

	if (x->session != y->session)
		return x->session < y->session ? -1 : 1;
	if (x->key.start != y->key.start)
		return x->key.start < y->key.start ? -1 : 1;
	return x->key.id < y->key.id ? -1 : x->key.id > y->key.id;
}

/* One session's, which are in the order of their start, as a tree; returns how many. */
static unsigned int order_members(struct report *r, const int *start, unsigned int left, int *order)
{
	unsigned int session = r->process[start[0]].session, n, i, depth = 0;
	struct forest_node *nodes;
	struct report_process *p;
	struct forest f;
	int at;

	for (n = 0; n < left && r->process[start[n]].session == session; n++)
		;
	nodes = xalloc(n, sizeof(*nodes));
	for (i = 0; i < n; i++) {
		nodes[i].key = r->process[start[i]].key;
		nodes[i].parent = r->process[start[i]].parent;
	}
	forest_build(&f, nodes, n);
	for (at = f.root; at >= 0; at = forest_step(&f, at, &depth)) {
		p = &r->process[start[at]];
		p->up = f.up[at] < 0 ? -1 : start[f.up[at]];
		*order++ = start[at];
	}
	forest_free(&f);
	free(nodes);
	return n;
}

static void arrange_processes(struct report *r)
{
	struct report_process *old = r->process;
	int *start = xalloc(r->n_processes + 1, sizeof(*start));
	int *order = xalloc(r->n_processes + 1, sizeof(*order)), *place;
	unsigned int i;

	for (i = 0; i < r->n_processes; i++)
		start[i] = (int)i;
	sorted = r;
	qsort(start, r->n_processes, sizeof(*start), compare_processes);
	for (i = 0; i < r->n_processes;)
		i += order_members(r, start + i, r->n_processes - i, order + i);
	place = places(order, r->n_processes);
	r->process = xalloc(r->n_processes + 1, sizeof(*r->process));
	for (i = 0; i < r->n_processes; i++) {
		r->process[i] = old[order[i]];
		if (r->process[i].up >= 0)
			r->process[i].up = place[r->process[i].up];
	}
	for (i = 0; i < r->n_runs; i++)
		r->run[i].process = (unsigned int)place[r->run[i].process];
	for (i = 0; i < r->n_alerts; i++)
		if (r->alert[i].process >= 0)
			r->alert[i].process = place[r->alert[i].process];
	for (i = 0; i < r->n_changes; i++)
		if (r->change[i].process >= 0)
			r->change[i].process = place[r->change[i].process];
	free(old);
	free(start);
	free(order);
	free(place);
}

static void index_processes(struct report *r)
{
	struct report_session *s;
	unsigned int i;

	texts_free(&r->keys);
	for (i = 0; i < r->n_processes; i++) {
		report_name_process(r, i);
		s = &r->session[r->process[i].session];
		if (!s->n++)
			s->first = i;
	}
}

/* ---- what happened ---- */

static int compare_runs(const void *a, const void *b)
{
	const struct report_run *x = a, *y = b;

	if (x->process != y->process)
		return x->process < y->process ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static int compare_changes(const void *a, const void *b)
{
	const struct report_change *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static int compare_gaps(const void *a, const void *b)
{
	const struct store_gap *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* The only program of a process is said with the process. */
static void fold_runs(struct report *r)
{
	unsigned int i, end, kept = 0;
	struct report_process *p;

	for (i = 0; i < r->n_runs; i = end) {
		p = &r->process[r->run[i].process];
		for (end = i + 1; end < r->n_runs && r->run[end].process == r->run[i].process;
		     end++)
			;
		p->executed = r->run[i].at;
		if (end - i == 1 && r->run[i].program == p->program &&
		    r->run[i].context == p->context)
			continue;
		memmove(&r->run[kept], &r->run[i], (end - i) * sizeof(*r->run));
		kept += end - i;
	}
	r->n_runs = kept;
}

void report_arrange(struct report *r)
{
	texts_put(&r->words, "", 0);
	arrange_sessions(r);
	arrange_processes(r);
	index_processes(r);
	if (r->n_runs)
		qsort(r->run, r->n_runs, sizeof(*r->run), compare_runs);
	if (r->n_changes)
		qsort(r->change, r->n_changes, sizeof(*r->change), compare_changes);
	if (r->n_gaps)
		qsort(r->gap, r->n_gaps, sizeof(*r->gap), compare_gaps);
	fold_runs(r);
}
