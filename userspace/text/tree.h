/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a tree: a session's heading, and processes below it. */
#ifndef SESSMON_TREE_TEXT_H
#define SESSMON_TREE_TEXT_H

#include "mirror/forest.h"
#include "text/printer.h"

/**
 * tree_put_header() - Add the titles of the columns.
 * @p: printer
 * @wide: also of parents and process groups
 */
void tree_put_header(struct printer *p, bool wide);

/**
 * tree_put_session() - Add a session's heading.
 * @p: printer, with the table that has its processes
 * @s: session
 * @depth: how many of those that are shown are above it
 */
void tree_put_session(struct printer *p, const struct sessmon_session *s, unsigned int depth);

/**
 * tree_put_process() - Add a process.
 * @p: printer
 * @process: it
 * @f: the processes of its session
 * @i: its place in @f
 * @wide: also its parent and process group
 */
void tree_put_process(struct printer *p, const struct sessmon_process *process,
		      const struct forest *f, int i, bool wide);

#endif /* SESSMON_TREE_TEXT_H */
