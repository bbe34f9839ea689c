/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsessmon: events, losses and counters as plain structs. */
#ifndef SESSMON_EVENT_H
#define SESSMON_EVENT_H

#include "sessmon_types.h"

/**
 * struct sessmon_counters - One event type's share of something counted.
 * @has: facts that are there
 * @produced: events that the hooks made
 * @lost: events that found no room in the kernel's ring
 * @sent: events that were handed to netlink
 * @filtered: events that the recording policy left out
 * @unheard: events that nobody listened to
 * @type: enum sessmon_event_type
 * @withheld: events over the budget of their process or session
 * @reserved: zero
 */
struct sessmon_counters {
	uint64_t has;
	uint64_t produced, lost, sent, filtered, unheard;
	uint32_t type;
	uint64_t withheld;
	uint64_t reserved[1];
};

/** SESSMON_COUNTERS_MAX - Event types that one message can count. */
#define SESSMON_COUNTERS_MAX 32

/**
 * struct sessmon_counter_list - Counters by event type.
 * @list: belongs to whoever filled it
 * @n: entries of @list
 */
struct sessmon_counter_list {
	const struct sessmon_counters *list;
	uint32_t n;
};

/**
 * enum sessmon_loss_where - Where events were lost.
 * @SESSMON_LOSS_NONE: not a loss that the library found
 * @SESSMON_LOSS_RING: in the kernel, before netlink; seen by every reader
 * @SESSMON_LOSS_SOCKET: between netlink and this reader; the count is exact
 * @SESSMON_LOSS_OVERRUN: this reader's buffer ran over; how many were lost is
 *   told by a SESSMON_LOSS_SOCKET when the next message of the group arrives
 * @SESSMON_LOSS_TRUNCATED: a message was larger than the buffer (which has
 *   grown); counted like an overrun
 * @SESSMON_LOSS_DEMOTED: this reader was slower than a reliable one may be, and
 *   what was held for it is gone; counted like an overrun
 * @SESSMON_LOSS_UNLOADED: the module was not there; nobody knows what happened
 *   meanwhile.  The library does not say it: a handle ends with the module
 */
enum sessmon_loss_where {
	SESSMON_LOSS_NONE,
	SESSMON_LOSS_RING,
	SESSMON_LOSS_SOCKET,
	SESSMON_LOSS_OVERRUN,
	SESSMON_LOSS_TRUNCATED,
	SESSMON_LOSS_DEMOTED,
	SESSMON_LOSS_UNLOADED,
};

/**
 * struct sessmon_loss - A loss that the library found.
 * @where: where
 * @count: how many, 0 if not known
 * @group: SESSMON_GROUP_* for a loss of one group, else 0
 */
struct sessmon_loss {
	enum sessmon_loss_where where;
	uint32_t group;
	uint64_t count;
};

/**
 * struct sessmon_event - Something that happened.
 * @has: facts that are there
 * @seq: its place in the one sequence of all events
 * @type: enum sessmon_event_type; SESSMON_EVENT_LOST may come from the module
 *   or from the library, see @loss
 * @boottime: when, ns of boot time
 * @realtime: when, ns since 1970 UTC
 * @received: when the library had it, ns since 1970 UTC
 * @process: after the change
 * @session: after the change
 * @exit_code: value given to exit(), if no signal ended the process
 * @tid: the thread that acted, if not the first one
 * @actor: the process that did it to another one
 * @tty: the terminal gained or lost
 * @counters: for SESSMON_EVENT_LOST
 * @hooks: for SESSMON_EVENT_ATTACHED
 * @lifetime: for SESSMON_EVENT_EXIT and SESSMON_EVENT_SESSION_END
 * @loss: for SESSMON_EVENT_LOST
 * @clone_flags: for SESSMON_EVENT_FORK
 * @old_session: before the change
 * @old_parent: before the change
 * @old_creds: before the change
 * @old_ns: before the change
 * @old_comm: before the change
 * @exit_signal: signal that ended the process
 * @old_pgid: before the change
 * @old_class: before the change, enum sessmon_session_class
 * @old_flags: before the change, enum sessmon_session_flags
 * @tty_action: enum sessmon_tty_action
 * @reparent_reason: enum sessmon_reparent_reason
 * @ptrace_action: enum sessmon_ptrace_action
 * @reserved: zero
 */
struct sessmon_event {
	uint64_t has;
	uint64_t seq;
	uint64_t boottime, realtime, received;
	uint64_t clone_flags;
	uint64_t lifetime;
	struct sessmon_process process;
	struct sessmon_session session;
	struct sessmon_key old_session;
	struct sessmon_key old_parent;
	struct sessmon_key actor;
	struct sessmon_creds old_creds;
	struct sessmon_ns old_ns;
	struct sessmon_str old_comm;
	struct sessmon_tty tty;
	struct sessmon_counter_list counters;
	struct sessmon_loss loss;
	uint32_t type;
	uint32_t exit_code, exit_signal;
	uint32_t tid;
	uint32_t old_pgid, old_class, old_flags;
	uint32_t tty_action, reparent_reason, ptrace_action;
	uint32_t hooks;
	uint64_t reserved[16];
};

/**
 * struct sessmon_group_sent - How many events one group was sent.
 * @has: facts that are there
 * @events: since the module was loaded
 * @group: SESSMON_GROUP_*
 * @reserved: zero
 */
struct sessmon_group_sent {
	uint64_t has;
	uint64_t events;
	uint32_t group;
	uint64_t reserved[2];
};

/**
 * struct sessmon_reader - A reliable reader, as the module counts.
 * @has: facts that are there; SESSMON_A_READER_DEMOTED if nothing is held for it
 * @sent: events that its socket took
 * @lost: events that were dropped because it was too slow
 * @port: its socket's address
 * @groups: SESSMON_GROUP_*, or-ed
 * @held: bytes that wait for it
 * @reserved: zero
 */
struct sessmon_reader {
	uint64_t has;
	uint64_t sent, lost;
	uint32_t port, groups;
	uint32_t held;
	uint64_t reserved[2];
};

/** SESSMON_READERS_MAX - Reliable readers that one message can count. */
#define SESSMON_READERS_MAX 16

/** SESSMON_GROUPS_MAX - Groups that one message can count. */
#define SESSMON_GROUPS_MAX 8

/**
 * struct sessmon_stats - Counters of the table, the hooks and the stream.
 * @has: facts of the wire's stats set that are there
 * @lost: events lost in the kernel's ring since the module was loaded
 * @last_seq: number of the last event
 * @hooks: enum sessmon_hook
 * @hooks_fired: those that have fired since the module was loaded
 * @n_counters: entries of @counters
 * @counters: by event type
 * @n_groups: entries of @groups
 * @groups: by group
 * @n_readers: entries of @readers
 * @readers: the reliable ones
 * @processes: in the table
 * @sessions: in the table
 * @programs: executions that something still refers to
 * @table_full: objects refused because the table was full
 * @no_memory: allocations that failed
 * @capture_fallback: executions captured late
 * @probe_missed: hook calls that the kernel skipped
 * @late_found: processes that only the second walk found
 * @repaired: objects made because an event named an unknown one
 * @messages: handed to netlink
 * @unheard: events that nobody listened to
 * @backlog: events that wait for somebody to listen
 * @demoted: times that a reliable reader was too slow
 * @ring_size: records that one processor's ring holds
 * @reserved: zero
 */
struct sessmon_stats {
	uint64_t has;
	uint64_t processes, sessions, programs;
	uint64_t table_full, no_memory, capture_fallback;
	uint64_t probe_missed, late_found, repaired;
	uint64_t messages, unheard, demoted, backlog;
	uint64_t lost, last_seq;
	uint32_t ring_size;
	uint32_t hooks, hooks_fired;
	uint32_t n_counters;
	uint32_t n_groups, n_readers;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
	struct sessmon_group_sent groups[SESSMON_GROUPS_MAX];
	struct sessmon_reader readers[SESSMON_READERS_MAX];
	uint64_t reserved[16];
};

/**
 * struct sessmon_info - Who answers.
 * @boot_id: of the running kernel, empty if the module does not know it
 * @module_version: for people
 * @last_seq: number of the last event
 * @version: of the wire
 * @hooks: enum sessmon_hook
 * @hooks_fired: those that had fired by then
 * @reserved: zero
 */
struct sessmon_info {
	char boot_id[40];
	char module_version[64];
	uint64_t last_seq;
	uint32_t version;
	uint32_t hooks, hooks_fired;
	uint64_t reserved[8];
};

#endif /* SESSMON_EVENT_H */
