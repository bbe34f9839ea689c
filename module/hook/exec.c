// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks of the execution of programs: capture, commit, discard.
 *
 * Capture runs once for each file that the kernel tries to load: a script, then
 * its interpreter. The last one counts. A successful exec commits it; the end of
 * every exec discards what is left. There is one exec at a time in a process
 * (signal->cred_guard_mutex), so the process's entry is the place to keep it; the
 * address of the linux_binprm is not, since the next exec often gets the same.
 */
#include <linux/binfmts.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <trace/events/sched.h>

#include "compat.h"
#include "facts/peer.h"
#include "facts/task.h"
#include "hook/attach.h"
#include "model/capture.h"
#include "model/guest.h"
#include "model/process.h"
#include "policy/policy.h"
#include "policy/privilege.h"
#include "reconcile/role.h"

/* Replace what the exec under way has captured; returns the old, to be given back. */
static struct sessmon_exe *swap_pending(struct sessmon_exe *exe)
{
	struct sessmon_exe *old = exe;
	struct sessmon_process *p;
	unsigned long flags;

	rcu_read_lock();
	p = sessmon_process_of(current);
	if (p) {
		raw_spin_lock_irqsave(&p->lock, flags);
		old = p->pending;
		p->pending = exe;
		raw_spin_unlock_irqrestore(&p->lock, flags);
	}
	rcu_read_unlock();
	return old;
}

/* First in the list of binary formats; loads nothing, so the kernel goes on. */
static int capture(struct linux_binprm *bprm)
{
	struct sessmon_exe *before = swap_pending(NULL);

	sessmon_hook_fired(SESSMON_HOOK_EXEC_CAPTURE);
	/* The first file: what is there is left of an exec that failed, whose end was not seen. */
	if (bprm->interp == bprm->filename) {
		sessmon_exe_put(before);
		before = NULL;
	}
	sessmon_exe_put(swap_pending(sessmon_capture_bprm(bprm, before)));
	sessmon_exe_put(before);
	return -ENOEXEC;
}

static struct linux_binfmt format = {
	.module = THIS_MODULE,
	.load_binary = capture,
};

/* The format is registered. */
static bool capturing;

static void complete_exe(struct sessmon_exe *exe, struct linux_binprm *bprm)
{
	/* Still the only holder's: nobody else reads it yet. */
	if (bprm->secureexec)
		exe->flags |= SESSMON_EXE_SECUREEXEC;
	if (current->mm)
		exe->args_len = current->mm->arg_end - current->mm->arg_start;
}

static void emit_exec(struct sessmon_process *p, u32 tid)
{
	struct sessmon_record *rec = sessmon_process_reserve(p, SESSMON_EVENT_EXEC);

	if (rec) {
		rec->exe = sessmon_exe_get(p->exe);
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}

/* The credentials that the program got; commit_creds() left them to us. */
static void emit_creds(struct sessmon_process *p)
{
	struct sessmon_creds_change change = { .old = p->creds };
	bool secure = p->exe && (p->exe->flags & SESSMON_EXE_SECUREEXEC);

	sessmon_task_creds(current_cred(), &change.new);
	p->creds = change.new;
	if (!memcmp(&change.old, &change.new, sizeof(change.old)))
		return;
	if (secure)
		p->flags |= SESSMON_PROCESS_SET_IDS;
	/* Of a program that is not known nothing is known to be wrong. */
	if (p->exe)
		change.privilege_gained =
			sessmon_privilege_gained_by_exec(&change.old, &change.new, secure);
	sessmon_process_emit_creds(p, &change, true, 0);
}

/* A door that is started for one connection gets it from who starts it: inetd, init. */
static bool holds_connection(const struct sessmon_exe *exe, struct sessmon_peer *peer)
{
	return (sessmon_exe_roles(exe) & SESSMON_EXE_HOST_ACCESS) && sessmon_peer_of_current(peer);
}

/*
 * What ends with an exec: the program has one thread, which is the first; and until 5.18
 * the kernel's threads become programs by it (core_pattern's, modprobe).
 */
#define UNTIL_EXEC \
	(SESSMON_PROCESS_LEADER_EXITED | SESSMON_PROCESS_CREDS_DIVERGE | SESSMON_PROCESS_KTHREAD)

/*
 * Whoever gives a new policy's roles to all programs has not seen this one if it was
 * captured before: both take the process's lock.
 */
static void check_role(const struct sessmon_exe *exe)
{
	if (exe && unlikely(exe->judged != sessmon_policy_generation()))
		sessmon_role_kick();
}

static void commit(struct sessmon_process *p, struct linux_binprm *bprm, u32 tid)
{
	struct sessmon_exe *old, *exe;
	struct sessmon_leader leader;
	struct sessmon_session *s;
	struct sessmon_peer peer;
	unsigned long flags;
	bool connected, guest;

	raw_spin_lock_irqsave(&p->lock, flags);
	exe = p->pending;
	p->pending = NULL;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	/* At load, before anything is captured, the program is left to the snapshot. */
	if (!exe && READ_ONCE(capturing))
		exe = sessmon_capture_late(bprm);
	if (exe)
		complete_exe(exe, bprm);
	connected = holds_connection(exe, &peer);

	raw_spin_lock_irqsave(&p->lock, flags);
	old = p->exe;
	p->exe = exe;
	p->exec_count++;
	p->flags &= ~UNTIL_EXEC;
	sessmon_task_audit(current, &p->audit);
	memcpy(p->comm, current->comm, sizeof(p->comm) - 1);
	emit_creds(p);
	emit_exec(p, tid);
	s = READ_ONCE(p->session);
	sessmon_process_leader(p, &leader);
	leader.pid_ns = sessmon_task_pid_ns(current);
	if (sessmon_process_is_leader(p, s))
		sessmon_session_leader_exec(s, &leader);
	else if (s)
		sessmon_session_member_exec(s, &leader);
	if (connected && sessmon_process_is_leader(p, s))
		sessmon_session_connection(s, &peer);
	check_role(exe);
	guest = p->guest;
	p->guest = false;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	sessmon_exe_put(old);
	if (unlikely(guest))
		sessmon_guest_exec(p);
}

/*
 * The exec has succeeded: other threads are gone, the program has the process's
 * number. @old_pid is the number that the calling thread had before.
 */
static void probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		       struct linux_binprm *bprm)
{
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_EXEC);
	rcu_read_lock();
	p = sessmon_process_ensure(task);
	if (p)
		commit(p, bprm, old_pid != task->pid ? old_pid : 0);
	rcu_read_unlock();
}

/* free_bprm(): the end of every exec, whether it succeeded or not. */
static int probe_exec_end(struct kprobe *kp, struct pt_regs *regs)
{
	sessmon_hook_fired(SESSMON_HOOK_EXEC_DISCARD);
	sessmon_exe_put(swap_pending(NULL));
	return 0;
}

static struct sessmon_tracepoint points[] = {
	{ "sched_process_exec", probe_exec, SESSMON_HOOK_EXEC, true },
};

static struct sessmon_kprobe probes[] = {
	SESSMON_KPROBE("free_bprm", probe_exec_end, SESSMON_HOOK_EXEC_DISCARD, false),
};

static void __maybe_unused check_prototypes(void)
{
	check_trace_callback_type_sched_process_exec(probe_exec);
}

/**
 * sessmon_hook_exec_attach() - from now on executions are seen
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_hook_exec_attach(void)
{
	int err = sessmon_kprobes_attach(probes, ARRAY_SIZE(probes));

	return err ?: sessmon_tracepoints_attach(points, ARRAY_SIZE(points));
}

/**
 * sessmon_hook_exec_capture() - from now on executed programs are captured
 *
 * The last step of attaching, because it cannot be undone by a load that fails:
 * an exec inside our capture goes on from our place in the kernel's list, and
 * holds the module against being unloaded, but not against a failing load.
 *
 * Context: sleeps.
 */
void sessmon_hook_exec_capture(void)
{
	__register_binfmt(&format, 1);
	WRITE_ONCE(capturing, true);
	sessmon_hooks_add(SESSMON_HOOK_EXEC_CAPTURE);
}

/**
 * sessmon_hook_exec_release() - executed programs are captured no more
 *
 * A capture holds a reference on the module while it runs, so there is none.
 *
 * Context: sleeps; after sessmon_hooks_detach().
 */
void sessmon_hook_exec_release(void)
{
	if (capturing)
		unregister_binfmt(&format);
	sessmon_capture_exit();
}
