// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a session comes from: fixed when it is created, or deduced for one that
 * lived before the module did.
 */
#include "session_internal.h"

#include <linux/kdev_t.h>
#include <linux/timekeeping.h>

/* What a container runtime starts is a workload, or a visit to one: not its own work. */
static bool is_relay(const struct sessmon_session *s)
{
	return sessmon_exe_roles(s->leader.exe) & SESSMON_EXE_RELAY;
}

u32 sessmon_session_line_type(const struct sessmon_tty *tty)
{
	/* Virtual consoles are 4:0 to 4:63, /dev/console is 5:1; serial lines come above. */
	if ((MAJOR(tty->dev) == 4 && MINOR(tty->dev) < 64) || tty->dev == MKDEV(5, 1))
		return SESSMON_ENTRY_CONSOLE;
	return SESSMON_ENTRY_TERMINAL;
}

/**
 * struct provenance - what a creating session hands down, taken under its lock
 * @from: its key
 * @lineage: of the child
 * @own_entry: the child is an entry itself
 * @entry_type: if it is
 * @entry: the parent's entry, a counted reference, otherwise
 * @user_side: the parent is a connection that a door has let in
 * @from_command: the parent is remote and has no terminal
 * @via_helper: the parent has just left a remote login, or comes from who has
 * @contained: the parent is in a container
 * @peer: of the parent, in case the child's own cannot be found
 */
struct provenance {
	struct sessmon_key from;
	enum sessmon_lineage lineage;
	bool own_entry;
	u32 entry_type;
	struct sessmon_session *entry;
	bool user_side;
	bool from_command;
	bool via_helper;
	bool contained;
	struct sessmon_peer peer;
};

static void own_entry(struct provenance *p, u32 type)
{
	p->own_entry = true;
	p->entry_type = type;
}

/* conmon and the like: no terminal, and left the login as soon as it was started. */
static bool is_helper(const struct sessmon_session *s)
{
	return !s->facts.had_tty &&
	       (s->via_helper || (s->facts.lineage == SESSMON_LINEAGE_REMOTE && s->facts.detached));
}

static void derive(struct sessmon_session *from, struct provenance *p)
{
	u32 roles = sessmon_exe_roles(from->leader.exe);

	lockdep_assert_held(&from->lock);
	p->from = from->key;
	p->from_command = from->verdict.class == SESSMON_CLASS_NONINTERACTIVE_REMOTE;
	p->via_helper = is_helper(from);
	p->contained = from->flags & SESSMON_SESSION_CONTAINER;
	p->lineage = sessmon_lineage_of_child(&from->facts, from->verdict.class,
					      sessmon_session_is_getty(from));
	if (from->verdict.class == SESSMON_CLASS_HOST_ACCESS) {
		own_entry(p, sessmon_session_is_getty(from) ?
				     sessmon_session_line_type(&from->tty) :
				     from->leader.exe->entry_type);
		p->peer = from->peer;
		p->user_side = from->facts.lineage == SESSMON_LINEAGE_DOOR && !is_relay(from);
	} else if (from->facts.kernel) {
		own_entry(p, SESSMON_ENTRY_KTHREAD);
	} else if (from->facts.init) {
		own_entry(p, SESSMON_ENTRY_INIT);
	} else if (roles & SESSMON_EXE_SCHEDULER) {
		own_entry(p, SESSMON_ENTRY_CRON);
	} else {
		p->entry = from->entry ?: from;
		p->entry_type = p->entry->entry_type;
		refcount_inc(&p->entry->ref);
	}
}

static void apply(struct sessmon_session *s, const struct provenance *p)
{
	s->facts.user_side = p->user_side;
	s->from_command = p->from_command;
	s->via_helper = p->via_helper && p->entry && !p->contained;
	s->created_from = p->from;
	s->facts.lineage = p->lineage;
	s->entry = p->entry;
	s->entry_type = p->entry_type;
	s->peer = p->peer;
}

static void inherit(struct sessmon_session *s, struct sessmon_session *from)
{
	struct provenance p = { .entry_type = SESSMON_ENTRY_UNKNOWN };
	unsigned long flags;

	if (from) {
		raw_spin_lock_irqsave(&from->lock, flags);
		derive(from, &p);
		raw_spin_unlock_irqrestore(&from->lock, flags);
	}
	apply(s, &p);
}

void sessmon_session_read_role(struct sessmon_session *s)
{
	u32 roles = sessmon_exe_roles(s->leader.exe);

	s->facts.door = roles & (SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_GETTY);
}

void sessmon_session_set_leader(struct sessmon_session *s, const struct sessmon_leader *leader)
{
	struct sessmon_exe *old = s->leader.exe;
	bool was_getty = sessmon_session_is_getty(s);

	s->leader = *leader;
	sessmon_exe_get(leader->exe);
	sessmon_exe_put(old);
	sessmon_session_read_role(s);
	if (was_getty && !sessmon_session_is_getty(s))
		s->facts.was_getty = true;
}

static void set_container(struct sessmon_session *s, u32 flags)
{
	s->flags |= flags;
	if (!(flags & SESSMON_SESSION_CONTAINER) || (flags & SESSMON_SESSION_LEADER_EXITED))
		return;
	s->facts.container_init = s->leader.vpid == 1;
	if (!s->facts.container_init && s->via_helper)
		s->facts.visit = !READ_ONCE(s->entry->login_ended);
}

static void set_special(struct sessmon_session *s)
{
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
	inherit(s, from);
	sessmon_session_set_leader(s, leader);
	set_container(s, flags);
	set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	sessmon_session_update_flags(s);
	s->settled = !(flags & SESSMON_SESSION_INFERRED);
	s->members = 1;
	s->total = 1;
	refcount_inc(&s->ref);
	sessmon_session_insert(s);
	return s;
}

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
	set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	sessmon_session_insert(s);
	return s;
}

/**
 * sessmon_session_infer() - deduce where an adopted session came from
 * @s: the session, not settled yet
 * @from: the session of its leader's parent, itself decided, or NULL
 * @leader: facts of the leader, or of who stands in for it
 *
 * Context: the snapshot; does not sleep; RCU read section.
 */
void sessmon_session_infer(struct sessmon_session *s, struct sessmon_session *from,
			   const struct sessmon_leader *leader)
{
	struct provenance p = { .entry_type = s->entry_type };
	unsigned long flags;

	/* Whoever was in @from may just have ended, and @from with them. */
	if (from && !refcount_inc_not_zero(&from->ref))
		from = NULL;
	if (from && !s->facts.kernel && !s->facts.init) {
		raw_spin_lock_irqsave(&from->lock, flags);
		derive(from, &p);
		raw_spin_unlock_irqrestore(&from->lock, flags);
	}
	sessmon_session_put(from);
	raw_spin_lock_irqsave(&s->lock, flags);
	/* Of what has ended the last reference may be gone: nobody would give back ours. */
	if (!s->settled && !s->ended) {
		apply(s, &p);
		sessmon_session_set_leader(s, leader);
		set_container(s, s->flags);
		if (!s->entry && sessmon_session_is_getty(s))
			s->entry_type = sessmon_session_line_type(&s->tty);
		sessmon_session_reclassify(s);
		s->settled = true;
		s->announced = true;
		p.entry = NULL;
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	sessmon_session_put(p.entry);
}
