// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a session between its start and its end.
 */
#include "model/session_internal.h"

#include <linux/timekeeping.h>

#include "facts/task.h"

/* A session that a known door has let in came by no other. */
static bool by_known_door(const struct sessmon_session *s)
{
	return s->facts.door || s->facts.behind_door || s->facts.lineage == SESSMON_LINEAGE_DOOR;
}

/**
 * sessmon_session_drop_tty() - a session has no controlling terminal any more
 * @s: the session, its lock held; nothing happens if it had none
 * @action: how it lost it
 *
 * Context: any.
 */
void sessmon_session_drop_tty(struct sessmon_session *s, enum sessmon_tty_action action)
{
	struct sessmon_tty old = s->tty;

	lockdep_assert_held(&s->lock);
	if (!old.dev)
		return;
	memset(&s->tty, 0, sizeof(s->tty));
	s->facts.has_tty = false;
	sessmon_session_emit_tty(s, &old, action);
	sessmon_session_reclassify(s);
}

/**
 * sessmon_session_gain_tty() - the session has a controlling terminal now
 * @s: the session
 * @tty: the terminal
 *
 * Context: any.
 */
void sessmon_session_gain_tty(struct sessmon_session *s, const struct sessmon_tty *tty)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->tty.dev != tty->dev || s->tty.instance != tty->instance) {
		s->tty = *tty;
		s->facts.has_tty = true;
		s->facts.unit_tty |=
			!s->leader_execed && !s->facts.had_tty && s->created_from.id == 1;
		s->facts.had_tty = true;
		if (s->inbound_unknown_door && !by_known_door(s))
			sessmon_session_raise(s, SESSMON_SESSION_UNKNOWN_DOOR);
		/* A getty's kind of entry shows only now. */
		sessmon_session_read_role(s);
		if (sessmon_session_is_announced(s))
			sessmon_session_emit_tty(s, tty, SESSMON_TTY_GAINED);
		sessmon_session_reclassify(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_lose_tty() - the session has no controlling terminal any more
 * @s: the session
 * @action: how it was lost
 *
 * One loss reaches the hooks on up to three ways: only the first tells.
 *
 * Context: any.
 */
void sessmon_session_lose_tty(struct sessmon_session *s, enum sessmon_tty_action action)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	sessmon_session_drop_tty(s, action);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_leader_exec() - the leader runs another program
 * @s: the session
 * @leader: facts of the leader; the caller keeps its reference on the program
 *
 * Context: any.
 */
void sessmon_session_leader_exec(struct sessmon_session *s, const struct sessmon_leader *leader)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	s->leader_execed = true;
	sessmon_session_set_leader(s, leader);
	sessmon_session_change_leader(s, true);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_leader_creds() - the leader has other ids
 * @s: the session
 * @uid: real user
 * @euid: effective user
 *
 * Context: any.
 */
void sessmon_session_leader_creds(struct sessmon_session *s, u32 uid, u32 euid)
{
	unsigned long flags;
	bool changed;

	raw_spin_lock_irqsave(&s->lock, flags);
	changed = s->leader.uid != uid || s->leader.euid != euid;
	s->leader.uid = uid;
	s->leader.euid = euid;
	if (changed)
		sessmon_session_change_leader(s, false);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

static void leave_login(struct sessmon_session *s, bool with_maker)
{
	if (with_maker)
		s->facts.left_with = true;
	else
		s->facts.detached = true;
	/* A program that root has started by hand serves as a daemon from now on. */
	sessmon_session_read_role(s);
	sessmon_session_reclassify(s);
}

static enum sessmon_departure departure(const struct sessmon_session *s, bool leader)
{
	return sessmon_departure(&s->facts, sessmon_session_is_entry(s), leader,
				 s->flags & SESSMON_SESSION_LEADER_EXITED);
}

/**
 * sessmon_session_left() - a member has left the login that the session came from
 * @s: the session
 * @leader: the member leads it
 * @with_maker: not by itself, but with the one who made it
 *
 * Context: any.
 */
void sessmon_session_left(struct sessmon_session *s, bool leader, bool with_maker)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	switch (sessmon_session_has_ended(s) ? SESSMON_DEPARTURE_NONE : departure(s, leader)) {
	case SESSMON_DEPARTURE_NOW:
		if (!s->facts.detached && !s->facts.left_with)
			leave_login(s, with_maker);
		break;
	case SESSMON_DEPARTURE_LATER:
		s->member_left_login = true;
		break;
	case SESSMON_DEPARTURE_NONE:
		break;
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_contains() - a process outside of containers put a member into one
 * @s: the session
 * @visitor: the member is not the container's first
 *
 * crun and runc do so on behalf of exec, in their own session, and end.
 *
 * Context: any.
 */
void sessmon_session_contains(struct sessmon_session *s, bool visitor)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	s->member_in_container = true;
	s->member_joined_container |= visitor;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_lose_leader() - the leader has ended: decide what its members are now
 * @s: the session, its lock held; the leader still counts as a member
 *
 * Context: any; an RCU read section.
 */
void sessmon_session_lose_leader(struct sessmon_session *s)
{
	struct task_struct *leader = sessmon_session_task(s);

	lockdep_assert_held(&s->lock);
	if (leader)
		s->leader.cgroup = sessmon_task_cgroup(leader);
	s->flags |= SESSMON_SESSION_LEADER_EXITED;
	if (s->members > 1 && s->member_in_container) {
		s->facts.joined_container = s->member_joined_container && s->made_by_login_helper &&
					    !READ_ONCE(sessmon_session_entry(s)->login_ended);
		sessmon_session_raise(s, SESSMON_SESSION_CONTAINER);
		sessmon_session_reclassify(s);
	}
	if (s->members > 1 && s->member_left_login && !s->facts.detached && !s->facts.left_with)
		leave_login(s, false);
	if (sessmon_is_login(&s->facts, s->verdict.class, sessmon_session_is_entry(s),
			     s->entry_type)) {
		WRITE_ONCE(s->login_ended, ktime_get_boottime_ns());
		sessmon_session_outlive_search();
	}
	sessmon_session_drop_tty(s, SESSMON_TTY_LOST);
}

/**
 * sessmon_session_login_user() - a member knows who has logged in
 * @s: the session
 * @audit: that member's audit ids
 *
 * sshd and login(1) come to know it after the last moment at which the leader is looked
 * at: their next child is the first to tell. A scheduler's child tells of its job.
 *
 * Context: any.
 */
void sessmon_session_login_user(struct sessmon_session *s, const struct sessmon_audit *audit)
{
	unsigned long flags;

	if (likely(READ_ONCE(s->leader.audit.loginuid) != (u32)-1 || audit->loginuid == (u32)-1))
		return;
	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->leader.audit.loginuid == (u32)-1 && sessmon_has_login(&s->facts))
		s->leader.audit = *audit;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_member_exec() - a member that is not the leader runs another program
 * @s: the session
 * @member: facts of the member; the caller keeps its reference on the program
 *
 * Context: any.
 */
void sessmon_session_member_exec(struct sessmon_session *s, const struct sessmon_leader *member)
{
	if (!sessmon_exe_roles(member->exe))
		sessmon_session_work_in_door(s, member->audit.loginuid != (u32)-1);
	sessmon_session_login_user(s, &member->audit);
}

/* A line or a display has helpers of its own before somebody has logged in. */
static bool lets_in_here(const struct sessmon_session *s, bool login)
{
	return s->facts.lineage == SESSMON_LINEAGE_DOOR ||
	       (s->facts.lineage == SESSMON_LINEAGE_LOCAL && login);
}

static void work_inside(struct sessmon_session *s, bool login)
{
	if (s->facts.door && lets_in_here(s, login) && !s->facts.work_in_door) {
		s->facts.work_in_door = true;
		sessmon_session_reclassify(s);
	}
	/* atd's own entry is that of its jobs from the first of them on. */
	if (s->duty.scheduler && sessmon_session_is_entry(s))
		s->entry_type = s->role.entry_type;
}

/**
 * sessmon_session_work_in_door() - a member that is not the leader runs no door
 * @s: the session
 * @login: the audit system knows who has logged in, by that member
 *
 * Only for doors and schedulers that are known to work so: another door's helpers
 * (sshd's for PAM, say) are part of the door. The listener's own session let nobody in.
 *
 * Context: any.
 */
void sessmon_session_work_in_door(struct sessmon_session *s, bool login)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->role.roles & SESSMON_EXE_INLINE)
		work_inside(s, login);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

static bool lets_in_or_starts(const struct sessmon_session *s)
{
	return s->duty.door || s->duty.scheduler;
}

/**
 * sessmon_session_role_changed() - a new policy may give the leader's program another role
 * @s: the session
 *
 * Context: any.
 */
void sessmon_session_role_changed(struct sessmon_session *s)
{
	unsigned long flags;
	bool before;

	raw_spin_lock_irqsave(&s->lock, flags);
	before = lets_in_or_starts(s);
	sessmon_session_read_role(s);
	s->renamed = !before && lets_in_or_starts(s);
	sessmon_session_reclassify(s);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_stranger() - created with an inbound connection, by no known door
 * @s: the session
 *
 * By itself that is what many servers do. If the session then gets a terminal, somebody
 * has come in through a door that the policy does not know; guest.c has what else tells.
 *
 * Context: any.
 */
void sessmon_session_stranger(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	s->inbound_unknown_door = true;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/* Once somebody is told to have come in, the way he came stays. */
static void meet(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	if (peer && !(s->flags & SESSMON_SESSION_UNKNOWN_DOOR))
		s->peer = *peer;
}

/**
 * sessmon_session_met() - a member holds a connection, by which somebody may come in
 * @s: the session
 * @peer: the connection
 *
 * Context: any.
 */
void sessmon_session_met(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	meet(s, peer);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_came_in() - somebody has come in through a door that nobody knows
 * @s: the session
 * @peer: the connection, or NULL if that is known
 *
 * Context: any.
 */
void sessmon_session_came_in(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (!sessmon_session_has_ended(s) && !by_known_door(s)) {
		meet(s, peer);
		sessmon_session_raise(s, SESSMON_SESSION_UNKNOWN_DOOR);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_same_login() - did two sessions come in together?
 * @a: the one
 * @b: the other
 *
 * Context: any.
 * Return: true if they did.
 */
bool sessmon_session_same_login(const struct sessmon_session *a, const struct sessmon_session *b)
{
	return (rcu_access_pointer(a->entry) ?: a) == (rcu_access_pointer(b->entry) ?: b);
}

/* Has it left, and does it let people into containers? */
static void look_at_parent(struct sessmon_session *parent, struct sessmon_adoption *a)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&parent->lock, flags);
	a->left |= sessmon_has_left(&parent->facts);
	a->relay &= parent->duty.relay;
	raw_spin_unlock_irqrestore(&parent->lock, flags);
}

/**
 * sessmon_session_keeps() - does a process hang on its login by its parent?
 * @parent: the parent's session
 * @parent_left: the parent itself has left its login
 * @s: the process's session
 *
 * Context: any, in an RCU read section, without the lock of either.
 * Return: true if it does.
 */
bool sessmon_session_keeps(struct sessmon_session *parent, bool parent_left,
			   struct sessmon_session *s)
{
	const struct sessmon_session *entry = sessmon_session_entry(s);
	struct sessmon_adoption a = {
		.same_entry = sessmon_session_same_login(parent, s),
		.left = parent_left,
		.relay = sessmon_key_equal(&parent->key, &entry->created_from),
		.by_helper = sessmon_key_equal(&entry->key, &s->created_from),
		.joined_container = READ_ONCE(s->facts.joined_container),
	};

	look_at_parent(parent, &a);
	return sessmon_adopter_keeps(&a);
}
