// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lived before the module was loaded, and what was refused since for want of
 * memory or of room in the table.
 *
 * The hooks are live already, so what changes during the walk is seen by them;
 * the walk only adds what the table does not have. A process that is born while
 * it lasts is added by its own hook, one that ends by then is told to have ended.
 * Everything found here is marked as inferred: its history is not known.
 */
#include "reconcile/snapshot.h"

#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "counters.h"
#include "facts/task.h"
#include "limits.h"
#include "model/capture.h"
#include "model/process.h"
#include "model/session.h"
#include "reconcile/infer.h"

/* ---- the first walk: processes and sessions ---- */

static u32 flags_of(u32 sid, struct task_struct *leader, struct task_struct *member)
{
	/* The kernel's threads never had a leader. */
	u32 flags = leader || !sid ? 0 : SESSMON_SESSION_LEADER_EXITED;

	if (sessmon_task_in_container(leader ?: member))
		flags |= SESSMON_SESSION_CONTAINER;
	return flags;
}

static struct sessmon_session *adopt_session(struct task_struct *task)
{
	struct pid *sid = READ_ONCE(task->signal->pids[PIDTYPE_SID]);
	struct sessmon_session *s = sessmon_session_find(pid_nr(sid));
	struct sessmon_key key, stand_in;
	struct task_struct *leader;
	struct sessmon_tty tty;

	if (s)
		return s;
	leader = pid_task(sid, PIDTYPE_TGID);
	key.id = pid_nr(sid);
	key.start = leader ? leader->start_boottime : 0;
	stand_in = sessmon_key_of(leader ?: task);
	s = sessmon_session_adopt(&key, &stand_in, flags_of(key.id, leader, task));
	if (s) {
		sessmon_task_ctty(leader ?: task, &tty);
		if (tty.dev)
			sessmon_session_gain_tty(s, &tty);
	}
	return s;
}

/**
 * struct walk - one walk over the kernel's processes
 * @found: those that the table did not have
 * @refused: one had no room; what follows would not have either
 */
struct walk {
	unsigned int found;
	bool refused;
};

static void adopt_task(struct task_struct *task, void *data)
{
	struct sessmon_session *s;
	struct sessmon_process *p;
	struct walk *walk = data;
	bool fresh;

	if (walk->refused || !atomic_read(&task->signal->live))
		return;
	s = adopt_session(task);
	p = sessmon_process_adopt(task, &fresh);
	walk->found += fresh;
	walk->refused = (!p || !s) && atomic_read(&task->signal->live);
	if (p && s)
		sessmon_process_attach(p, s);
	if (s)
		sessmon_session_drop_unused(s);
}

static unsigned int walk_tasks(void)
{
	struct walk walk = {};

	sessmon_tasks_each(adopt_task, &walk);
	return walk.found;
}

/* ---- programs ---- */

/* The program of a process that has ended meanwhile is nobody's. */
static void set_program(const struct sessmon_key *key, struct sessmon_exe *exe)
{
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_find(key);
	if (p)
		sessmon_process_found_program(p, exe);
	else
		sessmon_exe_put(exe);
	rcu_read_unlock();
}

static void capture_program(const struct sessmon_key *key)
{
	struct task_struct *task = sessmon_task_get(key);

	if (!task)
		return;
	set_program(key, sessmon_capture_task(task));
	put_task_struct(task);
}

static bool lacks_program(const struct sessmon_process *p)
{
	return !p->exe && !(p->flags & (SESSMON_PROCESS_KTHREAD | SESSMON_PROCESS_EXITED));
}

/* Look at what one read section may. @key is of nobody if none of those is without one. */
static bool next_without_program(unsigned int *bucket, u64 *serial, struct sessmon_key *key)
{
	struct sessmon_process *p;
	unsigned int n = 0;

	*key = (struct sessmon_key){};
	rcu_read_lock();
	do {
		p = sessmon_process_next(bucket, serial);
	} while (p && !lacks_program(p) && ++n < SESSMON_WALK_CHUNK);
	if (p && lacks_program(p))
		*key = p->key;
	rcu_read_unlock();
	return p;
}

static void capture_programs(void)
{
	unsigned int bucket = 0;
	u64 serial = U64_MAX;
	struct sessmon_key key;

	while (next_without_program(&bucket, &serial, &key)) {
		if (key.id)
			capture_program(&key);
		cond_resched();
	}
}

/**
 * sessmon_snapshot() - fill the table with what lives already
 *
 * A second walk checks the first: it must find nothing, or it is counted. It also gives
 * a parent to who was found before its own.
 *
 * Context: sleeps; at load, after all hooks are live.
 */
void sessmon_snapshot(void)
{
	unsigned int late;

	walk_tasks();
	synchronize_rcu();
	for (late = walk_tasks(); late; late--)
		sessmon_count(SESSMON_STAT_LATE_FOUND);
	capture_programs();
	sessmon_infer(false);
}

/**
 * sessmon_snapshot_repair() - add what was refused since the load
 *
 * Context: sleeps; one caller at a time, after sessmon_snapshot().
 */
void sessmon_snapshot_repair(void)
{
	walk_tasks();
	capture_programs();
	sessmon_infer(true);
}
