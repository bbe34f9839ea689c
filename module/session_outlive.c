// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lives on when the login that it came from has ended.
 *
 * Most of what a login has started ends with it, a moment later: only what is left
 * after that moment is worth telling. The search goes through the table in a
 * worker, because a login may have any number of sessions and its end is seen
 * with interrupts off.
 */
#include "session_internal.h"

#include <linux/irq_work.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "limits.h"

static void search_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(search, search_work_fn);
static struct irq_work kick;

static void queue_search(struct irq_work *work)
{
	schedule_delayed_work(&search, msecs_to_jiffies(SESSMON_OUTLIVE_MS));
}

static void tell(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (!s->ended)
		sessmon_session_raise(s, SESSMON_SESSION_OUTLIVES_LOGIN);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/* Returns false if it is too early to tell. */
static bool look_at(struct sessmon_session *s, u64 now)
{
	u64 ended = READ_ONCE(sessmon_session_login(s)->login_ended);

	if (!ended || !READ_ONCE(s->announced))
		return true;
	if (now < ended + SESSMON_OUTLIVE_MS * NSEC_PER_MSEC)
		return false;
	tell(s);
	return true;
}

/* As many as fit into a read section; returns false at the end of the table. */
static bool look_at_some(unsigned int *bucket, u64 *serial, bool *again)
{
	u64 now = ktime_get_boottime_ns();
	struct sessmon_session *s = NULL;
	unsigned int n;

	rcu_read_lock();
	for (n = 0; n < SESSMON_OUTLIVE_CHUNK; n++) {
		s = sessmon_session_next(bucket, serial);
		if (!s)
			break;
		if (!look_at(s, now))
			*again = true;
	}
	rcu_read_unlock();
	return s;
}

static void search_work_fn(struct work_struct *work)
{
	unsigned int bucket = 0;
	u64 serial = U64_MAX;
	bool again = false;

	while (look_at_some(&bucket, &serial, &again))
		cond_resched();
	if (again)
		queue_search(&kick);
}

/* A login has ended, or something was started by what one had left. */
void sessmon_session_outlive_search(void)
{
	irq_work_queue(&kick);
}

void sessmon_session_outlive_init(void)
{
	init_irq_work(&kick, queue_search);
}

/**
 * sessmon_session_outlive_stop() - search no more
 *
 * Context: sleeps; no hook is live any more, and events can still be made.
 */
void sessmon_session_outlive_stop(void)
{
	irq_work_sync(&kick);
	cancel_delayed_work_sync(&search);
}
