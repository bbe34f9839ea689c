/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the writer share; write.h is what others may call. */
#ifndef SESSMON_STORE_WRITER_H
#define SESSMON_STORE_WRITER_H

#include "rows/living.h"
#include "rows/part.h"
#include "rows/said.h"
#include "writing/write.h"

/**
 * struct clock - How UTC follows from boot time.
 * @id: its row
 * @offset: what is to be added
 */
struct clock {
	uint32_t id;
	int64_t offset;
};

/**
 * struct next_rows - Numbers that the next rows get.
 * @run: of a run
 * @clock: of a clock
 * @session: of a session
 * @process: of a process
 * @session_change: of a session's change
 * @process_change: of a process's change
 */
struct next_rows {
	uint32_t run, clock, session, process, session_change, process_change;
};

/**
 * struct statements - What the writer has prepared.
 * @process_insert: a process that is new
 * @process_update: a process that is there already
 * @exec_insert: a program
 * @process_change_insert: a change
 * @session_insert: a session
 * @session_update: one of which only a process had told
 * @session_now: how it is now
 * @session_end: that it has ended, and nobody saw when
 * @session_change_insert: a change
 * @clock_insert: a clock
 * @mark_insert: a minute
 * @run_update: how far a run has come
 */
struct statements {
	sqlite3_stmt *process_insert, *process_update, *exec_insert, *process_change_insert;
	sqlite3_stmt *session_insert, *session_update, *session_now, *session_end;
	sqlite3_stmt *session_change_insert;
	sqlite3_stmt *clock_insert, *mark_insert, *run_update;
};

/**
 * struct store_writer - The one writer.
 * @folder: where
 * @lock: the lock, a descriptor
 * @db: the file, NULL if there is none
 * @name: of the file
 * @wrong: name of a file that could not be opened, if that was tried last
 * @aside: the day's file was set aside, and none was begun since
 * @day_ends: when the file's day is over, ns since 1970 UTC
 * @run: who watches; @run.id is 0 if nobody does
 * @committed: as the file has it
 * @run_late: the earliest time of what came late, ns since 1970 UTC; 0 if nothing did
 * @joining: the batch has the dump
 * @boot: row of the boot
 * @in_batch: a transaction has begun
 * @commits: how many have ended well
 * @in: what is stored once
 * @living: what lives
 * @dirty: processes whose rows are to be written, in the order of their rows
 * @dirty_end: where the next one goes
 * @clock: of the last event
 * @next: numbers of rows
 * @ran: rows with which the run began
 * @minute: the last one that is marked
 * @said: statements
 * @have: room for what columns say
 * @rest: room for the rest of a row
 * @before: room for what was before a change
 * @after: room for what was after it
 * @alerts: rows of alerts that may be counted on, NULL if there was none
 * @joined_at: when the run began, in boot time
 * @ghosts: there are some
 */
struct store_writer {
	char *folder;
	int lock;
	sqlite3 *db;
	char name[STORE_NAME], wrong[STORE_NAME];
	bool aside;
	uint64_t day_ends;
	struct store_run run, committed;
	uint64_t run_late;
	bool joining;
	uint32_t boot;
	bool in_batch;
	uint64_t commits;
	struct intern in;
	struct table_of_living living;
	struct living *dirty, **dirty_end;
	struct clock clock;
	struct next_rows next, ran;
	uint64_t minute;
	struct statements said;
	struct sessmon_event have;
	struct buf rest, before, after;
	struct alert_row *alerts;
	uint64_t joined_at;
	bool ghosts;
};

/**
 * writer_begin() - Make sure that a batch has begun.
 * @w: writer
 *
 * Return: 0 or a negative error.
 */
int writer_begin(struct store_writer *w);

/**
 * writer_clock() - The clock of an event, which may be a new one.
 * @w: writer
 * @boottime: when it happened
 * @realtime: the same since 1970 UTC
 * @wall: how far that is from what the clock says
 *
 * Return: 0 or a negative error.
 */
int writer_clock(struct store_writer *w, uint64_t boottime, uint64_t realtime, int64_t *wall);

/**
 * writer_new_clock() - Write how UTC follows from boot time from now on.
 * @w: writer
 * @since: now, in boot time
 * @offset: what is to be added
 *
 * Return: 0 or a negative error.
 */
int writer_new_clock(struct store_writer *w, uint64_t since, int64_t offset);

/**
 * writer_gap() - Write a gap.
 * @w: writer, in a batch
 * @gap: it
 *
 * Return: 0 or a negative error.
 */
int writer_gap(struct store_writer *w, const struct store_gap *gap);

/**
 * writer_gap_since_former_run() - Write what was missed since the run before.
 * @w: writer, in the batch that has the dump
 *
 * Return: 0 or a negative error.
 */
int writer_gap_since_former_run(struct store_writer *w);

/**
 * writer_end_former_run() - Write of what the run before saw, and is gone, that it has ended.
 * @w: writer, in the batch that has the dump
 *
 * Return: 0 or a negative error.
 */
int writer_end_former_run(struct store_writer *w);

/**
 * writer_forget() - Forget all that lives.
 * @w: writer
 */
void writer_forget(struct store_writer *w);

/**
 * writer_session_row() - The row of a session of which a process tells.
 * @w: writer
 * @key: its key
 * @row: the row, made if there is none
 *
 * Return: 0 or a negative error.
 */
int writer_session_row(struct store_writer *w, const struct sessmon_key *key, uint32_t *row);

/**
 * writer_process_event() - Write what happened to a process.
 * @w: writer
 * @e: event
 *
 * Return: 0 or a negative error.
 */
int writer_process_event(struct store_writer *w, const struct sessmon_event *e);

/**
 * writer_session_event() - Write what happened to a session.
 * @w: writer
 * @e: event
 *
 * Return: 0 or a negative error.
 */
int writer_session_event(struct store_writer *w, const struct sessmon_event *e);

/**
 * writer_change() - Write what happened to a process, or to the module.
 * @w: writer
 * @e: event
 * @l: the process as it is now, NULL if it was the module
 * @said: what the columns say of it; not of the module
 *
 * Return: 0 or a negative error.
 */
int writer_change(struct store_writer *w, const struct sessmon_event *e, const struct living *l,
		  const struct said *said);

/**
 * writer_touch() - A process's row is to be written.
 * @w: writer
 * @l: it
 */
void writer_touch(struct store_writer *w, struct living *l);

/**
 * writer_flush() - Write the rows of processes that have changed.
 * @w: writer
 *
 * Return: 0 or a negative error.
 */
int writer_flush(struct store_writer *w);

/**
 * writer_load() - Learn from the file what lives, as it was last committed.
 * @w: writer
 *
 * Return: 0 or a negative error.
 */
int writer_load(struct store_writer *w);

/**
 * writer_open_file() - Go on in the file of a day.
 * @w: writer
 * @wall: a moment of the day
 *
 * Return: 0 or a negative error.
 */
int writer_open_file(struct store_writer *w, uint64_t wall);

/**
 * writer_close_file() - Let go of the file.
 * @w: writer
 */
void writer_close_file(struct store_writer *w);

/**
 * writer_begin_run() - Write that a run begins.
 * @w: writer, which has a file and a batch
 * @run: the run
 *
 * Return: 0 or a negative error.
 */
int writer_begin_run(struct store_writer *w, const struct store_run *run);

/**
 * writer_roll() - Go on in the file of another day, with all that lives.
 * @w: writer, between two batches
 * @wall: when
 *
 * Return: 0 or a negative error.
 */
int writer_roll(struct store_writer *w, uint64_t wall);

#endif /* SESSMON_STORE_WRITER_H */
