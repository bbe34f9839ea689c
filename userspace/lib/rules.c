// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where each attribute of the wire goes.  The only file, together with the
 * types, that must grow when the wire grows.
 */
#include "decode.h"

#define ONE(attr, kind, type, field) [attr] = { kind, offsetof(struct type, field), NULL }
#define NEST(attr, type, field, set) [attr] = { RULE_NEST, offsetof(struct type, field), set }
#define NAME(attr, type, field)	     [attr] = { RULE_KEY, offsetof(struct type, field), &key }
#define FLAG(attr)		     [attr] = { RULE_FLAG, 0, NULL }
#define SET(table)                                        \
	{                                                 \
		table, sizeof(table) / sizeof((table)[0]) \
	}

#define KEY(attr, kind, field) ONE(SESSMON_A_KEY_##attr, kind, sessmon_key, field)

static const struct rule key_rules[] = {
	KEY(ID, RULE_U32, id),
	KEY(START, RULE_U64, start),
};

static const struct rule_set key = SET(key_rules);

#define CREDS(attr, kind, field) ONE(SESSMON_A_CREDS_##attr, kind, sessmon_creds, field)

static const struct rule creds_rules[] = {
	CREDS(UID, RULE_U32, uid),
	CREDS(EUID, RULE_U32, euid),
	CREDS(SUID, RULE_U32, suid),
	CREDS(FSUID, RULE_U32, fsuid),
	CREDS(GID, RULE_U32, gid),
	CREDS(EGID, RULE_U32, egid),
	CREDS(SGID, RULE_U32, sgid),
	CREDS(FSGID, RULE_U32, fsgid),
	CREDS(CAP_INHERITABLE, RULE_U64, cap_inheritable),
	CREDS(CAP_PERMITTED, RULE_U64, cap_permitted),
	CREDS(CAP_EFFECTIVE, RULE_U64, cap_effective),
	CREDS(CAP_BOUNDING, RULE_U64, cap_bounding),
	CREDS(CAP_AMBIENT, RULE_U64, cap_ambient),
	CREDS(SECUREBITS, RULE_U32, securebits),
	CREDS(USER_NS, RULE_U32, user_ns),
	FLAG(SESSMON_A_CREDS_GROUPS_CHANGED),
};

static const struct rule_set creds = SET(creds_rules);

#define NS(attr, field) ONE(SESSMON_A_NS_##attr, RULE_U32, sessmon_ns, field)

static const struct rule ns_rules[] = {
	NS(CGROUP, cgroup), NS(IPC, ipc),   NS(MNT, mnt), NS(NET, net),
	NS(PID, pid),	    NS(TIME, time), NS(UTS, uts),
};

static const struct rule_set ns = SET(ns_rules);

#define EXE(attr, kind, field) ONE(SESSMON_A_EXE_##attr, kind, sessmon_exe, field)

static const struct rule exe_rules[] = {
	EXE(PATH, RULE_TEXT, path),
	EXE(SCRIPT, RULE_TEXT, script),
	EXE(CWD, RULE_TEXT, cwd),
	EXE(ARGS, RULE_BYTES, args),
	EXE(ARGC, RULE_U32, argc),
	EXE(ARGS_LEN, RULE_U32, args_len),
	EXE(DEV_MAJOR, RULE_U32, dev_major),
	EXE(DEV_MINOR, RULE_U32, dev_minor),
	EXE(INODE, RULE_U64, inode),
	EXE(GENERATION, RULE_U32, generation),
	EXE(MODE, RULE_U32, mode),
	EXE(UID, RULE_U32, uid),
	EXE(GID, RULE_U32, gid),
	EXE(NLINK, RULE_U32, nlink),
	EXE(FLAGS, RULE_U32, flags),
	EXE(POLICY_GENERATION, RULE_U32, policy_generation),
};

static const struct rule_set exe = SET(exe_rules);

#define TTY(attr, kind, field) ONE(SESSMON_A_TTY_##attr, kind, sessmon_tty, field)

static const struct rule tty_rules[] = {
	TTY(MAJOR, RULE_U32, major),
	TTY(MINOR, RULE_U32, minor),
	TTY(NAME, RULE_TEXT, name),
	TTY(INSTANCE, RULE_U32, instance),
};

static const struct rule_set tty = SET(tty_rules);

#define PEER(attr, kind, field) ONE(SESSMON_A_PEER_##attr, kind, sessmon_peer, field)

static const struct rule peer_rules[] = {
	PEER(ADDRESS, RULE_BYTES, address),
	PEER(PORT, RULE_U16, port),
	PEER(LOCAL_ADDRESS, RULE_BYTES, local_address),
	PEER(LOCAL_PORT, RULE_U16, local_port),
	PEER(CID, RULE_U32, cid),
	PEER(VSOCK_PORT, RULE_U32, vsock_port),
	PEER(LOCAL_VSOCK_PORT, RULE_U32, local_vsock_port),
};

static const struct rule_set peer = SET(peer_rules);

#define PROCESS(attr, kind, field)     ONE(SESSMON_A_PROCESS_##attr, kind, sessmon_process, field)
#define PROCESS_NEST(attr, field, set) NEST(SESSMON_A_PROCESS_##attr, sessmon_process, field, set)
#define PROCESS_KEY(attr, field)       NAME(SESSMON_A_PROCESS_##attr, sessmon_process, field)

static const struct rule process_rules[] = {
	PROCESS_KEY(KEY, key),
	PROCESS_KEY(PARENT, parent),
	PROCESS_KEY(CREATOR, creator),
	PROCESS_KEY(SESSION, session),
	PROCESS(CLASS, RULE_U32, session_class),
	PROCESS(PGID, RULE_U32, pgid),
	PROCESS(VPID, RULE_U32, vpid),
	PROCESS(FLAGS, RULE_U32, flags),
	PROCESS(COMM, RULE_TEXT, comm),
	PROCESS_NEST(EXE, exe, &exe),
	PROCESS(EXEC_COUNT, RULE_U32, exec_count),
	PROCESS_NEST(CREDS, creds, &creds),
	PROCESS(LOGINUID, RULE_U32, loginuid),
	PROCESS(AUDIT_SESSION, RULE_U32, audit_session),
	PROCESS_NEST(TTY, tty, &tty),
	PROCESS_NEST(NAMESPACES, ns, &ns),
	PROCESS(CGROUP, RULE_U64, cgroup),
	PROCESS(LAST_SEQ, RULE_U64, last_seq),
	PROCESS(WITHHELD, RULE_U32, withheld),
};

const struct rule_set sessmon_rules_process = SET(process_rules);

#define SESSION(attr, kind, field)     ONE(SESSMON_A_SESSION_##attr, kind, sessmon_session, field)
#define SESSION_NEST(attr, field, set) NEST(SESSMON_A_SESSION_##attr, sessmon_session, field, set)
#define SESSION_KEY(attr, field)       NAME(SESSMON_A_SESSION_##attr, sessmon_session, field)

static const struct rule session_rules[] = {
	SESSION_KEY(KEY, key),
	SESSION_KEY(CREATED_FROM, created_from),
	SESSION(CLASS, RULE_U32, session_class),
	SESSION(REASON, RULE_U32, reason),
	SESSION(FLAGS, RULE_U32, flags),
	SESSION_KEY(ENTRY, entry),
	SESSION(ENTRY_TYPE, RULE_U32, entry_type),
	SESSION(ENTRY_UID, RULE_U32, entry_uid),
	SESSION_NEST(ENTRY_TTY, entry_tty, &tty),
	SESSION_NEST(PEER, peer, &peer),
	SESSION_KEY(ORIGIN, origin),
	SESSION(LOGINUID, RULE_U32, loginuid),
	SESSION(AUDIT_SESSION, RULE_U32, audit_session),
	SESSION_NEST(TTY, tty, &tty),
	SESSION(UID, RULE_U32, uid),
	SESSION(EUID, RULE_U32, euid),
	SESSION(MEMBERS, RULE_U32, members),
	SESSION(TOTAL, RULE_U32, total),
	SESSION_NEST(LEADER, leader, &exe),
	SESSION(COMM, RULE_TEXT, comm),
	SESSION(VPID, RULE_U32, vpid),
	SESSION(CGROUP, RULE_U64, cgroup),
	SESSION(PID_NS, RULE_U32, pid_ns),
	SESSION(STARTED, RULE_U64, started),
	SESSION(LAST_SEQ, RULE_U64, last_seq),
	SESSION(FOREGROUND, RULE_U32, foreground),
	SESSION(WITHHELD, RULE_U32, withheld),
};

const struct rule_set sessmon_rules_session = SET(session_rules);

#define COUNTERS(attr, kind, field) ONE(SESSMON_A_COUNTERS_##attr, kind, sessmon_counters, field)

static const struct rule counters_rules[] = {
	COUNTERS(TYPE, RULE_U32, type),		COUNTERS(PRODUCED, RULE_U64, produced),
	COUNTERS(LOST, RULE_U64, lost),		COUNTERS(SENT, RULE_U64, sent),
	COUNTERS(FILTERED, RULE_U64, filtered), COUNTERS(UNHEARD, RULE_U64, unheard),
	COUNTERS(WITHHELD, RULE_U64, withheld),
};

const struct rule_set sessmon_rules_counters = SET(counters_rules);

#define EVENT(attr, kind, field)     ONE(SESSMON_A_EVENT_##attr, kind, sessmon_event, field)
#define EVENT_NEST(attr, field, set) NEST(SESSMON_A_EVENT_##attr, sessmon_event, field, set)
#define EVENT_KEY(attr, field)	     NAME(SESSMON_A_EVENT_##attr, sessmon_event, field)

static const struct rule event_rules[] = {
	EVENT(SEQ, RULE_U64, seq),
	EVENT(TYPE, RULE_U32, type),
	EVENT(BOOTTIME, RULE_U64, boottime),
	EVENT(REALTIME, RULE_U64, realtime),
	EVENT_NEST(PROCESS, process, &sessmon_rules_process),
	EVENT_NEST(SESSION, session, &sessmon_rules_session),
	EVENT(EXIT_CODE, RULE_U32, exit_code),
	EVENT(EXIT_SIGNAL, RULE_U32, exit_signal),
	FLAG(SESSMON_A_EVENT_CORE_DUMPED),
	EVENT(CLONE_FLAGS, RULE_U64, clone_flags),
	EVENT(TID, RULE_U32, tid),
	EVENT_KEY(OLD_SESSION, old_session),
	EVENT(OLD_PGID, RULE_U32, old_pgid),
	EVENT_KEY(OLD_PARENT, old_parent),
	EVENT_NEST(OLD_CREDS, old_creds, &creds),
	EVENT_NEST(OLD_NAMESPACES, old_ns, &ns),
	EVENT(OLD_COMM, RULE_TEXT, old_comm),
	EVENT(OLD_CLASS, RULE_U32, old_class),
	EVENT(OLD_FLAGS, RULE_U32, old_flags),
	EVENT_KEY(ACTOR, actor),
	FLAG(SESSMON_A_EVENT_BY_EXEC),
	EVENT(TTY_ACTION, RULE_U32, tty_action),
	EVENT_NEST(TTY, tty, &tty),
	EVENT(REPARENT_REASON, RULE_U32, reparent_reason),
	EVENT(PTRACE_ACTION, RULE_U32, ptrace_action),
	EVENT(COUNTERS, RULE_COUNTERS, counters),
	EVENT(HOOKS, RULE_U32, hooks),
	EVENT(LIFETIME, RULE_U64, lifetime),
	FLAG(SESSMON_A_EVENT_PRIVILEGE_GAINED),
	FLAG(SESSMON_A_EVENT_REPLAYED),
};

const struct rule_set sessmon_rules_event = SET(event_rules);

#define STATS(attr, kind, field) ONE(SESSMON_A_STATS_##attr, kind, sessmon_stats, field)

static const struct rule stats_rules[] = {
	STATS(PROCESSES, RULE_U64, processes),
	STATS(SESSIONS, RULE_U64, sessions),
	STATS(PROGRAMS, RULE_U64, programs),
	STATS(TABLE_FULL, RULE_U64, table_full),
	STATS(NO_MEMORY, RULE_U64, no_memory),
	STATS(CAPTURE_FALLBACK, RULE_U64, capture_fallback),
	STATS(PROBE_MISSED, RULE_U64, probe_missed),
	STATS(LATE_FOUND, RULE_U64, late_found),
	STATS(REPAIRED, RULE_U64, repaired),
	STATS(RING_SIZE, RULE_U32, ring_size),
	STATS(MESSAGES, RULE_U64, messages),
	STATS(UNHEARD, RULE_U64, unheard),
	STATS(DEMOTED, RULE_U64, demoted),
	STATS(BACKLOG, RULE_U64, backlog),
};

const struct rule_set sessmon_rules_stats = SET(stats_rules);

#define SENT(attr, kind, field) ONE(SESSMON_A_GROUP_SENT_##attr, kind, sessmon_group_sent, field)

static const struct rule group_sent_rules[] = {
	SENT(GROUP, RULE_U32, group),
	SENT(EVENTS, RULE_U64, events),
};

const struct rule_set sessmon_rules_group_sent = SET(group_sent_rules);

#define READER(attr, kind, field) ONE(SESSMON_A_READER_##attr, kind, sessmon_reader, field)

static const struct rule reader_rules[] = {
	READER(PORT, RULE_U32, port), READER(GROUPS, RULE_U32, groups),
	READER(SENT, RULE_U64, sent), READER(LOST, RULE_U64, lost),
	READER(HELD, RULE_U32, held), FLAG(SESSMON_A_READER_DEMOTED),
};

const struct rule_set sessmon_rules_reader = SET(reader_rules);

#define MAIN(attr, kind, field) ONE(SESSMON_A_##attr, kind, sessmon_message, field)

static const struct rule main_rules[] = {
	MAIN(VERSION, RULE_U32, version),
	MAIN(BOOT_ID, RULE_TEXT, boot_id),
	FLAG(SESSMON_A_KEY),
	MAIN(PROCESS, RULE_BYTES, process),
	MAIN(SESSION, RULE_BYTES, session),
	MAIN(EVENT, RULE_REPEATED, n_events),
	MAIN(FIRST_SEQ, RULE_U64, first_seq),
	MAIN(LAST_SEQ, RULE_U64, last_seq),
	MAIN(GROUP_FIRST, RULE_U64, group_first),
	MAIN(LOST, RULE_U64, lost),
	MAIN(HOOKS, RULE_U32, hooks),
	MAIN(MODULE_VERSION, RULE_TEXT, module_version),
	FLAG(SESSMON_A_COUNTERS),
	MAIN(STATS, RULE_BYTES, stats),
	FLAG(SESSMON_A_RULE),
	FLAG(SESSMON_A_RECORD),
	MAIN(POLICY_GENERATION, RULE_U32, policy_generation),
	FLAG(SESSMON_A_BUILT_IN),
	MAIN(VERIFY, RULE_BYTES, verify),
	FLAG(SESSMON_A_DIFFERENCE),
	MAIN(HOOKS_FIRED, RULE_U32, hooks_fired),
	FLAG(SESSMON_A_GROUP_SENT),
	MAIN(GROUP, RULE_U32, group),
	FLAG(SESSMON_A_GROUPS),
	FLAG(SESSMON_A_READER),
};

const struct rule_set sessmon_rules_main = SET(main_rules);

#define POLICY(attr, kind, field) ONE(SESSMON_A_RULE_##attr, kind, sessmon_rule, field)

static const struct rule rule_rules[] = {
	POLICY(PATH, RULE_TEXT, path),
	POLICY(ROLES, RULE_U32, roles),
	POLICY(ENTRY_TYPE, RULE_U32, entry_type),
};

const struct rule_set sessmon_rules_rule = SET(rule_rules);

#define RECORD(attr, field) ONE(SESSMON_A_RECORD_##attr, RULE_U32, sessmon_record, field)

static const struct rule record_rules[] = {
	RECORD(CLASS, session_class),
	RECORD(LEVEL, level),
};

const struct rule_set sessmon_rules_record = SET(record_rules);

#define VERIFY(attr, field) ONE(SESSMON_A_VERIFY_##attr, RULE_U64, sessmon_verify, field)

static const struct rule verify_rules[] = {
	VERIFY(CHECKED, checked),
	VERIFY(MISSING, missing),
	VERIFY(STALE, stale),
	VERIFY(DIFFERING, differing),
};

const struct rule_set sessmon_rules_verify = SET(verify_rules);

#define DIFFERENCE(attr, kind, field) \
	ONE(SESSMON_A_DIFFERENCE_##attr, kind, sessmon_difference, field)

static const struct rule difference_rules[] = {
	DIFFERENCE(KIND, RULE_U32, kind),
	NEST(SESSMON_A_DIFFERENCE_KEY, sessmon_difference, key, &key),
	DIFFERENCE(TABLE, RULE_U64, table),
	DIFFERENCE(KERNEL, RULE_U64, kernel),
};

const struct rule_set sessmon_rules_difference = SET(difference_rules);
