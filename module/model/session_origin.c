// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a session comes from: fixed when it is created. For one that lived before the
 * module did it is deduced, see session_infer.c.
 */
#include "model/session_internal.h"

#include <linux/kdev_t.h>
#include <linux/timekeeping.h>

/**
 * sessmon_session_line_type() - how somebody comes in by a line
 * @tty: the terminal
 *
 * Context: any.
 * Return: SESSMON_ENTRY_CONSOLE or SESSMON_ENTRY_TERMINAL.
 */
u32 sessmon_session_line_type(const struct sessmon_tty *tty)
{
	/* Virtual consoles are 4:0 to 4:63, /dev/console is 5:1; serial lines come above. */
	if ((MAJOR(tty->dev) == 4 && MINOR(tty->dev) < 64) || tty->dev == MKDEV(5, 1))
		return SESSMON_ENTRY_CONSOLE;
	return SESSMON_ENTRY_TERMINAL;
}

static struct sessmon_session *counted(struct sessmon_session *s)
{
	refcount_inc(&s->ref);
	return s;
}

static bool is_door(const struct sessmon_exe *exe)
{
	u32 roles = sessmon_exe_roles(exe);

	return (roles & SESSMON_EXE_HOST_ACCESS) && !(roles & SESSMON_EXE_RELAY);
}

static struct sessmon_maker maker_of(struct sessmon_session *s, const struct sessmon_leader *child)
{
	const struct sessmon_session *login = sessmon_session_entry(s);

	return (struct sessmon_maker){
		.facts = s->facts,
		.class = s->verdict.class,
		.duty = s->duty,
		.rule_type = s->role.entry_type,
		.entry_type = s->entry_type,
		.login_had_tty = READ_ONCE(login->facts.had_tty),
		.made_by_login_helper = s->made_by_login_helper,
		.users_door = s->users_door,
		.contained = s->flags & SESSMON_SESSION_CONTAINER,
		.by_door = is_door(child->exe),
	};
}

/**
 * sessmon_session_derive() - what a session hands down to one that is made in it
 * @from: the session, its lock held
 * @leader: who makes the new one and leads it
 * @p: is filled, with references of its own
 *
 * Context: any.
 */
void sessmon_session_derive(struct sessmon_session *from, const struct sessmon_leader *leader,
			    struct sessmon_provenance *p)
{
	const struct sessmon_maker maker = maker_of(from, leader);
	struct sessmon_session *login = sessmon_session_entry(from);

	lockdep_assert_held(&from->lock);
	p->from = from->key;
	p->another = leader->euid != from->leader.euid;
	p->bequest = sessmon_bequeath(&maker);
	if (!p->bequest.own_entry)
		p->entry = counted(login);
	else if (sessmon_has_left(&from->facts))
		p->origin = counted(sessmon_session_origin(login) ?: login);
	if (p->bequest.let_in)
		p->peer = from->peer;
}

/**
 * sessmon_session_apply() - a new session comes from where @p says
 * @s: the session, its lock held, or nobody else knows it
 * @p: provenance, whose references it takes over
 *
 * Context: any.
 */
void sessmon_session_apply(struct sessmon_session *s, const struct sessmon_provenance *p)
{
	const struct sessmon_bequest *b = &p->bequest;

	sessmon_session_assert_held(s);
	s->created_from = p->from;
	s->facts.lineage = b->lineage;
	s->facts.behind_door = b->behind_door;
	s->facts.relay = b->relay;
	s->let_in = b->let_in;
	s->another = p->another;
	s->users_door = b->users_door;
	s->from_command = b->from_command;
	s->made_by_login_helper = b->made_by_login_helper;
	s->login_unknown = p->entry && READ_ONCE(p->entry->login_unknown);
	rcu_assign_pointer(s->entry, p->entry);
	rcu_assign_pointer(s->origin, p->origin);
	s->entry_type = b->entry_type;
	s->peer = p->peer;
}

static void inherit(struct sessmon_session *s, struct sessmon_session *from,
		    const struct sessmon_leader *leader)
{
	struct sessmon_provenance p = { .bequest.entry_type = SESSMON_ENTRY_UNKNOWN };
	unsigned long flags;

	if (from) {
		raw_spin_lock_irqsave(&from->lock, flags);
		sessmon_session_derive(from, leader, &p);
		raw_spin_unlock_irqrestore(&from->lock, flags);
	}
	sessmon_session_apply(s, &p);
}

/* A getty's kind of entry shows when it has its line; a display has none. */
static void read_line(struct sessmon_session *s)
{
	u32 type = s->role.entry_type;

	if (type == SESSMON_ENTRY_TERMINAL || type == SESSMON_ENTRY_CONSOLE)
		type = sessmon_session_line_type(&s->tty);
	s->entry_type = type;
}

/**
 * sessmon_session_read_role() - decide what a session's leader does for others
 * @s: the session, its lock held
 *
 * After a change of the leader's program, of its policy, of the terminal or the lineage.
 *
 * Context: any.
 */
void sessmon_session_read_role(struct sessmon_session *s)
{
	const union sessmon_role role = sessmon_exe_role(s->leader.exe);
	const struct sessmon_duty_facts facts = {
		.roles = role.roles,
		.lineage = s->facts.lineage,
		.login = s->facts.behind_door || s->facts.was_getty,
		.left = sessmon_has_left(&s->facts),
		.let_in = s->let_in,
		.executed = s->leader_execed,
		.root = s->by_root,
	};

	sessmon_session_assert_held(s);
	s->role = role;
	s->duty = sessmon_duty_in_session(&facts);
	s->facts.door = s->duty.door;
	if (s->duty.getty && sessmon_session_is_entry(s) && !s->let_in)
		read_line(s);
}

/**
 * sessmon_session_set_leader() - remember a leader
 * @s: the session, its lock held, or nobody else knows it
 * @leader: the leader, as it is now
 *
 * Context: any.
 */
void sessmon_session_set_leader(struct sessmon_session *s, const struct sessmon_leader *leader)
{
	struct sessmon_exe *old = s->leader.exe;
	bool was_getty = s->duty.getty;

	sessmon_session_assert_held(s);
	s->leader = *leader;
	s->by_root = leader->euid == 0;
	sessmon_exe_get(leader->exe);
	sessmon_exe_put(old);
	sessmon_session_read_role(s);
	if (was_getty && !s->duty.getty) {
		s->facts.was_getty = true;
		sessmon_session_read_role(s);
	}
}

/**
 * sessmon_session_set_container() - remember that a session is in a container
 * @s: the session, its lock held, or nobody else knows it
 * @flags: bits of enum sessmon_session_flags; without CONTAINER among them nothing follows
 *
 * Context: any.
 */
void sessmon_session_set_container(struct sessmon_session *s, u32 flags)
{
	sessmon_session_assert_held(s);
	s->flags |= flags;
	if (!(flags & SESSMON_SESSION_CONTAINER))
		return;
	if (!(flags & SESSMON_SESSION_LEADER_EXITED))
		s->facts.container_init = s->leader.vpid == 1;
	if (s->leader.visitor && s->made_by_login_helper)
		s->facts.joined_container = !READ_ONCE(sessmon_session_entry(s)->login_ended);
}

/**
 * sessmon_session_connection() - a door's process holds a connection from outside
 * @s: the session that it leads
 * @peer: the connection
 *
 * A connection is one whoever made its session: the listener, from which the session has
 * all that follows already; or init for a socket unit, inetd, a script around the door.
 * Where one process serves many, it may be that only who came in has a session, and that
 * the door's process is his by then.
 *
 * Context: any; before the session is announced, or when its leader becomes a door.
 */
void sessmon_session_connection(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (!sessmon_session_has_ended(s) && peer->inbound && s->duty.door && !s->duty.getty &&
	    !s->duty.relay && s->facts.lineage == SESSMON_LINEAGE_NONE) {
		s->facts.lineage = SESSMON_LINEAGE_DOOR;
		s->facts.behind_door = s->another && !s->leader_execed;
		s->let_in = true;
		s->inbound_unknown_door = false;
		s->peer = *peer;
		if (sessmon_session_is_entry(s))
			s->entry_type = s->role.entry_type;
		sessmon_session_read_role(s);
		sessmon_session_reclassify(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * sessmon_session_set_special() - know the kernel's session and pid 1's
 * @s: the session, its lock held, or nobody else knows it
 *
 * Context: any.
 */
void sessmon_session_set_special(struct sessmon_session *s)
{
	sessmon_session_assert_held(s);
	s->facts.kernel = s->key.id == 0;
	s->facts.init = s->key.id == 1;
	if (s->facts.kernel)
		s->entry_type = SESSMON_ENTRY_KTHREAD;
	else if (s->facts.init)
		s->entry_type = SESSMON_ENTRY_INIT;
}

/* ---- birth ---- */

/**
 * sessmon_session_create() - a session that was just seen to be created
 * @key: its name
 * @from: the session its leader was in before, or NULL if unknown
 * @leader: facts of the leader; the caller keeps its reference on the program
 * @flags: of enum sessmon_session_flags, what is known from the start; if that is
 *         inferred, where it came from waits for sessmon_session_infer()
 *
 * Its first event is left to sessmon_session_announce(). The leader counts as
 * its first member.
 *
 * Context: any; the caller is in an RCU read section that keeps @from.
 * Return: the session with a reference for the caller, or NULL, counted.
 */
struct sessmon_session *sessmon_session_create(const struct sessmon_key *key,
					       struct sessmon_session *from,
					       const struct sessmon_leader *leader, u32 flags)
{
	struct sessmon_session *s = sessmon_session_alloc(key);

	if (!s)
		return NULL;
	s->stand_in = *key;
	s->started = ktime_get_boottime_ns();
	inherit(s, from, leader);
	sessmon_session_set_leader(s, leader);
	sessmon_session_set_container(s, flags);
	sessmon_session_set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	sessmon_session_update_flags(s);
	if (!(flags & SESSMON_SESSION_INFERRED))
		sessmon_session_enter(s, SESSMON_LIFE_SETTLED);
	s->members = 1;
	s->total = 1;
	refcount_inc(&s->ref);
	sessmon_session_insert(s);
	return s;
}
