// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks of sessions, process groups and controlling terminals.
 */
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/tty.h>

#include "compat.h"
#include "facts/task.h"
#include "hook/attach.h"
#include "model/process.h"
#include "reconcile/vacancy.h"

/*
 * Does the kernel have only this process in its session? What is being born has been in
 * the list since before the tasklist lock, which the caller's caller holds, was taken.
 */
static bool is_alone(struct task_struct *task)
{
	struct pid *sid = task->signal->pids[PIDTYPE_SID];

	return hlist_is_singular_node(&task->pid_links[PIDTYPE_SID], &sid->tasks[PIDTYPE_SID]);
}

static void on_setsid(struct task_struct *task)
{
	struct sessmon_process *p = sessmon_process_ensure(task);
	struct sessmon_setsid setsid;
	struct sessmon_session *old;

	if (!p)
		return;
	setsid.in_container = sessmon_task_in_container(task);
	setsid.pid_ns = sessmon_task_pid_ns(task);
	sessmon_task_audit(task, &setsid.audit);
	old = sessmon_process_setsid(p, &setsid);
	if (old)
		sessmon_vacancy_leave(old, is_alone(task));
}

static void on_setpgid(struct task_struct *task, u32 pgid)
{
	struct sessmon_process *p = sessmon_process_ensure(task);
	struct sessmon_key actor = sessmon_key_of(current);

	if (p)
		sessmon_process_setpgid(p, pgid, &actor);
}

/*
 * change_pid(task, type, pid): setsid and setpgid call it after their last check,
 * under the tasklist lock for writing. No child can be born into the session or
 * group before it returns, and the old values are still in place.
 */
static int probe_change_pid(struct kprobe *kp, struct pt_regs *regs)
{
	const int first = SESSMON_COMPAT_CHANGE_PID_FIRST;
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, first);
	enum pid_type type = regs_get_kernel_argument(regs, first + 1);
	struct pid *pid = (void *)regs_get_kernel_argument(regs, first + 2);

	sessmon_hook_fired(SESSMON_HOOK_SETSID);
	rcu_read_lock();
	if (type == PIDTYPE_SID)
		on_setsid(task);
	else if (type == PIDTYPE_PGID)
		on_setpgid(task, pid_nr(pid));
	rcu_read_unlock();
	return 0;
}

/*
 * proc_sid_connector(task), at the end of setsid, where the kernel holds no lock.
 */
static int probe_sid_done(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, 0);
	struct sessmon_process *p;

	sessmon_hook_fired(SESSMON_HOOK_PEER);
	rcu_read_lock();
	p = sessmon_process_of(task);
	if (p)
		sessmon_process_setsid_done(p, task);
	rcu_read_unlock();
	return 0;
}

/*
 * __proc_set_tty(tty), after all checks of both ways to get a terminal; the
 * caller is the session's leader. Under the tasklist and signal locks.
 */
static int probe_set_tty(struct kprobe *kp, struct pt_regs *regs)
{
	struct tty_struct *tty = (void *)regs_get_kernel_argument(regs, 0);
	struct sessmon_process *p;
	struct sessmon_tty facts;

	sessmon_hook_fired(SESSMON_HOOK_TTY_GAINED);
	rcu_read_lock();
	p = sessmon_process_of(current);
	if (p) {
		sessmon_task_tty(tty, &facts);
		sessmon_process_gain_tty(p, &facts);
	}
	rcu_read_unlock();
	return 0;
}

static void tty_lost(struct pid *pid, enum sessmon_tty_action action)
{
	struct sessmon_session *s;

	if (!pid)
		return;
	rcu_read_lock();
	s = sessmon_session_find(pid_nr(pid));
	if (s)
		sessmon_session_lose_tty(s, action);
	rcu_read_unlock();
}

/*
 * A thief is of another session, and has the terminal open. Who closes a line for the last
 * time may be of another session, too, but has it open no more.
 */
static bool is_theft(struct pid *session)
{
	struct task_struct *leader;
	bool theft = false;

	if ((current->flags & PF_EXITING) || sessmon_task_sid(current) == pid_nr(session))
		return false;
	rcu_read_lock();
	leader = pid_task(session, PIDTYPE_TGID);
	if (leader)
		theft = sessmon_task_tty_is_open(leader);
	rcu_read_unlock();
	return theft;
}

static void tty_cleared(struct pid *session)
{
	sessmon_hook_fired(SESSMON_HOOK_TTY_LOST);
	tty_lost(session, session && is_theft(session) ? SESSMON_TTY_STOLEN : SESSMON_TTY_LOST);
}

/*
 * session_clear_tty(session): the leader ends or gives the terminal up, somebody
 * else takes it, or it is closed for the last time. Under the tasklist lock.
 */
static int probe_clear_tty(struct kprobe *kp, struct pt_regs *regs)
{
	tty_cleared((void *)regs_get_kernel_argument(regs, 0));
	return 0;
}

/*
 * proc_clear_tty(task): the same, one process of the session after the other, where the
 * compiler has put session_clear_tty() into its callers.  That of the leader is the session's;
 * setsid calls it for who leads a new session, which has none.  Under the tasklist lock, but
 * for who gives up his own, once more.
 */
static int probe_clear_one(struct kprobe *kp, struct pt_regs *regs)
{
	struct task_struct *task = (void *)regs_get_kernel_argument(regs, 0);

	if (!task->signal->leader)
		return 0;
	rcu_read_lock();
	tty_cleared(task_session(task));
	rcu_read_unlock();
	return 0;
}

/* tty_signal_session_leader(tty): the line was hung up. */
static int probe_hangup(struct kprobe *kp, struct pt_regs *regs)
{
	struct tty_struct *tty = (void *)regs_get_kernel_argument(regs, 0);

	sessmon_hook_fired(SESSMON_HOOK_TTY_HANGUP);
	rcu_read_lock();
	tty_lost(sessmon_compat_tty_session(tty), SESSMON_TTY_HANGUP);
	rcu_read_unlock();
	return 0;
}

static struct sessmon_kprobe probes[] = {
	SESSMON_KPROBE("change_pid", probe_change_pid, SESSMON_HOOK_SETSID, true),
	SESSMON_KPROBE("proc_sid_connector", probe_sid_done, SESSMON_HOOK_PEER, true),
	SESSMON_KPROBE("__proc_set_tty", probe_set_tty, SESSMON_HOOK_TTY_GAINED, false),
	SESSMON_KPROBE("session_clear_tty", probe_clear_tty, SESSMON_HOOK_TTY_LOST, false),
	SESSMON_KPROBE("proc_clear_tty", probe_clear_one, SESSMON_HOOK_TTY_LOST, false),
	SESSMON_KPROBE("tty_signal_session_leader", probe_hangup, SESSMON_HOOK_TTY_HANGUP, false),
};

/**
 * sessmon_hook_session_attach() - from now on sessions and terminals are followed
 *
 * Context: sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_hook_session_attach(void)
{
	return sessmon_kprobes_attach(probes, ARRAY_SIZE(probes));
}
