/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the columns of a row say of an event or a process, as a struct of the library. The
 * writer compares it with what came, and what is different goes into the row's rest; the
 * reader makes the same, and applies the rest: so both agree by having one function.
 */
#ifndef SESSMON_STORE_SAID_H
#define SESSMON_STORE_SAID_H

#include "sessmon.h"

/**
 * enum said_as - What a process is said in.
 * @SAID_THERE: as one that was there when the run began, with all there is
 * @SAID_BORN: in the event of its birth
 * @SAID_EXEC: in that of a program
 * @SAID_END: in that of its end
 * @SAID_CHANGE: in that of any other change
 */
enum said_as {
	SAID_THERE,
	SAID_BORN,
	SAID_EXEC,
	SAID_END,
	SAID_CHANGE,
};

/**
 * struct said - What columns say of a process.
 * @key: its key
 * @session: its session's; NULL if not known
 * @parent: its parent's; NULL if not known
 * @context: the facts that many have in common; NULL if not known
 * @exe: what it runs, if that is said
 * @comm: its display name; without data if not known
 * @pgid: its process group, or NO_PGID
 * @execs: programs that it has executed
 * @seq: number of its last event
 */
struct said {
	struct sessmon_key key;
	const struct sessmon_key *session, *parent;
	const struct sessmon_process *context;
	const struct sessmon_exe *exe;
	struct sessmon_str comm;
	uint32_t pgid, execs;
	uint64_t seq;
};

/**
 * said_process() - The process that columns say.
 * @p: filled; of facts that are not there what it had stays: for who reads it, all zero
 * @as: enum said_as
 * @said: the columns
 */
void said_process(struct sessmon_process *p, enum said_as as, const struct said *said);

/**
 * said_event() - The event that columns say, without its process.
 * @e: filled, as by said_process()
 * @type: enum sessmon_event_type
 * @seq: number
 * @boottime: when
 * @realtime: when, since 1970 UTC
 */
void said_event(struct sessmon_event *e, uint32_t type, uint64_t seq, uint64_t boottime,
		uint64_t realtime);

/**
 * said_birth() - What the event of a birth says besides.
 * @e: event, which has its process
 */
void said_birth(struct sessmon_event *e);

/**
 * said_end() - What the event of an end says besides.
 * @e: event, which has its process
 * @status: what wait(2) tells
 */
void said_end(struct sessmon_event *e, uint32_t status);

/**
 * said_status() - What wait(2) tells of an end.
 * @e: event
 *
 * Return: status.
 */
uint32_t said_status(const struct sessmon_event *e);

#endif /* SESSMON_STORE_SAID_H */
