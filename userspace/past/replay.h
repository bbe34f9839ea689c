/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happened, once more: events beside the table as it was, as monitor joins the two. */
#ifndef SESSMON_REPLAY_H
#define SESSMON_REPLAY_H

#include "past/question.h"

/**
 * struct replay - What is told, and how far.
 * @q: question: which time, of which boot
 * @m: the table as it is when an event is told, which it has taken over
 * @take: called with each event; ends all if it does not return 0
 * @run_over: called after the last event of a run, while it is still told of; or NULL
 * @day_over: called when a file was told as far as it goes, or NULL
 * @arg: for all three
 * @ended: @take has ended it
 * @r: file that is read
 * @day: of that file
 * @run: run that is told of
 * @since: events of it that are older were told of
 * @seq: number of the last event that was told
 */
struct replay {
	struct question *q;
	struct mirror *m;
	int (*take)(const struct sessmon_event *e, void *arg);
	void (*run_over)(void *arg);
	void (*day_over)(void *arg);
	void *arg;
	bool ended;
	struct store_reader *r;
	uint64_t day;
	struct store_run run;
	uint64_t since, seq;
};

/**
 * replay_all() - Tell what has happened since the last call.
 * @p: replay, all zero at first but for what is asked
 */
void replay_all(struct replay *p);

/**
 * replay_newest() - Find the newest run.
 * @q: question
 * @run: filled
 * @day: filled with the day of its file
 *
 * Return: its file, open; NULL if there is none.
 */
struct store_reader *replay_newest(struct question *q, struct store_run *run, uint64_t *day);

/**
 * replay_begin_now() - Let what was until now not be told.
 * @p: replay
 * @started: a run that was told of as far as
 * @seq: this event
 */
void replay_begin_now(struct replay *p, uint64_t started, uint64_t seq);

#endif /* SESSMON_REPLAY_H */
