// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who comes in through a door that no policy names.
 *
 * Many programs hold a connection that the other end has opened, and answer. Somebody
 * comes in by one if it gives out a terminal, or acts as a person that it was not
 * before. But init and inetd, too, take the ids of a service's user before they
 * execute what serves a connection. What tells them apart is who talks:
 *  - whoever has read from the connection has been talked to before it took the ids;
 *  - what opened a session for the connection, and has a process in it take them, has
 *    not been started for them; whether that process still has the connection, or has
 *    closed it before, does not matter;
 *  - else it shows at the next exec: what serves keeps the connection, what is let in
 *    has it closed, since whoever let it in keeps that to himself.
 *
 * Users below those that people have, and nobody, are services' own.
 */
#include "model/guest.h"

#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>

#include "facts/peer.h"
#include "limits.h"

static bool is_person(u32 uid)
{
	return uid >= SESSMON_PERSON_MIN && uid != SESSMON_NOBODY && uid != (u32)-1 &&
	       (uid < SESSMON_DYNAMIC_MIN || uid > SESSMON_DYNAMIC_MAX);
}

static bool runs_known_door(struct sessmon_process *p)
{
	u32 roles;

	return sessmon_process_roles(p, &roles) && roles;
}

static void wait_for_exec(struct sessmon_process *p)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	p->guest = true;
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/* Is that another one than the user of the session that it was created from? */
static bool is_other_user(const struct sessmon_session *s, u32 uid)
{
	struct sessmon_session *from = sessmon_session_find(s->created_from.id);

	return from && sessmon_key_equal(&from->key, &s->created_from) &&
	       READ_ONCE(from->leader.uid) != uid;
}

/**
 * sessmon_guest_session() - a session was opened
 * @p: its leader, which is the caller
 * @s: the session, not told of yet
 *
 * Context: process, in an RCU read section, without any lock.
 */
void sessmon_guest_session(struct sessmon_process *p, struct sessmon_session *s)
{
	u32 uid = p->creds.uid;
	struct sessmon_peer peer;
	bool known;

	if (!sessmon_peer_of_current(&peer)) {
		sessmon_session_announce(s, NULL);
		return;
	}
	known = runs_known_door(p);
	if (s->facts.door)
		sessmon_session_connection(s, &peer);
	else if (!known)
		sessmon_session_stranger(s);
	sessmon_session_announce(s, &peer);
	if (known || !is_person(uid) || !is_other_user(s, uid))
		return;
	if (peer.spoken)
		sessmon_session_came_in(s, &peer);
	else
		wait_for_exec(p);
}

/* Does it act for the connection, or is it what init or inetd is about to start for it? */
static bool acts(const struct sessmon_process *p, const struct sessmon_session *s,
		 const struct sessmon_peer *peer)
{
	return peer->spoken || (READ_ONCE(s->inbound_unknown_door) &&
				(READ_ONCE(s->leader_execed) || !sessmon_process_is_leader(p, s)));
}

/**
 * sessmon_guest_creds() - a process has become another user
 * @p: the process, which is the caller
 * @uid: its real user
 *
 * Context: process, in an RCU read section, without any lock.
 */
void sessmon_guest_creds(struct sessmon_process *p, u32 uid)
{
	struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_peer peer;

	if (!s || !is_person(uid) || runs_known_door(p))
		return;
	if (!sessmon_peer_of_current(&peer)) {
		if (READ_ONCE(s->inbound_unknown_door) && !sessmon_process_is_leader(p, s))
			sessmon_session_came_in(s, NULL);
	} else if (acts(p, s, &peer)) {
		sessmon_session_came_in(s, &peer);
	} else {
		sessmon_session_met(s, &peer);
		wait_for_exec(p);
	}
}

/**
 * sessmon_guest_exec() - what has become another user runs another program
 * @p: the process, which is the caller
 *
 * Context: process, in an RCU read section, without any lock.
 */
void sessmon_guest_exec(struct sessmon_process *p)
{
	struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_peer peer;

	if (s && !runs_known_door(p) && !sessmon_peer_of_current(&peer))
		sessmon_session_came_in(s, NULL);
}

/* ---- what lived before the module did ---- */

static bool holds(const struct sessmon_process *p, struct sessmon_peer *peer)
{
	struct task_struct *task = pid_task(find_pid_ns(p->key.id, &init_pid_ns), PIDTYPE_TGID);

	return task && task->start_boottime == p->key.start && sessmon_peer_of_task(task, peer);
}

static struct sessmon_file_id file_of(struct sessmon_process *p)
{
	struct sessmon_file_id file = {};
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (p->exe)
		file = p->exe->file;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return file;
}

/* Forked by the other, and has executed nothing since. */
static bool same_program(struct sessmon_process *p, struct sessmon_process *q)
{
	struct sessmon_file_id a = file_of(p), b = file_of(q);

	return a.inode && sessmon_file_id_equal(&a, &b);
}

/*
 * A person, or somebody on a terminal, whose parent holds a connection: the parent lets
 * people in. What serves a connection by itself has none that does; what was forked
 * to act for it has the same program.
 */
static bool was_let_in(struct sessmon_process *p, struct sessmon_session *s,
		       struct sessmon_peer *peer)
{
	struct sessmon_process *parent = sessmon_process_find(&p->parent_key);
	struct sessmon_session *of_parent = parent ? sessmon_session_of(parent) : NULL;
	bool tty = sessmon_process_is_leader(p, s) && READ_ONCE(s->tty.dev);

	if (!of_parent || parent->key.id == 1 || runs_known_door(p) || runs_known_door(parent))
		return false;
	if (!tty && (!is_person(p->creds.uid) || p->creds.uid == READ_ONCE(of_parent->leader.uid)))
		return false;
	return holds(parent, peer) || (same_program(p, parent) && holds(p, peer));
}

static void infer(struct sessmon_process *p, void *data)
{
	struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_peer peer;

	if (s && (p->flags & SESSMON_PROCESS_INFERRED) && was_let_in(p, s, &peer))
		sessmon_session_came_in(s, &peer);
}

/**
 * sessmon_guest_infer() - look for who is in already
 *
 * Context: sleeps; at load, when it is known which programs are doors.
 */
void sessmon_guest_infer(void)
{
	sessmon_processes_each(infer, NULL);
}
