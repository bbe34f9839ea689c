/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The history read back, a file (a day) at a time, as the library's structs. What a
 * function is given is valid during its call.
 *
 * Each call of these functions reads what was committed when it began, and holds nothing
 * when it has returned; rows come in chunks, so that a reader that is slow does not keep
 * the writer's log from being emptied.
 */
#ifndef SESSMON_STORE_READ_H
#define SESSMON_STORE_READ_H

#include "mirror/mirror.h"
#include "store/fact.h"
#include "store/place.h"

struct store_reader;

/**
 * store_reader_open() - Open a file of the history.
 * @folder: where
 * @name: of the file
 * @r: the reader
 *
 * Return: 0, -STORE_E_FOREIGN, -STORE_E_NEWER, -STORE_E_CORRUPT, -STORE_E_UNSAFE, or
 * another negative error.
 */
int store_reader_open(const char *folder, const char *name, struct store_reader **r);

/**
 * store_is_recorded() - Whether somebody writes to the history now.
 * @r: reader of one of its files
 *
 * Return: true if a recorder runs.
 */
bool store_is_recorded(const struct store_reader *r);

/**
 * store_reader_close() - Let go of it.
 * @r: reader or NULL
 */
void store_reader_close(struct store_reader *r);

/**
 * struct store_window - A time, and what is wanted of it.
 * @since: not before, ns since 1970 UTC
 * @until: before this; 0 is no end
 */
struct store_window {
	uint64_t since, until;
};

typedef int (*store_run_fn)(const struct store_run *run, void *arg);
typedef int (*store_gap_fn)(const struct store_gap *gap, void *arg);

/**
 * store_read_runs() - When somebody watched, in the order of time.
 * @r: reader
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_runs(struct store_reader *r, store_run_fn fn, void *arg);

/**
 * store_read_gaps() - When something is missing, in the order of time.
 * @r: reader
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_gaps(struct store_reader *r, store_gap_fn fn, void *arg);

/**
 * struct store_session - A session of a day.
 * @row: which row of the file it is
 * @run: which run saw it
 * @s: facts as they were last known
 * @carried: it was there when the run began
 * @started: ns since 1970 UTC, 0 if not known
 * @ended: when it ended, 0 if it was not seen to end
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @boot_id: of which life of the machine
 */
struct store_session {
	int64_t row;
	int64_t run;
	struct sessmon_session s;
	bool carried;
	uint64_t started, ended, ended_after;
	const char *boot_id;
};

typedef int (*store_session_fn)(const struct store_session *s, void *arg);

/**
 * struct store_maker - What a session has to do with; keys that have nothing are of none.
 * @key: session
 * @from: what it was made in
 * @entry: by which it came in
 * @origin: which login it left
 */
struct store_maker {
	struct sessmon_key key, from, entry, origin;
};

/**
 * store_read_makers() - Which sessions have to do with which.
 * @r: reader
 * @fn: called for each row of a session
 * @arg: handed to @fn
 *
 * Return: 0 or a negative error.
 */
int store_read_makers(struct store_reader *r, void (*fn)(const struct store_maker *one, void *arg),
		      void *arg);

/**
 * store_read_sessions_of() - As store_read_sessions(), of some.
 * @r: reader
 * @w: when; NULL is always
 * @wants: whether a session is wanted; NULL if all are
 * @fn: called for each that is
 * @arg: handed to both
 *
 * Return: as there.
 */
int store_read_sessions_of(struct store_reader *r, const struct store_window *w,
			   bool (*wants)(const struct sessmon_key *key, void *arg),
			   store_session_fn fn, void *arg);

/**
 * store_read_sessions() - Sessions that were there in a window, the newest first.
 * @r: reader
 * @w: when; NULL is always
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * One that several runs of a day saw comes once, as the last of them left it.
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_sessions(struct store_reader *r, const struct store_window *w, store_session_fn fn,
			void *arg);

/**
 * struct store_process - A process of a day.
 * @row: which row of the file it is
 * @run: which run saw it
 * @session: row of its session
 * @p: facts as they were last known
 * @carried: it was there when the run began
 * @started: ns since 1970 UTC
 * @ended: when it ended, 0 if it was not seen to end
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @exit_code: what it gave to exit(2), if no signal ended it
 * @exit_signal: the signal that ended it, or 0
 * @core_dumped: whether that left a core
 * @boot_id: of which life of the machine
 */
struct store_process {
	int64_t row;
	int64_t run;
	int64_t session;
	struct sessmon_process p;
	bool carried;
	uint64_t started, ended, ended_after;
	uint32_t exit_code, exit_signal;
	bool core_dumped;
	const char *boot_id;
};

typedef int (*store_process_fn)(const struct store_process *p, void *arg);

/**
 * store_read_processes() - Processes that were there in a window, in the order of rows.
 * @r: reader
 * @session: row of the session whose processes are wanted, 0 for all
 * @w: when; NULL is always
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_processes(struct store_reader *r, int64_t session, const struct store_window *w,
			 store_process_fn fn, void *arg);

/**
 * store_read_events() - What happened in a window, in the order of the sequence.
 * @r: reader
 * @w: when; NULL is always
 * @fn: called for each, as the stream had it; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_events(struct store_reader *r, const struct store_window *w, sessmon_event_fn fn,
		      void *arg);

/**
 * store_read_table() - The table as it was.
 * @r: reader
 * @wall: when, ns since 1970 UTC
 * @m: filled, all zero at first
 * @run: who watched then; may be NULL
 *
 * What a process ran before its program, and what the leader of a session could do that has
 * ended, are there as far as the run saw it; a day begins a run.
 *
 * Return: 0, -ENOENT if nobody watched then, or a negative error.
 */
int store_read_table(struct store_reader *r, uint64_t wall, struct mirror *m,
		     struct store_run *run);

#endif /* SESSMON_STORE_READ_H */
