/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions and what was made in them, over all days that are asked. */
#ifndef SESSMON_WITHIN_H
#define SESSMON_WITHIN_H

#include "past/question.h"

/**
 * within_find() - Add to the sessions that were asked for all that were made in them.
 * @q: question, whose filter has them
 *
 * A row of the history names the session that made it, and not those above that; so the
 * files are read once for this, if a session was asked for at all.
 */
void within_find(struct question *q);

/**
 * within_around() - Where sessions came from, and what was made in them or left by them.
 * @q: question, of whose window all is looked at
 * @of: sessions
 * @with_children: add to @of all that was made in them, however far down
 * @around: filled with those that made them, and what they made; some of @of may be among them
 */
void within_around(struct question *q, struct whence *of, bool with_children,
		   struct whence *around);

#endif /* SESSMON_WITHIN_H */
