/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a page goes: a file that is there whole or not at all. */
#ifndef SESSMON_REPORT_PLACE_H
#define SESSMON_REPORT_PLACE_H

#include <stdbool.h>

#include "base/buf.h"

/**
 * struct report_place - Where.
 * @name: of the file, - for standard output; NULL until report_place_check() gives it one
 * @force: it may be there already
 * @own: room for a name of ours
 */
struct report_place {
	const char *name;
	bool force;
	char own[64];
};

/**
 * report_place_check() - Look whether it may be written, before anything is made.
 * @p: place, which is given a name if it has none
 * @key: what the page is of, NULL if of more than one thing
 *
 * Return: enum tool_exit; what is wrong is said.
 */
int report_place_check(struct report_place *p, const char *key);

/**
 * report_place_write() - Write it.
 * @p: place
 * @page: what
 *
 * The file appears under its name when all of it is on the disk.
 *
 * Return: false if that failed, which is said.
 */
bool report_place_write(struct report_place *p, const struct buf *page);

#endif /* SESSMON_REPORT_PLACE_H */
