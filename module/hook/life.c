// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks of creation, end and renaming of processes.
 */
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <trace/events/sched.h>
#include <trace/events/task.h>

#include "compat.h"
#include "facts/task.h"
#include "hook/attach.h"
#include "model/process.h"

/*
 * At the end of copy_process(): the task is in the kernel's tables and cannot
 * run yet, so that this comes before all that it does.
 */
static void probe_newtask(void *data, struct task_struct *task,
			  sessmon_compat_clone_flags_t clone_flags)
{
	sessmon_hook_fired(SESSMON_HOOK_CREATE);
	/* The idle tasks of new processors have no number. */
	if (!task->tgid)
		return;
	rcu_read_lock();
	/* Threads are not processes. */
	if (!(clone_flags & CLONE_THREAD))
		sessmon_process_create(task, current, clone_flags);
	/* A tracee may hand its tracer on: the child was linked before there was an entry. */
	if (unlikely(task->ptrace))
		sessmon_hook_trace(task, rcu_dereference(task->parent), SESSMON_PTRACE_AUTO);
	rcu_read_unlock();
}

/* do_exit() calls it once for each thread, before terminal and children are let go. */
static void probe_exit(SESSMON_COMPAT_EXIT_PROTO)
{
	bool last = SESSMON_COMPAT_GROUP_DEAD(task);
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_EXIT);
	if (!last && !thread_group_leader(task))
		return;
	rcu_read_lock();
	p = sessmon_process_of(task);
	if (p && last)
		sessmon_process_exit(p, sessmon_task_wait_status(task));
	else if (p)
		sessmon_process_leader_exit(p);
	rcu_read_unlock();
}

/*
 * When the last reference on a task has gone, an RCU grace period after it was
 * reaped. After an exec from another thread, the task that was the leader has
 * that thread's number.
 */
static void probe_free(void *data, struct task_struct *task)
{
	struct sessmon_key key = { .id = task->tgid, .start = task->start_boottime };
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_REAP);
	if (task->pid != task->tgid)
		return;
	rcu_read_lock();
	p = sessmon_process_find(&key);
	if (p)
		sessmon_process_gone(p);
	rcu_read_unlock();
}

/* The old name is still in place. An exec's own renaming is part of the exec event. */
static void probe_rename(void *data, struct task_struct *task, const char *comm)
{
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_RENAME);
	if (!thread_group_leader(task) || current->in_execve)
		return;
	rcu_read_lock();
	p = sessmon_process_of(task);
	if (p)
		sessmon_process_rename(p, comm);
	rcu_read_unlock();
}

/*
 * proc_exit_connector(task), right after exit_notify(): the kernel has given the
 * thread's children away and their new parents can be seen. They stay in the process
 * until all of its threads have begun to end, any of which may have been the parent.
 *
 * A thread has been released by now, and the leader that waited for it may be reaped
 * and its memory freed: only the number is left of it, and the signal struct, which
 * the thread holds. If the number is another process's already, no child of that has
 * moved.
 */
static int probe_reparent(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (struct task_struct *)regs_get_kernel_argument(regs, 0);
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_REPARENT);
	if (atomic_read(&task->signal->live))
		return 0;
	rcu_read_lock();
	p = task->pid == task->tgid ? sessmon_process_of(task) :
				      sessmon_process_find_id(task->tgid);
	if (p && sessmon_process_has_children(p))
		sessmon_process_orphan(p);
	rcu_read_unlock();
	return 0;
}

static struct sessmon_tracepoint end_points[] = {
	{ "sched_process_free", probe_free, SESSMON_HOOK_REAP, true },
	{ "sched_process_exit", probe_exit, SESSMON_HOOK_EXIT, true },
};

static struct sessmon_tracepoint points[] = {
	{ "task_rename", probe_rename, SESSMON_HOOK_RENAME, false },
	{ "task_newtask", probe_newtask, SESSMON_HOOK_CREATE, true },
};

static struct sessmon_kprobe probes[] = {
	SESSMON_KPROBE("proc_exit_connector", probe_reparent, SESSMON_HOOK_REPARENT, false),
};

/* A probe is passed as a void pointer: this is where a wrong prototype fails to build. */
static void __maybe_unused check_prototypes(void)
{
	check_trace_callback_type_task_newtask(probe_newtask);
	check_trace_callback_type_sched_process_exit(probe_exit);
	check_trace_callback_type_sched_process_free(probe_free);
	check_trace_callback_type_task_rename(probe_rename);
}

/**
 * sessmon_hook_end_attach() - from now on no process goes unseen
 *
 * Before all hooks that make an entry for a process they do not know: one that
 * ended unseen would stay for ever.
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_hook_end_attach(void)
{
	return sessmon_tracepoints_attach(end_points, ARRAY_SIZE(end_points));
}

/**
 * sessmon_hook_life_attach() - from now on no process comes unseen
 *
 * Context: sleeps; after the other hooks, whose facts need a process.
 * Return: 0 or a negative error.
 */
int sessmon_hook_life_attach(void)
{
	int err = sessmon_kprobes_attach(probes, ARRAY_SIZE(probes));

	return err ?: sessmon_tracepoints_attach(points, ARRAY_SIZE(points));
}
