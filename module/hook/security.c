// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks of what a process may do and sees: credentials, namespaces, tracing.
 */
#include <linux/cred.h>
#include <linux/ptrace.h>
#include <linux/sched.h>

#include "facts/task.h"
#include "hook/attach.h"
#include "model/process.h"

/* setgroups() makes a new list, also of the same groups; it is sorted. */
static bool other_groups(const struct group_info *a, const struct group_info *b)
{
	return a != b &&
	       (a->ngroups != b->ngroups || memcmp(a->gid, b->gid, a->ngroups * sizeof(a->gid[0])));
}

/* The number of the calling thread, if that is not the first of its process. */
static u32 other_thread(void)
{
	return thread_group_leader(current) ? 0 : current->pid;
}

static void creds_changed(const struct cred *was, const struct cred *is)
{
	struct sessmon_creds_change change = {
		.groups_changed = other_groups(was->group_info, is->group_info),
	};
	struct sessmon_audit audit;
	struct sessmon_process *p;

	sessmon_task_creds(was, &change.old);
	sessmon_task_creds(is, &change.new);
	if (!change.groups_changed && !memcmp(&change.old, &change.new, sizeof(change.old)))
		return;
	p = sessmon_process_of(current);
	if (!p)
		return;
	sessmon_task_audit(current, &audit);
	sessmon_process_creds(p, &change, &audit, other_thread());
}

/*
 * commit_creds(new): every change of credentials, and some calls that change
 * nothing; past its entry it cannot fail. Those of an exec are left to its end,
 * when the program is known.
 */
static int probe_commit_creds(struct kprobe *kp, struct pt_regs *regs)
{
	const struct cred *new = (void *)regs_get_kernel_argument(regs, 0);

	sessmon_hook_fired(SESSMON_HOOK_CREDS);
	if (current->in_execve)
		return 0;
	rcu_read_lock();
	creds_changed(current_cred(), new);
	rcu_read_unlock();
	return 0;
}

static void namespaces_changed(struct sessmon_process *p, const struct nsproxy *new)
{
	struct sessmon_namespaces_change change;

	sessmon_task_namespaces(current->nsproxy, &change.old);
	sessmon_task_namespaces(new, &change.new);
	/* A task may join where it is already, and by exec joins its children's time. */
	if (memcmp(&change.old, &change.new, sizeof(change.old)))
		sessmon_process_namespaces(p, &change, other_thread());
}

/* switch_task_namespaces(task, new): unshare, setns; and the task's end, with NULL. */
static int probe_namespaces(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, 0);
	const struct nsproxy *new = (void *)regs_get_kernel_argument(regs, 1);
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_NAMESPACES);
	if (!new || task != current || new == task->nsproxy)
		return 0;
	rcu_read_lock();
	p = sessmon_process_of(task);
	if (p)
		namespaces_changed(p, new);
	rcu_read_unlock();
	return 0;
}

/**
 * sessmon_hook_trace() - the tracing of a thread has begun or ended
 * @task: the thread
 * @tracer: who traces it, or did
 * @action: how it began, or that it ended
 *
 * Context: any; at an end under the tasklist lock, so that no thread is being born.
 */
void sessmon_hook_trace(struct task_struct *task, struct task_struct *tracer,
			enum sessmon_ptrace_action action)
{
	const struct sessmon_trace trace = {
		.action = action,
		.tracer = sessmon_key_of(tracer),
		.tid = thread_group_leader(task) ? 0 : task->pid,
		.alone = thread_group_empty(task),
		.dead = task->exit_state,
	};
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_of_released(task);
	if (p)
		sessmon_process_trace(p, &trace);
	rcu_read_unlock();
}

/*
 * proc_ptrace_connector(task, request), after an attach or a seize has succeeded.
 *
 * The kernel has waited by then for a tracee that was stopped, so that this may be told
 * after the tracee's exit. It stays so: that wait lies between the link and the only call
 * that every kernel makes (see probe_link()), and who was traced is true of a process that
 * has ended, too.
 */
static int probe_attach(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, 0);

	sessmon_hook_fired(SESSMON_HOOK_PTRACE);
	/* An int: the upper half of its register may hold anything. */
	if ((int)regs_get_kernel_argument(regs, 1) == PTRACE_ATTACH)
		sessmon_hook_trace(task, current, SESSMON_PTRACE_ATTACH);
	return 0;
}

/*
 * security_ptrace_traceme() returns: the last of the checks but one, which is
 * made here again. Under the tasklist lock, so that the parent stays.
 */
static int probe_traceme(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct task_struct *parent;

	sessmon_hook_fired(SESSMON_HOOK_PTRACE_TRACEME);
	rcu_read_lock();
	parent = rcu_dereference(current->real_parent);
	if (!regs_return_value(regs) && !(parent->flags & PF_EXITING))
		sessmon_hook_trace(current, parent, SESSMON_PTRACE_TRACEME);
	rcu_read_unlock();
	return 0;
}

/*
 * __ptrace_link(child, tracer): by whoever is traced himself and creates @child. What
 * has a hook of its own comes here on some kernels as well: on 7.3 it has a copy.
 */
static int probe_link(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *child = (void *)regs_get_kernel_argument(regs, 0);
	struct task_struct *tracer = (void *)regs_get_kernel_argument(regs, 1);
	struct sessmon_process *p;

	if (child == current || tracer == current)
		return 0;
	rcu_read_lock();
	p = sessmon_process_of_released(child);
	if (p)
		sessmon_process_traced_at_birth(p);
	rcu_read_unlock();
	return 0;
}

/*
 * __ptrace_unlink(task): by a detach or by the end of the tracer, who is still
 * the parent; also when a dead thread is reaped.
 */
static int probe_unlink(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, 0);

	sessmon_hook_fired(SESSMON_HOOK_PTRACE_END);
	rcu_read_lock();
	sessmon_hook_trace(task, rcu_dereference(task->parent), SESSMON_PTRACE_DETACH);
	rcu_read_unlock();
	return 0;
}

static struct sessmon_kprobe probes[] = {
	SESSMON_KPROBE("commit_creds", probe_commit_creds, SESSMON_HOOK_CREDS, true),
	SESSMON_KPROBE("switch_task_namespaces", probe_namespaces, SESSMON_HOOK_NAMESPACES, false),
	SESSMON_KPROBE("proc_ptrace_connector", probe_attach, SESSMON_HOOK_PTRACE, false),
	SESSMON_KRETPROBE("security_ptrace_traceme", probe_traceme, SESSMON_HOOK_PTRACE_TRACEME,
			  false),
	SESSMON_KPROBE("__ptrace_link", probe_link, SESSMON_HOOK_PTRACE, false),
	SESSMON_KPROBE("__ptrace_unlink", probe_unlink, SESSMON_HOOK_PTRACE_END, false),
};

/**
 * sessmon_hook_security_attach() - from now on credentials and namespaces are followed
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_hook_security_attach(void)
{
	return sessmon_kprobes_attach(probes, ARRAY_SIZE(probes));
}
