/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libsessmon hands out: the wire's attribute sets as plain structs.
 *
 * A fact that the module could not have is absent, and absent is not zero.  So
 * every struct begins with a bit mask of the attributes that came, by their
 * number on the wire, and sessmon_has() asks it.  Absent fields are zero.
 */
#ifndef SESSMON_TYPES_H
#define SESSMON_TYPES_H

#include <stdbool.h>
#include <stdint.h>
#include <linux/sessmon.h>

/**
 * sessmon_has() - Whether a fact is there.
 * @obj: pointer to one of the structs below
 * @attr: the attribute's number, for instance SESSMON_A_PROCESS_COMM
 */
#define sessmon_has(obj, attr) (((obj)->has >> (attr)) & 1)

/**
 * struct sessmon_str - Text or bytes that belong to somebody else.
 * @data: not ended by a zero byte; not necessarily valid text
 * @len: how many bytes
 */
struct sessmon_str {
	const char *data;
	uint32_t len;
};

/**
 * struct sessmon_key - The name of a process or a session.
 * @has: facts that are there
 * @id: process id, of a session its leader's
 * @start: when the process started, ns of boot time, 0 if unknown
 */
struct sessmon_key {
	uint64_t has;
	uint64_t start;
	uint32_t id;
};

/**
 * struct sessmon_creds - Ids and capabilities.
 * @has: facts that are there; SESSMON_A_CREDS_GROUPS_CHANGED is only here
 */
struct sessmon_creds {
	uint64_t has;
	uint64_t cap_inheritable;
	uint64_t cap_permitted;
	uint64_t cap_effective;
	uint64_t cap_bounding;
	uint64_t cap_ambient;
	uint32_t uid, euid, suid, fsuid;
	uint32_t gid, egid, sgid, fsgid;
	uint32_t securebits;
	uint32_t user_ns;
};

/**
 * struct sessmon_ns - Inode numbers of namespaces, as in /proc/PID/ns.
 * @has: facts that are there
 */
struct sessmon_ns {
	uint64_t has;
	uint32_t cgroup, ipc, mnt, net, pid, time, uts;
};

/**
 * struct sessmon_exe - An executed program and its arguments.
 * @has: facts that are there
 * @path: for people; identity is device, inode and generation
 * @script: the script that named @path as its interpreter
 * @cwd: working directory at execution
 * @args: the arguments, each ended by a zero byte
 * @inode: of the file
 * @argc: how many arguments there were
 * @args_len: how many bytes they had, including what was not kept
 * @flags: enum sessmon_exe_flags
 * @policy_generation: of the policy that gave the program its role
 */
struct sessmon_exe {
	uint64_t has;
	struct sessmon_str path;
	struct sessmon_str script;
	struct sessmon_str cwd;
	struct sessmon_str args;
	uint64_t inode;
	uint32_t argc, args_len;
	uint32_t dev_major, dev_minor, generation;
	uint32_t mode, uid, gid, nlink;
	uint32_t flags;
	uint32_t policy_generation;
};

/**
 * struct sessmon_tty - A terminal.
 * @has: facts that are there
 * @name: as the driver calls it (pts0)
 * @instance: minor device number of the devpts mount
 */
struct sessmon_tty {
	uint64_t has;
	struct sessmon_str name;
	uint32_t major, minor;
	uint32_t instance;
};

/**
 * struct sessmon_peer - The other end of the connection that let somebody in.
 * @has: facts that are there
 * @address: 4 or 16 bytes in network order
 */
struct sessmon_peer {
	uint64_t has;
	struct sessmon_str address;
	struct sessmon_str local_address;
	uint16_t port, local_port;
};

/**
 * struct sessmon_process - A process.
 * @has: facts that are there
 * @creator: who called fork; differs from @parent with CLONE_PARENT
 * @class: of its session, enum sessmon_session_class
 * @vpid: its number in its own pid namespace
 * @flags: enum sessmon_process_flags
 * @comm: display only, any process may choose it
 * @tty: controlling terminal of the session
 * @last_seq: number of the last event that changed it
 */
struct sessmon_process {
	uint64_t has;
	struct sessmon_key key;
	struct sessmon_key parent;
	struct sessmon_key creator;
	struct sessmon_key session;
	struct sessmon_str comm;
	struct sessmon_exe exe;
	struct sessmon_creds creds;
	struct sessmon_tty tty;
	struct sessmon_ns ns;
	uint64_t cgroup;
	uint64_t last_seq;
	uint32_t class;
	uint32_t pgid, vpid;
	uint32_t flags;
	uint32_t exec_count;
	uint32_t loginuid, audit_session;
};

/**
 * struct sessmon_session - A session.
 * @has: facts that are there
 * @created_from: the session that the leader was in before; never changes
 * @entry: the session through which this one's lineage entered the host
 * @origin: the login that a detached session, or a terminal in one, came from
 * @peer: who is at the other end, from the entry session
 * @leader: program of the leader, kept when the leader has ended
 * @comm: display name of the leader
 * @class: enum sessmon_session_class
 * @reason: enum sessmon_class_reason
 * @flags: enum sessmon_session_flags
 * @entry_type: enum sessmon_entry_type
 * @entry_uid: real user of the entry session's leader
 * @uid: real user of the leader
 * @members: processes in the session
 * @total: processes that were ever in it
 * @started: when it was created, ns of boot time; absent if inferred
 * @last_seq: number of the last event that changed it
 */
struct sessmon_session {
	uint64_t has;
	struct sessmon_key key;
	struct sessmon_key created_from;
	struct sessmon_key entry;
	struct sessmon_key origin;
	struct sessmon_tty tty;
	struct sessmon_tty entry_tty;
	struct sessmon_peer peer;
	struct sessmon_exe leader;
	struct sessmon_str comm;
	uint64_t cgroup;
	uint64_t started;
	uint64_t last_seq;
	uint32_t class, reason, flags;
	uint32_t entry_type, entry_uid;
	uint32_t loginuid, audit_session;
	uint32_t uid, euid;
	uint32_t members, total;
	uint32_t vpid, pid_ns;
};

/**
 * struct sessmon_counters - One event type's share of something counted.
 * @has: facts that are there
 * @produced: events that the hooks made
 * @lost: events that found no room in the kernel's ring
 * @sent: events that were handed to netlink
 * @filtered: events that the recording policy left out
 * @type: enum sessmon_event_type
 */
struct sessmon_counters {
	uint64_t has;
	uint64_t produced, lost, sent, filtered;
	uint32_t type;
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
 */
enum sessmon_loss_where {
	SESSMON_LOSS_NONE,
	SESSMON_LOSS_RING,
	SESSMON_LOSS_SOCKET,
	SESSMON_LOSS_OVERRUN,
	SESSMON_LOSS_TRUNCATED,
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
	uint32_t old_pgid, old_class;
	uint32_t tty_action, reparent_reason, ptrace_action;
	uint32_t hooks;
};

/**
 * struct sessmon_stats - Counters of the table, the hooks and the stream.
 * @has: facts of the wire's stats set that are there
 * @lost: events lost in the kernel's ring since the module was loaded
 * @last_seq: number of the last event
 * @hooks: enum sessmon_hook
 * @hooks_fired: those that have fired since the module was loaded
 * @n_counters: entries of @counters
 * @counters: by event type
 */
struct sessmon_stats {
	uint64_t has;
	uint64_t processes, sessions, programs;
	uint64_t table_full, no_memory, capture_fallback;
	uint64_t probe_missed, late_found, repaired;
	uint64_t messages, unheard;
	uint64_t lost, last_seq;
	uint32_t ring_size;
	uint32_t hooks, hooks_fired;
	uint32_t n_counters;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
};

/**
 * struct sessmon_info - Who answers.
 * @boot_id: of the running kernel, empty if the module does not know it
 * @module_version: for people
 * @last_seq: number of the last event
 * @version: of the wire
 * @hooks: enum sessmon_hook
 * @hooks_fired: those that had fired by then
 */
struct sessmon_info {
	char boot_id[40];
	char module_version[64];
	uint64_t last_seq;
	uint32_t version;
	uint32_t hooks, hooks_fired;
};

#endif /* SESSMON_TYPES_H */
