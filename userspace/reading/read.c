// SPDX-License-Identifier: GPL-2.0-or-later
/* A file of the history, opened to be read; who watched when, and what is missing. */
#include "reading/read.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/file.h"
#include "rows/births.h"
#include "reading/reader.h"

sqlite3 *store_reader_db(struct store_reader *r)
{
	return r->db;
}

int store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **stmt)
{
	return sql_prepare(db, stmt, "%s", sql);
}

int store_reset(sqlite3_stmt *stmt)
{
	return sql_error(sqlite3_db_handle(stmt), sqlite3_reset(stmt));
}

int store_finish(sqlite3_stmt *stmt, int err)
{
	sqlite3 *db = stmt ? sqlite3_db_handle(stmt) : NULL;
	int rc = sqlite3_finalize(stmt);

	return err ? err : sql_error(db, rc);
}

/* ---- runs ---- */

static void copy(char *to, size_t size, sqlite3_stmt *stmt, int i)
{
	const unsigned char *text = sqlite3_column_text(stmt, i);

	snprintf(to, size, "%s", text ? (const char *)text : "");
}

static void read_run(struct store_run *run, sqlite3_stmt *stmt)
{
	uint64_t n;

	*run = (struct store_run){ .id = sqlite3_column_int64(stmt, 0) };
	sql_number(stmt, 1, &run->started);
	sql_number(stmt, 2, &run->seen);
	sql_number(stmt, 3, &run->ended);
	sql_number(stmt, 4, &n);
	run->end = (enum store_end)n;
	copy(run->module, sizeof(run->module), stmt, 5);
	copy(run->program, sizeof(run->program), stmt, 6);
	sql_number(stmt, 7, &n);
	run->hooks = (uint32_t)n;
	sql_number(stmt, 8, &run->first_seq);
	sql_number(stmt, 9, &run->last_seq);
	copy(run->boot_id, sizeof(run->boot_id), stmt, 10);
	copy(run->machine_id, sizeof(run->machine_id), stmt, 11);
	copy(run->host, sizeof(run->host), stmt, 12);
	copy(run->kernel, sizeof(run->kernel), stmt, 13);
	sql_number(stmt, 14, &run->booted);
}

static int read_runs(struct store_reader *r)
{
	static const char sql[] =
		"SELECT r.id,r.started,r.seen,r.ended,r.why,r.module,r.program,r.hooks,r.first_seq,"
		"r.last_seq,b.boot_id,b.machine_id,b.host,b.kernel,b.booted FROM run r JOIN boot b "
		"ON b.id=r.boot ORDER BY r.id";
	sqlite3_stmt *stmt;
	int err = store_prepare(r->db, sql, &stmt);

	r->n_runs = 0;
	while (!err && (err = sql_next(stmt)) > 0) {
		r->runs = xgrow(r->runs, r->n_runs, sizeof(*r->runs));
		read_run(&r->runs[r->n_runs++], stmt);
		err = 0;
	}
	return store_finish(stmt, err);
}

int reader_look(struct store_reader *r)
{
	int err = rows_clocks(&r->rows, r->db);

	r->rows.lk.err = 0;
	return err ? err : read_runs(r);
}

const struct store_run *reader_run(const struct store_reader *r, int64_t id)
{
	unsigned int i;

	for (i = 0; i < r->n_runs; i++)
		if (r->runs[i].id == id)
			return &r->runs[i];
	return NULL;
}

int64_t reader_run_of(const struct store_reader *r, uint64_t clock)
{
	return clock < r->rows.clocks.n ? r->rows.clocks.run[clock] : 0;
}

/* Whether somebody writes: nothing may have happened since it was last seen to. */
bool store_is_recorded(const struct store_reader *r)
{
	if (r->recorder < 0)
		return false;
	if (flock(r->recorder, LOCK_SH | LOCK_NB))
		return errno == EWOULDBLOCK;
	flock(r->recorder, LOCK_UN);
	return false;
}

uint64_t reader_run_end(const struct store_reader *r, const struct store_run *run)
{
	if (run->ended)
		return run->ended;
	return run == &r->runs[r->n_runs - 1] && store_is_recorded(r) ? UINT64_MAX : run->seen;
}

/* ---- opening ---- */

int store_reader_open(const char *folder, const char *name, struct store_reader **out)
{
	struct store_reader *r = xalloc(1, sizeof(*r));
	char path[PATH_MAX];
	int err = file_open_reading(folder, name, &r->db);

	*out = NULL;
	snprintf(path, sizeof(path), "%s/lock", folder);
	r->recorder = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (!err)
		err = rows_open(&r->rows, r->db);
	if (!err)
		err = read_runs(r);
	if (err) {
		store_reader_close(r);
		return err;
	}
	*out = r;
	return 0;
}

void store_reader_close(struct store_reader *r)
{
	if (!r)
		return;
	sqlite3_finalize(r->count);
	rows_close(&r->rows);
	sqlite3_close(r->db);
	if (r->recorder >= 0)
		close(r->recorder);
	free(r->runs);
	buf_free(&r->text);
	free(r);
}

/* ---- what the history knows of itself ---- */

int store_read_runs(struct store_reader *r, store_run_fn fn, void *arg)
{
	unsigned int i;
	int err = reader_look(r);

	for (i = 0; !err && i < r->n_runs; i++)
		err = fn(&r->runs[i], arg);
	return err;
}

/* {"fork":30,"exit":12}, as it was written. */
static void parse_lost(struct store_gap *gap, const char *text)
{
	unsigned long long n;
	char name[32];
	int used, type;

	for (; (text = strchr(text, '"')); text += used) {
		used = 1;
		if (sscanf(text, "\"%31[a-z_]\":%llu%n", name, &n, &used) != 2)
			return;
		type = sessmon_name_find(SESSMON_NAME_EVENT, name);
		if (type >= 0 && type < SESSMON_COUNTERS_MAX)
			gap->lost[type] = n;
	}
}

int store_read_gaps(struct store_reader *r, store_gap_fn fn, void *arg)
{
	sqlite3_stmt *stmt;
	struct store_gap gap;
	const char *lost;
	uint64_t n;
	int err = store_prepare(
		r->db, "SELECT since,until,why,count,lost FROM gap ORDER BY since,id", &stmt);

	while (!err && (err = sql_next(stmt)) > 0) {
		gap = (struct store_gap){ 0 };
		sql_number(stmt, 0, &gap.from);
		sql_number(stmt, 1, &gap.until);
		sql_number(stmt, 2, &n);
		gap.why = (enum store_gap_why)n;
		sql_number(stmt, 3, &gap.count);
		lost = (const char *)sqlite3_column_text(stmt, 4);
		gap.known = lost;
		if (lost)
			parse_lost(&gap, lost);
		err = fn(&gap, arg);
	}
	return store_finish(stmt, err);
}

/* By which clock it was that moment. */
static void find_clock(const struct store_reader *r, uint64_t wall, struct store_run *run)
{
	const struct row_clocks *c = &r->rows.clocks;
	uint32_t i;

	for (i = 0; i < c->n; i++)
		if (c->run[i] == run->id && c->since[i] != UINT64_MAX &&
		    c->since[i] + (uint64_t)c->offset[i] <= wall)
			run->booted = (uint64_t)c->offset[i];
}

int store_read_table(struct store_reader *r, uint64_t wall, struct mirror *m, struct store_run *run)
{
	const struct store_run *then = NULL;
	struct births births = { 0 };
	struct run_rows rows;
	unsigned int i;
	int err = reader_look(r);

	for (i = 0; !err && i < r->n_runs; i++)
		if (r->runs[i].started <= wall && wall <= reader_run_end(r, &r->runs[i]))
			then = &r->runs[i];
	if (err || !then)
		return err ? err : -ENOENT;
	if (run)
		*run = *then;
	err = run_rows(&rows, r->db, then->id);
	if (!err)
		err = moment_read(m, &r->rows, r->db, &rows, wall);
	if (!err)
		err = births_read(&births, &r->rows, r->db, &rows, wall);
	births_apply(&births, m);
	births_free(&births);
	if (!err && run)
		find_clock(r, wall, run);
	return err;
}
