// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table as it was. Of what lived then, and of leaders of sessions that lived, the mirror
 * is given how they were at birth, and then all that happened to them, in its order: it is the
 * mirror that knows what an event changes, here as in the stream.
 */
#include "rows/moment.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "rows/happened.h"
#include "rows/living.h"

/**
 * struct moment - What is being read.
 * @m: goes here
 * @r: rows
 * @db: file
 * @run: rows of the run
 * @wall: when
 * @happened: what happened
 * @rows: processes that are wanted, in their order
 * @n_rows: entries
 * @sessions: rows of sessions that lived, in their order
 * @session: keys of these, in an order
 * @n_sessions: entries
 */
struct moment {
	struct mirror *m;
	struct rows *r;
	sqlite3 *db;
	const struct run_rows *run;
	uint64_t wall;
	struct happenings happened;
	int64_t *rows;
	size_t n_rows;
	int64_t *sessions;
	struct sessmon_key *session;
	size_t n_sessions;
};

static int compare_keys(const void *a, const void *b)
{
	const struct sessmon_key *p = a, *q = b;

	if (p->id != q->id)
		return p->id < q->id ? -1 : 1;
	return p->start < q->start ? -1 : p->start > q->start;
}

static int compare_rows(const void *a, const void *b)
{
	const int64_t *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

static bool is_one(uint64_t row, const int64_t *rows, size_t n)
{
	const int64_t key = (int64_t)row;

	return n && bsearch(&key, rows, n, sizeof(*rows), compare_rows);
}

int run_rows(struct run_rows *rows, sqlite3 *db, int64_t run)
{
	struct row_range *ranges[] = { &rows->session, &rows->process, &rows->session_change,
				       &rows->process_change };
	sqlite3_stmt *stmt;
	uint64_t n;
	int i, err = sql_prepare(db, &stmt,
				 "SELECT first_session,first_process,first_session_change,"
				 "first_process_change,first_seq FROM run WHERE id>=%lld "
				 "ORDER BY id LIMIT 2",
				 (long long)run);

	*rows = (struct run_rows){ 0 };
	if (!err)
		err = sql_next(stmt);
	for (i = 0; err > 0 && i < 4; i++) {
		sql_number(stmt, (unsigned int)i, &n);
		ranges[i]->first = (int64_t)n;
		ranges[i]->end = INT64_MAX;
	}
	if (err > 0) {
		sql_number(stmt, 4, &rows->first_seq);
		err = sql_next(stmt);
	}
	for (i = 0; err > 0 && i < 4; i++) {
		sql_number(stmt, (unsigned int)i, &n);
		ranges[i]->end = (int64_t)n;
	}
	sqlite3_finalize(stmt);
	return err < 0 ? err : 0;
}

/* When, on the wall. */
static uint64_t wall_of(const struct moment *o, sqlite3_stmt *stmt, unsigned int clock,
			unsigned int at, unsigned int wall)
{
	uint64_t n[3];

	sql_number(stmt, clock, &n[0]);
	sql_number(stmt, at, &n[1]);
	sql_number(stmt, wall, &n[2]);
	return n[1] + (uint64_t)row_offset(o->r, n[0]) + n[2];
}

/* Sessions that had not ended. */
static int find_sessions(struct moment *o)
{
	sqlite3_stmt *stmt;
	uint64_t n, clock;
	int err = sql_prepare(o->db, &stmt,
			      "SELECT clock,ended,sid,start,id FROM session WHERE id>=%lld AND "
			      "id<%lld AND seq IS NOT NULL",
			      (long long)o->run->session.first, (long long)o->run->session.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		err = 0;
		sql_number(stmt, 0, &clock);
		if (sql_number(stmt, 1, &n) &&
		    n + (uint64_t)row_offset_then(o->r, clock, n) <= o->wall)
			continue;
		o->sessions = xgrow(o->sessions, o->n_sessions, sizeof(*o->sessions));
		o->sessions[o->n_sessions] = sqlite3_column_int64(stmt, 4);
		o->session = xgrow(o->session, o->n_sessions, sizeof(*o->session));
		sql_number(stmt, 2, &n);
		o->session[o->n_sessions] = (struct sessmon_key){ .id = (uint32_t)n };
		sql_number(stmt, 3, &o->session[o->n_sessions++].start);
	}
	sqlite3_finalize(stmt);
	if (o->n_sessions)
		qsort(o->session, o->n_sessions, sizeof(*o->session), compare_keys);
	return err;
}

/* Whose leader a process is. */
static bool has_session(const struct moment *o, const struct sessmon_key *key)
{
	return o->n_sessions &&
	       bsearch(key, o->session, o->n_sessions, sizeof(*o->session), compare_keys);
}

/* How a session was when the run began, which is kept as an event of no type. */
static int put_session(struct moment *o, const struct happened *h)
{
	struct happenings one = o->happened;
	struct sessmon_event e;
	struct happened what = *h;
	int err;

	one.list = &what;
	err = happenings_read(&one, 0, &e);
	if (err > 0) {
		mirror_put_session(o->m, &e.session);
		mirror_session(o->m, &e.session.key)->last_seq = e.seq;
	}
	happenings_done(&one, 0);
	return err < 0 ? err : 0;
}

/* Of a session that was there, how it was then; of all of them, what happened. */
static int take_sessions(struct moment *o)
{
	struct happened h;
	sqlite3_stmt *stmt;
	uint64_t n, type;
	int err = sql_prepare(o->db, &stmt,
			      "SELECT c.clock,c.at,c.wall,c.type,c.seq,c.id,c.session FROM "
			      "session_change c WHERE c.id>=%lld AND c.id<%lld",
			      (long long)o->run->session_change.first,
			      (long long)o->run->session_change.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		err = 0;
		sql_number(stmt, 6, &n);
		sql_number(stmt, 3, &type);
		if (!is_one(n, o->sessions, o->n_sessions) ||
		    (type && wall_of(o, stmt, 0, 1, 2) > o->wall))
			continue;
		sql_number(stmt, 4, &n);
		h = (struct happened){ .seq = n,
				       .row = sqlite3_column_int64(stmt, 5),
				       .kind = HAPPENED_SESSION };
		if (type)
			happenings_add(&o->happened, h);
		else
			err = put_session(o, &h);
	}
	sqlite3_finalize(stmt);
	return err;
}

static uint64_t row_wall(const struct moment *o, const struct row *row, uint64_t since_start,
			 uint64_t wall)
{
	return row->n[PROCESS_START] + since_start +
	       (uint64_t)row_offset(o->r, row->n[PROCESS_CLOCK]) + wall;
}

static void add(struct moment *o, enum happened_kind kind, uint64_t seq, int64_t row)
{
	happenings_add(&o->happened, (struct happened){ .seq = seq, .row = row, .kind = kind });
}

/* As it was at birth, with what it inherited, which its event does not tell. */
static void put_born(struct moment *o, const struct row *row)
{
	struct sessmon_process p;

	if (!row_birth(o->r, row, &p))
		return;
	mirror_put_process(o->m, &p);
	mirror_process(o->m, &p.key)->last_seq = p.last_seq;
}

static void take_process(struct moment *o, const struct row *row)
{
	uint64_t wall = row->n[PROCESS_WALL], seq = row->n[PROCESS_SEQ];
	const struct sessmon_key key = { .id = (uint32_t)row->n[PROCESS_PID],
					 .start = row->n[PROCESS_START] };
	uint64_t exec_wall = row_has(row, PROCESS_EXEC_WALL) ? row->n[PROCESS_EXEC_WALL] : wall;
	uint64_t end_wall = row_has(row, PROCESS_END_WALL) ? row->n[PROCESS_END_WALL] : wall;
	bool over = row_has(row, PROCESS_ENDED) &&
		    row_wall(o, row, row->n[PROCESS_ENDED], end_wall) <= o->wall;
	int64_t id = (int64_t)row->n[PROCESS_ID];

	if (row_has(row, PROCESS_BORN) && row_wall(o, row, row->n[PROCESS_BORN], wall) > o->wall)
		return;
	if (over && (!row_has(row, PROCESS_EXIT) || !has_session(o, &key)))
		return;
	o->rows = xgrow(o->rows, o->n_rows, sizeof(*o->rows));
	o->rows[o->n_rows++] = id;
	if (row_has(row, PROCESS_BORN))
		add(o, HAPPENED_BIRTH, seq, id);
	else
		put_born(o, row);
	if (row_has(row, PROCESS_EXEC_AT) &&
	    row_wall(o, row, row->n[PROCESS_EXEC_AT], exec_wall) <= o->wall)
		add(o, HAPPENED_EXEC, seq + row->n[PROCESS_EXEC_SEQ], id);
	if (over)
		add(o, HAPPENED_END, seq + row->n[PROCESS_END_SEQ], id);
}

static int take_processes(struct moment *o)
{
	sqlite3_stmt *stmt;
	struct row row;
	int err = sql_prepare_select(o->db, &table_process, &stmt, "WHERE id>=%lld AND id<%lld",
				     (long long)o->run->process.first,
				     (long long)o->run->process.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		row_read(&row, stmt);
		take_process(o, &row);
		err = o->r->lk.err;
	}
	sqlite3_finalize(stmt);
	return err;
}

/* Whether a row (clock, at, wall, process) is of a process that is wanted, and of by then. */
static bool is_of_then(const struct moment *o, sqlite3_stmt *stmt)
{
	uint64_t process;

	sql_number(stmt, 3, &process);
	return is_one(process, o->rows, o->n_rows) && wall_of(o, stmt, 0, 1, 2) <= o->wall;
}

static int take_programs(struct moment *o)
{
	sqlite3_stmt *stmt;
	uint64_t row, number, seq;
	int err = sql_prepare(o->db, &stmt,
			      "SELECT clock,at,wall,process,number,seq FROM exec WHERE "
			      "process>=%lld AND process<%lld",
			      (long long)o->run->process.first, (long long)o->run->process.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		err = 0;
		if (!is_of_then(o, stmt))
			continue;
		sql_number(stmt, 3, &row);
		sql_number(stmt, 4, &number);
		sql_number(stmt, 5, &seq);
		happenings_add(&o->happened, (struct happened){ .seq = seq,
								.row = (int64_t)row,
								.number = (uint32_t)number,
								.kind = HAPPENED_PROGRAM });
	}
	sqlite3_finalize(stmt);
	return err;
}

static int take_changes(struct moment *o)
{
	sqlite3_stmt *stmt;
	uint64_t seq;
	int err = sql_prepare(o->db, &stmt,
			      "SELECT clock,at,wall,process,seq,id FROM process_change WHERE "
			      "id>=%lld AND id<%lld AND process>=%lld AND process<%lld",
			      (long long)o->run->process_change.first,
			      (long long)o->run->process_change.end,
			      (long long)o->run->process.first, (long long)o->run->process.end);

	while (!err && (err = sql_next(stmt)) > 0) {
		err = 0;
		if (!is_of_then(o, stmt))
			continue;
		sql_number(stmt, 4, &seq);
		add(o, HAPPENED_CHANGE, seq, sqlite3_column_int64(stmt, 5));
	}
	sqlite3_finalize(stmt);
	return err;
}

static int put_birth(struct moment *o, const struct happened *h)
{
	sqlite3_stmt *stmt = o->happened.one[HAPPENED_BIRTH];
	struct row row;
	int got;

	sqlite3_bind_int64(stmt, 1, h->row);
	got = sql_next(stmt);
	if (got <= 0)
		return got;
	row_read(&row, stmt);
	put_born(o, &row);
	return o->r->lk.err;
}

static int apply_one(struct moment *o, size_t i)
{
	struct sessmon_event e;
	int err;

	if (o->happened.list[i].kind == HAPPENED_BIRTH)
		return put_birth(o, &o->happened.list[i]);
	err = happenings_read(&o->happened, i, &e);
	if (err <= 0)
		return err;
	mirror_apply(o->m, &e);
	mirror_retire(o->m, &e);
	return 0;
}

static int apply(struct moment *o)
{
	int err = 0;
	size_t i;

	happenings_sort(&o->happened);
	for (i = 0; !err && i < o->happened.n; i++) {
		err = apply_one(o, i);
		happenings_done(&o->happened, i);
	}
	return err;
}

int moment_read(struct mirror *m, struct rows *r, sqlite3 *db, const struct run_rows *run,
		uint64_t wall)
{
	struct moment o = { .m = m, .r = r, .db = db, .run = run, .wall = wall };
	int err = happenings_open(&o.happened, r, db);

	m->as_of = run->first_seq;
	if (!err)
		err = find_sessions(&o);
	if (!err)
		err = take_sessions(&o);
	if (!err)
		err = take_processes(&o);
	if (!err)
		err = take_programs(&o);
	if (!err)
		err = take_changes(&o);
	if (!err)
		err = apply(&o);
	happenings_close(&o.happened);
	free(o.rows);
	free(o.session);
	free(o.sessions);
	return err;
}
