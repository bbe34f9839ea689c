/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Alerts among what is recorded: the stream is decoded once, and what matches a rule is put
 * behind its event, for the history, with the line that tells of it.
 */
#ifndef SESSMON_WARN_H
#define SESSMON_WARN_H

#include "alerts/alert.h"
#include "record/pack.h"
#include "watch/ruleset.h"

/**
 * struct warn - Rules, and whom they are asked of.
 * @rules: rules
 * @a: what is told, and counted
 * @p: writes lines, and has the table
 * @add: takes a record that follows the present event
 * @arg: handed to @add
 * @done: when counts were last handed over, ns of boot time
 */
struct warn {
	struct ruleset rules;
	struct alerts a;
	struct printer p;
	void (*add)(void *arg, enum packed_kind kind, const void *obj);
	void *arg;
	uint64_t done;
};

/**
 * warn_open() - Load the rules.
 * @w: rules; @rules and the level of @a are set, the rest is zero
 * @asked: somebody named them; else there may be none, and none is used if one is refused
 *
 * Return: false if there are none to go on with.
 */
bool warn_open(struct warn *w, bool asked);

/**
 * warn_begin() - Begin with a module: forget the table.
 * @w: rules
 * @s: handle
 */
void warn_begin(struct warn *w, struct sessmon *s);

/**
 * warn_table() - Begin with a table, which is told by mirror_put_session() and the like.
 * @w: rules
 * @as_of: number of the event that it is as of
 */
void warn_table(struct warn *w, uint64_t as_of);

/**
 * warn_event() - Ask the rules of an event.
 * @w: rules
 * @e: event
 */
void warn_event(struct warn *w, const struct sessmon_event *e);

/**
 * warn_due() - When something is to be done that no event tells.
 * @w: rules
 *
 * Return: ns of CLOCK_MONOTONIC, 0 if there is nothing.
 */
uint64_t warn_due(const struct warn *w);

/**
 * warn_do() - Hand over counts that have grown, load rules anew if that was asked for.
 * @w: rules
 */
void warn_do(struct warn *w);

/**
 * warn_end() - Hand over all that is counted.
 * @w: rules
 */
void warn_end(struct warn *w);

/**
 * warn_close() - Give everything back.
 * @w: rules
 */
void warn_close(struct warn *w);

#endif /* SESSMON_WARN_H */
