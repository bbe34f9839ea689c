// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes of a test's.
 *
 * A task of an actor is memory in which the module finds what it reads of a task. Nobody
 * else knows it: neither the scheduler nor the table of process ids. What happens to an
 * actor happens by the functions that the hooks call, with facts that they might have read.
 */
#include "actor.h"

#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include "facts/task.h"
#include "observer.h"
#include "reconcile/vacancy.h"

static const struct sessmon_audit nobody = { -1, -1 };

int world_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	test->priv = w;
	w->programs = sessmon_exe_live();
	KUNIT_ASSERT_EQ(test, observer_start(1024), 0);
	KUNIT_ASSERT_EQ(test, sessmon_sessions_init(), 0);
	KUNIT_ASSERT_EQ(test, sessmon_processes_init(16, ACTORS), 0);
	/* Who is adopted lived before. */
	sessmon_process_births_seen(U64_MAX);
	return 0;
}

/* Whatever a case did: when all have ended, nothing is left. */
void world_exit(struct kunit *test)
{
	struct world *w = test->priv;

	while (w->count)
		actor_exit(&w->actors[--w->count]);
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), 0ULL);
	sessmon_processes_exit();
	observer_stop();
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 0ULL);
	sessmon_sessions_exit();
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), w->programs);
}

static struct pid *new_pid(struct kunit *test, u32 id, u32 inner)
{
	struct pid *pid =
		kunit_kzalloc(test, sizeof(*pid) + 2 * sizeof(pid->numbers[0]), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pid);
	pid->level = !!inner;
	pid->numbers[0].nr = id;
	pid->numbers[1].nr = inner;
	pid->numbers[0].ns = &init_pid_ns;
	pid->numbers[1].ns = &init_pid_ns;
	return pid;
}

static struct signal_struct *new_signal(struct kunit *test, struct pid *pid,
					const struct task_struct *parent)
{
	struct signal_struct *signal = kunit_kzalloc(test, sizeof(*signal), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, signal);
	INIT_LIST_HEAD(&signal->thread_head);
	atomic_set(&signal->live, 1);
	signal->pids[PIDTYPE_TGID] = pid;
	signal->pids[PIDTYPE_PGID] = parent ? parent->signal->pids[PIDTYPE_PGID] : pid;
	signal->pids[PIDTYPE_SID] = parent ? parent->signal->pids[PIDTYPE_SID] : pid;
	return signal;
}

/* @inner is its number in a pid namespace of its own, or 0 for what is in none. */
static struct actor *new_actor(struct kunit *test, u32 id, struct actor *parent, u32 inner)
{
	struct world *w = test->priv;
	struct task_struct *task = kunit_kzalloc(test, sizeof(*task), GFP_KERNEL);
	struct actor *a;

	KUNIT_ASSERT_NOT_NULL(test, task);
	KUNIT_ASSERT_LT(test, w->count, (unsigned int)ACTORS);
	a = &w->actors[w->count++];
	a->key = (struct sessmon_key){ .id = id, .start = 1000 + w->count };
	a->task = task;
	spin_lock_init(&task->alloc_lock);
	task->pid = id;
	task->tgid = id;
	task->start_boottime = a->key.start;
	task->group_leader = task;
	task->signal = new_signal(test, new_pid(test, id, inner), parent ? parent->task : NULL);
	RCU_INIT_POINTER(task->real_parent, parent ? parent->task : task);
	RCU_INIT_POINTER(task->real_cred, current_cred());
#ifdef CONFIG_AUDIT
	task->loginuid = INVALID_UID;
	task->sessionid = (unsigned int)-1;
#endif
	strscpy(task->comm, "actor", sizeof(task->comm));
	return a;
}

/* It was there before the module, and leads a session of which nothing is decided yet. */
struct actor *actor_adopt(struct kunit *test, u32 id)
{
	struct actor *a = new_actor(test, id, NULL, 0);
	struct sessmon_session *s;
	bool fresh;

	rcu_read_lock();
	s = sessmon_session_adopt(&a->key, &a->key, 0);
	a->p = sessmon_process_adopt(a->task, &fresh);
	if (s && a->p)
		sessmon_process_attach(a->p, s);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, a->p);
	KUNIT_ASSERT_NOT_NULL(test, a->p->session);
	return a;
}

/* The kernel has it, in its parent's session, and no hook has been called yet. */
struct actor *actor_conceive(struct kunit *test, struct actor *parent, u32 id)
{
	return new_actor(test, id, parent, 0);
}

void actor_born(struct kunit *test, struct actor *a, struct actor *parent)
{
	rcu_read_lock();
	a->p = sessmon_process_create(a->task, parent->task, 0);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, a->p);
}

static struct actor *bear(struct kunit *test, struct actor *parent, u32 id, u32 inner)
{
	struct actor *a = new_actor(test, id, parent, inner);

	actor_born(test, a, parent);
	return a;
}

struct actor *actor_fork(struct kunit *test, struct actor *parent, u32 id)
{
	return bear(test, parent, id, 0);
}

/* It is the first process of a pid namespace, as a container's is. */
struct actor *actor_fork_into_container(struct kunit *test, struct actor *parent, u32 id)
{
	return bear(test, parent, id, 1);
}

/*
 * The first of the two stages, as after change_pid(); @alone if the kernel has nobody else
 * in the session that it was in. Returns that, which may have ended: for comparing.
 */
struct sessmon_session *actor_setsid_of(struct actor *a, bool alone)
{
	const struct sessmon_setsid setsid = {
		.audit = nobody,
		.in_container = sessmon_task_in_container(a->task),
	};
	struct sessmon_session *old;

	rcu_read_lock();
	old = sessmon_process_setsid(a->p, &setsid);
	if (old)
		sessmon_vacancy_leave(old, alone);
	rcu_read_unlock();
	a->task->signal->pids[PIDTYPE_SID] = a->task->signal->pids[PIDTYPE_TGID];
	a->task->signal->pids[PIDTYPE_PGID] = a->task->signal->pids[PIDTYPE_TGID];
	return old;
}

/* Nobody is being born meanwhile. */
struct sessmon_session *actor_setsid(struct actor *a)
{
	return actor_setsid_of(a, true);
}

void actor_setsid_done(struct actor *a)
{
	rcu_read_lock();
	sessmon_process_setsid_done(a->p, a->task);
	rcu_read_unlock();
}

/* What an exec without any change of credentials says; @exe is given away with it. */
void actor_exec_facts(struct actor *a, struct sessmon_exe *exe, struct sessmon_exec *exec)
{
	*exec = (struct sessmon_exec){
		.exe = exe,
		.creds.new = a->p->creds,
		.audit = nobody,
		.comm = a->task->comm,
	};
}

bool actor_exec(struct actor *a, struct sessmon_exe *exe)
{
	struct sessmon_exec exec;
	bool stale;

	actor_exec_facts(a, exe, &exec);
	rcu_read_lock();
	stale = sessmon_process_exec(a->p, &exec);
	rcu_read_unlock();
	return stale;
}

/* Its last thread ends, and it is reaped at once. */
void actor_exit(struct actor *a)
{
	if (!a->p)
		return;
	rcu_read_lock();
	sessmon_process_exit(a->p, 0);
	sessmon_process_gone(a->p);
	a->p = NULL;
	rcu_read_unlock();
}

bool actor_leads(const struct actor *a)
{
	return a->p && sessmon_process_is_leader(a->p, a->p->session);
}
