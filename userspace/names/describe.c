// SPDX-License-Identifier: GPL-2.0-or-later
/* What there is to say, in the order in which it is said. */
#include "names/field.h"

/* What @texts promises. */
_Static_assert(offsetof(struct sessmon_exe, inode) ==
		       sizeof(uint64_t) + 4 * sizeof(struct sessmon_str),
	       "the text of a program follows its mask");

#define FIELD(attr_, kind_, type, member, label_, ecs_, own_)                          \
	{                                                                              \
		.attr = attr_, .kind = kind_, .offset = offsetof(struct type, member), \
		.label = label_, .ecs = ecs_, .own = own_                              \
	}
#define NAMED(attr_, kind_, type, member, label_, own_, names_)                        \
	{                                                                              \
		.attr = attr_, .kind = kind_, .offset = offsetof(struct type, member), \
		.label = label_, .own = own_, .names = &names_                         \
	}
#define NESTED(attr_, type, member, ecs_, own_, nest_)                                      \
	{                                                                                   \
		.attr = attr_, .kind = FIELD_NEST, .offset = offsetof(struct type, member), \
		.ecs = ecs_, .own = own_, .nest = &nest_                                    \
	}
#define DESCRIPTION(table)                                      \
	{                                                       \
		table, sizeof(table) / sizeof((table)[0]), 0, 0 \
	}
#define NEST(table, type, texts)                                                      \
	{                                                                             \
		table, sizeof(table) / sizeof((table)[0]), sizeof(struct type), texts \
	}

#define EXE(attr, kind, member, label, ecs, own) \
	FIELD(SESSMON_A_EXE_##attr, kind, sessmon_exe, member, label, ecs, own)

static const struct field exe_fields[] = {
	EXE(PATH, FIELD_PATH, path, "program", "executable", NULL),
	EXE(ARGS, FIELD_ARGS, args, "arguments", "args", NULL),
	EXE(ARGC, FIELD_NUMBER, argc, "argument count", "args_count", NULL),
	EXE(CWD, FIELD_TEXT, cwd, "directory", "working_directory", NULL),
	EXE(SCRIPT, FIELD_TEXT, script, "script", NULL, "script"),
	EXE(ARGS_LEN, FIELD_NUMBER, args_len, "argument bytes", NULL, "args_length"),
	EXE(DEV_MAJOR, FIELD_NUMBER, dev_major, "device major", NULL, "device.major"),
	EXE(DEV_MINOR, FIELD_NUMBER, dev_minor, "device minor", NULL, "device.minor"),
	EXE(INODE, FIELD_BIG, inode, "inode", NULL, "inode"),
	EXE(GENERATION, FIELD_NUMBER, generation, "generation", NULL, "generation"),
	EXE(MODE, FIELD_MODE, mode, "file mode", NULL, "mode"),
	EXE(UID, FIELD_USER, uid, "file owner", NULL, "owner"),
	EXE(GID, FIELD_GROUP, gid, "file group", NULL, "group"),
	EXE(NLINK, FIELD_NUMBER, nlink, "file links", NULL, "links"),
	NAMED(SESSMON_A_EXE_FLAGS, FIELD_FLAGS, sessmon_exe, flags, "program flags", "flags",
	      names_exe_flags),
	EXE(POLICY_GENERATION, FIELD_NUMBER, policy_generation, "role by policy", NULL,
	    "policy_generation"),
};

static const struct description describe_exe = NEST(exe_fields, sessmon_exe, 4);

#define CREDS(attr, kind, member, label, ecs, own) \
	FIELD(SESSMON_A_CREDS_##attr, kind, sessmon_creds, member, label, ecs, own)

static const struct field creds_fields[] = {
	CREDS(EUID, FIELD_USER, euid, "user", "user", "user"),
	CREDS(UID, FIELD_USER, uid, "real user", "real_user", "real_user"),
	CREDS(SUID, FIELD_USER, suid, "saved user", "saved_user", "saved_user"),
	CREDS(FSUID, FIELD_USER, fsuid, "file system user", NULL, "fs_user"),
	CREDS(EGID, FIELD_GROUP, egid, "group", "group", "group"),
	CREDS(GID, FIELD_GROUP, gid, "real group", "real_group", "real_group"),
	CREDS(SGID, FIELD_GROUP, sgid, "saved group", "saved_group", "saved_group"),
	CREDS(FSGID, FIELD_GROUP, fsgid, "file system group", NULL, "fs_group"),
	CREDS(GROUPS_CHANGED, FIELD_YES, has, "groups changed", NULL, "groups_changed"),
	CREDS(CAP_PERMITTED, FIELD_CAPS, cap_permitted, "permitted",
	      "thread.capabilities.permitted", "capabilities.permitted"),
	CREDS(CAP_EFFECTIVE, FIELD_CAPS, cap_effective, "effective",
	      "thread.capabilities.effective", "capabilities.effective"),
	CREDS(CAP_INHERITABLE, FIELD_CAPS, cap_inheritable, "inheritable", NULL,
	      "capabilities.inheritable"),
	CREDS(CAP_BOUNDING, FIELD_CAPS, cap_bounding, "bounding", NULL, "capabilities.bounding"),
	CREDS(CAP_AMBIENT, FIELD_CAPS, cap_ambient, "ambient", NULL, "capabilities.ambient"),
	NAMED(SESSMON_A_CREDS_SECUREBITS, FIELD_FLAGS, sessmon_creds, securebits, "securebits",
	      "securebits", names_securebits),
	CREDS(USER_NS, FIELD_NUMBER, user_ns, "user namespace", NULL, "user_ns"),
};

static const struct description describe_creds = NEST(creds_fields, sessmon_creds, 0);

#define NS(attr, member)                                                                         \
	FIELD(SESSMON_A_NS_##attr, FIELD_NUMBER, sessmon_ns, member, #member " namespace", NULL, \
	      #member)

static const struct field ns_fields[] = {
	NS(CGROUP, cgroup), NS(IPC, ipc),   NS(MNT, mnt), NS(NET, net),
	NS(PID, pid),	    NS(TIME, time), NS(UTS, uts),
};

static const struct description describe_ns = NEST(ns_fields, sessmon_ns, 0);

#define PROCESS(attr, kind, member, label, ecs, own) \
	FIELD(SESSMON_A_PROCESS_##attr, kind, sessmon_process, member, label, ecs, own)

static const struct field process_fields[] = {
	PROCESS(KEY, FIELD_SELF, key, "process", "entity_id", "key"),
	PROCESS(VPID, FIELD_NUMBER, vpid, "pid in its namespace", "vpid", NULL),
	PROCESS(PARENT, FIELD_PROCESS, parent, "parent", NULL, NULL),
	PROCESS(CREATOR, FIELD_PROCESS, creator, "creator", NULL, "creator"),
	PROCESS(SESSION, FIELD_SESSION, session, "session", NULL, NULL),
	NAMED(SESSMON_A_PROCESS_CLASS, FIELD_ENUM, sessmon_process, session_class, "class", "class",
	      names_class),
	PROCESS(PGID, FIELD_NUMBER, pgid, "process group", NULL, "pgid"),
	NAMED(SESSMON_A_PROCESS_FLAGS, FIELD_FLAGS, sessmon_process, flags, "flags", "flags",
	      names_process_flags),
	PROCESS(TTY, FIELD_TTY, tty, "terminal", "tty", "tty"),
	PROCESS(EXEC_COUNT, FIELD_NUMBER, exec_count, "programs so far", NULL, "exec_count"),
	NESTED(SESSMON_A_PROCESS_EXE, sessmon_process, exe, "", "exe", describe_exe),
	PROCESS(COMM, FIELD_NAME, comm, "name", "name", "comm"),
	NESTED(SESSMON_A_PROCESS_CREDS, sessmon_process, creds, "", "creds", describe_creds),
	PROCESS(LOGINUID, FIELD_USER, loginuid, "login user", NULL, "login_user"),
	PROCESS(AUDIT_SESSION, FIELD_NUMBER, audit_session, "audit session", NULL, "audit_session"),
	NESTED(SESSMON_A_PROCESS_NAMESPACES, sessmon_process, ns, NULL, "ns", describe_ns),
	PROCESS(CGROUP, FIELD_BIG, cgroup, "control group", NULL, "cgroup"),
	PROCESS(LAST_SEQ, FIELD_BIG, last_seq, "last change", NULL, "last_seq"),
	PROCESS(WITHHELD, FIELD_NUMBER, withheld, "events withheld", NULL, "withheld"),
};

const struct description describe_process = DESCRIPTION(process_fields);

#define SESSION(attr, kind, member, label, ecs, own) \
	FIELD(SESSMON_A_SESSION_##attr, kind, sessmon_session, member, label, ecs, own)

/* What ECS says of a session it says of the session's leader. */
static const struct field session_fields[] = {
	SESSION(KEY, FIELD_SELF_SESSION, key, "session", "entity_id", "key"),
	SESSION(VPID, FIELD_NUMBER, vpid, "pid in its namespace", "vpid", NULL),
	NAMED(SESSMON_A_SESSION_CLASS, FIELD_ENUM, sessmon_session, session_class, "class", "class",
	      names_class),
	NAMED(SESSMON_A_SESSION_REASON, FIELD_ENUM, sessmon_session, reason, "because", "reason",
	      names_reason),
	NAMED(SESSMON_A_SESSION_FLAGS, FIELD_FLAGS, sessmon_session, flags, "flags", "flags",
	      names_session_flags),
	SESSION(EUID, FIELD_USER, euid, "effective user", "user", NULL),
	SESSION(UID, FIELD_USER, uid, "user", "real_user", "user"),
	SESSION(TTY, FIELD_TTY, tty, "terminal", "tty", "tty"),
	SESSION(CREATED_FROM, FIELD_SESSION, created_from, "created from", NULL, "created_from"),
	SESSION(STARTED, FIELD_TIME, started, "started", NULL, "started"),
	SESSION(ENTRY, FIELD_SESSION, entry, "entry", NULL, "entry"),
	NAMED(SESSMON_A_SESSION_ENTRY_TYPE, FIELD_ENUM, sessmon_session, entry_type, "entry type",
	      "entry.type", names_entry),
	SESSION(ENTRY_UID, FIELD_USER, entry_uid, "entry user", NULL, "entry.user"),
	SESSION(ENTRY_TTY, FIELD_TTY, entry_tty, "entry terminal", NULL, "entry.tty"),
	SESSION(PEER, FIELD_PEER, peer, "from", NULL, "peer"),
	SESSION(ORIGIN, FIELD_SESSION, origin, "origin", NULL, "origin"),
	SESSION(LOGINUID, FIELD_USER, loginuid, "login user", NULL, "login_user"),
	SESSION(AUDIT_SESSION, FIELD_NUMBER, audit_session, "audit session", NULL, "audit_session"),
	SESSION(MEMBERS, FIELD_NUMBER, members, "members", NULL, "members"),
	SESSION(TOTAL, FIELD_NUMBER, total, "members ever", NULL, "total"),
	NESTED(SESSMON_A_SESSION_LEADER, sessmon_session, leader, "", "leader", describe_exe),
	SESSION(COMM, FIELD_NAME, comm, "leader's name", "name", "comm"),
	SESSION(PID_NS, FIELD_NUMBER, pid_ns, "pid namespace", NULL, "pid_ns"),
	SESSION(FOREGROUND, FIELD_NUMBER, foreground, "foreground group", NULL, "foreground"),
	SESSION(CGROUP, FIELD_BIG, cgroup, "control group", NULL, "cgroup"),
	SESSION(LAST_SEQ, FIELD_BIG, last_seq, "last change", NULL, "last_seq"),
	SESSION(WITHHELD, FIELD_NUMBER, withheld, "events withheld", NULL, "withheld"),
};

const struct description describe_session = DESCRIPTION(session_fields);

#define EVENT(attr, kind, member, label, ecs, own) \
	FIELD(SESSMON_A_EVENT_##attr, kind, sessmon_event, member, label, ecs, own)

static const struct field event_fields[] = {
	EVENT(EXIT_CODE, FIELD_NUMBER, exit_code, "code", "exit_code", NULL),
	EVENT(EXIT_SIGNAL, FIELD_SIGNAL, exit_signal, "signal", NULL, "exit_signal"),
	EVENT(CORE_DUMPED, FIELD_YES, has, "core dumped", NULL, "core_dumped"),
	EVENT(LIFETIME, FIELD_DURATION, lifetime, "lifetime", NULL, "lifetime"),
	EVENT(CLONE_FLAGS, FIELD_CLONE, clone_flags, "clone flags", NULL, "clone_flags"),
	EVENT(TID, FIELD_NUMBER, tid, "thread", NULL, "tid"),
	EVENT(BY_EXEC, FIELD_YES, has, "by exec", NULL, "by_exec"),
	EVENT(PRIVILEGE_GAINED, FIELD_YES, has, "privilege gained", NULL, "privilege_gained"),
	EVENT(REPLAYED, FIELD_YES, has, "replayed", NULL, "replayed"),
	EVENT(ACTOR, FIELD_PROCESS, actor, "by", NULL, "actor"),
	EVENT(OLD_SESSION, FIELD_SESSION, old_session, "old session", NULL, "old.session"),
	EVENT(OLD_PGID, FIELD_NUMBER, old_pgid, "old process group", NULL, "old.pgid"),
	EVENT(OLD_PARENT, FIELD_PROCESS, old_parent, "old parent", NULL, "old.parent"),
	EVENT(OLD_COMM, FIELD_TEXT, old_comm, "old name", NULL, "old.comm"),
	NAMED(SESSMON_A_EVENT_OLD_CLASS, FIELD_ENUM, sessmon_event, old_class, "old class",
	      "old.class", names_class),
	NAMED(SESSMON_A_EVENT_OLD_FLAGS, FIELD_FLAGS, sessmon_event, old_flags, "old flags",
	      "old.flags", names_session_flags),
	NESTED(SESSMON_A_EVENT_OLD_CREDS, sessmon_event, old_creds, NULL, "old.creds",
	       describe_creds),
	NESTED(SESSMON_A_EVENT_OLD_NAMESPACES, sessmon_event, old_ns, NULL, "old.ns", describe_ns),
	NAMED(SESSMON_A_EVENT_REPARENT_REASON, FIELD_ENUM, sessmon_event, reparent_reason,
	      "adopted by", "reparent_reason", names_reparent),
	NAMED(SESSMON_A_EVENT_PTRACE_ACTION, FIELD_ENUM, sessmon_event, ptrace_action, "tracing",
	      "ptrace_action", names_ptrace),
	NAMED(SESSMON_A_EVENT_TTY_ACTION, FIELD_ENUM, sessmon_event, tty_action, "terminal was",
	      "tty_action", names_tty_action),
	EVENT(TTY, FIELD_TTY, tty, "terminal", NULL, "tty"),
	NAMED(SESSMON_A_EVENT_HOOKS, FIELD_FLAGS, sessmon_event, hooks, "hooks", "hooks",
	      names_hooks),
};

const struct description describe_event = DESCRIPTION(event_fields);

#define STATS(attr, kind, member, label) \
	FIELD(SESSMON_A_STATS_##attr, kind, sessmon_stats, member, label, NULL, #member)

static const struct field stats_fields[] = {
	STATS(PROCESSES, FIELD_LONG, processes, "processes"),
	STATS(SESSIONS, FIELD_LONG, sessions, "sessions"),
	STATS(PROGRAMS, FIELD_LONG, programs, "programs"),
	STATS(TABLE_FULL, FIELD_LONG, table_full, "refused, table full"),
	STATS(NO_MEMORY, FIELD_LONG, no_memory, "allocations failed"),
	STATS(CAPTURE_FALLBACK, FIELD_LONG, capture_fallback, "captured late"),
	STATS(PROBE_MISSED, FIELD_LONG, probe_missed, "hook calls missed"),
	STATS(LATE_FOUND, FIELD_LONG, late_found, "found late"),
	STATS(REPAIRED, FIELD_LONG, repaired, "repaired"),
	STATS(RING_SIZE, FIELD_NUMBER, ring_size, "ring size"),
	STATS(MESSAGES, FIELD_LONG, messages, "messages"),
	STATS(UNHEARD, FIELD_LONG, unheard, "events unheard"),
	STATS(BACKLOG, FIELD_LONG, backlog, "events kept"),
	STATS(DEMOTED, FIELD_LONG, demoted, "readers demoted"),
};

const struct description describe_stats = DESCRIPTION(stats_fields);

bool field_scope(const struct description *d, const void *obj)
{
	bool before = names_are_hosts(true), hosts = before;

	if (d == &describe_process)
		hosts = names_of_process(obj);
	else if (d == &describe_session)
		hosts = names_of_session(obj);
	else if (d == &describe_event)
		hosts = names_of_event(obj);
	else if (d == &describe_creds)
		hosts = before && names_of_creds(obj);
	names_are_hosts(hosts);
	return before;
}
