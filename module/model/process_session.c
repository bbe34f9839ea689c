// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process goes into another session or group, and its session gets a terminal.
 */
#include "model/process_internal.h"

#include "assert.h"
#include "model/guest.h"

static struct sessmon_session *new_session(struct sessmon_process *p,
					   const struct sessmon_setsid *setsid)
{
	u32 session_flags = setsid->in_container ? SESSMON_SESSION_CONTAINER : 0;
	struct sessmon_session *from = sessmon_session_of(p);
	struct sessmon_leader leader;
	struct sessmon_session *s;
	unsigned long flags;

	/* The module is being loaded, or memory was refused: where it comes from is deduced. */
	if (!from)
		session_flags |= SESSMON_SESSION_INFERRED;
	raw_spin_lock_irqsave(&p->lock, flags);
	p->audit = setsid->audit;
	sessmon_process_leader(p, &leader);
	sessmon_exe_get(leader.exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	leader.pid_ns = setsid->pid_ns;
	if (from)
		sessmon_session_login_user(from, &leader.audit);
	s = sessmon_session_create(&p->key, from, &leader, session_flags);
	sessmon_exe_put(leader.exe);
	return s;
}

/* The process leads @s now, and a process group of its own. */
static struct sessmon_session *move_to_session(struct sessmon_process *p, struct sessmon_session *s)
{
	struct sessmon_session *old;
	struct sessmon_ring_record *rec;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_SESSION));
	old = rcu_replace_pointer(p->session, s, lockdep_is_held(&p->lock));
	p->pgid = p->key.id;
	rec = sessmon_process_reserve(p, SESSMON_EVENT_SETSID);
	if (rec && old)
		rec->other = old->key;
	sessmon_event_commit(rec);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return old;
}

/**
 * sessmon_process_setsid() - a process makes a session, and is the first in it
 * @p: the process
 * @setsid: facts of it
 *
 * That the session has started is told by sessmon_process_setsid_done(), or by a fork that
 * another thread makes before that.
 *
 * Context: any, in an RCU read section.
 * Return: the session that it was in, or NULL. Its place there and the reference that goes
 *  with that are the caller's to give up: whoever is being born into it may need both.
 */
struct sessmon_session *sessmon_process_setsid(struct sessmon_process *p,
					       const struct sessmon_setsid *setsid)
{
	/* The new session inherits whether the process has left its login already. */
	sessmon_process_catch_up(p);
	return move_to_session(p, new_session(p, setsid));
}

/**
 * sessmon_process_setsid_done() - setsid is about to return
 * @p: the process
 * @task: its first thread, which is the caller
 *
 * Time to look for the connection that the process holds, and to tell.
 *
 * Context: process, in an RCU read section, without any lock.
 */
void sessmon_process_setsid_done(struct sessmon_process *p, struct task_struct *task)
{
	struct sessmon_session *s = sessmon_session_of(p);

	if (!sessmon_process_is_leader(p, s))
		return;
	sessmon_process_check_login(p, task);
	sessmon_guest_session(p, s);
}

/**
 * sessmon_process_setpgid() - a process goes into another group
 * @p: the process
 * @pgid: number of the group
 * @actor: who has put it there
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_setpgid(struct sessmon_process *p, u32 pgid, const struct sessmon_key *actor)
{
	struct sessmon_ring_record *rec;
	unsigned long flags;
	u32 old;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_GROUP));
	/* The second half of setsid brings nothing new. */
	if (p->pgid != pgid) {
		old = p->pgid;
		p->pgid = pgid;
		rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_SETPGID);
		if (rec) {
			rec->value = old;
			rec->other = *actor;
		}
		sessmon_event_commit(rec);
	}
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_gain_tty() - the leader of a session gets a terminal for it
 * @p: the leader
 * @tty: the terminal
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_gain_tty(struct sessmon_process *p, const struct sessmon_tty *tty)
{
	struct sessmon_session *s = sessmon_session_of(p);

	if (s)
		sessmon_session_gain_tty(s, tty);
}
