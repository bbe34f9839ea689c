// SPDX-License-Identifier: GPL-2.0-or-later
/* What happened in a window: found first, and then read in its order, one run after another. */
#include "rows/happened.h"
#include "reading/reader.h"

/**
 * struct search - What is under way.
 * @r: reader
 * @w: window
 * @run: rows of the run
 * @h: what was found
 */
struct search {
	struct store_reader *r;
	const struct store_window *w;
	struct run_rows run;
	struct happenings h;
};

static bool is_within(const struct search *s, uint64_t wall)
{
	return !s->w || (wall >= s->w->since && (!s->w->until || wall < s->w->until));
}

static void add_if(struct search *s, const struct row *row, uint64_t since_start, uint64_t seq,
		   enum process_column wall_column, enum happened_kind kind)
{
	uint64_t wall = row->n[row_has(row, wall_column) ? wall_column : PROCESS_WALL];

	wall += row->n[PROCESS_START] + since_start +
		(uint64_t)row_offset(&s->r->rows, row->n[PROCESS_CLOCK]);
	if (is_within(s, wall))
		happenings_add(&s->h, (struct happened){ .seq = row->n[PROCESS_SEQ] + seq,
							 .row = (int64_t)row->n[PROCESS_ID],
							 .kind = kind });
}

static int find_in_processes(struct search *s)
{
	sqlite3_stmt *stmt;
	struct row row;
	int err =
		sql_prepare_select(s->r->db, &table_process, &stmt, "WHERE id>=%lld AND id<%lld",
				   (long long)s->run.process.first, (long long)s->run.process.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		row_read(&row, stmt);
		if (row_has(&row, PROCESS_BORN))
			add_if(s, &row, row.n[PROCESS_BORN], 0, PROCESS_WALL, HAPPENED_BIRTH);
		if (row_has(&row, PROCESS_EXEC_AT))
			add_if(s, &row, row.n[PROCESS_EXEC_AT], row.n[PROCESS_EXEC_SEQ],
			       PROCESS_EXEC_WALL, HAPPENED_EXEC);
		if (row_has(&row, PROCESS_EXIT))
			add_if(s, &row, row.n[PROCESS_ENDED], row.n[PROCESS_END_SEQ],
			       PROCESS_END_WALL, HAPPENED_END);
		err = 0;
	}
	return store_finish(stmt, err);
}

/* Columns: clock, at, wall, seq, row, number. */
static int find(struct search *s, const char *sql, const struct row_range *range,
		enum happened_kind kind)
{
	sqlite3_stmt *stmt;
	uint64_t n[6];
	unsigned int i;
	int err = store_prepare(s->r->db, sql, &stmt);

	if (!err) {
		sqlite3_bind_int64(stmt, 1, range->first);
		sqlite3_bind_int64(stmt, 2, range->end);
	}
	while (!err && (err = sql_next(stmt)) > 0) {
		for (i = 0; i < 6; i++)
			sql_number(stmt, i, &n[i]);
		if (is_within(s, n[1] + (uint64_t)row_offset(&s->r->rows, n[0]) + n[2]))
			happenings_add(&s->h, (struct happened){ .seq = n[3],
								 .row = (int64_t)n[4],
								 .number = (uint32_t)n[5],
								 .kind = kind });
		err = 0;
	}
	return store_finish(stmt, err);
}

static int find_all(struct search *s)
{
	int err = find_in_processes(s);

	if (!err)
		err = find(s,
			   "SELECT clock,at,wall,seq,process,number FROM exec WHERE "
			   "process>=?1 AND process<?2",
			   &s->run.process, HAPPENED_PROGRAM);
	if (!err)
		err = find(s,
			   "SELECT clock,at,wall,seq,id,0 FROM process_change WHERE id>=?1 AND "
			   "id<?2",
			   &s->run.process_change, HAPPENED_CHANGE);
	if (!err)
		err = find(s,
			   "SELECT clock,at,wall,seq,id,0 FROM session_change WHERE id>=?1 AND "
			   "id<?2 AND type>0",
			   &s->run.session_change, HAPPENED_SESSION);
	return err;
}

static int hand_out(struct search *s, sessmon_event_fn fn, void *arg)
{
	struct sessmon_event e;
	int err = 0;
	size_t i;

	happenings_sort(&s->h);
	for (i = 0; !err && i < s->h.n; i++) {
		err = happenings_read(&s->h, i, &e);
		if (err > 0)
			keep_text(&s->r->text, &sessmon_rules_event, &e);
		happenings_done(&s->h, i);
		if (err > 0)
			err = fn(&e, arg);
	}
	return err;
}

static int read_run(struct store_reader *r, int64_t run, const struct store_window *w,
		    sessmon_event_fn fn, void *arg)
{
	struct search s = { .r = r, .w = w };
	int err = happenings_open(&s.h, &r->rows, r->db);

	if (!err)
		err = run_rows(&s.run, r->db, run);
	if (!err)
		err = find_all(&s);
	if (!err)
		err = hand_out(&s, fn, arg);
	happenings_close(&s.h);
	return err;
}

/* A run that has nothing of the window is not looked through. */
static bool may_have(const struct store_run *run, const struct store_window *w)
{
	uint64_t end = run->ended > run->seen ? run->ended : run->seen;

	return !w || end >= w->since;
}

int store_read_events(struct store_reader *r, const struct store_window *w, sessmon_event_fn fn,
		      void *arg)
{
	unsigned int i;
	int err = reader_look(r);

	for (i = 0; !err && i < r->n_runs; i++)
		if (may_have(&r->runs[i], w))
			err = read_run(r, r->runs[i].id, w, fn, arg);
	return err;
}
