// SPDX-License-Identifier: GPL-2.0-only
/*
 * Deducing where sessions came from that lived before the module did: in which order, and
 * from whom.
 *
 * A session comes from that of its leader's parent, so parents are decided first. Whoever
 * has left his login has another parent by now; the audit system still names the login,
 * if that lives. So these wait until all logins are known. If it lives no more, that there
 * was one is all that can be said. Jobs have audit sessions, too, but what is in the slice
 * of a user came from a login; where PAM gives scopes to cron's jobs as well, what such a
 * job has left is taken for a login's.
 *
 * A policy that comes later may name doors that nobody knew before. Then all is looked at
 * once more, and what such a door has let in becomes the login that it is; also what was
 * seen to be let in, if the door has its name by this very policy.
 */
#include "reconcile/infer.h"

#include <linux/sched/task.h>
#include <linux/xarray.h>

#include "counters.h"
#include "facts/peer.h"
#include "facts/scope.h"
#include "facts/task.h"
#include "limits.h"
#include "model/guest.h"
#include "model/process.h"
#include "model/session.h"

/**
 * struct inference - one look at all sessions
 * @number: of the look, if it is one again, at what is decided already; else 0
 * @tell: that they have started: they did so since the load
 * @logins: what is known of a login that lives, by its audit session: see enum known
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
	return parent ? sessmon_session_of(parent) : NULL;
}

static bool was_seen(const struct sessmon_session *s)
{
	return !(READ_ONCE(s->flags) & SESSMON_SESSION_INFERRED);
}

/* A session that was seen to be created says from where, if that is still there. */
static struct sessmon_session *creating_session(struct sessmon_session *s)
{
	struct sessmon_session *from;

	if (!was_seen(s)) {
		from = parent_session(&s->stand_in);
		return from == s ? NULL : from;
	}
	from = sessmon_session_find(s->created_from.id);
	return from && sessmon_key_equal(&from->key, &s->created_from) ? from : NULL;
}

/*
 * An audit session's entry in the xarray: the number of a session in it, and how much that
 * tells.
 */
enum known {
	/* A login lives, by a door that nobody knows. */
	KNOWN_LIVES,
	/* The connection through which it came in. */
	KNOWN_DOOR,
	KNOWN_LOGIN,
	/* One of several that share a connection. */
	KNOWN_LOGINS,
};

static void *known_as(enum known known, u32 number)
{
	return xa_mk_value((unsigned long)number << 2 | known);
}

static enum known how_known(void *value)
{
	return xa_to_value(value) & 3;
}

static struct sessmon_session *known_session(void *value)
{
	unsigned long number = xa_to_value(value) >> 2;

	return number ? sessmon_session_find(number) : NULL;
}

/* A leader that came in by a door that nobody knows still has that as its parent. */
static bool is_let_in(const struct sessmon_session *s, u32 *audit)
{
	const struct sessmon_process *p = sessmon_process_find(&s->stand_in);
	const struct sessmon_process *parent = p ? sessmon_process_find(&p->parent_key) : NULL;

	if (!parent || parent->key.id == 1)
		return false;
	*audit = READ_ONCE(p->audit.session);
	return *audit != (u32)-1 && *audit != READ_ONCE(parent->audit.session);
}

static void note_login(struct sessmon_session *s, void *data)
{
	struct inference *inference = data;
	enum known known = KNOWN_LIVES;
	void *old, *value;
	u32 audit;

	switch (sessmon_session_claim(s, &audit)) {
	case SESSMON_CLAIM_LOGIN:
		known = KNOWN_LOGIN;
		break;
	case SESSMON_CLAIM_DOOR:
		known = KNOWN_DOOR;
		break;
	case SESSMON_CLAIM_NONE:
		if (!is_let_in(s, &audit))
			return;
		break;
	}
	value = known_as(known, known == KNOWN_LIVES ? 0 : s->key.id);
	old = xa_load(&inference->logins, audit);
	/* Nothing tells which of several logins that share a connection was left. */
	if (old && how_known(old) >= KNOWN_LOGIN && known == KNOWN_LOGIN)
		value = known_as(KNOWN_LOGINS, s->key.id);
	else if (old && how_known(old) >= known)
		return;
	if (xa_is_err(xa_store(&inference->logins, audit, value, GFP_NOWAIT | __GFP_NOWARN)))
		sessmon_count(SESSMON_STAT_NO_MEMORY);
}

/* Nobody who serves a connection has left: he is somebody's way in. */
static bool is_users(const struct sessmon_session *s)
{
	struct task_struct *task = sessmon_task_get(&s->stand_in);
	struct sessmon_peer peer;
	bool users;

	if (!task)
		return false;
	users = sessmon_scope_is_of_user(task) && !sessmon_peer_of_task(task, &peer) &&
		(!READ_ONCE(s->tty.dev) || sessmon_task_holds_master(task));
	put_task_struct(task);
	return users;
}

/* Find the login that the session has left. @from becomes that, if it is known. */
static enum sessmon_left find_left(struct inference *inference, const struct sessmon_session *s,
				   u32 audit, struct sessmon_session **from)
{
	void *value = xa_load(&inference->logins, audit);
	struct sessmon_session *login = value ? known_session(value) : NULL;

	if (login && how_known(value) == KNOWN_LOGIN) {
		*from = login;
		return SESSMON_LEFT_ONE;
	}
	if (!(*from)->facts.init || (!login && !is_users(s)))
		return SESSMON_LEFT_NONE;
	*from = login;
	/* A connection may be there still, and nobody in it any more. */
	if (!value || how_known(value) == KNOWN_DOOR)
		return SESSMON_LEFT_ENDED;
	return SESSMON_LEFT_SOME;
}

/* The kernel's session has no leader, also where an init has never left it. */
static void read_leader(const struct sessmon_session *s, struct sessmon_leader *leader)
{
	struct sessmon_process *p = sessmon_process_find(&s->stand_in);
	struct task_struct *task;

	*leader = (struct sessmon_leader){ .audit = { (u32)-1, (u32)-1 } };
	if (!p || !s->key.id)
		return;
	sessmon_process_get_leader(p, leader);
	task = sessmon_task_get(&s->stand_in);
	if (!task)
		return;
	leader->cgroup = sessmon_task_cgroup(task);
	/* PAM may have set them since the last hook. */
	sessmon_task_audit(task, &leader->audit);
	put_task_struct(task);
}

/* ---- what its leader holds ---- */

/* A door's process still holds its connection; what it let in came from there. */
static void find_peer(struct sessmon_session *s, struct task_struct *leader)
{
	struct sessmon_peer peer;

	if (s->facts.door && sessmon_peer_of_task(leader, &peer)) {
		sessmon_session_infer_connection(s, &peer);
		sessmon_session_announce(s, &peer);
	}
}

static void look_at_leader(struct sessmon_session *s, bool adopted)
{
	struct task_struct *leader = sessmon_task_get(&s->stand_in);

	if (!leader)
		return;
	find_peer(s, leader);
	if (adopted && s->facts.had_tty)
		sessmon_session_infer_tty(s, sessmon_task_holds_master(leader));
	put_task_struct(leader);
}

/* ---- in which order ---- */

static bool is_open(const struct sessmon_session *s, const struct inference *inference)
{
	if (!inference->number)
		return !sessmon_session_is_settled(s);
	return s->looked != inference->number && sessmon_session_is_open(s);
}

static void infer(struct sessmon_session *s, struct sessmon_session *from,
		  const struct sessmon_leader *leader, enum sessmon_left left, bool tell)
{
	bool seen = was_seen(s);

	/* An origin that was seen is news only if it has its name by this policy. */
	if (seen && !(from && READ_ONCE(from->renamed))) {
		if (READ_ONCE(s->renamed))
			look_at_leader(s, false);
		return;
	}
	if (sessmon_session_infer(s, from, leader, left, tell) || s->facts.door)
		look_at_leader(s, !seen);
}

static bool decide(struct sessmon_session *s, struct sessmon_session *from,
		   struct inference *inference)
{
	enum sessmon_left left = SESSMON_LEFT_NONE;
	struct sessmon_leader leader;
	bool wait = false;

	read_leader(s, &leader);
	if (from && !was_seen(s) && sessmon_session_may_have_left(s, from, &leader)) {
		wait = !inference->know_logins && !inference->all;
		if (!wait)
			left = find_left(inference, s, leader.audit.session, &from);
	}
	if (!wait) {
		s->looked = inference->number;
		infer(s, from, &leader, left, inference->tell);
	}
	sessmon_exe_put(leader.exe);
	return !wait;
}

/* One step down the tree of sessions: those whose creating session is decided. */
static void decide_if_ready(struct sessmon_session *s, void *data)
{
	struct inference *inference = data;
	struct sessmon_session *from;

	if (!is_open(s, inference))
		return;
	from = creating_session(s);
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
	u32 roles;

	return !sessmon_process_roles(p, &roles) || roles;
}

/* Doors that work inside their own session, and do so now. */
static void find_work_in_door(struct sessmon_process *p, void *data)
{
	struct sessmon_session *s = sessmon_session_of(p);

	if (s && !sessmon_process_is_leader(p, s) && !runs_door(p))
		sessmon_session_work_in_door(s, READ_ONCE(p->audit.loginuid) != (u32)-1);
}

static void follow(void)
{
	sessmon_process_judge_all();
	sessmon_processes_each(find_work_in_door, NULL);
	sessmon_guest_infer();
}

static void forget_names(struct sessmon_session *s, void *data)
{
	sessmon_session_infer_done(s);
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
	sessmon_sessions_each(forget_names, NULL);
}
