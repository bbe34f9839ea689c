// SPDX-License-Identifier: GPL-2.0-only
/*
 * Are the hooks still called?
 *
 * An administrator can switch off ftrace (kernel.ftrace_enabled) or all probes (debugfs,
 * kprobes/enabled) while the module is loaded. The kernel then calls no probe of a function
 * any more, counts nothing as missed, and says nothing. So a worker does every few seconds
 * what one of them must see: it takes new credentials that are the same. Tracepoints
 * cannot be switched off for one user alone.
 */
#include "hook/heartbeat.h"

#include <linux/cred.h>
#include <linux/printk.h>
#include <linux/workqueue.h>

#include "hook/attach.h"
#include "ring/ring.h"

/* Seldom enough to cost nothing, often enough to be told before somebody looks. */
#define BEAT (10 * HZ)

static void beat_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(beat, beat_fn);

/* Hooks that were live and are not called any more; the worker's alone. */
static u32 silent;

/**
 * sessmon_heartbeat_creds() - do what the probe of credentials must see
 *
 * Context: sleeps; the calling kernel thread keeps the credentials that it has.
 * Return: false if there was no memory for it.
 */
bool sessmon_heartbeat_creds(void)
{
	struct cred *cred = prepare_creds();

	if (cred)
		commit_creds(cred);
	return cred;
}

static void fall_silent(void)
{
	silent = sessmon_hooks_live() & sessmon_hooks_of_functions();
	sessmon_hooks_drop(silent);
	pr_warn("the kernel calls no probe any more (kernel.ftrace_enabled, kprobes/enabled): hooks %#x see nothing\n",
		silent);
}

static void speak_again(void)
{
	sessmon_hooks_add(silent);
	pr_warn("the kernel calls the probes again: hooks %#x missed what happened meanwhile\n",
		silent);
	silent = 0;
}

static void beat_fn(struct work_struct *work)
{
	bool called;

	sessmon_hooks_forget(SESSMON_HOOK_CREDS);
	if (sessmon_heartbeat_creds()) {
		called = sessmon_hooks_fired() & SESSMON_HOOK_CREDS;
		if (called == !!silent) {
			if (called)
				speak_again();
			else
				fall_silent();
			sessmon_event_tell(SESSMON_EVENT_HOOKS, sessmon_hooks_live());
		}
	}
	queue_delayed_work(system_unbound_wq, &beat, BEAT);
}

/**
 * sessmon_heartbeat_start() - look from now on
 *
 * Context: any; the hooks are attached and have been called.
 */
void sessmon_heartbeat_start(void)
{
	queue_delayed_work(system_unbound_wq, &beat, BEAT);
}

/**
 * sessmon_heartbeat_stop() - look no more
 *
 * Context: sleeps; before the hooks are detached.
 */
void sessmon_heartbeat_stop(void)
{
	cancel_delayed_work_sync(&beat);
}
