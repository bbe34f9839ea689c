// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lives on when the login that it came from has ended.
 *
 * Most of what a login has started ends with it, a moment later: only what is left
 * after that moment is worth telling. The search goes through the table in a
 * worker, because a login may have any number of sessions and its end is seen
 * with interrupts off.
 */
#include "model/session_internal.h"

#include <linux/irq_work.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "limits.h"

static void search_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(search_work, search_work_fn);
static struct irq_work kick;

static void queue_search(struct irq_work *work)
{
	/* Unbound: it may take longer than what shares a processor's queue should wait. */
	queue_delayed_work(system_unbound_wq, &search_work, msecs_to_jiffies(SESSMON_OUTLIVE_MS));
}

static void tell(struct sessmon_session *s)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&s->lock, flags);
	if (!sessmon_session_has_ended(s))
		sessmon_session_raise(s, SESSMON_SESSION_OUTLIVES_LOGIN);
	raw_spin_unlock_irqrestore(&s->lock, flags);
}

/**
 * struct search - one look at all sessions
 * @now: ns of boot time
 * @again: for some it was too early to tell
 */
struct search {
	u64 now;
	bool again;
};

static void look_at(struct sessmon_session *s, void *data)
{
	u64 ended = READ_ONCE(sessmon_session_login(s)->login_ended);
	struct search *search = data;

	if (!ended || !sessmon_session_is_announced(s))
		return;
	if (search->now < ended + SESSMON_OUTLIVE_MS * NSEC_PER_MSEC)
		search->again = true;
	else
		tell(s);
}

static void search_work_fn(struct work_struct *work)
{
	struct search search = { .now = ktime_get_boottime_ns() };

	sessmon_sessions_each(look_at, &search);
	if (search.again)
		queue_search(&kick);
}

/**
 * sessmon_session_outlive_search() - have a worker look for what outlives its login
 *
 * A login has ended, or something was started by what one had left.
 *
 * Context: any.
 */
void sessmon_session_outlive_search(void)
{
	irq_work_queue(&kick);
}

/**
 * sessmon_session_outlive_init() - be ready to search
 *
 * Context: before any hook is live.
 */
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
	cancel_delayed_work_sync(&search_work);
}
