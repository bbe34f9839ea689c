/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * What libsessmon hands out: the wire's attribute sets as plain structs.
 *
 * A fact that the module could not have is absent, and absent is not zero.  So every
 * struct begins with a bit mask of the attributes that came, by their number on the wire,
 * and sessmon_has() asks it.  Absent fields are zero.  Times are in nanoseconds.
 *
 * None of them becomes larger or has a member moved as long as the library is
 * libsessmon.so.1: what is added takes its room from @reserved.
 */
#ifndef SESSMON_TYPES_H
#define SESSMON_TYPES_H

#include "sessmon_base.h"

/**
 * struct sessmon_key - Names a process or a session for ever, together with the boot id.
 * @has: Facts that are there.
 * @start: When the process (of a session, its leader) started, in boot time. 0 if unknown.
 * @id: Process id (of a session, its leader's).
 */
struct sessmon_key {
	uint64_t has;
	uint64_t start;
	uint32_t id;
};

/**
 * struct sessmon_creds - Ids and capabilities of a process.
 * @has: Facts that are there; only here are SESSMON_A_CREDS_GROUPS_CHANGED.
 * @cap_inheritable: Capabilities that a program with the same in its file may get.
 * @cap_permitted: Capabilities that it may make effective.
 * @cap_effective: Capabilities that it acts with.
 * @cap_bounding: Capabilities that no program it executes goes beyond.
 * @cap_ambient: Capabilities that ordinary programs keep.
 * @uid: Real user.
 * @euid: Effective user: whose rights it acts with.
 * @suid: Saved user.
 * @fsuid: User for access to files.
 * @gid: Real group.
 * @egid: Effective group.
 * @sgid: Saved group.
 * @fsgid: Group for access to files.
 * @securebits: What being root means to it; see capabilities(7).
 * @user_ns: Inode number of the user namespace.
 * @reserved: Zero.
 */
struct sessmon_creds {
	uint64_t has;
	uint64_t cap_inheritable;
	uint64_t cap_permitted;
	uint64_t cap_effective;
	uint64_t cap_bounding;
	uint64_t cap_ambient;
	uint32_t uid;
	uint32_t euid;
	uint32_t suid;
	uint32_t fsuid;
	uint32_t gid;
	uint32_t egid;
	uint32_t sgid;
	uint32_t fsgid;
	uint32_t securebits;
	uint32_t user_ns;
	uint64_t reserved[4];
};

/**
 * struct sessmon_ns - Inode numbers, as in /proc/PID/ns.
 * @has: Facts that are there.
 * @cgroup: Of control groups.
 * @ipc: Of System V IPC and message queues.
 * @mnt: Of mounts.
 * @net: Of the network.
 * @pid: Of the children to come; its own as long as it calls neither unshare nor setns.
 * @time: As pid.
 * @uts: Of host names.
 * @reserved: Zero.
 */
struct sessmon_ns {
	uint64_t has;
	uint32_t cgroup;
	uint32_t ipc;
	uint32_t mnt;
	uint32_t net;
	uint32_t pid;
	uint32_t time;
	uint32_t uts;
	uint64_t reserved[2];
};

/**
 * struct sessmon_exe - The program that a process runs.
 * @has: Facts that are there.
 * @path: For people; as the executing task saw it. Identity is device, inode and
 *   generation.
 * @script: Path of what path is the interpreter of: a script, or another file as it was
 *   called.
 * @cwd: Working directory when the program was executed.
 * @args: The arguments, each ended by a zero byte; not necessarily valid text.
 * @inode: Inode number of the file.
 * @argc: How many arguments there were, also where not all of them were captured.
 * @args_len: How many bytes the arguments had, including what was not kept.
 * @dev_major: Major number of the device that the file is on.
 * @dev_minor: Its minor number.
 * @generation: Generation of the inode: another one if the number is used again.
 * @mode: Permissions of the file.
 * @uid: Owner of the file.
 * @gid: Group of the file.
 * @nlink: Names that the file has.
 * @flags: Facts about the file and its arguments. Bits of enum sessmon_exe_flags.
 * @policy_generation: Of the policy that gave the program its role, if it has one.
 * @reserved: Zero.
 */
struct sessmon_exe {
	uint64_t has;
	struct sessmon_str path;
	struct sessmon_str script;
	struct sessmon_str cwd;
	struct sessmon_str args;
	uint64_t inode;
	uint32_t argc;
	uint32_t args_len;
	uint32_t dev_major;
	uint32_t dev_minor;
	uint32_t generation;
	uint32_t mode;
	uint32_t uid;
	uint32_t gid;
	uint32_t nlink;
	uint32_t flags;
	uint32_t policy_generation;
	uint64_t reserved[6];
};

/**
 * struct sessmon_tty - A terminal.
 * @has: Facts that are there.
 * @name: As the driver calls it (pts0, ttyS1).
 * @major: Major device number.
 * @minor: Minor device number.
 * @instance: Minor device number of the devpts mount, for a pseudo-terminal.
 * @reserved: Zero.
 */
struct sessmon_tty {
	uint64_t has;
	struct sessmon_str name;
	uint32_t major;
	uint32_t minor;
	uint32_t instance;
	uint64_t reserved[2];
};

/**
 * struct sessmon_peer - The established connection that the creating process held, if the
 *   other end opened it; of TCP with addresses, of vsock with cid.
 * @has: Facts that are there.
 * @address: 4 bytes of IPv4 or 16 of IPv6, in network order.
 * @local_address: As address, of this end.
 * @port: TCP port of the other end.
 * @local_port: TCP port of this end.
 * @cid: Which machine is the other end of a vsock connection; 2 is the host of a virtual
 *   machine, 1 this machine.
 * @vsock_port: Its port there.
 * @local_vsock_port: The port of this end.
 * @reserved: Zero.
 */
struct sessmon_peer {
	uint64_t has;
	struct sessmon_str address;
	struct sessmon_str local_address;
	uint16_t port;
	uint16_t local_port;
	uint32_t cid;
	uint32_t vsock_port;
	uint32_t local_vsock_port;
	uint64_t reserved[2];
};

/**
 * struct sessmon_process - A process. Which of these there are depends on the event; a dump
 *   has all that are known.
 * @has: Facts that are there.
 * @key: Which process it is.
 * @parent: Its parent, who is told when it ends.
 * @creator: Who called fork; differs from the parent with CLONE_PARENT.
 * @session: The session that it is in.
 * @comm: For display only; any process may choose it.
 * @exe: The program that it runs.
 * @creds: Its ids and capabilities.
 * @tty: Controlling terminal of the session.
 * @ns: Its namespaces but for the user's.
 * @cgroup: Id in the default hierarchy, of the one that it is in now.
 * @last_seq: Number of the last event that changed this object.
 * @session_class: Class of the session. Of enum sessmon_session_class.
 * @pgid: Its process group: the pid of the group's first leader.
 * @vpid: Process id in its own pid namespace.
 * @flags: Standing facts. Bits of enum sessmon_process_flags.
 * @exec_count: How many programs the process has executed.
 * @loginuid: Audit login uid; absent if unset.
 * @audit_session: Audit session id; absent if unset.
 * @withheld: Events of the process that were over its budget so far, and were not told of
 *   one by one; absent if there are none. What a loop can make (credentials that change
 *   without an exec and without a gain of privilege, namespaces, tracing, names, process
 *   groups) is told of so often and no more.
 * @reserved: Zero.
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
	uint32_t session_class;
	uint32_t pgid;
	uint32_t vpid;
	uint32_t flags;
	uint32_t exec_count;
	uint32_t loginuid;
	uint32_t audit_session;
	uint32_t withheld;
	uint64_t reserved[8];
};

/**
 * struct sessmon_session - A session. Which of these there are depends on the event; a dump
 *   has all that are known.
 * @has: Facts that are there.
 * @key: Which session it is: its leader's key.
 * @created_from: The session that the leader was in before; never changes.
 * @entry: The session through which this one's lineage entered the host; absent if it came
 *   from a login that nobody knows, which had ended before the module was loaded.
 * @origin: The login session that a detached session, or a terminal in one, came from; of
 *   what a daemon made that somebody had started by hand, the login of that.
 * @tty: Controlling terminal; absent if there is none now.
 * @entry_tty: The terminal that the entry session had.
 * @peer: Who is at the other end, from the entry session; of a session with the flag
 *   unknown-door, by its own connection.
 * @leader: The program of the leader; kept when the leader has ended.
 * @comm: Display name of the leader.
 * @cgroup: Control group of the leader, where it is now or ended; its id in the default
 *   hierarchy.
 * @started: When the session was created, in boot time; absent if that was before the load.
 * @last_seq: Number of the last event that changed this object.
 * @session_class: What kind of session it is. Of enum sessmon_session_class.
 * @reason: Which fact decided the class. Of enum sessmon_class_reason.
 * @flags: Standing facts. Bits of enum sessmon_session_flags.
 * @entry_type: How that session entered. Of enum sessmon_entry_type.
 * @entry_uid: Real user of the entry session's leader; absent without that session.
 * @loginuid: Audit login uid of the leader; absent if unset.
 * @audit_session: Audit session id of the leader, which is logind's number of the session,
 *   too; absent if unset.
 * @uid: Real user of the leader.
 * @euid: Effective user of the leader.
 * @members: Processes in the session.
 * @total: Processes that were ever in the session.
 * @vpid: Process id of the leader in its own pid namespace.
 * @pid_ns: Inode number of the leader's pid namespace.
 * @foreground: The process group in the foreground of the terminal when this was looked at;
 *   absent without a terminal or a living leader. No event tells of its changes.
 * @withheld: Events of the session's terminal, given up and taken again in a loop, that
 *   were over its budget so far, and were not told of one by one; absent if there are none.
 * @reserved_half: Zero.
 * @reserved: Zero.
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
	uint32_t session_class;
	uint32_t reason;
	uint32_t flags;
	uint32_t entry_type;
	uint32_t entry_uid;
	uint32_t loginuid;
	uint32_t audit_session;
	uint32_t uid;
	uint32_t euid;
	uint32_t members;
	uint32_t total;
	uint32_t vpid;
	uint32_t pid_ns;
	uint32_t foreground;
	uint32_t withheld;
	uint32_t reserved_half;
	uint64_t reserved[7];
};

/**
 * struct sessmon_counters - One event type's share of something counted.
 * @has: Facts that are there.
 * @produced: Events that the hooks made.
 * @lost: Events that found no room in the kernel's ring.
 * @sent: Events that were handed to netlink.
 * @filtered: Events that the recording policy left out.
 * @unheard: Events that were not encoded because nobody listened. At rest, produced is
 *   lost, sent, filtered, withheld and unheard together.
 * @type: Of events of which type. Of enum sessmon_event_type.
 * @withheld: Events over the budget of their process or session, which are told as a count.
 * @reserved: Zero.
 */
struct sessmon_counters {
	uint64_t has;
	uint64_t produced;
	uint64_t lost;
	uint64_t sent;
	uint64_t filtered;
	uint64_t unheard;
	uint32_t type;
	uint64_t withheld;
	uint64_t reserved[1];
};

/**
 * struct sessmon_event - One event of the stream.
 * @has: Facts that are there; only here are SESSMON_A_EVENT_CORE_DUMPED,
 *   SESSMON_A_EVENT_BY_EXEC, SESSMON_A_EVENT_PRIVILEGE_GAINED, SESSMON_A_EVENT_REPLAYED.
 * @seq: Its place in the one sequence of all events.
 * @boottime: When it happened, in boot time.
 * @realtime: When it happened, since 1970 UTC.
 * @received: When the library had it, ns since 1970 UTC.
 * @clone_flags: For fork; what the creator shares with the process, see clone(2).
 * @lifetime: For exit and session-end; how long it lived.
 * @process: The process that it happened to, as it was right after it.
 * @session: The session that it happened to, as it was right after it in what its events
 *   are about, and as it is now in the rest: see the operation events.
 * @old_session: For setsid; the session that it was in before.
 * @old_parent: For reparent; the parent before.
 * @actor: For setpgid and ptrace; the process that did it to another one.
 * @old_creds: For creds; what they were before.
 * @old_ns: For namespaces; what they were before.
 * @old_comm: For rename; the name before.
 * @tty: For session-tty; the terminal gained or lost.
 * @counters: For lost; how many of which type since the last time.
 * @loss: For lost, which may come from the module or from the library; where and how many.
 * @type: What happened. Of enum sessmon_event_type.
 * @exit_code: For exit; the value given to exit(2), if no signal ended it.
 * @exit_signal: For exit; the signal that ended it.
 * @tid: The thread that acted, if it was not the first of its process.
 * @old_pgid: For setpgid; the process group before.
 * @old_class: For session-class; the class before. Of enum sessmon_session_class.
 * @old_flags: For session-flags; the flags before. Bits of enum sessmon_session_flags.
 * @tty_action: For session-tty; what became of the terminal. Of enum sessmon_tty_action.
 * @reparent_reason: For reparent; who adopted it. Of enum sessmon_reparent_reason.
 * @ptrace_action: For ptrace; how it began or that it ended. Of enum sessmon_ptrace_action.
 * @hooks: For attached and hooks; what is seen now. Bits of enum sessmon_hook.
 * @reserved: Zero.
 */
struct sessmon_event {
	uint64_t has;
	uint64_t seq;
	uint64_t boottime;
	uint64_t realtime;
	uint64_t received;
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
	uint32_t exit_code;
	uint32_t exit_signal;
	uint32_t tid;
	uint32_t old_pgid;
	uint32_t old_class;
	uint32_t old_flags;
	uint32_t tty_action;
	uint32_t reparent_reason;
	uint32_t ptrace_action;
	uint32_t hooks;
	uint64_t reserved[16];
};

/**
 * struct sessmon_group_sent - How many events one group was sent.
 * @has: Facts that are there.
 * @events: What group-first of its next message will be.
 * @group: One group. Bits of enum sessmon_groups.
 * @reserved: Zero.
 */
struct sessmon_group_sent {
	uint64_t has;
	uint64_t events;
	uint32_t group;
	uint64_t reserved[2];
};

/**
 * struct sessmon_reader - A reader that is sent events one by one, and held for.
 * @has: Facts that are there; only here are SESSMON_A_READER_DEMOTED.
 * @sent: Events that its socket took.
 * @lost: Events that were dropped because it was too slow or memory was short.
 * @port: Its socket's address.
 * @groups: What it wants. Bits of enum sessmon_groups.
 * @held: Bytes of memory that wait for it.
 * @reserved: Zero.
 */
struct sessmon_reader {
	uint64_t has;
	uint64_t sent;
	uint64_t lost;
	uint32_t port;
	uint32_t groups;
	uint32_t held;
	uint64_t reserved[2];
};

/**
 * struct sessmon_stats - Counters and sizes of the module.
 * @has: Facts that are there.
 * @processes: Processes in the table.
 * @sessions: Sessions in the table.
 * @programs: Distinct executions that a process or a session still refers to.
 * @table_full: Objects that were refused because the table was at its limit.
 * @no_memory: Allocations that failed.
 * @capture_fallback: Executions whose facts were captured late.
 * @probe_missed: Hook calls that the kernel skipped.
 * @late_found: Processes found by the second walk at load, which must find none.
 * @repaired: Objects made because an event named one that the table did not have.
 * @messages: Messages handed to netlink.
 * @unheard: Events that were not encoded because nobody listened.
 * @demoted: How often a reader lost its right to have events held for it.
 * @backlog: Events of sessions and of security that wait for somebody to listen.
 * @lost: Events lost in the kernel's ring since the module was loaded.
 * @last_seq: Number of the last event.
 * @ring_size: Records that the ring of one processor holds.
 * @hooks: What this kernel lets the module see; enum sessmon_hook.
 * @hooks_fired: Hooks that have fired since the module was loaded.
 * @n_counters: Entries of @counters.
 * @n_groups: Entries of @groups.
 * @n_readers: Entries of @readers.
 * @counters: By event type.
 * @groups: By group.
 * @readers: The reliable ones.
 * @reserved: Zero.
 */
struct sessmon_stats {
	uint64_t has;
	uint64_t processes;
	uint64_t sessions;
	uint64_t programs;
	uint64_t table_full;
	uint64_t no_memory;
	uint64_t capture_fallback;
	uint64_t probe_missed;
	uint64_t late_found;
	uint64_t repaired;
	uint64_t messages;
	uint64_t unheard;
	uint64_t demoted;
	uint64_t backlog;
	uint64_t lost;
	uint64_t last_seq;
	uint32_t ring_size;
	uint32_t hooks;
	uint32_t hooks_fired;
	uint32_t n_counters;
	uint32_t n_groups;
	uint32_t n_readers;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
	struct sessmon_group_sent groups[SESSMON_GROUPS_MAX];
	struct sessmon_reader readers[SESSMON_READERS_MAX];
	uint64_t reserved[16];
};

/**
 * struct sessmon_rule - A program that the policy names.
 * @has: Facts that are there.
 * @path: Absolute; the file that pid 1 finds under it is the program.
 * @roles: Any of host-access, scheduler, getty, relay and inline. Bits of enum
 *   sessmon_exe_flags.
 * @entry_type: Of those who enter through it. Of enum sessmon_entry_type.
 * @reserved: Zero.
 */
struct sessmon_rule {
	uint64_t has;
	struct sessmon_str path;
	uint32_t roles;
	uint32_t entry_type;
	uint64_t reserved[2];
};

/**
 * struct sessmon_record - What is put on record of a class; all, unless it is said.
 * @has: Facts that are there.
 * @session_class: Of sessions of which class. Of enum sessmon_session_class.
 * @level: What is put on record of them. Of enum sessmon_record_level.
 * @reserved: Zero.
 */
struct sessmon_record {
	uint64_t has;
	uint32_t session_class;
	uint32_t level;
	uint64_t reserved[2];
};

/**
 * struct sessmon_verify - What a walk of the kernel's tasks against the table has found.
 * @has: Facts that are there.
 * @checked: Processes that were compared.
 * @missing: Processes that the table lacks.
 * @stale: Processes that the kernel lacks.
 * @differing: Facts, not processes.
 * @reserved: Zero.
 */
struct sessmon_verify {
	uint64_t has;
	uint64_t checked;
	uint64_t missing;
	uint64_t stale;
	uint64_t differing;
	uint64_t reserved[4];
};

/**
 * struct sessmon_difference - A process of which the table and the kernel do not say the
 *   same.
 * @has: Facts that are there.
 * @key: Which process.
 * @table: What the table has.
 * @kernel: What the kernel has.
 * @kind: In what they differ. Of enum sessmon_difference_kind.
 * @reserved: Zero.
 */
struct sessmon_difference {
	uint64_t has;
	struct sessmon_key key;
	uint64_t table;
	uint64_t kernel;
	uint32_t kind;
	uint64_t reserved[2];
};

#endif /* SESSMON_TYPES_H */
