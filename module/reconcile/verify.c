// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holding the table against the kernel's tasks.
 *
 * Hooks run before or after the kernel changes a field, so for a few instructions
 * both may rightly differ. What differs in two walks with a pause in between, with
 * the same values, is an error.
 */
#include "reconcile/verify.h"

#include <linux/cred.h>
#include <linux/delay.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "facts/task.h"
#include "model/process.h"
#include "model/session.h"

#define PAUSE_MS 30

static void note(struct sessmon_verify *v, u32 kind, const struct sessmon_key *key, u64 table,
		 u64 kernel)
{
	if (table == kernel)
		return;
	if (kind == SESSMON_DIFFERENCE_MISSING)
		v->missing++;
	else if (kind == SESSMON_DIFFERENCE_STALE)
		v->stale++;
	else
		v->differing++;
	if (v->count < SESSMON_DIFFERENCES_MAX)
		v->list[v->count++] = (struct sessmon_difference){
			.kind = kind,
			.key = *key,
			.table = table,
			.kernel = kernel,
		};
}

static void compare_tty(struct sessmon_verify *v, struct sessmon_process *p,
			struct task_struct *task)
{
	const struct sessmon_session *s = sessmon_session_of(p);
	struct sessmon_tty tty;
	u32 table = 0;

	sessmon_task_ctty(task, &tty);
	if (s)
		table = READ_ONCE(s->tty.dev);
	note(v, SESSMON_DIFFERENCE_TTY, &p->key, table, tty.dev);
}

static void compare(struct sessmon_verify *v, struct sessmon_process *p, struct task_struct *task)
{
	struct task_struct *parent = rcu_dereference(task->real_parent);
	struct sessmon_session *s = sessmon_session_of(p);
	u32 sid = sessmon_task_sid(task);

	note(v, SESSMON_DIFFERENCE_SESSION, &p->key, s ? s->key.id : U32_MAX, sid);
	note(v, SESSMON_DIFFERENCE_GROUP, &p->key, p->pgid, sessmon_task_pgid(task));
	note(v, SESSMON_DIFFERENCE_PARENT, &p->key, p->parent_key.id, parent->tgid);
	if (sid && p->key.id == sid)
		compare_tty(v, p, task);
	/* A dead first thread keeps in the kernel what it had; ours goes on with the others. */
	if (p->flags & SESSMON_PROCESS_LEADER_EXITED)
		return;
	note(v, SESSMON_DIFFERENCE_UID, &p->key, p->creds.uid, __kuid_val(__task_cred(task)->uid));
	note(v, SESSMON_DIFFERENCE_EUID, &p->key, p->creds.euid,
	     __kuid_val(__task_cred(task)->euid));
	note(v, SESSMON_DIFFERENCE_TRACED, &p->key, p->traced, sessmon_task_traced(task));
}

static void check_task(struct task_struct *task, void *data)
{
	struct sessmon_process *p = sessmon_process_of(task);
	struct sessmon_verify *v = data;
	struct sessmon_key key;

	if (!atomic_read(&task->signal->live))
		return;
	v->checked++;
	if (p && !(p->flags & SESSMON_PROCESS_EXITED)) {
		compare(v, p, task);
		return;
	}
	key = sessmon_key_of(task);
	note(v, SESSMON_DIFFERENCE_MISSING, &key, 0, 1);
}

static bool lives(const struct sessmon_key *key)
{
	struct task_struct *task = pid_task(find_pid_ns(key->id, &init_pid_ns), PIDTYPE_TGID);

	return task && task->start_boottime == key->start;
}

static void check_process(struct sessmon_process *p, void *data)
{
	struct sessmon_verify *v = data;

	if (!(p->flags & SESSMON_PROCESS_EXITED) && !lives(&p->key))
		note(v, SESSMON_DIFFERENCE_STALE, &p->key, 1, 0);
}

static void walk(struct sessmon_verify *v)
{
	memset(v, 0, sizeof(*v));
	sessmon_tasks_each(check_task, v);
	sessmon_processes_each(check_process, v);
}

static bool holds(const struct sessmon_verify *v, const struct sessmon_difference *d)
{
	unsigned int i;

	for (i = 0; i < v->count; i++)
		if (v->list[i].kind == d->kind && v->list[i].table == d->table &&
		    v->list[i].kernel == d->kernel && sessmon_key_equal(&v->list[i].key, &d->key))
			return true;
	return false;
}

/* Leave in @v what @before had as well, as far as both lists tell. */
static void keep_common(struct sessmon_verify *v, const struct sessmon_verify *before)
{
	unsigned int i, n = v->count;

	/* More than fits into a list is no passing difference. */
	if (v->missing + v->stale + v->differing > n)
		return;
	v->missing = 0;
	v->stale = 0;
	v->differing = 0;
	v->count = 0;
	for (i = 0; i < n; i++) {
		struct sessmon_difference d = v->list[i];

		if (holds(before, &d))
			note(v, d.kind, &d.key, d.table, d.kernel);
	}
}

/**
 * sessmon_verify() - find where the table does not say what the kernel says
 * @result: what to fill
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_verify(struct sessmon_verify *result)
{
	struct sessmon_verify *before = kmalloc(sizeof(*before), GFP_KERNEL);

	if (!before)
		return -ENOMEM;
	walk(result);
	if (result->count) {
		*before = *result;
		msleep(PAUSE_MS);
		walk(result);
		keep_common(result, before);
	}
	kfree(before);
	return 0;
}
