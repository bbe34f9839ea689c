// SPDX-License-Identifier: GPL-2.0-only
/*
 * From records to attributes: the events of the stream.
 */
#include "wire/encode.h"
#include "wire/encode_attr.h"
#include "wire/encode_fact.h"

/* The attributes that every event begins with. */
struct wire_head {
	struct nlattr seq_head;
	u64 seq;
	struct nlattr type_head;
	u32 type;
	struct nlattr boottime_head;
	u64 boottime;
	struct nlattr realtime_head;
	u64 realtime;
} __packed __aligned(NLA_ALIGNTO);

static int put_head(struct sk_buff *skb, const struct sessmon_ring_record *r)
{
	struct wire_head *wire = put_room(skb, sizeof(*wire));

	if (!wire)
		return -EMSGSIZE;
	*wire = (struct wire_head){
		.seq_head = ATTR_HEAD(SESSMON_A_EVENT_SEQ, u64),
		.seq = r->seq,
		.type_head = ATTR_HEAD(SESSMON_A_EVENT_TYPE, u32),
		.type = r->type,
		.boottime_head = ATTR_HEAD(SESSMON_A_EVENT_BOOTTIME, u64),
		.boottime = r->boottime,
		.realtime_head = ATTR_HEAD(SESSMON_A_EVENT_REALTIME, u64),
		.realtime = r->realtime,
	};
	return 0;
}

/* Every event of a process names it and its session. */
static int put_who(struct sk_buff *skb, const struct sessmon_ring_record *r)
{
	struct nlattr *nest = nest_start(skb, SESSMON_A_EVENT_PROCESS);

	if (!nest || sessmon_encode_key(skb, SESSMON_A_PROCESS_KEY, &r->process) ||
	    sessmon_encode_key_if(skb, SESSMON_A_PROCESS_PARENT, &r->parent) ||
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_SESSION, &r->session_key) ||
	    put_u32(skb, SESSMON_A_PROCESS_CLASS, r->class) ||
	    put_u32(skb, SESSMON_A_PROCESS_PGID, r->pgid) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_VPID, r->vpid, r->vpid != r->process.id) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_FLAGS, r->flags, r->flags) ||
	    put_string(skb, SESSMON_A_PROCESS_COMM, r->comm) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_EXEC_COUNT, r->exec_count, r->exec_count) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_WITHHELD, r->withheld, r->withheld) ||
	    sessmon_encode_audit(skb, &r->audit, SESSMON_A_PROCESS_LOGINUID,
				 SESSMON_A_PROCESS_AUDIT_SESSION) ||
	    sessmon_encode_tty(skb, SESSMON_A_PROCESS_TTY, &r->tty) ||
	    sessmon_encode_exe(skb, SESSMON_A_PROCESS_EXE, r->exe))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_FORK &&
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_CREATOR, &r->other))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_CREDS ?
		    sessmon_encode_creds(skb, SESSMON_A_PROCESS_CREDS, &r->creds.new,
					 r->creds.groups_changed) :
		    sessmon_encode_ids(skb, r->uid, r->euid))
		return -EMSGSIZE;
	if (r->type == SESSMON_EVENT_NAMESPACES &&
	    sessmon_encode_namespaces(skb, SESSMON_A_PROCESS_NAMESPACES, &r->ns.new))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* The session as it is now, but for what the record holds of its event: ring/ring.h says why. */
static int put_record_session(struct sk_buff *skb, const struct sessmon_ring_record *r)
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
	v.withheld = r->withheld;
	memcpy(v.leader.comm, r->comm, sizeof(r->comm));
	err = sessmon_encode_session(skb, SESSMON_A_EVENT_SESSION, &v);
	sessmon_exe_put(exe);
	return err;
}

static int put_exit(struct sk_buff *skb, const struct sessmon_ring_record *r)
{
	u32 signal = r->value & 0x7f;

	if (signal ? put_u32(skb, SESSMON_A_EVENT_EXIT_SIGNAL, signal) :
		     put_u32(skb, SESSMON_A_EVENT_EXIT_CODE, (r->value >> 8) & 0xff))
		return -EMSGSIZE;
	if ((r->value & 0x80) && put_flag(skb, SESSMON_A_EVENT_CORE_DUMPED))
		return -EMSGSIZE;
	return put_u64(skb, SESSMON_A_EVENT_LIFETIME, r->boottime - r->process.start);
}

/* The attributes that only one type of event has. */
static int put_own(struct sk_buff *skb, const struct sessmon_ring_record *r)
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
				sessmon_encode_key_if(skb, SESSMON_A_EVENT_ACTOR, &r->other));
	case SESSMON_EVENT_CREDS:
		return too_long(sessmon_encode_creds(skb, SESSMON_A_EVENT_OLD_CREDS, &r->creds.old,
						     false) ||
				(r->creds.privilege_gained &&
				 put_flag(skb, SESSMON_A_EVENT_PRIVILEGE_GAINED)));
	case SESSMON_EVENT_REPARENT:
		return too_long(sessmon_encode_key_if(skb, SESSMON_A_EVENT_OLD_PARENT, &r->other) ||
				put_u32(skb, SESSMON_A_EVENT_REPARENT_REASON, r->action));
	case SESSMON_EVENT_NAMESPACES:
		return sessmon_encode_namespaces(skb, SESSMON_A_EVENT_OLD_NAMESPACES, &r->ns.old);
	case SESSMON_EVENT_PTRACE:
		return too_long(sessmon_encode_key_if(skb, SESSMON_A_EVENT_ACTOR, &r->other) ||
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
		return too_long(sessmon_encode_tty(skb, SESSMON_A_EVENT_TTY, &r->tty) ||
				put_u32(skb, SESSMON_A_EVENT_TTY_ACTION, r->action));
	case SESSMON_EVENT_LOST:
		return sessmon_encode_counters(skb, SESSMON_A_EVENT_COUNTERS, r->losses, true);
	case SESSMON_EVENT_ATTACHED:
	case SESSMON_EVENT_HOOKS:
		return put_u32(skb, SESSMON_A_EVENT_HOOKS, r->value);
	default:
		return 0;
	}
}

static int put_event(struct sk_buff *skb, const struct sessmon_ring_record *r)
{
	if (put_head(skb, r) || put_own(skb, r))
		return -EMSGSIZE;
	if (r->tid && put_u32(skb, SESSMON_A_EVENT_TID, r->tid))
		return -EMSGSIZE;
	if (r->by_exec && put_flag(skb, SESSMON_A_EVENT_BY_EXEC))
		return -EMSGSIZE;
	if (r->replayed && put_flag(skb, SESSMON_A_EVENT_REPLAYED))
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
int sessmon_encode_event(struct sk_buff *skb, const struct sessmon_ring_record *rec)
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
