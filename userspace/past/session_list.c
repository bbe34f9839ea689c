// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sessions, file after file from the newest on. One that lived for several days has a row in
 * the file of each; the newest says how it was at last, the others what it ran before.
 */
#include "past/session_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "options/filter_container.h"
#include "past/known.h"
#include "past/runs.h"
#include "reading/read_program.h"
#include "text/words.h"

/**
 * struct child - A session that came from a login.
 * @origin: the login
 * @key: the session itself
 * @boot: of which life of the machine, as struct known_set numbers them
 * @ended: when it ended, 0 if it was not seen to
 */
struct child {
	struct sessmon_key origin, key;
	unsigned int boot;
	uint64_t ended;
};

/**
 * struct fetch - What is under way.
 * @l: what was found
 * @q: question
 * @wanted: whether a session is wanted
 * @arg: handed to @wanted
 * @known: sessions that older files have, too
 * @r: file that is read
 * @runs: its runs, which the list keeps
 * @last: the newest of all runs
 * @recorded: somebody writes to the history
 * @children: what came from logins, each session once
 * @n_children: entries of @children
 */
struct fetch {
	struct session_list *l;
	struct question *q;
	bool (*wanted)(const struct sessmon_session *s, void *arg);
	void *arg;
	struct known_set known;
	struct store_reader *r;
	const struct runs *runs;
	struct store_run last;
	bool recorded;
	struct child *children;
	unsigned int n_children;
};

static void note_child(struct fetch *f, const struct store_session *s, unsigned int boot)
{
	if (!sessmon_has(&s->s, SESSMON_A_SESSION_ORIGIN))
		return;
	f->children = xgrow(f->children, f->n_children, sizeof(*f->children));
	f->children[f->n_children++] = (struct child){
		.origin = s->s.origin,
		.key = s->s.key,
		.boot = boot,
		.ended = s->ended,
	};
}

static int keep_process(const struct store_process *p, void *arg)
{
	mirror_put_process(arg, &p->p);
	return 0;
}

/* Where the leader only starts something for somebody, who that is is asked of its child. */
static uint32_t acts(struct fetch *f, const struct store_session *s)
{
	struct mirror m = { 0 };
	uint32_t uid;

	if (words_leads_for_another(&s->s))
		store_read_processes(f->r, s->row, NULL, keep_process, &m);
	uid = words_acts(&m, &s->s);
	mirror_free(&m);
	return uid;
}

static int count(struct fetch *f, struct past_session *p, const struct store_session *s)
{
	const struct store_session_row row = { s->row, s->s.key, s->carried };
	struct store_counts counts;
	int err = store_count_programs(f->r, &row, &counts);

	p->programs += counts.programs;
	p->failed += counts.failed;
	return err;
}

/* A run that has not ended goes on, if it is the newest one there is, of this boot. */
static bool is_watched(const struct fetch *f, const struct store_run *run)
{
	return f->recorded && run->id == f->last.id && run->started == f->last.started &&
	       !run->ended && runs_is_of_now(run);
}

static int add(struct fetch *f, const struct store_session *s, struct past_session **new)
{
	const struct store_run *run = runs_find(f->runs, s->run);
	struct session_list *l = f->l;
	struct past_session *p;

	if (!run)
		return -STORE_E_CORRUPT;
	p = xalloc(1, sizeof(*p));
	p->row = xalloc(1, sizeof(*p->row));
	session_row_set(p->row, &s->s);
	p->row->s.key = s->s.key;
	p->run = run;
	p->started = s->started ? s->started : run->booted + words_started(&s->s);
	p->ended = s->ended;
	p->ended_after = s->ended_after;
	p->seen = run->ended ? run->ended : run->seen;
	p->runs = !s->ended && is_watched(f, run);
	p->acts = acts(f, s);
	l->list = xgrow(l->list, l->n, sizeof(*l->list));
	l->list[l->n++] = p;
	*new = p;
	return count(f, p, s);
}

static int stop_at_first(const struct store_program *p, void *arg)
{
	const struct filter *filter = arg;

	return filter_program(filter, &p->p.exe) ? 1 : 0;
}

static bool runs_program(struct fetch *f, const struct store_session *s)
{
	struct filter *filter = &f->q->view.filter;
	const struct store_session_row row = { s->row, s->s.key, s->carried };
	const struct store_program_query query = { .session = &row, .n_sessions = 1 };

	return !filter->programs.n || filter_program(filter, &s->s.leader) ||
	       store_read_programs(f->r, &query, stop_at_first, filter) == 1;
}

/* The history has the number of its group, which is asked for its name while it is there. */
static bool is_in_container(struct fetch *f, const struct store_session *s)
{
	const struct store_run *run = runs_find(f->runs, s->run);

	/* That there is none is said by whoever takes it over. */
	if (!run)
		return true;
	runs_ask_of(run);
	return filter_container_session(&f->q->view.filter, &s->s);
}

static bool is_wanted(struct fetch *f, const struct store_session *s)
{
	return question_is_boot(f->q, s->boot_id) &&
	       filter_past_session(&f->q->view.filter, &s->s) && is_in_container(f, s) &&
	       runs_program(f, s) && f->wanted(&s->s, f->arg);
}

static int take(const struct store_session *s, void *arg)
{
	struct fetch *f = arg;
	unsigned int boot = known_boot(&f->known, s->boot_id);
	struct known *known = known_find(&f->known, boot, &s->s.key);
	struct past_session *new = NULL;
	int err = 0;

	if (known)
		return known->kept ? count(f, known->kept, s) : 0;
	note_child(f, s, boot);
	if (is_wanted(f, s))
		err = add(f, s, &new);
	if (s->carried)
		known_add(&f->known, boot, &s->s.key, new);
	return err;
}

static int take_gap(const struct store_gap *gap, void *arg)
{
	const struct store_window *w = &((struct fetch *)arg)->q->window;
	struct session_list *l = ((struct fetch *)arg)->l;
	uint64_t from = gap->from > w->since ? gap->from : w->since;
	uint64_t until = w->until && w->until < gap->until ? w->until : gap->until;

	if (until <= from)
		return 0;
	l->missed += until - from;
	l->gaps++;
	return 0;
}

static void read_day(struct fetch *f, const struct store_day *day)
{
	struct session_list *l = f->l;
	struct runs *runs;
	int err;

	f->r = question_open(f->q, day);
	if (!f->r)
		return;
	l->runs = xmore(l->runs, l->n_files + 1ULL, sizeof(*l->runs));
	runs = &l->runs[l->n_files++];
	f->runs = runs;
	f->recorded = store_is_recorded(f->r);
	err = runs_fetch(runs, f->r);
	if (!err && runs->n && runs->list[runs->n - 1].started > f->last.started)
		f->last = runs->list[runs->n - 1];
	if (!err)
		err = store_read_gaps(f->r, take_gap, f);
	if (!err)
		err = store_read_sessions(f->r, &f->q->window, take, f);
	if (err)
		question_complain(f->q, day->name, err);
	store_reader_close(f->r);
}

/* What older files have began before this day. */
static bool has_enough(const struct fetch *f, const struct store_day *day)
{
	unsigned int i, n = 0;

	for (i = 0; i < f->l->n; i++)
		n += f->l->list[i]->started >= day->from;
	return f->q->count && n >= f->q->count;
}

static int compare_keys(const struct sessmon_key *a, const struct sessmon_key *b)
{
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int compare_children(const void *a, const void *b)
{
	const struct child *x = a, *y = b;

	return x->boot != y->boot ? (x->boot < y->boot ? -1 : 1) :
				    compare_keys(&x->origin, &y->origin);
}

/* The first of those that came from a login. */
static unsigned int find_children(const struct fetch *f, const struct child *of)
{
	unsigned int low = 0, high = f->n_children, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare_children(&f->children[middle], of) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What goes on when the login is over, or now. */
static void count_left(struct fetch *f, struct past_session *p)
{
	const struct child of = {
		.origin = p->row->s.key,
		.boot = known_boot(&f->known, p->run->boot_id),
	};
	unsigned int i;

	for (i = find_children(f, &of);
	     i < f->n_children && !compare_children(&f->children[i], &of); i++)
		p->left += !f->children[i].ended || (p->ended && f->children[i].ended > p->ended);
}

static int newest_first(const void *a, const void *b)
{
	const struct past_session *x = *(struct past_session *const *)a;
	const struct past_session *y = *(struct past_session *const *)b;

	if (x->started != y->started)
		return x->started > y->started ? -1 : 1;
	return compare_keys(&y->row->s.key, &x->row->s.key);
}

static void drop(struct past_session *p)
{
	session_row_free(p->row);
	free(p);
}

void session_list_fetch(struct session_list *l, struct question *q,
			bool (*wanted)(const struct sessmon_session *s, void *arg), void *arg)
{
	struct fetch f = { .l = l, .q = q, .wanted = wanted, .arg = arg };
	struct store_day *days;
	unsigned int n, i;

	*l = (struct session_list){ 0 };
	n = question_days(q, &days);
	for (i = 0; i < n && !(i && has_enough(&f, &days[i - 1])); i++)
		read_day(&f, &days[i]);
	free(days);
	if (f.n_children)
		qsort(f.children, f.n_children, sizeof(*f.children), compare_children);
	if (l->n)
		qsort(l->list, l->n, sizeof(*l->list), newest_first);
	while (q->count && l->n > q->count)
		drop(l->list[--l->n]);
	for (i = 0; i < l->n; i++)
		count_left(&f, l->list[i]);
	free(f.children);
	known_free(&f.known);
}

void session_list_free(struct session_list *l)
{
	while (l->n)
		drop(l->list[--l->n]);
	free(l->list);
	while (l->n_files)
		runs_free(&l->runs[--l->n_files]);
	free(l->runs);
	*l = (struct session_list){ 0 };
}
