/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the stream and the table tell, as bytes that may wait: the parts that are there,
 * each followed by its text.  A fork takes a quarter of its struct.
 */
#ifndef SESSMON_PACK_H
#define SESSMON_PACK_H

#include "sessmon.h"
#include "store/alert.h"
#include "store/fact.h"

/**
 * enum packed_kind - What was packed.
 * @PACKED_EVENT: an event
 * @PACKED_PROCESS: a process of the table
 * @PACKED_SESSION: a session of the table
 * @PACKED_JOIN: a run begins: the table follows
 * @PACKED_JOINED: the table has been told
 * @PACKED_LEAVE: the run ends
 * @PACKED_ALERT: the event before it matches a rule
 * @PACKED_LINE: what is said of that
 */
enum packed_kind {
	PACKED_EVENT,
	PACKED_PROCESS,
	PACKED_SESSION,
	PACKED_JOIN,
	PACKED_JOINED,
	PACKED_LEAVE,
	PACKED_ALERT,
	PACKED_LINE,
};

/**
 * struct joined - The table has been told.
 * @whole: all of it
 */
struct joined {
	bool whole;
};

/**
 * struct leave - The run ends.
 * @end: why
 * @wall: when, ns since 1970 UTC
 */
struct leave {
	enum store_end end;
	uint64_t wall;
};

/**
 * struct packed_line - What is said, on standard output.
 * @n: how many times
 * @text: whole lines
 */
struct packed_line {
	uint64_t n;
	struct sessmon_str text;
};

/**
 * struct unpacked - One of them as it was; its text lies in the packed bytes.
 * @event: an event
 * @process: a process
 * @session: a session
 * @run: the run that begins
 * @joined: how its table was told
 * @leave: how the run ends
 * @alert: an alert
 * @line: what is said
 * @counters: room for those of an event
 */
struct unpacked {
	union {
		struct sessmon_event event;
		struct sessmon_process process;
		struct sessmon_session session;
		struct store_run run;
		struct joined joined;
		struct leave leave;
		struct store_alert alert;
		struct packed_line line;
	};
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
};

/**
 * pack() - Write the bytes of one struct.
 * @kind: what it is
 * @obj: it
 * @to: where to
 * @end: end of the room there
 *
 * Return: the end of what was written, NULL if there is not enough room.
 */
char *pack(enum packed_kind kind, const void *obj, char *to, const char *end);

/**
 * unpack() - Read what pack() has written.
 * @kind: what it was given
 * @from: its bytes
 * @to: filled
 *
 * Return: the end of what was read.
 */
const char *unpack(enum packed_kind kind, const char *from, struct unpacked *to);

#endif /* SESSMON_PACK_H */
