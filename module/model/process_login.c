// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that have left their login.
 *
 * A login is a chain of parents that leads to it. Whoever is adopted from outside is cut
 * off, with all that descend from him, whenever they and their sessions were made: those
 * to come inherit the mark from their parent, and those who are there already are looked
 * for in a worker, because there may be any number of them and a parent's end is seen
 * with interrupts off.
 */
#include "model/process_internal.h"

#include <linux/irq_work.h>
#include <linux/workqueue.h>

#include "limits.h"

static void spread_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(spread, spread_work_fn);
static struct irq_work kick;

static void queue_spread(struct irq_work *work)
{
	schedule_delayed_work(&spread, 1);
}

/* An entry's leader is the login, and no part of what let it in. */
static bool is_login_itself(const struct sessmon_process *p, const struct sessmon_session *s)
{
	return sessmon_session_is_entry(s) && sessmon_process_is_leader(p, s);
}

static bool came_together(const struct sessmon_process *parent, const struct sessmon_session *s)
{
	const struct sessmon_session *of_parent = sessmon_session_of(parent);

	return of_parent && sessmon_session_same_login(of_parent, s);
}

/* A process leaves in company if its parent has left the same login, and not it by itself. */
static bool in_company(const struct sessmon_process *parent, const struct sessmon_session *s)
{
	return parent && READ_ONCE(parent->left_login) && came_together(parent, s);
}

/* Unless it has found a session of its own meanwhile, or knows. */
static bool mark(struct sessmon_process *p, const struct sessmon_session *s)
{
	unsigned long flags;
	bool news;

	raw_spin_lock_irqsave(&p->lock, flags);
	news = rcu_access_pointer(p->session) == s && !p->left_login;
	if (news)
		WRITE_ONCE(p->left_login, true);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return news;
}

static void unmark(struct sessmon_process *p)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	WRITE_ONCE(p->left_login, false);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/**
 * sessmon_process_adopted() - does a process still belong to its login, by this parent?
 * @p: the process
 * @parent: who is its parent now, or NULL if the table does not have him
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_adopted(struct sessmon_process *p, struct sessmon_process *parent)
{
	struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_session *of_parent = parent ? sessmon_session_of(parent) : NULL;

	if (!s || !sessmon_has_login(&s->facts) || is_login_itself(p, s))
		return;
	if (of_parent && sessmon_session_keeps(of_parent, READ_ONCE(parent->left_login), s))
		return;
	sessmon_session_left(s, sessmon_process_is_leader(p, s), in_company(parent, s));
	if (mark(p, s) && sessmon_process_has_children(p))
		irq_work_queue(&kick);
}

/**
 * sessmon_process_check_login() - has a new session's leader left its login already?
 * @p: the leader
 * @task: its thread
 *
 * A daemon's parent may have ended before the daemon calls setsid. And a door's process
 * may have lost its listener before it lets somebody in, who has a login of his own.
 *
 * Context: any, in an RCU read section.
 */
void sessmon_process_check_login(struct sessmon_process *p, struct task_struct *task)
{
	const struct sessmon_session *s = sessmon_session_of(p);

	if (!s || !is_login_itself(p, s))
		sessmon_process_adopted(p, sessmon_process_of(rcu_dereference(task->real_parent)));
	else if (READ_ONCE(p->left_login))
		unmark(p);
}

/**
 * sessmon_process_leave_with() - whose parent has left a login, has left it with him
 * @p: the process, whose session may not know yet
 * @parent: its parent
 *
 * Not a container's visitor: he is there for somebody who has not left.
 *
 * Context: any, in an RCU read section.
 * Return: true if that is news.
 */
bool sessmon_process_leave_with(struct sessmon_process *p, const struct sessmon_process *parent)
{
	struct sessmon_session *s = sessmon_session_of(p);

	if (likely(!READ_ONCE(parent->left_login)) || !s || p->visitor ||
	    READ_ONCE(s->facts.joined_container) || !came_together(parent, s) || !mark(p, s))
		return false;
	sessmon_session_left(s, sessmon_process_is_leader(p, s), true);
	return true;
}

/* ---- those who are there already ---- */

static struct sessmon_process *parent_of(struct sessmon_process *p)
{
	struct sessmon_key key;
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	key = p->parent_key;
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return sessmon_process_find(&key);
}

static void follow(struct sessmon_process *p, void *data)
{
	const struct sessmon_session *s = sessmon_session_of(p);
	const struct sessmon_process *parent;
	bool *again = data;

	if (!s || !sessmon_has_login(&s->facts) || READ_ONCE(p->left_login))
		return;
	parent = parent_of(p);
	if (parent && sessmon_process_leave_with(p, parent))
		*again = true;
}

/* One generation further at least; returns whether there may be another. */
static bool spread_once(void)
{
	bool again = false;

	sessmon_processes_each(follow, &again);
	return again;
}

static void spread_work_fn(struct work_struct *work)
{
	unsigned int generations = 0;

	while (spread_once())
		if (++generations == SESSMON_LEFT_GENERATIONS) {
			schedule_delayed_work(&spread, 1);
			return;
		}
}

static void judge(struct sessmon_process *p, void *data)
{
	struct sessmon_process *parent = parent_of(p);

	if (parent)
		sessmon_process_adopted(p, parent);
}

/**
 * sessmon_process_judge_all() - who of those that lived before has left his login
 *
 * Context: sleeps; the snapshot, when it is known where the sessions came from.
 */
void sessmon_process_judge_all(void)
{
	sessmon_processes_each(judge, NULL);
	while (spread_once())
		;
}

/**
 * sessmon_process_login_init() - be ready to look for who has left his login
 *
 * Context: before any hook is live.
 */
void sessmon_process_login_init(void)
{
	init_irq_work(&kick, queue_spread);
}

/**
 * sessmon_process_login_stop() - look for nobody any more
 *
 * Context: sleeps; no hook is live any more, and events can still be made.
 */
void sessmon_process_login_stop(void)
{
	irq_work_sync(&kick);
	cancel_delayed_work_sync(&spread);
}
