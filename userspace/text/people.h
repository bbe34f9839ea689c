/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People first: which sessions are shown unasked, and what is said of the others. */
#ifndef SESSMON_PEOPLE_H
#define SESSMON_PEOPLE_H

#include "text/printer.h"

/* Classes that are counted. */
#define PEOPLE_CLASSES 16

/**
 * struct people - What was shown and what was not.
 * @all: show everything
 * @folded: sessions that were not shown, by class
 * @flags: of those that were
 * @alarms: for each flag the first sessions that have it
 */
struct people {
	bool all;
	unsigned int folded[PEOPLE_CLASSES];
	uint32_t flags;
	struct buf alarms[32];
};

/**
 * people_take() - Decide about a session.
 * @f: what was decided so far
 * @s: session
 *
 * Shown are logins and what they left, terminals, and whatever has a flag that a person
 * should look at.
 *
 * Return: whether to show it.
 */
bool people_take(struct people *f, const struct sessmon_session *s);

/**
 * people_put_marks() - Say what the marks behind a kind mean, if there were any.
 * @f: what was decided
 * @p: printer
 */
void people_put_marks(const struct people *f, struct printer *p);

/**
 * people_free() - Give the memory back.
 * @f: what was decided
 */
void people_free(struct people *f);

/**
 * people_put_rest() - Say what was not shown.
 * @f: what was decided
 * @p: printer
 * @how: what shows it
 */
void people_put_rest(const struct people *f, struct printer *p, const char *how);

#endif /* SESSMON_PEOPLE_H */
