// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions: the table, lifetime, lookup, membership and copies.
 */
#include "model/session_internal.h"

#include <linux/bits.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "assert.h"
#include "counters.h"
#include "facts/task.h"
#include "limits.h"
#include "model/table.h"

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

	sessmon_session_outlive_init();
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
	sessmon_session_outlive_stop();
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
 * Context: any. An entry holds at most an origin, which holds no other session, and the
 * entry that a new policy has given it, so this does not recurse far.
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
	sessmon_session_put(rcu_dereference_protected(s->entry, !refcount_read(&s->ref)));
	sessmon_session_put(rcu_dereference_protected(s->origin, !refcount_read(&s->ref)));
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

/* Visit what one read section may. Returns false at the end of the table. */
static bool visit_some(unsigned int *bucket, u64 *serial,
		       void (*visit)(struct sessmon_session *s, void *data), void *data)
{
	struct sessmon_session *s = NULL;
	unsigned int n;

	rcu_read_lock();
	for (n = 0; n < SESSMON_WALK_CHUNK; n++) {
		s = sessmon_session_next(bucket, serial);
		if (!s)
			break;
		visit(s, data);
	}
	rcu_read_unlock();
	return s;
}

/**
 * sessmon_sessions_each() - visit all sessions of the table
 * @visit: called for each, not counted, in an RCU read section
 * @data: passed to @visit
 *
 * What comes or goes meanwhile is visited or not; everything else is, once.
 *
 * Context: sleeps between read sections that are bounded.
 */
void sessmon_sessions_each(void (*visit)(struct sessmon_session *s, void *data), void *data)
{
	unsigned int bucket = 0;
	u64 serial = U64_MAX;

	while (visit_some(&bucket, &serial, visit, data))
		cond_resched();
}

/**
 * sessmon_session_insert() - put a session into the hash, which takes over the reference
 * @s: the session, which nobody else knows
 *
 * Context: any; takes the bucket's lock.
 */
void sessmon_session_insert(struct sessmon_session *s)
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

/**
 * sessmon_session_alloc() - a session that nobody can find yet
 * @key: its name
 *
 * Context: any; allocates without waiting.
 * Return: the session with a place in the table and one reference, or NULL; what was refused
 *  is counted.
 */
struct sessmon_session *sessmon_session_alloc(const struct sessmon_key *key)
{
	struct sessmon_session *s;

	if (!sessmon_table_charge(&table))
		return NULL;
	s = kmem_cache_zalloc(cache, GFP_NOWAIT | __GFP_NOWARN);
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

/* Each stage may follow these. An adopted session is settled and announced at once. */
static const u8 may_follow[] = {
	[SESSMON_LIFE_UNSETTLED] = 0,
	[SESSMON_LIFE_SETTLED] = BIT(SESSMON_LIFE_UNSETTLED),
	[SESSMON_LIFE_ANNOUNCED] = BIT(SESSMON_LIFE_UNSETTLED) | BIT(SESSMON_LIFE_SETTLED),
	[SESSMON_LIFE_ENDED] = BIT(SESSMON_LIFE_UNSETTLED) | BIT(SESSMON_LIFE_SETTLED) |
			       BIT(SESSMON_LIFE_ANNOUNCED),
};

/**
 * sessmon_session_enter() - a session comes one step further in its life
 * @s: the session, its lock held, or nobody else knows it
 * @life: how far
 *
 * Context: any.
 */
void sessmon_session_enter(struct sessmon_session *s, enum sessmon_session_life life)
{
	sessmon_session_assert_held(s);
	sessmon_assert(may_follow[life] & BIT(s->life));
	WRITE_ONCE(s->life, life);
}

/* ---- members ---- */

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
	joined = !sessmon_session_has_ended(s);
	if (joined) {
		s->members++;
		s->total++;
		refcount_inc(&s->ref);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	return joined;
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
	if (leader)
		sessmon_session_lose_leader(s);
	end = --s->members == 0;
	if (end) {
		/* The last that is told: see sessmon_session_reserve(). */
		sessmon_session_emit_end(s);
		sessmon_session_enter(s, SESSMON_LIFE_ENDED);
	}
	raw_spin_unlock_irqrestore(&s->lock, flags);
	if (end)
		unlink_session(s);
	sessmon_session_put(s);
}

/**
 * sessmon_session_keep_place() - may the place of a member that goes be kept for another?
 * @s: the session, which the member's reference keeps
 *
 * Only one place is kept: as long as it is, it is not the last.
 *
 * Context: any.
 * Return: true if that member is the last one.
 */
bool sessmon_session_keep_place(struct sessmon_session *s)
{
	unsigned long flags;
	bool last;

	raw_spin_lock_irqsave(&s->lock, flags);
	last = s->members == 1;
	if (last)
		s->vacant_looks = 0;
	raw_spin_unlock_irqrestore(&s->lock, flags);
	return last;
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
	drop = !s->members && !sessmon_session_has_ended(s);
	if (drop)
		sessmon_session_enter(s, SESSMON_LIFE_ENDED);
	raw_spin_unlock_irqrestore(&s->lock, flags);
	if (drop)
		unlink_session(s);
}

/* ---- copies ---- */

/**
 * sessmon_session_task() - the first thread of a session's leader
 * @s: the session
 *
 * Context: an RCU read section, in which the thread may be looked at.
 * Return: the thread, or NULL if it was reaped.
 */
struct task_struct *sessmon_session_task(const struct sessmon_session *s)
{
	struct task_struct *leader = pid_task(find_pid_ns(s->key.id, &init_pid_ns), PIDTYPE_TGID);

	return leader && leader->start_boottime == s->key.start ? leader : NULL;
}

static void view_entry(struct sessmon_session *entry, struct sessmon_session_view *v)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&entry->lock, flags);
	v->peer = entry->peer;
	if (entry->login_unknown) {
		v->entry_uid = (u32)-1;
	} else {
		v->entry = entry->key;
		v->entry_uid = entry->leader.uid;
		v->entry_tty = entry->tty;
	}
	raw_spin_unlock_irqrestore(&entry->lock, flags);
}

static void view_origin(struct sessmon_session *s, struct sessmon_session_view *v)
{
	const struct sessmon_session *login = sessmon_session_login(s);

	if (READ_ONCE(login->login_unknown))
		return;
	if (rcu_access_pointer(s->origin) || (v->flags & SESSMON_SESSION_DETACHED))
		v->origin = login->key;
}

/* Nothing tells of these when they change, so they are looked up. */
static void view_leader(const struct sessmon_session *s, struct sessmon_session_view *v)
{
	struct task_struct *leader = sessmon_session_task(s);
	struct sessmon_tty tty;

	if (!leader)
		return;
	v->leader.cgroup = sessmon_task_cgroup(leader);
	if (v->tty.dev)
		v->foreground = sessmon_task_ctty(leader, &tty);
}

/**
 * sessmon_session_view() - copy a session as it is now
 * @s: the session; counted, or in an RCU read section
 * @v: what to fill; its program is a counted reference to be given back
 *
 * Context: process, without any lock: the leader's signal lock is taken. The facts of
 * the entry and the foreground are of a moment later than the session's.
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
		.ended = sessmon_session_has_ended(s),
		.members = s->members,
		.total = s->total,
		.last_seq = s->last_seq,
		.withheld = s->budget.withheld,
	};
	sessmon_exe_get(v->leader.exe);
	raw_spin_unlock_irqrestore(&s->lock, flags);
	rcu_read_lock();
	view_entry(sessmon_session_entry(s), v);
	/* The peer does not change any more once the flag is up. */
	if ((v->flags & SESSMON_SESSION_UNKNOWN_DOOR) && s->peer.family)
		v->peer = s->peer;
	view_leader(s, v);
	view_origin(s, v);
	rcu_read_unlock();
}
