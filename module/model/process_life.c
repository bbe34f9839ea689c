// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process gets another name, ends, and goes.
 */
#include "model/process_internal.h"

#include <linux/bits.h>
#include <linux/string.h>

#include "assert.h"

/* A process's state of life, as the flag that is told and the mark of the hash have it. */
enum life {
	LIVES,
	HAS_ENDED,
	HAS_GONE,
};

/*
 * Each state of life allows these changes. A process that has ended has threads that are
 * about to end: they are traced no more, and its first one may be seen to end after the
 * last. Its parent may put it into a group as long as it is there. One that has gone is
 * met by whoever found it before.
 */
static const u16 may_happen[] = {
	[LIVES] = (u16)~0U,
	[HAS_ENDED] =
		BIT(SESSMON_CHANGE_GROUP) | BIT(SESSMON_CHANGE_LEADER) | BIT(SESSMON_CHANGE_TRACER),
	[HAS_GONE] = BIT(SESSMON_CHANGE_GROUP) | BIT(SESSMON_CHANGE_TRACER),
};

static enum life life_of(const struct sessmon_process *p)
{
	if (!sessmon_process_hashed(p))
		return HAS_GONE;
	return p->flags & SESSMON_PROCESS_EXITED ? HAS_ENDED : LIVES;
}

/**
 * sessmon_process_may() - may this happen to a process, after what has happened before?
 * @p: the process, its lock held
 * @change: what happens
 *
 * Context: any; asked by kernels that look for mistakes.
 * Return: true if it may.
 */
bool sessmon_process_may(const struct sessmon_process *p, enum sessmon_change change)
{
	lockdep_assert_held(&p->lock);
	return may_happen[life_of(p)] & BIT(change);
}

static void emit_rename(struct sessmon_process *p, const char *comm)
{
	struct sessmon_ring_record *rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_RENAME);

	if (rec) {
		memcpy(rec->old_comm, p->comm, sizeof(rec->old_comm));
		strscpy(rec->comm, comm, sizeof(rec->comm));
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_process_rename() - a process gets another display name
 * @p: the process
 * @comm: the name
 *
 * Context: any.
 */
void sessmon_process_rename(struct sessmon_process *p, const char *comm)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_NAME));
	if (strncmp(p->comm, comm, sizeof(p->comm) - 1)) {
		emit_rename(p, comm);
		strscpy(p->comm, comm, sizeof(p->comm));
	}
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_leader_exit() - the first thread of a process has ended, and others go on
 * @p: the process
 *
 * Context: any.
 */
void sessmon_process_leader_exit(struct sessmon_process *p)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_assert(sessmon_process_may(p, SESSMON_CHANGE_LEADER));
	p->flags |= SESSMON_PROCESS_LEADER_EXITED;
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_exit() - the last thread has ended
 * @p: the process
 * @status: as wait(2) has it
 *
 * Up to 6.12 two threads that end together can both look like the last one:
 * the first call counts.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_exit(struct sessmon_process *p, u32 status)
{
	struct sessmon_session *s;
	struct sessmon_ring_record *rec;
	unsigned long flags;

	sessmon_process_catch_up(p);
	raw_spin_lock_irqsave(&p->lock, flags);
	if (p->flags & SESSMON_PROCESS_EXITED) {
		raw_spin_unlock_irqrestore(&p->lock, flags);
		return;
	}
	p->flags |= SESSMON_PROCESS_EXITED;
	rec = sessmon_process_reserve(p, SESSMON_EVENT_EXIT);
	if (rec)
		rec->value = status;
	sessmon_event_commit(rec);
	s = rcu_replace_pointer(p->session, NULL, lockdep_is_held(&p->lock));
	raw_spin_unlock_irqrestore(&p->lock, flags);
	if (s)
		sessmon_session_leave(s, sessmon_process_is_leader(p, s));
}

/**
 * sessmon_process_gone() - the kernel has freed the task, or reused its number
 * @p: the process
 *
 * Context: any, in an RCU read section; more than one caller may come.
 */
void sessmon_process_gone(struct sessmon_process *p)
{
	struct sessmon_exe *exe, *pending;
	struct sessmon_session *s;
	unsigned long flags;

	if (!sessmon_process_unpublish(p))
		return;
	sessmon_process_unlink_tree(p);
	raw_spin_lock_irqsave(&p->lock, flags);
	exe = p->exe;
	pending = p->pending;
	s = rcu_replace_pointer(p->session, NULL, lockdep_is_held(&p->lock));
	p->exe = NULL;
	p->pending = NULL;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	sessmon_exe_put(exe);
	sessmon_exe_put(pending);
	if (s)
		sessmon_session_leave(s, sessmon_process_is_leader(p, s));
	sessmon_process_free(p);
}
