/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The objects of one document. */
#ifndef SESSMON_RELATIVES_H
#define SESSMON_RELATIVES_H

#include "json/summary.h"
#include "text/printer.h"

/**
 * struct scene - The objects of one document, from wherever they came.
 * @mirror: where all others come from
 * @event: what happened, NULL in a document about an object
 * @alert: what makes the document an alert, or NULL
 * @process: whom it is about, of a session its leader; its key is zero if it is
 *   about none
 * @session: its session
 * @leader: of @session, if it lives and the table knows it
 * @entry: the session through which it entered, if that still exists
 * @entry_leader: of @entry, likewise
 * @parent: of the process, if the table knows it
 * @summary: what became of @session, NULL unless it is told from its end
 * @of_session: it is about a session
 * @joined_process: part of @process came from the table
 * @joined_session: @session came from the table
 */
struct scene {
	const struct mirror *mirror;
	const struct sessmon_event *event;
	const struct print_alert *alert;
	struct sessmon_process process;
	const struct sessmon_session *session;
	const struct sessmon_process *leader;
	const struct sessmon_session *entry;
	const struct sessmon_process *entry_leader;
	const struct sessmon_process *parent;
	const struct summary *summary;
	bool of_session, joined_process, joined_session;
};

/**
 * json_relatives() - Write parent and leaders of a process.
 * @j: writer
 * @sc: scene
 */
void json_relatives(struct json *j, const struct scene *sc);

/**
 * json_interactive() - Write whether a process is interactive, if that is known.
 * @j: writer, within the process
 * @p: process
 *
 * The schema means that its input and errors are its terminal, which we do not see. One
 * that has no terminal is not.
 */
void json_interactive(struct json *j, const struct sessmon_process *p);

#endif /* SESSMON_RELATIVES_H */
