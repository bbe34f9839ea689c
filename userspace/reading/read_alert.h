/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alerts of a day. */
#ifndef SESSMON_STORE_READ_ALERT_H
#define SESSMON_STORE_READ_ALERT_H

#include "reading/read.h"
#include "store/alert.h"

/**
 * struct store_alert_row - An alert, as a file has it.
 * @a: alert; its @number is its row, its @count all of its matches
 * @run: which run saw it
 * @from: first match, ns since 1970 UTC
 * @until: last match, ns since 1970 UTC
 * @exe: what @a.process had executed then, as far as path and arguments
 */
struct store_alert_row {
	struct store_alert a;
	int64_t run;
	uint64_t from, until;
	struct sessmon_exe exe;
};

typedef int (*store_alert_fn)(const struct store_alert_row *row, void *arg);

/**
 * store_read_alerts() - Alerts of which a match was in a window, in the order of rows.
 * @r: reader; a file of an earlier format than 3 has none
 * @w: when
 * @newest_first: the other way round
 * @fn: called for each; ends the reading if it does not return 0
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned, or a negative error.
 */
int store_read_alerts(struct store_reader *r, const struct store_window *w, bool newest_first,
		      store_alert_fn fn, void *arg);

#endif /* SESSMON_STORE_READ_ALERT_H */
