/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libsessmon hands out: the wire's attribute sets as plain structs.
 *
 * A fact that the module could not have is absent, and absent is not zero.  So
 * every struct begins with a bit mask of the attributes that came, by their
 * number on the wire, and sessmon_has() asks it.  Absent fields are zero.
 *
 * Structs lie within each other, so none of them may ever become larger or have a
 * field moved as long as the library is libsessmon.so.1.  What is added takes its room
 * from @reserved, in units of 8 bytes and from the front; sessmon_str, sessmon_key,
 * sessmon_counter_list and sessmon_loss stay as they are.
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
 * @cap_inheritable: bit n is capability n
 * @cap_permitted: bit n is capability n
 * @cap_effective: bit n is capability n
 * @cap_bounding: bit n is capability n
 * @cap_ambient: bit n is capability n
 * @uid: real user
 * @euid: effective user
 * @suid: saved user
 * @fsuid: file system user
 * @gid: real group
 * @egid: effective group
 * @sgid: saved group
 * @fsgid: file system group
 * @securebits: see capabilities(7)
 * @user_ns: inode number of the user namespace
 * @reserved: zero
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
	uint64_t reserved[4];
};

/**
 * struct sessmon_ns - Inode numbers of namespaces, as in /proc/PID/ns.
 * @has: facts that are there
 * @cgroup: cgroup namespace
 * @ipc: ipc namespace
 * @mnt: mnt namespace
 * @net: net namespace
 * @pid: pid namespace of the children to come
 * @time: time namespace of the children to come
 * @uts: uts namespace
 * @reserved: zero
 */
struct sessmon_ns {
	uint64_t has;
	uint32_t cgroup, ipc, mnt, net, pid, time, uts;
	uint64_t reserved[2];
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
 * @dev_major: device of the file
 * @dev_minor: device of the file
 * @generation: of the inode
 * @mode: of the file
 * @uid: owner of the file
 * @gid: group of the file
 * @nlink: links to the file
 * @reserved: zero
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
	uint64_t reserved[6];
};

/**
 * struct sessmon_tty - A terminal.
 * @has: facts that are there
 * @name: as the driver calls it (pts0)
 * @instance: minor device number of the devpts mount
 * @major: device number
 * @minor: device number
 * @reserved: zero
 */
struct sessmon_tty {
	uint64_t has;
	struct sessmon_str name;
	uint32_t major, minor;
	uint32_t instance;
	uint64_t reserved[2];
};

/**
 * struct sessmon_peer - The other end of the connection that let somebody in.
 * @has: facts that are there
 * @address: 4 or 16 bytes in network order
 * @local_address: of this end, likewise
 * @port: of the other end
 * @local_port: of this end
 * @cid: which machine is the other end of a vsock connection, which has no addresses
 * @vsock_port: its port there
 * @local_vsock_port: the port of this end
 * @reserved: zero
 */
struct sessmon_peer {
	uint64_t has;
	struct sessmon_str address;
	struct sessmon_str local_address;
	uint16_t port, local_port;
	uint32_t cid, vsock_port, local_vsock_port;
	uint64_t reserved[2];
};

/**
 * struct sessmon_process - A process.
 * @has: facts that are there
 * @creator: who called fork; differs from @parent with CLONE_PARENT
 * @session_class: of its session, enum sessmon_session_class
 * @vpid: its number in its own pid namespace
 * @flags: enum sessmon_process_flags
 * @comm: display only, any process may choose it
 * @tty: controlling terminal of the session
 * @last_seq: number of the last event that changed it
 * @key: its name for ever
 * @parent: who it is a child of
 * @session: its session
 * @exe: its program
 * @creds: who it is and what it may do
 * @ns: its namespaces
 * @cgroup: id in the default hierarchy
 * @pgid: process group
 * @exec_count: programs it has executed
 * @loginuid: audit login uid
 * @audit_session: audit session id
 * @withheld: events that were over its budget so far
 * @reserved: zero
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
	uint32_t pgid, vpid;
	uint32_t flags;
	uint32_t exec_count;
	uint32_t loginuid, audit_session;
	uint32_t withheld;
	uint64_t reserved[8];
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
 * @session_class: enum sessmon_session_class
 * @reason: enum sessmon_class_reason
 * @flags: enum sessmon_session_flags
 * @entry_type: enum sessmon_entry_type
 * @entry_uid: real user of the entry session's leader
 * @uid: real user of the leader
 * @members: processes in the session
 * @total: processes that were ever in it
 * @started: when it was created, ns of boot time; absent if inferred
 * @last_seq: number of the last event that changed it
 * @key: its name for ever
 * @tty: controlling terminal, absent if there is none
 * @entry_tty: terminal of the entry session
 * @cgroup: control group of the leader
 * @loginuid: audit login uid
 * @audit_session: audit session id
 * @euid: effective user of the leader
 * @foreground: process group in the foreground of the terminal, when it was looked at
 * @vpid: the leader's number in its own pid namespace
 * @pid_ns: the leader's pid namespace
 * @withheld: events of its terminal that were over its budget so far
 * @reserved_half: zero, as is @reserved
 * @reserved: zero
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
	uint32_t reason, flags;
	uint32_t entry_type, entry_uid;
	uint32_t loginuid, audit_session;
	uint32_t uid, euid;
	uint32_t members, total;
	uint32_t vpid, pid_ns;
	uint32_t foreground;
	uint32_t withheld, reserved_half;
	uint64_t reserved[7];
};

#endif /* SESSMON_TYPES_H */
