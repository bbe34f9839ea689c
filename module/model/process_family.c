// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parents and children: the links between them, and how they follow the kernel's
 * when a parent ends.
 */
#include "model/process_internal.h"

#include <linux/irq_work.h>
#include <linux/sched/signal.h>
#include <linux/workqueue.h>

#include "facts/task.h"
#include "limits.h"

/*
 * The lock of all links between parents and children. It is held for a few instructions,
 * and taken only where the kernel has held tasklist_lock for writing, which is as global
 * and held for longer: processors that fork at once meet there first.
 */
static DEFINE_RAW_SPINLOCK(tree_lock);

/* Children of parents that have ended, too many to be followed at once; a worker does. */
static LIST_HEAD(adrift);
static struct workqueue_struct *queue;
static struct irq_work kick;
static bool following;

static void follow_work_fn(struct work_struct *work);
static DECLARE_WORK(follow, follow_work_fn);

static void link_parent(struct sessmon_process *p, struct sessmon_process *parent)
{
	lockdep_assert_held(&tree_lock);
	list_del_init(&p->sibling);
	if (parent && parent != p)
		list_add(&p->sibling, &parent->children);
}

static enum sessmon_reparent_reason adopter(struct task_struct *real)
{
	/* Every pid namespace has an init of its own. */
	if (sessmon_task_vpid(real) == 1)
		return SESSMON_REPARENT_INIT;
	return SESSMON_REPARENT_SUBREAPER;
}

/* Returns whether it has another parent than before. */
static bool emit_reparent(struct sessmon_process *p, struct task_struct *real)
{
	struct sessmon_key now = sessmon_key_of(real);
	struct sessmon_ring_record *rec;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (sessmon_key_equal(&p->parent_key, &now) || (p->flags & SESSMON_PROCESS_EXITED)) {
		p->parent_key = now;
		raw_spin_unlock_irqrestore(&p->lock, flags);
		return false;
	}
	rec = sessmon_process_reserve(p, SESSMON_EVENT_REPARENT);
	if (rec) {
		rec->other = p->parent_key;
		rec->parent = now;
		rec->action = adopter(real);
	}
	sessmon_event_commit(rec);
	p->parent_key = now;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return true;
}

/*
 * Hang a process under its real parent, and look again: when a parent ends, the kernel
 * first moves its children, and our hook then looks for some in the tree. Either it
 * finds this process there, or we find that it has been moved. Nobody moves it twice
 * without another parent ending.
 *
 * A process that the snapshot adopts may end and have its number given away
 * meanwhile. What has left the hash has left the tree or waits for the tree
 * lock to do so, and must not be hung up any more.
 */
static struct task_struct *hang_up(struct sessmon_process *p, struct task_struct *task)
{
	struct task_struct *real;

	lockdep_assert_held(&tree_lock);
	do {
		real = rcu_dereference(task->real_parent);
		link_parent(p, sessmon_process_hashed(p) ? sessmon_process_of(real) : NULL);
		smp_mb(); /* Pairs with that in sessmon_process_has_children(). */
	} while (real != rcu_access_pointer(task->real_parent));
	return real;
}

/**
 * sessmon_process_settle_parent() - hang a process up below the parent that the kernel has for it
 * @p: the process, published
 * @task: its first thread
 *
 * Tells of the change if that is another parent than its creator.
 *
 * Context: any; takes the tree's lock, and after it that of @p.
 */
void sessmon_process_settle_parent(struct sessmon_process *p, struct task_struct *task)
{
	struct task_struct *real;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree_lock, flags);
	real = hang_up(p, task);
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	if (emit_reparent(p, real))
		sessmon_process_adopted(p, sessmon_process_of(real));
}

/* ---- following the kernel when a parent has ended ---- */

/*
 * The next of a list of children hangs under the parent that the kernel has given it,
 * and is told of. The list gets shorter: who is not moved yet, since another thread of
 * the same process has still to end, goes back to its parent's own list, where the end
 * of that thread finds it.
 */
static bool follow_one(struct list_head *children)
{
	struct task_struct *task, *real = NULL;
	struct sessmon_process *child;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree_lock, flags);
	child = list_first_entry_or_null(children, struct sessmon_process, sibling);
	if (child) {
		task = sessmon_process_task(child);
		if (task)
			real = hang_up(child, task);
		else /* It was reaped, and goes as soon as RCU lets it. */
			link_parent(child, NULL);
	}
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	if (real && emit_reparent(child, real))
		sessmon_process_adopted(child, sessmon_process_of(real));
	return child;
}

/* Any number of them: may sleep between some and the next. */
static void follow_work_fn(struct work_struct *work)
{
	unsigned int n;
	bool more;

	do {
		rcu_read_lock();
		for (n = 0, more = true; more && n < SESSMON_FOLLOW_CHUNK; n++)
			more = follow_one(&adrift);
		rcu_read_unlock();
		cond_resched();
	} while (more);
}

static void queue_follow(struct irq_work *work)
{
	queue_work(queue, &follow);
}

/* Into the worker's list, all at once. Returns whether there were any. */
static bool set_adrift(struct list_head *children)
{
	lockdep_assert_held(&tree_lock);
	if (list_empty(children))
		return false;
	list_splice_tail_init(children, &adrift);
	return true;
}

/**
 * sessmon_process_has_children() - does any process hang under this one?
 * @p: the process
 *
 * Who is hung up at the same time looks at it afterwards: either it is seen here, or it
 * sees what came before this call: that the kernel has moved it, what is said of @p.
 *
 * Context: any.
 * Return: whether there are children that the caller has to look after.
 */
bool sessmon_process_has_children(const struct sessmon_process *p)
{
	smp_mb(); /* Pairs with that in hang_up(). */
	return !list_empty_careful(&p->children);
}

static void settle(struct sessmon_process *p)
{
	struct task_struct *task = sessmon_process_task(p);

	if (task)
		sessmon_process_settle_parent(p, task);
}

/**
 * sessmon_process_catch_up() - something is about to happen that depends on the parent
 * @p: the process; it, or who leads its session, may wait for the worker
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_catch_up(struct sessmon_process *p)
{
	struct sessmon_process *leader;
	struct sessmon_session *s;

	if (likely(list_empty_careful(&adrift)))
		return;
	settle(p);
	s = sessmon_session_of(p);
	leader = s ? sessmon_process_find(&s->key) : NULL;
	if (leader && leader != p)
		settle(leader);
}

/**
 * sessmon_process_orphan() - follow the kernel in giving children away
 * @p: a process whose threads have all begun to end; the kernel has moved the children
 *     of one of them already. As long as one thread goes on, children stay with it
 *
 * What is done here is bounded, because it is done with preemption off: a user may
 * have any number of children, and of threads that end. The rest is left to a worker.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_orphan(struct sessmon_process *p)
{
	LIST_HEAD(mine);
	unsigned long flags;
	unsigned int n;
	bool rest;

	/* A child that ends meanwhile takes itself off the list, under the lock. */
	raw_spin_lock_irqsave(&tree_lock, flags);
	list_splice_init(&p->children, &mine);
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	for (n = 0; n < SESSMON_FOLLOW_AT_ONCE; n++)
		if (!follow_one(&mine))
			return;
	raw_spin_lock_irqsave(&tree_lock, flags);
	rest = set_adrift(&mine);
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	if (rest)
		irq_work_queue(&kick);
}

/**
 * sessmon_process_unlink_tree() - take a process out of the tree
 * @p: the process, out of the hash
 *
 * Its children are the worker's, as far as they live. When the table is given up, all of them
 * leave that list by themselves, and nobody is followed any more.
 *
 * Context: any; takes the tree's lock.
 */
void sessmon_process_unlink_tree(struct sessmon_process *p)
{
	unsigned long flags;
	bool rest;

	raw_spin_lock_irqsave(&tree_lock, flags);
	link_parent(p, NULL);
	rest = set_adrift(&p->children);
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	if (rest && READ_ONCE(following))
		irq_work_queue(&kick);
}

/**
 * sessmon_process_family_stop() - follow nobody any more
 *
 * Context: sleeps; no hook is live any more, and events can still be made.
 */
void sessmon_process_family_stop(void)
{
	irq_work_sync(&kick);
	flush_work(&follow);
	WRITE_ONCE(following, false);
}

/**
 * sessmon_process_family_init() - be ready to follow orphans
 *
 * Context: sleeps; before any hook is live.
 * Return: 0; -ENOMEM.
 */
int sessmon_process_family_init(void)
{
	init_irq_work(&kick, queue_follow);
	WRITE_ONCE(following, true);
	queue = alloc_workqueue("sessmon_family", WQ_UNBOUND, 1);
	return queue ? 0 : -ENOMEM;
}

/**
 * sessmon_process_family_exit() - follow nobody any more
 *
 * Context: sleeps; after the last hook.
 */
void sessmon_process_family_exit(void)
{
	sessmon_process_family_stop();
	destroy_workqueue(queue);
}
