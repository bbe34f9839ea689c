/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that a file has of one session, of whichever run. */
#ifndef SESSMON_STORE_READ_SESSION_H
#define SESSMON_STORE_READ_SESSION_H

#include "reading/read_program.h"

typedef int (*store_row_fn)(int64_t row, void *arg);

/**
 * store_session_rows() - The rows of a session: each run that saw it has one.
 * @r: reader
 * @s: session
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_session_rows(struct store_reader *r, const struct store_session_row *s, store_row_fn fn,
		       void *arg);

/**
 * store_read_members() - Processes that were in a session, one that several runs saw for each.
 * @r: reader
 * @s: session
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_members(struct store_reader *r, const struct store_session_row *s,
		       store_process_fn fn, void *arg);

/**
 * store_read_changes() - What happened to a session and in it but births, programs and ends.
 * @r: reader
 * @s: session
 * @fn: called for each, as the stream had it, in the order of the sequence within a run; ends
 *   the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_changes(struct store_reader *r, const struct store_session_row *s,
		       sessmon_event_fn fn, void *arg);

#endif /* SESSMON_STORE_READ_SESSION_H */
