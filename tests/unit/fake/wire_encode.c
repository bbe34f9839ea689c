// SPDX-License-Identifier: GPL-2.0-or-later
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#include "wire_encode.h"

#include "encode.h"

void encode_key(struct nl_msg *m, int attr, const struct sessmon_key *o)
{
	struct nlattr *a = encode_nest(m, attr);

	encode_u32(m, SESSMON_A_KEY_ID, o->id);
	encode_u64(m, SESSMON_A_KEY_START, o->start);
	nla_nest_end_keep_empty(m, a);
}

void encode_creds(struct nl_msg *m, int attr, const struct sessmon_creds *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_CREDS_UID))
		encode_u32(m, SESSMON_A_CREDS_UID, o->uid);
	if (sessmon_has(o, SESSMON_A_CREDS_EUID))
		encode_u32(m, SESSMON_A_CREDS_EUID, o->euid);
	if (sessmon_has(o, SESSMON_A_CREDS_SUID))
		encode_u32(m, SESSMON_A_CREDS_SUID, o->suid);
	if (sessmon_has(o, SESSMON_A_CREDS_FSUID))
		encode_u32(m, SESSMON_A_CREDS_FSUID, o->fsuid);
	if (sessmon_has(o, SESSMON_A_CREDS_GID))
		encode_u32(m, SESSMON_A_CREDS_GID, o->gid);
	if (sessmon_has(o, SESSMON_A_CREDS_EGID))
		encode_u32(m, SESSMON_A_CREDS_EGID, o->egid);
	if (sessmon_has(o, SESSMON_A_CREDS_SGID))
		encode_u32(m, SESSMON_A_CREDS_SGID, o->sgid);
	if (sessmon_has(o, SESSMON_A_CREDS_FSGID))
		encode_u32(m, SESSMON_A_CREDS_FSGID, o->fsgid);
	if (sessmon_has(o, SESSMON_A_CREDS_CAP_INHERITABLE))
		encode_u64(m, SESSMON_A_CREDS_CAP_INHERITABLE, o->cap_inheritable);
	if (sessmon_has(o, SESSMON_A_CREDS_CAP_PERMITTED))
		encode_u64(m, SESSMON_A_CREDS_CAP_PERMITTED, o->cap_permitted);
	if (sessmon_has(o, SESSMON_A_CREDS_CAP_EFFECTIVE))
		encode_u64(m, SESSMON_A_CREDS_CAP_EFFECTIVE, o->cap_effective);
	if (sessmon_has(o, SESSMON_A_CREDS_CAP_BOUNDING))
		encode_u64(m, SESSMON_A_CREDS_CAP_BOUNDING, o->cap_bounding);
	if (sessmon_has(o, SESSMON_A_CREDS_CAP_AMBIENT))
		encode_u64(m, SESSMON_A_CREDS_CAP_AMBIENT, o->cap_ambient);
	if (sessmon_has(o, SESSMON_A_CREDS_SECUREBITS))
		encode_u32(m, SESSMON_A_CREDS_SECUREBITS, o->securebits);
	if (sessmon_has(o, SESSMON_A_CREDS_USER_NS))
		encode_u32(m, SESSMON_A_CREDS_USER_NS, o->user_ns);
	if (sessmon_has(o, SESSMON_A_CREDS_GROUPS_CHANGED))
		must(nla_put_flag(m, SESSMON_A_CREDS_GROUPS_CHANGED));
	nla_nest_end_keep_empty(m, a);
}

void encode_ns(struct nl_msg *m, int attr, const struct sessmon_ns *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_NS_CGROUP))
		encode_u32(m, SESSMON_A_NS_CGROUP, o->cgroup);
	if (sessmon_has(o, SESSMON_A_NS_IPC))
		encode_u32(m, SESSMON_A_NS_IPC, o->ipc);
	if (sessmon_has(o, SESSMON_A_NS_MNT))
		encode_u32(m, SESSMON_A_NS_MNT, o->mnt);
	if (sessmon_has(o, SESSMON_A_NS_NET))
		encode_u32(m, SESSMON_A_NS_NET, o->net);
	if (sessmon_has(o, SESSMON_A_NS_PID))
		encode_u32(m, SESSMON_A_NS_PID, o->pid);
	if (sessmon_has(o, SESSMON_A_NS_TIME))
		encode_u32(m, SESSMON_A_NS_TIME, o->time);
	if (sessmon_has(o, SESSMON_A_NS_UTS))
		encode_u32(m, SESSMON_A_NS_UTS, o->uts);
	nla_nest_end_keep_empty(m, a);
}

void encode_exe(struct nl_msg *m, int attr, const struct sessmon_exe *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_EXE_PATH))
		encode_text(m, SESSMON_A_EXE_PATH, o->path);
	if (sessmon_has(o, SESSMON_A_EXE_SCRIPT))
		encode_text(m, SESSMON_A_EXE_SCRIPT, o->script);
	if (sessmon_has(o, SESSMON_A_EXE_CWD))
		encode_text(m, SESSMON_A_EXE_CWD, o->cwd);
	if (sessmon_has(o, SESSMON_A_EXE_ARGS))
		encode_data(m, SESSMON_A_EXE_ARGS, o->args);
	if (sessmon_has(o, SESSMON_A_EXE_ARGC))
		encode_u32(m, SESSMON_A_EXE_ARGC, o->argc);
	if (sessmon_has(o, SESSMON_A_EXE_ARGS_LEN))
		encode_u32(m, SESSMON_A_EXE_ARGS_LEN, o->args_len);
	if (sessmon_has(o, SESSMON_A_EXE_DEV_MAJOR))
		encode_u32(m, SESSMON_A_EXE_DEV_MAJOR, o->dev_major);
	if (sessmon_has(o, SESSMON_A_EXE_DEV_MINOR))
		encode_u32(m, SESSMON_A_EXE_DEV_MINOR, o->dev_minor);
	if (sessmon_has(o, SESSMON_A_EXE_INODE))
		encode_u64(m, SESSMON_A_EXE_INODE, o->inode);
	if (sessmon_has(o, SESSMON_A_EXE_GENERATION))
		encode_u32(m, SESSMON_A_EXE_GENERATION, o->generation);
	if (sessmon_has(o, SESSMON_A_EXE_MODE))
		encode_u32(m, SESSMON_A_EXE_MODE, o->mode);
	if (sessmon_has(o, SESSMON_A_EXE_UID))
		encode_u32(m, SESSMON_A_EXE_UID, o->uid);
	if (sessmon_has(o, SESSMON_A_EXE_GID))
		encode_u32(m, SESSMON_A_EXE_GID, o->gid);
	if (sessmon_has(o, SESSMON_A_EXE_NLINK))
		encode_u32(m, SESSMON_A_EXE_NLINK, o->nlink);
	if (sessmon_has(o, SESSMON_A_EXE_FLAGS))
		encode_u32(m, SESSMON_A_EXE_FLAGS, o->flags);
	if (sessmon_has(o, SESSMON_A_EXE_POLICY_GENERATION))
		encode_u32(m, SESSMON_A_EXE_POLICY_GENERATION, o->policy_generation);
	nla_nest_end_keep_empty(m, a);
}

void encode_tty(struct nl_msg *m, int attr, const struct sessmon_tty *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_TTY_MAJOR))
		encode_u32(m, SESSMON_A_TTY_MAJOR, o->major);
	if (sessmon_has(o, SESSMON_A_TTY_MINOR))
		encode_u32(m, SESSMON_A_TTY_MINOR, o->minor);
	if (sessmon_has(o, SESSMON_A_TTY_NAME))
		encode_text(m, SESSMON_A_TTY_NAME, o->name);
	if (sessmon_has(o, SESSMON_A_TTY_INSTANCE))
		encode_u32(m, SESSMON_A_TTY_INSTANCE, o->instance);
	nla_nest_end_keep_empty(m, a);
}

void encode_peer(struct nl_msg *m, int attr, const struct sessmon_peer *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_PEER_ADDRESS))
		encode_data(m, SESSMON_A_PEER_ADDRESS, o->address);
	if (sessmon_has(o, SESSMON_A_PEER_PORT))
		encode_u16(m, SESSMON_A_PEER_PORT, o->port);
	if (sessmon_has(o, SESSMON_A_PEER_LOCAL_ADDRESS))
		encode_data(m, SESSMON_A_PEER_LOCAL_ADDRESS, o->local_address);
	if (sessmon_has(o, SESSMON_A_PEER_LOCAL_PORT))
		encode_u16(m, SESSMON_A_PEER_LOCAL_PORT, o->local_port);
	if (sessmon_has(o, SESSMON_A_PEER_CID))
		encode_u32(m, SESSMON_A_PEER_CID, o->cid);
	if (sessmon_has(o, SESSMON_A_PEER_VSOCK_PORT))
		encode_u32(m, SESSMON_A_PEER_VSOCK_PORT, o->vsock_port);
	if (sessmon_has(o, SESSMON_A_PEER_LOCAL_VSOCK_PORT))
		encode_u32(m, SESSMON_A_PEER_LOCAL_VSOCK_PORT, o->local_vsock_port);
	nla_nest_end_keep_empty(m, a);
}

void encode_process(struct nl_msg *m, int attr, const struct sessmon_process *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_PROCESS_KEY))
		encode_key(m, SESSMON_A_PROCESS_KEY, &o->key);
	if (sessmon_has(o, SESSMON_A_PROCESS_PARENT))
		encode_key(m, SESSMON_A_PROCESS_PARENT, &o->parent);
	if (sessmon_has(o, SESSMON_A_PROCESS_CREATOR))
		encode_key(m, SESSMON_A_PROCESS_CREATOR, &o->creator);
	if (sessmon_has(o, SESSMON_A_PROCESS_SESSION))
		encode_key(m, SESSMON_A_PROCESS_SESSION, &o->session);
	if (sessmon_has(o, SESSMON_A_PROCESS_CLASS))
		encode_u32(m, SESSMON_A_PROCESS_CLASS, o->session_class);
	if (sessmon_has(o, SESSMON_A_PROCESS_PGID))
		encode_u32(m, SESSMON_A_PROCESS_PGID, o->pgid);
	if (sessmon_has(o, SESSMON_A_PROCESS_VPID))
		encode_u32(m, SESSMON_A_PROCESS_VPID, o->vpid);
	if (sessmon_has(o, SESSMON_A_PROCESS_FLAGS))
		encode_u32(m, SESSMON_A_PROCESS_FLAGS, o->flags);
	if (sessmon_has(o, SESSMON_A_PROCESS_COMM))
		encode_text(m, SESSMON_A_PROCESS_COMM, o->comm);
	if (sessmon_has(o, SESSMON_A_PROCESS_EXE))
		encode_exe(m, SESSMON_A_PROCESS_EXE, &o->exe);
	if (sessmon_has(o, SESSMON_A_PROCESS_EXEC_COUNT))
		encode_u32(m, SESSMON_A_PROCESS_EXEC_COUNT, o->exec_count);
	if (sessmon_has(o, SESSMON_A_PROCESS_CREDS))
		encode_creds(m, SESSMON_A_PROCESS_CREDS, &o->creds);
	if (sessmon_has(o, SESSMON_A_PROCESS_LOGINUID))
		encode_u32(m, SESSMON_A_PROCESS_LOGINUID, o->loginuid);
	if (sessmon_has(o, SESSMON_A_PROCESS_AUDIT_SESSION))
		encode_u32(m, SESSMON_A_PROCESS_AUDIT_SESSION, o->audit_session);
	if (sessmon_has(o, SESSMON_A_PROCESS_TTY))
		encode_tty(m, SESSMON_A_PROCESS_TTY, &o->tty);
	if (sessmon_has(o, SESSMON_A_PROCESS_NAMESPACES))
		encode_ns(m, SESSMON_A_PROCESS_NAMESPACES, &o->ns);
	if (sessmon_has(o, SESSMON_A_PROCESS_CGROUP))
		encode_u64(m, SESSMON_A_PROCESS_CGROUP, o->cgroup);
	if (sessmon_has(o, SESSMON_A_PROCESS_LAST_SEQ))
		encode_u64(m, SESSMON_A_PROCESS_LAST_SEQ, o->last_seq);
	if (sessmon_has(o, SESSMON_A_PROCESS_WITHHELD))
		encode_u32(m, SESSMON_A_PROCESS_WITHHELD, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_session(struct nl_msg *m, int attr, const struct sessmon_session *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_SESSION_KEY))
		encode_key(m, SESSMON_A_SESSION_KEY, &o->key);
	if (sessmon_has(o, SESSMON_A_SESSION_CREATED_FROM))
		encode_key(m, SESSMON_A_SESSION_CREATED_FROM, &o->created_from);
	if (sessmon_has(o, SESSMON_A_SESSION_CLASS))
		encode_u32(m, SESSMON_A_SESSION_CLASS, o->session_class);
	if (sessmon_has(o, SESSMON_A_SESSION_REASON))
		encode_u32(m, SESSMON_A_SESSION_REASON, o->reason);
	if (sessmon_has(o, SESSMON_A_SESSION_FLAGS))
		encode_u32(m, SESSMON_A_SESSION_FLAGS, o->flags);
	if (sessmon_has(o, SESSMON_A_SESSION_ENTRY))
		encode_key(m, SESSMON_A_SESSION_ENTRY, &o->entry);
	if (sessmon_has(o, SESSMON_A_SESSION_ENTRY_TYPE))
		encode_u32(m, SESSMON_A_SESSION_ENTRY_TYPE, o->entry_type);
	if (sessmon_has(o, SESSMON_A_SESSION_ENTRY_UID))
		encode_u32(m, SESSMON_A_SESSION_ENTRY_UID, o->entry_uid);
	if (sessmon_has(o, SESSMON_A_SESSION_ENTRY_TTY))
		encode_tty(m, SESSMON_A_SESSION_ENTRY_TTY, &o->entry_tty);
	if (sessmon_has(o, SESSMON_A_SESSION_PEER))
		encode_peer(m, SESSMON_A_SESSION_PEER, &o->peer);
	if (sessmon_has(o, SESSMON_A_SESSION_ORIGIN))
		encode_key(m, SESSMON_A_SESSION_ORIGIN, &o->origin);
	if (sessmon_has(o, SESSMON_A_SESSION_LOGINUID))
		encode_u32(m, SESSMON_A_SESSION_LOGINUID, o->loginuid);
	if (sessmon_has(o, SESSMON_A_SESSION_AUDIT_SESSION))
		encode_u32(m, SESSMON_A_SESSION_AUDIT_SESSION, o->audit_session);
	if (sessmon_has(o, SESSMON_A_SESSION_TTY))
		encode_tty(m, SESSMON_A_SESSION_TTY, &o->tty);
	if (sessmon_has(o, SESSMON_A_SESSION_UID))
		encode_u32(m, SESSMON_A_SESSION_UID, o->uid);
	if (sessmon_has(o, SESSMON_A_SESSION_EUID))
		encode_u32(m, SESSMON_A_SESSION_EUID, o->euid);
	if (sessmon_has(o, SESSMON_A_SESSION_MEMBERS))
		encode_u32(m, SESSMON_A_SESSION_MEMBERS, o->members);
	if (sessmon_has(o, SESSMON_A_SESSION_TOTAL))
		encode_u32(m, SESSMON_A_SESSION_TOTAL, o->total);
	if (sessmon_has(o, SESSMON_A_SESSION_LEADER))
		encode_exe(m, SESSMON_A_SESSION_LEADER, &o->leader);
	if (sessmon_has(o, SESSMON_A_SESSION_COMM))
		encode_text(m, SESSMON_A_SESSION_COMM, o->comm);
	if (sessmon_has(o, SESSMON_A_SESSION_VPID))
		encode_u32(m, SESSMON_A_SESSION_VPID, o->vpid);
	if (sessmon_has(o, SESSMON_A_SESSION_CGROUP))
		encode_u64(m, SESSMON_A_SESSION_CGROUP, o->cgroup);
	if (sessmon_has(o, SESSMON_A_SESSION_PID_NS))
		encode_u32(m, SESSMON_A_SESSION_PID_NS, o->pid_ns);
	if (sessmon_has(o, SESSMON_A_SESSION_STARTED))
		encode_u64(m, SESSMON_A_SESSION_STARTED, o->started);
	if (sessmon_has(o, SESSMON_A_SESSION_LAST_SEQ))
		encode_u64(m, SESSMON_A_SESSION_LAST_SEQ, o->last_seq);
	if (sessmon_has(o, SESSMON_A_SESSION_FOREGROUND))
		encode_u32(m, SESSMON_A_SESSION_FOREGROUND, o->foreground);
	if (sessmon_has(o, SESSMON_A_SESSION_WITHHELD))
		encode_u32(m, SESSMON_A_SESSION_WITHHELD, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_counters(struct nl_msg *m, int attr, const struct sessmon_counters *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_COUNTERS_TYPE))
		encode_u32(m, SESSMON_A_COUNTERS_TYPE, o->type);
	if (sessmon_has(o, SESSMON_A_COUNTERS_PRODUCED))
		encode_u64(m, SESSMON_A_COUNTERS_PRODUCED, o->produced);
	if (sessmon_has(o, SESSMON_A_COUNTERS_LOST))
		encode_u64(m, SESSMON_A_COUNTERS_LOST, o->lost);
	if (sessmon_has(o, SESSMON_A_COUNTERS_SENT))
		encode_u64(m, SESSMON_A_COUNTERS_SENT, o->sent);
	if (sessmon_has(o, SESSMON_A_COUNTERS_FILTERED))
		encode_u64(m, SESSMON_A_COUNTERS_FILTERED, o->filtered);
	if (sessmon_has(o, SESSMON_A_COUNTERS_UNHEARD))
		encode_u64(m, SESSMON_A_COUNTERS_UNHEARD, o->unheard);
	if (sessmon_has(o, SESSMON_A_COUNTERS_WITHHELD))
		encode_u64(m, SESSMON_A_COUNTERS_WITHHELD, o->withheld);
	nla_nest_end_keep_empty(m, a);
}

void encode_event(struct nl_msg *m, int attr, const struct sessmon_event *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_EVENT_SEQ))
		encode_u64(m, SESSMON_A_EVENT_SEQ, o->seq);
	if (sessmon_has(o, SESSMON_A_EVENT_TYPE))
		encode_u32(m, SESSMON_A_EVENT_TYPE, o->type);
	if (sessmon_has(o, SESSMON_A_EVENT_BOOTTIME))
		encode_u64(m, SESSMON_A_EVENT_BOOTTIME, o->boottime);
	if (sessmon_has(o, SESSMON_A_EVENT_REALTIME))
		encode_u64(m, SESSMON_A_EVENT_REALTIME, o->realtime);
	if (sessmon_has(o, SESSMON_A_EVENT_PROCESS))
		encode_process(m, SESSMON_A_EVENT_PROCESS, &o->process);
	if (sessmon_has(o, SESSMON_A_EVENT_SESSION))
		encode_session(m, SESSMON_A_EVENT_SESSION, &o->session);
	if (sessmon_has(o, SESSMON_A_EVENT_EXIT_CODE))
		encode_u32(m, SESSMON_A_EVENT_EXIT_CODE, o->exit_code);
	if (sessmon_has(o, SESSMON_A_EVENT_EXIT_SIGNAL))
		encode_u32(m, SESSMON_A_EVENT_EXIT_SIGNAL, o->exit_signal);
	if (sessmon_has(o, SESSMON_A_EVENT_CORE_DUMPED))
		must(nla_put_flag(m, SESSMON_A_EVENT_CORE_DUMPED));
	if (sessmon_has(o, SESSMON_A_EVENT_CLONE_FLAGS))
		encode_u64(m, SESSMON_A_EVENT_CLONE_FLAGS, o->clone_flags);
	if (sessmon_has(o, SESSMON_A_EVENT_TID))
		encode_u32(m, SESSMON_A_EVENT_TID, o->tid);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_SESSION))
		encode_key(m, SESSMON_A_EVENT_OLD_SESSION, &o->old_session);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_PGID))
		encode_u32(m, SESSMON_A_EVENT_OLD_PGID, o->old_pgid);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_PARENT))
		encode_key(m, SESSMON_A_EVENT_OLD_PARENT, &o->old_parent);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_CREDS))
		encode_creds(m, SESSMON_A_EVENT_OLD_CREDS, &o->old_creds);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_NAMESPACES))
		encode_ns(m, SESSMON_A_EVENT_OLD_NAMESPACES, &o->old_ns);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_COMM))
		encode_text(m, SESSMON_A_EVENT_OLD_COMM, o->old_comm);
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_CLASS))
		encode_u32(m, SESSMON_A_EVENT_OLD_CLASS, o->old_class);
	if (sessmon_has(o, SESSMON_A_EVENT_ACTOR))
		encode_key(m, SESSMON_A_EVENT_ACTOR, &o->actor);
	if (sessmon_has(o, SESSMON_A_EVENT_BY_EXEC))
		must(nla_put_flag(m, SESSMON_A_EVENT_BY_EXEC));
	if (sessmon_has(o, SESSMON_A_EVENT_TTY_ACTION))
		encode_u32(m, SESSMON_A_EVENT_TTY_ACTION, o->tty_action);
	if (sessmon_has(o, SESSMON_A_EVENT_TTY))
		encode_tty(m, SESSMON_A_EVENT_TTY, &o->tty);
	if (sessmon_has(o, SESSMON_A_EVENT_REPARENT_REASON))
		encode_u32(m, SESSMON_A_EVENT_REPARENT_REASON, o->reparent_reason);
	if (sessmon_has(o, SESSMON_A_EVENT_PTRACE_ACTION))
		encode_u32(m, SESSMON_A_EVENT_PTRACE_ACTION, o->ptrace_action);
	for (uint32_t i = 0; i < o->counters.n; i++)
		encode_counters(m, SESSMON_A_EVENT_COUNTERS, &o->counters.list[i]);
	if (sessmon_has(o, SESSMON_A_EVENT_HOOKS))
		encode_u32(m, SESSMON_A_EVENT_HOOKS, o->hooks);
	if (sessmon_has(o, SESSMON_A_EVENT_LIFETIME))
		encode_u64(m, SESSMON_A_EVENT_LIFETIME, o->lifetime);
	if (sessmon_has(o, SESSMON_A_EVENT_PRIVILEGE_GAINED))
		must(nla_put_flag(m, SESSMON_A_EVENT_PRIVILEGE_GAINED));
	if (sessmon_has(o, SESSMON_A_EVENT_OLD_FLAGS))
		encode_u32(m, SESSMON_A_EVENT_OLD_FLAGS, o->old_flags);
	if (sessmon_has(o, SESSMON_A_EVENT_REPLAYED))
		must(nla_put_flag(m, SESSMON_A_EVENT_REPLAYED));
	nla_nest_end_keep_empty(m, a);
}

void encode_group_sent(struct nl_msg *m, int attr, const struct sessmon_group_sent *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_GROUP_SENT_GROUP))
		encode_u32(m, SESSMON_A_GROUP_SENT_GROUP, o->group);
	if (sessmon_has(o, SESSMON_A_GROUP_SENT_EVENTS))
		encode_u64(m, SESSMON_A_GROUP_SENT_EVENTS, o->events);
	nla_nest_end_keep_empty(m, a);
}

void encode_reader(struct nl_msg *m, int attr, const struct sessmon_reader *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_READER_PORT))
		encode_u32(m, SESSMON_A_READER_PORT, o->port);
	if (sessmon_has(o, SESSMON_A_READER_GROUPS))
		encode_u32(m, SESSMON_A_READER_GROUPS, o->groups);
	if (sessmon_has(o, SESSMON_A_READER_SENT))
		encode_u64(m, SESSMON_A_READER_SENT, o->sent);
	if (sessmon_has(o, SESSMON_A_READER_LOST))
		encode_u64(m, SESSMON_A_READER_LOST, o->lost);
	if (sessmon_has(o, SESSMON_A_READER_HELD))
		encode_u32(m, SESSMON_A_READER_HELD, o->held);
	if (sessmon_has(o, SESSMON_A_READER_DEMOTED))
		must(nla_put_flag(m, SESSMON_A_READER_DEMOTED));
	nla_nest_end_keep_empty(m, a);
}

void encode_stats(struct nl_msg *m, int attr, const struct sessmon_stats *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_STATS_PROCESSES))
		encode_u64(m, SESSMON_A_STATS_PROCESSES, o->processes);
	if (sessmon_has(o, SESSMON_A_STATS_SESSIONS))
		encode_u64(m, SESSMON_A_STATS_SESSIONS, o->sessions);
	if (sessmon_has(o, SESSMON_A_STATS_PROGRAMS))
		encode_u64(m, SESSMON_A_STATS_PROGRAMS, o->programs);
	if (sessmon_has(o, SESSMON_A_STATS_TABLE_FULL))
		encode_u64(m, SESSMON_A_STATS_TABLE_FULL, o->table_full);
	if (sessmon_has(o, SESSMON_A_STATS_NO_MEMORY))
		encode_u64(m, SESSMON_A_STATS_NO_MEMORY, o->no_memory);
	if (sessmon_has(o, SESSMON_A_STATS_CAPTURE_FALLBACK))
		encode_u64(m, SESSMON_A_STATS_CAPTURE_FALLBACK, o->capture_fallback);
	if (sessmon_has(o, SESSMON_A_STATS_PROBE_MISSED))
		encode_u64(m, SESSMON_A_STATS_PROBE_MISSED, o->probe_missed);
	if (sessmon_has(o, SESSMON_A_STATS_LATE_FOUND))
		encode_u64(m, SESSMON_A_STATS_LATE_FOUND, o->late_found);
	if (sessmon_has(o, SESSMON_A_STATS_REPAIRED))
		encode_u64(m, SESSMON_A_STATS_REPAIRED, o->repaired);
	if (sessmon_has(o, SESSMON_A_STATS_RING_SIZE))
		encode_u32(m, SESSMON_A_STATS_RING_SIZE, o->ring_size);
	if (sessmon_has(o, SESSMON_A_STATS_MESSAGES))
		encode_u64(m, SESSMON_A_STATS_MESSAGES, o->messages);
	if (sessmon_has(o, SESSMON_A_STATS_UNHEARD))
		encode_u64(m, SESSMON_A_STATS_UNHEARD, o->unheard);
	if (sessmon_has(o, SESSMON_A_STATS_DEMOTED))
		encode_u64(m, SESSMON_A_STATS_DEMOTED, o->demoted);
	if (sessmon_has(o, SESSMON_A_STATS_BACKLOG))
		encode_u64(m, SESSMON_A_STATS_BACKLOG, o->backlog);
	nla_nest_end_keep_empty(m, a);
}

void encode_rule(struct nl_msg *m, int attr, const struct sessmon_rule *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_RULE_PATH))
		encode_text(m, SESSMON_A_RULE_PATH, o->path);
	if (sessmon_has(o, SESSMON_A_RULE_ROLES))
		encode_u32(m, SESSMON_A_RULE_ROLES, o->roles);
	if (sessmon_has(o, SESSMON_A_RULE_ENTRY_TYPE))
		encode_u32(m, SESSMON_A_RULE_ENTRY_TYPE, o->entry_type);
	nla_nest_end_keep_empty(m, a);
}

void encode_record(struct nl_msg *m, int attr, const struct sessmon_record *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_RECORD_CLASS))
		encode_u32(m, SESSMON_A_RECORD_CLASS, o->session_class);
	if (sessmon_has(o, SESSMON_A_RECORD_LEVEL))
		encode_u32(m, SESSMON_A_RECORD_LEVEL, o->level);
	nla_nest_end_keep_empty(m, a);
}

void encode_verify(struct nl_msg *m, int attr, const struct sessmon_verify *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_VERIFY_CHECKED))
		encode_u64(m, SESSMON_A_VERIFY_CHECKED, o->checked);
	if (sessmon_has(o, SESSMON_A_VERIFY_MISSING))
		encode_u64(m, SESSMON_A_VERIFY_MISSING, o->missing);
	if (sessmon_has(o, SESSMON_A_VERIFY_STALE))
		encode_u64(m, SESSMON_A_VERIFY_STALE, o->stale);
	if (sessmon_has(o, SESSMON_A_VERIFY_DIFFERING))
		encode_u64(m, SESSMON_A_VERIFY_DIFFERING, o->differing);
	nla_nest_end_keep_empty(m, a);
}

void encode_difference(struct nl_msg *m, int attr, const struct sessmon_difference *o)
{
	struct nlattr *a = encode_nest(m, attr);

	if (sessmon_has(o, SESSMON_A_DIFFERENCE_KIND))
		encode_u32(m, SESSMON_A_DIFFERENCE_KIND, o->kind);
	if (sessmon_has(o, SESSMON_A_DIFFERENCE_KEY))
		encode_key(m, SESSMON_A_DIFFERENCE_KEY, &o->key);
	if (sessmon_has(o, SESSMON_A_DIFFERENCE_TABLE))
		encode_u64(m, SESSMON_A_DIFFERENCE_TABLE, o->table);
	if (sessmon_has(o, SESSMON_A_DIFFERENCE_KERNEL))
		encode_u64(m, SESSMON_A_DIFFERENCE_KERNEL, o->kernel);
	nla_nest_end_keep_empty(m, a);
}
