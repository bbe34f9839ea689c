// SPDX-License-Identifier: GPL-2.0-or-later
/* One session as a file has it: its rows, its processes and what happened to them. */
#include "reading/read_session.h"

#include "reading/reader.h"
#include "rows/happened.h"

void reader_bind_session(sqlite3_stmt *stmt, const struct store_session_row *of)
{
	sqlite3_bind_int64(stmt, 1, of->row);
	sqlite3_bind_int64(stmt, 2, of->key.id);
	sqlite3_bind_int64(stmt, 3, (int64_t)of->key.start);
	sqlite3_bind_int(stmt, 4, of->carried);
}

int store_session_rows(struct store_reader *r, const struct store_session_row *s, store_row_fn fn,
		       void *arg)
{
	sqlite3_stmt *stmt;
	int err = store_prepare(r->db, ROWS_OF_SESSION, &stmt);

	if (!err)
		reader_bind_session(stmt, s);
	while (!err && (err = sql_next(stmt)) > 0)
		err = fn(sqlite3_column_int64(stmt, 0), arg);
	return store_finish(stmt, err);
}

/**
 * struct members - What is under way.
 * @r: reader
 * @fn: called for each
 * @arg: handed to it
 */
struct members {
	struct store_reader *r;
	store_process_fn fn;
	void *arg;
};

static int read_members(int64_t row, void *arg)
{
	struct members *m = arg;

	return store_read_processes(m->r, row, NULL, m->fn, m->arg);
}

int store_read_members(struct store_reader *r, const struct store_session_row *s,
		       store_process_fn fn, void *arg)
{
	struct members m = { r, fn, arg };

	return store_session_rows(r, s, read_members, &m);
}

/**
 * struct changes - What is under way.
 * @r: reader
 * @h: what was found
 * @fn: called for each
 * @arg: handed to it
 */
struct changes {
	struct store_reader *r;
	struct happenings h;
	sessmon_event_fn fn;
	void *arg;
};

static int find(struct changes *c, int64_t session, const char *sql, enum happened_kind kind)
{
	sqlite3_stmt *stmt;
	uint64_t seq;
	int err = store_prepare(c->r->db, sql, &stmt);

	if (!err)
		sqlite3_bind_int64(stmt, 1, session);
	while (!err && (err = sql_next(stmt)) > 0) {
		sql_number(stmt, 1, &seq);
		happenings_add(&c->h, (struct happened){ .seq = seq,
							 .row = sqlite3_column_int64(stmt, 0),
							 .kind = kind });
		err = 0;
	}
	return store_finish(stmt, err);
}

static int hand_out(struct changes *c)
{
	struct sessmon_event e;
	size_t i;
	int err = 0;

	happenings_sort(&c->h);
	for (i = 0; !err && i < c->h.n; i++) {
		err = happenings_read(&c->h, i, &e);
		if (err > 0)
			keep_text(&c->r->text, &sessmon_rules_event, &e);
		happenings_done(&c->h, i);
		if (err > 0)
			err = c->fn(&e, c->arg);
	}
	return err;
}

/* A session has one row in each run, and a run's events one sequence. */
static int read_changes(int64_t row, void *arg)
{
	struct changes *c = arg;
	int err = happenings_open(&c->h, &c->r->rows, c->r->db);

	if (!err)
		err = find(c, row, "SELECT id,seq FROM process_change WHERE session=?1",
			   HAPPENED_CHANGE);
	if (!err)
		err = find(c, row, "SELECT id,seq FROM session_change WHERE session=?1 AND type>0",
			   HAPPENED_SESSION);
	if (!err)
		err = hand_out(c);
	happenings_close(&c->h);
	return err;
}

int store_read_changes(struct store_reader *r, const struct store_session_row *s,
		       sessmon_event_fn fn, void *arg)
{
	struct changes c = { .r = r, .fn = fn, .arg = arg };
	int err = reader_look(r);

	return err ? err : store_session_rows(r, s, read_changes, &c);
}
