/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the process object share with each other and with nobody else:
 *
 *	process.c           the table, lookup, the store, copies
 *	process_birth.c     creation and adoption
 *	process_event.c     what an event says of it
 *	process_exec.c      execution of programs
 *	process_family.c    the tree of parents and children
 *	process_life.c      name, end and release
 *	process_login.c     who of them has left his login
 *	process_security.c  credentials and namespaces
 *	process_session.c   session, group and terminal
 *	process_trace.c     which threads are traced
 */
#ifndef SESSMON_PROCESS_INTERNAL_H
#define SESSMON_PROCESS_INTERNAL_H

#include "model/process.h"

/**
 * enum sessmon_change - what happens to a process; which may when is in process_life.c
 * @SESSMON_CHANGE_PROGRAM: it executes a program
 * @SESSMON_CHANGE_CREDS: one of its threads gets other credentials
 * @SESSMON_CHANGE_NAMESPACES: one of them goes into other namespaces
 * @SESSMON_CHANGE_SESSION: it makes a session
 * @SESSMON_CHANGE_GROUP: it is put into a group
 * @SESSMON_CHANGE_NAME: it gets another name
 * @SESSMON_CHANGE_LEADER: its first thread ends
 * @SESSMON_CHANGE_TRACER: one of its threads is traced, or is no more
 */
enum sessmon_change {
	SESSMON_CHANGE_PROGRAM,
	SESSMON_CHANGE_CREDS,
	SESSMON_CHANGE_NAMESPACES,
	SESSMON_CHANGE_SESSION,
	SESSMON_CHANGE_GROUP,
	SESSMON_CHANGE_NAME,
	SESSMON_CHANGE_LEADER,
	SESSMON_CHANGE_TRACER,
};

/* process_life.c */
bool sessmon_process_may(const struct sessmon_process *p, enum sessmon_change change);

/* process.c */
struct sessmon_process *sessmon_process_alloc(struct task_struct *task);
struct sessmon_process *sessmon_process_publish(struct sessmon_process *p,
						struct sessmon_process **stale);
void sessmon_process_discard(struct sessmon_process *p);
bool sessmon_process_unpublish(struct sessmon_process *p);
void sessmon_process_free(struct sessmon_process *p);
void sessmon_process_leader(const struct sessmon_process *p, struct sessmon_leader *leader);
struct task_struct *sessmon_process_task(const struct sessmon_process *p);

/* hlist_del_rcu() leaves its mark, so that a process leaves the hash once. */
static inline bool sessmon_process_hashed(const struct sessmon_process *p)
{
	return READ_ONCE(p->node.pprev) != LIST_POISON2;
}

/* process_event.c */
enum sessmon_session_class sessmon_process_class(const struct sessmon_process *p,
						 enum sessmon_session_class class);
struct sessmon_ring_record *sessmon_process_reserve(struct sessmon_process *p,
						    enum sessmon_event_type type);
struct sessmon_ring_record *sessmon_process_reserve_alarm(struct sessmon_process *p,
							  enum sessmon_event_type type);
struct sessmon_ring_record *sessmon_process_reserve_loop(struct sessmon_process *p,
							 enum sessmon_event_type type);

/* process_family.c */
void sessmon_process_settle_parent(struct sessmon_process *p, struct task_struct *task);
void sessmon_process_unlink_tree(struct sessmon_process *p);
int sessmon_process_family_init(void);
void sessmon_process_family_exit(void);

/* process_login.c */
void sessmon_process_login_init(void);
void sessmon_process_adopted(struct sessmon_process *p, struct sessmon_process *parent);
void sessmon_process_check_login(struct sessmon_process *p, struct task_struct *task);
bool sessmon_process_leave_with(struct sessmon_process *p, const struct sessmon_process *parent);

/* process_security.c; under the process's lock */
void sessmon_process_emit_creds(struct sessmon_process *p,
				const struct sessmon_creds_change *change, bool by_exec, u32 tid);
void sessmon_process_emit_namespaces(struct sessmon_process *p,
				     const struct sessmon_namespaces_change *change, u32 tid);

/* process_trace.c */
void sessmon_process_adopt_traced(struct sessmon_process *p, struct task_struct *task);

#endif /* SESSMON_PROCESS_INTERNAL_H */
