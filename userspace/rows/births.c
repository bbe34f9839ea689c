// SPDX-License-Identifier: GPL-2.0-or-later
/* What a session tells of itself is rare: its processes are counted from then on. */
#include "rows/births.h"

#include <stdlib.h>

#include "base/alloc.h"

static const char counted[] =
	"WITH told(session,seq) AS MATERIALIZED (SELECT c.session,max(c.seq) FROM session_change c "
	"JOIN clock k ON k.id=c.clock WHERE c.id>=?1 AND c.id<?2 AND c.total IS NOT NULL AND c.at+c.wall+k.offset<=?6 "
	"GROUP BY c.session) "
	"SELECT s.sid,s.start,count(*),s.clock,s.ended FROM process p JOIN clock k ON k.id=p.clock "
	"JOIN session s ON s.id=coalesce(p.born_session,p.session) "
	"JOIN told t ON t.session=s.id "
	"WHERE p.id>=?3 AND p.id<?4 AND p.born IS NOT NULL AND p.seq>max(?5,t.seq) "
	"AND p.start+p.born+coalesce(p.wall,0)+k.offset<=?6 "
	"GROUP BY s.id";

static void bind(sqlite3_stmt *stmt, const struct run_rows *run, uint64_t wall)
{
	sqlite3_bind_int64(stmt, 1, run->session_change.first);
	sqlite3_bind_int64(stmt, 2, run->session_change.end);
	sqlite3_bind_int64(stmt, 3, run->process.first);
	sqlite3_bind_int64(stmt, 4, run->process.end);
	sqlite3_bind_int64(stmt, 5, (int64_t)run->first_seq);
	sqlite3_bind_int64(stmt, 6, wall < INT64_MAX ? (int64_t)wall : INT64_MAX);
}

static void add(struct births *b, sqlite3_stmt *stmt)
{
	struct births_of *one;

	b->list = xgrow(b->list, b->n, sizeof(*b->list));
	one = &b->list[b->n++];
	*one = (struct births_of){ .n = (uint32_t)sqlite3_column_int64(stmt, 2) };
	one->session.id = (uint32_t)sqlite3_column_int64(stmt, 0);
	one->session.start = (uint64_t)sqlite3_column_int64(stmt, 1);
}

/* Another one may have the key of one that has ended. */
static bool has_ended(const struct rows *r, sqlite3_stmt *stmt, uint64_t wall)
{
	uint64_t clock, ended;

	sql_number(stmt, 3, &clock);
	return sql_number(stmt, 4, &ended) &&
	       ended + (uint64_t)row_offset_then(r, clock, ended) <= wall;
}

int births_read(struct births *b, const struct rows *r, sqlite3 *db, const struct run_rows *run,
		uint64_t wall)
{
	sqlite3_stmt *stmt;
	int err = sql_prepare(db, &stmt, "%s", counted);

	*b = (struct births){ 0 };
	if (!err)
		bind(stmt, run, wall);
	while (!err && (err = sql_next(stmt)) > 0) {
		if (!has_ended(r, stmt, wall))
			add(b, stmt);
		err = 0;
	}
	sqlite3_finalize(stmt);
	return err;
}

void births_apply(const struct births *b, struct mirror *m)
{
	struct sessmon_session *s;
	size_t i;

	for (i = 0; i < b->n; i++) {
		s = mirror_session(m, &b->list[i].session);
		if (s && sessmon_has(s, SESSMON_A_SESSION_TOTAL))
			s->total += b->list[i].n;
	}
}

void births_free(struct births *b)
{
	free(b->list);
	*b = (struct births){ 0 };
}
