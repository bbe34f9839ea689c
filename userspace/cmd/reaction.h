/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * monitor --exec: a command for each event that is shown.
 *
 * Whoever runs a program chooses the text in its events.  So none of that text becomes
 * part of a command line or of the environment: the command gets the document on its
 * standard input, and in its environment only numbers, addresses and names of the wire.
 *
 * The stream never waits for a command: its input is a file in memory, there are at most
 * so many at once, and what is not run because of that is counted and said.
 */
#ifndef SESSMON_REACTION_H
#define SESSMON_REACTION_H

#include "text/printer.h"

/**
 * struct reaction - A command, and what has become of it.
 * @command: for /bin/sh; NULL if there is none
 * @running: not yet ended
 * @skipped: not run, because so many ran
 * @own: processes that it made, whose events are nobody's business
 * @n_own: entries of @own
 */
struct reaction {
	const char *command;
	unsigned int running;
	uint64_t skipped;
	struct sessmon_key *own;
	unsigned int n_own;
};

/**
 * reaction_run() - Run it for an event.
 * @h: command
 * @p: printer, which makes the document
 * @e: event
 */
void reaction_run(struct reaction *h, struct printer *p, const struct sessmon_event *e);

/**
 * reaction_is_own() - Whether an event is of a command that was run, or of its children.
 * @h: command; learns from the events of forks and ends, of which it needs all
 * @e: event
 *
 * Else each command would be a reason to run the next.
 *
 * Return: true if it is.
 */
bool reaction_is_own(struct reaction *h, const struct sessmon_event *e);

/**
 * reaction_reap() - Take note of those that have ended.
 * @h: command
 */
void reaction_reap(struct reaction *h);

/**
 * reaction_end() - Say what was not run, and give the memory back.
 * @h: command; those that run still go on
 */
void reaction_end(struct reaction *h);

#endif /* SESSMON_REACTION_H */
