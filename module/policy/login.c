// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logins: what belongs to one, what it hands down, and what has left it.
 *
 * No fact that a user can choose decides. Whoever runs a door, a getty or a scheduler
 * inside his login, and whoever makes himself a pid namespace there, stays what he is.
 *
 * Nothing here touches the kernel's state: facts in, decision out.
 */
#include "policy/login.h"

/* Is it somebody's who came in, or was it? */
static bool is_somebodys(const struct sessmon_duty_facts *f)
{
	return f->login || f->lineage == SESSMON_LINEAGE_REMOTE ||
	       f->lineage == SESSMON_LINEAGE_LOCAL || f->lineage == SESSMON_LINEAGE_DETACHED;
}

/* A door's child is a copy of it until it executes the program of who came in. */
static bool is_copy(const struct sessmon_duty_facts *f)
{
	return f->let_in && !f->executed;
}

/* A daemon that root has started by hand serves as one that init has started. */
static bool serves(const struct sessmon_duty_facts *f)
{
	return !is_somebodys(f) || (f->root && f->left);
}

/**
 * sessmon_duty_in_session() - does the role of the leader's program count here?
 * @f: what that depends on
 *
 * A line's getty is one if root runs it for init and its services. A door or a
 * scheduler is one if nobody who came in runs it; of a person's login it stays a part.
 * But there is no telling the work of internal-sftp from its door: what a door does in
 * a session that it has made for somebody is told by that. A container runtime that a
 * user runs is nothing remarkable, and no runtime of the host's.
 *
 * Context: any.
 * Return: what the program is.
 */
struct sessmon_duty sessmon_duty_in_session(const struct sessmon_duty_facts *f)
{
	const u32 remarkable = SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_GETTY | SESSMON_EXE_SCHEDULER;
	struct sessmon_duty duty = {};

	if (!f->roles)
		return duty;
	if (f->roles & SESSMON_EXE_GETTY)
		duty.getty = is_copy(f) || (f->lineage == SESSMON_LINEAGE_NONE && f->root);
	if (f->roles & SESSMON_EXE_HOST_ACCESS)
		duty.door = is_copy(f) || serves(f);
	duty.relay = duty.door && (f->roles & SESSMON_EXE_RELAY);
	duty.door |= duty.getty;
	duty.scheduler = (f->roles & SESSMON_EXE_SCHEDULER) && serves(f);
	if ((f->roles & remarkable) && !(f->roles & SESSMON_EXE_RELAY) && !is_copy(f) &&
	    !duty.getty)
		duty.users = is_somebodys(f) || (f->executed && !f->root);
	return duty;
}

/* conmon and the like: no terminal, and left the login as soon as it was started. */
static bool is_helper(const struct sessmon_maker *m)
{
	return !m->facts.had_tty &&
	       (m->made_by_login_helper ||
		(m->facts.lineage == SESSMON_LINEAGE_REMOTE && sessmon_has_left(&m->facts)));
}

static void let_in(const struct sessmon_maker *m, struct sessmon_bequest *b)
{
	b->own_entry = true;
	b->let_in = true;
	/* A getty's own is that of its line. */
	b->entry_type = m->duty.getty ? m->entry_type : m->rule_type;
	b->relay = m->duty.relay;
	b->users_door = m->duty.users || m->users_door;
	b->behind_door =
		m->facts.lineage == SESSMON_LINEAGE_DOOR && !m->duty.relay && !m->duty.getty;
}

static void own_entry(struct sessmon_bequest *b, u32 type)
{
	b->own_entry = true;
	b->entry_type = type;
}

/**
 * sessmon_bequeath() - what a session hands down to one that is created from it
 * @m: what it is at that moment
 *
 * A door's process may sit in a session that is none, as under inetd or in a script: what
 * it makes is an entry. Of which type shows if it holds a connection.
 *
 * Context: any.
 * Return: what the new one has from it for ever.
 */
struct sessmon_bequest sessmon_bequeath(const struct sessmon_maker *m)
{
	struct sessmon_bequest b = {
		.lineage = sessmon_lineage_of_child(&m->facts, m->class, m->duty.getty),
		.entry_type = m->entry_type,
	};

	if (m->class == SESSMON_CLASS_HOST_ACCESS)
		let_in(m, &b);
	else if (m->facts.kernel)
		own_entry(&b, SESSMON_ENTRY_KTHREAD);
	else if (m->facts.init)
		own_entry(&b, SESSMON_ENTRY_INIT);
	else if (m->duty.scheduler)
		own_entry(&b, SESSMON_ENTRY_CRON);
	else if (m->by_door && b.lineage == SESSMON_LINEAGE_NONE)
		own_entry(&b, m->entry_type);
	b.from_command = m->class == SESSMON_CLASS_NONINTERACTIVE_REMOTE && !m->login_had_tty;
	/*
	 * Sessions that conmon's helpers make are theirs, also when the one that led theirs has
	 * ended and left it to the visitor; those that the container's processes make are not.
	 */
	b.made_by_login_helper =
		is_helper(m) && !b.own_entry && (!m->contained || m->facts.joined_container);
	return b;
}

/**
 * sessmon_has_login() - is there a login that members of the session could leave?
 * @f: facts of the session
 *
 * Context: any.
 * Return: true if it is one, or came from one.
 */
bool sessmon_has_login(const struct sessmon_class_facts *f)
{
	return f->was_getty || f->work_in_door || f->lineage != SESSMON_LINEAGE_NONE;
}

/**
 * sessmon_is_login() - is the session a person's way in?
 * @f: its facts
 * @class: its class
 * @entry: it is an entry
 * @entry_type: of which type
 *
 * As opposed to a door, a workload, a job, and to what others started in it.
 *
 * Context: any.
 * Return: true if it is.
 */
bool sessmon_is_login(const struct sessmon_class_facts *f, enum sessmon_session_class class,
		      bool entry, u32 entry_type)
{
	if (!entry || entry_type == SESSMON_ENTRY_CONTAINER)
		return false;
	return f->was_getty || f->work_in_door || class == SESSMON_CLASS_INTERACTIVE_REMOTE ||
	       class == SESSMON_CLASS_NONINTERACTIVE_REMOTE;
}

/**
 * sessmon_adopter_keeps() - does a process still hang on its login by its parent?
 * @a: who the parent is
 *
 * Whoever is adopted from outside his login has left it, and it does not matter by
 * whom: pid 1, a service manager of his own, a sub-reaper, a container's init, the
 * door that had let him in. The login's own processes keep what they adopt as long as
 * they belong to it themselves.
 *
 * Two parents are not what they seem, because a person stays while his tools leave:
 * conmon, which has left the login of who visits a container, and the runtime that let
 * somebody into one through a helper that ends at once.
 *
 * Context: any.
 * Return: true if it does.
 */
bool sessmon_adopter_keeps(const struct sessmon_adoption *a)
{
	if (a->same_entry)
		return !a->left || a->joined_container;
	return a->relay && a->by_helper;
}

/**
 * sessmon_departure() - a member has left the login: what of its session?
 * @f: facts of the session
 * @entry: the session is an entry
 * @leader: the member leads it
 * @leader_exited: who leads it has ended
 *
 * A login is not a part of what let it in, and what came from no login has none to
 * leave. Any other session hangs on its login by its leader while that lives. A classic
 * daemon's leader ends at once.
 *
 * Context: any.
 * Return: whether it leaves, and when.
 */
enum sessmon_departure sessmon_departure(const struct sessmon_class_facts *f, bool entry,
					 bool leader, bool leader_exited)
{
	if (entry || f->lineage == SESSMON_LINEAGE_NONE)
		return SESSMON_DEPARTURE_NONE;
	return leader || leader_exited ? SESSMON_DEPARTURE_NOW : SESSMON_DEPARTURE_LATER;
}

/**
 * sessmon_turned_interactive() - is it news that a remote session has a terminal now?
 * @t: what that depends on
 *
 * It is if the login came without one. What opens a session to have a terminal in it
 * (sshd for its user, sudo) is provisional until it executes or forks something, and
 * inside an interactive login a terminal more is none. Nor is a visit to a container,
 * whose helper never has one.
 *
 * Context: any.
 * Return: true if it is.
 */
bool sessmon_turned_interactive(const struct sessmon_turn *t)
{
	if (t->old != SESSMON_CLASS_NONINTERACTIVE_REMOTE ||
	    t->new != SESSMON_CLASS_INTERACTIVE_REMOTE || t->door)
		return false;
	return t->entry ? t->worked : t->from_command && !t->container;
}

/**
 * sessmon_flags_of() - the flags that follow from the facts
 * @f: facts of the session
 *
 * A multiplexer's pane is a terminal whose maker had left, or leaves with it: not what
 * has left by itself and then opened one.
 *
 * Context: any.
 * Return: of enum sessmon_session_flags, those of had-tty, detached and mux that hold.
 */
u32 sessmon_flags_of(const struct sessmon_class_facts *f)
{
	bool left = sessmon_has_left(f);
	u32 flags = 0;

	if (f->had_tty)
		flags |= SESSMON_SESSION_HAD_TTY;
	if (left)
		flags |= SESSMON_SESSION_DETACHED;
	if (left && f->had_tty && (f->lineage == SESSMON_LINEAGE_DETACHED || f->left_with))
		flags |= SESSMON_SESSION_MUX;
	return flags;
}
