/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SIGINT and SIGTERM for who has something to finish: the line it is at.
 *
 * A system call that waits is interrupted, and whoever made it asks ending_wanted() or
 * polls ending_fd().  Libraries do neither (a name is looked up in a directory that is
 * away, an answer does not come), and a signal may come just before the call.  So a second
 * later, or at the second signal, the process ends wherever it is.
 */
#ifndef SESSMON_ENDING_H
#define SESSMON_ENDING_H

#include <stdbool.h>

/** ENDING_WORDS - What is said then. */
#define ENDING_WORDS "ended by a signal before all was written"

/**
 * ending_watch() - Do not die of a signal at once.
 *
 * One that was ignored stays so: a shell does that for what runs in the background.
 *
 * Return: 0 or -errno.
 */
int ending_watch(void);

/**
 * ending_patience() - Take longer than a second to finish.
 * @seconds: after which the process ends wherever it is
 */
void ending_patience(unsigned int seconds);

/**
 * ending_fd() - To wait for a signal together with other things.
 *
 * Return: a descriptor that becomes readable and stays so, -1 if nobody watches.
 */
int ending_fd(void);

/**
 * ending_wanted() - Whether a signal has come.
 *
 * Return: true if it has.
 */
bool ending_wanted(void);

#endif /* SESSMON_ENDING_H */
