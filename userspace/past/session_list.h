/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions of several days, each once, with what became of them. */
#ifndef SESSMON_SESSION_LIST_H
#define SESSMON_SESSION_LIST_H

#include "mirror/row.h"
#include "past/question.h"
#include "past/runs.h"

/**
 * struct past_session - A session, from all days in which it was there.
 * @row: what is known of it, as it was last; its text belongs to it
 * @run: who saw it last
 * @started: ns since 1970 UTC; of a session that was there before anybody watched, its
 *   leader's start
 * @ended: when it ended; 0 if that was not seen
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @seen: when somebody last saw it, if it was not seen to end
 * @runs: it is running still, as far as the history knows
 * @acts: as whom it acted
 * @programs: how many it ran
 * @failed: processes of it that ended otherwise than well
 * @left: sessions that came from it and outlived it
 */
struct past_session {
	struct session_row *row;
	const struct store_run *run;
	uint64_t started, ended, ended_after, seen;
	bool runs;
	uint32_t acts;
	uint64_t programs, failed;
	unsigned int left;
};

/**
 * struct session_list - All that were asked for, the newest first.
 * @list: them
 * @n: how many
 * @runs: runs of each file
 * @n_files: entries of @runs
 * @missed: ns of the window in which something is missing
 * @gaps: how many times that are
 */
struct session_list {
	struct past_session **list;
	unsigned int n;
	struct runs *runs;
	unsigned int n_files;
	uint64_t missed;
	unsigned int gaps;
};

/**
 * session_list_fetch() - Ask the history for sessions.
 * @l: filled
 * @q: question; fewer than are wanted may be there
 * @wanted: whether one that the filter lets through is wanted
 * @arg: handed to @wanted
 */
void session_list_fetch(struct session_list *l, struct question *q,
			bool (*wanted)(const struct sessmon_session *s, void *arg), void *arg);

/**
 * session_list_free() - Give the memory back.
 * @l: list
 */
void session_list_free(struct session_list *l);

#endif /* SESSMON_SESSION_LIST_H */
