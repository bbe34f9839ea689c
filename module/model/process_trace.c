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

#include "assert.h"
#include "facts/task.h"

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

static s32 traced_after(const struct sessmon_process *p, const struct sessmon_trace *trace)
{
	switch (trace->action) {
	case SESSMON_PTRACE_DETACH:
		return trace->alone ? 0 : p->traced - 1;
	case SESSMON_PTRACE_AUTO:
		/* A thread was counted when it was linked; a new process has no other. */
		return trace->tid ? p->traced : 1;
	default:
		return p->traced + 1;
	}
}

static void emit_trace(struct sessmon_process *p, const struct sessmon_trace *trace)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_PTRACE);

	if (rec) {
		rec->action = trace->action;
		rec->other = trace->tracer;
		rec->tid = trace->tid;
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_process_trace() - the tracing of a thread has begun or ended
 * @p: its process
 * @trace: facts of it
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_trace(struct sessmon_process *p, const struct sessmon_trace *trace)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	set_traced(p, traced_after(p, trace));
	if (trace->action != SESSMON_PTRACE_DETACH || !trace->dead)
		emit_trace(p, trace);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_traced_at_birth() - a new thread was given its creator's tracer
 * @p: its process
 *
 * What is told of it comes with the creation hook.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_traced_at_birth(struct sessmon_process *p)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	set_traced(p, p->traced + 1);
	raw_spin_unlock_irqrestore(&p->lock, flags);
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
