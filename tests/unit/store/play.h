/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events by chance, always the same ones of a seed: of a handful of processes and sessions
 * that come, change and go, with any fact that the wire has, there or not.
 */
#ifndef TESTS_STORE_PLAY_H
#define TESTS_STORE_PLAY_H

#include "encode.h"
#include "sessmon.h"
#include "writing/write.h"

#define PLAY_KEYS 24

/**
 * struct play - What is going on.
 * @state: of the random numbers
 * @seq: number of the last event
 * @boottime: now
 * @offset: of UTC
 * @ragged: any fact may be missing; else what the module always tells is there
 * @steps: the clock is set now and then
 * @text: room for text of the last event
 * @used: of @text
 * @counters: room for counters of the last event
 * @starts: of processes, by place; 0 if there is none
 * @sessions: of sessions, likewise
 */
struct play {
	uint64_t state, seq, boottime;
	int64_t offset;
	bool ragged, steps;
	char text[1 << 17];
	size_t used;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
	uint64_t starts[PLAY_KEYS], sessions[PLAY_KEYS];
};

/** play_begin() - Begin. */
void play_begin(struct play *p, uint64_t seed);

/** play_number() - A number below a limit. */
uint64_t play_number(struct play *p, uint64_t limit);

/** play_event() - The next event; its text is there until the one after. */
void play_event(struct play *p, struct sessmon_event *e);

/** play_process() - A process of a dump. */
void play_process(struct play *p, struct sessmon_process *out);

/** play_session() - A session of a dump. */
void play_session(struct play *p, struct sessmon_session *out);

/** play_run() - Who watches, from now on. */
struct store_run play_run(const struct play *p);

/** play_wall() - Now, ns since 1970 UTC. */
uint64_t play_wall(const struct play *p);

/** same_event() - Whether two events are the same as the wire would have them. */
bool same_event(const struct sessmon_event *a, const struct sessmon_event *b);

/** event_sum() - A sum over an event as the wire would have it. */
uint32_t event_sum(const struct sessmon_event *e);

/** same_process() - Likewise, of processes. */
bool same_process(const struct sessmon_process *a, const struct sessmon_process *b);

/** same_session() - Likewise, of sessions. */
bool same_session(const struct sessmon_session *a, const struct sessmon_session *b);

/** same_exe() - Likewise, of programs; NULL is none. */
bool same_exe(const struct sessmon_exe *a, const struct sessmon_exe *b);

/** same_creds() - Likewise, of credentials; NULL is none. */
bool same_creds(const struct sessmon_creds *a, const struct sessmon_creds *b);

/** scratch() - A folder of this test's own, which is removed when it ends. */
const char *scratch(void);

#endif /* TESTS_STORE_PLAY_H */
