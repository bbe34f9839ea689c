// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making good what was refused.
 *
 * A hook that gets no memory, or finds the table full, can do nothing but count: a
 * process is missing then, or has no session or program, and its children inherit that.
 * Once in a while a worker looks at the count, and if it has grown, at all processes of
 * the kernel, as at load. A hook does nothing for it, not even when it is refused.
 */
#include "reconcile/repair.h"

#include <linux/minmax.h>
#include <linux/workqueue.h>

#include "counters.h"
#include "limits.h"
#include "reconcile/snapshot.h"

static void repair_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(repair, repair_work_fn);

/* The worker's: refusals before its last look, and how long until the next. */
static u64 made_good;
static unsigned int pause;

static void repair_work_fn(struct work_struct *work)
{
	u64 refused = sessmon_refused_total();

	if (refused != made_good) {
		sessmon_snapshot_repair();
		made_good = refused;
		/* While there is still no room, each try walks over all processes for nothing. */
		pause = sessmon_refused_total() == refused ? SESSMON_REPAIR_MS :
							     min(2 * pause, SESSMON_REPAIR_MS_MAX);
	}
	queue_delayed_work(system_unbound_wq, &repair, msecs_to_jiffies(pause));
}

/**
 * sessmon_repair_start() - from now on look whether something was refused
 *
 * Context: any; after the snapshot.
 */
void sessmon_repair_start(void)
{
	pause = SESSMON_REPAIR_MS;
	queue_delayed_work(system_unbound_wq, &repair, msecs_to_jiffies(pause));
}

/**
 * sessmon_repair_stop() - look no more
 *
 * Context: sleeps; before the hooks that follow what it adds are detached.
 */
void sessmon_repair_stop(void)
{
	cancel_delayed_work_sync(&repair);
}
