/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lives of the machine, counted back from this one, as journalctl(1) does. */
#ifndef SESSMON_BOOTS_H
#define SESSMON_BOOTS_H

#include "past/question.h"

/**
 * boots_is_name() - Whether a word names a boot.
 * @text: word: 0, -1, 1 or a boot id
 *
 * Return: true if it has the form of one.
 */
bool boots_is_name(const char *text);

/**
 * boots_find() - Find the boot that was asked for.
 * @q: question: 0 is this boot, -1 the one before in the history, 1 the first of it
 *
 * Return: enum tool_exit, after saying that there is none.
 */
int boots_find(struct question *q);

#endif /* SESSMON_BOOTS_H */
