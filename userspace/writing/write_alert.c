// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of alerts, which are few: their statements are made when they are needed. */
#include "writing/write_alert.h"

#include <errno.h>

#include "base/alloc.h"
#include "writing/writer.h"

/* As many are counted at a time, at the most, and those are the newest. */
#define COUNTED 4096

/**
 * struct alert_row - Where an alert is that may be counted on.
 * @number: of the alert
 * @row: its row; another file, or one that was rolled back, has it not
 */
struct alert_row {
	uint64_t number;
	int64_t row;
};

static struct cell text_of(struct sessmon_str s)
{
	return s.len ? cell_text(s) : (struct cell){ 0 };
}

/* Each rule once, as it says of itself. */
static int find_rule(struct store_writer *w, const struct cell *cells, uint64_t *row)
{
	sqlite3_stmt *stmt;
	int err = sql_prepare(w->db, &stmt,
			      "SELECT max(id) FROM rule WHERE ?1 IS NULL AND rule IS ?2 AND "
			      "title IS ?3 AND level IS ?4 AND author IS ?5 AND license IS ?6 AND "
			      "description IS ?7 AND reference IS ?8 AND tags IS ?9");

	*row = 0;
	if (!err)
		err = sql_bind(stmt, cells, table_rule.n);
	if (!err)
		err = sql_next(stmt);
	if (err > 0 && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		sql_number(stmt, 0, row);
	sqlite3_finalize(stmt);
	return err < 0 ? err : 0;
}

static int insert(struct store_writer *w, const struct table *t, const struct cell *cells)
{
	sqlite3_stmt *stmt;
	int err = sql_prepare_insert(w->db, t, &stmt);

	if (!err)
		err = sql_write(stmt, cells, t->n);
	sqlite3_finalize(stmt);
	return err;
}

static int put_rule(struct store_writer *w, const struct store_alert *a, uint64_t *row)
{
	const struct cell cells[] = {
		{ 0 },
		text_of(a->rule),
		cell_text(a->title),
		cell_text(a->level),
		text_of(a->author),
		text_of(a->license),
		text_of(a->description),
		text_of(a->reference),
		text_of(a->tags),
	};
	int err = find_rule(w, cells, row);

	if (err || *row)
		return err;
	err = insert(w, &table_rule, cells);
	*row = (uint64_t)sqlite3_last_insert_rowid(w->db);
	return err;
}

static int put_new(struct store_writer *w, const struct store_alert *a, struct alert_row *counted)
{
	const struct living_session *s = living_session_find(&w->living, &a->session);
	const struct living *l = living_find(&w->living, &a->process);
	uint64_t rule;
	int64_t wall;
	int err = writer_clock(w, a->at, a->realtime, &wall);

	if (!err)
		err = put_rule(w, a, &rule);
	if (err)
		return err;
	const struct cell cells[] = {
		{ 0 },
		cell_number(rule),
		cell_if(s, s ? s->row : 0),
		cell_if(l, l ? l->row : 0),
		cell_number(w->clock.id),
		cell_number(a->at),
		cell_number((uint64_t)wall),
		cell_number(a->seq),
		cell_number(a->last),
		cell_number(a->count),
		text_of(a->matched),
	};
	err = insert(w, &table_alert, cells);
	*counted = (struct alert_row){ a->number, sqlite3_last_insert_rowid(w->db) };
	return err;
}

/* Returns 1 if the file has it. */
static int count_on(struct store_writer *w, const struct store_alert *a, int64_t row)
{
	const struct cell cells[] = { cell_number((uint64_t)row), cell_number(a->at),
				      cell_number(a->count), cell_number(a->last) };
	sqlite3_stmt *stmt;
	int err = sql_prepare(w->db, &stmt,
			      "UPDATE alert SET count=count+?3,last=?4 WHERE id=?1 AND at=?2");

	if (!err)
		err = sql_write(stmt, cells, 4);
	sqlite3_finalize(stmt);
	return err ? err : sqlite3_changes(w->db) > 0;
}

int store_write_alert(struct store_writer *w, const struct store_alert *a)
{
	struct alert_row *counted;
	int err = w->run.id ? writer_begin(w) : -ENOTCONN;

	if (err)
		return err;
	if (!w->alerts)
		w->alerts = xalloc(COUNTED, sizeof(*w->alerts));
	counted = &w->alerts[a->number % COUNTED];
	err = counted->number == a->number ? count_on(w, a, counted->row) : 0;
	if (err)
		return err < 0 ? err : 0;
	return put_new(w, a, counted);
}
