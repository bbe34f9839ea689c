/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table as it was, for the verbs that show a table. */
#ifndef SESSMON_AT_H
#define SESSMON_AT_H

#include "options/table.h"
#include "past/question.h"

/**
 * at_read() - Find the table of a moment.
 * @q: question, of whose folder it is; says which files do not answer
 * @wall: moment, ns since 1970 UTC
 * @m: filled, all zero at first
 * @run: who watched then
 *
 * Return: false if nobody did.
 */
bool at_read(struct question *q, uint64_t wall, struct mirror *m, struct store_run *run);

/**
 * at_fill() - Fill a printer's table as it was, and tell of that moment from now on.
 * @p: to be opened
 * @w: when, and where the history is
 * @v: verb
 *
 * Return: enum tool_exit; TOOL_FAILED if nobody watched then, which is said.
 */
int at_fill(struct printer *p, const struct view *w, const struct verb *v);

#endif /* SESSMON_AT_H */
