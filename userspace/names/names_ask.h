/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The thread that asks the C library, which may take its time, for names. */
#ifndef SESSMON_NAMES_ASK_H
#define SESSMON_NAMES_ASK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/**
 * struct names_answer - What was found out.
 * @group: of a group, else of a user
 * @id: its number
 * @name: its name, to be freed; NULL if there is none
 */
struct names_answer {
	bool group;
	uint32_t id;
	char *name;
};

/**
 * names_ask() - Have a name looked up.
 * @group: of a group
 * @id: its number
 *
 * Return: false if too much was asked and is not answered yet: ask again later.
 */
bool names_ask(bool group, uint32_t id);

/**
 * names_answered() - Take an answer.
 * @a: filled
 *
 * Return: false if there is none.
 */
bool names_answered(struct names_answer *a);

/**
 * names_wait() - Wait for an answer.
 * @end: by the monotonic clock
 *
 * Return: false if none came till then.
 */
bool names_wait(const struct timespec *end);

#endif /* SESSMON_NAMES_ASK_H */
