// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a process may do and sees: its credentials and namespaces, and what is told of them.
 *
 * Whoever is created with some of his own, and an exec, tell of them by the same functions:
 * a record's members that are of one type only are not cleared before, so that one which
 * a maker forgets would say what the last record in that place of the ring said.
 */
#include "model/process_internal.h"

#include "assert.h"
#include "model/guest.h"
#include "policy/privilege.h"

/**
 * sessmon_process_emit_creds() - tell that credentials have changed
 * @p: the process, its lock held
 * @change: from what to what
 * @by_exec: an exec gave them
 * @tid: the thread that has them, if not the first; 0 otherwise
 *
 * Context: as sessmon_event_reserve().
 */
void sessmon_process_emit_creds(struct sessmon_process *p,
				const struct sessmon_creds_change *change, bool by_exec, u32 tid)
{
	struct sessmon_ring_record *rec;

	/* A gain of privilege is told of whatever was done before it, and an exec is no loop. */
	if (change->privilege_gained)
		rec = sessmon_process_reserve_alarm(p, SESSMON_EVENT_CREDS);
	else if (by_exec)
		rec = sessmon_process_reserve(p, SESSMON_EVENT_CREDS);
	else
		rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_CREDS);
	if (rec) {
		rec->creds = *change;
		rec->by_exec = by_exec;
		rec->uid = change->new.uid;
		rec->euid = change->new.euid;
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_process_emit_namespaces() - tell that namespaces have changed
 * @p: the process, its lock held
 * @change: from what to what
 * @tid: the thread that is in them, if not the first; 0 otherwise
 *
 * Context: as sessmon_event_reserve().
 */
void sessmon_process_emit_namespaces(struct sessmon_process *p,
				     const struct sessmon_namespaces_change *change, u32 tid)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_NAMESPACES);

	if (rec) {
		rec->ns = *change;
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}

/*
 * The first thread's credentials are the process's. When it has ended, those of whoever
 * changes them are: nobody else's are known better.
 */
static bool take_creds(struct sessmon_process *p, const struct sessmon_creds *new, u32 tid)
{
	lockdep_assert_held(&p->lock);
	if (tid)
		p->flags |= SESSMON_PROCESS_CREDS_DIVERGE;
	if (tid && !(p->flags & SESSMON_PROCESS_LEADER_EXITED))
		return false;
	p->creds = *new;
	return true;
}

/**
 * sessmon_process_creds() - a thread has called for other credentials, and gets them
 * @p: the process
 * @change: from what to what; whether privilege was gained by it is decided here
 * @audit: the thread's audit ids
 * @tid: the thread, if not the first; 0 otherwise
 *
 * Context: process, by the thread itself, in an RCU read section, without any lock.
 */
void sessmon_process_creds(struct sessmon_process *p, struct sessmon_creds_change *change,
			   const struct sessmon_audit *audit, u32 tid)
{
	struct sessmon_session *s;
	unsigned long flags;
	bool of_process;

	change->privilege_gained = sessmon_privilege_gained_by_call(&change->old, &change->new);
	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_CREDS));
	p->audit = *audit;
	of_process = take_creds(p, &change->new, tid);
	sessmon_process_emit_creds(p, change, false, tid);
	s = sessmon_session_of(p);
	if (of_process && sessmon_process_is_leader(p, s))
		sessmon_session_leader_creds(s, change->new.uid, change->new.euid);
	if (s)
		sessmon_session_login_user(s, &p->audit);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	if (change->new.uid != change->old.uid)
		sessmon_guest_creds(p, change->new.uid);
}

/**
 * sessmon_process_namespaces() - a thread goes into other namespaces
 * @p: the process
 * @change: from what to what
 * @tid: the thread, if not the first, whose namespaces are the process's; 0 otherwise
 *
 * Context: any.
 */
void sessmon_process_namespaces(struct sessmon_process *p,
				const struct sessmon_namespaces_change *change, u32 tid)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_NAMESPACES));
	sessmon_process_emit_namespaces(p, change, tid);
	if (!tid)
		p->ns = change->new;
	raw_spin_unlock_irqrestore(&p->lock, flags);
}
