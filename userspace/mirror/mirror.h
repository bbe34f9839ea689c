/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reader's own copy of the module's table, joined from a dump and the
 * events that are newer.  It answers what an event does not carry: who the
 * parent and the leaders are.  The module's table is the truth; this one is
 * dropped and fetched anew after a loss.
 */
#ifndef SESSMON_MIRROR_H
#define SESSMON_MIRROR_H

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
	char comm[SESSMON_COMM_MAX];
	char tty[SESSMON_TTY_NAME_MAX];
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
	char comm[SESSMON_COMM_MAX];
	char tty[SESSMON_TTY_NAME_MAX];
	char entry_tty[SESSMON_TTY_NAME_MAX];
	char address[16];
	char local_address[16];
};

/**
 * struct mirror - All of them.
 * @process: buckets
 * @session: buckets
 * @as_of: what was not dumped had ended, as far as events up to this number are
 *   concerned; for a mirror that is filled anew after a loss
 * @n_processes: rows
 * @n_sessions: rows
 * @process_buckets: entries of @process, a power of two
 */
struct mirror {
	struct process_row **process;
	struct session_row **session;
	uint64_t as_of;
	unsigned int n_processes;
	unsigned int n_sessions;
	unsigned int process_buckets;
};

/**
 * mirror_fill() - Fetch what there is, forgetting what was.
 * @m: the mirror, all zero at first
 * @s: handle
 *
 * Return: 0 or a negative error.
 */
int mirror_fill(struct mirror *m, struct sessmon *s);

/**
 * mirror_fill_sessions() - Fetch the sessions only.
 * @m: the mirror, all zero at first
 * @s: handle
 *
 * Return: 0 or a negative error.
 */
int mirror_fill_sessions(struct mirror *m, struct sessmon *s);

/**
 * mirror_free() - Forget everything.
 * @m: the mirror
 */
void mirror_free(struct mirror *m);

/**
 * mirror_put_process() - Remember a process.
 * @m: the mirror
 * @p: facts; those that are absent are kept as they were
 */
void mirror_put_process(struct mirror *m, const struct sessmon_process *p);

/**
 * mirror_put_session() - Remember a session.
 * @m: the mirror
 * @s: facts; those that are absent are kept as they were, but for the terminal and its
 *   foreground, whose absence is a fact
 */
void mirror_put_session(struct mirror *m, const struct sessmon_session *s);

/**
 * mirror_process() - Find a process.
 * @m: the mirror
 * @key: start 0 means whichever has the id
 *
 * Return: it, or NULL.
 */
struct sessmon_process *mirror_process(const struct mirror *m, const struct sessmon_key *key);

/**
 * mirror_session() - Find a session.
 * @m: the mirror
 * @key: start 0 means whichever has the id
 *
 * Return: it, or NULL.
 */
struct sessmon_session *mirror_session(const struct mirror *m, const struct sessmon_key *key);

/**
 * mirror_previous() - A program that a process ran before its present one.
 * @m: the mirror
 * @key: the process
 * @n: 0 is the last one
 *
 * Return: it, or NULL.
 */
const struct sessmon_exe *mirror_previous(const struct mirror *m, const struct sessmon_key *key,
					  unsigned int n);

/**
 * mirror_leader_creds() - What the leader of a session could do when it ended.
 * @m: the mirror
 * @key: the session
 *
 * Return: credentials, or NULL if it is not known to have ended.
 */
const struct sessmon_creds *mirror_leader_creds(const struct mirror *m,
						const struct sessmon_key *key);

/**
 * mirror_apply() - Remember what an event says, if it is news.
 * @m: the mirror
 * @e: event
 */
void mirror_apply(struct mirror *m, const struct sessmon_event *e);

/**
 * mirror_retire() - Forget what an event says has ended.
 * @m: the mirror
 * @e: event, after it was printed
 */
void mirror_retire(struct mirror *m, const struct sessmon_event *e);

/**
 * mirror_forget() - Forget one process.
 * @m: the mirror
 * @key: which
 */
void mirror_forget(struct mirror *m, const struct sessmon_key *key);

/**
 * mirror_is_news() - Whether an event is newer than what was dumped.
 * @m: the mirror
 * @e: event
 *
 * Return: false if a dump already had it.
 */
bool mirror_is_news(const struct mirror *m, const struct sessmon_event *e);

/**
 * mirror_complete() - Add to a process what the mirror knows of it.
 * @m: the mirror
 * @p: process as an event has it
 */
void mirror_complete(const struct mirror *m, struct sessmon_process *p);

/**
 * mirror_process_list() - All processes, in the order of their start.
 * @m: the mirror
 *
 * Return: an array of m->n_processes, to be freed.
 */
const struct sessmon_process **mirror_process_list(const struct mirror *m);

/**
 * mirror_first_child() - The first process that a session's leader made in this session.
 * @m: the mirror
 * @leader: key of the session
 *
 * Return: it, or NULL.
 */
const struct sessmon_process *mirror_first_child(const struct mirror *m,
						 const struct sessmon_key *leader);

/**
 * mirror_any_member() - Whether a session has a process of some kind.
 * @m: the mirror
 * @session: key of the session
 * @is: whether a process is of that kind
 * @arg: handed to @is
 *
 * Return: true if one is.
 */
bool mirror_any_member(const struct mirror *m, const struct sessmon_key *session,
		       bool (*is)(const struct sessmon_process *p, void *arg), void *arg);

/**
 * mirror_session_list() - All sessions, in the order of their start.
 * @m: the mirror
 *
 * Return: an array of m->n_sessions, to be freed.
 */
const struct sessmon_session **mirror_session_list(const struct mirror *m);

#endif /* SESSMON_MIRROR_H */
