// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process executes a program, and what that is.
 *
 * There is one exec at a time in a process (signal->cred_guard_mutex), so the process's
 * entry is the place to keep what was captured until the exec succeeds or ends.
 */
#include "model/process_internal.h"

#include <linux/string.h>

#include "assert.h"
#include "model/guest.h"
#include "policy/door.h"
#include "policy/policy.h"
#include "policy/privilege.h"

/**
 * sessmon_process_swap_capture() - replace what the exec under way has captured
 * @p: the process
 * @exe: a reference that it takes over, or NULL
 *
 * Context: any.
 * Return: what there was, a reference to be given back, or NULL.
 */
struct sessmon_exe *sessmon_process_swap_capture(struct sessmon_process *p, struct sessmon_exe *exe)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	swap(p->pending, exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return exe;
}

static void emit_exec(struct sessmon_process *p, u32 tid)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve(p, SESSMON_EVENT_EXEC);

	if (rec) {
		rec->exe = sessmon_exe_get(p->exe);
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}

static void take_creds_of_exec(struct sessmon_process *p, struct sessmon_creds_change *change)
{
	bool secure = p->exe && (p->exe->flags & SESSMON_EXE_SECUREEXEC);

	lockdep_assert_held(&p->lock);
	change->old = p->creds;
	p->creds = change->new;
	if (!memcmp(&change->old, &change->new, sizeof(change->old)))
		return;
	if (secure)
		p->flags |= SESSMON_PROCESS_SET_IDS;
	/* An unknown program is no reason to accuse anybody. */
	change->groups_changed = false;
	change->privilege_gained =
		p->exe && sessmon_privilege_gained_by_exec(&change->old, &change->new, secure);
	sessmon_process_emit_creds(p, change, true, 0);
}

/*
 * These flags end with an exec: the program has one thread, which is the first; and until 5.18
 * the kernel's threads become programs by it (core_pattern's, modprobe).
 */
#define UNTIL_EXEC \
	(SESSMON_PROCESS_LEADER_EXITED | SESSMON_PROCESS_CREDS_DIVERGE | SESSMON_PROCESS_KTHREAD)

static void tell_session_of_exec(struct sessmon_process *p, const struct sessmon_exec *exec)
{
	struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_leader leader;

	sessmon_process_leader(p, &leader);
	leader.pid_ns = exec->pid_ns;
	if (sessmon_process_is_leader(p, s)) {
		sessmon_session_leader_exec(s, &leader);
		if (exec->connection)
			sessmon_session_connection(s, exec->connection);
	} else if (s) {
		sessmon_session_member_exec(s, &leader);
	}
}

/*
 * The worker that gives a new policy's roles to all programs has missed this one if it was
 * captured before: both take the process's lock.
 */
static bool has_stale_role(const struct sessmon_process *p)
{
	lockdep_assert_held(&p->lock);
	return p->exe && unlikely(p->exe->judged != sessmon_policy_generation());
}

/**
 * sessmon_process_exec() - a process has executed a program
 * @p: the process, whose other threads have gone
 * @exec: facts of it
 *
 * Context: process, by its only thread, in an RCU read section, without any lock.
 * Return: true if the policy in force has not been asked for the program's role: all
 *  programs are to be judged anew.
 */
bool sessmon_process_exec(struct sessmon_process *p, struct sessmon_exec *exec)
{
	struct sessmon_exe *old;
	unsigned long flags;
	bool stale, guest;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_PROGRAM));
	old = p->exe;
	p->exe = exec->exe;
	p->exec_count++;
	p->flags &= ~UNTIL_EXEC;
	p->audit = exec->audit;
	memcpy(p->comm, exec->comm, sizeof(p->comm) - 1);
	take_creds_of_exec(p, &exec->creds);
	emit_exec(p, exec->tid);
	tell_session_of_exec(p, exec);
	stale = has_stale_role(p);
	guest = p->guest;
	p->guest = false;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	sessmon_exe_put(old);
	if (unlikely(guest))
		sessmon_guest_exec(p);
	return stale;
}

/**
 * sessmon_process_found_program() - it was found out which program a process runs
 * @p: the process
 * @exe: the program, a reference that is taken over or given back
 *
 * Unless the process has executed something in the meantime: that is newer. A session of
 * which nothing is decided yet takes the program when that is done.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_found_program(struct sessmon_process *p, struct sessmon_exe *exe)
{
	struct sessmon_session *s;
	struct sessmon_leader leader;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (exe && !p->exe && !(p->flags & SESSMON_PROCESS_EXITED)) {
		swap(p->exe, exe);
		s = sessmon_session_of(p);
		if (sessmon_process_is_leader(p, s) && sessmon_session_is_settled(s)) {
			sessmon_process_leader(p, &leader);
			sessmon_session_leader_exec(s, &leader);
		}
	}
	raw_spin_unlock_irqrestore(&p->lock, flags);
	sessmon_exe_put(exe);
}

/**
 * sessmon_process_judge() - ask a policy for the role of the program that a process runs
 * @p: the process
 * @doors: the files that the policy names
 *
 * Context: process, in an RCU read section; one caller at a time.
 */
void sessmon_process_judge(struct sessmon_process *p, const struct sessmon_doors *doors)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (p->exe)
		sessmon_doors_judge(doors, p->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_roles() - which roles the program of a process has
 * @p: the process
 * @roles: is set to bits of SESSMON_RULE_ROLES
 *
 * Context: any, in an RCU read section.
 * Return: false if the program is not known.
 */
bool sessmon_process_roles(struct sessmon_process *p, u32 *roles)
{
	unsigned long flags;
	bool known;

	raw_spin_lock_irqsave(&p->lock, flags);
	known = p->exe;
	*roles = sessmon_exe_roles(p->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return known;
}
