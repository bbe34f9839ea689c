// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: the table, lookup, the store, and copies.
 */
#include "model/process_internal.h"

#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "facts/task.h"
#include "limits.h"
#include "model/table.h"

static struct sessmon_table table;
static struct kmem_cache *cache;

/*
 * Kernels that zero all they hand out do not do so where there is a constructor:
 * sessmon_process_alloc() sets every field itself.
 */
static void construct_nothing(void *object)
{
}

/**
 * sessmon_processes_init() - make the empty table of processes
 * @buckets: of its hash, 0 for a number that suits this machine
 * @max: entries at the most
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_processes_init(unsigned int buckets, unsigned int max)
{
	int err;

	sessmon_process_login_init();
	err = sessmon_process_family_init();
	if (err)
		return err;
	cache = kmem_cache_create("sessmon_process", sizeof(struct sessmon_process), 0, 0,
				  construct_nothing);
	if (!cache) {
		err = -ENOMEM;
		goto err_family;
	}
	err = sessmon_table_init(&table, buckets ?: sessmon_table_default_buckets(), max);
	if (err)
		goto err_cache;
	return 0;

err_cache:
	kmem_cache_destroy(cache);
err_family:
	sessmon_process_family_exit();
	return err;
}

static void remove_process(struct sessmon_process *p, void *data)
{
	sessmon_process_gone(p);
}

/**
 * sessmon_processes_exit() - empty the table and free it
 *
 * Context: sleeps; no hook and no dump is live any more.
 */
void sessmon_processes_exit(void)
{
	sessmon_processes_each(remove_process, NULL);
	sessmon_process_family_exit();
	rcu_barrier(); /* free_process() lives in this module. */
	sessmon_table_exit(&table);
	kmem_cache_destroy(cache);
}

/**
 * sessmon_processes_count() - processes in the table
 *
 * Context: any.
 * Return: how many.
 */
u64 sessmon_processes_count(void)
{
	return atomic_read(&table.count);
}

/* ---- lookup ---- */

/**
 * sessmon_process_find_id() - the newest process of a number
 * @id: process id in the initial pid namespace
 *
 * Context: any, in an RCU read section, which is what keeps the process there.
 * Return: the process or NULL.
 */
struct sessmon_process *sessmon_process_find_id(u32 id)
{
	struct sessmon_process *p;

	hlist_for_each_entry_rcu(p, &sessmon_table_bucket(&table, id)->head, node)
		if (p->key.id == id)
			return p;
	return NULL;
}

/**
 * sessmon_process_find() - the process of a key
 * @key: the key; its start may be 0 for the newest one of that number
 *
 * Context: as sessmon_process_find_id().
 * Return: the process or NULL.
 */
struct sessmon_process *sessmon_process_find(const struct sessmon_key *key)
{
	struct sessmon_process *p;

	hlist_for_each_entry_rcu(p, &sessmon_table_bucket(&table, key->id)->head, node)
		if (p->key.id == key->id && (!key->start || p->key.start == key->start))
			return p;
	return NULL;
}

/**
 * sessmon_process_of() - the process that a thread belongs to
 * @task: any thread
 *
 * Context: as sessmon_process_find_id().
 * Return: the process, or NULL if the table does not have it.
 */
struct sessmon_process *sessmon_process_of(struct task_struct *task)
{
	struct sessmon_key key = sessmon_key_of(task);

	return sessmon_process_find(&key);
}

/**
 * sessmon_process_of_released() - the process of a thread that may have been released
 * @task: any thread, its memory held by the caller
 *
 * The first thread that it points to may have been freed by then; what its signal struct,
 * which it holds, points to is there.
 *
 * Context: as sessmon_process_find_id().
 * Return: the process, or NULL if the table does not have it.
 */
struct sessmon_process *sessmon_process_of_released(struct task_struct *task)
{
	struct pid *pid = READ_ONCE(task->signal->pids[PIDTYPE_TGID]);
	struct task_struct *leader = pid ? pid_task(pid, PIDTYPE_TGID) : NULL;

	return leader ? sessmon_process_of(leader) : NULL;
}

/**
 * sessmon_process_next() - walk the table
 * @bucket: cursor; starts at 0
 * @serial: cursor; starts at U64_MAX
 *
 * Context: an RCU read section that lasts until the process was used.
 * Return: the next process or NULL at the end.
 */
struct sessmon_process *sessmon_process_next(unsigned int *bucket, u64 *serial)
{
	struct sessmon_process *p;

	for (; *bucket < 1U << table.bits; (*bucket)++, *serial = U64_MAX)
		hlist_for_each_entry_rcu(p, &table.buckets[*bucket].head, node)
			if (p->serial < *serial) {
				*serial = p->serial;
				return p;
			}
	return NULL;
}

/* Visit what one read section may. Returns false at the end of the table. */
static bool visit_some(unsigned int *bucket, u64 *serial,
		       void (*visit)(struct sessmon_process *p, void *data), void *data)
{
	struct sessmon_process *p = NULL;
	unsigned int n;

	rcu_read_lock();
	for (n = 0; n < SESSMON_WALK_CHUNK; n++) {
		p = sessmon_process_next(bucket, serial);
		if (!p)
			break;
		visit(p, data);
	}
	rcu_read_unlock();
	return p;
}

/**
 * sessmon_processes_each() - visit all processes of the table
 * @visit: called for each, in an RCU read section
 * @data: passed to @visit
 *
 * What comes or goes meanwhile is visited or not; everything else is, once.
 *
 * Context: sleeps between read sections that are bounded.
 */
void sessmon_processes_each(void (*visit)(struct sessmon_process *p, void *data), void *data)
{
	unsigned int bucket = 0;
	u64 serial = U64_MAX;

	while (visit_some(&bucket, &serial, visit, data))
		cond_resched();
}

/**
 * sessmon_process_is_leader() - does the process lead the session?
 * @p: the process
 * @s: the session, or NULL
 *
 * Context: any.
 * Return: true if it does.
 */
bool sessmon_process_is_leader(const struct sessmon_process *p, const struct sessmon_session *s)
{
	return s && sessmon_key_equal(&p->key, &s->key);
}

/* ---- the store ---- */

/**
 * sessmon_process_alloc() - an entry that nobody can find yet
 * @task: its first thread
 *
 * Context: any; allocates without waiting.
 * Return: the entry, with a place in the table, or NULL; what was refused is counted.
 */
struct sessmon_process *sessmon_process_alloc(struct task_struct *task)
{
	struct sessmon_process *p;

	if (!sessmon_table_charge(&table))
		return NULL;
	p = kmem_cache_alloc(cache, GFP_NOWAIT | __GFP_NOWARN);
	if (!p) {
		sessmon_table_uncharge(&table);
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return NULL;
	}
	*p = (struct sessmon_process){ .key = sessmon_key_of(task) };
	raw_spin_lock_init(&p->lock);
	INIT_LIST_HEAD(&p->children);
	INIT_LIST_HEAD(&p->sibling);
	return p;
}

/**
 * sessmon_process_publish() - put a new process into the hash
 * @p: the process, its lock held
 * @stale: who had the number before and is still there, taken out of the hash; or NULL
 *
 * Two hooks may meet a newborn at once: whoever comes second is given the first one's entry
 * and drops its own. A dead process whose number was given away is still there if the kernel
 * has not freed its task yet: it goes now.
 *
 * The caller holds the new process's lock until its first event has a number: whoever finds
 * it waits for that.
 *
 * Context: any; interrupts off.
 * Return: the entry that is in the hash now: @p, or the other one.
 */
struct sessmon_process *sessmon_process_publish(struct sessmon_process *p,
						struct sessmon_process **stale)
{
	struct sessmon_bucket *b = sessmon_table_bucket(&table, p->key.id);
	struct sessmon_process *other;

	lockdep_assert_held(&p->lock);
	*stale = NULL;
	raw_spin_lock(&b->lock);
	other = sessmon_process_find_id(p->key.id);
	if (other && other->key.start == p->key.start) {
		raw_spin_unlock(&b->lock);
		return other;
	}
	sessmon_table_add(&table, b, &p->node, &p->serial);
	raw_spin_unlock(&b->lock);
	*stale = other;
	return p;
}

static void free_process(struct rcu_head *rcu)
{
	kmem_cache_free(cache, container_of(rcu, struct sessmon_process, rcu));
}

/**
 * sessmon_process_discard() - free an entry that was never published
 * @p: the process, with the references that it holds
 *
 * Context: any; takes the lock of its session, if it has one.
 */
void sessmon_process_discard(struct sessmon_process *p)
{
	struct sessmon_session *s = rcu_dereference_protected(p->session, true);

	sessmon_exe_put(p->exe);
	if (s)
		sessmon_session_leave(s, false);
	sessmon_table_uncharge(&table);
	kmem_cache_free(cache, p);
}

/**
 * sessmon_process_unpublish() - take a process out of the hash
 * @p: the process
 *
 * Context: any; takes the bucket's lock.
 * Return: true if this call has done it.
 */
bool sessmon_process_unpublish(struct sessmon_process *p)
{
	struct sessmon_bucket *b = sessmon_table_bucket(&table, p->key.id);
	unsigned long flags;
	bool mine;

	raw_spin_lock_irqsave(&b->lock, flags);
	mine = sessmon_process_hashed(p);
	if (mine)
		hlist_del_rcu(&p->node);
	raw_spin_unlock_irqrestore(&b->lock, flags);
	return mine;
}

/**
 * sessmon_process_free() - free a process that is in no hash, tree or session any more
 * @p: the process, which others may still look at for one RCU grace period
 *
 * Context: any.
 */
void sessmon_process_free(struct sessmon_process *p)
{
	sessmon_table_uncharge(&table);
	call_rcu(&p->rcu, free_process);
}

/* ---- copies ---- */

/**
 * sessmon_process_task() - the first thread of a process
 * @p: the process
 *
 * Context: an RCU read section, in which the thread may be looked at.
 * Return: the thread, or NULL if it was reaped.
 */
struct task_struct *sessmon_process_task(const struct sessmon_process *p)
{
	struct task_struct *task = pid_task(find_pid_ns(p->key.id, &init_pid_ns), PIDTYPE_TGID);

	return task && task->start_boottime == p->key.start ? task : NULL;
}

/**
 * sessmon_process_leader() - what a session remembers of its leader
 * @p: the process, its lock held or its only user
 * @leader: what to fill; the program is not counted
 *
 * Context: any.
 */
void sessmon_process_leader(const struct sessmon_process *p, struct sessmon_leader *leader)
{
	*leader = (struct sessmon_leader){
		.exe = p->exe,
		.uid = p->creds.uid,
		.euid = p->creds.euid,
		.audit = p->audit,
		.vpid = p->vpid,
		.pid_ns = p->ns.pid,
		.visitor = p->visitor,
	};
	memcpy(leader->comm, p->comm, sizeof(leader->comm));
}

/**
 * sessmon_process_get_leader() - what a session is told of its leader by whoever asks late
 * @p: the process
 * @leader: what to fill; the program is a counted reference to be given back
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_get_leader(struct sessmon_process *p, struct sessmon_leader *leader)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_process_leader(p, leader);
	sessmon_exe_get(leader->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_view() - copy a process as it is now
 * @p: the process
 * @v: what to fill; its program is a counted reference to be given back
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_view(struct sessmon_process *p, struct sessmon_process_view *v)
{
	struct task_struct *task = sessmon_process_task(p);
	struct sessmon_session *s;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	v->process = *p;
	/* No hook tells who moves it to another control group, as PAM and systemd do. */
	v->cgroup = task ? sessmon_task_cgroup(task) : 0;
	/* No hook tells of prctl(PR_SET_CHILD_SUBREAPER). */
	if (task && task->signal->is_child_subreaper)
		v->process.flags |= SESSMON_PROCESS_SUBREAPER;
	sessmon_exe_get(p->exe);
	s = sessmon_session_of(p);
	if (s) {
		v->session = s->key;
		raw_spin_lock(&s->lock);
		v->class = sessmon_process_class(p, s->verdict.class);
		v->tty = s->tty;
		raw_spin_unlock(&s->lock);
	} else {
		memset(&v->session, 0, sizeof(v->session));
		memset(&v->tty, 0, sizeof(v->tty));
		v->class = SESSMON_CLASS_UNKNOWN;
	}
	raw_spin_unlock_irqrestore(&p->lock, flags);
	/* setuid() is a call of each thread: whether the last of them has made it is looked up. */
	if ((v->process.flags & SESSMON_PROCESS_CREDS_DIVERGE) && task &&
	    sessmon_task_threads_have(task, &v->process.creds))
		v->process.flags &= ~SESSMON_PROCESS_CREDS_DIVERGE;
}
