// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of processes read back as objects and events: said.c says what columns say. */
#include "rows/row.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mirror/row.h"
#include "rows/living.h"
#include "rows/part.h"
#include "store/place.h"
#include "rows/rest.h"
#include "rows/said.h"

#define BIT(attr) (1ULL << (attr))

static void free_clocks(struct row_clocks *c)
{
	free(c->offset);
	free(c->run);
	free(c->since);
}

int rows_clocks(struct rows *r, sqlite3 *db)
{
	struct row_clocks *c = &r->clocks;
	sqlite3_stmt *stmt;
	uint64_t offset, run;
	int64_t n;
	int err = sql_ask(db, &n, "SELECT max(id) FROM clock");

	if (err)
		return err;
	if (n < 0 || n > 1 << 24)
		return -STORE_E_CORRUPT;
	free_clocks(c);
	c->n = (uint32_t)n + 1;
	c->offset = xalloc(c->n, sizeof(*c->offset));
	c->run = xalloc(c->n, sizeof(*c->run));
	c->since = xalloc(c->n, sizeof(*c->since));
	/* The first format did not say since when. */
	err = sql_prepare(db, &stmt, "SELECT * FROM clock WHERE id>0 AND id<=%lld", (long long)n);
	while (!err && (err = sql_next(stmt)) > 0) {
		n = sqlite3_column_int64(stmt, 0);
		sql_number(stmt, 1, &run);
		sql_number(stmt, 2, &offset);
		c->offset[n] = (int64_t)offset;
		c->run[n] = (uint32_t)run;
		if (sqlite3_column_count(stmt) <= 3 || !sql_number(stmt, 3, &c->since[n]))
			c->since[n] = UINT64_MAX;
		err = 0;
	}
	sqlite3_finalize(stmt);
	return err;
}

int rows_open(struct rows *r, sqlite3 *db)
{
	int err = lookup_open(&r->lk, db);

	return err ? err : rows_clocks(r, db);
}

void rows_close(struct rows *r)
{
	lookup_close(&r->lk);
	free_clocks(&r->clocks);
	*r = (struct rows){ 0 };
}

int64_t row_offset(const struct rows *r, uint64_t clock)
{
	return clock < r->clocks.n ? r->clocks.offset[clock] : 0;
}

int64_t row_offset_then(const struct rows *r, uint64_t clock, uint64_t boottime)
{
	const struct row_clocks *c = &r->clocks;
	uint32_t i;

	for (i = c->n; i-- > clock + 1;)
		if (c->run[i] == c->run[clock] && c->since[i] <= boottime)
			return c->offset[i];
	return row_offset(r, clock);
}

void row_read(struct row *row, sqlite3_stmt *stmt)
{
	unsigned int i;

	row->null = 0;
	for (i = 0; i < PROCESS_REST; i++)
		if (!sql_number(stmt, i, &row->n[i]))
			row->null |= 1ULL << i;
	sql_bytes(stmt, PROCESS_REST, &row->rest);
}

/* A column of an earlier time, which is NULL if it was then as it is now. */
static uint64_t then_or_now(const struct row *row, unsigned int then, enum process_column now)
{
	return row_has(row, (enum process_column)then) ? row->n[then] : row->n[now];
}

static uint32_t pgid_of(const struct row *row, unsigned int then)
{
	uint64_t n = then_or_now(row, then, PROCESS_PGID);
	bool known = row_has(row, (enum process_column)then) || row_has(row, PROCESS_PGID);

	return known && n != (uint64_t)-1 ? (uint32_t)n : NO_PGID;
}

/* @first: the column of the session, which those of the same time follow. */
static struct said said_of(struct rows *r, const struct row *row, unsigned int first)
{
	struct lookup *lk = &r->lk;
	uint64_t comm = then_or_now(row, first + 3, PROCESS_COMM);

	return (struct said){
		.key = { .start = row->n[PROCESS_START], .id = (uint32_t)row->n[PROCESS_PID] },
		.session = lookup_session(lk, then_or_now(row, first, PROCESS_SESSION)),
		.parent = lookup_process(lk, then_or_now(row, first + 1, PROCESS_PARENT)),
		.context = lookup_context(lk, then_or_now(row, first + 2, PROCESS_CONTEXT)),
		.comm = comm ? lookup_word(lk, comm) : (struct sessmon_str){ NULL, 0 },
		.pgid = pgid_of(row, first + 4),
		.seq = row->n[PROCESS_SEQ],
	};
}

static void apply(struct rows *r, struct sessmon_str rest, enum rest_part part,
		  const struct rule_set *set, void *object)
{
	if (!rest_apply(rest_find(rest, (unsigned char)part), set, object, r->counters) &&
	    !r->lk.err)
		r->lk.err = -STORE_E_CORRUPT;
}

static void set_event(struct sessmon_event *e, const struct rows *r, const struct row *row,
		      uint32_t type, uint64_t since_start, uint64_t seq, uint64_t wall)
{
	uint64_t boottime = row->n[PROCESS_START] + since_start;

	*e = (struct sessmon_event){ 0 };
	said_event(e, type, seq, boottime,
		   boottime + (uint64_t)row_offset(r, row->n[PROCESS_CLOCK]) + wall);
	e->has |= BIT(SESSMON_A_EVENT_PROCESS);
}

bool row_born(struct rows *r, const struct row *row, struct sessmon_event *e)
{
	struct said said;

	if (!row_has(row, PROCESS_BORN))
		return false;
	said = said_of(r, row, PROCESS_BORN_SESSION);
	set_event(e, r, row, SESSMON_EVENT_FORK, row->n[PROCESS_BORN], row->n[PROCESS_SEQ],
		  row->n[PROCESS_WALL]);
	said_process(&e->process, SAID_BORN, &said);
	said_birth(e);
	apply(r, row->rest, REST_BORN, &sessmon_rules_event, e);
	return true;
}

bool row_executed(struct rows *r, const struct row *row, struct sessmon_event *e)
{
	struct said said;

	if (!row_has(row, PROCESS_EXEC_AT))
		return false;
	said = said_of(r, row, PROCESS_EXEC_SESSION);
	said.execs = (uint32_t)row->n[PROCESS_BORN_EXECS] + 1;
	said.exe = lookup_program(&r->lk, row->n[PROCESS_PROGRAM]);
	set_event(e, r, row, SESSMON_EVENT_EXEC, row->n[PROCESS_EXEC_AT],
		  row->n[PROCESS_SEQ] + row->n[PROCESS_EXEC_SEQ],
		  then_or_now(row, PROCESS_EXEC_WALL, PROCESS_WALL));
	said_process(&e->process, SAID_EXEC, &said);
	apply(r, row->rest, REST_EXEC, &sessmon_rules_event, e);
	return true;
}

/* Of the columns of now there is no other time. */
static struct said said_now(struct rows *r, const struct row *row)
{
	struct row now = *row;
	unsigned int i;

	for (i = 0; i < 5; i++)
		now.null |= 1ULL << (PROCESS_BORN_SESSION + i);
	return said_of(r, &now, PROCESS_BORN_SESSION);
}

bool row_ended(struct rows *r, const struct row *row, struct sessmon_event *e)
{
	struct said said;

	if (!row_has(row, PROCESS_EXIT))
		return false;
	said = said_now(r, row);
	said.execs = (uint32_t)row->n[PROCESS_EXECS];
	set_event(e, r, row, SESSMON_EVENT_EXIT, row->n[PROCESS_ENDED],
		  row->n[PROCESS_SEQ] + row->n[PROCESS_END_SEQ],
		  then_or_now(row, PROCESS_END_WALL, PROCESS_WALL));
	said_process(&e->process, SAID_END, &said);
	said_end(e, (uint32_t)row->n[PROCESS_EXIT]);
	apply(r, row->rest, REST_END, &sessmon_rules_event, e);
	return true;
}

/* What a process inherits is nothing that the event of its birth tells. */
static void add_inherited(struct rows *r, const struct row *row, const struct said *said,
			  struct sessmon_process *p)
{
	const uint64_t some = BIT(SESSMON_A_PROCESS_CREDS) | BIT(SESSMON_A_PROCESS_NAMESPACES);
	const struct sessmon_exe *exe = lookup_program(&r->lk, row->n[PROCESS_BORN_PROGRAM]);
	struct sessmon_process whole = { 0 };

	if (said->context) {
		whole.has = said->context->has & some;
		whole.creds = said->context->creds;
		whole.ns = said->context->ns;
	}
	if (exe) {
		whole.has |= BIT(SESSMON_A_PROCESS_EXE);
		whole.exe = *exe;
	}
	process_merge(&whole, p);
	*p = whole;
}

bool row_birth(struct rows *r, const struct row *row, struct sessmon_process *p)
{
	struct said said = said_of(r, row, PROCESS_BORN_SESSION);
	struct sessmon_event e;

	if (row_born(r, row, &e)) {
		*p = e.process;
		add_inherited(r, row, &said, p);
		p->last_seq = e.seq;
		return true;
	}
	if (row->n[PROCESS_CARRIED] != CARRIED_THERE)
		return false;
	said.exe = lookup_program(&r->lk, row->n[PROCESS_BORN_PROGRAM]);
	said.execs = (uint32_t)row->n[PROCESS_BORN_EXECS];
	*p = (struct sessmon_process){ 0 };
	said_process(p, SAID_THERE, &said);
	apply(r, row->rest, REST_BORN, &sessmon_rules_process, p);
	p->last_seq = row->n[PROCESS_SEQ];
	return true;
}

void row_now(struct rows *r, const struct row *row, uint64_t program, struct sessmon_process *p)
{
	const uint64_t ours = BIT(SESSMON_A_PROCESS_CREATOR) | BIT(SESSMON_A_PROCESS_VPID);
	struct said said = said_now(r, row);
	struct sessmon_process born;

	said.execs = (uint32_t)row->n[PROCESS_EXECS];
	if (!program)
		program = row->n[row_has(row, PROCESS_PROGRAM) ? PROCESS_PROGRAM :
								 PROCESS_BORN_PROGRAM];
	said.exe = lookup_program(&r->lk, program);
	*p = (struct sessmon_process){ 0 };
	said_process(p, SAID_THERE, &said);
	p->has &= ~BIT(SESSMON_A_PROCESS_LAST_SEQ);
	/* What does not change has no column of its own. */
	if (!row_birth(r, row, &born))
		return;
	p->has = (p->has & ~ours) | (born.has & ours);
	p->creator = born.creator;
	p->vpid = born.vpid;
}
