// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of processes, with kernel threads that never run as its processes.
 */
#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/capability.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched/task.h>

#include "facts/task.h"
#include "model/process.h"
#include "observer.h"
#include "ring/ring.h"

#define MAX_PROCESSES 8U
#define RING	      64U

/**
 * struct fixture - tasks to make processes of
 * @task: kernel threads, each stopped before it ran
 * @count: how many
 * @programs: objects that lived before
 */
struct fixture {
	struct task_struct *task[MAX_PROCESSES + 2];
	unsigned int count;
	u64 programs;
};

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->programs = sessmon_exe_live();
	KUNIT_ASSERT_EQ(test, observer_start(RING), 0);
	KUNIT_ASSERT_EQ(test, sessmon_sessions_init(), 0);
	KUNIT_ASSERT_EQ(test, sessmon_processes_init(16, MAX_PROCESSES), 0);
	sessmon_process_births_seen(0);
	return 0;
}

static void fixture_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	sessmon_processes_exit();
	observer_stop();
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 0ULL);
	sessmon_sessions_exit();
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), f->programs);
	while (f->count)
		kthread_stop(f->task[--f->count]);
}

static int never_run(void *data)
{
	return 0;
}

static struct task_struct *new_task(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct task_struct *task = kthread_create(never_run, NULL, "sleeper");

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	f->task[f->count++] = task;
	return task;
}

static struct sessmon_process *create(struct task_struct *task)
{
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_create(task, current, CLONE_VM);
	rcu_read_unlock();
	return p; /* The fixture's tasks live, and so do their entries. */
}

static struct sessmon_process *find(u32 id, u64 start)
{
	struct sessmon_key key = { .id = id, .start = start };
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_find(&key);
	rcu_read_unlock();
	return p;
}

static void gone(struct sessmon_process *p)
{
	rcu_read_lock();
	sessmon_process_gone(p);
	rcu_read_unlock();
}

static void end(struct sessmon_process *p, u32 status)
{
	rcu_read_lock();
	sessmon_process_exit(p, status);
	rcu_read_unlock();
}

/* The session of the kernel threads, as the snapshot finds it. */
static struct sessmon_session *kernel_session(struct kunit *test)
{
	struct sessmon_key key = {};
	struct sessmon_session *s = sessmon_session_adopt(&key, &key, 0);

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

static const struct sessmon_ring_record *expect(struct kunit *test, enum sessmon_event_type type)
{
	const struct sessmon_ring_record *r = observer_next();

	KUNIT_ASSERT_NOT_NULL_MSG(test, r, "nothing was told, type %d was expected", type);
	KUNIT_EXPECT_EQ(test, (int)r->type, (int)type);
	return r;
}

static void a_creation_is_told_with_who_did_it(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p = create(task);
	const struct sessmon_ring_record *r;

	KUNIT_ASSERT_NOT_NULL(test, p);
	r = expect(test, SESSMON_EVENT_FORK);
	KUNIT_EXPECT_EQ(test, r->process.id, (u32)task->pid);
	KUNIT_EXPECT_EQ(test, r->process.start, (u64)task->start_boottime);
	KUNIT_EXPECT_EQ(test, r->other.id, (u32)current->tgid);
	KUNIT_EXPECT_EQ(test, r->value, (u64)CLONE_VM);
	KUNIT_EXPECT_TRUE(test, r->flags & SESSMON_PROCESS_KTHREAD);
	KUNIT_EXPECT_STREQ(test, r->comm, "sleeper");
	KUNIT_EXPECT_EQ(test, p->last_seq, r->seq);
	EXPECT_SILENCE(test);
}

static void a_process_is_created_once(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p = create(task);

	expect(test, SESSMON_EVENT_FORK);
	KUNIT_EXPECT_PTR_EQ(test, create(task), p);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), 1ULL);
}

static void a_process_is_found_by_its_key_only(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p = create(task);

	KUNIT_EXPECT_PTR_EQ(test, find(task->pid, task->start_boottime), p);
	KUNIT_EXPECT_PTR_EQ(test, find(task->pid, 0), p);
	KUNIT_EXPECT_NULL(test, find(task->pid, task->start_boottime + 1));
	KUNIT_EXPECT_NULL(test, find(task->pid + 1, 0));
}

static void a_creator_hands_its_program_and_session_down(struct kunit *test)
{
	struct sessmon_session *s = kernel_session(test);
	struct sessmon_process *parent, *p;
	bool fresh;

	rcu_read_lock();
	parent = sessmon_process_adopt(current, &fresh);
	if (parent)
		sessmon_process_attach(parent, s);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, parent);
	KUNIT_EXPECT_TRUE(test, fresh);
	parent->exe = observer_program(test, 0, 0);
	p = create(new_task(test));
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_PTR_EQ(test, p->exe, parent->exe);
	KUNIT_EXPECT_EQ(test, refcount_read(&p->exe->ref), 2U);
	KUNIT_EXPECT_PTR_EQ(test, p->session, s);
	KUNIT_EXPECT_EQ(test, s->members, 2U);
}

static void an_end_is_told_once_and_leaves_the_session(struct kunit *test)
{
	struct sessmon_session *s = kernel_session(test);
	struct task_struct *task = new_task(test), *other = new_task(test);
	struct sessmon_process *p = create(task);
	const struct sessmon_ring_record *r;

	KUNIT_ASSERT_NOT_NULL(test, create(other));
	KUNIT_ASSERT_PTR_EQ(test, p->session, s);
	KUNIT_EXPECT_EQ(test, s->members, 2U);
	observer_forget();
	end(p, 3 << 8);
	r = expect(test, SESSMON_EVENT_EXIT);
	KUNIT_EXPECT_EQ(test, r->value, 3ULL << 8);
	end(p, 0);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, s->members, 1U);
	/* The late hooks of its threads still find it. */
	KUNIT_EXPECT_PTR_EQ(test, find(task->pid, task->start_boottime), p);
}

static void a_process_goes_once(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p = create(task);

	rcu_read_lock(); /* Two hooks have found it. */
	gone(p);
	gone(p);
	rcu_read_unlock();
	KUNIT_EXPECT_NULL(test, find(task->pid, 0));
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), 0ULL);
}

static void the_last_process_to_go_ends_the_session(struct kunit *test)
{
	struct sessmon_session *s = kernel_session(test);
	struct sessmon_process *p = create(new_task(test));

	KUNIT_ASSERT_PTR_EQ(test, p->session, s);
	observer_forget();
	gone(p);
	expect(test, SESSMON_EVENT_SESSION_END);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 0ULL);
}

static void a_number_given_away_replaces_the_dead_process(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *dead = create(task), *p;

	end(dead, 0);
	dead->key.start--; /* As if the kernel had given the number to @task just now. */
	p = create(task);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_PTR_NE(test, p, dead);
	KUNIT_EXPECT_PTR_EQ(test, find(task->pid, 0), p);
	KUNIT_EXPECT_NULL(test, find(task->pid, task->start_boottime - 1));
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), 1ULL);
}

static unsigned int children_of(const struct sessmon_process *p)
{
	const struct sessmon_process *child;
	unsigned int n = 0;

	list_for_each_entry(child, &p->children, sibling)
		n++;
	return n;
}

static void children_hang_under_their_parent_until_it_goes(struct kunit *test)
{
	struct task_struct *task = new_task(test), *kthreadd;
	struct sessmon_process *parent, *a, *b;
	bool fresh;

	rcu_read_lock();
	kthreadd = rcu_dereference(task->real_parent);
	parent = sessmon_process_adopt(kthreadd, &fresh);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, parent);
	a = create(new_task(test));
	b = create(new_task(test));
	KUNIT_EXPECT_EQ(test, children_of(parent), 2U);
	KUNIT_EXPECT_EQ(test, a->parent_key.id, parent->key.id);
	gone(a);
	KUNIT_EXPECT_EQ(test, children_of(parent), 1U);
	KUNIT_EXPECT_PTR_EQ(test, parent->children.next, &b->sibling);
	gone(parent);
	sessmon_process_family_stop(); /* The worker has come to its end. */
	KUNIT_EXPECT_TRUE(test, list_empty(&b->sibling));
	/* Its key stays: the parent has ended, it did not stop having been one. */
	KUNIT_EXPECT_EQ(test, b->parent_key.id, (u32)kthreadd->pid);
}

static struct sessmon_process *adopt(struct kunit *test, struct task_struct *task)
{
	struct sessmon_process *p;
	bool fresh;

	rcu_read_lock();
	p = sessmon_process_adopt(task, &fresh);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, p);
	return p;
}

/* As the table has it when a parent ends: the kernel has given the child to another. */
static struct sessmon_process *child_of(struct kunit *test, struct sessmon_process *parent)
{
	struct sessmon_process *p = create(new_task(test));

	KUNIT_ASSERT_NOT_NULL(test, p);
	list_move(&p->sibling, &parent->children);
	p->parent_key = parent->key;
	return p;
}

static void expect_adopted(struct kunit *test, unsigned int count, const struct sessmon_key *old,
			   const struct sessmon_process *adopter)
{
	const struct sessmon_ring_record *r;

	while (count--) {
		r = expect(test, SESSMON_EVENT_REPARENT);
		KUNIT_EXPECT_EQ(test, r->other.id, old->id);
		KUNIT_EXPECT_EQ(test, r->parent.id, adopter->key.id);
	}
	EXPECT_SILENCE(test);
}

/* Children of @parent that the kernel has given away; returns who has them now. */
static struct sessmon_process *three_orphans(struct kunit *test, struct sessmon_process *parent)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *adopter;
	unsigned int i;

	rcu_read_lock();
	adopter = adopt(test, rcu_dereference(task->real_parent));
	rcu_read_unlock();
	for (i = 0; i < 3; i++)
		child_of(test, parent);
	return adopter;
}

static void orphans_hang_under_who_adopts_them(struct kunit *test)
{
	struct sessmon_process *parent = adopt(test, current), *kthreadd;

	kthreadd = three_orphans(test, parent);
	observer_forget();
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, sessmon_process_has_children(parent));
	sessmon_process_orphan(parent);
	KUNIT_EXPECT_FALSE(test, sessmon_process_has_children(parent));
	rcu_read_unlock();
	expect_adopted(test, 3, &parent->key, kthreadd);
	KUNIT_EXPECT_EQ(test, children_of(kthreadd), 3U);
}

/* What the hook that frees a process finds, and what is too much for one hook. */
static void orphans_of_who_has_gone_are_the_workers(struct kunit *test)
{
	struct sessmon_process *parent = adopt(test, current), *kthreadd, *dead;
	struct sessmon_key old = parent->key;

	kthreadd = three_orphans(test, parent);
	dead = child_of(test, parent);
	end(dead, 0);
	observer_forget();
	gone(parent);
	sessmon_process_family_stop();
	expect_adopted(test, 3, &old, kthreadd);
	KUNIT_EXPECT_EQ(test, children_of(kthreadd), 4U);
	/* A process that ends before the worker comes has an end and no new parent. */
	KUNIT_EXPECT_EQ(test, dead->parent_key.id, kthreadd->key.id);
}

/* What happens to the first thread of @p, the only one if that is @alone. */
static void trace(struct sessmon_process *p, enum sessmon_ptrace_action action, bool alone)
{
	const struct sessmon_trace trace = {
		.action = action,
		.tracer = sessmon_key_of(current),
		.alone = alone,
	};

	rcu_read_lock();
	sessmon_process_trace(p, &trace);
	rcu_read_unlock();
}

static void traced_at_birth(struct sessmon_process *p)
{
	rcu_read_lock();
	sessmon_process_traced_at_birth(p);
	rcu_read_unlock();
}

static void traced_threads_are_counted(struct kunit *test)
{
	struct sessmon_process *p = create(new_task(test));

	observer_forget();
	trace(p, SESSMON_PTRACE_ATTACH, true);
	KUNIT_EXPECT_EQ(test, p->traced, 1);
	KUNIT_EXPECT_TRUE(test, p->flags & SESSMON_PROCESS_TRACED);
	traced_at_birth(p); /* As another thread of it. */
	KUNIT_EXPECT_EQ(test, p->traced, 2);
	trace(p, SESSMON_PTRACE_DETACH, false);
	KUNIT_EXPECT_EQ(test, p->traced, 1);
	KUNIT_EXPECT_TRUE(test, p->flags & SESSMON_PROCESS_TRACED);
	trace(p, SESSMON_PTRACE_DETACH, false);
	KUNIT_EXPECT_FALSE(test, p->flags & SESSMON_PROCESS_TRACED);
	KUNIT_EXPECT_EQ(test, p->traced, 0);
}

/* Somebody attaches to a newborn whose own hook has seen him already. */
static void who_was_counted_twice_is_traced_no_more(struct kunit *test)
{
	struct sessmon_process *p = create(new_task(test));

	trace(p, SESSMON_PTRACE_AUTO, true);
	trace(p, SESSMON_PTRACE_ATTACH, true);
	trace(p, SESSMON_PTRACE_DETACH, true);
	KUNIT_EXPECT_EQ(test, p->traced, 0);
	KUNIT_EXPECT_FALSE(test, p->flags & SESSMON_PROCESS_TRACED);
}

static void the_release_of_a_dead_thread_counts_and_is_no_news(struct kunit *test)
{
	const struct sessmon_trace release = {
		.action = SESSMON_PTRACE_DETACH,
		.tracer = sessmon_key_of(current),
		.alone = true,
		.dead = true,
	};
	struct sessmon_process *p = create(new_task(test));

	trace(p, SESSMON_PTRACE_ATTACH, true);
	observer_forget();
	rcu_read_lock();
	sessmon_process_trace(p, &release);
	rcu_read_unlock();
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, p->traced, 0);
}

static void a_process_that_has_gone_is_nobodys_child(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *parent, *p;
	bool fresh;

	rcu_read_lock();
	parent = sessmon_process_adopt(rcu_dereference(task->real_parent), &fresh);
	p = sessmon_process_create(task, current, 0);
	if (p)
		sessmon_process_gone(p);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, parent);
	KUNIT_EXPECT_TRUE(test, list_empty(&parent->children));
}

static void a_full_table_refuses_and_counts(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test), *after;
	unsigned int i;

	for (i = 0; i < MAX_PROCESSES; i++)
		KUNIT_EXPECT_NOT_NULL(test, create(new_task(test)));
	KUNIT_EXPECT_NULL(test, create(new_task(test)));
	after = observer_counters(test);
	KUNIT_EXPECT_EQ(test, after->stat[SESSMON_STAT_TABLE_FULL],
			before->stat[SESSMON_STAT_TABLE_FULL] + 1);
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), (u64)MAX_PROCESSES);
}

static void an_unknown_process_is_made_and_counted(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test);
	struct task_struct *task = new_task(test);
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_ensure(task);
	KUNIT_EXPECT_PTR_EQ(test, sessmon_process_ensure(task), p);
	rcu_read_unlock();
	KUNIT_EXPECT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_REPAIRED],
			before->stat[SESSMON_STAT_REPAIRED] + 1);
}

/* Its entry was refused when it was created, and somebody traces it by now. */
static void an_unknown_process_may_be_traced(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p;

	task->ptrace = PT_PTRACED;
	rcu_read_lock();
	p = sessmon_process_ensure(task);
	rcu_read_unlock();
	task->ptrace = 0;
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, p->traced, 1);
	KUNIT_EXPECT_TRUE(test, p->flags & SESSMON_PROCESS_TRACED);
}

/* Met by another hook before the snapshot comes to it. */
static void what_lived_before_the_load_is_not_told_as_created(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p;

	sessmon_process_births_seen(task->start_boottime + 1);
	rcu_read_lock();
	p = sessmon_process_ensure(task);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, p);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_TRUE(test, p->flags & SESSMON_PROCESS_INFERRED);
	KUNIT_EXPECT_EQ(test, p->creator.id, 0U);
}

static void a_session_is_not_told_to_start_before_it_is_known(struct kunit *test)
{
	struct sessmon_leader leader = {};
	struct sessmon_session *s = kernel_session(test);

	/* A child that is born into it while the module is loaded. */
	KUNIT_ASSERT_NOT_NULL(test, create(new_task(test)));
	expect(test, SESSMON_EVENT_FORK);
	EXPECT_SILENCE(test);
	rcu_read_lock();
	sessmon_session_infer(s, NULL, &leader, SESSMON_LEFT_NONE, false);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, create(new_task(test)));
	expect(test, SESSMON_EVENT_FORK);
	EXPECT_SILENCE(test);
}

/* The hook of setpgid may meet a newborn before the hook of creation, and sees less of it. */
static void what_a_first_look_left_out_is_made_up_for(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_ensure(task);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, p->ns.uts, 0U);
	KUNIT_EXPECT_PTR_EQ(test, create(task), p);
	KUNIT_EXPECT_NE(test, p->ns.uts, 0U);
}

/* Every place of this processor's ring, as an alarm has left it. */
static void leave_alarms_behind(void)
{
	struct sessmon_creds_change alarm = { .groups_changed = true, .privilege_gained = true };
	struct sessmon_ring_record *rec;
	unsigned long flags;
	unsigned int i;
	u64 seq;

	for (i = 0; i < RING; i++) {
		local_irq_save(flags);
		rec = sessmon_event_reserve(SESSMON_EVENT_CREDS, &seq);
		if (rec)
			rec->creds = alarm;
		sessmon_event_commit(rec);
		local_irq_restore(flags);
	}
	observer_forget();
}

static void a_user_namespace_of_ones_own_is_no_alarm(struct kunit *test)
{
	struct task_struct *task = new_task(test);
	const struct sessmon_ring_record *r;

	migrate_disable();
	leave_alarms_behind();
	rcu_read_lock();
	sessmon_process_create(task, current, CLONE_NEWUSER);
	rcu_read_unlock();
	migrate_enable();
	expect(test, SESSMON_EVENT_FORK);
	r = expect(test, SESSMON_EVENT_CREDS);
	KUNIT_EXPECT_FALSE(test, r->creds.groups_changed);
	KUNIT_EXPECT_FALSE(test, r->creds.privilege_gained);
}

/**
 * struct adoption - somebody else adopts a process
 * @task: its task
 * @done: it is in the table
 */
struct adoption {
	struct task_struct *task;
	struct completion done;
};

static int adopt_it(void *data)
{
	struct adoption *a = data;
	bool fresh;

	rcu_read_lock();
	sessmon_process_adopt(a->task, &fresh);
	rcu_read_unlock();
	complete(&a->done);
	return 0;
}

/* A task that gives its namespaces up takes its own lock, and they are freed at once. */
static void namespaces_are_read_under_the_lock_of_their_task(struct kunit *test)
{
	struct adoption a = { .task = new_task(test) };
	struct task_struct *other = kthread_create(adopt_it, &a, "adopter");
	unsigned int ms;
	bool waited;

	KUNIT_ASSERT_FALSE(test, IS_ERR(other));
	init_completion(&a.done);
	migrate_disable();
	kthread_bind(other, cpumask_any_but(cpu_online_mask, smp_processor_id()));
	task_lock(a.task);
	wake_up_process(other);
	for (ms = 0; ms < 500 && !completion_done(&a.done); ms++)
		mdelay(1);
	waited = !completion_done(&a.done);
	task_unlock(a.task);
	migrate_enable();
	wait_for_completion(&a.done);
	KUNIT_EXPECT_TRUE(test, waited);
	KUNIT_EXPECT_NOT_NULL(test, find(a.task->tgid, a.task->start_boottime));
}

static void change_creds(struct sessmon_process *p, struct sessmon_creds_change *change)
{
	const struct sessmon_audit nobody = { -1, -1 };

	rcu_read_lock();
	sessmon_process_creds(p, change, &nobody, 0);
	rcu_read_unlock();
}

/* Count the changes of credentials that are told. */
static u32 creds_told(void)
{
	const struct sessmon_ring_record *r;
	u32 told = 0;

	while ((r = observer_next()))
		told += r->type == SESSMON_EVENT_CREDS;
	return told;
}

static void a_loop_is_told_as_a_count(struct kunit *test)
{
	struct sessmon_creds_change change = { .new.uid = 1000 };
	struct sessmon_process *p = create(new_task(test));
	u64 began = ktime_get_boottime_ns();
	u32 told = 0, i;

	observer_forget();
	for (i = 0; i < 200; i++) {
		change_creds(p, &change);
		told += creds_told();
	}
	KUNIT_EXPECT_GE(test, told, SESSMON_PROCESS_BURST);
	/* And one more for each interval that it took. */
	KUNIT_EXPECT_LE(
		test, (u64)told,
		SESSMON_PROCESS_BURST + 1 +
			div_u64(ktime_get_boottime_ns() - began, SESSMON_PROCESS_INTERVAL_NS));
	KUNIT_EXPECT_EQ(test, p->budget.withheld, 200 - told);
	/* An alarm is no part of any loop. */
	change.new.cap_permitted = BIT_ULL(CAP_CHOWN);
	for (i = 0; i < 40; i++)
		change_creds(p, &change);
	KUNIT_EXPECT_EQ(test, creds_told(), 40U);
}

static void a_copy_holds_the_program(struct kunit *test)
{
	struct sessmon_process_view *v = kunit_kzalloc(test, sizeof(*v), GFP_KERNEL);
	struct sessmon_process *p = create(new_task(test));
	u64 before = sessmon_exe_live();

	KUNIT_ASSERT_NOT_NULL(test, v);
	p->exe = observer_program(test, 0, 0);
	rcu_read_lock();
	sessmon_process_view(p, v);
	sessmon_process_gone(p);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before + 1);
	KUNIT_EXPECT_EQ(test, v->session.id, 0U);
	KUNIT_EXPECT_EQ(test, (int)v->class, (int)SESSMON_CLASS_UNKNOWN);
	sessmon_exe_put(v->process.exe);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before);
}

static void a_walk_sees_every_process_once(struct kunit *test)
{
	struct sessmon_process *p;
	unsigned int bucket = 0, seen = 0, i;
	u64 serial = U64_MAX;

	for (i = 0; i < MAX_PROCESSES; i++)
		KUNIT_ASSERT_NOT_NULL(test, create(new_task(test)));
	rcu_read_lock();
	while ((p = sessmon_process_next(&bucket, &serial))) {
		seen++;
		sessmon_process_gone(p);
	}
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, seen, MAX_PROCESSES);
	KUNIT_EXPECT_EQ(test, sessmon_processes_count(), 0ULL);
}

/* The walk at load makes a session before it knows whether its process has room. */
static void a_session_that_nobody_joined_can_be_dropped(struct kunit *test)
{
	struct sessmon_session *s = kernel_session(test);

	rcu_read_lock();
	sessmon_session_drop_unused(s);
	rcu_read_unlock();
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 0ULL);

	s = kernel_session(test);
	KUNIT_ASSERT_NOT_NULL(test, create(new_task(test)));
	rcu_read_lock();
	sessmon_session_drop_unused(s);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 1ULL);
}

static struct kunit_case cases[] = { KUNIT_CASE(a_creation_is_told_with_who_did_it),
				     KUNIT_CASE(a_process_is_created_once),
				     KUNIT_CASE(a_process_is_found_by_its_key_only),
				     KUNIT_CASE(a_creator_hands_its_program_and_session_down),
				     KUNIT_CASE(an_end_is_told_once_and_leaves_the_session),
				     KUNIT_CASE(a_process_goes_once),
				     KUNIT_CASE(the_last_process_to_go_ends_the_session),
				     KUNIT_CASE(a_number_given_away_replaces_the_dead_process),
				     KUNIT_CASE(children_hang_under_their_parent_until_it_goes),
				     KUNIT_CASE(orphans_hang_under_who_adopts_them),
				     KUNIT_CASE(orphans_of_who_has_gone_are_the_workers),
				     KUNIT_CASE(traced_threads_are_counted),
				     KUNIT_CASE(who_was_counted_twice_is_traced_no_more),
				     KUNIT_CASE(the_release_of_a_dead_thread_counts_and_is_no_news),
				     KUNIT_CASE(a_process_that_has_gone_is_nobodys_child),
				     KUNIT_CASE(a_full_table_refuses_and_counts),
				     KUNIT_CASE(an_unknown_process_is_made_and_counted),
				     KUNIT_CASE(an_unknown_process_may_be_traced),
				     KUNIT_CASE(what_lived_before_the_load_is_not_told_as_created),
				     KUNIT_CASE(a_session_is_not_told_to_start_before_it_is_known),
				     KUNIT_CASE(what_a_first_look_left_out_is_made_up_for),
				     KUNIT_CASE(a_user_namespace_of_ones_own_is_no_alarm),
				     KUNIT_CASE(a_loop_is_told_as_a_count),
				     KUNIT_CASE(namespaces_are_read_under_the_lock_of_their_task),
				     KUNIT_CASE(a_copy_holds_the_program),
				     KUNIT_CASE(a_walk_sees_every_process_once),
				     KUNIT_CASE(a_session_that_nobody_joined_can_be_dropped),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_process",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
