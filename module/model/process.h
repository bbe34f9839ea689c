/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processes: lifetime, lookup and transitions.
 *
 * Lifetime. A process is made by the creation hook (or the snapshot, or a hook
 * that met the newborn before the creation hook did). When its last thread
 * ends, it is marked as exited, tells so and leaves its session; it stays in
 * the hash, so that the late hooks of its threads find it, until the kernel
 * frees its task or its number is given to another process. Then it leaves the
 * hash and the tree, and its memory is freed one RCU grace period later. There
 * is no reference count: hooks use a process inside the RCU read section in
 * which they found it.
 *
 * Locks. @lock covers one process; a session's lock and the event ring nest
 * inside it. The tree lock covers all links between parents and children; the
 * lock of one process may be taken under it, never the other way round.
 */
#ifndef SESSMON_PROCESS_H
#define SESSMON_PROCESS_H

#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "facts/facts.h"
#include "model/session.h"
#include "policy/exe.h"
#include "ring/budget.h"
#include "ring/ring.h"

struct sessmon_doors;

/**
 * struct sessmon_process - a process
 * @node: in the hash
 * @serial: grows with each insertion; the cursor of a dump
 * @rcu: frees it
 * @key: its name; set once
 * @creator: who called fork; set once
 * @lock: of the following, up to @tree
 * @flags: enum sessmon_process_flags
 * @pgid: process group
 * @vpid: number in its own pid namespace
 * @exec_count: programs executed
 * @traced: threads that are traced
 * @last_seq: number of the last event that changed it
 * @budget: for what a loop can make
 * @parent_key: its parent, who may have ended
 * @session: a counted reference, or NULL if it could not be had
 * @exe: its program; a counted reference, or NULL
 * @pending: what an exec under way has captured; a counted reference, or NULL
 * @creds: credentials of its first thread
 * @ns: namespaces
 * @audit: audit ids
 * @comm: display name
 * @visitor: it joined a container that was there; set once
 * @left_login: its chain of parents to its login is broken
 * @guest: took a person's ids while it held a connection from outside: what that means
 *         shows at its next exec
 * @told: an event of it was not left out by the policy
 * @children: entries whose parent this is; under the tree lock, as the following
 * @sibling: in the list of its parent, or of those whose parent has ended, or in none
 */
struct sessmon_process {
	struct hlist_node node;
	u64 serial;
	struct rcu_head rcu;
	struct sessmon_key key;
	struct sessmon_key creator;

	raw_spinlock_t lock;
	u32 flags;
	u32 pgid;
	u32 vpid;
	u32 exec_count;
	s32 traced;
	u64 last_seq;
	struct sessmon_budget budget;
	struct sessmon_key parent_key;
	struct sessmon_session __rcu *session;
	struct sessmon_exe *exe;
	struct sessmon_exe *pending;
	struct sessmon_creds creds;
	struct sessmon_namespaces ns;
	struct sessmon_audit audit;
	char comm[TASK_COMM_LEN];
	bool visitor;
	bool left_login;
	bool guest;
	bool told;

	struct list_head children;
	struct list_head sibling;
};

/**
 * struct sessmon_process_view - a copy of a process at one moment
 * @process: the copy; its links and locks mean nothing
 * @session: key of its session
 * @class: class of its session
 * @tty: terminal of its session
 * @cgroup: id in the default hierarchy; 0 if its task was reaped just now
 *
 * The program in @process is a counted reference to be given back.
 */
struct sessmon_process_view {
	struct sessmon_process process;
	struct sessmon_key session;
	enum sessmon_session_class class;
	struct sessmon_tty tty;
	u64 cgroup;
};

/**
 * struct sessmon_exec - facts of an exec that has succeeded
 * @exe: the program, a reference for the process; NULL if it could not be had
 * @creds: what it is executed with is @creds.new; the rest is found out
 * @audit: audit ids
 * @pid_ns: inode number of the pid namespace that the process lives in
 * @tid: number that the thread had which called, if it was not the first; 0 otherwise
 * @comm: the display name that comes with the program
 * @connection: if the program lets people in, a connection that it was given; or NULL
 */
struct sessmon_exec {
	struct sessmon_exe *exe;
	struct sessmon_creds_change creds;
	struct sessmon_audit audit;
	u32 pid_ns;
	u32 tid;
	const char *comm;
	const struct sessmon_peer *connection;
};

/**
 * struct sessmon_trace - facts of a thread that is traced from now on, or no more
 * @action: how it began, or that it ended
 * @tracer: who traces it, or did
 * @tid: its number, if it is not the first of its process; 0 otherwise
 * @alone: its process has no other thread, and none is being born
 * @dead: it has ended: that it is released is no news
 */
struct sessmon_trace {
	enum sessmon_ptrace_action action;
	struct sessmon_key tracer;
	u32 tid;
	bool alone;
	bool dead;
};

/**
 * struct sessmon_setsid - facts of a process that makes a session
 * @audit: audit ids
 * @pid_ns: inode number of the pid namespace that the process lives in
 * @in_container: whose first process is that of a container
 */
struct sessmon_setsid {
	struct sessmon_audit audit;
	u32 pid_ns;
	bool in_container;
};

int sessmon_processes_init(unsigned int buckets, unsigned int max);
void sessmon_processes_exit(void);
u64 sessmon_processes_count(void);

struct sessmon_process *sessmon_process_find(const struct sessmon_key *key);
struct sessmon_process *sessmon_process_find_id(u32 id);
struct sessmon_process *sessmon_process_of(struct task_struct *task);
struct sessmon_process *sessmon_process_of_released(struct task_struct *task);
struct sessmon_process *sessmon_process_next(unsigned int *bucket, u64 *serial);
void sessmon_processes_each(void (*visit)(struct sessmon_process *p, void *data), void *data);

/**
 * sessmon_session_of() - the session that a process is in
 * @p: the process
 *
 * Context: with the lock of @p, or in an RCU read section.
 * Return: the session; NULL if the process has ended, or memory for one was refused.
 */
static inline struct sessmon_session *sessmon_session_of(const struct sessmon_process *p)
{
	return rcu_dereference_check(p->session, lockdep_is_held(&p->lock));
}

bool sessmon_process_is_leader(const struct sessmon_process *p, const struct sessmon_session *s);
void sessmon_process_get_leader(struct sessmon_process *p, struct sessmon_leader *leader);
void sessmon_process_view(struct sessmon_process *p, struct sessmon_process_view *view);

/* Transitions of a process: process_birth.c, */
void sessmon_process_births_seen(u64 since);
struct sessmon_process *sessmon_process_create(struct task_struct *task,
					       struct task_struct *creator, u64 clone_flags);
struct sessmon_process *sessmon_process_ensure(struct task_struct *task);
struct sessmon_process *sessmon_process_adopt(struct task_struct *task, bool *fresh);
void sessmon_process_attach(struct sessmon_process *p, struct sessmon_session *s);

/* process_exec.c, */
struct sessmon_exe *sessmon_process_swap_capture(struct sessmon_process *p,
						 struct sessmon_exe *exe);
bool sessmon_process_exec(struct sessmon_process *p, struct sessmon_exec *exec);
void sessmon_process_found_program(struct sessmon_process *p, struct sessmon_exe *exe);
void sessmon_process_judge(struct sessmon_process *p, const struct sessmon_doors *doors);
bool sessmon_process_roles(struct sessmon_process *p, u32 *roles);

/* process_security.c, process_trace.c, */
void sessmon_process_creds(struct sessmon_process *p, struct sessmon_creds_change *change,
			   const struct sessmon_audit *audit, u32 tid);
void sessmon_process_namespaces(struct sessmon_process *p,
				const struct sessmon_namespaces_change *change, u32 tid);
void sessmon_process_trace(struct sessmon_process *p, const struct sessmon_trace *trace);
void sessmon_process_traced_at_birth(struct sessmon_process *p);

/* process_session.c, */
struct sessmon_session *sessmon_process_setsid(struct sessmon_process *p,
					       const struct sessmon_setsid *setsid);
void sessmon_process_setsid_done(struct sessmon_process *p, struct task_struct *task);
void sessmon_process_setpgid(struct sessmon_process *p, u32 pgid, const struct sessmon_key *actor);
void sessmon_process_gain_tty(struct sessmon_process *p, const struct sessmon_tty *tty);

/* process_family.c, process_login.c, */
void sessmon_process_catch_up(struct sessmon_process *p);
bool sessmon_process_has_children(const struct sessmon_process *p);
void sessmon_process_orphan(struct sessmon_process *p);
void sessmon_process_family_stop(void);
void sessmon_process_judge_all(void);
void sessmon_process_login_stop(void);

/* process_life.c. */
void sessmon_process_rename(struct sessmon_process *p, const char *comm);
void sessmon_process_leader_exit(struct sessmon_process *p);
void sessmon_process_exit(struct sessmon_process *p, u32 status);
void sessmon_process_gone(struct sessmon_process *p);

#endif /* SESSMON_PROCESS_H */
