/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of ls: one meaning each. */
#ifndef SESSMON_COLUMNS_H
#define SESSMON_COLUMNS_H

#include "options/tool.h"
#include "text/grid.h"

#define COLUMNS_PEOPLE "sid,login,user,from,tty,kind,since,procs,runs"
#define COLUMNS_WIDE   "sid,class,login,user,tty,entry,peer,origin,started,procs,flags,runs"

/** struct column - One column. */
struct column;

/**
 * struct columns - Those that were asked for.
 * @list: them
 * @n: how many
 */
struct columns {
	const struct column *list[GRID_COLUMNS];
	unsigned int n;
};

/**
 * columns_parse() - Understand a list of columns.
 * @c: filled
 * @v: verb, for what is said of an unknown one
 * @text: names with commas
 *
 * Return: enum tool_exit.
 */
int columns_parse(struct columns *c, const struct verb *v, const char *text);

/**
 * columns_name() - Columns one after the other.
 * @i: from 0 on
 *
 * Return: name, NULL after the last.
 */
const char *columns_name(unsigned int i);

/**
 * columns_begin() - Begin a table.
 * @c: columns
 * @g: grid, filled
 * @header: whether to begin with the titles
 */
void columns_begin(const struct columns *c, struct grid *g, bool header);

/**
 * columns_row() - Add a session.
 * @c: columns
 * @g: grid
 * @p: printer, with the table that has the session's processes
 * @s: session
 */
void columns_row(const struct columns *c, struct grid *g, struct printer *p,
		 const struct sessmon_session *s);

/**
 * columns_has() - Whether a column is shown.
 * @c: columns
 * @name: of the column
 *
 * Return: true if it is.
 */
bool columns_has(const struct columns *c, const char *name);

#endif /* SESSMON_COLUMNS_H */
