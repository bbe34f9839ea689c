// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of changes and of sessions read back as events and sessions. */
#include <string.h>

#include "rows/living.h"
#include "rows/part.h"
#include "store/place.h"
#include "rows/rest.h"
#include "rows/row.h"
#include "rows/said.h"

#define BIT(attr) (1ULL << (attr))

/* Columns of the table exec. */
enum exec_column {
	EXEC_PROCESS,
	EXEC_NUMBER,
	EXEC_CLOCK,
	EXEC_AT,
	EXEC_WALL,
	EXEC_SEQ,
	EXEC_PROGRAM,
	EXEC_SESSION,
	EXEC_PARENT,
	EXEC_CONTEXT,
	EXEC_COMM,
	EXEC_PGID,
	EXEC_EXECS,
	EXEC_REST,
};

/* Columns of the table process_change. */
enum change_column {
	CHANGE_ID,
	CHANGE_PROCESS,
	CHANGE_CLOCK,
	CHANGE_TYPE,
	CHANGE_AT,
	CHANGE_WALL,
	CHANGE_SEQ,
	CHANGE_SESSION,
	CHANGE_PARENT,
	CHANGE_CONTEXT,
	CHANGE_COMM,
	CHANGE_PGID,
	CHANGE_EXECS,
	CHANGE_ACTOR,
	CHANGE_BEFORE,
	CHANGE_AFTER,
	CHANGE_REST,
};

/* Columns of the table session_change before those with its facts. */
enum session_change_column {
	SESSION_CHANGE_CLOCK = 2,
	SESSION_CHANGE_TYPE,
	SESSION_CHANGE_AT,
	SESSION_CHANGE_WALL,
	SESSION_CHANGE_SEQ,
	SESSION_CHANGE_NOW,
};

/* Columns of the table session that are looked at here. */
enum session_column {
	SESSION_SID = 2,
	SESSION_START,
};

static uint64_t number(sqlite3_stmt *stmt, unsigned int i)
{
	uint64_t n;

	sql_number(stmt, i, &n);
	return n;
}

static void apply(struct rows *r, struct sessmon_str rest, enum rest_part part,
		  const struct rule_set *set, void *object)
{
	if (!rest_apply(rest_find(rest, (unsigned char)part), set, object, r->counters) &&
	    !r->lk.err)
		r->lk.err = -STORE_E_CORRUPT;
}

/* From the clock to the number these columns follow each other in all tables of changes. */
static void set_event(struct rows *r, sqlite3_stmt *stmt, unsigned int at, uint64_t clock,
		      uint32_t type, struct sessmon_event *e)
{
	uint64_t boottime = number(stmt, at);

	*e = (struct sessmon_event){ 0 };
	said_event(e, type, number(stmt, at + 2), boottime,
		   boottime + (uint64_t)row_offset(r, clock) + number(stmt, at + 1));
}

/* And from the session to the number of programs those of who it is. */
static void set_who(struct rows *r, sqlite3_stmt *stmt, unsigned int process, unsigned int session,
		    struct said *said)
{
	const struct sessmon_key *key = lookup_process(&r->lk, number(stmt, process));
	uint64_t pgid, comm;

	*said = (struct said){ .pgid = NO_PGID };
	if (key)
		said->key = *key;
	said->session = lookup_session(&r->lk, number(stmt, session));
	said->parent = lookup_process(&r->lk, number(stmt, session + 1));
	said->context = lookup_context(&r->lk, number(stmt, session + 2));
	comm = number(stmt, session + 3);
	if (comm)
		said->comm = lookup_word(&r->lk, comm);
	if (sql_number(stmt, session + 4, &pgid))
		said->pgid = (uint32_t)pgid;
	said->execs = (uint32_t)number(stmt, session + 5);
}

void row_later_program(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e)
{
	struct sessmon_str rest;
	struct said said;

	set_event(r, stmt, EXEC_AT, number(stmt, EXEC_CLOCK), SESSMON_EVENT_EXEC, e);
	set_who(r, stmt, EXEC_PROCESS, EXEC_SESSION, &said);
	said.exe = lookup_program(&r->lk, number(stmt, EXEC_PROGRAM));
	e->has |= BIT(SESSMON_A_EVENT_PROCESS);
	said_process(&e->process, SAID_EXEC, &said);
	sql_bytes(stmt, EXEC_REST, &rest);
	apply(r, rest, REST_EXEC, &sessmon_rules_event, e);
}

void row_change(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e)
{
	struct sessmon_str rest, loss;
	struct said said;

	set_event(r, stmt, CHANGE_AT, number(stmt, CHANGE_CLOCK),
		  (uint32_t)number(stmt, CHANGE_TYPE), e);
	if (number(stmt, CHANGE_PROCESS)) {
		set_who(r, stmt, CHANGE_PROCESS, CHANGE_SESSION, &said);
		e->has |= BIT(SESSMON_A_EVENT_PROCESS);
		said_process(&e->process, SAID_CHANGE, &said);
	}
	sql_bytes(stmt, CHANGE_REST, &rest);
	apply(r, rest, REST_CHANGE, &sessmon_rules_event, e);
	loss = rest_find(rest, REST_LOSS);
	if (loss.len == sizeof(e->loss))
		memcpy(&e->loss, loss.data, sizeof(e->loss));
}

/* @now: the first column of how it is; @born: the first one of the table session. */
static void set_session(struct rows *r, sqlite3_stmt *stmt, const struct columns *columns,
			unsigned int now, unsigned int born, bool as_born,
			struct sessmon_session *s)
{
	*s = (struct sessmon_session){ .has = BIT(SESSMON_A_SESSION_KEY) };
	s->key.has = BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START);
	s->key.id = (uint32_t)number(stmt, born + SESSION_SID);
	s->key.start = number(stmt, born + SESSION_START);
	lookup_facts(&r->lk, columns, stmt, now, s);
	if (as_born)
		lookup_facts(&r->lk, &columns_session_birth, stmt,
			     born + columns_session_birth.first, s);
}

void row_session_change(struct rows *r, sqlite3_stmt *stmt, struct sessmon_event *e)
{
	unsigned int last = table_session_change.n - 1;
	struct sessmon_str rest;
	bool as_born;

	sql_bytes(stmt, last, &rest);
	as_born = !rest_find(rest, REST_WHOLE).data;
	set_event(r, stmt, SESSION_CHANGE_AT, number(stmt, SESSION_CHANGE_CLOCK),
		  (uint32_t)number(stmt, SESSION_CHANGE_TYPE), e);
	e->has |= BIT(SESSMON_A_EVENT_SESSION);
	set_session(r, stmt, &columns_session_change, SESSION_CHANGE_NOW, last + 1, as_born,
		    &e->session);
	apply(r, rest, as_born ? REST_CHANGE : REST_WHOLE, &sessmon_rules_event, e);
}

void row_session(struct rows *r, sqlite3_stmt *stmt, struct sessmon_session *s)
{
	struct sessmon_str rest;
	bool as_born;

	sql_bytes(stmt, table_session.n - 1, &rest);
	as_born = !rest_find(rest, REST_WHOLE).data;
	set_session(r, stmt, &columns_session_now, columns_session_now.first, 0, as_born, s);
	apply(r, rest, as_born ? REST_CHANGE : REST_WHOLE, &sessmon_rules_session, s);
}
