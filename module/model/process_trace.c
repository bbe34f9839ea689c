// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tracing: how many threads of a process are traced, and what is told of it.
 *
 * The count follows the kernel's links from tracee to tracer, each of which begins in
 * one place that is hooked and ends in __ptrace_unlink(), also that of a dead thread.
 * An attach is hooked when the kernel has let go of its lock, so that the end of a
 * link can come first: the count is one too low until its beginning comes, too.
 * A process whose tracer has thousands of its threads is never walked through: all
 * of them are unlinked in one go under the tasklist lock.
 *
 * A thread that another process attaches to while it is being born, and one that asks
 * for a tracer who begins to end, can be counted once too often: the end of tracing
 * puts that right as soon as the process has one thread.
 */
#include "model/process_internal.h"

#include <linux/sched/signal.h>

#include "assert.h"
#include "facts/task.h"

/*
 * A thread that was attached to may have been released before its hook comes, and
 * the leader it points to been freed: what its signal struct, which it holds, points
 * to is there.
 */
static struct sessmon_process *process_of_any(struct task_struct *task)
{
	struct pid *pid = READ_ONCE(task->signal->pids[PIDTYPE_TGID]);
	struct task_struct *leader = pid ? pid_task(pid, PIDTYPE_TGID) : NULL;

	return leader ? sessmon_process_of(leader) : NULL;
}

static void set_traced(struct sessmon_process *p, s32 traced)
{
	lockdep_assert_held(&p->lock);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_TRACER));
	p->traced = traced;
	if (traced > 0)
		p->flags |= SESSMON_PROCESS_TRACED;
	else
		p->flags &= ~SESSMON_PROCESS_TRACED;
}

static s32 traced_after(const struct sessmon_process *p, struct task_struct *task,
			enum sessmon_ptrace_action action)
{
	switch (action) {
	case SESSMON_PTRACE_DETACH:
		/* No thread is being born: the kernel holds the tasklist lock. */
		return thread_group_empty(task) ? 0 : p->traced - 1;
	case SESSMON_PTRACE_AUTO:
		/* A thread was counted when it was linked; a new process has no other. */
		return thread_group_leader(task) ? 1 : p->traced;
	default:
		return p->traced + 1;
	}
}

static void emit_trace(struct sessmon_process *p, struct task_struct *task,
		       struct task_struct *tracer, enum sessmon_ptrace_action action)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_PTRACE);

	if (rec) {
		rec->action = action;
		rec->other = sessmon_key_of(tracer);
		rec->tid = thread_group_leader(task) ? 0 : task->pid;
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_process_trace() - the tracing of a thread has begun or ended
 * @task: the thread
 * @tracer: who traces it, or did
 * @action: how it began, or that it ended; that of a dead thread is no news
 *
 * Context: any.
 */
void sessmon_process_trace(struct task_struct *task, struct task_struct *tracer,
			   enum sessmon_ptrace_action action)
{
	struct sessmon_process *p;
	unsigned long flags;

	rcu_read_lock();
	p = process_of_any(task);
	if (p) {
		raw_spin_lock_irqsave(&p->lock, flags);
		set_traced(p, traced_after(p, task, action));
		if (action != SESSMON_PTRACE_DETACH || !task->exit_state)
			emit_trace(p, task, tracer, action);
		raw_spin_unlock_irqrestore(&p->lock, flags);
	}
	rcu_read_unlock();
}

/**
 * sessmon_process_traced_at_birth() - a new thread was given its creator's tracer
 * @task: the thread, or the first one of a process that has no entry yet
 *
 * Under the tasklist lock; what is told of it comes with the creation hook.
 *
 * Context: any.
 */
void sessmon_process_traced_at_birth(struct task_struct *task)
{
	struct sessmon_process *p;
	unsigned long flags;

	rcu_read_lock();
	p = process_of_any(task);
	if (p) {
		raw_spin_lock_irqsave(&p->lock, flags);
		set_traced(p, p->traced + 1);
		raw_spin_unlock_irqrestore(&p->lock, flags);
	}
	rcu_read_unlock();
}

/**
 * sessmon_process_adopt_traced() - count what was traced before the module was loaded
 * @p: a process that is not in the table yet
 * @task: its first thread
 *
 * Context: as sessmon_task_traced().
 */
void sessmon_process_adopt_traced(struct sessmon_process *p, struct task_struct *task)
{
	p->traced = sessmon_task_traced(task);
	if (p->traced)
		p->flags |= SESSMON_PROCESS_TRACED;
}
