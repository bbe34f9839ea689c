// SPDX-License-Identifier: GPL-2.0-only
/*
 * From objects and records to attributes: one encoder for dump and stream.
 *
 * Every function returns 0 or -EMSGSIZE; the caller trims what was begun. What
 * is not known is left out. 64-bit numbers are not aligned: readers copy them.
 */
#include "encode.h"

#include <linux/kdev_t.h>
#include <linux/socket.h>
#include <net/netlink.h>

#define UNSET ((u32)-1)

/* What the chains of puts below come to. */
static int too_long(bool failed)
{
	return failed ? -EMSGSIZE : 0;
}

/*
 * Room for one attribute, its padding zeroed; NULL if there is none. As nla_put(),
 * without its calls: an event has some thirty attributes.
 */
static __always_inline void *put_attr(struct sk_buff *skb, int attr, int len)
{
	struct nlattr *nla;

	if (unlikely(skb_tailroom(skb) < nla_total_size(len)))
		return NULL;
	nla = __skb_put(skb, nla_total_size(len));
	nla->nla_type = attr;
	nla->nla_len = nla_attr_size(len);
	if (nla_padlen(len))
		memset(nla_data(nla) + len, 0, nla_padlen(len));
	return nla_data(nla);
}

static inline int put_bytes(struct sk_buff *skb, int attr, int len, const void *from)
{
	void *to = put_attr(skb, attr, len);

	if (!to)
		return -EMSGSIZE;
	memcpy(to, from, len);
	return 0;
}

static inline int put_string(struct sk_buff *skb, int attr, const char *string)
{
	return put_bytes(skb, attr, strlen(string) + 1, string);
}

static inline int put_u16(struct sk_buff *skb, int attr, u16 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_u32(struct sk_buff *skb, int attr, u32 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_flag(struct sk_buff *skb, int attr)
{
	return put_attr(skb, attr, 0) ? 0 : -EMSGSIZE;
}

static inline struct nlattr *nest_start(struct sk_buff *skb, int attr)
{
	void *inside = put_attr(skb, attr | NLA_F_NESTED, 0);

	return inside ? inside - NLA_HDRLEN : NULL;
}

static int put_u32_if(struct sk_buff *skb, int attr, u32 value, bool known)
{
	return known ? put_u32(skb, attr, value) : 0;
}

/**
 * sessmon_encode_key() - the name of an object
 * @skb: where to
 * @attr: attribute to put it into
 * @key: the name
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_key(struct sk_buff *skb, int attr, const struct sessmon_key *key)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_u32(skb, SESSMON_A_KEY_ID, key->id) ||
	    put_u64(skb, SESSMON_A_KEY_START, key->start))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_key_if(struct sk_buff *skb, int attr, const struct sessmon_key *key)
{
	return key->id ? sessmon_encode_key(skb, attr, key) : 0;
}

static int put_tty(struct sk_buff *skb, int attr, const struct sessmon_tty *tty)
{
	struct nlattr *nest;

	if (!tty->dev)
		return 0;
	nest = nest_start(skb, attr);
	if (!nest || put_u32(skb, SESSMON_A_TTY_MAJOR, MAJOR(tty->dev)) ||
	    put_u32(skb, SESSMON_A_TTY_MINOR, MINOR(tty->dev)) ||
	    (tty->name[0] && put_string(skb, SESSMON_A_TTY_NAME, tty->name)) ||
	    put_u32_if(skb, SESSMON_A_TTY_INSTANCE, tty->instance, tty->instance))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_audit(struct sk_buff *skb, const struct sessmon_audit *audit, int loginuid,
		     int session)
{
	return too_long(put_u32_if(skb, loginuid, audit->loginuid, audit->loginuid != UNSET) ||
			put_u32_if(skb, session, audit->session, audit->session != UNSET));
}

static int put_ids(struct sk_buff *skb, u32 uid, u32 euid)
{
	struct nlattr *nest = nest_start(skb, SESSMON_A_PROCESS_CREDS);

	if (!nest || put_u32(skb, SESSMON_A_CREDS_UID, uid) ||
	    put_u32(skb, SESSMON_A_CREDS_EUID, euid))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_creds(struct sk_buff *skb, int attr, const struct sessmon_creds *c,
		     bool groups_changed)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_u32(skb, SESSMON_A_CREDS_UID, c->uid) ||
	    put_u32(skb, SESSMON_A_CREDS_EUID, c->euid) ||
	    put_u32(skb, SESSMON_A_CREDS_SUID, c->suid) ||
	    put_u32(skb, SESSMON_A_CREDS_FSUID, c->fsuid) ||
	    put_u32(skb, SESSMON_A_CREDS_GID, c->gid) ||
	    put_u32(skb, SESSMON_A_CREDS_EGID, c->egid) ||
	    put_u32(skb, SESSMON_A_CREDS_SGID, c->sgid) ||
	    put_u32(skb, SESSMON_A_CREDS_FSGID, c->fsgid) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_INHERITABLE, c->cap_inheritable) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_PERMITTED, c->cap_permitted) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_EFFECTIVE, c->cap_effective) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_BOUNDING, c->cap_bounding) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_AMBIENT, c->cap_ambient) ||
	    put_u32(skb, SESSMON_A_CREDS_SECUREBITS, c->securebits) ||
	    put_u32(skb, SESSMON_A_CREDS_USER_NS, c->user_ns) ||
	    (groups_changed && put_flag(skb, SESSMON_A_CREDS_GROUPS_CHANGED)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_namespaces(struct sk_buff *skb, int attr, const struct sessmon_namespaces *ns)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_u32_if(skb, SESSMON_A_NS_CGROUP, ns->cgroup, ns->cgroup) ||
	    put_u32_if(skb, SESSMON_A_NS_IPC, ns->ipc, ns->ipc) ||
	    put_u32_if(skb, SESSMON_A_NS_MNT, ns->mnt, ns->mnt) ||
	    put_u32_if(skb, SESSMON_A_NS_NET, ns->net, ns->net) ||
	    put_u32_if(skb, SESSMON_A_NS_PID, ns->pid, ns->pid) ||
	    put_u32_if(skb, SESSMON_A_NS_TIME, ns->time, ns->time) ||
	    put_u32_if(skb, SESSMON_A_NS_UTS, ns->uts, ns->uts))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_exe_strings(struct sk_buff *skb, const struct sessmon_exe *exe)
{
	if (exe->path && put_string(skb, SESSMON_A_EXE_PATH, exe->data + exe->path))
		return -EMSGSIZE;
	if (exe->script && put_string(skb, SESSMON_A_EXE_SCRIPT, exe->data + exe->script))
		return -EMSGSIZE;
	if (exe->cwd && put_string(skb, SESSMON_A_EXE_CWD, exe->data + exe->cwd))
		return -EMSGSIZE;
	if (exe->args && put_bytes(skb, SESSMON_A_EXE_ARGS, exe->args_kept, exe->data + exe->args))
		return -EMSGSIZE;
	return 0;
}

static int put_exe_file(struct sk_buff *skb, const struct sessmon_exe *exe)
{
	if (!exe->inode)
		return 0;
	return too_long(put_u32(skb, SESSMON_A_EXE_DEV_MAJOR, MAJOR(exe->dev)) ||
			put_u32(skb, SESSMON_A_EXE_DEV_MINOR, MINOR(exe->dev)) ||
			put_u64(skb, SESSMON_A_EXE_INODE, exe->inode) ||
			put_u32(skb, SESSMON_A_EXE_GENERATION, exe->generation) ||
			put_u32(skb, SESSMON_A_EXE_MODE, exe->mode) ||
			put_u32(skb, SESSMON_A_EXE_UID, exe->uid) ||
			put_u32(skb, SESSMON_A_EXE_GID, exe->gid) ||
			put_u32(skb, SESSMON_A_EXE_NLINK, exe->nlink));
}

static int put_exe(struct sk_buff *skb, int attr, const struct sessmon_exe *exe)
{
	struct nlattr *nest;

	if (!exe)
		return 0;
	nest = nest_start(skb, attr);
	if (!nest || put_exe_strings(skb, exe) || put_exe_file(skb, exe) ||
	    put_u32_if(skb, SESSMON_A_EXE_ARGC, exe->argc, exe->argc) ||
	    put_u32_if(skb, SESSMON_A_EXE_ARGS_LEN, exe->args_len, exe->args_len) ||
	    put_u32_if(skb, SESSMON_A_EXE_POLICY_GENERATION, exe->policy_generation,
		       exe->policy_generation) ||
	    put_u32(skb, SESSMON_A_EXE_FLAGS, exe->flags))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_peer(struct sk_buff *skb, const struct sessmon_peer *peer)
{
	int len = peer->family == AF_INET6 ? 16 : 4;
	struct nlattr *nest;

	if (!peer->family)
		return 0;
	nest = nest_start(skb, SESSMON_A_SESSION_PEER);
	if (!nest || put_bytes(skb, SESSMON_A_PEER_ADDRESS, len, peer->address) ||
	    put_u16(skb, SESSMON_A_PEER_PORT, peer->port) ||
	    put_bytes(skb, SESSMON_A_PEER_LOCAL_ADDRESS, len, peer->local_address) ||
	    put_u16(skb, SESSMON_A_PEER_LOCAL_PORT, peer->local_port))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* ---- objects ---- */

static int put_process(struct sk_buff *skb, const struct sessmon_process_view *v)
{
	const struct sessmon_process *p = &v->process;

	if (sessmon_encode_key(skb, SESSMON_A_PROCESS_KEY, &p->key) ||
	    put_key_if(skb, SESSMON_A_PROCESS_PARENT, &p->parent_key) ||
	    put_key_if(skb, SESSMON_A_PROCESS_CREATOR, &p->creator) ||
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_SESSION, &v->session) ||
	    put_u32(skb, SESSMON_A_PROCESS_CLASS, v->class) ||
	    put_u32(skb, SESSMON_A_PROCESS_PGID, p->pgid) ||
	    put_u32(skb, SESSMON_A_PROCESS_VPID, p->vpid) ||
	    put_u32(skb, SESSMON_A_PROCESS_FLAGS, p->flags) ||
	    put_string(skb, SESSMON_A_PROCESS_COMM, p->comm) ||
	    put_u32(skb, SESSMON_A_PROCESS_EXEC_COUNT, p->exec_count) ||
	    put_exe(skb, SESSMON_A_PROCESS_EXE, p->exe) ||
	    put_creds(skb, SESSMON_A_PROCESS_CREDS, &p->creds, false) ||
	    put_audit(skb, &p->audit, SESSMON_A_PROCESS_LOGINUID,
		      SESSMON_A_PROCESS_AUDIT_SESSION) ||
	    put_tty(skb, SESSMON_A_PROCESS_TTY, &v->tty) ||
	    put_namespaces(skb, SESSMON_A_PROCESS_NAMESPACES, &p->ns) ||
	    put_u64(skb, SESSMON_A_PROCESS_CGROUP, p->cgroup) ||
	    put_u64(skb, SESSMON_A_PROCESS_LAST_SEQ, p->last_seq))
		return -EMSGSIZE;
	return 0;
}

/**
 * sessmon_encode_process() - one process as it was copied
 * @skb: where to
 * @v: the copy
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_process(struct sk_buff *skb, const struct sessmon_process_view *v)
{
	struct nlattr *nest = nest_start(skb, SESSMON_A_PROCESS);

	if (!nest || put_process(skb, v))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_leader(struct sk_buff *skb, const struct sessmon_leader *l)
{
	return too_long(put_u32(skb, SESSMON_A_SESSION_UID, l->uid) ||
			put_u32(skb, SESSMON_A_SESSION_EUID, l->euid) ||
			put_audit(skb, &l->audit, SESSMON_A_SESSION_LOGINUID,
				  SESSMON_A_SESSION_AUDIT_SESSION) ||
			put_exe(skb, SESSMON_A_SESSION_LEADER, l->exe) ||
			put_string(skb, SESSMON_A_SESSION_COMM, l->comm) ||
			put_u32(skb, SESSMON_A_SESSION_VPID, l->vpid) ||
			put_u64(skb, SESSMON_A_SESSION_CGROUP, l->cgroup) ||
			put_u32_if(skb, SESSMON_A_SESSION_PID_NS, l->pid_ns, l->pid_ns));
}

static int put_session(struct sk_buff *skb, const struct sessmon_session_view *v)
{
	if (sessmon_encode_key(skb, SESSMON_A_SESSION_KEY, &v->key) ||
	    put_key_if(skb, SESSMON_A_SESSION_CREATED_FROM, &v->created_from) ||
	    put_u32(skb, SESSMON_A_SESSION_CLASS, v->verdict.class) ||
	    put_u32(skb, SESSMON_A_SESSION_REASON, v->verdict.reason) ||
	    put_u32(skb, SESSMON_A_SESSION_FLAGS, v->flags) ||
	    put_key_if(skb, SESSMON_A_SESSION_ENTRY, &v->entry) ||
	    put_u32(skb, SESSMON_A_SESSION_ENTRY_TYPE, v->entry_type) ||
	    put_u32(skb, SESSMON_A_SESSION_ENTRY_UID, v->entry_uid) ||
	    put_tty(skb, SESSMON_A_SESSION_ENTRY_TTY, &v->entry_tty) || put_peer(skb, &v->peer) ||
	    put_key_if(skb, SESSMON_A_SESSION_ORIGIN, &v->origin) ||
	    put_tty(skb, SESSMON_A_SESSION_TTY, &v->tty) || put_leader(skb, &v->leader) ||
	    put_u32(skb, SESSMON_A_SESSION_MEMBERS, v->members) ||
	    put_u32(skb, SESSMON_A_SESSION_TOTAL, v->total) ||
	    (v->started && put_u64(skb, SESSMON_A_SESSION_STARTED, v->started)) ||
	    put_u64(skb, SESSMON_A_SESSION_LAST_SEQ, v->last_seq))
		return -EMSGSIZE;
	return 0;
}

/**
 * sessmon_encode_session() - one session as it was copied
 * @skb: where to
 * @attr: attribute to put it into
 * @v: the copy
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_session(struct sk_buff *skb, int attr, const struct sessmon_session_view *v)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_session(skb, v))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * sessmon_encode_counters() - produced, lost and sent by event type
 * @skb: where to
 * @attr: attribute to put each type into
 * @sum: the counters
 * @only_lost: leave out types that lost nothing, and all but their losses
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_counters(struct sk_buff *skb, int attr, const struct sessmon_counters *sum,
			    bool only_lost)
{
	struct nlattr *nest;
	int i;

	for (i = SESSMON_EVENT_UNSPEC + 1; i < SESSMON_EVENT_TYPES; i++) {
		if (only_lost && !sum->lost[i])
			continue;
		nest = nest_start(skb, attr);
		if (!nest || put_u32(skb, SESSMON_A_COUNTERS_TYPE, i) ||
		    put_u64(skb, SESSMON_A_COUNTERS_LOST, sum->lost[i]))
			return -EMSGSIZE;
		if (!only_lost && (put_u64(skb, SESSMON_A_COUNTERS_PRODUCED, sum->produced[i]) ||
				   put_u64(skb, SESSMON_A_COUNTERS_SENT, sum->sent[i]) ||
				   put_u64(skb, SESSMON_A_COUNTERS_FILTERED, sum->filtered[i])))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

/* ---- events ---- */

/* Who it is about, and what its session is: in every event of a process. */
static int put_who(struct sk_buff *skb, const struct sessmon_record *r)
{
	struct nlattr *nest = nest_start(skb, SESSMON_A_EVENT_PROCESS);

	if (!nest || sessmon_encode_key(skb, SESSMON_A_PROCESS_KEY, &r->process) ||
	    put_key_if(skb, SESSMON_A_PROCESS_PARENT, &r->parent) ||
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_SESSION, &r->session_key) ||
	    put_u32(skb, SESSMON_A_PROCESS_CLASS, r->class) ||
	    put_u32(skb, SESSMON_A_PROCESS_PGID, r->pgid) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_VPID, r->vpid, r->vpid != r->process.id) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_FLAGS, r->flags, r->flags) ||
	    put_string(skb, SESSMON_A_PROCESS_COMM, r->comm) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_EXEC_COUNT, r->exec_count, r->exec_count) ||
	    put_audit(skb, &r->audit, SESSMON_A_PROCESS_LOGINUID,
		      SESSMON_A_PROCESS_AUDIT_SESSION) ||
	    put_tty(skb, SESSMON_A_PROCESS_TTY, &r->tty) ||
	    put_exe(skb, SESSMON_A_PROCESS_EXE, r->exe))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_FORK &&
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_CREATOR, &r->other))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_CREDS ? put_creds(skb, SESSMON_A_PROCESS_CREDS, &r->creds.new,
						       r->creds.groups_changed) :
					     put_ids(skb, r->uid, r->euid))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_NAMESPACES &&
	    put_namespaces(skb, SESSMON_A_PROCESS_NAMESPACES, &r->ns.new))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* The session as it is now, but for what the record froze when it happened. */
static int put_record_session(struct sk_buff *skb, const struct sessmon_record *r)
{
	struct sessmon_session_view v;
	struct sessmon_exe *exe;
	int err;

	sessmon_session_view(r->session, &v);
	exe = v.leader.exe;
	v.verdict.class = r->class;
	v.verdict.reason = r->reason;
	v.flags = r->flags;
	if (r->type == SESSMON_EVENT_SESSION_TTY && r->action != SESSMON_TTY_GAINED)
		v.tty.dev = 0;
	else
		v.tty = r->tty;
	v.leader.uid = r->uid;
	v.leader.euid = r->euid;
	v.leader.audit = r->audit;
	v.leader.exe = r->exe;
	v.last_seq = r->seq;
	memcpy(v.leader.comm, r->comm, sizeof(r->comm));
	err = sessmon_encode_session(skb, SESSMON_A_EVENT_SESSION, &v);
	sessmon_exe_put(exe);
	return err;
}

static int put_exit(struct sk_buff *skb, const struct sessmon_record *r)
{
	u32 signal = r->value & 0x7f;

	if (signal ? put_u32(skb, SESSMON_A_EVENT_EXIT_SIGNAL, signal) :
		     put_u32(skb, SESSMON_A_EVENT_EXIT_CODE, (r->value >> 8) & 0xff))
		return -EMSGSIZE;
	if ((r->value & 0x80) && put_flag(skb, SESSMON_A_EVENT_CORE_DUMPED))
		return -EMSGSIZE;
	return put_u64(skb, SESSMON_A_EVENT_LIFETIME, r->boottime - r->process.start);
}

/* What is of one event type only. */
static int put_own(struct sk_buff *skb, const struct sessmon_record *r)
{
	switch (r->type) {
	case SESSMON_EVENT_FORK:
		return put_u64(skb, SESSMON_A_EVENT_CLONE_FLAGS, r->value);
	case SESSMON_EVENT_EXIT:
		return put_exit(skb, r);
	case SESSMON_EVENT_SETSID:
		return sessmon_encode_key(skb, SESSMON_A_EVENT_OLD_SESSION, &r->other);
	case SESSMON_EVENT_SETPGID:
		return too_long(put_u32(skb, SESSMON_A_EVENT_OLD_PGID, r->value) ||
				put_key_if(skb, SESSMON_A_EVENT_ACTOR, &r->other));
	case SESSMON_EVENT_CREDS:
		return too_long(put_creds(skb, SESSMON_A_EVENT_OLD_CREDS, &r->creds.old, false) ||
				(r->creds.privilege_gained &&
				 put_flag(skb, SESSMON_A_EVENT_PRIVILEGE_GAINED)));
	case SESSMON_EVENT_REPARENT:
		return too_long(put_key_if(skb, SESSMON_A_EVENT_OLD_PARENT, &r->other) ||
				put_u32(skb, SESSMON_A_EVENT_REPARENT_REASON, r->action));
	case SESSMON_EVENT_NAMESPACES:
		return put_namespaces(skb, SESSMON_A_EVENT_OLD_NAMESPACES, &r->ns.old);
	case SESSMON_EVENT_PTRACE:
		return too_long(put_key_if(skb, SESSMON_A_EVENT_ACTOR, &r->other) ||
				put_u32(skb, SESSMON_A_EVENT_PTRACE_ACTION, r->action));
	case SESSMON_EVENT_RENAME:
		return put_string(skb, SESSMON_A_EVENT_OLD_COMM, r->old_comm);
	case SESSMON_EVENT_SESSION_CLASS:
		return put_u32(skb, SESSMON_A_EVENT_OLD_CLASS, r->old_class);
	case SESSMON_EVENT_SESSION_FLAGS:
		return put_u32(skb, SESSMON_A_EVENT_OLD_FLAGS, r->value);
	case SESSMON_EVENT_SESSION_END:
		return put_u64(skb, SESSMON_A_EVENT_LIFETIME, r->value);
	case SESSMON_EVENT_SESSION_TTY:
		return too_long(put_tty(skb, SESSMON_A_EVENT_TTY, &r->tty) ||
				put_u32(skb, SESSMON_A_EVENT_TTY_ACTION, r->action));
	case SESSMON_EVENT_ATTACHED:
		return put_u32(skb, SESSMON_A_EVENT_HOOKS, r->value);
	default:
		return 0;
	}
}

static int put_event(struct sk_buff *skb, const struct sessmon_record *r)
{
	if (put_u64(skb, SESSMON_A_EVENT_SEQ, r->seq) ||
	    put_u32(skb, SESSMON_A_EVENT_TYPE, r->type) ||
	    put_u64(skb, SESSMON_A_EVENT_BOOTTIME, r->boottime) ||
	    put_u64(skb, SESSMON_A_EVENT_REALTIME, r->realtime) || put_own(skb, r))
		return -EMSGSIZE;
	if (r->tid && put_u32(skb, SESSMON_A_EVENT_TID, r->tid))
		return -EMSGSIZE;
	if (r->by_exec && put_flag(skb, SESSMON_A_EVENT_BY_EXEC))
		return -EMSGSIZE;
	if (r->session)
		return put_record_session(skb, r);
	return r->process.id ? put_who(skb, r) : 0;
}

/**
 * sessmon_encode_event() - one record
 * @skb: where to
 * @rec: the record; its references stay the caller's
 *
 * Context: any.
 * Return: 0, or -EMSGSIZE with @skb as it was before.
 */
int sessmon_encode_event(struct sk_buff *skb, const struct sessmon_record *rec)
{
	struct nlattr *nest = nest_start(skb, SESSMON_A_EVENT);

	if (!nest)
		return -EMSGSIZE;
	if (put_event(skb, rec)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}
