/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lives, as far as the writer has to know it: which rows it is, and how it was last. */
#ifndef SESSMON_STORE_LIVING_H
#define SESSMON_STORE_LIVING_H

#include "base/buf.h"
#include "store/intern.h"

/** NO_PGID - Nothing is known of a process group. */
#define NO_PGID UINT32_MAX

/**
 * struct context - What many processes have in common.
 * @next: in the same bucket
 * @id: number in the file
 * @users: who refer to it
 * @child: what a process got last that was made by one that has this; counted, or NULL
 * @p: the facts
 * @tty: room for the terminal's name
 */
struct context {
	struct context *next;
	uint32_t id;
	uint32_t users;
	struct context *child;
	struct sessmon_process p;
	char tty[SESSMON_TTY_NAME_MAX];
};

/**
 * struct who - What every event of a process says of it, as numbers of rows; 0 is none.
 * @context: context
 * @session: its session
 * @parent: its parent
 * @comm: its display name
 * @pgid: its process group, or NO_PGID
 */
struct who {
	struct context *context;
	uint32_t session, parent, comm, pgid;
};

/**
 * enum carried - How a process or session came into the history.
 * @CARRIED_NOT: its birth was seen
 * @CARRIED_THERE: it was there when the run began
 * @CARRIED_MISSED: its birth was missed
 */
enum carried {
	CARRIED_NOT,
	CARRIED_THERE,
	CARRIED_MISSED,
};

/**
 * struct living - A process.
 * @next: in the same bucket
 * @dirty: next one whose row is to be written
 * @start: of its key
 * @pid: of its key
 * @row: its row
 * @now: how it is
 * @born: how it was at birth
 * @first: how it was when it executed its first program
 * @born_program: what it inherited
 * @program: what it executed first
 * @current: what it runs
 * @seq: number of its first event
 * @last_seq: number of its last event
 * @born_execs: programs that it had executed by then
 * @born_at: its birth's event, since its start
 * @exec_at: its first program's, since its start
 * @exec_seq: since @seq
 * @end_at: its end's, since its start
 * @end_seq: since @seq
 * @end_after: of a lost end, since its start: it was later than this
 * @wall: how far the birth's time is from what the clock says
 * @exec_wall: that of the first program
 * @end_wall: that of the end
 * @execs: programs that it has executed
 * @status: what wait(2) tells
 * @clock: its clock's row
 * @offset: of that clock
 * @carried: enum carried
 * @is_dirty: it is in the list
 * @written: the file has its row
 * @executed: it has executed a program since
 * @ended: its end was seen, or is known to have been lost
 * @lost_end: the latter
 * @more: programs that it has executed after its first one since
 * @ghost: it had ended before the run began, and is told of late
 * @rest: of its row
 */
struct living {
	struct living *next, *dirty;
	uint64_t start;
	uint32_t pid, row;
	struct who now, born, first;
	uint32_t born_program, program, current;
	uint64_t seq, last_seq;
	uint64_t born_at, exec_at, exec_seq, end_at, end_seq, end_after;
	int64_t wall, exec_wall, end_wall;
	uint32_t born_execs, execs, more, status;
	uint32_t clock;
	int64_t offset;
	unsigned char carried;
	bool is_dirty, written, executed, ended, lost_end, ghost;
	struct buf rest;
};

/**
 * struct living_session - A session.
 * @next: in the same bucket
 * @key: its key
 * @row: its row
 * @clock: its clock's row
 * @last_seq: number of its last event
 * @birth: hash of what its row says of its birth; 0 as long as nothing is said
 * @ghost: it had ended before the run began, and is told of late
 */
struct living_session {
	struct living_session *next;
	struct sessmon_key key;
	uint32_t row, clock;
	uint64_t last_seq, birth;
	bool ghost;
};

#define LIVING_CONTEXTS 1024
#define LIVING_SESSIONS 1024

/**
 * struct table_of_living - All of them.
 * @process: buckets, by pid
 * @buckets: how many, a power of two
 * @n: processes
 * @session: buckets, by sid
 * @context: buckets, by number
 */
struct table_of_living {
	struct living **process;
	unsigned int buckets, n;
	struct living_session *session[LIVING_SESSIONS];
	struct context *context[LIVING_CONTEXTS];
};

/**
 * living_find() - A process.
 * @t: table
 * @key: start 0 is whichever has the id
 *
 * Return: it, or NULL.
 */
struct living *living_find(const struct table_of_living *t, const struct sessmon_key *key);

/**
 * living_add() - A process that is not there yet.
 * @t: table
 * @key: its key
 *
 * Return: it, with nothing known.
 */
struct living *living_add(struct table_of_living *t, const struct sessmon_key *key);

/**
 * living_unlink() - Let a process be found no more.
 * @t: table
 * @l: it, which is still to be freed
 */
void living_unlink(struct table_of_living *t, struct living *l);

/**
 * living_free() - Forget a process that is found no more.
 * @t: table
 * @l: it
 */
void living_free(struct table_of_living *t, struct living *l);

/**
 * living_session_find() - A session.
 * @t: table
 * @key: start 0 is whichever has the id
 *
 * Return: it, or NULL.
 */
struct living_session *living_session_find(const struct table_of_living *t,
					   const struct sessmon_key *key);

/**
 * living_session_add() - A session that is not there yet.
 * @t: table
 * @key: its key
 *
 * Return: it.
 */
struct living_session *living_session_add(struct table_of_living *t, const struct sessmon_key *key);

/**
 * living_session_remove() - Forget a session.
 * @t: table
 * @s: it
 */
void living_session_remove(struct table_of_living *t, struct living_session *s);

/**
 * living_context() - The context that a process has.
 * @t: table
 * @in: numbers
 * @p: process
 * @like: one that it probably is, or NULL
 *
 * Return: the context, counted; NULL after an error, which is in @in.
 */
struct context *living_context(struct table_of_living *t, struct intern *in,
			       const struct sessmon_process *p, struct context *like);

/**
 * living_context_by_row() - A context that the file has.
 * @t: table
 * @id: number
 * @p: its facts
 *
 * Return: the context, counted.
 */
struct context *living_context_by_row(struct table_of_living *t, uint32_t id,
				      const struct sessmon_process *p);

/**
 * living_context_put() - Count a context no more.
 * @t: table
 * @c: context or NULL
 */
void living_context_put(struct table_of_living *t, struct context *c);

/**
 * who_set() - Let a process be so.
 * @t: table
 * @to: how it was
 * @from: how it is
 */
void who_set(struct table_of_living *t, struct who *to, const struct who *from);

/**
 * living_clear() - Forget everything.
 * @t: table
 */
void living_clear(struct table_of_living *t);

#endif /* SESSMON_STORE_LIVING_H */
