// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a session comes from that lived before the module did: deduced from what the
 * kernel still shows of it. And where any comes from when a policy names a door that it
 * may have come in by.
 *
 * What is deduced is what the hooks would have seen, or less: a fact that a user can
 * choose decides nothing here either.
 */
#include "model/session_internal.h"

#include <linux/kdev_t.h>
#include <linux/major.h>

#include "policy/policy.h"

/**
 * sessmon_session_adopt() - a session that lived before the module did
 * @key: its name; start is 0 if the leader has ended
 * @stand_in: whom to ask where it came from: the leader, or a member if it has ended
 * @flags: of enum sessmon_session_flags, what is known from the start
 *
 * It has no members yet, and what it is waits for sessmon_session_infer().
 *
 * Context: the snapshot, the only one that makes such sessions; does not sleep.
 * Return: the session, not counted, or NULL, counted as a failure.
 */
struct sessmon_session *sessmon_session_adopt(const struct sessmon_key *key,
					      const struct sessmon_key *stand_in, u32 flags)
{
	struct sessmon_session *s = sessmon_session_alloc(key);

	if (!s)
		return NULL;
	s->stand_in = *stand_in;
	s->flags = flags | SESSMON_SESSION_INFERRED;
	sessmon_session_set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	sessmon_session_insert(s);
	return s;
}

/* ---- lines ---- */

/* A serial line or a virtual console: no user makes one for himself. */
static bool is_line(const struct sessmon_tty *tty)
{
	u32 major = MAJOR(tty->dev);

	return tty->dev && major != PTY_SLAVE_MAJOR &&
	       (major < UNIX98_PTY_SLAVE_MAJOR ||
		major >= UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT);
}

/*
 * A program of root's on a line, for init and for somebody who has logged in, is login(1):
 * its getty was executed away.
 */
static void infer_getty(struct sessmon_session *s)
{
	if (!sessmon_session_is_entry(s) || s->facts.lineage != SESSMON_LINEAGE_NONE ||
	    s->entry_type != SESSMON_ENTRY_INIT || !s->by_root || s->facts.door ||
	    s->leader.audit.loginuid == (u32)-1 || !is_line(&s->tty))
		return;
	s->facts.was_getty = true;
	s->entry_type = sessmon_session_line_type(&s->tty);
}

/* ---- what has left its login ---- */

/**
 * sessmon_session_may_have_left() - does it look as if its maker was in a login?
 * @s: the session
 * @from: the session of its leader's parent
 * @leader: facts of its leader
 *
 * Who has left his login hangs on whoever adopted him, who came in by no login or by
 * another one. Only root gives audit ids. A connection has that of the login which it let
 * in; root's doors are asked for none.
 *
 * Context: any, in an RCU read section.
 * Return: true if the login of its audit session is to be asked for.
 */
bool sessmon_session_may_have_left(const struct sessmon_session *s,
				   const struct sessmon_session *from,
				   const struct sessmon_leader *leader)
{
	const u32 doors = SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_RELAY;
	bool lets_in = (sessmon_exe_roles(leader->exe) & doors) == SESSMON_EXE_HOST_ACCESS;

	return leader->audit.session != (u32)-1 &&
	       leader->audit.session != READ_ONCE(from->leader.audit.session) &&
	       READ_ONCE(from->facts.lineage) == SESSMON_LINEAGE_NONE &&
	       !READ_ONCE(from->facts.door) && !READ_ONCE(from->facts.was_getty) &&
	       !(lets_in && !leader->euid) && !is_line(&s->tty);
}

static enum sessmon_claim claim_of(const struct sessmon_session *s)
{
	if (sessmon_session_has_ended(s) || (s->flags & SESSMON_SESSION_LEADER_EXITED) ||
	    s->leader.audit.session == (u32)-1)
		return SESSMON_CLAIM_NONE;
	if (sessmon_is_login(&s->facts, s->verdict.class, sessmon_session_is_entry(s),
			     s->entry_type))
		return SESSMON_CLAIM_LOGIN;
	if (s->verdict.class == SESSMON_CLASS_HOST_ACCESS &&
	    s->facts.lineage == SESSMON_LINEAGE_DOOR)
		return SESSMON_CLAIM_DOOR;
	return SESSMON_CLAIM_NONE;
}

/**
 * sessmon_session_claim() - of what is a session's audit session?
 * @s: the session
 * @audit: its id, if that tells anything
 *
 * Context: any.
 * Return: what it is, as far as this session tells.
 */
enum sessmon_claim sessmon_session_claim(struct sessmon_session *s, u32 *audit)
{
	enum sessmon_claim claim;
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	claim = claim_of(s);
	*audit = s->leader.audit.session;
	raw_spin_unlock_irqrestore(&s->lock, flags);
	return claim;
}

/* ---- connections and terminals ---- */

/**
 * sessmon_session_infer_connection() - a door's process holds a connection from outside
 * @s: the session that it leads
 * @peer: the connection
 *
 * Context: any.
 */
void sessmon_session_infer_connection(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	enum sessmon_lineage before = READ_ONCE(s->facts.lineage);
	unsigned long flags;

	sessmon_session_connection(s, peer);
	if (READ_ONCE(s->facts.lineage) == before)
		return;
	raw_spin_lock_irqsave(&s->lock, flags);
	s->flags |= SESSMON_SESSION_INFERRED;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_infer_tty() - who has opened the terminal of a session?
 * @s: the session, which has one
 * @opened: its leader holds the other end of it, as who gives one to others does
 *
 * A login that came without a terminal, and a service, open one themselves.
 *
 * Context: any.
 */
void sessmon_session_infer_tty(struct sessmon_session *s, bool opened)
{
	struct sessmon_turn turn = { .old = SESSMON_CLASS_NONINTERACTIVE_REMOTE, .worked = opened };
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	turn.new = s->verdict.class;
	turn.entry = sessmon_session_is_entry(s);
	turn.door = s->facts.door;
	turn.from_command = s->from_command;
	turn.container = s->flags & SESSMON_SESSION_CONTAINER;
	if (!sessmon_session_has_ended(s) && sessmon_turned_interactive(&turn))
		sessmon_session_raise(s, SESSMON_SESSION_TURNED_INTERACTIVE);
	if (!opened && s->created_from.id == 1 && !s->facts.unit_tty) {
		s->facts.unit_tty = true;
		sessmon_session_reclassify(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/* ---- the whole ---- */

/**
 * sessmon_session_is_open() - could a policy still say how it came in?
 * @s: the session
 *
 * Context: any, in an RCU read section.
 * Return: true of what came in by no login so far, or by one that nobody knows.
 */
bool sessmon_session_is_open(const struct sessmon_session *s)
{
	return sessmon_session_is_settled(s) && !s->facts.kernel && !s->facts.init &&
	       !READ_ONCE(s->facts.was_getty) &&
	       (READ_ONCE(s->facts.lineage) == SESSMON_LINEAGE_NONE || READ_ONCE(s->login_unknown));
}

/* Does it say more of a login than that there was one? */
static bool names_login(const struct sessmon_session *s, const struct sessmon_provenance *p)
{
	return p->bequest.lineage != SESSMON_LINEAGE_NONE &&
	       p->bequest.entry_type != SESSMON_ENTRY_UNKNOWN &&
	       (p->entry != rcu_access_pointer(s->entry) || p->bequest.entry_type != s->entry_type);
}

/*
 * News about a session that is settled is only what the policy of that time did not know:
 * a login or a job. A leader that has lost its parent meanwhile seems to have come from
 * init, or from an unknown login.
 */
static bool is_news(const struct sessmon_session *s, const struct sessmon_provenance *p,
		    enum sessmon_left left)
{
	if (sessmon_session_has_ended(s))
		return false;
	if (!sessmon_session_is_settled(s))
		return true;
	if (!sessmon_session_is_open(s))
		return false;
	if (s->login_unknown)
		return names_login(s, p);
	if (left == SESSMON_LEFT_SOME || left == SESSMON_LEFT_ENDED)
		return false;
	if (p->bequest.lineage != SESSMON_LINEAGE_NONE)
		return true;
	if (!p->bequest.own_entry)
		return false;
	if (p->bequest.entry_type == SESSMON_ENTRY_CRON)
		return s->entry_type != SESSMON_ENTRY_CRON;
	/* A door's process, under a script or a supervisor. */
	return !sessmon_session_is_entry(s) && s->facts.door;
}

/*
 * A session that has left a login is the same whether that was a remote or a local one, and
 * nobody knows which of both it was.
 */
static void derive_unknown(struct sessmon_session *from, struct sessmon_provenance *p)
{
	unsigned long flags;

	p->bequest.lineage = SESSMON_LINEAGE_REMOTE;
	p->bequest.entry_type = SESSMON_ENTRY_UNKNOWN;
	if (!from)
		return;
	/* All that share a connection have come in alike. */
	raw_spin_lock_irqsave(&from->lock, flags);
	p->bequest.entry_type = from->facts.door ? from->role.entry_type : from->entry_type;
	p->peer = from->peer;
	raw_spin_unlock_irqrestore(&from->lock, flags);
}

static void derive(const struct sessmon_session *s, struct sessmon_session *from,
		   const struct sessmon_leader *leader, enum sessmon_left left,
		   struct sessmon_provenance *p)
{
	unsigned long flags;

	if (left == SESSMON_LEFT_SOME || left == SESSMON_LEFT_ENDED) {
		derive_unknown(from, p);
	} else if (from && !s->facts.kernel && !s->facts.init) {
		raw_spin_lock_irqsave(&from->lock, flags);
		sessmon_session_derive(from, leader, p);
		raw_spin_unlock_irqrestore(&from->lock, flags);
	}
}

/* Exchanges the references for those that it had. */
static void take(struct sessmon_session *s, struct sessmon_provenance *p, enum sessmon_left left)
{
	struct sessmon_session *entry, *origin;

	entry = rcu_dereference_protected(s->entry, lockdep_is_held(&s->lock));
	origin = rcu_dereference_protected(s->origin, lockdep_is_held(&s->lock));
	sessmon_session_apply(s, p);
	p->entry = entry;
	p->origin = origin;
	s->facts.detached |= left != SESSMON_LEFT_NONE;
	s->login_unknown |= left == SESSMON_LEFT_SOME || left == SESSMON_LEFT_ENDED;
	/* When it has ended nobody knows; long enough ago. */
	s->login_ended = left == SESSMON_LEFT_ENDED;
}

static void settle(struct sessmon_session *s, const struct sessmon_leader *leader, bool tell)
{
	sessmon_session_set_leader(s, leader);
	infer_getty(s);
	sessmon_session_set_container(s, s->flags);
	sessmon_session_reclassify(s);
	if (READ_ONCE(sessmon_session_login(s)->login_ended))
		s->flags |= SESSMON_SESSION_OUTLIVES_LOGIN;
	if (tell)
		sessmon_session_emit_start(s);
	sessmon_session_enter(s, SESSMON_LIFE_ANNOUNCED);
	s->told = sessmon_policy_level(s->verdict.class) >= SESSMON_RECORD_SESSION;
}

/* The session keeps what was told of it; what is said from now on is deduced. */
static void heal(struct sessmon_session *s, const struct sessmon_leader *leader)
{
	s->renamed = true;
	if (s->leader.audit.loginuid == (u32)-1)
		s->leader.audit = leader->audit;
	s->flags |= SESSMON_SESSION_INFERRED;
	sessmon_session_read_role(s);
	/* Its door is known now, and its login. */
	s->flags &= ~(SESSMON_SESSION_UNKNOWN_DOOR | SESSMON_SESSION_OUTLIVES_LOGIN);
	sessmon_session_set_container(s, s->flags);
	sessmon_session_reclassify(s);
}

/**
 * sessmon_session_infer() - deduce where a session came from
 * @s: the session
 * @from: the session that it was created from, itself decided: that of its leader's
 *        parent, or the login that it has left; or NULL
 * @leader: facts of the leader, or of who stands in for it
 * @left: what @from is, if it is not that of the parent
 * @tell: that it has started, which was since the load
 *
 * A session that is settled is looked at again for a new policy.
 *
 * Context: does not sleep; RCU read section; one caller at a time for a session.
 * Return: true if something was decided.
 */
bool sessmon_session_infer(struct sessmon_session *s, struct sessmon_session *from,
			   const struct sessmon_leader *leader, enum sessmon_left left, bool tell)
{
	struct sessmon_provenance p = { .bequest.entry_type = s->entry_type };
	unsigned long flags;
	bool news;

	/* @from may just have ended with its last member. */
	if (from && !refcount_inc_not_zero(&from->ref))
		from = NULL;
	derive(s, from, leader, left, &p);
	sessmon_session_put(from);
	raw_spin_lock_irqsave(&s->lock, flags);
	/* An ended session may have lost its last reference: nobody would give ours back. */
	news = is_news(s, &p, left);
	if (news) {
		take(s, &p, left);
		if (sessmon_session_is_settled(s))
			heal(s, leader);
		else
			settle(s, leader, tell);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	sessmon_session_put(p.entry);
	sessmon_session_put(p.origin);
	return news;
}

/**
 * sessmon_session_infer_done() - a policy has been applied to all
 * @s: the session
 *
 * Context: any; the one that applies policies.
 */
void sessmon_session_infer_done(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	s->renamed = false;
	raw_spin_unlock_irqrestore(&s->lock, flags);
}
