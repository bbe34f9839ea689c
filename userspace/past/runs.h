/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runs of one file: who watched when. */
#ifndef SESSMON_RUNS_H
#define SESSMON_RUNS_H

#include "reading/read.h"

/**
 * struct runs - Those of a file, in the order of time.
 * @list: them
 * @n: how many
 */
struct runs {
	struct store_run *list;
	unsigned int n;
};

/**
 * runs_fetch() - Read them.
 * @runs: filled
 * @r: file
 *
 * Return: 0 or a negative error.
 */
int runs_fetch(struct runs *runs, struct store_reader *r);

/**
 * runs_find() - Find a run.
 * @runs: those of a file
 * @id: which
 *
 * Return: it, or NULL.
 */
const struct store_run *runs_find(const struct runs *runs, int64_t id);

/**
 * runs_is_of_now() - Whether the machine has not been booted again since.
 * @run: run
 *
 * Return: true if what lived then may live.
 */
bool runs_is_of_now(const struct store_run *run);

/**
 * runs_ask_of() - Let filters be about a run: numbers of control groups are its boot's.
 * @run: run
 */
void runs_ask_of(const struct store_run *run);

/**
 * runs_tell_of() - Let all that is told from now on be of a run: its host, boot and clock.
 * @run: run
 * @wall: the moment that is told of, ns since 1970 UTC
 */
void runs_tell_of(const struct store_run *run, uint64_t wall);

/**
 * runs_free() - Give the memory back.
 * @runs: those of a file
 */
void runs_free(struct runs *runs);

#endif /* SESSMON_RUNS_H */
