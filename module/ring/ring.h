/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The event ring and the sequence.
 *
 * One ring a processor that is there, written by the hooks with interrupts off and read by
 * the one worker of wire/worker.c. A record is filled in place: reserve, fill,
 * commit, without a lock and without anything between that could make another
 * event. The sequence is taken by reserve, so a caller that holds the lock of
 * the object it changes makes the order of numbers the order of changes.
 *
 * A record of a process holds all that its event tells, as it was when the number was
 * taken. A record of a session holds what the session's events are about: class, reason,
 * flags, terminal, ids, program and name of the leader, what was withheld. The rest is
 * looked up when the event is encoded, and is as it is then: how many are in the session
 * (each fork changes that); user, terminal and connection of its entry, and the login it
 * came from (other sessions, behind other locks); control group and foreground (the
 * kernel's, of which no event tells). A hook cannot take these locks under the session's,
 * and each record of each ring would have to be larger by a third. The worker encodes
 * within milliseconds; an event that was kept while nobody listened it encodes when somebody
 * does. A program is shared and does not change, but for its role and the policy that gave
 * it (policy/exe.h), which are those in force then.
 */
#ifndef SESSMON_RING_H
#define SESSMON_RING_H

#include "counters.h"
#include "facts/facts.h"
#include "policy/exe.h"

struct sessmon_session;

/**
 * struct sessmon_creds_change - of credentials
 * @old: before
 * @new: after
 * @groups_changed: the supplementary groups differ
 * @privilege_gained: privilege came from nowhere
 */
struct sessmon_creds_change {
	struct sessmon_creds old, new;
	bool groups_changed;
	bool privilege_gained;
};

/**
 * struct sessmon_namespaces_change - of namespaces
 * @old: before
 * @new: after
 */
struct sessmon_namespaces_change {
	struct sessmon_namespaces old, new;
};

/**
 * struct sessmon_ring_record - one event on its way to the worker
 * @seq: its number
 * @boottime: when it happened, ns
 * @realtime: when it happened, ns since 1970; filled in by the worker
 * @type: enum sessmon_event_type
 * @class: class of the session after the event
 * @old_class: for session-class
 * @reason: enum sessmon_class_reason; for session events
 * @flags: process flags, or session flags for session events
 * @process: the process, or the session's leader
 * @session_key: the session
 * @uid: real user of the process
 * @euid: effective user of the process
 * @audit: audit ids of the process
 * @tty: terminal of the session after the event; of session-tty, the one gained or lost
 * @comm: display name
 * @exe: counted reference, or NULL: the program, for exec
 * @session: counted reference, or NULL: for session events
 * @tid: thread that acted, if not the first
 * @pgid: process group after the event
 * @vpid: process id in its own pid namespace
 * @exec_count: programs executed so far
 * @withheld: events of the process or session that were over its budget so far
 * @action: what the event's own action enumeration says, 0 if it has none
 * @by_exec: a consequence of an exec
 * @replayed: it waited for somebody to listen
 * @other: the other process or session that the event is about: the old
 *         session, the old parent, the creator or the actor
 * @parent: the parent after the event
 * @value: clone flags, exit status as wait(2) has it, old process group, lifetime, old
 *         flags of a session
 * @creds: of creds
 * @ns: of namespaces
 * @old_comm: previous display name
 * @losses: of lost, which only the worker makes: how many of which type
 */
struct sessmon_ring_record {
	u64 seq;
	u64 boottime;
	u64 realtime;
	u8 type;
	u8 class;
	u8 old_class;
	u8 reason;
	u32 flags;
	struct sessmon_key process;
	struct sessmon_key session_key;
	u32 uid, euid;
	struct sessmon_audit audit;
	struct sessmon_tty tty;
	char comm[TASK_COMM_LEN];
	struct sessmon_exe *exe;
	struct sessmon_session *session;
	u32 tid;
	u32 pgid;
	u32 vpid;
	u32 exec_count;
	u32 withheld;
	u8 action;
	bool by_exec;
	bool replayed;
	struct sessmon_key other;
	struct sessmon_key parent;
	u64 value;
	union {
		struct sessmon_creds_change creds;
		struct sessmon_namespaces_change ns;
		char old_comm[TASK_COMM_LEN];
		const struct sessmon_counters *losses;
	};
};

int sessmon_ring_init(unsigned int ring_size);
void sessmon_ring_exit(void);
void sessmon_ring_open(bool (*listening)(enum sessmon_event_type type), void (*kick)(bool urgent));
void sessmon_ring_close(void);
u64 sessmon_event_seq(void);
unsigned int sessmon_ring_size(void);
bool sessmon_ring_exists(unsigned int cpu);

struct sessmon_ring_record *sessmon_event_reserve(enum sessmon_event_type type, u64 *seq);
struct sessmon_ring_record *sessmon_event_reserve_rare(enum sessmon_event_type type, u64 *seq);
u64 sessmon_event_filtered(enum sessmon_event_type type);
u64 sessmon_event_withheld(enum sessmon_event_type type);
void sessmon_event_commit(struct sessmon_ring_record *rec);
void sessmon_event_tell(enum sessmon_event_type type, u64 value);

unsigned int sessmon_ring_drain(bool (*consume)(struct sessmon_ring_record *rec, void *data),
				void *data);

#endif /* SESSMON_RING_H */
