// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks of the execution of programs: capture, commit, discard.
 *
 * Capture runs once for each file that the kernel tries to load: a script, then
 * its interpreter. The last one counts. A successful exec commits it; the end of
 * every exec discards what is left. The process's entry keeps it meanwhile: the address
 * of the linux_binprm does not tell one exec from the next, which often gets the same.
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
#include "reconcile/role.h"

static struct sessmon_exe *swap_captured(struct sessmon_exe *exe)
{
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_of(current);
	if (p)
		exe = sessmon_process_swap_capture(p, exe);
	rcu_read_unlock();
	return exe;
}

/* First in the list of binary formats; loads nothing, so the kernel goes on. */
static int capture_bprm(struct linux_binprm *bprm)
{
	struct sessmon_exe *before = swap_captured(NULL);

	sessmon_hook_fired(SESSMON_HOOK_EXEC_CAPTURE);
	sessmon_exe_put(swap_captured(sessmon_capture_bprm(bprm, before)));
	sessmon_exe_put(before);
	return -ENOEXEC;
}

static struct linux_binfmt capture_format = {
	.module = THIS_MODULE,
	.load_binary = capture_bprm,
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

/* A door that is started for one connection gets it from who starts it: inetd, init. */
static bool holds_connection(const struct sessmon_exe *exe, struct sessmon_peer *peer)
{
	return (sessmon_exe_roles(exe) & SESSMON_EXE_HOST_ACCESS) && sessmon_peer_of_current(peer);
}

static struct sessmon_exe *captured_program(struct sessmon_process *p, struct linux_binprm *bprm)
{
	struct sessmon_exe *exe = sessmon_process_swap_capture(p, NULL);

	/* The snapshot finds the program if nothing is captured yet, at load. */
	if (!exe && READ_ONCE(capturing))
		exe = sessmon_capture_late(bprm);
	if (exe)
		complete_exe(exe, bprm);
	return exe;
}

static void report_exec(struct sessmon_process *p, struct linux_binprm *bprm, u32 tid)
{
	struct sessmon_peer peer;
	struct sessmon_exec exec;

	exec.exe = captured_program(p, bprm);
	exec.connection = holds_connection(exec.exe, &peer) ? &peer : NULL;
	exec.comm = current->comm;
	exec.tid = tid;
	exec.pid_ns = sessmon_task_pid_ns(current);
	sessmon_task_audit(current, &exec.audit);
	/* commit_creds() has left them to us. */
	sessmon_task_creds(current_cred(), &exec.creds.new);
	if (sessmon_process_exec(p, &exec))
		sessmon_role_kick();
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
		report_exec(p, bprm, old_pid != task->pid ? old_pid : 0);
	rcu_read_unlock();
}

/* free_bprm(): the end of every exec, whether it succeeded or not. */
static int probe_exec_end(struct kprobe *kp, struct pt_regs *regs)
{
	sessmon_hook_fired(SESSMON_HOOK_EXEC_DISCARD);
	sessmon_exe_put(swap_captured(NULL));
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
	__register_binfmt(&capture_format, 1);
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
		unregister_binfmt(&capture_format);
	sessmon_capture_exit();
}
