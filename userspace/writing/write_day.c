// SPDX-License-Identifier: GPL-2.0-or-later
/* A day follows another: what lives goes on in the file of the new one. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rows/births.h"
#include "writing/writer.h"

/* Rows of processes that are looked at at once: not all that lives is in memory in full. */
#define AT_ONCE 256

static int compare_rows(const void *a, const void *b)
{
	const uint32_t *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

static uint32_t *living_rows(const struct table_of_living *t)
{
	uint32_t *rows = xalloc(t->n + 1, sizeof(*rows));
	const struct living *l;
	unsigned int i, n = 0;

	for (i = 0; i < t->buckets; i++)
		for (l = t->process[i]; l; l = l->next)
			rows[n++] = l->row;
	qsort(rows, n, sizeof(*rows), compare_rows);
	return rows;
}

/* A session is how it is once all that happened to its leader has been looked at. */
static int carry_sessions(struct store_writer *w, const struct mirror *m, bool all)
{
	const struct sessmon_session **list = mirror_session_list(m);
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < m->n_sessions; i++)
		if (all || mirror_process(m, &list[i]->key) ||
		    mirror_leader_creds(m, &list[i]->key))
			err = store_write_session(w, list[i]);
	free(list);
	return err;
}

static int carry_some(struct store_writer *w, struct rows *r, const struct store_writer *old,
		      const struct run_rows *some, const struct births *births, bool last)
{
	const struct sessmon_process **list;
	struct mirror m = { 0 };
	unsigned int i;
	int err = moment_read(&m, r, old->db, some, MOMENT_END);

	list = mirror_process_list(&m);
	for (i = 0; !err && i < m.n_processes; i++)
		err = store_write_process(w, list[i]);
	free(list);
	births_apply(births, &m);
	if (!err)
		err = carry_sessions(w, &m, last);
	mirror_free(&m);
	return err;
}

/* All that lives, from the old file to the new one. */
static int carry(struct store_writer *w, const struct store_writer *old)
{
	uint32_t *living = living_rows(&old->living);
	unsigned int i, n = old->living.n;
	struct rows r = { 0 };
	struct births births = { 0 };
	struct run_rows some;
	int err = rows_open(&r, old->db);

	if (!err)
		err = run_rows(&some, old->db, old->run.id);
	if (!err)
		err = births_read(&births, &r, old->db, &some, MOMENT_END);
	for (i = 0; !err && (!i || i < n); i += AT_ONCE) {
		some.process.end = i + AT_ONCE < n ? living[i + AT_ONCE] : INT64_MAX;
		err = carry_some(w, &r, old, &some, &births, i + AT_ONCE >= n);
		some.process.first = some.process.end;
	}
	births_free(&births);
	rows_close(&r);
	free(living);
	return err;
}

static int begin_day(struct store_writer *w, const struct store_writer *old, uint64_t wall)
{
	struct store_run run = old->run;
	int err;

	w->db = NULL;
	w->in = (struct intern){ 0 };
	w->said = (struct statements){ 0 };
	w->living = (struct table_of_living){ 0 };
	err = writer_open_file(w, wall);
	if (err)
		return err;
	/* Nothing happened between the beginning of the day and its first event. */
	run.started = wall;
	if (wall >= old->day_ends && wall - old->day_ends < STORE_NS_PER_DAY)
		run.started = old->day_ends;
	run.booted = (uint64_t)old->clock.offset;
	run.first_seq = old->run.last_seq;
	err = writer_begin(w);
	if (!err)
		err = writer_begin_run(w, &run);
	if (!err)
		err = carry(w, old);
	return err ? err : store_writer_commit(w);
}

static void end_day(struct store_writer *old, uint64_t wall)
{
	old->run.end = STORE_END_DAY;
	old->run.ended = wall > old->run.seen ? wall : old->run.seen;
	if (!writer_begin(old))
		store_writer_commit(old);
	writer_close_file(old);
}

int writer_roll(struct store_writer *w, uint64_t wall)
{
	struct store_writer old = *w;
	int err;

	old.dirty_end = &old.dirty;
	err = begin_day(w, &old, wall);
	if (!err) {
		end_day(&old, w->run.started);
		return 0;
	}
	/* It goes on where it was, and is tried again with the next event. */
	memcpy(old.wrong, store_writer_wrong(w), STORE_NAME);
	writer_close_file(w);
	old.rest = w->rest;
	old.before = w->before;
	old.after = w->after;
	*w = old;
	w->dirty_end = &w->dirty;
	return err;
}
