// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run before the one that begins: what was missed since it ended, and what it saw that
 * has ended meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "store/file.h"
#include "writing/writer.h"

/**
 * struct former - The last run before the present one.
 * @id: its number; 0 if it is of another file
 * @boot: row of its boot
 * @until: when it ended, or was seen last
 * @end: why it ended
 */
struct former {
	int64_t id, boot;
	uint64_t until;
	enum store_end end;
};

/* 1 if there is one. */
static int find_former(sqlite3 *db, uint64_t before, struct former *f)
{
	sqlite3_stmt *stmt;
	uint64_t n;
	int err = sql_prepare(db, &stmt,
			      "SELECT id,boot,coalesce(ended,seen),why FROM run WHERE id<%llu "
			      "ORDER BY id DESC LIMIT 1",
			      (unsigned long long)before);

	if (!err)
		err = sql_next(stmt);
	if (err > 0) {
		f->id = sqlite3_column_int64(stmt, 0);
		f->boot = sqlite3_column_int64(stmt, 1);
		sql_number(stmt, 2, &f->until);
		sql_number(stmt, 3, &n);
		f->end = (enum store_end)n;
	}
	sqlite3_finalize(stmt);
	return err;
}

/* Of the file before this one, if it can be read: a damaged one tells nothing. */
static bool find_in_other_file(const struct store_writer *w, struct former *f)
{
	struct store_day *days;
	unsigned int n, i;
	bool found = false;
	sqlite3 *db;

	if (store_days(w->folder, &days, &n))
		return false;
	for (i = 0; i < n && !found; i++) {
		if (strcmp(days[i].name, w->name) >= 0 ||
		    file_open_reading(w->folder, days[i].name, &db))
			continue;
		found = find_former(db, (uint64_t)INT64_MAX, f) > 0;
		f->id = 0;
		sqlite3_close(db);
	}
	free(days);
	return found;
}

static int put_gap_since(struct store_writer *w, const struct former *f)
{
	static const enum store_gap_why why[STORE_ENDS] = {
		[STORE_END_NONE] = STORE_GAP_KILLED,
		[STORE_END_KILLED] = STORE_GAP_KILLED,
		[STORE_END_DAY] = STORE_GAP_KILLED,
		[STORE_END_ASKED] = STORE_GAP_NOT_RUNNING,
		[STORE_END_FAILED] = STORE_GAP_NOT_RUNNING,
		[STORE_END_UNLOADED] = STORE_GAP_UNLOADED,
	};
	const struct store_gap gap = {
		.from = f->until < w->run.started ? f->until : w->run.started,
		.until = w->run.started,
		.why = f->end < STORE_ENDS ? why[f->end] : STORE_GAP_KILLED,
	};

	/* What was lost was said when it was; and nobody missed anything from one day to another. */
	if (f->end == STORE_END_LOSS)
		return 0;
	return writer_gap(w, &gap);
}

/* Nobody knows how much of a file that is damaged can still be read, and until when it went. */
static int put_gap_of_damage(struct store_writer *w, const struct former *f)
{
	const struct store_gap gap = {
		.from = f->until && f->until < w->run.started ?
				f->until :
				w->run.started - w->run.started % STORE_NS_PER_DAY,
		.until = w->run.started,
		.why = STORE_GAP_DAMAGED,
	};

	return writer_gap(w, &gap);
}

static int end_killed(struct store_writer *w)
{
	sqlite3_stmt *stmt;
	int err = sql_prepare(w->db, &stmt,
			      "UPDATE run SET ended=seen,why=%d WHERE ended IS NULL AND id<%lld",
			      STORE_END_KILLED, (long long)w->run.id);

	if (!err)
		err = sql_next(stmt);
	sqlite3_finalize(stmt);
	return err;
}

int writer_gap_since_former_run(struct store_writer *w)
{
	struct former f = { 0 };
	int err = end_killed(w);

	if (!err)
		err = find_former(w->db, (uint64_t)w->run.id, &f);
	if (err < 0)
		return err;
	if (!err && w->aside) {
		find_in_other_file(w, &f);
		return put_gap_of_damage(w, &f);
	}
	return err > 0 || find_in_other_file(w, &f) ? put_gap_since(w, &f) : 0;
}

static int end_process(struct store_writer *w, sqlite3_stmt *update, uint64_t row, uint64_t start,
		       uint64_t after)
{
	sqlite3_bind_int64(update, 1, (int64_t)row);
	sqlite3_bind_int64(update, 2, (int64_t)(w->joined_at > start ? w->joined_at - start : 0));
	sqlite3_bind_int64(update, 3, (int64_t)(after > start ? after - start : 0));
	return sql_next(update);
}

static int end_gone_processes(struct store_writer *w, uint64_t after)
{
	sqlite3_stmt *select = NULL, *update = NULL;
	struct sessmon_key key;
	uint64_t row, pid;
	int err = sql_prepare(w->db, &select,
			      "SELECT id,pid,start FROM process WHERE ended IS NULL AND id<%u AND "
			      "id>=(SELECT first_process FROM run WHERE id=%lld)",
			      w->ran.process, (long long)w->run.id - 1);

	if (!err)
		err = sql_prepare(w->db, &update,
				  "UPDATE process SET ended=?2,ended_after=?3 WHERE id=?1");
	while (!err && (err = sql_next(select)) > 0) {
		sql_number(select, 0, &row);
		sql_number(select, 1, &pid);
		sql_number(select, 2, &key.start);
		key.id = (uint32_t)pid;
		err = living_find(&w->living, &key) ? 0 :
						      end_process(w, update, row, key.start, after);
	}
	sqlite3_finalize(select);
	sqlite3_finalize(update);
	return err;
}

static int end_gone_sessions(struct store_writer *w, uint64_t after)
{
	sqlite3_stmt *select = NULL, *update = NULL;
	struct sessmon_key key;
	uint64_t row, sid;
	int err = sql_prepare(w->db, &select,
			      "SELECT id,sid,start FROM session WHERE ended IS NULL AND id<%u AND "
			      "id>=(SELECT first_session FROM run WHERE id=%lld)",
			      w->ran.session, (long long)w->run.id - 1);

	if (!err)
		err = sql_prepare(w->db, &update,
				  "UPDATE session SET ended=?2,ended_after=?3 WHERE id=?1");
	while (!err && (err = sql_next(select)) > 0) {
		sql_number(select, 0, &row);
		sql_number(select, 1, &sid);
		sql_number(select, 2, &key.start);
		key.id = (uint32_t)sid;
		if (living_session_find(&w->living, &key)) {
			err = 0;
			continue;
		}
		sqlite3_bind_int64(update, 1, (int64_t)row);
		sqlite3_bind_int64(update, 2, (int64_t)w->joined_at);
		sqlite3_bind_int64(update, 3, (int64_t)after);
		err = sql_next(update);
	}
	sqlite3_finalize(select);
	sqlite3_finalize(update);
	return err;
}

/* With another boot all of it has ended, and nobody knows when. */
static int end_all(struct store_writer *w, const struct former *f)
{
	struct buf b = { 0 };
	int err;

	buf_printf(
		&b,
		"UPDATE process SET (ended,ended_after)=(SELECT max(0,%lld-offset-process.start),"
		"max(0,%lld-offset-process.start) FROM clock WHERE clock.id=process.clock) "
		"WHERE ended IS NULL AND id<%u AND "
		"id>=(SELECT first_process FROM run WHERE id=%lld);"
		"UPDATE session SET (ended,ended_after)=(SELECT max(0,%lld-offset),"
		"max(0,%lld-offset) FROM clock WHERE clock.id=session.clock) "
		"WHERE ended IS NULL AND id<%u AND "
		"id>=(SELECT first_session FROM run WHERE id=%lld)",
		(long long)f->until, (long long)f->until, w->ran.process, (long long)f->id,
		(long long)f->until, (long long)f->until, w->ran.session, (long long)f->id);
	err = sql_run(w->db, b.data);
	buf_free(&b);
	return err;
}

int writer_end_former_run(struct store_writer *w)
{
	struct former f = { 0 };
	uint64_t after;
	int err = find_former(w->db, (uint64_t)w->run.id, &f);

	if (err <= 0)
		return err;
	if (f.boot != w->boot)
		return end_all(w, &f);
	after = f.until - (uint64_t)w->clock.offset;
	err = end_gone_processes(w, after);
	return err ? err : end_gone_sessions(w, after);
}
