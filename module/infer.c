// SPDX-License-Identifier: GPL-2.0-only
/*
 * Deducing where sessions came from that lived before the module did: in which order, and
 * from whom.
 *
 * A session comes from that of its leader's parent, so parents are decided first. Whoever
 * has left his login has another parent by now; the audit system still names the login,
 * if that lives. So these wait until all logins are known.
 *
 * A policy that comes later may name doors that nobody knew at load. Then all is looked at
 * once more, and what such a door has let in becomes the login that it is.
 */
#include "infer.h"

#include <linux/sched/task.h>
#include <linux/xarray.h>

#include "guest.h"
#include "limits.h"
#include "peer.h"
#include "process.h"
#include "session.h"
#include "stats.h"
#include "task.h"

/**
 * struct inference - one look at all sessions
 * @number: of the look, if it is one again, at what is decided already; else 0
 * @tell: that they have started: they did so since the load
 * @logins: the numbers of those that live, by their audit session; 0 if several share it
 * @know_logins: @logins is filled
 * @all: also at those whose parent session is not decided
 * @done: sessions that were decided
 */
struct inference {
	u32 number;
	bool tell;
	struct xarray logins;
	bool know_logins;
	bool all;
	unsigned int done;
};

/* ---- from whom ---- */

static struct sessmon_session *parent_session(const struct sessmon_key *leader)
{
	struct sessmon_process *p = sessmon_process_find(leader);
	struct sessmon_process *parent;

	if (!p)
		return NULL;
	parent = sessmon_process_find(&p->parent_key);
	return parent ? READ_ONCE(parent->session) : NULL;
}

static void note_login(struct sessmon_session *s, void *data)
{
	struct inference *inference = data;
	u32 id = sessmon_session_login_audit(s);
	void *number = xa_mk_value(s->key.id);

	if (id == (u32)-1)
		return;
	/* By which of several that share a connection it was left, nothing tells. */
	if (xa_load(&inference->logins, id))
		number = xa_mk_value(0);
	if (xa_is_err(xa_store(&inference->logins, id, number, GFP_NOWAIT | __GFP_NOWARN)))
		sessmon_count(SESSMON_STAT_NO_MEMORY);
}

static struct sessmon_session *login_of(struct inference *inference, u32 audit)
{
	void *number = xa_load(&inference->logins, audit);

	return number && xa_to_value(number) ? sessmon_session_find(xa_to_value(number)) : NULL;
}

/* The kernel's session has no leader, also where an init has never left it. */
static void read_leader(const struct sessmon_session *s, struct sessmon_leader *leader)
{
	struct sessmon_process *p = sessmon_process_find(&s->stand_in);
	unsigned long flags;

	*leader = (struct sessmon_leader){ .audit = { (u32)-1, (u32)-1 } };
	if (!p || !s->key.id)
		return;
	raw_spin_lock_irqsave(&p->lock, flags);
	sessmon_process_leader(p, leader);
	sessmon_exe_get(leader->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

/* ---- what its leader holds ---- */

/* A door's process still holds its connection; what it let in came from there. */
static void find_peer(struct sessmon_session *s, struct task_struct *leader)
{
	struct sessmon_peer peer;

	if (s->facts.door && sessmon_peer_of_task(leader, &peer)) {
		sessmon_session_connection(s, &peer);
		sessmon_session_announce(s, &peer);
	}
}

static void look_at_leader(struct sessmon_session *s)
{
	struct task_struct *leader = sessmon_task_get(&s->stand_in);

	if (!leader)
		return;
	find_peer(s, leader);
	if (s->facts.had_tty)
		sessmon_session_infer_tty(s, sessmon_task_holds_master(leader));
	put_task_struct(leader);
}

/* ---- in which order ---- */

static bool is_open(const struct sessmon_session *s, const struct inference *inference)
{
	if (!inference->number)
		return !READ_ONCE(s->settled);
	return s->looked != inference->number && sessmon_session_is_open(s);
}

static bool decide(struct sessmon_session *s, struct sessmon_session *from,
		   struct inference *inference)
{
	struct sessmon_session *login = NULL;
	struct sessmon_leader leader;
	bool wait = false;

	read_leader(s, &leader);
	if (from && sessmon_session_may_have_left(s, from, &leader)) {
		wait = !inference->know_logins && !inference->all;
		login = login_of(inference, leader.audit.session);
	}
	if (!wait) {
		s->looked = inference->number;
		if (sessmon_session_infer(s, login ?: from, &leader, login, inference->tell) ||
		    s->facts.door)
			look_at_leader(s);
	}
	sessmon_exe_put(leader.exe);
	return !wait;
}

/* One step down the tree of sessions: those whose parent session is decided. */
static void decide_if_ready(struct sessmon_session *s, void *data)
{
	struct inference *inference = data;
	struct sessmon_session *from;

	if (!is_open(s, inference))
		return;
	from = parent_session(&s->stand_in);
	if (from == s)
		from = NULL;
	if (from && is_open(from, inference) && !inference->all)
		return;
	if (decide(s, from, inference))
		inference->done++;
}

static void go_down(struct inference *inference)
{
	unsigned int depth;

	for (depth = 0; depth < SESSMON_INFER_DEPTH; depth++) {
		inference->done = 0;
		sessmon_sessions_each(decide_if_ready, inference);
		if (!inference->done)
			break;
	}
}

static void decide_all(struct inference *inference)
{
	xa_init(&inference->logins);
	go_down(inference);
	sessmon_sessions_each(note_login, inference);
	inference->know_logins = true;
	go_down(inference);
	inference->all = true;
	sessmon_sessions_each(decide_if_ready, inference);
	xa_destroy(&inference->logins);
}

/* ---- what follows ---- */

static bool runs_door(struct sessmon_process *p)
{
	unsigned long flags;
	bool door;

	raw_spin_lock_irqsave(&p->lock, flags);
	door = !p->exe || sessmon_exe_roles(p->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
	return door;
}

/* Doors that work inside their own session, and do so now. */
static void find_work_in_door(struct sessmon_process *p, void *data)
{
	struct sessmon_session *s = READ_ONCE(p->session);

	if (s && !sessmon_process_is_leader(p, s) && !runs_door(p))
		sessmon_session_work_in_door(s, READ_ONCE(p->audit.loginuid) != (u32)-1);
}

static void follow(void)
{
	sessmon_process_judge_all();
	sessmon_processes_each(find_work_in_door, NULL);
	sessmon_guest_infer();
}

/**
 * sessmon_infer() - decide where the sessions came from that were adopted
 * @tell: that they have started, which was since the load
 *
 * Context: sleeps; one caller at a time, when their programs are known.
 */
void sessmon_infer(bool tell)
{
	struct inference inference = { .tell = tell };

	decide_all(&inference);
	follow();
}

/**
 * sessmon_infer_again() - look once more, for a policy that has just come into force
 *
 * Context: sleeps; one caller at a time, when the programs have their roles by it.
 */
void sessmon_infer_again(void)
{
	static u32 number;
	struct inference inference = { .number = ++number ?: ++number };

	decide_all(&inference);
	follow();
}
