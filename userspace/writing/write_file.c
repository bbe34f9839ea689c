// SPDX-License-Identifier: GPL-2.0-or-later
/* The file that is written: opened, known again after a batch that failed, closed. */
#include <errno.h>
#include <string.h>

#include "store/file.h"
#include "rows/row.h"
#include "writing/writer.h"

static int prepare_now(sqlite3 *db, sqlite3_stmt **stmt)
{
	struct buf b = { 0 };
	unsigned int i;
	int err;

	for (i = 0; i < columns_session_now.n; i++)
		buf_printf(&b, ",%s=?%u", table_session.column[columns_session_now.first + i],
			   i + 3);
	err = sql_prepare(db, stmt, "UPDATE session SET ended=?2%s,rest=?%u WHERE id=?1", b.data,
			  i + 3);
	buf_free(&b);
	return err;
}

static int prepare(sqlite3 *db, struct statements *s)
{
	int err = sql_prepare_insert(db, &table_process, &s->process_insert);

	if (!err)
		err = sql_prepare_update(db, &table_process, &s->process_update);
	if (!err)
		err = sql_prepare_insert(db, &table_exec, &s->exec_insert);
	if (!err)
		err = sql_prepare_insert(db, &table_process_change, &s->process_change_insert);
	if (!err)
		err = sql_prepare_insert(db, &table_session, &s->session_insert);
	if (!err)
		err = sql_prepare_update(db, &table_session, &s->session_update);
	if (!err)
		err = prepare_now(db, &s->session_now);
	if (!err)
		err = sql_prepare(db, &s->session_end,
				  "UPDATE session SET ended=?2,ended_after=0 WHERE id=?1");
	if (!err)
		err = sql_prepare_insert(db, &table_session_change, &s->session_change_insert);
	if (!err)
		err = sql_prepare_insert(db, &table_clock, &s->clock_insert);
	if (!err)
		err = sql_prepare(db, &s->mark_insert,
				  "INSERT OR IGNORE INTO mark VALUES(?,?,?,?,?)");
	if (!err)
		err = sql_prepare(db, &s->run_update,
				  "UPDATE run SET seen=?2,ended=?3,why=?4,last_seq=?5,late=?6 "
				  "WHERE id=?1");
	return err;
}

static void finalize(struct statements *s)
{
	sqlite3_stmt **all = (sqlite3_stmt **)s;
	unsigned int i;

	for (i = 0; i < sizeof(*s) / sizeof(*all); i++)
		sqlite3_finalize(all[i]);
	*s = (struct statements){ 0 };
}

static int find_next(struct store_writer *w)
{
	const struct {
		const char *table;
		uint32_t *next;
	} all[] = {
		{ "run", &w->next.run },
		{ "clock", &w->next.clock },
		{ "session", &w->next.session },
		{ "process", &w->next.process },
		{ "session_change", &w->next.session_change },
		{ "process_change", &w->next.process_change },
	};
	unsigned int i;
	int64_t last;
	int err = 0;

	for (i = 0; !err && i < sizeof(all) / sizeof(all[0]); i++) {
		err = sql_ask(w->db, &last, "SELECT max(id) FROM %s", all[i].table);
		*all[i].next = (uint32_t)last + 1;
	}
	if (!err)
		err = sql_ask(w->db, &last, "SELECT max(minute) FROM mark");
	w->minute = err ? 0 : (uint64_t)last;
	return err;
}

int writer_open_file(struct store_writer *w, uint64_t wall)
{
	char name[STORE_NAME];
	int err;

	writer_close_file(w);
	store_day_name(name, wall);
	memcpy(w->name, name, STORE_NAME);
	w->day_ends = (wall / STORE_NS_PER_DAY + 1) * STORE_NS_PER_DAY;
	err = file_open_writing(w->folder, w->name, &w->db);
	if (!err)
		err = prepare(w->db, &w->said);
	if (!err)
		err = intern_open(&w->in, w->db);
	if (!err)
		err = find_next(w);
	if (err)
		writer_close_file(w);
	memcpy(w->wrong, err ? name : "", err ? STORE_NAME : 1);
	return err;
}

void writer_close_file(struct store_writer *w)
{
	writer_forget(w);
	intern_close(&w->in);
	finalize(&w->said);
	if (w->db) {
		/* A reader that is at it keeps the log; the next one who closes empties it. */
		sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		sqlite3_close(w->db);
	}
	w->db = NULL;
	w->name[0] = 0;
	w->run.id = w->committed.id = 0;
}

/* ---- after a batch that failed ---- */

static struct context *context_of(struct store_writer *w, struct rows *r, uint64_t id)
{
	const struct sessmon_process *p = id ? lookup_context(&r->lk, id) : NULL;

	return p ? living_context_by_row(&w->living, (uint32_t)id, p) : NULL;
}

static uint32_t then_or_now(const struct row *row, unsigned int then, unsigned int now)
{
	return (uint32_t)row->n[row_has(row, then) ? then : now];
}

static void load_who(struct store_writer *w, struct rows *r, const struct row *row,
		     unsigned int then, struct who *who)
{
	bool known = row_has(row, then + 4) || row_has(row, PROCESS_PGID);

	*who = (struct who){
		.context = context_of(w, r, then_or_now(row, then + 2, PROCESS_CONTEXT)),
		.session = then_or_now(row, then, PROCESS_SESSION),
		.parent = then_or_now(row, then + 1, PROCESS_PARENT),
		.comm = then_or_now(row, then + 3, PROCESS_COMM),
		.pgid = known ? then_or_now(row, then + 4, PROCESS_PGID) : NO_PGID,
	};
}

static void load_process(struct store_writer *w, struct rows *r, const struct row *row)
{
	const struct sessmon_key key = { .id = (uint32_t)row->n[PROCESS_PID],
					 .start = row->n[PROCESS_START] };
	struct living *l = living_add(&w->living, &key);
	struct row now = *row;
	unsigned int i;

	for (i = 0; i < 5; i++)
		now.null |= 1ULL << (PROCESS_BORN_SESSION + i);
	l->row = (uint32_t)row->n[PROCESS_ID];
	l->written = true;
	load_who(w, r, &now, PROCESS_BORN_SESSION, &l->now);
	if (row->n[PROCESS_CARRIED] != CARRIED_MISSED)
		load_who(w, r, row, PROCESS_BORN_SESSION, &l->born);
	l->executed = row_has(row, PROCESS_EXEC_AT);
	if (l->executed)
		load_who(w, r, row, PROCESS_EXEC_SESSION, &l->first);
	l->carried = (unsigned char)row->n[PROCESS_CARRIED];
	l->seq = l->last_seq = row->n[PROCESS_SEQ];
	l->ghost = l->carried == CARRIED_MISSED && l->seq <= w->run.first_seq;
	w->ghosts |= l->ghost;
	l->born_at = row->n[PROCESS_BORN];
	l->wall = (int64_t)row->n[PROCESS_WALL];
	l->exec_at = row->n[PROCESS_EXEC_AT];
	l->exec_seq = row->n[PROCESS_EXEC_SEQ];
	l->exec_wall =
		row_has(row, PROCESS_EXEC_WALL) ? (int64_t)row->n[PROCESS_EXEC_WALL] : l->wall;
	l->born_execs = (uint32_t)row->n[PROCESS_BORN_EXECS];
	l->execs = (uint32_t)row->n[PROCESS_EXECS];
	l->born_program = (uint32_t)row->n[PROCESS_BORN_PROGRAM];
	l->program = (uint32_t)row->n[PROCESS_PROGRAM];
	l->current = l->executed ? l->program : l->born_program;
	l->clock = (uint32_t)row->n[PROCESS_CLOCK];
	l->offset = row_offset(r, l->clock);
	buf_add(&l->rest, row->rest.data, row->rest.len);
}

static int load_processes(struct store_writer *w, struct rows *r)
{
	sqlite3_stmt *stmt;
	struct row row;
	int err = sql_prepare_select(w->db, &table_process, &stmt, "WHERE id>=%u AND ended IS NULL",
				     w->ran.process);

	while (!err && (err = sql_next(stmt)) > 0) {
		row_read(&row, stmt);
		load_process(w, r, &row);
		err = r->lk.err;
	}
	sqlite3_finalize(stmt);
	return err;
}

/* What was executed after the first program: the last one is what runs. */
static int load_programs(struct store_writer *w, struct rows *r)
{
	const struct sessmon_key *key;
	sqlite3_stmt *stmt;
	struct living *l;
	uint64_t n;
	int err = sql_prepare(w->db, &stmt,
			      "SELECT process,number,program FROM exec WHERE process>=%u "
			      "ORDER BY process,number",
			      w->ran.process);

	while (!err && (err = sql_next(stmt)) > 0) {
		sql_number(stmt, 0, &n);
		key = lookup_process(&r->lk, n);
		l = key ? living_find(&w->living, key) : NULL;
		err = r->lk.err;
		if (!l || l->row != n)
			continue;
		sql_number(stmt, 1, &n);
		l->more = (uint32_t)n;
		sql_number(stmt, 2, &n);
		l->current = (uint32_t)n;
	}
	sqlite3_finalize(stmt);
	return err;
}

static int load_sessions(struct store_writer *w, struct rows *r)
{
	struct living_session *l;
	struct sessmon_session s;
	sqlite3_stmt *stmt;
	uint64_t n;
	int err = sql_prepare_select(w->db, &table_session, &stmt, "WHERE id>=%u AND ended IS NULL",
				     w->ran.session);

	while (!err && (err = sql_next(stmt)) > 0) {
		s = (struct sessmon_session){ 0 };
		lookup_facts(&r->lk, &columns_session_birth, stmt, columns_session_birth.first, &s);
		sql_number(stmt, 2, &n);
		s.key.id = (uint32_t)n;
		sql_number(stmt, 3, &s.key.start);
		l = living_session_add(&w->living, &s.key);
		sql_number(stmt, 0, &n);
		l->row = (uint32_t)n;
		sql_number(stmt, 1, &n);
		l->clock = (uint32_t)n;
		if (sql_number(stmt, 5, &l->last_seq))
			l->birth = intern_hash(&w->in, &columns_session_birth, &s);
		sql_number(stmt, 4, &n);
		l->ghost = n == CARRIED_MISSED && l->last_seq && l->last_seq <= w->run.first_seq;
		w->ghosts |= l->ghost;
		err = r->lk.err;
	}
	sqlite3_finalize(stmt);
	return err;
}

int writer_load(struct store_writer *w)
{
	struct rows r = { 0 };
	int err;

	writer_forget(w);
	err = intern_forget(&w->in, w->db);
	if (!err)
		err = find_next(w);
	if (err || !w->run.id)
		return err;
	err = rows_open(&r, w->db);
	w->clock.id = r.clocks.n - 1;
	w->clock.offset = err ? 0 : row_offset(&r, w->clock.id);
	if (!err)
		err = load_sessions(w, &r);
	if (!err)
		err = load_processes(w, &r);
	if (!err)
		err = load_programs(w, &r);
	rows_close(&r);
	return err;
}
