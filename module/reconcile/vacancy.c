// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions whose last member made one of its own, while a child of it may be being born
 * into the old one.
 *
 * A thread that forks puts the child into the session before our hook of creation is
 * called; another thread may call setsid in between. If that was the last member, the
 * session must not end under the child, which would have none then, and its own sessions
 * no provenance. So the member's place is kept, and given up by a worker once everybody
 * whom the kernel has in the session has come to the table.
 */
#include "reconcile/vacancy.h"

#include <linux/irq_work.h>
#include <linux/llist.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/workqueue.h>

#include "limits.h"
#include "model/process.h"
#include "model/session.h"

static void release_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(release, release_work_fn);
static struct irq_work kick;
static LLIST_HEAD(vacant);

static void queue_release(struct irq_work *work)
{
	queue_delayed_work(system_unbound_wq, &release, msecs_to_jiffies(SESSMON_VACANT_MS));
}

/* Is anybody of the list, as far as is looked, alive and not in the table yet? */
static bool has_stranger(const struct hlist_head *members)
{
	unsigned int left = SESSMON_VACANT_LOOKED_AT;
	struct task_struct *task;

	hlist_for_each_entry_rcu(task, members, pid_links[PIDTYPE_SID]) {
		if (!READ_ONCE(task->exit_state) && !sessmon_process_of(task))
			return true;
		if (!--left)
			break;
	}
	return false;
}

static bool awaits_somebody(const struct sessmon_session *s)
{
	struct pid *sid;
	bool awaits;

	rcu_read_lock();
	sid = find_pid_ns(s->key.id, &init_pid_ns);
	awaits = sid && has_stranger(&sid->tasks[PIDTYPE_SID]);
	rcu_read_unlock();
	return awaits;
}

static void keep(struct sessmon_session *s)
{
	if (llist_add(&s->vacant, &vacant))
		irq_work_queue(&kick);
}

static void release_work_fn(struct work_struct *work)
{
	struct sessmon_session *s, *next;

	llist_for_each_entry_safe(s, next, llist_del_all(&vacant), vacant) {
		if (s->vacant_looks++ < SESSMON_VACANT_LOOKS && awaits_somebody(s))
			keep(s);
		else
			sessmon_session_leave(s, false);
		cond_resched();
	}
}

/**
 * sessmon_vacancy_leave() - a member has made a session of its own
 * @s: the session that it was in; the member's reference on it is given back
 * @alone: the kernel has nobody else in it
 *
 * Context: any.
 */
void sessmon_vacancy_leave(struct sessmon_session *s, bool alone)
{
	if (alone || !sessmon_session_keep_place(s))
		sessmon_session_leave(s, false);
	else
		keep(s);
}

/**
 * sessmon_vacancy_init() - get ready
 *
 * Context: any; before any hook is live.
 */
void sessmon_vacancy_init(void)
{
	init_irq_work(&kick, queue_release);
}

/**
 * sessmon_vacancy_stop() - keep no place any more
 *
 * Context: sleeps; no hook is live any more, and events can still be made.
 */
void sessmon_vacancy_stop(void)
{
	struct sessmon_session *s, *next;

	irq_work_sync(&kick);
	cancel_delayed_work_sync(&release);
	llist_for_each_entry_safe(s, next, llist_del_all(&vacant), vacant)
		sessmon_session_leave(s, false);
}
