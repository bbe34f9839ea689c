/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A busy host: sessions in which shells run programs, told as the module tells it. */
#ifndef TESTS_STORE_BUSY_H
#define TESTS_STORE_BUSY_H

#include "sessmon.h"
#include "writing/write.h"

/**
 * struct busy - It.
 * @runs: programs that were run
 * @seq: number of the last event
 * @boottime: now
 * @step: how long a program runs, and until the next one
 * @new_lines: of a hundred command lines so many are new ones
 * @fn: given each event
 * @arg: handed to @fn
 */
struct busy {
	uint64_t runs, seq, boottime, step;
	unsigned int new_lines;
	int (*fn)(const struct sessmon_event *e, void *arg);
	void *arg;
};

#define BUSY_OFFSET 1700000000000000000ULL

/** busy_run() - Who watches. */
struct store_run busy_run(const struct busy *b);

/** busy_shell() - The shell of a session, which is there from the beginning. */
void busy_shell(const struct busy *b, unsigned int session, struct sessmon_process *p,
		struct sessmon_session *s);

/** busy_go() - Run programs: a birth, a program and an end each. */
int busy_go(struct busy *b, uint64_t runs);

#define BUSY_SESSIONS 20

#endif /* TESTS_STORE_BUSY_H */
