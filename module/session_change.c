// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a session between its start and its end.
 */
#include "session_internal.h"

/* See sessmon_session_stranger(). */
static void suspect(struct sessmon_session *s)
{
	if (s->stranger)
		s->flags |= SESSMON_SESSION_UNKNOWN_DOOR;
}

void sessmon_session_drop_tty(struct sessmon_session *s, enum sessmon_tty_action action)
{
	struct sessmon_tty old = s->tty;

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
		s->facts.had_tty = true;
		suspect(s);
		/* A getty's session is its own way in: by which kind of line shows only now. */
		if (!s->entry && sessmon_session_is_getty(s))
			s->entry_type = sessmon_session_line_type(tty);
		if (s->announced)
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
	sessmon_session_set_leader(s, leader);
	/* systemd gives agetty its line before it becomes agetty. */
	if (!s->entry && sessmon_session_is_getty(s))
		s->entry_type = sessmon_session_line_type(&s->tty);
	sessmon_session_reclassify(s);
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

	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->leader.uid != uid)
		suspect(s);
	s->leader.uid = uid;
	s->leader.euid = euid;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_detach() - the leader was adopted from outside its login
 * @s: the session; nothing happens if it is an entry itself: a login is not
 *     part of what let it in
 *
 * Context: any.
 */
void sessmon_session_detach(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->entry && !s->facts.detached && s->facts.lineage != SESSMON_LINEAGE_NONE) {
		s->facts.detached = true;
		sessmon_session_reclassify(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_work_in_door() - a member that is not the leader runs no door
 * @s: the session
 *
 * Only for doors that are known to work so: another door's helpers (sshd's for
 * PAM, say) are part of the door. The listener's own session let nobody in.
 *
 * Context: any.
 */
void sessmon_session_work_in_door(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (s->facts.door && s->facts.lineage == SESSMON_LINEAGE_DOOR && !s->facts.work_in_door &&
	    (sessmon_exe_roles(s->leader.exe) & SESSMON_EXE_INLINE)) {
		s->facts.work_in_door = true;
		sessmon_session_reclassify(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
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

	raw_spin_lock_irqsave(&s->lock, flags);
	sessmon_session_read_role(s);
	sessmon_session_reclassify(s);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_stranger() - created with an inbound connection, by no known door
 * @s: the session
 *
 * By itself that is what many servers do. If the session then gets a terminal or
 * another user, somebody has come in through a door that the policy does not know.
 *
 * Context: any.
 */
void sessmon_session_stranger(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	s->stranger = true;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_same_entry() - did both come in together?
 * @a: one session
 * @b: another one
 *
 * Context: any; entries never change.
 * Return: true if they have the same entry session.
 */
bool sessmon_session_same_entry(const struct sessmon_session *a, const struct sessmon_session *b)
{
	return (a->entry ?: a) == (b->entry ?: b);
}
