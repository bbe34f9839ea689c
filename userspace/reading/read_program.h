/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The history read by program: a row for each program that was run, rather than for each
 * process. What is asked for by program is looked for among the programs of a file, of
 * which there are fewer than processes.
 */
#ifndef SESSMON_STORE_READ_PROGRAM_H
#define SESSMON_STORE_READ_PROGRAM_H

#include "reading/read.h"

/**
 * struct store_program - A program that was run.
 * @p: who ran it: its key, session, class, terminal, ids, control group and program, and
 *   nothing else, as they were when it was executed
 * @run: which run saw it
 * @at: when it was executed, ns since 1970 UTC
 * @until: when it was over: with the process, or by another program; 0 if that was not seen
 * @seq: number of its event
 * @replaced: another program followed it in its process
 * @ended: the process ended with it; these are of that end:
 * @exit_code: what it gave to exit(2), if no signal ended it
 * @exit_signal: the signal that ended it, or 0
 * @core_dumped: whether that left a core
 */
struct store_program {
	struct sessmon_process p;
	int64_t run;
	uint64_t at, until, seq;
	bool replaced, ended, core_dumped;
	uint32_t exit_code, exit_signal;
};

/**
 * struct store_session_row - Where a file has a session.
 * @row: one of its rows
 * @key: its key, by which others are found
 * @carried: it was there before the run that the row is of
 */
struct store_session_row {
	int64_t row;
	struct sessmon_key key;
	bool carried;
};

/**
 * struct store_program_query - Which of them are wanted.
 * @session: those of these sessions; NULL is of all
 * @n_sessions: entries of @session
 * @window: those that were executed then; all zero is always
 * @wanted: whether a program is wanted, asked once for each that the file has; NULL is all
 * @arg: handed to @wanted
 * @failed: only those with which their process ended, and not well
 * @newest_first: the other way round
 */
struct store_program_query {
	const struct store_session_row *session;
	unsigned int n_sessions;
	struct store_window window;
	bool (*wanted)(const struct sessmon_exe *exe, void *arg);
	void *arg;
	bool failed, newest_first;
};

typedef int (*store_program_fn)(const struct store_program *p, void *arg);

/**
 * store_read_programs() - Programs that were run, in the order of time.
 * @r: reader
 * @query: which
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_programs(struct store_reader *r, const struct store_program_query *query,
			store_program_fn fn, void *arg);

/**
 * struct store_counts - What a session did in a day.
 * @programs: how many it ran
 * @failed: processes that ended otherwise than well, after they had run one
 */
struct store_counts {
	uint64_t programs, failed;
};

/**
 * store_count_programs() - Count what a session did.
 * @r: reader
 * @s: session
 * @counts: filled
 *
 * Return: 0 or a negative error.
 */
int store_count_programs(struct store_reader *r, const struct store_session_row *s,
			 struct store_counts *counts);

/**
 * struct store_last - How a process, or a session, ended.
 * @key: which
 * @session: of a process: the session that it was in
 * @run: which run saw it last
 * @until: when it ended, ns since 1970 UTC; 0 if that was not seen
 * @after: if not 0, it ended between this and @until, while nobody watched
 * @exit_code: what it gave to exit(2), if no signal ended it
 * @exit_signal: the signal that ended it, or 0
 * @core_dumped: whether that left a core
 */
struct store_last {
	struct sessmon_key key, session;
	int64_t run;
	uint64_t until, after;
	uint32_t exit_code, exit_signal;
	bool core_dumped;
};

typedef int (*store_last_fn)(const struct store_last *end, void *arg);

/**
 * store_find_process() - Find the processes that had a number.
 * @r: reader
 * @key: number, and start if only the one that started then is meant
 * @fn: called for each, in the order of rows; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_find_process(struct store_reader *r, const struct sessmon_key *key, store_last_fn fn,
		       void *arg);

#endif /* SESSMON_STORE_READ_PROGRAM_H */
