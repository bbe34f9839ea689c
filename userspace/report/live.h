/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lives now, as the module's table has it: the end of what the history knows, or all of it. */
#ifndef SESSMON_REPORT_LIVE_H
#define SESSMON_REPORT_LIVE_H

#include "mirror/mirror.h"
#include "mirror/whence.h"
#include "report/report.h"

/**
 * struct report_live - The table.
 * @m: its copy
 * @run: who watches, and since when the machine runs
 */
struct report_live {
	struct mirror m;
	struct store_run run;
};

/**
 * report_live_open() - Fetch the table, if there is one and it may be read.
 * @l: filled, all zero at first
 *
 * Return: whether it is there.
 */
bool report_live_open(struct report_live *l);

/**
 * report_live_session() - The session that is meant by a key.
 * @l: table
 * @k: of a session, or of a process in it; start 0 means whichever has the number
 * @session: it is of a session
 *
 * Return: it, or NULL.
 */
const struct sessmon_session *report_live_session(const struct report_live *l,
						  const struct sessmon_key *k, bool session);

/**
 * report_live_add() - Add sessions that the history does not have, and those around them.
 * @l: table
 * @r: report
 * @whole: sessions that are told whole
 * @with_children: and what was made in them
 */
void report_live_add(struct report_live *l, struct report *r, const struct whence *whole,
		     bool with_children);

/**
 * report_live_gather() - Add processes that are there now, of sessions that the report has.
 * @l: table
 * @r: report
 */
void report_live_gather(struct report_live *l, struct report *r);

/**
 * report_live_close() - Give the memory back.
 * @l: table
 */
void report_live_close(struct report_live *l);

#endif /* SESSMON_REPORT_LIVE_H */
