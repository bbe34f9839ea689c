// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events of a process: whether the policy wants one, and what all of them say of it.
 */
#include "model/process_internal.h"

#include <linux/string.h>
#include <linux/timekeeping.h>

#include "limits.h"
#include "policy/policy.h"

/**
 * sessmon_process_class() - the class of a process's session, as it is the process's
 * @p: the process, its lock held
 * @class: of its session
 *
 * The kernel's session is the one that no process has left: its threads are in it, and
 * what it starts itself (modprobe, a handler of core dumps), and an init that never
 * calls setsid. Whoever executes a program is no kernel thread.
 *
 * Context: any.
 * Return: the class.
 */
enum sessmon_session_class sessmon_process_class(const struct sessmon_process *p,
						 enum sessmon_session_class class)
{
	if (likely(class != SESSMON_CLASS_KERNEL || !p->exe))
		return class;
	return p->key.id == 1 ? SESSMON_CLASS_INIT : SESSMON_CLASS_SERVICE;
}

static enum sessmon_session_class class_of(const struct sessmon_process *p,
					   const struct sessmon_session *s)
{
	return s ? sessmon_process_class(p, READ_ONCE(s->verdict.class)) : SESSMON_CLASS_UNKNOWN;
}

/* A reader that was told of a process, or saw it in a dump at load, is told of its end. */
static bool ends_what_began(const struct sessmon_process *p, enum sessmon_event_type type)
{
	return type == SESSMON_EVENT_EXIT && (p->told || (p->flags & SESSMON_PROCESS_INFERRED));
}

static __always_inline struct sessmon_ring_record *reserve(struct sessmon_process *p,
							   enum sessmon_event_type type, bool rare)
{
	const struct sessmon_session *s = sessmon_session_of(p);
	enum sessmon_session_class class = class_of(p, s);
	struct sessmon_ring_record *rec;

	lockdep_assert_held(&p->lock);
	if (unlikely(sessmon_policy_level(class) < SESSMON_RECORD_ALL) &&
	    !ends_what_began(p, type)) {
		p->last_seq = sessmon_event_filtered(type);
		return NULL;
	}
	p->told = true;
	rec = rare ? sessmon_event_reserve_rare(type, &p->last_seq) :
		     sessmon_event_reserve(type, &p->last_seq);
	if (!rec)
		return NULL;
	rec->class = class;
	rec->process = p->key;
	rec->parent = p->parent_key;
	rec->flags = p->flags;
	rec->uid = p->creds.uid;
	rec->euid = p->creds.euid;
	rec->audit = p->audit;
	rec->pgid = p->pgid;
	rec->vpid = p->vpid;
	rec->exec_count = p->exec_count;
	rec->withheld = p->budget.withheld;
	memcpy(rec->comm, p->comm, sizeof(rec->comm));
	if (s) {
		rec->session_key = s->key;
		/* Without the session's lock: two numbers, each whole. */
		rec->tty.dev = READ_ONCE(s->tty.dev);
		rec->tty.instance = READ_ONCE(s->tty.instance);
	}
	return rec;
}

/**
 * sessmon_process_reserve() - reserve a record and fill in who it is about
 * @p: the process, its lock held
 * @type: what happened to it
 *
 * Context: as sessmon_event_reserve().
 * Return: the record, to be completed and committed at once, or NULL.
 */
struct sessmon_ring_record *sessmon_process_reserve(struct sessmon_process *p,
						    enum sessmon_event_type type)
{
	return reserve(p, type, false);
}

/**
 * sessmon_process_reserve_alarm() - the same for what must be the last to be lost
 * @p: the process, its lock held
 * @type: what happened to it
 *
 * Context: as sessmon_event_reserve().
 * Return: as there.
 */
struct sessmon_ring_record *sessmon_process_reserve_alarm(struct sessmon_process *p,
							  enum sessmon_event_type type)
{
	return reserve(p, type, true);
}

/**
 * sessmon_process_reserve_loop() - the same for what a program can make any number of
 * @p: the process, its lock held
 * @type: what happened to it
 *
 * Context: as sessmon_event_reserve().
 * Return: as there; NULL also if it is over the budget of the process, and counted.
 */
struct sessmon_ring_record *sessmon_process_reserve_loop(struct sessmon_process *p,
							 enum sessmon_event_type type)
{
	lockdep_assert_held(&p->lock);
	if (sessmon_policy_level(class_of(p, sessmon_session_of(p))) == SESSMON_RECORD_ALL &&
	    !sessmon_budget_take(&p->budget, ktime_get_boottime_ns(), SESSMON_PROCESS_BURST,
				 SESSMON_PROCESS_INTERVAL_NS)) {
		p->last_seq = sessmon_event_withheld(type);
		return NULL;
	}
	return sessmon_process_reserve(p, type);
}
