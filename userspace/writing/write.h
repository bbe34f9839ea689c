/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one writer of the history. All of it is called by one thread.
 *
 *	store_writer_open()			the lock, the folder
 *	store_writer_join()			a run begins, with what lives now
 *		store_write_session()...	from a dump, sessions first
 *		store_write_process()...
 *	store_writer_commit()
 *	store_write_event()...			those that are newer than the dump, in batches,
 *	store_writer_commit()			each ended by this
 *	store_writer_leave()			the run ends
 *	store_writer_close()
 *
 * Rows are kept in memory for the batch and written by its commit: what was born and ended
 * in a batch is written once. A batch that could not be written leaves no trace: it is
 * handed over again, whole, or given up.
 *
 * What lives is kept in a compact table (some 150 bytes a process). A loss makes it wrong:
 * leave and join anew.
 */
#ifndef SESSMON_STORE_WRITE_H
#define SESSMON_STORE_WRITE_H

#include "store/fact.h"
#include "store/place.h"

struct store_writer;

/**
 * store_writer_open() - Become the writer.
 * @folder: where; made if it is not there, for its owner alone
 * @w: the writer
 *
 * Return: 0, -STORE_E_LOCKED, -STORE_E_UNSAFE, or another negative error.
 */
int store_writer_open(const char *folder, struct store_writer **w);

/**
 * store_writer_join() - Begin to watch.
 * @w: writer
 * @run: who watches; @id, @seen, @ended and @end are of no account
 *
 * Opens or makes the file of the day of @run->started. A run that was killed is ended by
 * when it was last seen, and a gap is written from the end of the last run until now, by
 * why that ended. Begins a batch, which is to have the dump.
 *
 * Return: 0 or a negative error; -STORE_E_NEWER if the day's file is of a later sessmon.
 */
int store_writer_join(struct store_writer *w, const struct store_run *run);

/**
 * store_write_session() - Write a session of the dump.
 * @w: writer
 * @s: it
 *
 * Return: 0 or a negative error.
 */
int store_write_session(struct store_writer *w, const struct sessmon_session *s);

/**
 * store_write_process() - Write a process of the dump.
 * @w: writer
 * @p: it
 *
 * Return: 0 or a negative error.
 */
int store_write_process(struct store_writer *w, const struct sessmon_process *p);

/**
 * store_write_event() - Write what happened.
 * @w: writer
 * @e: event; such as the dump had already are passed over
 *
 * The first event of another day goes into another file: the batch so far is committed,
 * and what lives is carried over.
 *
 * Return: 0 or a negative error.
 */
int store_write_event(struct store_writer *w, const struct sessmon_event *e);

/**
 * store_write_gap() - Write that something is missing.
 * @w: writer
 * @gap: what and why
 *
 * Return: 0 or a negative error.
 */
int store_write_gap(struct store_writer *w, const struct store_gap *gap);

/**
 * store_writer_commit() - Write the batch so that it stays written.
 * @w: writer
 *
 * After an error the batch is gone from the writer, whose table is what it was before.
 *
 * Return: 0, -STORE_E_FULL, or another negative error.
 */
int store_writer_commit(struct store_writer *w);

/**
 * store_writer_abandon() - Forget the batch: what was handed over since the last commit.
 * @w: writer
 *
 * To be called after an error of anything but a commit, which does it by itself.
 *
 * Return: 0 or a negative error.
 */
int store_writer_abandon(struct store_writer *w);

/**
 * store_writer_leave() - End the run.
 * @w: writer
 * @end: why
 * @wall: when, ns since 1970 UTC
 *
 * Return: 0 or a negative error.
 */
int store_writer_leave(struct store_writer *w, enum store_end end, uint64_t wall);

/**
 * store_writer_name() - Which file is written.
 * @w: writer
 *
 * Return: its name, empty if there is none.
 */
const char *store_writer_name(const struct store_writer *w);

/**
 * store_writer_commits() - How often something was committed, by whatever call.
 * @w: writer
 *
 * What was handed over before it is in the history, also if what follows fails.
 *
 * Return: a number that grows.
 */
uint64_t store_writer_commits(const struct store_writer *w);

/**
 * store_writer_wrong() - Which file an error is of.
 * @w: writer, after the error
 *
 * Return: its name, empty if it is of none.
 */
const char *store_writer_wrong(const struct store_writer *w);

/**
 * store_writer_set_aside() - Let the file that an error is of be, under another name.
 * @w: writer, after the error
 * @aside: filled: that name
 *
 * Who joins then begins another file of the day, with a gap for what is not in it.
 *
 * Return: 0 or a negative error.
 */
int store_writer_set_aside(struct store_writer *w, char aside[STORE_ASIDE_NAME]);

/**
 * store_writer_close() - Let go of everything.
 * @w: writer or NULL
 */
void store_writer_close(struct store_writer *w);

#endif /* SESSMON_STORE_WRITE_H */
