// SPDX-License-Identifier: GPL-2.0-only
/*
 * Giving roles to programs that run already.
 *
 * A listener that was started before its rule came would otherwise let people in
 * unnoticed until it is restarted. And a program may come to run with a role that the
 * policy in force has not given it: it was captured before that came, or so late that
 * nobody could be asked; whoever sees that has a worker look at all of them anew.
 */
#include "reconcile/role.h"

#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "model/process.h"
#include "model/session.h"
#include "policy/door.h"
#include "reconcile/infer.h"

/* Roles are given by one at a time. */
static DEFINE_MUTEX(giving);

static void apply_work_fn(struct work_struct *work);
static DECLARE_WORK(apply_work, apply_work_fn);
static struct irq_work kick;

static void visit_process(struct sessmon_process *p, void *data)
{
	sessmon_process_judge(p, data);
}

static void visit_session(struct sessmon_session *s, void *data)
{
	sessmon_session_role_changed(s);
}

/**
 * sessmon_role_apply() - give all running programs the roles of the policy in force
 *
 * Where a session came from stays as it was; its class follows its leader's role. Only
 * of what came from no known login it is asked anew: where that was deduced, and where
 * the policy has just named what let it in.
 *
 * Context: sleeps. Without memory for the list of files the running programs keep
 * their roles, which is counted.
 * Return: the generation of that policy.
 */
u32 sessmon_role_apply(void)
{
	struct sessmon_policy *policy;
	struct sessmon_doors *doors;
	u32 generation;

	mutex_lock(&giving);
	policy = sessmon_policy_get();
	doors = sessmon_doors_open(policy);
	if (doors) {
		sessmon_processes_each(visit_process, doors);
		sessmon_sessions_each(visit_session, NULL);
		sessmon_infer_again();
		sessmon_doors_close(doors);
	}
	generation = policy->generation;
	sessmon_policy_put(policy);
	mutex_unlock(&giving);
	return generation;
}

/* ---- later ---- */

static void apply_work_fn(struct work_struct *work)
{
	sessmon_role_apply();
}

static void queue_apply(struct irq_work *work)
{
	queue_work(system_unbound_wq, &apply_work);
}

/**
 * sessmon_role_kick() - a program runs whose role is not that of the policy in force
 *
 * Context: any.
 */
void sessmon_role_kick(void)
{
	irq_work_queue(&kick);
}

/**
 * sessmon_role_init() - be ready for sessmon_role_kick()
 *
 * Context: any.
 */
void sessmon_role_init(void)
{
	init_irq_work(&kick, queue_apply);
}

/**
 * sessmon_role_stop() - look no more
 *
 * Context: sleeps; no hook is live any more, and events can still be made.
 */
void sessmon_role_stop(void)
{
	irq_work_sync(&kick);
	cancel_work_sync(&apply_work);
}
