// SPDX-License-Identifier: GPL-2.0-only
/*
 * sessmon: the Linux process and session model as an event source.
 *
 * This file is the table of contents: what is brought up in which order, and
 * taken down in the opposite one.
 *
 * Who may still hold a pointer when the module goes away, and what ends it:
 *  - the heartbeat: waited for before the hooks that it asks after go;
 *  - the worker that makes good what was refused: waited for first, since hooks must
 *    follow what it adds;
 *  - a probe that runs: sessmon_hooks_detach() waits for all of them;
 *  - a capture inside an exec: the kernel holds the module while it runs;
 *  - what follows orphans, the searches for what has left or outlives its login, and the
 *    look at all programs' roles: waited for when no hook can start them;
 *  - places that are kept in sessions for who is being born: given up then;
 *  - records in the ring, and those kept for the next reader: the ring is closed, also to
 *    requests that make events (a policy), and the worker's end gives the references back;
 *  - a request or a dump: unregistering the family waits for the one, the other
 *    holds the module. A request may be answered until then, so the tables go later; and
 *    no load fails any more once there is a family;
 *  - files of reliable readers: given back when no request can come any more;
 *  - RCU callbacks that free objects: rcu_barrier() in the exit of each table.
 */
#include <linux/module.h>
#include <linux/timekeeping.h>

#include "facts/host.h"
#include "hook/attach.h"
#include "hook/heartbeat.h"
#include "hook/selftest.h"
#include "model/process.h"
#include "model/session.h"
#include "params.h"
#include "policy/policy.h"
#include "reconcile/repair.h"
#include "reconcile/role.h"
#include "reconcile/snapshot.h"
#include "reconcile/vacancy.h"
#include "ring/ring.h"
#include "wire/family.h"
#include "wire/sink.h"
#include "wire/worker.h"

static void detach_hooks(void)
{
	sessmon_hooks_detach();
	sessmon_hook_exec_release();
}

/* The two last steps cannot be undone at once: somebody may be inside, and need not leave. */
static int attach_hooks(void)
{
	int err;

	err = sessmon_hook_end_attach()		     ?:
		      sessmon_hook_exec_attach()     ?:
		      sessmon_hook_session_attach()  ?:
		      sessmon_hook_security_attach() ?:
		      sessmon_hook_life_attach()     ?:
		      sessmon_selftest()	     ?:
						       sessmon_netlink_open();
	if (err) {
		detach_hooks();
	} else {
		sessmon_process_births_seen(ktime_get_boottime_ns());
		sessmon_hook_exec_capture();
	}
	return err;
}

static int start_stream(void)
{
	int err;

	sessmon_vacancy_init();
	err = sessmon_ring_init(sessmon_params.ring_size);
	if (err) {
		pr_err("no memory for ring_size=%u events on each processor\n",
		       sessmon_params.ring_size);
		return err;
	}
	err = sessmon_netlink_init();
	if (err)
		goto err_event;
	err = sessmon_worker_start(sessmon_sink_netlink());
	if (err)
		goto err_netlink;
	return 0;

err_netlink:
	sessmon_netlink_exit();
err_event:
	sessmon_ring_exit();
	return err;
}

static void stop_stream(void)
{
	sessmon_process_family_stop();
	sessmon_process_login_stop();
	sessmon_session_outlive_stop();
	sessmon_vacancy_stop();
	sessmon_role_stop();
	sessmon_worker_stop();
	sessmon_netlink_exit();
	sessmon_ring_exit();
}

static int init_tables(void)
{
	int err;

	sessmon_role_init();
	err = sessmon_policy_init();
	if (err)
		return err;
	err = sessmon_sessions_init();
	if (err)
		goto err_policy;
	err = sessmon_processes_init(sessmon_params.buckets, sessmon_params.max_processes);
	if (err)
		goto err_sessions;
	return 0;

err_sessions:
	sessmon_sessions_exit();
err_policy:
	sessmon_policy_exit();
	return err;
}

static void free_tables(void)
{
	sessmon_processes_exit();
	sessmon_sessions_exit();
	sessmon_policy_exit();
}

static int __init sessmon_init(void)
{
	int err;

	err = sessmon_params_check();
	if (err)
		return err;
	err = sessmon_host_init();
	if (err)
		return err;
	sessmon_hooks_add(SESSMON_HOOK_BOOT_ID);
	if (sessmon_host_knows_mnt_ns())
		sessmon_hooks_add(SESSMON_HOOK_MNT_NS);
	err = init_tables();
	if (err)
		return err;
	err = start_stream();
	if (err)
		goto err_tables;
	err = attach_hooks();
	if (err)
		goto err_stream;
	sessmon_snapshot();
	sessmon_repair_start();
	/* A reference that nobody gives back: rmmod says that the module is in use. */
	if (sessmon_params.nounload)
		__module_get(THIS_MODULE);
	sessmon_event_tell(SESSMON_EVENT_ATTACHED, sessmon_hooks_live());
	sessmon_heartbeat_start();
	pr_info("attached: %llu processes in %llu sessions, hooks %#x\n", sessmon_processes_count(),
		sessmon_sessions_count(), sessmon_hooks_live());
	return 0;

err_stream:
	stop_stream();
err_tables:
	free_tables();
	return err;
}

static void __exit sessmon_exit(void)
{
	sessmon_heartbeat_stop();
	sessmon_repair_stop();
	detach_hooks();
	sessmon_event_tell(SESSMON_EVENT_DETACHING, 0);
	stop_stream();
	free_tables();
	pr_info("detached\n");
}

module_init(sessmon_init);
module_exit(sessmon_exit);

MODULE_DESCRIPTION("The Linux process and session model as an event source");
MODULE_AUTHOR("the sessmon developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(SESSMON_VERSION);
