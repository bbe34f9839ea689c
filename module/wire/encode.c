// SPDX-License-Identifier: GPL-2.0-only
/*
 * From objects and counters to attributes.
 *
 * Every function returns 0 or -EMSGSIZE; the caller trims what was begun.
 */
#include "wire/encode.h"

#include "wire/encode_attr.h"
#include "wire/encode_fact.h"

static int put_process(struct sk_buff *skb, const struct sessmon_process_view *v)
{
	const struct sessmon_process *p = &v->process;

	if (sessmon_encode_key(skb, SESSMON_A_PROCESS_KEY, &p->key) ||
	    sessmon_encode_key_if(skb, SESSMON_A_PROCESS_PARENT, &p->parent_key) ||
	    sessmon_encode_key_if(skb, SESSMON_A_PROCESS_CREATOR, &p->creator) ||
	    sessmon_encode_key(skb, SESSMON_A_PROCESS_SESSION, &v->session) ||
	    put_u32(skb, SESSMON_A_PROCESS_CLASS, v->class) ||
	    put_u32(skb, SESSMON_A_PROCESS_PGID, p->pgid) ||
	    put_u32(skb, SESSMON_A_PROCESS_VPID, p->vpid) ||
	    put_u32(skb, SESSMON_A_PROCESS_FLAGS, p->flags) ||
	    put_string(skb, SESSMON_A_PROCESS_COMM, p->comm) ||
	    put_u32(skb, SESSMON_A_PROCESS_EXEC_COUNT, p->exec_count) ||
	    sessmon_encode_exe(skb, SESSMON_A_PROCESS_EXE, p->exe) ||
	    sessmon_encode_creds(skb, SESSMON_A_PROCESS_CREDS, &p->creds, false) ||
	    sessmon_encode_audit(skb, &p->audit, SESSMON_A_PROCESS_LOGINUID,
				 SESSMON_A_PROCESS_AUDIT_SESSION) ||
	    sessmon_encode_tty(skb, SESSMON_A_PROCESS_TTY, &v->tty) ||
	    sessmon_encode_namespaces(skb, SESSMON_A_PROCESS_NAMESPACES, &p->ns) ||
	    put_u64(skb, SESSMON_A_PROCESS_CGROUP, v->cgroup) ||
	    put_u32_if(skb, SESSMON_A_PROCESS_WITHHELD, p->budget.withheld, p->budget.withheld) ||
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
			sessmon_encode_audit(skb, &l->audit, SESSMON_A_SESSION_LOGINUID,
					     SESSMON_A_SESSION_AUDIT_SESSION) ||
			sessmon_encode_exe(skb, SESSMON_A_SESSION_LEADER, l->exe) ||
			put_string(skb, SESSMON_A_SESSION_COMM, l->comm) ||
			put_u32(skb, SESSMON_A_SESSION_VPID, l->vpid) ||
			put_u64(skb, SESSMON_A_SESSION_CGROUP, l->cgroup) ||
			put_u32_if(skb, SESSMON_A_SESSION_PID_NS, l->pid_ns, l->pid_ns));
}

static int put_session(struct sk_buff *skb, const struct sessmon_session_view *v)
{
	if (sessmon_encode_key(skb, SESSMON_A_SESSION_KEY, &v->key) ||
	    sessmon_encode_key_if(skb, SESSMON_A_SESSION_CREATED_FROM, &v->created_from) ||
	    put_u32(skb, SESSMON_A_SESSION_CLASS, v->verdict.class) ||
	    put_u32(skb, SESSMON_A_SESSION_REASON, v->verdict.reason) ||
	    put_u32(skb, SESSMON_A_SESSION_FLAGS, v->flags) ||
	    sessmon_encode_key_if(skb, SESSMON_A_SESSION_ENTRY, &v->entry) ||
	    put_u32(skb, SESSMON_A_SESSION_ENTRY_TYPE, v->entry_type) ||
	    put_u32_if(skb, SESSMON_A_SESSION_ENTRY_UID, v->entry_uid, v->entry_uid != (u32)-1) ||
	    sessmon_encode_tty(skb, SESSMON_A_SESSION_ENTRY_TTY, &v->entry_tty) ||
	    sessmon_encode_peer(skb, &v->peer) ||
	    sessmon_encode_key_if(skb, SESSMON_A_SESSION_ORIGIN, &v->origin) ||
	    sessmon_encode_tty(skb, SESSMON_A_SESSION_TTY, &v->tty) ||
	    put_leader(skb, &v->leader) || put_u32(skb, SESSMON_A_SESSION_MEMBERS, v->members) ||
	    put_u32(skb, SESSMON_A_SESSION_TOTAL, v->total) ||
	    (v->started && put_u64(skb, SESSMON_A_SESSION_STARTED, v->started)) ||
	    put_u64(skb, SESSMON_A_SESSION_LAST_SEQ, v->last_seq) ||
	    put_u32_if(skb, SESSMON_A_SESSION_FOREGROUND, v->foreground, v->foreground) ||
	    put_u32_if(skb, SESSMON_A_SESSION_WITHHELD, v->withheld, v->withheld))
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
				   put_u64(skb, SESSMON_A_COUNTERS_FILTERED, sum->filtered[i]) ||
				   put_u64(skb, SESSMON_A_COUNTERS_WITHHELD, sum->withheld[i]) ||
				   put_u64(skb, SESSMON_A_COUNTERS_UNHEARD, sum->unheard[i])))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}
