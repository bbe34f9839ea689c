/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading facts off the kernel's own objects.
 *
 * All of it may be called with interrupts off and under the tasklist and signal
 * locks, inside an RCU read section, and nothing sleeps or takes a lock; but for
 * sessmon_task_ctty(), which takes the signal lock, and what says so.
 */
#ifndef SESSMON_TASK_H
#define SESSMON_TASK_H

#include <linux/cred.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/tty.h>

#include "facts/facts.h"

void sessmon_tasks_each(void (*visit)(struct task_struct *task, void *data), void *data);
void sessmon_task_creds(const struct cred *cred, struct sessmon_creds *out);
bool sessmon_task_threads_have(struct task_struct *task, const struct sessmon_creds *creds);
void sessmon_task_namespaces(const struct nsproxy *ns, struct sessmon_namespaces *out);
void sessmon_task_namespaces_of(struct task_struct *task, struct sessmon_namespaces *out);
void sessmon_task_audit(struct task_struct *task, struct sessmon_audit *out);
void sessmon_task_tty(struct tty_struct *tty, struct sessmon_tty *out);
u32 sessmon_task_ctty(struct task_struct *task, struct sessmon_tty *out);
u64 sessmon_task_cgroup(struct task_struct *task);
u32 sessmon_task_sid(struct task_struct *task);
u32 sessmon_task_pgid(struct task_struct *task);
u32 sessmon_task_vpid(struct task_struct *task);
u32 sessmon_task_pid_ns(struct task_struct *task);
bool sessmon_task_in_container(struct task_struct *task);
u32 sessmon_task_traced(struct task_struct *task);
u32 sessmon_task_wait_status(struct task_struct *task);
struct task_struct *sessmon_task_get(const struct sessmon_key *key);
bool sessmon_task_tty_is_open(struct task_struct *task);
bool sessmon_task_at_terminal(struct task_struct *task);
bool sessmon_task_holds_master(struct task_struct *task);

#endif /* SESSMON_TASK_H */
