// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes are born, or adopted if they lived before the module did.
 */
#include "model/process_internal.h"

#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>

#include "facts/task.h"

#define NEW_NAMESPACES                                                                \
	(CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | \
	 CLONE_NEWTIME | CLONE_NEWUTS)

/* ns of boot time; what was born earlier may have been born unseen. */
static u64 births_seen_since = U64_MAX;

/**
 * sessmon_process_births_seen() - the hook of creation is live
 * @since: now, ns of boot time
 *
 * A process that is older, and is met by another hook before the snapshot comes to it,
 * is not told of as created: it may have lived for days.
 *
 * Context: any.
 */
void sessmon_process_births_seen(u64 since)
{
	WRITE_ONCE(births_seen_since, since);
}

static struct sessmon_session *join_number(u32 sid)
{
	struct sessmon_session *s = sessmon_session_find(sid);

	return s && sessmon_session_join(s) ? s : NULL;
}

/*
 * The session of a newborn: its creator's, unless another thread of the creator
 * has called setsid since: what the kernel says decides.
 */
static struct sessmon_session *settle_session(struct sessmon_process *p, struct task_struct *task,
					      struct sessmon_process *creator)
{
	struct sessmon_session *s = creator ? sessmon_session_of(creator) : NULL;
	u32 sid = sessmon_task_sid(task);

	if (!s || s->key.id != sid || !sessmon_session_join(s))
		s = join_number(sid);
	RCU_INIT_POINTER(p->session, s);
	return s;
}

static void inherit_program(struct sessmon_process *p, struct sessmon_process *creator)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&creator->lock, flags);
	p->exe = sessmon_exe_get(creator->exe);
	/* A fork brings no new budget. */
	p->budget.spent = creator->budget.spent;
	raw_spin_unlock_irqrestore(&creator->lock, flags);
}

/*
 * All but the namespaces, which may be read of a task that is not current by
 * sessmon_task_namespaces_of() only, where that is allowed.
 */
static void read_task(struct sessmon_process *p, struct task_struct *task)
{
	if (task->flags & PF_KTHREAD)
		p->flags |= SESSMON_PROCESS_KTHREAD;
	p->pgid = sessmon_task_pgid(task);
	p->vpid = sessmon_task_vpid(task);
	p->parent_key = sessmon_key_of(rcu_dereference(task->real_parent));
	sessmon_task_creds(__task_cred(task), &p->creds);
	sessmon_task_audit(task, &p->audit);
	memcpy(p->comm, task->comm, sizeof(p->comm) - 1);
}

static void emit_fork(struct sessmon_process *p, u64 clone_flags)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve(p, SESSMON_EVENT_FORK);

	if (rec) {
		rec->other = p->creator;
		rec->value = clone_flags;
	}
	sessmon_event_commit(rec);
}

/* A child that was cloned into namespaces of its own is told to have changed them. */
static void emit_new_namespaces(struct sessmon_process *p, struct task_struct *creator)
{
	struct sessmon_namespaces_change change = { .new = p->ns };

	sessmon_task_namespaces(creator->nsproxy, &change.old);
	if (memcmp(&change.old, &change.new, sizeof(change.old)))
		sessmon_process_emit_namespaces(p, &change, 0);
}

/* A child in a user namespace of its own has all capabilities over that. */
static void emit_new_creds(struct sessmon_process *p, struct task_struct *creator)
{
	struct sessmon_creds_change change = { .new = p->creds };

	sessmon_task_creds(__task_cred(creator), &change.old);
	sessmon_process_emit_creds(p, &change, false, 0);
}

static void emit_birth(struct sessmon_process *p, struct task_struct *creator, u64 clone_flags)
{
	emit_fork(p, clone_flags);
	if (unlikely(clone_flags & NEW_NAMESPACES))
		emit_new_namespaces(p, creator);
	if (unlikely(clone_flags & CLONE_NEWUSER))
		emit_new_creds(p, creator);
}

/* The hook that met a newborn first may not have been allowed to look at all of it. */
static void fill_in(struct sessmon_process *there, const struct sessmon_process *p)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&there->lock, flags);
	if (!there->ns.uts)
		there->ns = p->ns;
	raw_spin_unlock_irqrestore(&there->lock, flags);
}

/*
 * Into the table, and told of if it was seen to be created. Returns the process, or
 * the one that another hook has made for the same task, @p being gone then.
 */
static struct sessmon_process *enter(struct sessmon_process *p, struct task_struct *creator,
				     u64 clone_flags)
{
	struct sessmon_process *there, *stale;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	there = sessmon_process_publish(p, &stale);
	if (there == p && creator)
		emit_birth(p, creator, clone_flags);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	if (there != p) {
		fill_in(there, p);
		sessmon_process_discard(p);
	} else if (stale) {
		sessmon_process_gone(stale);
	}
	return there;
}

/* It is in a container, and who made it is not. */
static bool comes_from_outside(struct task_struct *task, struct task_struct *creator)
{
	return sessmon_task_in_container(task) && !sessmon_task_in_container(creator);
}

static bool is_visitor(const struct sessmon_process *p, struct task_struct *task,
		       struct task_struct *creator)
{
	return p->vpid != 1 && comes_from_outside(task, creator);
}

static struct sessmon_process *create(struct sessmon_process *p, struct task_struct *task,
				      struct task_struct *creator, u64 clone_flags)
{
	struct sessmon_process *from = sessmon_process_of(creator), *there;
	struct sessmon_session *s;

	read_task(p, task);
	p->creator = sessmon_key_of(creator);
	if (from)
		inherit_program(p, from);
	s = settle_session(p, task, from);
	if (s && READ_ONCE(s->life) == SESSMON_LIFE_SETTLED)
		sessmon_session_announce(s, NULL);
	if (unlikely(comes_from_outside(task, creator))) {
		p->visitor = is_visitor(p, task, creator);
		if (s)
			sessmon_session_contains(s, p->visitor);
	}
	there = enter(p, creator, clone_flags);
	if (there == p)
		sessmon_process_settle_parent(p, task);
	/* A sibling by CLONE_PARENT has left with the same parent. */
	if (there == p && from)
		sessmon_process_leave_with(p, from);
	if (there == p && s)
		sessmon_session_login_user(s, &p->audit);
	return there;
}

/**
 * sessmon_process_create() - a process was created
 * @task: its first thread, not running yet
 * @creator: the thread that called fork
 * @clone_flags: as given to it
 *
 * Context: any, in an RCU read section.
 * Return: the process, or NULL if there is no room, which is counted.
 */
struct sessmon_process *sessmon_process_create(struct task_struct *task,
					       struct task_struct *creator, u64 clone_flags)
{
	struct sessmon_process *p = sessmon_process_alloc(task);

	if (!p)
		return NULL;
	/* A task's namespaces are changed by itself only, and this one does not run yet. */
	sessmon_task_namespaces(task->nsproxy, &p->ns);
	return create(p, task, creator, clone_flags);
}

/*
 * Take in a process that lived before the module did, or one that was refused when it was
 * created: that is told now, with the parent that it has now as its creator.
 */
static struct sessmon_process *adopt(struct sessmon_process *p, struct task_struct *task)
{
	bool refused = task->start_boottime >= READ_ONCE(births_seen_since);
	struct task_struct *parent = rcu_dereference(task->real_parent);
	struct task_struct *creator = refused ? parent : NULL;
	struct sessmon_process *there;

	p->flags = SESSMON_PROCESS_INFERRED;
	read_task(p, task);
	sessmon_process_adopt_traced(p, task);
	p->visitor = is_visitor(p, task, parent);
	if (creator) {
		p->creator = sessmon_key_of(creator);
		settle_session(p, task, NULL);
	}
	there = enter(p, creator, 0);
	if (there != p)
		return there;
	if (refused)
		sessmon_count(SESSMON_STAT_REPAIRED);
	sessmon_process_settle_parent(p, task);
	/* It may have ended between our look and its being found by the exit hook. */
	if (!atomic_read(&task->signal->live))
		sessmon_process_exit(p, sessmon_task_wait_status(task));
	return p;
}

/**
 * sessmon_process_ensure() - the process of a thread, made if it is unknown
 * @task: any thread
 *
 * Between a process's birth in the kernel and the creation hook others can
 * already move it to a group or trace it; an entry may have been refused for
 * lack of memory; and while the module is loaded, the process may not have been
 * come to yet. Then the entry is made here, from what the task says.
 *
 * Context: any, in an RCU read section.
 * Return: the process, or NULL if there is no room.
 */
struct sessmon_process *sessmon_process_ensure(struct task_struct *task)
{
	struct sessmon_process *p = sessmon_process_of(task);

	if (likely(p))
		return p;
	if (!task->tgid || (task->flags & PF_EXITING))
		return NULL;
	task = READ_ONCE(task->group_leader);
	p = sessmon_process_alloc(task);
	if (!p)
		return NULL;
	/* Another task's lock must not be taken under the tasklist lock: they stay unknown. */
	if (task == current)
		sessmon_task_namespaces(task->nsproxy, &p->ns);
	if (task->start_boottime < READ_ONCE(births_seen_since)) {
		settle_session(p, task, NULL);
		return adopt(p, task);
	}
	sessmon_count(SESSMON_STAT_REPAIRED);
	sessmon_process_adopt_traced(p, task);
	return create(p, task, rcu_dereference(task->real_parent), 0);
}

/**
 * sessmon_process_adopt() - a process that lived before the module did, or was refused
 * @task: its first thread
 * @fresh: set if the table did not have it
 *
 * Its program is left to the caller, and so is its session, if that is not known. One that
 * was adopted before its parent gets that now.
 *
 * Context: the snapshot, in an RCU read section.
 * Return: the process, or NULL if there is no room or it has ended.
 */
struct sessmon_process *sessmon_process_adopt(struct task_struct *task, bool *fresh)
{
	struct sessmon_process *p = sessmon_process_of(task), *there;

	*fresh = false;
	if (p && list_empty_careful(&p->sibling))
		sessmon_process_settle_parent(p, task);
	if (p || !atomic_read(&task->signal->live))
		return p;
	p = sessmon_process_alloc(task);
	if (!p)
		return NULL;
	sessmon_task_namespaces_of(task, &p->ns);
	there = adopt(p, task);
	*fresh = there == p;
	return there;
}

/**
 * sessmon_process_attach() - give a process the session it is in
 * @p: a process whose session is not known
 * @s: the session that the kernel says it is in
 *
 * Context: the snapshot, in an RCU read section.
 */
void sessmon_process_attach(struct sessmon_process *p, struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (!rcu_access_pointer(p->session) && !(p->flags & SESSMON_PROCESS_EXITED) &&
	    sessmon_session_join(s))
		rcu_assign_pointer(p->session, s);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}
