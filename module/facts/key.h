/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The name of a process or a session.
 */
#ifndef SESSMON_KEY_H
#define SESSMON_KEY_H

#include <linux/sched.h>
#include <linux/types.h>

/**
 * struct sessmon_key - names a process or session for ever, together with the boot id
 * @id: process id of the group leader in the initial pid namespace
 * @start: when the group leader was created, ns of boot time; 0 if unknown
 *
 * An exec from a thread that is not the leader hands the leader's id and start
 * time on to that thread (de_thread() in fs/exec.c), so the key survives it.
 */
struct sessmon_key {
	u32 id;
	u64 start;
};

/**
 * sessmon_key_of() - the key of the process that a thread belongs to
 * @task: any thread; the caller is in an RCU read section
 *
 * Return: the key.
 */
static inline struct sessmon_key sessmon_key_of(struct task_struct *task)
{
	return (struct sessmon_key){
		.id = task->tgid,
		.start = READ_ONCE(task->group_leader)->start_boottime,
	};
}

static inline bool sessmon_key_equal(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

#endif /* SESSMON_KEY_H */
