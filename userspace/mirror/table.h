/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reader's own copy of the module's table, joined from a dump and the
 * events that are newer.  It answers what an event does not carry: who the
 * parent and the leaders are.  The module's table is the truth; this one is
 * dropped and fetched anew after a loss.
 */
#ifndef SESSMON_TABLE_H
#define SESSMON_TABLE_H

#include "sessmon.h"

/* Buckets of sessions, which are few; processes get more as they become more. */
#define SESSION_BUCKETS 256

/* Programs of a process that are remembered beside the present one. */
#define PREVIOUS 3

/** struct program - An executed program, shared by its forks. */
struct program;

/**
 * struct process_row - A process that the reader knows.
 * @next: in the same bucket
 * @p: facts; the text belongs to the row
 * @program: holds the text of @p.exe
 * @previous: what it ran before, the last one first
 * @comm: room for the display name
 * @tty: room for the terminal's name
 */
struct process_row {
	struct process_row *next;
	struct sessmon_process p;
	struct program *program;
	struct program *previous[PREVIOUS];
	char comm[32];
	char tty[32];
};

/**
 * struct session_row - A session that the reader knows.
 * @next: in the same bucket
 * @s: facts; the text belongs to the row
 * @program: holds the text of @s.leader
 * @creds: of the leader, since it has ended
 * @comm: room for the display name
 * @tty: room for the terminal's name
 * @entry_tty: room for the entry's terminal's name
 * @address: room for the address of the other end
 * @local_address: room for that of this end
 */
struct session_row {
	struct session_row *next;
	struct sessmon_session s;
	struct program *program;
	struct sessmon_creds creds;
	char comm[32];
	char tty[32];
	char entry_tty[32];
	char address[16];
	char local_address[16];
};

/**
 * struct table - All of them.
 * @process: buckets
 * @session: buckets
 * @as_of: what was not dumped had ended, as far as events up to this number are
 *   concerned; for a table that is fetched anew after a loss
 * @n_processes: rows
 * @n_sessions: rows
 * @process_buckets: entries of @process, a power of two
 */
struct table {
	struct process_row **process;
	struct session_row **session;
	uint64_t as_of;
	unsigned int n_processes;
	unsigned int n_sessions;
	unsigned int process_buckets;
};

/**
 * table_fill() - Fetch what there is, forgetting what was.
 * @t: table, all zero at first
 * @s: handle
 *
 * Return: 0 or a negative error.
 */
int table_fill(struct table *t, struct sessmon *s);

/**
 * table_fill_sessions() - Fetch the sessions only.
 * @t: table, all zero at first
 * @s: handle
 *
 * Return: 0 or a negative error.
 */
int table_fill_sessions(struct table *t, struct sessmon *s);

/**
 * table_free() - Forget everything.
 * @t: table
 */
void table_free(struct table *t);

/**
 * table_put_process() - Remember a process.
 * @t: table
 * @p: facts; those that are absent are kept as they were
 */
void table_put_process(struct table *t, const struct sessmon_process *p);

/**
 * table_put_session() - Remember a session.
 * @t: table
 * @s: facts; those that are absent are kept as they were, but for the terminal,
 *   whose absence is a fact
 */
void table_put_session(struct table *t, const struct sessmon_session *s);

/**
 * table_process() - Find a process.
 * @t: table
 * @key: start 0 means whichever has the id
 *
 * Return: it, or NULL.
 */
struct sessmon_process *table_process(const struct table *t, const struct sessmon_key *key);

/**
 * table_session() - Find a session.
 * @t: table
 * @key: start 0 means whichever has the id
 *
 * Return: it, or NULL.
 */
struct sessmon_session *table_session(const struct table *t, const struct sessmon_key *key);

/**
 * table_previous() - A program that a process ran before its present one.
 * @t: table
 * @key: the process
 * @n: 0 is the last one
 *
 * Return: it, or NULL.
 */
const struct sessmon_exe *table_previous(const struct table *t, const struct sessmon_key *key,
					 unsigned int n);

/**
 * table_leader_creds() - What the leader of a session could do when it ended.
 * @t: table
 * @key: the session
 *
 * Return: credentials, or NULL if it is not known to have ended.
 */
const struct sessmon_creds *table_leader_creds(const struct table *t,
					       const struct sessmon_key *key);

/**
 * table_apply() - Remember what an event says, if it is news.
 * @t: table
 * @e: event
 */
void table_apply(struct table *t, const struct sessmon_event *e);

/**
 * table_retire() - Forget what an event says has ended.
 * @t: table
 * @e: event, after it was printed
 */
void table_retire(struct table *t, const struct sessmon_event *e);

/**
 * table_forget() - Forget one process.
 * @t: table
 * @key: which
 */
void table_forget(struct table *t, const struct sessmon_key *key);

/**
 * table_is_news() - Whether an event is newer than what was dumped.
 * @t: table
 * @e: event
 *
 * Return: false if a dump already had it.
 */
bool table_is_news(const struct table *t, const struct sessmon_event *e);

/**
 * table_complete() - Add to a process what the table knows of it.
 * @t: table
 * @p: process as an event has it
 */
void table_complete(const struct table *t, struct sessmon_process *p);

/**
 * table_process_list() - All processes, in the order of their start.
 * @t: table
 *
 * Return: an array of t->n_processes, to be freed.
 */
const struct sessmon_process **table_process_list(const struct table *t);

/**
 * table_first_child() - The first process that a session's leader made in this session.
 * @t: table
 * @leader: key of the session
 *
 * Return: it, or NULL.
 */
const struct sessmon_process *table_first_child(const struct table *t,
						const struct sessmon_key *leader);

/**
 * table_session_list() - All sessions, in the order of their start.
 * @t: table
 *
 * Return: an array of t->n_sessions, to be freed.
 */
const struct sessmon_session **table_session_list(const struct table *t);

#endif /* SESSMON_TABLE_H */
