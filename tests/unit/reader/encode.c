// SPDX-License-Identifier: GPL-2.0-or-later
#include "encode.h"

#include <stdlib.h>

/* What does not fit into a test's message is a mistake of the test. */
static void must(int err)
{
	if (err < 0)
		abort();
}

static void put_text(struct nl_msg *m, int attr, struct sessmon_str s)
{
	char *text = strndup(s.data, s.len);

	if (!text)
		abort();
	must(nla_put_string(m, attr, text));
	free(text);
}

static struct nlattr *nest(struct nl_msg *m, int attr)
{
	struct nlattr *a = nla_nest_start(m, attr);

	if (!a)
		abort();
	return a;
}

#define PUT(attr, put, value)                      \
	do {                                       \
		if (sessmon_has(o, attr))          \
			must(put(m, attr, value)); \
	} while (0)
#define FLAG(attr)                                   \
	do {                                         \
		if (sessmon_has(o, attr))            \
			must(nla_put_flag(m, attr)); \
	} while (0)
#define INSIDE(attr, encode, value)             \
	do {                                    \
		if (sessmon_has(o, attr))       \
			encode(m, attr, value); \
	} while (0)

struct nl_msg *encode_begin(int cmd)
{
	struct nl_msg *m = nlmsg_alloc_size(1 << 20);

	if (!m || !genlmsg_put(m, 0, 0, TEST_FAMILY, 0, 0, (uint8_t)cmd, 1))
		abort();
	return m;
}

struct sessmon_str encode_bytes(struct nl_msg *m)
{
	struct nlmsghdr *h = nlmsg_hdr(m);

	return (struct sessmon_str){ (const char *)h, h->nlmsg_len };
}

void encode_key(struct nl_msg *m, int attr, const struct sessmon_key *k)
{
	struct nlattr *a = nest(m, attr);

	must(nla_put_u32(m, SESSMON_A_KEY_ID, k->id));
	must(nla_put_u64(m, SESSMON_A_KEY_START, k->start));
	nla_nest_end_keep_empty(m, a);
}

void encode_creds(struct nl_msg *m, int attr, const struct sessmon_creds *o)
{
	struct nlattr *a = nest(m, attr);

	PUT(SESSMON_A_CREDS_UID, nla_put_u32, o->uid);
	PUT(SESSMON_A_CREDS_EUID, nla_put_u32, o->euid);
	PUT(SESSMON_A_CREDS_SUID, nla_put_u32, o->suid);
	PUT(SESSMON_A_CREDS_FSUID, nla_put_u32, o->fsuid);
	PUT(SESSMON_A_CREDS_GID, nla_put_u32, o->gid);
	PUT(SESSMON_A_CREDS_EGID, nla_put_u32, o->egid);
	PUT(SESSMON_A_CREDS_SGID, nla_put_u32, o->sgid);
	PUT(SESSMON_A_CREDS_FSGID, nla_put_u32, o->fsgid);
	PUT(SESSMON_A_CREDS_CAP_INHERITABLE, nla_put_u64, o->cap_inheritable);
	PUT(SESSMON_A_CREDS_CAP_PERMITTED, nla_put_u64, o->cap_permitted);
	PUT(SESSMON_A_CREDS_CAP_EFFECTIVE, nla_put_u64, o->cap_effective);
	PUT(SESSMON_A_CREDS_CAP_BOUNDING, nla_put_u64, o->cap_bounding);
	PUT(SESSMON_A_CREDS_CAP_AMBIENT, nla_put_u64, o->cap_ambient);
	PUT(SESSMON_A_CREDS_SECUREBITS, nla_put_u32, o->securebits);
	PUT(SESSMON_A_CREDS_USER_NS, nla_put_u32, o->user_ns);
	FLAG(SESSMON_A_CREDS_GROUPS_CHANGED);
	nla_nest_end_keep_empty(m, a);
}

void encode_ns(struct nl_msg *m, int attr, const struct sessmon_ns *o)
{
	struct nlattr *a = nest(m, attr);

	PUT(SESSMON_A_NS_CGROUP, nla_put_u32, o->cgroup);
	PUT(SESSMON_A_NS_IPC, nla_put_u32, o->ipc);
	PUT(SESSMON_A_NS_MNT, nla_put_u32, o->mnt);
	PUT(SESSMON_A_NS_NET, nla_put_u32, o->net);
	PUT(SESSMON_A_NS_PID, nla_put_u32, o->pid);
	PUT(SESSMON_A_NS_TIME, nla_put_u32, o->time);
	PUT(SESSMON_A_NS_UTS, nla_put_u32, o->uts);
	nla_nest_end_keep_empty(m, a);
}

void encode_tty(struct nl_msg *m, int attr, const struct sessmon_tty *o)
{
	struct nlattr *a = nest(m, attr);

	PUT(SESSMON_A_TTY_MAJOR, nla_put_u32, o->major);
	PUT(SESSMON_A_TTY_MINOR, nla_put_u32, o->minor);
	INSIDE(SESSMON_A_TTY_NAME, put_text, o->name);
	PUT(SESSMON_A_TTY_INSTANCE, nla_put_u32, o->instance);
	nla_nest_end_keep_empty(m, a);
}

void encode_exe(struct nl_msg *m, int attr, const struct sessmon_exe *o)
{
	struct nlattr *a = nest(m, attr);

	INSIDE(SESSMON_A_EXE_PATH, put_text, o->path);
	INSIDE(SESSMON_A_EXE_SCRIPT, put_text, o->script);
	INSIDE(SESSMON_A_EXE_CWD, put_text, o->cwd);
	if (sessmon_has(o, SESSMON_A_EXE_ARGS))
		must(nla_put(m, SESSMON_A_EXE_ARGS, (int)o->args.len, o->args.data));
	PUT(SESSMON_A_EXE_ARGC, nla_put_u32, o->argc);
	PUT(SESSMON_A_EXE_ARGS_LEN, nla_put_u32, o->args_len);
	PUT(SESSMON_A_EXE_DEV_MAJOR, nla_put_u32, o->dev_major);
	PUT(SESSMON_A_EXE_DEV_MINOR, nla_put_u32, o->dev_minor);
	PUT(SESSMON_A_EXE_INODE, nla_put_u64, o->inode);
	PUT(SESSMON_A_EXE_GENERATION, nla_put_u32, o->generation);
	PUT(SESSMON_A_EXE_MODE, nla_put_u32, o->mode);
	PUT(SESSMON_A_EXE_UID, nla_put_u32, o->uid);
	PUT(SESSMON_A_EXE_GID, nla_put_u32, o->gid);
	PUT(SESSMON_A_EXE_NLINK, nla_put_u32, o->nlink);
	PUT(SESSMON_A_EXE_FLAGS, nla_put_u32, o->flags);
	PUT(SESSMON_A_EXE_POLICY_GENERATION, nla_put_u32, o->policy_generation);
	nla_nest_end_keep_empty(m, a);
}

void encode_peer(struct nl_msg *m, int attr, const struct sessmon_peer *o)
{
	struct nlattr *a = nest(m, attr);

	if (sessmon_has(o, SESSMON_A_PEER_ADDRESS))
		must(nla_put(m, SESSMON_A_PEER_ADDRESS, (int)o->address.len, o->address.data));
	PUT(SESSMON_A_PEER_PORT, nla_put_u16, o->port);
	if (sessmon_has(o, SESSMON_A_PEER_LOCAL_ADDRESS))
		must(nla_put(m, SESSMON_A_PEER_LOCAL_ADDRESS, (int)o->local_address.len,
			     o->local_address.data));
	PUT(SESSMON_A_PEER_LOCAL_PORT, nla_put_u16, o->local_port);
	PUT(SESSMON_A_PEER_CID, nla_put_u32, o->cid);
	PUT(SESSMON_A_PEER_VSOCK_PORT, nla_put_u32, o->vsock_port);
	PUT(SESSMON_A_PEER_LOCAL_VSOCK_PORT, nla_put_u32, o->local_vsock_port);
	nla_nest_end_keep_empty(m, a);
}

void encode_counters(struct nl_msg *m, int attr, const struct sessmon_counters *o)
{
	struct nlattr *a = nest(m, attr);

	PUT(SESSMON_A_COUNTERS_TYPE, nla_put_u32, o->type);
	PUT(SESSMON_A_COUNTERS_PRODUCED, nla_put_u64, o->produced);
	PUT(SESSMON_A_COUNTERS_LOST, nla_put_u64, o->lost);
	PUT(SESSMON_A_COUNTERS_SENT, nla_put_u64, o->sent);
	PUT(SESSMON_A_COUNTERS_FILTERED, nla_put_u64, o->filtered);
	PUT(SESSMON_A_COUNTERS_UNHEARD, nla_put_u64, o->unheard);
	PUT(SESSMON_A_COUNTERS_WITHHELD, nla_put_u64, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_process(struct nl_msg *m, int attr, const struct sessmon_process *o)
{
	struct nlattr *a = nest(m, attr);

	INSIDE(SESSMON_A_PROCESS_KEY, encode_key, &o->key);
	INSIDE(SESSMON_A_PROCESS_PARENT, encode_key, &o->parent);
	INSIDE(SESSMON_A_PROCESS_CREATOR, encode_key, &o->creator);
	INSIDE(SESSMON_A_PROCESS_SESSION, encode_key, &o->session);
	PUT(SESSMON_A_PROCESS_CLASS, nla_put_u32, o->session_class);
	PUT(SESSMON_A_PROCESS_PGID, nla_put_u32, o->pgid);
	PUT(SESSMON_A_PROCESS_VPID, nla_put_u32, o->vpid);
	PUT(SESSMON_A_PROCESS_FLAGS, nla_put_u32, o->flags);
	INSIDE(SESSMON_A_PROCESS_COMM, put_text, o->comm);
	INSIDE(SESSMON_A_PROCESS_EXE, encode_exe, &o->exe);
	PUT(SESSMON_A_PROCESS_EXEC_COUNT, nla_put_u32, o->exec_count);
	INSIDE(SESSMON_A_PROCESS_CREDS, encode_creds, &o->creds);
	PUT(SESSMON_A_PROCESS_LOGINUID, nla_put_u32, o->loginuid);
	PUT(SESSMON_A_PROCESS_AUDIT_SESSION, nla_put_u32, o->audit_session);
	INSIDE(SESSMON_A_PROCESS_TTY, encode_tty, &o->tty);
	INSIDE(SESSMON_A_PROCESS_NAMESPACES, encode_ns, &o->ns);
	PUT(SESSMON_A_PROCESS_CGROUP, nla_put_u64, o->cgroup);
	PUT(SESSMON_A_PROCESS_LAST_SEQ, nla_put_u64, o->last_seq);
	PUT(SESSMON_A_PROCESS_WITHHELD, nla_put_u32, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_session(struct nl_msg *m, int attr, const struct sessmon_session *o)
{
	struct nlattr *a = nest(m, attr);

	INSIDE(SESSMON_A_SESSION_KEY, encode_key, &o->key);
	INSIDE(SESSMON_A_SESSION_CREATED_FROM, encode_key, &o->created_from);
	PUT(SESSMON_A_SESSION_CLASS, nla_put_u32, o->session_class);
	PUT(SESSMON_A_SESSION_REASON, nla_put_u32, o->reason);
	PUT(SESSMON_A_SESSION_FLAGS, nla_put_u32, o->flags);
	INSIDE(SESSMON_A_SESSION_ENTRY, encode_key, &o->entry);
	PUT(SESSMON_A_SESSION_ENTRY_TYPE, nla_put_u32, o->entry_type);
	PUT(SESSMON_A_SESSION_ENTRY_UID, nla_put_u32, o->entry_uid);
	INSIDE(SESSMON_A_SESSION_ENTRY_TTY, encode_tty, &o->entry_tty);
	INSIDE(SESSMON_A_SESSION_PEER, encode_peer, &o->peer);
	INSIDE(SESSMON_A_SESSION_ORIGIN, encode_key, &o->origin);
	PUT(SESSMON_A_SESSION_LOGINUID, nla_put_u32, o->loginuid);
	PUT(SESSMON_A_SESSION_AUDIT_SESSION, nla_put_u32, o->audit_session);
	INSIDE(SESSMON_A_SESSION_TTY, encode_tty, &o->tty);
	PUT(SESSMON_A_SESSION_UID, nla_put_u32, o->uid);
	PUT(SESSMON_A_SESSION_EUID, nla_put_u32, o->euid);
	PUT(SESSMON_A_SESSION_MEMBERS, nla_put_u32, o->members);
	PUT(SESSMON_A_SESSION_TOTAL, nla_put_u32, o->total);
	INSIDE(SESSMON_A_SESSION_LEADER, encode_exe, &o->leader);
	INSIDE(SESSMON_A_SESSION_COMM, put_text, o->comm);
	PUT(SESSMON_A_SESSION_VPID, nla_put_u32, o->vpid);
	PUT(SESSMON_A_SESSION_CGROUP, nla_put_u64, o->cgroup);
	PUT(SESSMON_A_SESSION_PID_NS, nla_put_u32, o->pid_ns);
	PUT(SESSMON_A_SESSION_FOREGROUND, nla_put_u32, o->foreground);
	PUT(SESSMON_A_SESSION_STARTED, nla_put_u64, o->started);
	PUT(SESSMON_A_SESSION_LAST_SEQ, nla_put_u64, o->last_seq);
	PUT(SESSMON_A_SESSION_WITHHELD, nla_put_u32, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_event(struct nl_msg *m, const struct sessmon_event *o)
{
	struct nlattr *a = nest(m, SESSMON_A_EVENT);
	uint32_t i;

	PUT(SESSMON_A_EVENT_SEQ, nla_put_u64, o->seq);
	PUT(SESSMON_A_EVENT_TYPE, nla_put_u32, o->type);
	PUT(SESSMON_A_EVENT_BOOTTIME, nla_put_u64, o->boottime);
	PUT(SESSMON_A_EVENT_REALTIME, nla_put_u64, o->realtime);
	INSIDE(SESSMON_A_EVENT_PROCESS, encode_process, &o->process);
	INSIDE(SESSMON_A_EVENT_SESSION, encode_session, &o->session);
	PUT(SESSMON_A_EVENT_EXIT_CODE, nla_put_u32, o->exit_code);
	PUT(SESSMON_A_EVENT_EXIT_SIGNAL, nla_put_u32, o->exit_signal);
	FLAG(SESSMON_A_EVENT_CORE_DUMPED);
	PUT(SESSMON_A_EVENT_CLONE_FLAGS, nla_put_u64, o->clone_flags);
	PUT(SESSMON_A_EVENT_TID, nla_put_u32, o->tid);
	INSIDE(SESSMON_A_EVENT_OLD_SESSION, encode_key, &o->old_session);
	PUT(SESSMON_A_EVENT_OLD_PGID, nla_put_u32, o->old_pgid);
	INSIDE(SESSMON_A_EVENT_OLD_PARENT, encode_key, &o->old_parent);
	INSIDE(SESSMON_A_EVENT_OLD_CREDS, encode_creds, &o->old_creds);
	INSIDE(SESSMON_A_EVENT_OLD_NAMESPACES, encode_ns, &o->old_ns);
	INSIDE(SESSMON_A_EVENT_OLD_COMM, put_text, o->old_comm);
	PUT(SESSMON_A_EVENT_OLD_CLASS, nla_put_u32, o->old_class);
	PUT(SESSMON_A_EVENT_OLD_FLAGS, nla_put_u32, o->old_flags);
	INSIDE(SESSMON_A_EVENT_ACTOR, encode_key, &o->actor);
	FLAG(SESSMON_A_EVENT_BY_EXEC);
	PUT(SESSMON_A_EVENT_TTY_ACTION, nla_put_u32, o->tty_action);
	INSIDE(SESSMON_A_EVENT_TTY, encode_tty, &o->tty);
	PUT(SESSMON_A_EVENT_REPARENT_REASON, nla_put_u32, o->reparent_reason);
	PUT(SESSMON_A_EVENT_PTRACE_ACTION, nla_put_u32, o->ptrace_action);
	PUT(SESSMON_A_EVENT_HOOKS, nla_put_u32, o->hooks);
	PUT(SESSMON_A_EVENT_LIFETIME, nla_put_u64, o->lifetime);
	FLAG(SESSMON_A_EVENT_PRIVILEGE_GAINED);
	FLAG(SESSMON_A_EVENT_REPLAYED);
	for (i = 0; i < o->counters.n; i++)
		encode_counters(m, SESSMON_A_EVENT_COUNTERS, &o->counters.list[i]);
	nla_nest_end_keep_empty(m, a);
}

void encode_group_sent(struct nl_msg *m, const struct sessmon_group_sent *o)
{
	struct nlattr *a = nest(m, SESSMON_A_GROUP_SENT);

	PUT(SESSMON_A_GROUP_SENT_GROUP, nla_put_u32, o->group);
	PUT(SESSMON_A_GROUP_SENT_EVENTS, nla_put_u64, o->events);
	nla_nest_end_keep_empty(m, a);
}

void encode_reader(struct nl_msg *m, const struct sessmon_reader *o)
{
	struct nlattr *a = nest(m, SESSMON_A_READER);

	PUT(SESSMON_A_READER_PORT, nla_put_u32, o->port);
	PUT(SESSMON_A_READER_GROUPS, nla_put_u32, o->groups);
	PUT(SESSMON_A_READER_SENT, nla_put_u64, o->sent);
	PUT(SESSMON_A_READER_LOST, nla_put_u64, o->lost);
	PUT(SESSMON_A_READER_HELD, nla_put_u32, o->held);
	FLAG(SESSMON_A_READER_DEMOTED);
	nla_nest_end_keep_empty(m, a);
}

void encode_stats(struct nl_msg *m, const struct sessmon_stats *o)
{
	struct nlattr *a = nest(m, SESSMON_A_STATS);

	PUT(SESSMON_A_STATS_PROCESSES, nla_put_u64, o->processes);
	PUT(SESSMON_A_STATS_SESSIONS, nla_put_u64, o->sessions);
	PUT(SESSMON_A_STATS_PROGRAMS, nla_put_u64, o->programs);
	PUT(SESSMON_A_STATS_TABLE_FULL, nla_put_u64, o->table_full);
	PUT(SESSMON_A_STATS_NO_MEMORY, nla_put_u64, o->no_memory);
	PUT(SESSMON_A_STATS_CAPTURE_FALLBACK, nla_put_u64, o->capture_fallback);
	PUT(SESSMON_A_STATS_PROBE_MISSED, nla_put_u64, o->probe_missed);
	PUT(SESSMON_A_STATS_LATE_FOUND, nla_put_u64, o->late_found);
	PUT(SESSMON_A_STATS_REPAIRED, nla_put_u64, o->repaired);
	PUT(SESSMON_A_STATS_RING_SIZE, nla_put_u32, o->ring_size);
	PUT(SESSMON_A_STATS_MESSAGES, nla_put_u64, o->messages);
	PUT(SESSMON_A_STATS_UNHEARD, nla_put_u64, o->unheard);
	PUT(SESSMON_A_STATS_DEMOTED, nla_put_u64, o->demoted);
	PUT(SESSMON_A_STATS_BACKLOG, nla_put_u64, o->backlog);
	nla_nest_end_keep_empty(m, a);
}
