// SPDX-License-Identifier: GPL-2.0-or-later
/* Where in a file events are, to be read in their order. */
#include "rows/happened.h"

#include <stdlib.h>

#include "base/alloc.h"

int happenings_open(struct happenings *h, struct rows *r, sqlite3 *db)
{
	static const enum happened_kind of_process[] = { HAPPENED_BIRTH, HAPPENED_EXEC,
							 HAPPENED_END };
	struct buf names = { 0 };
	unsigned int i;
	int err = 0;

	*h = (struct happenings){ .r = r };
	for (i = 0; !err && i < sizeof(of_process) / sizeof(of_process[0]); i++)
		err = sql_prepare_select(db, &table_process, &h->one[of_process[i]], "WHERE id=?");
	if (!err)
		err = sql_prepare_select(db, &table_exec, &h->one[HAPPENED_PROGRAM],
					 "WHERE process=? AND number=?");
	if (!err)
		err = sql_prepare_select(db, &table_process_change, &h->one[HAPPENED_CHANGE],
					 "WHERE id=?");
	for (i = 0; i < table_session_change.n; i++)
		buf_printf(&names, "c.%s,", table_session_change.column[i]);
	if (!err)
		err = sql_prepare(db, &h->one[HAPPENED_SESSION],
				  "SELECT %ss.* FROM session_change c JOIN session s ON "
				  "s.id=c.session WHERE c.id=?",
				  names.data);
	buf_free(&names);
	return err;
}

void happenings_close(struct happenings *h)
{
	unsigned int i;

	for (i = 0; i < HAPPENED_KINDS; i++)
		sqlite3_finalize(h->one[i]);
	free(h->list);
	*h = (struct happenings){ 0 };
}

void happenings_add(struct happenings *h, struct happened event)
{
	h->list = xgrow(h->list, h->n, sizeof(*h->list));
	h->list[h->n++] = event;
}

static int compare(const void *a, const void *b)
{
	const struct happened *p = a, *q = b;

	if (p->seq != q->seq)
		return p->seq < q->seq ? -1 : 1;
	if (p->kind != q->kind)
		return p->kind < q->kind ? -1 : 1;
	return p->row < q->row ? -1 : p->row > q->row;
}

void happenings_sort(struct happenings *h)
{
	if (h->n)
		qsort(h->list, h->n, sizeof(*h->list), compare);
}

int happenings_read(struct happenings *h, size_t i, struct sessmon_event *e)
{
	const struct happened *what = &h->list[i];
	sqlite3_stmt *stmt = h->one[what->kind];
	struct row row;
	int got;

	sqlite3_bind_int64(stmt, 1, what->row);
	if (what->kind == HAPPENED_PROGRAM)
		sqlite3_bind_int64(stmt, 2, what->number);
	got = sql_next(stmt);
	if (got <= 0)
		return got;
	if (what->kind <= HAPPENED_END)
		row_read(&row, stmt);
	if (what->kind == HAPPENED_BIRTH)
		got = row_born(h->r, &row, e);
	else if (what->kind == HAPPENED_EXEC)
		got = row_executed(h->r, &row, e);
	else if (what->kind == HAPPENED_END)
		got = row_ended(h->r, &row, e);
	else if (what->kind == HAPPENED_PROGRAM)
		row_later_program(h->r, stmt, e);
	else if (what->kind == HAPPENED_CHANGE)
		row_change(h->r, stmt, e);
	else
		row_session_change(h->r, stmt, e);
	return h->r->lk.err ? h->r->lk.err : got;
}

void happenings_done(struct happenings *h, size_t i)
{
	sqlite3_reset(h->one[h->list[i].kind]);
}
