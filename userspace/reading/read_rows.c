// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sessions and processes of a day, some at a time: nothing is held while they are looked at,
 * so that who looks slowly does not keep the writer's log from being emptied.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rows/living.h"
#include "reading/reader.h"

/* Rows that are read at once. */
#define AT_ONCE 512

static bool is_within(const struct store_window *w, uint64_t started, uint64_t ended)
{
	return !w || ((!w->until || started < w->until) && ended >= w->since);
}

/* ---- sessions ---- */

/**
 * struct seen - A session that was handed out.
 * @boot: which life of the machine
 * @key: its key
 */
struct seen {
	const char *boot;
	struct sessmon_key key;
};

/**
 * struct sessions - What is under way.
 * @r: reader
 * @w: window
 * @ids: rows, the newest first
 * @n: entries of @ids
 * @seen: an open table of those that were handed out, with room for twice as many
 * @mask: its entries less one
 */
struct sessions {
	struct store_reader *r;
	const struct store_window *w;
	int64_t *ids;
	size_t n;
	struct seen *seen;
	size_t mask;
};

static struct sessmon_key key_at(sqlite3_stmt *stmt, int column)
{
	return (struct sessmon_key){ .id = (uint32_t)sqlite3_column_int64(stmt, column),
				     .start = (uint64_t)sqlite3_column_int64(stmt, column + 1) };
}

static int list_sessions(struct sessions *l,
			 bool (*wants)(const struct sessmon_key *key, void *arg), void *arg)
{
	struct sessmon_key key;
	sqlite3_stmt *stmt;
	int64_t count;
	int err = sql_ask(l->r->db, &count, "SELECT count(*) FROM session");

	if (err)
		return err;
	l->ids = xalloc((size_t)count + 1, sizeof(*l->ids));
	for (l->mask = 64; l->mask < (size_t)count * 2; l->mask *= 2)
		;
	l->seen = xalloc(l->mask--, sizeof(*l->seen));
	/* What is known of by its processes alone does not stand for what was told. */
	err = store_prepare(l->r->db,
			    "SELECT id,sid,start FROM session ORDER BY class IS NULL, id DESC",
			    &stmt);
	while (!err && (err = sql_next(stmt)) > 0) {
		key = key_at(stmt, 1);
		if (l->n < (size_t)count && (!wants || wants(&key, arg)))
			l->ids[l->n++] = sqlite3_column_int64(stmt, 0);
		err = 0;
	}
	return store_finish(stmt, err);
}

/* Whether it was handed out already: then this is how a former run left it. */
static bool is_seen(struct sessions *l, const char *boot, const struct sessmon_key *key)
{
	size_t i = (key->id * 2654435761U + key->start) & l->mask;

	for (; l->seen[i].boot; i = (i + 1) & l->mask)
		if (l->seen[i].key.id == key->id && l->seen[i].key.start == key->start &&
		    !strcmp(l->seen[i].boot, boot))
			return true;
	l->seen[i] = (struct seen){ .boot = boot, .key = *key };
	return false;
}

/* 1 if it is wanted. */
static int read_session(struct sessions *l, sqlite3_stmt *stmt, struct store_session *s)
{
	struct rows *rows = &l->r->rows;
	const struct store_run *run;
	uint64_t clock, n;
	int64_t offset;

	*s = (struct store_session){ .row = sqlite3_column_int64(stmt, 0) };
	row_session(rows, stmt, &s->s);
	if (rows->lk.err)
		return rows->lk.err;
	sql_number(stmt, 1, &clock);
	s->run = reader_run_of(l->r, clock);
	run = reader_run(l->r, s->run);
	s->boot_id = run ? run->boot_id : "";
	offset = row_offset(rows, clock);
	sql_number(stmt, 4, &n);
	s->carried = n;
	n = sessmon_has(&s->s, SESSMON_A_SESSION_STARTED) ? s->s.started : s->s.key.start;
	s->started = n + (uint64_t)offset;
	if (sql_number(stmt, 6, &n))
		s->ended = n + (uint64_t)row_offset_then(rows, clock, n);
	if (sql_number(stmt, 7, &n))
		s->ended_after = n + (uint64_t)row_offset_then(rows, clock, n);
	if (!is_within(l->w, s->started, s->ended ? s->ended : run ? reader_run_end(l->r, run) : 0))
		return 0;
	if (is_seen(l, s->boot_id, &s->s.key))
		return 0;
	keep_text(&l->r->text, &sessmon_rules_session, &s->s);
	return 1;
}

static int hand_out_sessions(struct sessions *l, store_session_fn fn, void *arg)
{
	struct store_session s;
	sqlite3_stmt *stmt;
	size_t i;
	int err = sql_prepare_select(l->r->db, &table_session, &stmt, "WHERE id=?");

	for (i = 0; !err && i < l->n; i++) {
		sqlite3_bind_int64(stmt, 1, l->ids[i]);
		err = sql_next(stmt);
		if (err <= 0)
			continue;
		err = read_session(l, stmt, &s);
		sqlite3_reset(stmt);
		if (err > 0)
			err = fn(&s, arg);
	}
	return store_finish(stmt, err);
}

int store_read_sessions(struct store_reader *r, const struct store_window *w, store_session_fn fn,
			void *arg)
{
	return store_read_sessions_of(r, w, NULL, fn, arg);
}

/* A key that is not there has nothing. */
static struct sessmon_key key_if(sqlite3_stmt *stmt, int column)
{
	struct sessmon_key key = key_at(stmt, column);

	if (sqlite3_column_type(stmt, column) != SQLITE_NULL)
		key.has = 1ULL << SESSMON_A_KEY_ID | 1ULL << SESSMON_A_KEY_START;
	return key;
}

int store_read_makers(struct store_reader *r, void (*fn)(const struct store_maker *one, void *arg),
		      void *arg)
{
	sqlite3_stmt *stmt;
	int err = store_prepare(r->db,
				"SELECT sid,start,from_sid,from_start,entry_sid,entry_start,"
				"origin_sid,origin_start FROM session",
				&stmt);

	while (!err && (err = sql_next(stmt)) > 0) {
		const struct store_maker one = { key_if(stmt, 0), key_if(stmt, 2), key_if(stmt, 4),
						 key_if(stmt, 6) };

		fn(&one, arg);
		err = 0;
	}
	return store_finish(stmt, err);
}

int store_read_sessions_of(struct store_reader *r, const struct store_window *w,
			   bool (*wants)(const struct sessmon_key *key, void *arg),
			   store_session_fn fn, void *arg)
{
	struct sessions l = { .r = r, .w = w };
	int err = reader_look(r);

	if (!err)
		err = list_sessions(&l, wants, arg);
	if (!err)
		err = hand_out_sessions(&l, fn, arg);
	free(l.ids);
	free(l.seen);
	return err;
}

/* ---- processes ---- */

/**
 * struct chunk - Some rows.
 * @row: them, with their rests
 * @n: how many
 */
struct chunk {
	struct row row[AT_ONCE];
	struct buf rest[AT_ONCE];
	unsigned int n;
};

static int read_chunk(struct chunk *c, sqlite3_stmt *stmt, int64_t session, int64_t after)
{
	struct row *row;
	int err = 0;

	sqlite3_bind_int64(stmt, 1, after);
	if (session)
		sqlite3_bind_int64(stmt, 2, session);
	for (c->n = 0; c->n < AT_ONCE && (err = sql_next(stmt)) > 0; c->n++) {
		row = &c->row[c->n];
		row_read(row, stmt);
		buf_clear(&c->rest[c->n]);
		buf_add(&c->rest[c->n], row->rest.data, row->rest.len);
		row->rest.data = c->rest[c->n].data;
	}
	sqlite3_reset(stmt);
	return err < 0 ? err : 0;
}

/* What it executed last, if it executed more than one program since it is watched. */
static int last_program(struct store_reader *r, const struct row *row, int64_t *program)
{
	*program = 0;
	if (row->n[PROCESS_EXECS] <= row->n[PROCESS_BORN_EXECS] + 1 &&
	    row->n[PROCESS_CARRIED] != CARRIED_MISSED)
		return 0;
	return sql_ask(r->db, program,
		       "SELECT program FROM exec WHERE process=%lld ORDER BY number DESC LIMIT 1",
		       (long long)row->n[PROCESS_ID]);
}

static uint64_t wall_of(const struct store_reader *r, const struct row *row, uint64_t since_start)
{
	uint64_t boottime = row->n[PROCESS_START] + since_start, clock = row->n[PROCESS_CLOCK];
	int64_t offset = since_start ? row_offset_then(&r->rows, clock, boottime) :
				       row_offset(&r->rows, clock);

	return boottime + (uint64_t)offset;
}

/* 1 if it is wanted. */
static int read_process(struct store_reader *r, const struct row *row, const struct store_window *w,
			struct store_process *p)
{
	uint64_t status = row->n[PROCESS_EXIT];
	const struct store_run *run;
	int64_t program;
	int err;

	*p = (struct store_process){
		.row = (int64_t)row->n[PROCESS_ID],
		.run = reader_run_of(r, row->n[PROCESS_CLOCK]),
		.session = (int64_t)row->n[PROCESS_SESSION],
		.carried = row->n[PROCESS_CARRIED],
		.started = wall_of(r, row, 0),
		.exit_signal = status & 0x7f,
		.exit_code = status & 0x7f ? 0 : status >> 8 & 0xff,
		.core_dumped = status & 0x80,
	};
	run = reader_run(r, p->run);
	p->boot_id = run ? run->boot_id : "";
	if (row_has(row, PROCESS_ENDED))
		p->ended = wall_of(r, row, row->n[PROCESS_ENDED]);
	if (row_has(row, PROCESS_ENDED_AFTER))
		p->ended_after = wall_of(r, row, row->n[PROCESS_ENDED_AFTER]);
	if (!is_within(w, p->started, p->ended ? p->ended : run ? reader_run_end(r, run) : 0))
		return 0;
	err = last_program(r, row, &program);
	if (err)
		return err;
	row_now(&r->rows, row, (uint64_t)program, &p->p);
	return r->rows.lk.err ? r->rows.lk.err : 1;
}

int store_read_processes(struct store_reader *r, int64_t session, const struct store_window *w,
			 store_process_fn fn, void *arg)
{
	struct chunk *c = xalloc(1, sizeof(*c));
	struct store_process p;
	sqlite3_stmt *stmt = NULL;
	unsigned int i;
	int64_t after = 0;
	int err = reader_look(r);

	if (!err)
		err = sql_prepare_select(r->db, &table_process, &stmt,
					 "WHERE id>?1 %s ORDER BY id LIMIT %d",
					 session ? "AND session=?2" : "", AT_ONCE);
	do {
		if (!err)
			err = read_chunk(c, stmt, session, after);
		for (i = 0; !err && i < c->n; i++) {
			after = (int64_t)c->row[i].n[PROCESS_ID];
			err = read_process(r, &c->row[i], w, &p);
			if (err > 0)
				err = fn(&p, arg);
		}
	} while (!err && c->n == AT_ONCE);
	for (i = 0; i < AT_ONCE; i++)
		buf_free(&c->rest[i]);
	free(c);
	return store_finish(stmt, err);
}
