// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is told of a session, and the decision on its class, which is told when it
 * changes.
 */
#include "model/session_internal.h"

#include <linux/timekeeping.h>

#include "policy/policy.h"

/*
 * A terminal alone comes and goes in a loop: no class depends on whether it is there now.
 * One that was not told to come is not told to go.
 */
static bool within_budget(struct sessmon_session *s, enum sessmon_tty_action action)
{
	if (action == SESSMON_TTY_GAINED)
		s->tty_withheld = !sessmon_budget_take(&s->budget, ktime_get_boottime_ns(),
						       SESSMON_TTY_BURST, SESSMON_TTY_INTERVAL_NS);
	else if (s->tty_withheld)
		sessmon_budget_withhold(&s->budget);
	return !s->tty_withheld;
}

static bool is_recorded(const struct sessmon_session *s)
{
	return sessmon_policy_level(s->verdict.class) >= SESSMON_RECORD_SESSION;
}

/*
 * The policy records by class. Whoever was told that a session began, or was told of the
 * class that it had, is told of the step into a class that is not recorded, and of its
 * end: else he would keep for ever what is not there any more.
 */
static bool on_record(struct sessmon_session *s, enum sessmon_event_type type)
{
	bool follows = type == SESSMON_EVENT_SESSION_CLASS || type == SESSMON_EVENT_SESSION_END;

	if (unlikely(!is_recorded(s)))
		return follows && s->told;
	s->told = true;
	return true;
}

/**
 * sessmon_session_reserve() - a record of a session, filled with what it is now
 * @s: the session, its lock held
 * @type: of the event
 *
 * Nothing is told of a session after its end. Many callers have found it by RCU alone,
 * and the last reference may be gone by the time they have its lock; before the end,
 * the hash's reference is there, so that a record may take one.
 *
 * Context: any; interrupts off.
 * Return: the record, to be committed, or NULL if there is none to fill: it was counted as
 *  lost, filtered or unheard.
 */
struct sessmon_ring_record *sessmon_session_reserve(struct sessmon_session *s,
						    enum sessmon_event_type type)
{
	struct sessmon_ring_record *rec;

	lockdep_assert_held(&s->lock);
	if (unlikely(sessmon_session_has_ended(s)))
		return NULL;
	if (!on_record(s, type)) {
		s->last_seq = sessmon_event_filtered(type);
		return NULL;
	}
	rec = sessmon_session_is_lost_last(s, type) ?
		      sessmon_event_reserve_rare(type, &s->last_seq) :
		      sessmon_event_reserve(type, &s->last_seq);
	if (!rec)
		return NULL;
	rec->withheld = s->budget.withheld;
	refcount_inc(&s->ref);
	rec->session = s;
	rec->session_key = s->key;
	rec->process = s->key;
	rec->class = s->verdict.class;
	rec->reason = s->verdict.reason;
	rec->flags = s->flags;
	rec->uid = s->leader.uid;
	rec->euid = s->leader.euid;
	rec->audit = s->leader.audit;
	rec->tty = s->tty;
	rec->vpid = s->leader.vpid;
	rec->exe = sessmon_exe_get(s->leader.exe);
	memcpy(rec->comm, s->leader.comm, sizeof(rec->comm));
	return rec;
}

static void set_flag(struct sessmon_session *s, u32 flag, bool on)
{
	s->flags = on ? s->flags | flag : s->flags & ~flag;
}

/**
 * sessmon_session_update_flags() - set the flags that follow from facts and class
 * @s: the session, its lock held
 *
 * The others are set once, by what happened.
 *
 * Context: any.
 */
void sessmon_session_update_flags(struct sessmon_session *s)
{
	const u32 derived =
		SESSMON_SESSION_HAD_TTY | SESSMON_SESSION_DETACHED | SESSMON_SESSION_MUX;

	sessmon_session_assert_held(s);
	s->flags = (s->flags & ~derived) | sessmon_flags_of(&s->facts);
	set_flag(s, SESSMON_SESSION_USER_DOOR, s->duty.users || s->users_door);
	set_flag(s, SESSMON_SESSION_SERVICE_TTY, s->verdict.reason == SESSMON_REASON_SERVICE_TTY);
}

static void emit_flags(struct sessmon_session *s, u32 old)
{
	struct sessmon_ring_record *rec = sessmon_session_reserve(s, SESSMON_EVENT_SESSION_FLAGS);

	if (rec)
		rec->value = old;
	sessmon_event_commit(rec);
}

/**
 * sessmon_session_raise() - set a flag that no other event would carry, and tell it
 * @s: the session, its lock held
 * @flag: bit of enum sessmon_session_flags
 *
 * Context: any.
 */
void sessmon_session_raise(struct sessmon_session *s, u32 flag)
{
	u32 old = s->flags;

	lockdep_assert_held(&s->lock);
	s->flags |= flag;
	if (s->flags != old && sessmon_session_is_announced(s))
		emit_flags(s, old);
}

static bool turned_interactive(const struct sessmon_session *s, enum sessmon_session_class old)
{
	bool container = s->flags & SESSMON_SESSION_CONTAINER;
	const struct sessmon_turn turn = {
		.old = old,
		.new = s->verdict.class,
		.entry = sessmon_session_is_entry(s),
		.door = s->facts.door,
		.from_command = s->from_command,
		.container = container,
		.worked = s->leader_execed || s->total > 1,
	};

	return sessmon_turned_interactive(&turn);
}

/* Decide again after a fact has changed; returns the class before. */
static enum sessmon_session_class decide(struct sessmon_session *s)
{
	enum sessmon_session_class old = s->verdict.class;

	lockdep_assert_held(&s->lock);
	/* An ended session keeps the class that was told at its end. */
	if (sessmon_session_has_ended(s))
		return old;
	s->facts.persons =
		s->entry_type == SESSMON_ENTRY_INIT && s->leader.audit.loginuid != (u32)-1;
	s->verdict = sessmon_classify(&s->facts);
	sessmon_session_update_flags(s);
	return old;
}

static void tell_class(struct sessmon_session *s, enum sessmon_session_class old)
{
	struct sessmon_ring_record *rec;

	if (s->verdict.class == old || !sessmon_session_is_announced(s))
		return;
	if (turned_interactive(s, old))
		s->flags |= SESSMON_SESSION_TURNED_INTERACTIVE;
	rec = sessmon_session_reserve(s, SESSMON_EVENT_SESSION_CLASS);
	if (rec)
		rec->old_class = old;
	sessmon_event_commit(rec);
}

/**
 * sessmon_session_reclassify() - decide the class again after a fact has changed
 * @s: the session, its lock held
 *
 * Tells it if the class is another one, or if it is the same and the session has left its
 * login or is a user's door.
 *
 * Context: any.
 */
void sessmon_session_reclassify(struct sessmon_session *s)
{
	const u32 worth_telling = SESSMON_SESSION_DETACHED | SESSMON_SESSION_USER_DOOR;
	u32 old_flags = s->flags;
	enum sessmon_session_class old = decide(s);

	if (s->verdict.class != old)
		tell_class(s, old);
	else if (sessmon_session_is_announced(s) && (s->flags & ~old_flags & worth_telling))
		emit_flags(s, old_flags);
}

/**
 * sessmon_session_change_leader() - tell that the leader is another one than it was
 * @s: the session, its lock held, its leader changed already
 * @by_exec: by its program, too, and not only by its ids
 *
 * The class that follows is told with it; a change of class after it.
 *
 * Context: any.
 */
void sessmon_session_change_leader(struct sessmon_session *s, bool by_exec)
{
	enum sessmon_session_class old = decide(s);
	struct sessmon_ring_record *rec;

	if (!sessmon_session_is_announced(s))
		return;
	rec = sessmon_session_reserve(s, SESSMON_EVENT_SESSION_LEADER);
	if (rec)
		rec->by_exec = by_exec;
	sessmon_event_commit(rec);
	tell_class(s, old);
}

/**
 * sessmon_session_emit_tty() - tell that a session has gained or lost a terminal
 * @s: the session, its lock held
 * @tty: the terminal
 * @action: which of the two, and how; beyond its budget it is counted only
 *
 * Context: any.
 */
void sessmon_session_emit_tty(struct sessmon_session *s, const struct sessmon_tty *tty,
			      enum sessmon_tty_action action)
{
	struct sessmon_ring_record *rec;

	if (!sessmon_session_has_ended(s) && is_recorded(s) && !within_budget(s, action)) {
		s->last_seq = sessmon_event_withheld(SESSMON_EVENT_SESSION_TTY);
		return;
	}
	rec = sessmon_session_reserve(s, SESSMON_EVENT_SESSION_TTY);
	if (rec) {
		rec->tty = *tty;
		rec->action = action;
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_session_emit_start() - tell that a session has started
 * @s: the session, its lock held
 *
 * Context: any.
 */
void sessmon_session_emit_start(struct sessmon_session *s)
{
	sessmon_event_commit(sessmon_session_reserve(s, SESSMON_EVENT_SESSION_START));
}

/**
 * sessmon_session_emit_end() - tell that a session has ended, after how long and how many
 * @s: the session, its lock held
 *
 * Context: any.
 */
void sessmon_session_emit_end(struct sessmon_session *s)
{
	struct sessmon_ring_record *rec = sessmon_session_reserve(s, SESSMON_EVENT_SESSION_END);

	if (rec && s->started)
		rec->value = rec->boottime - s->started;
	sessmon_event_commit(rec);
}

/**
 * sessmon_session_announce() - emit session-start, once
 * @s: the session
 * @peer: the connection that the creating process holds, or NULL
 *
 * Whoever first makes an event about the session calls it: the second stage of
 * the setsid hook, or a fork by another thread that overtook it.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_session_announce(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (peer && peer->family)
		s->peer = *peer;
	/* A session that lived before the module is not told to have started. */
	if (s->life == SESSMON_LIFE_SETTLED) {
		sessmon_session_enter(s, SESSMON_LIFE_ANNOUNCED);
		if (READ_ONCE(sessmon_session_login(s)->login_ended))
			sessmon_session_outlive_search();
		sessmon_session_emit_start(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}
