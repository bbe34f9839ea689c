/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of a report's data and page share. */
#ifndef SESSMON_REPORT_DATA_H
#define SESSMON_REPORT_DATA_H

#include "report/report.h"
#include "text/printer.h"

/**
 * report_us() - A moment as the data has it.
 * @r: report
 * @wall: ns since 1970 UTC
 *
 * Return: microseconds since struct report's begin.
 */
long long report_us(const struct report *r, uint64_t wall);

/**
 * report_boot() - The place of a session's life of the machine.
 * @r: report
 * @s: session
 *
 * Return: its place.
 */
unsigned int report_boot(const struct report *r, const struct report_session *s);

/**
 * report_put_user() - Add who was in a session: alice, alice as root.
 * @b: buffer
 * @s: session
 */
void report_put_user(struct buf *b, const struct report_session *s);

/**
 * report_put_sessions() - Add all sessions as a JSON list.
 * @b: buffer
 * @r: report
 */
void report_put_sessions(struct buf *b, struct report *r);

/**
 * report_put_columns() - Add processes and programs, a list for each column.
 * @j: writer
 * @r: report
 */
void report_put_columns(struct json *j, struct report *r);

/**
 * report_put_packed() - Add bytes compressed, as text.
 * @b: buffer
 * @data: bytes
 * @len: how many
 *
 * Return: false if there is no memory for it.
 */
bool report_put_packed(struct buf *b, const char *data, size_t len);

#endif /* SESSMON_REPORT_DATA_H */
