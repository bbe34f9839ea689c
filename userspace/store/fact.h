/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the history knows of itself: lives of the machine, who watched when, and gaps. */
#ifndef SESSMON_STORE_FACT_H
#define SESSMON_STORE_FACT_H

#include "names_wire.h"
#include "sessmon.h"

/**
 * enum store_end - Why nobody watched any more.
 * @STORE_END_NONE: it has not ended
 * @STORE_END_ASKED: the recorder was asked to end
 * @STORE_END_DAY: the day was over, and the next file goes on
 * @STORE_END_UNLOADED: the module was unloaded
 * @STORE_END_FAILED: the recorder gave up
 * @STORE_END_LOSS: events were lost, and all that lives was looked at anew
 * @STORE_END_KILLED: the machine or the recorder was killed
 */
enum store_end {
	STORE_END_NONE,
	STORE_END_ASKED,
	STORE_END_DAY,
	STORE_END_UNLOADED,
	STORE_END_FAILED,
	STORE_END_LOSS,
	STORE_END_KILLED,
	STORE_ENDS,
};

/**
 * enum store_gap_why - Why something is missing.
 * @STORE_GAP_NOT_RUNNING: no recorder ran, and the one before had ended by itself
 * @STORE_GAP_KILLED: no recorder ran, and the one before was killed, or the machine was
 * @STORE_GAP_UNLOADED: the module was not loaded
 * @STORE_GAP_DEMOTED: the recorder was slower than a reliable reader may be
 * @STORE_GAP_RING: the kernel's ring was full
 * @STORE_GAP_SOCKET: the recorder's socket was full
 * @STORE_GAP_DISK: what came could not be written in time
 * @STORE_GAP_DAMAGED: it was in a file that is damaged, and was set aside
 */
enum store_gap_why {
	STORE_GAP_NOT_RUNNING,
	STORE_GAP_KILLED,
	STORE_GAP_UNLOADED,
	STORE_GAP_DEMOTED,
	STORE_GAP_RING,
	STORE_GAP_SOCKET,
	STORE_GAP_DISK,
	STORE_GAP_DAMAGED,
	STORE_GAP_WHYS,
};

extern const struct names store_gap_names, store_end_names;

/**
 * store_gap_name() - What the reason of a gap is called.
 * @why: the reason
 *
 * Return: text in static storage, NULL for what this program does not know.
 */
const char *store_gap_name(unsigned int why);

/**
 * store_gap_words() - Why something is missing, for people; documents have the name.
 * @why: enum store_gap_why
 *
 * Return: text in static storage, also for a reason of a later version.
 */
const char *store_gap_words(unsigned int why);

/**
 * store_end_name() - What the reason of an end is called.
 * @end: the reason
 *
 * Return: text in static storage, NULL for what this program does not know.
 */
const char *store_end_name(unsigned int end);

/**
 * struct store_run - A time in which somebody watched, within a day.
 * @id: in its file; grows
 * @boot_id: which life of the machine
 * @machine_id: which machine, empty if not known
 * @host: its name
 * @kernel: its release
 * @module: version of the module
 * @program: version of the recorder
 * @hooks: what the module saw, enum sessmon_hook
 * @booted: when the machine had booted, ns since 1970 UTC, by the clock of @started
 * @started: when it began, ns since 1970 UTC
 * @seen: when the last batch of it was written
 * @ended: when it ended; 0 if it has not, or nobody could say
 * @end: why it ended
 * @first_seq: number of the event after which it began
 * @last_seq: number of the last event
 */
struct store_run {
	int64_t id;
	char boot_id[40];
	char machine_id[64];
	char host[256];
	char kernel[65];
	char module[64];
	char program[64];
	uint32_t hooks;
	uint64_t booted, started, seen, ended;
	enum store_end end;
	uint64_t first_seq, last_seq;
};

/**
 * struct store_gap - A time of which something is missing.
 * @from: after this, ns since 1970 UTC
 * @until: before this
 * @why: enum store_gap_why
 * @known: whether it is known how many events of which type are missing
 * @count: how many are, if it is known at all; 0 if not
 * @lost: by enum sessmon_event_type, if @known
 */
struct store_gap {
	uint64_t from, until;
	enum store_gap_why why;
	bool known;
	uint64_t count;
	uint64_t lost[SESSMON_COUNTERS_MAX];
};

#endif /* SESSMON_STORE_FACT_H */
