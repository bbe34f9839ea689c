// SPDX-License-Identifier: GPL-2.0-only
/*
 * Are the hooks called at all?
 *
 * The symbol of a hook can be there and yet never be reached, because the compiler
 * gave its callers copies of their own. So the module provokes, in a kernel thread
 * that does nothing else, what it can provoke without a trace on the host: a
 * creation, credentials, an end. Since 6.12 at the latest a kernel thread gets its
 * name without being renamed. What needs a program is left to the reader
 * (sessmon verify --hooks).
 */
#include "hook/selftest.h"

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/printk.h>

#include "facts/facts.h"
#include "hook/attach.h"
#include "hook/heartbeat.h"

/* The thread provokes these hooks. */
#define PROVOKED                                                                                \
	(SESSMON_HOOK_CREATE | SESSMON_HOOK_CREDS | SESSMON_HOOK_EXIT | SESSMON_HOOK_REPARENT | \
	 SESSMON_HOOK_REAP)

/* Without these the module would be blind to processes. */
#define NEEDED (SESSMON_HOOK_CREATE | SESSMON_HOOK_CREDS | SESSMON_HOOK_EXIT | SESSMON_HOOK_REAP)

/* The kernel frees a task an RCU grace period after its end. */
#define PATIENCE (10 * HZ)

static int live_and_die(void *data)
{
	sessmon_heartbeat_creds();
	complete(data);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static void wait_for_hooks(void)
{
	unsigned long end = jiffies + PATIENCE;

	while (sessmon_hooks_silent(PROVOKED) && time_before(jiffies, end))
		msleep(20);
}

/**
 * sessmon_selftest() - provoke what can be provoked harmlessly, and see who notices
 *
 * A hook that stays silent is no capability any more. Without the thread, for
 * want of memory or because the load was interrupted, nothing is found out.
 *
 * Context: sleeps; all hooks are attached.
 * Return: 0, or -ENXIO if the module would be blind to processes on this kernel.
 */
int sessmon_selftest(void)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct task_struct *task = kthread_run(live_and_die, &done, "sessmon_test");
	u32 silent;

	if (IS_ERR(task)) {
		pr_notice("no self-test of the hooks: %ld\n", PTR_ERR(task));
		return 0;
	}
	wait_for_completion(&done);
	kthread_stop(task);
	wait_for_hooks();
	silent = sessmon_hooks_silent(PROVOKED);
	if (!silent)
		return 0;
	pr_warn("hooks %#x are attached and are not called on this kernel\n", silent);
	sessmon_hooks_drop(silent);
	return silent & NEEDED ? -ENXIO : 0;
}
