// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parents and children: the links between them, and how they follow the kernel's
 * when a parent ends.
 */
#include "process_internal.h"

#include <linux/sched/signal.h>

#include "task.h"

/* Of all links between parents and children. Held for a few instructions. */
static DEFINE_RAW_SPINLOCK(tree_lock);

static void link_parent(struct sessmon_process *p, struct sessmon_process *parent)
{
	lockdep_assert_held(&tree_lock);
	if (p->parent)
		hlist_del_init(&p->sibling);
	p->parent = parent;
	if (parent)
		hlist_add_head(&p->sibling, &parent->children);
}

static enum sessmon_reparent_reason adopter(struct task_struct *real)
{
	/* Every pid namespace has an init of its own. */
	if (sessmon_task_vpid(real) == 1)
		return SESSMON_REPARENT_INIT;
	return SESSMON_REPARENT_SUBREAPER;
}

static void emit_reparent(struct sessmon_process *p, struct task_struct *real)
{
	struct sessmon_key now = sessmon_key_of(real);
	struct sessmon_record *rec;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (sessmon_key_equal(&p->parent_key, &now) || (p->flags & SESSMON_PROCESS_EXITED)) {
		p->parent_key = now;
		raw_spin_unlock_irqrestore(&p->lock, flags);
		return;
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
}

/*
 * Hang a process under its real parent. Under the tree lock one look is enough:
 * when a parent ends, the kernel first moves its children and our hook then
 * takes the tree lock to follow. If that was before us, we see the new parent;
 * if it is after us, it finds this process among the children.
 *
 * A process that the snapshot adopts may end and have its number given away
 * meanwhile. What has left the hash has left the tree or waits for the tree
 * lock to do so, and must not be hung up any more.
 */
void sessmon_process_settle_parent(struct sessmon_process *p, struct task_struct *task)
{
	struct sessmon_process *parent;
	struct task_struct *real;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree_lock, flags);
	real = rcu_dereference(task->real_parent);
	parent = sessmon_process_of(real);
	if (parent != p && sessmon_process_hashed(p))
		link_parent(p, parent);
	if (parent && !thread_group_leader(real))
		parent->threads_fork = true;
	raw_spin_unlock_irqrestore(&tree_lock, flags);
	smp_mb(); /* Pairs with that in sessmon_process_has_children(). */
	emit_reparent(p, real);
}

void sessmon_process_unlink_tree(struct sessmon_process *p)
{
	struct sessmon_process *child;
	struct hlist_node *next;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree_lock, flags);
	link_parent(p, NULL);
	hlist_for_each_entry_safe(child, next, &p->children, sibling)
		link_parent(child, NULL);
	raw_spin_unlock_irqrestore(&tree_lock, flags);
}

/*
 * Who is hung up under @p at the same time looks at it afterwards: either it is seen here,
 * or it sees what the caller has set before.
 */
bool sessmon_process_has_children(const struct sessmon_process *p)
{
	smp_mb(); /* Pairs with that in sessmon_process_settle_parent(). */
	return !hlist_empty(&p->children);
}

/* The next child of @p that the kernel has given to another process, moved there. */
static struct sessmon_process *move_one(struct sessmon_process *p, struct task_struct **real)
{
	struct sessmon_process *child;
	struct task_struct *task;

	lockdep_assert_held(&tree_lock);
	hlist_for_each_entry(child, &p->children, sibling) {
		task = sessmon_process_task(child);
		if (!task)
			continue;
		*real = rcu_dereference(task->real_parent);
		if ((*real)->tgid == p->key.id)
			continue;
		link_parent(child, sessmon_process_of(*real));
		return child;
	}
	return NULL;
}

/**
 * sessmon_process_orphan() - follow the kernel in giving children away
 * @p: a process one of whose threads has just ended; the kernel has moved that
 *     thread's children already
 *
 * Each step takes the tree lock anew, so that its hold time does not grow with
 * the number of children; the whole is as long as the kernel's own walk was.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_orphan(struct sessmon_process *p)
{
	struct sessmon_process *child;
	struct task_struct *real;
	unsigned long flags;

	while (!hlist_empty(&p->children)) {
		raw_spin_lock_irqsave(&tree_lock, flags);
		child = move_one(p, &real);
		raw_spin_unlock_irqrestore(&tree_lock, flags);
		if (!child)
			break;
		emit_reparent(child, real);
		sessmon_process_adopted(child, sessmon_process_of(real));
	}
}
