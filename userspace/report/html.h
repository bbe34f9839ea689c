/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a page is there without a script: its title, its header and its first rows. */
#ifndef SESSMON_REPORT_HTML_H
#define SESSMON_REPORT_HTML_H

#include "report/report.h"

/**
 * report_put_title() - Add what the page is of, in a line.
 * @b: buffer
 * @r: report
 */
void report_put_title(struct buf *b, struct report *r);

/**
 * report_put_header() - Add who, what, when and where, and whether that is all.
 * @b: buffer
 * @r: report
 */
void report_put_header(struct buf *b, struct report *r);

/**
 * report_put_rows() - Add the first processes as a table.
 * @b: buffer
 * @r: report
 */
void report_put_rows(struct buf *b, const struct report *r);

#endif /* SESSMON_REPORT_HTML_H */
