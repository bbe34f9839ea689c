/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SESSMON_SCENE_H
#define SESSMON_SCENE_H

#include "print.h"

/**
 * struct scene - The objects of one document, from wherever they came.
 * @event: what happened, NULL in a document about an object
 * @process: whom it is about, of a session its leader; its key is zero if it is
 *   about none
 * @session: its session
 * @entry: the session through which it entered, if that still exists
 * @parent: of the process, if the table knows it
 * @of_session: it is about a session
 * @joined_process: part of @process came from the table
 * @joined_session: @session came from the table
 */
struct scene {
	const struct sessmon_event *event;
	struct sessmon_process process;
	const struct sessmon_session *session;
	const struct sessmon_session *entry;
	const struct sessmon_process *parent;
	bool of_session, joined_process, joined_session;
};

/**
 * scene_relatives() - Write parent and leaders of a process.
 * @j: writer
 * @t: table, for the leader of the process group
 * @sc: scene
 */
void scene_relatives(struct json *j, const struct table *t, const struct scene *sc);

#endif /* SESSMON_SCENE_H */
