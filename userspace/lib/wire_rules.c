// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * Where each attribute of the wire goes.
 */
#include "wire_rules.h"

#include <stddef.h>

#include "decode.h"

#define ONE(attr, kind, type, field) [attr] = { kind, offsetof(struct type, field), NULL }
#define NEST(attr, type, field, set) [attr] = { RULE_NEST, offsetof(struct type, field), &(set) }
#define KEY(attr, type, field) \
	[attr] = { RULE_KEY, offsetof(struct type, field), &sessmon_rules_key }
#define FLAG(attr) [attr] = { RULE_FLAG, 0, NULL }
#define SET(table, type)                                                       \
	{                                                                      \
		table, sizeof(table) / sizeof((table)[0]), sizeof(struct type) \
	}

static const struct rule key_rules[] = {
	ONE(SESSMON_A_KEY_ID, RULE_U32, sessmon_key, id),
	ONE(SESSMON_A_KEY_START, RULE_U64, sessmon_key, start),
};

const struct rule_set sessmon_rules_key = SET(key_rules, sessmon_key);

static const struct rule creds_rules[] = {
	ONE(SESSMON_A_CREDS_UID, RULE_U32, sessmon_creds, uid),
	ONE(SESSMON_A_CREDS_EUID, RULE_U32, sessmon_creds, euid),
	ONE(SESSMON_A_CREDS_SUID, RULE_U32, sessmon_creds, suid),
	ONE(SESSMON_A_CREDS_FSUID, RULE_U32, sessmon_creds, fsuid),
	ONE(SESSMON_A_CREDS_GID, RULE_U32, sessmon_creds, gid),
	ONE(SESSMON_A_CREDS_EGID, RULE_U32, sessmon_creds, egid),
	ONE(SESSMON_A_CREDS_SGID, RULE_U32, sessmon_creds, sgid),
	ONE(SESSMON_A_CREDS_FSGID, RULE_U32, sessmon_creds, fsgid),
	ONE(SESSMON_A_CREDS_CAP_INHERITABLE, RULE_U64, sessmon_creds, cap_inheritable),
	ONE(SESSMON_A_CREDS_CAP_PERMITTED, RULE_U64, sessmon_creds, cap_permitted),
	ONE(SESSMON_A_CREDS_CAP_EFFECTIVE, RULE_U64, sessmon_creds, cap_effective),
	ONE(SESSMON_A_CREDS_CAP_BOUNDING, RULE_U64, sessmon_creds, cap_bounding),
	ONE(SESSMON_A_CREDS_CAP_AMBIENT, RULE_U64, sessmon_creds, cap_ambient),
	ONE(SESSMON_A_CREDS_SECUREBITS, RULE_U32, sessmon_creds, securebits),
	ONE(SESSMON_A_CREDS_USER_NS, RULE_U32, sessmon_creds, user_ns),
	FLAG(SESSMON_A_CREDS_GROUPS_CHANGED),
};

const struct rule_set sessmon_rules_creds = SET(creds_rules, sessmon_creds);

static const struct rule ns_rules[] = {
	ONE(SESSMON_A_NS_CGROUP, RULE_U32, sessmon_ns, cgroup),
	ONE(SESSMON_A_NS_IPC, RULE_U32, sessmon_ns, ipc),
	ONE(SESSMON_A_NS_MNT, RULE_U32, sessmon_ns, mnt),
	ONE(SESSMON_A_NS_NET, RULE_U32, sessmon_ns, net),
	ONE(SESSMON_A_NS_PID, RULE_U32, sessmon_ns, pid),
	ONE(SESSMON_A_NS_TIME, RULE_U32, sessmon_ns, time),
	ONE(SESSMON_A_NS_UTS, RULE_U32, sessmon_ns, uts),
};

const struct rule_set sessmon_rules_ns = SET(ns_rules, sessmon_ns);

static const struct rule exe_rules[] = {
	ONE(SESSMON_A_EXE_PATH, RULE_TEXT, sessmon_exe, path),
	ONE(SESSMON_A_EXE_SCRIPT, RULE_TEXT, sessmon_exe, script),
	ONE(SESSMON_A_EXE_CWD, RULE_TEXT, sessmon_exe, cwd),
	ONE(SESSMON_A_EXE_ARGS, RULE_BYTES, sessmon_exe, args),
	ONE(SESSMON_A_EXE_ARGC, RULE_U32, sessmon_exe, argc),
	ONE(SESSMON_A_EXE_ARGS_LEN, RULE_U32, sessmon_exe, args_len),
	ONE(SESSMON_A_EXE_DEV_MAJOR, RULE_U32, sessmon_exe, dev_major),
	ONE(SESSMON_A_EXE_DEV_MINOR, RULE_U32, sessmon_exe, dev_minor),
	ONE(SESSMON_A_EXE_INODE, RULE_U64, sessmon_exe, inode),
	ONE(SESSMON_A_EXE_GENERATION, RULE_U32, sessmon_exe, generation),
	ONE(SESSMON_A_EXE_MODE, RULE_U32, sessmon_exe, mode),
	ONE(SESSMON_A_EXE_UID, RULE_U32, sessmon_exe, uid),
	ONE(SESSMON_A_EXE_GID, RULE_U32, sessmon_exe, gid),
	ONE(SESSMON_A_EXE_NLINK, RULE_U32, sessmon_exe, nlink),
	ONE(SESSMON_A_EXE_FLAGS, RULE_U32, sessmon_exe, flags),
	ONE(SESSMON_A_EXE_POLICY_GENERATION, RULE_U32, sessmon_exe, policy_generation),
};

const struct rule_set sessmon_rules_exe = SET(exe_rules, sessmon_exe);

static const struct rule tty_rules[] = {
	ONE(SESSMON_A_TTY_MAJOR, RULE_U32, sessmon_tty, major),
	ONE(SESSMON_A_TTY_MINOR, RULE_U32, sessmon_tty, minor),
	ONE(SESSMON_A_TTY_NAME, RULE_TEXT, sessmon_tty, name),
	ONE(SESSMON_A_TTY_INSTANCE, RULE_U32, sessmon_tty, instance),
};

const struct rule_set sessmon_rules_tty = SET(tty_rules, sessmon_tty);

static const struct rule peer_rules[] = {
	ONE(SESSMON_A_PEER_ADDRESS, RULE_BYTES, sessmon_peer, address),
	ONE(SESSMON_A_PEER_PORT, RULE_U16, sessmon_peer, port),
	ONE(SESSMON_A_PEER_LOCAL_ADDRESS, RULE_BYTES, sessmon_peer, local_address),
	ONE(SESSMON_A_PEER_LOCAL_PORT, RULE_U16, sessmon_peer, local_port),
	ONE(SESSMON_A_PEER_CID, RULE_U32, sessmon_peer, cid),
	ONE(SESSMON_A_PEER_VSOCK_PORT, RULE_U32, sessmon_peer, vsock_port),
	ONE(SESSMON_A_PEER_LOCAL_VSOCK_PORT, RULE_U32, sessmon_peer, local_vsock_port),
};

const struct rule_set sessmon_rules_peer = SET(peer_rules, sessmon_peer);

static const struct rule process_rules[] = {
	KEY(SESSMON_A_PROCESS_KEY, sessmon_process, key),
	KEY(SESSMON_A_PROCESS_PARENT, sessmon_process, parent),
	KEY(SESSMON_A_PROCESS_CREATOR, sessmon_process, creator),
	KEY(SESSMON_A_PROCESS_SESSION, sessmon_process, session),
	ONE(SESSMON_A_PROCESS_CLASS, RULE_U32, sessmon_process, session_class),
	ONE(SESSMON_A_PROCESS_PGID, RULE_U32, sessmon_process, pgid),
	ONE(SESSMON_A_PROCESS_VPID, RULE_U32, sessmon_process, vpid),
	ONE(SESSMON_A_PROCESS_FLAGS, RULE_U32, sessmon_process, flags),
	ONE(SESSMON_A_PROCESS_COMM, RULE_TEXT, sessmon_process, comm),
	NEST(SESSMON_A_PROCESS_EXE, sessmon_process, exe, sessmon_rules_exe),
	ONE(SESSMON_A_PROCESS_EXEC_COUNT, RULE_U32, sessmon_process, exec_count),
	NEST(SESSMON_A_PROCESS_CREDS, sessmon_process, creds, sessmon_rules_creds),
	ONE(SESSMON_A_PROCESS_LOGINUID, RULE_U32, sessmon_process, loginuid),
	ONE(SESSMON_A_PROCESS_AUDIT_SESSION, RULE_U32, sessmon_process, audit_session),
	NEST(SESSMON_A_PROCESS_TTY, sessmon_process, tty, sessmon_rules_tty),
	NEST(SESSMON_A_PROCESS_NAMESPACES, sessmon_process, ns, sessmon_rules_ns),
	ONE(SESSMON_A_PROCESS_CGROUP, RULE_U64, sessmon_process, cgroup),
	ONE(SESSMON_A_PROCESS_LAST_SEQ, RULE_U64, sessmon_process, last_seq),
	ONE(SESSMON_A_PROCESS_WITHHELD, RULE_U32, sessmon_process, withheld),
};

const struct rule_set sessmon_rules_process = SET(process_rules, sessmon_process);

static const struct rule session_rules[] = {
	KEY(SESSMON_A_SESSION_KEY, sessmon_session, key),
	KEY(SESSMON_A_SESSION_CREATED_FROM, sessmon_session, created_from),
	ONE(SESSMON_A_SESSION_CLASS, RULE_U32, sessmon_session, session_class),
	ONE(SESSMON_A_SESSION_REASON, RULE_U32, sessmon_session, reason),
	ONE(SESSMON_A_SESSION_FLAGS, RULE_U32, sessmon_session, flags),
	KEY(SESSMON_A_SESSION_ENTRY, sessmon_session, entry),
	ONE(SESSMON_A_SESSION_ENTRY_TYPE, RULE_U32, sessmon_session, entry_type),
	ONE(SESSMON_A_SESSION_ENTRY_UID, RULE_U32, sessmon_session, entry_uid),
	NEST(SESSMON_A_SESSION_ENTRY_TTY, sessmon_session, entry_tty, sessmon_rules_tty),
	NEST(SESSMON_A_SESSION_PEER, sessmon_session, peer, sessmon_rules_peer),
	KEY(SESSMON_A_SESSION_ORIGIN, sessmon_session, origin),
	ONE(SESSMON_A_SESSION_LOGINUID, RULE_U32, sessmon_session, loginuid),
	ONE(SESSMON_A_SESSION_AUDIT_SESSION, RULE_U32, sessmon_session, audit_session),
	NEST(SESSMON_A_SESSION_TTY, sessmon_session, tty, sessmon_rules_tty),
	ONE(SESSMON_A_SESSION_UID, RULE_U32, sessmon_session, uid),
	ONE(SESSMON_A_SESSION_EUID, RULE_U32, sessmon_session, euid),
	ONE(SESSMON_A_SESSION_MEMBERS, RULE_U32, sessmon_session, members),
	ONE(SESSMON_A_SESSION_TOTAL, RULE_U32, sessmon_session, total),
	NEST(SESSMON_A_SESSION_LEADER, sessmon_session, leader, sessmon_rules_exe),
	ONE(SESSMON_A_SESSION_COMM, RULE_TEXT, sessmon_session, comm),
	ONE(SESSMON_A_SESSION_VPID, RULE_U32, sessmon_session, vpid),
	ONE(SESSMON_A_SESSION_CGROUP, RULE_U64, sessmon_session, cgroup),
	ONE(SESSMON_A_SESSION_PID_NS, RULE_U32, sessmon_session, pid_ns),
	ONE(SESSMON_A_SESSION_STARTED, RULE_U64, sessmon_session, started),
	ONE(SESSMON_A_SESSION_LAST_SEQ, RULE_U64, sessmon_session, last_seq),
	ONE(SESSMON_A_SESSION_FOREGROUND, RULE_U32, sessmon_session, foreground),
	ONE(SESSMON_A_SESSION_WITHHELD, RULE_U32, sessmon_session, withheld),
};

const struct rule_set sessmon_rules_session = SET(session_rules, sessmon_session);

static const struct rule counters_rules[] = {
	ONE(SESSMON_A_COUNTERS_TYPE, RULE_U32, sessmon_counters, type),
	ONE(SESSMON_A_COUNTERS_PRODUCED, RULE_U64, sessmon_counters, produced),
	ONE(SESSMON_A_COUNTERS_LOST, RULE_U64, sessmon_counters, lost),
	ONE(SESSMON_A_COUNTERS_SENT, RULE_U64, sessmon_counters, sent),
	ONE(SESSMON_A_COUNTERS_FILTERED, RULE_U64, sessmon_counters, filtered),
	ONE(SESSMON_A_COUNTERS_UNHEARD, RULE_U64, sessmon_counters, unheard),
	ONE(SESSMON_A_COUNTERS_WITHHELD, RULE_U64, sessmon_counters, withheld),
};

const struct rule_set sessmon_rules_counters = SET(counters_rules, sessmon_counters);

static const struct rule event_rules[] = {
	ONE(SESSMON_A_EVENT_SEQ, RULE_U64, sessmon_event, seq),
	ONE(SESSMON_A_EVENT_TYPE, RULE_U32, sessmon_event, type),
	ONE(SESSMON_A_EVENT_BOOTTIME, RULE_U64, sessmon_event, boottime),
	ONE(SESSMON_A_EVENT_REALTIME, RULE_U64, sessmon_event, realtime),
	NEST(SESSMON_A_EVENT_PROCESS, sessmon_event, process, sessmon_rules_process),
	NEST(SESSMON_A_EVENT_SESSION, sessmon_event, session, sessmon_rules_session),
	ONE(SESSMON_A_EVENT_EXIT_CODE, RULE_U32, sessmon_event, exit_code),
	ONE(SESSMON_A_EVENT_EXIT_SIGNAL, RULE_U32, sessmon_event, exit_signal),
	FLAG(SESSMON_A_EVENT_CORE_DUMPED),
	ONE(SESSMON_A_EVENT_CLONE_FLAGS, RULE_U64, sessmon_event, clone_flags),
	ONE(SESSMON_A_EVENT_TID, RULE_U32, sessmon_event, tid),
	KEY(SESSMON_A_EVENT_OLD_SESSION, sessmon_event, old_session),
	ONE(SESSMON_A_EVENT_OLD_PGID, RULE_U32, sessmon_event, old_pgid),
	KEY(SESSMON_A_EVENT_OLD_PARENT, sessmon_event, old_parent),
	NEST(SESSMON_A_EVENT_OLD_CREDS, sessmon_event, old_creds, sessmon_rules_creds),
	NEST(SESSMON_A_EVENT_OLD_NAMESPACES, sessmon_event, old_ns, sessmon_rules_ns),
	ONE(SESSMON_A_EVENT_OLD_COMM, RULE_TEXT, sessmon_event, old_comm),
	ONE(SESSMON_A_EVENT_OLD_CLASS, RULE_U32, sessmon_event, old_class),
	KEY(SESSMON_A_EVENT_ACTOR, sessmon_event, actor),
	FLAG(SESSMON_A_EVENT_BY_EXEC),
	ONE(SESSMON_A_EVENT_TTY_ACTION, RULE_U32, sessmon_event, tty_action),
	NEST(SESSMON_A_EVENT_TTY, sessmon_event, tty, sessmon_rules_tty),
	ONE(SESSMON_A_EVENT_REPARENT_REASON, RULE_U32, sessmon_event, reparent_reason),
	ONE(SESSMON_A_EVENT_PTRACE_ACTION, RULE_U32, sessmon_event, ptrace_action),
	ONE(SESSMON_A_EVENT_COUNTERS, RULE_COUNTERS, sessmon_event, counters),
	ONE(SESSMON_A_EVENT_HOOKS, RULE_U32, sessmon_event, hooks),
	ONE(SESSMON_A_EVENT_LIFETIME, RULE_U64, sessmon_event, lifetime),
	FLAG(SESSMON_A_EVENT_PRIVILEGE_GAINED),
	ONE(SESSMON_A_EVENT_OLD_FLAGS, RULE_U32, sessmon_event, old_flags),
	FLAG(SESSMON_A_EVENT_REPLAYED),
};

const struct rule_set sessmon_rules_event = SET(event_rules, sessmon_event);

static const struct rule group_sent_rules[] = {
	ONE(SESSMON_A_GROUP_SENT_GROUP, RULE_U32, sessmon_group_sent, group),
	ONE(SESSMON_A_GROUP_SENT_EVENTS, RULE_U64, sessmon_group_sent, events),
};

const struct rule_set sessmon_rules_group_sent = SET(group_sent_rules, sessmon_group_sent);

static const struct rule reader_rules[] = {
	ONE(SESSMON_A_READER_PORT, RULE_U32, sessmon_reader, port),
	ONE(SESSMON_A_READER_GROUPS, RULE_U32, sessmon_reader, groups),
	ONE(SESSMON_A_READER_SENT, RULE_U64, sessmon_reader, sent),
	ONE(SESSMON_A_READER_LOST, RULE_U64, sessmon_reader, lost),
	ONE(SESSMON_A_READER_HELD, RULE_U32, sessmon_reader, held),
	FLAG(SESSMON_A_READER_DEMOTED),
};

const struct rule_set sessmon_rules_reader = SET(reader_rules, sessmon_reader);

static const struct rule stats_rules[] = {
	ONE(SESSMON_A_STATS_PROCESSES, RULE_U64, sessmon_stats, processes),
	ONE(SESSMON_A_STATS_SESSIONS, RULE_U64, sessmon_stats, sessions),
	ONE(SESSMON_A_STATS_PROGRAMS, RULE_U64, sessmon_stats, programs),
	ONE(SESSMON_A_STATS_TABLE_FULL, RULE_U64, sessmon_stats, table_full),
	ONE(SESSMON_A_STATS_NO_MEMORY, RULE_U64, sessmon_stats, no_memory),
	ONE(SESSMON_A_STATS_CAPTURE_FALLBACK, RULE_U64, sessmon_stats, capture_fallback),
	ONE(SESSMON_A_STATS_PROBE_MISSED, RULE_U64, sessmon_stats, probe_missed),
	ONE(SESSMON_A_STATS_LATE_FOUND, RULE_U64, sessmon_stats, late_found),
	ONE(SESSMON_A_STATS_REPAIRED, RULE_U64, sessmon_stats, repaired),
	ONE(SESSMON_A_STATS_RING_SIZE, RULE_U32, sessmon_stats, ring_size),
	ONE(SESSMON_A_STATS_MESSAGES, RULE_U64, sessmon_stats, messages),
	ONE(SESSMON_A_STATS_UNHEARD, RULE_U64, sessmon_stats, unheard),
	ONE(SESSMON_A_STATS_DEMOTED, RULE_U64, sessmon_stats, demoted),
	ONE(SESSMON_A_STATS_BACKLOG, RULE_U64, sessmon_stats, backlog),
};

const struct rule_set sessmon_rules_stats = SET(stats_rules, sessmon_stats);

static const struct rule rule_rules[] = {
	ONE(SESSMON_A_RULE_PATH, RULE_TEXT, sessmon_rule, path),
	ONE(SESSMON_A_RULE_ROLES, RULE_U32, sessmon_rule, roles),
	ONE(SESSMON_A_RULE_ENTRY_TYPE, RULE_U32, sessmon_rule, entry_type),
};

const struct rule_set sessmon_rules_rule = SET(rule_rules, sessmon_rule);

static const struct rule record_rules[] = {
	ONE(SESSMON_A_RECORD_CLASS, RULE_U32, sessmon_record, session_class),
	ONE(SESSMON_A_RECORD_LEVEL, RULE_U32, sessmon_record, level),
};

const struct rule_set sessmon_rules_record = SET(record_rules, sessmon_record);

static const struct rule verify_rules[] = {
	ONE(SESSMON_A_VERIFY_CHECKED, RULE_U64, sessmon_verify, checked),
	ONE(SESSMON_A_VERIFY_MISSING, RULE_U64, sessmon_verify, missing),
	ONE(SESSMON_A_VERIFY_STALE, RULE_U64, sessmon_verify, stale),
	ONE(SESSMON_A_VERIFY_DIFFERING, RULE_U64, sessmon_verify, differing),
};

const struct rule_set sessmon_rules_verify = SET(verify_rules, sessmon_verify);

static const struct rule difference_rules[] = {
	ONE(SESSMON_A_DIFFERENCE_KIND, RULE_U32, sessmon_difference, kind),
	KEY(SESSMON_A_DIFFERENCE_KEY, sessmon_difference, key),
	ONE(SESSMON_A_DIFFERENCE_TABLE, RULE_U64, sessmon_difference, table),
	ONE(SESSMON_A_DIFFERENCE_KERNEL, RULE_U64, sessmon_difference, kernel),
};

const struct rule_set sessmon_rules_difference = SET(difference_rules, sessmon_difference);

static const struct rule main_rules[] = {
	ONE(SESSMON_A_VERSION, RULE_U32, sessmon_message, version),
	ONE(SESSMON_A_BOOT_ID, RULE_TEXT, sessmon_message, boot_id),
	FLAG(SESSMON_A_KEY),
	ONE(SESSMON_A_PROCESS, RULE_BYTES, sessmon_message, process),
	ONE(SESSMON_A_SESSION, RULE_BYTES, sessmon_message, session),
	ONE(SESSMON_A_EVENT, RULE_REPEATED, sessmon_message, n_events),
	ONE(SESSMON_A_FIRST_SEQ, RULE_U64, sessmon_message, first_seq),
	ONE(SESSMON_A_LAST_SEQ, RULE_U64, sessmon_message, last_seq),
	ONE(SESSMON_A_GROUP_FIRST, RULE_U64, sessmon_message, group_first),
	ONE(SESSMON_A_LOST, RULE_U64, sessmon_message, lost),
	ONE(SESSMON_A_HOOKS, RULE_U32, sessmon_message, hooks),
	ONE(SESSMON_A_MODULE_VERSION, RULE_TEXT, sessmon_message, module_version),
	FLAG(SESSMON_A_COUNTERS),
	ONE(SESSMON_A_STATS, RULE_BYTES, sessmon_message, stats),
	FLAG(SESSMON_A_RULE),
	FLAG(SESSMON_A_RECORD),
	ONE(SESSMON_A_POLICY_GENERATION, RULE_U32, sessmon_message, policy_generation),
	FLAG(SESSMON_A_BUILT_IN),
	ONE(SESSMON_A_VERIFY, RULE_BYTES, sessmon_message, verify),
	FLAG(SESSMON_A_DIFFERENCE),
	ONE(SESSMON_A_HOOKS_FIRED, RULE_U32, sessmon_message, hooks_fired),
	FLAG(SESSMON_A_GROUP_SENT),
	ONE(SESSMON_A_GROUP, RULE_U32, sessmon_message, group),
	FLAG(SESSMON_A_GROUPS),
	FLAG(SESSMON_A_READER),
};

const struct rule_set sessmon_rules_main = SET(main_rules, sessmon_message);
