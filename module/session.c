// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions: lifetime, lookup and transitions.
 */
#include "session.h"

#include <linux/kdev_t.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "event.h"
#include "policy.h"
#include "table.h"

static struct sessmon_table table;
static struct kmem_cache *cache;

/**
 * sessmon_sessions_init() - make the empty table of sessions
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_sessions_init(void)
{
	int err;

	cache = kmem_cache_create("sessmon_session", sizeof(struct sessmon_session), 0, 0, NULL);
	if (!cache)
		return -ENOMEM;
	err = sessmon_table_init(&table, sessmon_table_default_buckets(),
				 SESSMON_MAX_SESSIONS_DEFAULT);
	if (err)
		kmem_cache_destroy(cache);
	return err;
}

/**
 * sessmon_sessions_exit() - free the table
 *
 * Every process has left the process table and every record the ring, so the
 * sessions have ended by themselves; what is left of them waits for RCU.
 *
 * Context: sleeps.
 */
void sessmon_sessions_exit(void)
{
	rcu_barrier(); /* free_session() lives in this module. */
	sessmon_table_exit(&table);
	kmem_cache_destroy(cache);
}

/**
 * sessmon_sessions_count() - sessions in the table
 *
 * Context: any.
 * Return: how many.
 */
u64 sessmon_sessions_count(void)
{
	return atomic_read(&table.count);
}

/* ---- lifetime ---- */

static void free_session(struct rcu_head *rcu)
{
	kmem_cache_free(cache, container_of(rcu, struct sessmon_session, rcu));
}

/**
 * sessmon_session_put() - give a reference back
 * @s: NULL or a session the caller holds
 *
 * Context: any. An entry holds no other session, so this does not recurse far.
 */
void sessmon_session_put(struct sessmon_session *s)
{
	struct sessmon_exe *exe;
	unsigned long flags;

	if (!s || !refcount_dec_and_test(&s->ref))
		return;
	/* A dump that found it just before may still come to copy it. */
	raw_spin_lock_irqsave(&s->lock, flags);
	exe = s->leader.exe;
	s->leader.exe = NULL;
	raw_spin_unlock_irqrestore(&s->lock, flags);
	sessmon_exe_put(exe);
	sessmon_session_put(s->entry);
	call_rcu(&s->rcu, free_session);
}

/**
 * sessmon_session_find() - the living session of a number
 * @sid: the number; the kernel does not reuse it while the session has members
 *
 * Context: any, in an RCU read section, which is what keeps the session there.
 * Return: the session, not counted, or NULL.
 */
struct sessmon_session *sessmon_session_find(u32 sid)
{
	struct sessmon_session *s;

	hlist_for_each_entry_rcu(s, &sessmon_table_bucket(&table, sid)->head, node)
		if (s->key.id == sid)
			return s;
	return NULL;
}

/**
 * sessmon_session_next() - walk the table
 * @bucket: cursor; starts at 0
 * @serial: cursor; starts at U64_MAX
 *
 * Context: an RCU read section that lasts until the session was used.
 * Return: the next session, not counted, or NULL at the end.
 */
struct sessmon_session *sessmon_session_next(unsigned int *bucket, u64 *serial)
{
	struct sessmon_session *s;

	for (; *bucket < 1U << table.bits; (*bucket)++, *serial = U64_MAX)
		hlist_for_each_entry_rcu(s, &table.buckets[*bucket].head, node)
			if (s->serial < *serial) {
				*serial = s->serial;
				return s;
			}
	return NULL;
}

static void insert(struct sessmon_session *s)
{
	struct sessmon_bucket *b = sessmon_table_bucket(&table, s->key.id);
	unsigned long flags;

	raw_spin_lock_irqsave(&b->lock, flags);
	sessmon_table_add(&table, b, &s->node, &s->serial);
	raw_spin_unlock_irqrestore(&b->lock, flags);
}

static void unlink_session(struct sessmon_session *s)
{
	struct sessmon_bucket *b = sessmon_table_bucket(&table, s->key.id);
	unsigned long flags;

	raw_spin_lock_irqsave(&b->lock, flags);
	hlist_del_rcu(&s->node);
	raw_spin_unlock_irqrestore(&b->lock, flags);
	sessmon_table_uncharge(&table);
	sessmon_session_put(s);
}

static struct sessmon_session *alloc_session(const struct sessmon_key *key)
{
	struct sessmon_session *s;

	if (!sessmon_table_charge(&table))
		return NULL;
	s = kmem_cache_zalloc(cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!s) {
		sessmon_table_uncharge(&table);
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return NULL;
	}
	refcount_set(&s->ref, 1);
	raw_spin_lock_init(&s->lock);
	s->key = *key;
	return s;
}

/* ---- events; all under the session's lock ---- */

static struct sessmon_record *reserve(struct sessmon_session *s, enum sessmon_event_type type)
{
	struct sessmon_record *rec;

	lockdep_assert_held(&s->lock);
	if (unlikely(sessmon_policy_level(s->verdict.class) < SESSMON_RECORD_SESSION)) {
		s->last_seq = sessmon_event_filtered(type);
		return NULL;
	}
	rec = sessmon_event_reserve(type, &s->last_seq);
	if (!rec)
		return NULL;
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

/* The flags that follow from facts and class; the others are set once, by what happened. */
static void update_flags(struct sessmon_session *s)
{
	const struct sessmon_class_facts *f = &s->facts;
	bool from_detached = f->lineage == SESSMON_LINEAGE_DETACHED;

	set_flag(s, SESSMON_SESSION_HAD_TTY, f->had_tty);
	set_flag(s, SESSMON_SESSION_DETACHED, f->detached || from_detached);
	set_flag(s, SESSMON_SESSION_MUX, from_detached && f->had_tty);
	set_flag(s, SESSMON_SESSION_SERVICE_TTY, s->verdict.reason == SESSMON_REASON_SERVICE_TTY);
}

/* Decide again after a fact has changed; tell if the class is another one. */
static void reclassify(struct sessmon_session *s)
{
	enum sessmon_session_class old = s->verdict.class;
	struct sessmon_record *rec;

	lockdep_assert_held(&s->lock);
	s->verdict = sessmon_classify(&s->facts);
	update_flags(s);
	if (s->verdict.class == old || !s->announced)
		return;
	if (old == SESSMON_CLASS_NONINTERACTIVE_REMOTE &&
	    s->verdict.class == SESSMON_CLASS_INTERACTIVE_REMOTE && !s->facts.door)
		s->flags |= SESSMON_SESSION_TURNED_INTERACTIVE;
	rec = reserve(s, SESSMON_EVENT_SESSION_CLASS);
	if (rec)
		rec->old_class = old;
	sessmon_event_commit(rec);
}

static void emit_tty(struct sessmon_session *s, const struct sessmon_tty *tty,
		     enum sessmon_tty_action action)
{
	struct sessmon_record *rec = reserve(s, SESSMON_EVENT_SESSION_TTY);

	if (rec) {
		rec->tty = *tty;
		rec->action = action;
	}
	sessmon_event_commit(rec);
}

static void emit_end(struct sessmon_session *s)
{
	struct sessmon_record *rec = reserve(s, SESSMON_EVENT_SESSION_END);

	if (rec) {
		if (s->started)
			rec->value = rec->boottime - s->started;
		rec->members = s->total;
	}
	sessmon_event_commit(rec);
}

/* ---- provenance ---- */

static bool is_getty(const struct sessmon_session *s)
{
	return sessmon_exe_roles(s->leader.exe) & SESSMON_EXE_GETTY;
}

/* What a container runtime starts is a workload, or a visit to one: not its own work. */
static bool is_relay(const struct sessmon_session *s)
{
	return sessmon_exe_roles(s->leader.exe) & SESSMON_EXE_RELAY;
}

static u32 line_entry_type(const struct sessmon_tty *tty)
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
 * @peer: of the parent, in case the child's own cannot be found
 */
struct provenance {
	struct sessmon_key from;
	enum sessmon_lineage lineage;
	bool own_entry;
	u32 entry_type;
	struct sessmon_session *entry;
	bool user_side;
	struct sessmon_peer peer;
};

static void own_entry(struct provenance *p, u32 type)
{
	p->own_entry = true;
	p->entry_type = type;
}

static void derive(struct sessmon_session *from, struct provenance *p)
{
	u32 roles = sessmon_exe_roles(from->leader.exe);

	lockdep_assert_held(&from->lock);
	p->from = from->key;
	p->lineage = sessmon_lineage_of_child(&from->facts, from->verdict.class, is_getty(from));
	if (from->verdict.class == SESSMON_CLASS_HOST_ACCESS) {
		own_entry(p, is_getty(from) ? line_entry_type(&from->tty) :
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

static void read_role(struct sessmon_session *s)
{
	u32 roles = sessmon_exe_roles(s->leader.exe);

	s->facts.door = roles & (SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_GETTY);
}

static void set_leader(struct sessmon_session *s, const struct sessmon_leader *leader)
{
	struct sessmon_exe *old = s->leader.exe;
	bool was_getty = is_getty(s);

	s->leader = *leader;
	sessmon_exe_get(leader->exe);
	sessmon_exe_put(old);
	read_role(s);
	if (was_getty && !is_getty(s))
		s->facts.was_getty = true;
}

static void set_container(struct sessmon_session *s, u32 flags)
{
	s->flags |= flags;
	s->facts.container_init = (flags & SESSMON_SESSION_CONTAINER) && s->leader.vpid == 1;
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

/* ---- transitions ---- */

/**
 * sessmon_session_create() - a session that was just seen to be created
 * @key: its name
 * @from: the session its leader was in before, or NULL if unknown
 * @leader: facts of the leader; the caller keeps its reference on the program
 * @flags: of enum sessmon_session_flags, what is known from the start
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
	struct sessmon_session *s = alloc_session(key);

	if (!s)
		return NULL;
	s->started = ktime_get_boottime_ns();
	inherit(s, from);
	set_leader(s, leader);
	set_container(s, flags);
	set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	update_flags(s);
	s->settled = true;
	s->members = 1;
	s->total = 1;
	refcount_inc(&s->ref);
	insert(s);
	return s;
}

/**
 * sessmon_session_adopt() - a session that lived before the module did
 * @key: its name; start is 0 if the leader has ended
 *
 * It has no members yet, and what it is waits for sessmon_session_infer().
 *
 * Context: the snapshot, the only one that makes such sessions; does not sleep.
 * Return: the session, not counted, or NULL, counted as a failure.
 */
struct sessmon_session *sessmon_session_adopt(const struct sessmon_key *key)
{
	struct sessmon_session *s = alloc_session(key);

	if (!s)
		return NULL;
	s->flags = SESSMON_SESSION_INFERRED;
	set_special(s);
	s->verdict = sessmon_classify(&s->facts);
	insert(s);
	return s;
}

/**
 * sessmon_session_infer() - deduce where an adopted session came from
 * @s: the session, not settled yet
 * @from: the session of its leader's parent, itself decided, or NULL
 * @leader: facts of the leader
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
	if (!s->settled) {
		apply(s, &p);
		set_leader(s, leader);
		set_container(s, s->flags);
		if (!s->entry && is_getty(s))
			s->entry_type = line_entry_type(&s->tty);
		reclassify(s);
		s->settled = true;
		s->announced = true;
		p.entry = NULL;
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	sessmon_session_put(p.entry);
}

/**
 * sessmon_session_join() - one more living member
 * @s: the session; the caller is in an RCU read section
 *
 * Context: any.
 * Return: true, with a reference for the new member, or false if it has ended.
 */
bool sessmon_session_join(struct sessmon_session *s)
{
	unsigned long flags;
	bool joined;

	raw_spin_lock_irqsave(&s->lock, flags);
	joined = !s->ended;
	if (joined) {
		s->members++;
		s->total++;
		refcount_inc(&s->ref);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	return joined;
}

/* See sessmon_session_stranger(). */
static void suspect(struct sessmon_session *s)
{
	if (s->stranger)
		s->flags |= SESSMON_SESSION_UNKNOWN_DOOR;
}

static void lose_tty(struct sessmon_session *s, enum sessmon_tty_action action)
{
	struct sessmon_tty old = s->tty;

	if (!old.dev)
		return;
	memset(&s->tty, 0, sizeof(s->tty));
	s->facts.has_tty = false;
	emit_tty(s, &old, action);
	reclassify(s);
}

/**
 * sessmon_session_leave() - a member has ended or moved to another session
 * @s: the session; the member's reference on it is given back
 * @leader: the member was the leader, and has ended
 *
 * The last one to leave ends the session. A leader that ends takes the
 * terminal away from all members (disassociate_ctty() in the kernel, a moment
 * later: said here, so that it comes before the end).
 *
 * Context: any.
 */
void sessmon_session_leave(struct sessmon_session *s, bool leader)
{
	unsigned long flags;
	bool end;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (leader) {
		set_flag(s, SESSMON_SESSION_LEADER_EXITED, true);
		lose_tty(s, SESSMON_TTY_LOST);
	}
	end = --s->members == 0;
	if (end) {
		s->ended = true;
		emit_end(s);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	if (end)
		unlink_session(s);
	sessmon_session_put(s);
}

/**
 * sessmon_session_announce() - emit session-start, once
 * @s: the session
 * @peer: the connection that the creating process holds, or NULL
 *
 * Whoever first makes an event about the session calls it: the second stage of
 * the setsid hook, or a fork by another thread that overtook it.
 *
 * Context: any.
 */
void sessmon_session_announce(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (peer && peer->family)
		s->peer = *peer;
	if (!s->announced) {
		s->announced = true;
		sessmon_event_commit(reserve(s, SESSMON_EVENT_SESSION_START));
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
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
		if (!s->entry && is_getty(s))
			s->entry_type = line_entry_type(tty);
		if (s->announced)
			emit_tty(s, tty, SESSMON_TTY_GAINED);
		reclassify(s);
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
	lose_tty(s, action);
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
	set_leader(s, leader);
	/* systemd gives agetty its line before it becomes agetty. */
	if (!s->entry && is_getty(s))
		s->entry_type = line_entry_type(&s->tty);
	reclassify(s);
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
		reclassify(s);
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
		reclassify(s);
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
	read_role(s);
	reclassify(s);
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

/**
 * sessmon_session_drop_unused() - end an adopted session that nobody joined
 * @s: the session; nothing happens if it has members
 *
 * Its only process may have ended just now, or had no room in its table. Nobody
 * was told of it, so nobody is told.
 *
 * Context: the snapshot, in an RCU read section.
 */
void sessmon_session_drop_unused(struct sessmon_session *s)
{
	unsigned long flags;
	bool drop;

	raw_spin_lock_irqsave(&s->lock, flags);
	drop = !s->members && !s->ended;
	if (drop)
		s->ended = true;
	raw_spin_unlock_irqrestore(&s->lock, flags);
	if (drop)
		unlink_session(s);
}

/* ---- copies ---- */

static void view_entry(struct sessmon_session *entry, struct sessmon_session_view *v)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&entry->lock, flags);
	v->entry = entry->key;
	v->entry_uid = entry->leader.uid;
	v->entry_tty = entry->tty;
	v->peer = entry->peer;
	raw_spin_unlock_irqrestore(&entry->lock, flags);
}

/**
 * sessmon_session_view() - copy a session as it is now
 * @s: the session; counted, or in an RCU read section
 * @v: what to fill; its program is a counted reference to be given back
 *
 * Context: any. The entry's facts are of a moment later than the session's.
 */
void sessmon_session_view(struct sessmon_session *s, struct sessmon_session_view *v)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	*v = (struct sessmon_session_view){
		.key = s->key,
		.created_from = s->created_from,
		.started = s->started,
		.entry_type = s->entry_type,
		.verdict = s->verdict,
		.flags = s->flags,
		.tty = s->tty,
		.leader = s->leader,
		.members = s->members,
		.total = s->total,
		.last_seq = s->last_seq,
	};
	sessmon_exe_get(v->leader.exe);
	raw_spin_unlock_irqrestore(&s->lock, flags);
	view_entry(s->entry ?: s, v);
	if (v->flags & SESSMON_SESSION_DETACHED)
		v->origin = v->entry;
}
