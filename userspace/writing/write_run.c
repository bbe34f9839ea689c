// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs and gaps: when somebody watched, and what is missing. */
#include <string.h>

#include "base/json.h"
#include "writing/writer.h"

static struct cell text_of(const char *text)
{
	return *text ? cell_text((struct sessmon_str){ text, (uint32_t)strlen(text) }) :
		       (struct cell){ 0 };
}

static void put_lost(struct buf *b, const struct store_gap *gap)
{
	const char *name;
	struct json j;
	unsigned int i;

	buf_clear(b);
	json_begin(&j, b);
	for (i = 0; i < SESSMON_COUNTERS_MAX; i++) {
		name = sessmon_name(SESSMON_NAME_EVENT, i);
		if (gap->lost[i] && name)
			json_number(&j, name, gap->lost[i]);
	}
	json_close(&j);
}

int writer_gap(struct store_writer *w, const struct store_gap *gap)
{
	struct cell cells[] = {
		{ 0 },
		cell_number(gap->from),
		cell_number(gap->until),
		cell_number(gap->why),
		cell_if(gap->count, gap->count),
		{ 0 },
	};
	sqlite3_stmt *stmt;
	int err;

	if (gap->known) {
		put_lost(&w->before, gap);
		cells[5] =
			cell_text((struct sessmon_str){ w->before.data, (uint32_t)w->before.len });
	}
	err = sql_prepare_insert(w->db, &table_gap, &stmt);
	if (!err)
		err = sql_write(stmt, cells, sizeof(cells) / sizeof(cells[0]));
	sqlite3_finalize(stmt);
	return err;
}

static int find_boot(struct store_writer *w, const struct store_run *run)
{
	struct cell cells[] = {
		text_of(run->boot_id), text_of(run->machine_id), text_of(run->host),
		text_of(run->kernel),  cell_number(run->booted),
	};
	sqlite3_stmt *stmt;
	uint64_t id = 0;
	int err = sql_prepare(w->db, &stmt, "SELECT id FROM boot WHERE boot_id=?");

	if (!err)
		sqlite3_bind_text(stmt, 1, run->boot_id, -1, SQLITE_STATIC);
	if (!err)
		err = sql_next(stmt);
	if (err > 0)
		sql_number(stmt, 0, &id);
	sqlite3_finalize(stmt);
	w->boot = (uint32_t)id;
	if (err)
		return err < 0 ? err : 0;
	if (!*run->boot_id)
		cells[0] = cell_text((struct sessmon_str){ "", 0 });
	err = sql_prepare(w->db, &stmt,
			  "INSERT INTO boot(boot_id,machine_id,host,kernel,booted) "
			  "VALUES(?,?,?,?,?)");
	if (!err)
		err = sql_write(stmt, cells, sizeof(cells) / sizeof(cells[0]));
	w->boot = (uint32_t)sqlite3_last_insert_rowid(w->db);
	sqlite3_finalize(stmt);
	return err;
}

static int put_run(struct store_writer *w)
{
	const struct store_run *run = &w->run;
	const struct cell cells[] = {
		cell_number((uint64_t)run->id),
		cell_number(w->boot),
		cell_number(run->started),
		cell_number(run->seen),
		{ 0 },
		cell_number(STORE_END_NONE),
		text_of(run->module),
		text_of(run->program),
		cell_number(run->hooks),
		cell_number(run->first_seq),
		cell_number(run->last_seq),
		{ 0 },
		cell_number(w->ran.session),
		cell_number(w->ran.process),
		cell_number(w->ran.session_change),
		cell_number(w->ran.process_change),
	};
	sqlite3_stmt *stmt;
	int err = sql_prepare_insert(w->db, &table_run, &stmt);

	if (!err)
		err = sql_write(stmt, cells, sizeof(cells) / sizeof(cells[0]));
	sqlite3_finalize(stmt);
	return err;
}

int writer_begin_run(struct store_writer *w, const struct store_run *run)
{
	int err;

	w->run = *run;
	w->run.id = w->next.run++;
	w->run.seen = run->started;
	w->run.ended = 0;
	w->run.end = STORE_END_NONE;
	w->run.last_seq = run->first_seq;
	w->run_late = 0;
	w->ran = w->next;
	w->joined_at = run->started - run->booted;
	err = find_boot(w, run);
	if (!err)
		err = put_run(w);
	return err ? err : writer_new_clock(w, w->joined_at, (int64_t)run->booted);
}

static int begin(struct store_writer *w, const struct store_run *run)
{
	int err = writer_begin_run(w, run);

	w->joining = true;
	return err ? err : writer_gap_since_former_run(w);
}

int store_writer_join(struct store_writer *w, const struct store_run *run)
{
	char name[STORE_NAME];
	int err = w->in_batch ? store_writer_commit(w) : 0;

	if (!err && w->run.id)
		err = store_writer_leave(w, STORE_END_LOSS, run->started);
	store_day_name(name, run->started);
	if (!err && (!w->db || strcmp(name, w->name)))
		err = writer_open_file(w, run->started);
	if (err)
		return err;
	writer_forget(w);
	err = writer_begin(w);
	return err ? err : begin(w, run);
}
