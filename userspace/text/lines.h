/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last of many lines, or all of them the other way round. */
#ifndef SESSMON_LINES_H
#define SESSMON_LINES_H

#include "text/pager.h"

/**
 * struct lines - Lines that are held back.
 * @most: how many are wanted, 0 is all
 * @list: them, the newest first
 * @n: entries of @list
 */
struct lines {
	uint64_t most;
	char **list;
	size_t n;
};

/**
 * lines_take() - Hold back what is in the printer.
 * @l: lines, all of which are newer
 * @p: printer, with a whole line and nothing else
 *
 * Return: true if there are enough.
 */
bool lines_take(struct lines *l, struct printer *p);

/**
 * lines_put() - Write them, and forget them.
 * @l: lines
 * @p: printer
 * @reverse: the newest first
 *
 * Return: false if they could not be written.
 */
bool lines_put(struct lines *l, struct printer *p, bool reverse);

#endif /* SESSMON_LINES_H */
