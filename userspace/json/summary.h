/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session from its beginning to its end, as the history has it, in one document. */
#ifndef SESSMON_SUMMARY_JSON_H
#define SESSMON_SUMMARY_JSON_H

#include "text/printer.h"

/**
 * struct summary - What became of a session.
 * @started: ns since 1970 UTC
 * @ended: 0 if that was not seen
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @seen: when it was seen last, if it was not seen to end
 * @runs: it is running still
 * @programs: how many it ran
 * @failed: processes of it that ended otherwise than well
 * @left: sessions that came from it and outlived it
 */
struct summary {
	uint64_t started, ended, ended_after, seen;
	bool runs;
	uint64_t programs, failed;
	unsigned int left;
};

/**
 * print_summary_json() - Add a session and what became of it as a document.
 * @p: printer
 * @session: as it was last
 * @sum: what became of it
 *
 * Return: as printer_end_line().
 */
bool print_summary_json(struct printer *p, const struct sessmon_session *session,
			const struct summary *sum);

#endif /* SESSMON_SUMMARY_JSON_H */
