// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions: lifetime, provenance, and what is told about them.
 *
 * A small world of actors does what people and daemons do, by the functions that the
 * hooks call. The observer at the ring says what a reader would have been told.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/in.h>
#include <linux/kdev_t.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/socket.h>

#include "actor.h"
#include "model/session.h"
#include "observer.h"
#include "reconcile/vacancy.h"

static const struct sessmon_tty pts0 = { .dev = MKDEV(136, 0), .instance = 22, .name = "pts0" };
static const struct sessmon_tty pts1 = { .dev = MKDEV(136, 1), .instance = 22, .name = "pts1" };
static const struct sessmon_tty tty1 = { .dev = MKDEV(4, 1), .name = "tty1" };
static const struct sessmon_tty serial = { .dev = MKDEV(4, 64), .name = "ttyS0" };

/* ---- actors ---- */

static const struct sessmon_ring_record *next_of_sessions(void)
{
	const struct sessmon_ring_record *r;

	while ((r = observer_next()))
		switch (r->type) {
		case SESSMON_EVENT_SESSION_START:
		case SESSMON_EVENT_SESSION_END:
		case SESSMON_EVENT_SESSION_TTY:
		case SESSMON_EVENT_SESSION_CLASS:
		case SESSMON_EVENT_SESSION_FLAGS:
		case SESSMON_EVENT_SESSION_LEADER:
			return r;
		}
	return NULL;
}

static const struct sessmon_ring_record *expect(struct kunit *test, enum sessmon_event_type type)
{
	const struct sessmon_ring_record *r = next_of_sessions();

	KUNIT_ASSERT_NOT_NULL_MSG(test, r, "nothing was told, type %d was expected", type);
	KUNIT_EXPECT_EQ(test, (int)r->type, (int)type);
	return r;
}

/* That processes fork, execute and end is another suite's. */
static void expect_silence(struct kunit *test)
{
	const struct sessmon_ring_record *more = next_of_sessions();

	KUNIT_EXPECT_NULL(test, more);
	if (more)
		kunit_info(test, "an event of type %d too many\n", more->type);
}

/* As hooks call them: what a session points to is followed under RCU. */
static void announce(struct sessmon_session *s, const struct sessmon_peer *peer)
{
	rcu_read_lock();
	sessmon_session_announce(s, peer);
	rcu_read_unlock();
}

static bool keeps(const struct actor *parent, bool parent_left, const struct actor *a)
{
	bool keeps;

	rcu_read_lock();
	keeps = sessmon_session_keeps(parent->p->session, parent_left, a->p->session);
	rcu_read_unlock();
	return keeps;
}

/* The test's own thread, which the second stage looks at, holds no connection: @peer is one. */
static void act_setsid(struct kunit *test, struct actor *a, const struct sessmon_peer *peer)
{
	actor_setsid(a);
	KUNIT_ASSERT_NOT_NULL(test, a->p->session);
	if (peer)
		announce(a->p->session, peer);
	else
		actor_setsid_done(a);
}

/* A leader's is told, before what follows from it. */
static void act_exec(struct kunit *test, struct actor *a, u32 roles, u32 entry_type)
{
	const struct sessmon_ring_record *r;

	actor_exec(a, observer_program(test, roles, entry_type));
	if (!actor_leads(a) || a->p->session->life != SESSMON_LIFE_ANNOUNCED)
		return;
	r = expect(test, SESSMON_EVENT_SESSION_LEADER);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	KUNIT_EXPECT_PTR_EQ(test, r->exe, a->p->exe);
	KUNIT_EXPECT_TRUE(test, r->by_exec);
}

/* ---- what was told ---- */

static void expect_start(struct kunit *test, const struct actor *a,
			 enum sessmon_session_class class, enum sessmon_class_reason reason)
{
	const struct sessmon_ring_record *r = expect(test, SESSMON_EVENT_SESSION_START);

	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	KUNIT_EXPECT_EQ(test, (int)r->class, (int)class);
	KUNIT_EXPECT_EQ(test, (int)r->reason, (int)reason);
}

static void expect_class(struct kunit *test, const struct actor *a, enum sessmon_session_class old,
			 enum sessmon_session_class new, enum sessmon_class_reason reason)
{
	const struct sessmon_ring_record *r = expect(test, SESSMON_EVENT_SESSION_CLASS);

	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	KUNIT_EXPECT_EQ(test, (int)r->old_class, (int)old);
	KUNIT_EXPECT_EQ(test, (int)r->class, (int)new);
	KUNIT_EXPECT_EQ(test, (int)r->reason, (int)reason);
}

static void expect_tty(struct kunit *test, const struct actor *a, const struct sessmon_tty *tty,
		       enum sessmon_tty_action action)
{
	const struct sessmon_ring_record *r = expect(test, SESSMON_EVENT_SESSION_TTY);

	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	KUNIT_EXPECT_EQ(test, r->tty.dev, tty->dev);
	KUNIT_EXPECT_STREQ(test, r->tty.name, tty->name);
	KUNIT_EXPECT_EQ(test, (int)r->action, (int)action);
}

static void expect_end(struct kunit *test, const struct sessmon_key *key, u32 total)
{
	const struct sessmon_ring_record *r = expect(test, SESSMON_EVENT_SESSION_END);

	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, key));
	KUNIT_EXPECT_EQ(test, observer_total(r), total);
}

static struct sessmon_session_view *view(struct kunit *test, struct sessmon_session *s)
{
	struct sessmon_session_view *v = kunit_kzalloc(test, sizeof(*v), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, v);
	rcu_read_lock();
	sessmon_session_view(s, v);
	rcu_read_unlock();
	sessmon_exe_put(v->leader.exe);
	return v;
}

static void expect_entry(struct kunit *test, const struct actor *a, const struct actor *entry,
			 u32 type)
{
	struct sessmon_session_view *v = view(test, a->p->session);

	KUNIT_EXPECT_EQ(test, v->entry.id, entry->key.id);
	KUNIT_EXPECT_EQ(test, v->entry.start, entry->key.start);
	KUNIT_EXPECT_EQ(test, v->entry_type, type);
}

/* ---- people and daemons ---- */

static bool infer_told(struct actor *a, struct sessmon_session *from, enum sessmon_left left,
		       bool tell)
{
	struct sessmon_leader leader;
	bool news;

	rcu_read_lock();
	sessmon_process_get_leader(a->p, &leader);
	news = sessmon_session_infer(a->p->session, from, &leader, left, tell);
	rcu_read_unlock();
	sessmon_exe_put(leader.exe);
	return news;
}

/* As the snapshot finds it, but that it is told to start. */
static struct actor *boot(struct kunit *test)
{
	struct actor *init = actor_adopt(test, 1);

	infer_told(init, NULL, SESSMON_LEFT_NONE, true);
	expect_start(test, init, SESSMON_CLASS_INIT, SESSMON_REASON_PID1);
	return init;
}

static struct actor *start_service(struct kunit *test, struct actor *init, u32 id)
{
	struct actor *a = actor_fork(test, init, id);

	act_setsid(test, a, NULL);
	expect_start(test, a, SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE);
	return a;
}

/* systemd's executor calls setsid and then becomes sshd. */
static struct actor *start_sshd(struct kunit *test, struct actor *init, u32 id)
{
	struct actor *a = start_service(test, init, id);

	act_exec(test, a, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD);
	expect_class(test, a, SESSMON_CLASS_SERVICE, SESSMON_CLASS_HOST_ACCESS,
		     SESSMON_REASON_DOOR_PROGRAM);
	return a;
}

static const struct sessmon_peer client = {
	.family = AF_INET,
	.port = 50000,
	.local_port = 22,
	.address = { 192, 0, 2, 7 },
};

/* The listener forks a process for the connection, which makes a session. */
static struct actor *connect_to(struct kunit *test, struct actor *sshd, u32 id)
{
	struct actor *a = actor_fork(test, sshd, id);

	act_setsid(test, a, &client);
	expect_start(test, a, SESSMON_CLASS_HOST_ACCESS, SESSMON_REASON_DOOR_PROGRAM);
	return a;
}

/*
 * A child of the connection makes the user's session, takes a pty and becomes a shell.
 * It is a login from the start, so that the shell is no change of class.
 */
static struct actor *log_in(struct kunit *test, struct actor *connection, u32 id,
			    const struct sessmon_tty *tty)
{
	struct actor *a = actor_fork(test, connection, id);

	act_setsid(test, a, NULL);
	expect_start(test, a, SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_REASON_WORK_IN_DOOR);
	if (tty) {
		sessmon_session_gain_tty(a->p->session, tty);
		expect_tty(test, a, tty, SESSMON_TTY_GAINED);
		expect_class(test, a, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
			     SESSMON_CLASS_INTERACTIVE_REMOTE, SESSMON_REASON_WORK_IN_DOOR);
	}
	act_exec(test, a, 0, 0);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, (int)view(test, a->p->session)->verdict.reason,
			(int)(tty ? SESSMON_REASON_DOOR_TTY : SESSMON_REASON_DOOR_NO_TTY));
	return a;
}

static struct actor *start_getty(struct kunit *test, struct actor *init, u32 id,
				 const struct sessmon_tty *tty)
{
	struct actor *a = start_service(test, init, id);

	sessmon_session_gain_tty(a->p->session, tty);
	expect_tty(test, a, tty, SESSMON_TTY_GAINED);
	expect_class(test, a, SESSMON_CLASS_SERVICE, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_UNIT_TTY);
	act_exec(test, a, SESSMON_EXE_GETTY, SESSMON_ENTRY_TERMINAL);
	expect_class(test, a, SESSMON_CLASS_TERMINAL, SESSMON_CLASS_HOST_ACCESS,
		     SESSMON_REASON_DOOR_PROGRAM);
	return a;
}

/* ---- lifetime ---- */

static void a_session_lives_as_long_as_its_members(struct kunit *test)
{
	struct actor *init = boot(test), *leader = start_service(test, init, 10);
	struct actor *child = actor_fork(test, leader, 11);
	struct sessmon_key key = leader->key;

	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 2ULL);
	KUNIT_EXPECT_EQ(test, view(test, leader->p->session)->members, 2U);
	actor_exit(leader);
	expect_silence(test);
	KUNIT_EXPECT_TRUE(test,
			  view(test, child->p->session)->flags & SESSMON_SESSION_LEADER_EXITED);
	actor_exit(child);
	expect_end(test, &key, 2);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 1ULL);
}

static void an_ended_session_is_not_found(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);

	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, sessmon_session_find(10), a->p->session);
	rcu_read_unlock();
	actor_exit(a);
	rcu_read_lock();
	KUNIT_EXPECT_NULL(test, sessmon_session_find(10));
	rcu_read_unlock();
}

static void nobody_joins_an_ended_session(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);
	struct sessmon_session *s = a->p->session;
	bool joined;

	rcu_read_lock(); /* Which keeps the memory, as for a hook that found it. */
	actor_exit(a);
	joined = sessmon_session_join(s);
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, joined);
}

/* A session inside a login, of one process, that has not left the login. */
static struct actor *make_inside_login(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *inside = actor_fork(test, shell, 22);

	act_setsid(test, inside, NULL);
	expect_start(test, inside, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
		     SESSMON_REASON_REMOTE_NO_TTY);
	return inside;
}

/*
 * Its process ends, and the worker has consumed all that was told of it: no reference is
 * left. The caller's RCU read section keeps the memory, as that of a hook does which had
 * found the session a moment before.
 */
static void end_for_good(struct kunit *test, struct actor *a)
{
	struct sessmon_key key = a->key;
	struct sessmon_session *s = a->p->session;

	actor_exit(a);
	expect_end(test, &key, 1);
	KUNIT_ASSERT_EQ(test, refcount_read(&s->ref), 0U);
}

static void nothing_is_told_of_a_session_after_its_end(struct kunit *test)
{
	struct actor *inside = make_inside_login(test);
	struct sessmon_session *s = inside->p->session;
	struct sessmon_leader leader = { .comm = "late" };

	rcu_read_lock();
	end_for_good(test, inside);
	sessmon_session_left(s, true, false);
	sessmon_session_left(s, false, true);
	sessmon_session_contains(s, true);
	sessmon_session_connection(s, &client);
	sessmon_session_work_in_door(s, true);
	sessmon_session_role_changed(s);
	sessmon_session_stranger(s);
	sessmon_session_leader_creds(s, 1000, 1000);
	sessmon_session_gain_tty(s, &pts1);
	sessmon_session_lose_tty(s, SESSMON_TTY_LOST);
	sessmon_session_member_exec(s, &leader);
	announce(s, &client);
	KUNIT_EXPECT_EQ(test, refcount_read(&s->ref), 0U);
	rcu_read_unlock();
	expect_silence(test);
}

static void a_door_that_has_ended_does_not_change_its_class(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct sessmon_session *s = sshd->p->session;

	rcu_read_lock();
	end_for_good(test, sshd);
	/* Its program has gone with the last reference, and the role with that. */
	sessmon_session_role_changed(s);
	KUNIT_EXPECT_EQ(test, (int)s->verdict.class, (int)SESSMON_CLASS_HOST_ACCESS);
	KUNIT_EXPECT_EQ(test, refcount_read(&s->ref), 0U);
	rcu_read_unlock();
	expect_silence(test);
}

/*
 * A thread of a session's last member forks, and another one calls setsid before the hook
 * of creation: the kernel has the child in the old session, which must not end under it.
 */
static void a_place_is_kept_for_who_is_being_born(struct kunit *test)
{
	struct actor *init = boot(test), *leader = start_service(test, init, 10), *last, *child;
	struct sessmon_key key = leader->key;

	sessmon_vacancy_init();
	last = actor_fork(test, leader, 11);
	actor_exit(leader);
	child = actor_conceive(test, last, 12);
	actor_setsid_of(last, false);
	expect_silence(test);
	actor_born(test, child, last);
	expect_silence(test);
	KUNIT_ASSERT_NOT_NULL(test, child->p->session);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&child->p->session->key, &key));
	/* The place is given up, and the child is the last. */
	sessmon_vacancy_stop();
	expect_silence(test);
	actor_exit(child);
	expect_end(test, &key, 3);
	actor_setsid_done(last);
	expect_start(test, last, SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE);
}

static void a_number_comes_back_as_another_session(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10), *b;
	struct sessmon_key key = a->key;

	actor_exit(a);
	expect_end(test, &key, 1);
	b = start_service(test, init, 10);
	KUNIT_EXPECT_FALSE(test, sessmon_key_equal(&key, &b->key));
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, sessmon_session_find(10), b->p->session);
	rcu_read_unlock();
}

static void a_session_is_announced_once(struct kunit *test)
{
	struct actor *init = boot(test), *a = actor_fork(test, init, 10);

	actor_setsid(a);
	KUNIT_ASSERT_NOT_NULL(test, a->p->session);
	expect_silence(test);
	announce(a->p->session, NULL);
	expect_start(test, a, SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE);
	announce(a->p->session, NULL);
	announce(a->p->session, &client);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->peer.port, client.port);
}

/* Two sessions that an entry let in hold it, and it holds nobody. */
static void an_entry_outlives_its_end_while_others_name_it(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *a = actor_fork(test, shell, 22), *b = actor_fork(test, shell, 23);
	struct sessmon_key entry = shell->key;

	act_setsid(test, a, NULL);
	act_setsid(test, b, NULL);
	actor_exit(shell);
	observer_forget();
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->entry.id, entry.id);
	actor_exit(a);
	KUNIT_EXPECT_EQ(test, view(test, b->p->session)->entry.id, entry.id);
	KUNIT_EXPECT_EQ(test, view(test, b->p->session)->peer.port, client.port);
}

static void the_leader_takes_the_terminal_with_it(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *job = actor_fork(test, shell, 22);
	struct actor gone = *shell;

	actor_exit(shell);
	expect_tty(test, &gone, &pts0, SESSMON_TTY_LOST);
	expect_silence(test);
	actor_exit(job);
	expect_end(test, &gone.key, 2);
	expect_silence(test);
}

/* ---- terminals ---- */

static void a_terminal_is_gained_once_and_lost_once(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);

	act_exec(test, a, 0, 0);
	sessmon_session_gain_tty(a->p->session, &pts0);
	expect_tty(test, a, &pts0, SESSMON_TTY_GAINED);
	expect_class(test, a, SESSMON_CLASS_SERVICE, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_SERVICE_TTY);
	sessmon_session_gain_tty(a->p->session, &pts0);
	expect_silence(test);
	sessmon_session_lose_tty(a->p->session, SESSMON_TTY_HANGUP);
	expect_tty(test, a, &pts0, SESSMON_TTY_HANGUP);
	sessmon_session_lose_tty(a->p->session, SESSMON_TTY_LOST);
	sessmon_session_lose_tty(a->p->session, SESSMON_TTY_STOLEN);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->tty.dev, (dev_t)0);
	KUNIT_EXPECT_TRUE(test, view(test, a->p->session)->flags & SESSMON_SESSION_SERVICE_TTY);
}

static void another_terminal_is_another_gain(struct kunit *test)
{
	struct sessmon_tty in_container = pts0;
	struct actor *init = boot(test), *a = start_service(test, init, 10);

	sessmon_session_gain_tty(a->p->session, &pts0);
	observer_forget();
	sessmon_session_gain_tty(a->p->session, &pts1);
	expect_tty(test, a, &pts1, SESSMON_TTY_GAINED);
	/* The same index of another devpts is another terminal. */
	sessmon_session_gain_tty(a->p->session, &pts0);
	expect_tty(test, a, &pts0, SESSMON_TTY_GAINED);
	in_container.instance++;
	sessmon_session_gain_tty(a->p->session, &in_container);
	expect_tty(test, a, &in_container, SESSMON_TTY_GAINED);
	expect_silence(test);
}

static void a_terminal_before_the_start_is_part_of_the_start(struct kunit *test)
{
	struct actor *init = boot(test), *a = actor_fork(test, init, 10);
	const struct sessmon_ring_record *r;

	actor_setsid(a);
	KUNIT_ASSERT_NOT_NULL(test, a->p->session);
	sessmon_session_gain_tty(a->p->session, &pts0);
	expect_silence(test);
	announce(a->p->session, NULL);
	r = expect(test, SESSMON_EVENT_SESSION_START);
	KUNIT_EXPECT_EQ(test, r->tty.dev, pts0.dev);
	KUNIT_EXPECT_EQ(test, (int)r->class, (int)SESSMON_CLASS_TERMINAL);
	expect_silence(test);
}

static void no_terminal_cannot_be_lost(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);

	sessmon_session_lose_tty(a->p->session, SESSMON_TTY_LOST);
	expect_silence(test);
}

/* ---- classes ---- */

static void a_getty_turns_into_a_login(struct kunit *test)
{
	struct actor *init = boot(test), *getty = start_getty(test, init, 10, &tty1);
	struct actor *su;

	act_exec(test, getty, 0, 0); /* login */
	expect_class(test, getty, SESSMON_CLASS_HOST_ACCESS, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_GETTY_LOGIN);
	act_exec(test, getty, 0, 0); /* a shell */
	expect_silence(test);
	expect_entry(test, getty, getty, SESSMON_ENTRY_CONSOLE);
	/* It only looked like a service's until it was a getty. */
	KUNIT_EXPECT_FALSE(test,
			   view(test, getty->p->session)->flags & SESSMON_SESSION_SERVICE_TTY);

	su = actor_fork(test, getty, 11);
	act_setsid(test, su, NULL);
	expect_start(test, su, SESSMON_CLASS_TERMINAL, SESSMON_REASON_GETTY_LOGIN);
	expect_entry(test, su, getty, SESSMON_ENTRY_CONSOLE);
}

static void a_getty_on_a_serial_line_is_no_console(struct kunit *test)
{
	struct actor *init = boot(test), *getty = start_getty(test, init, 10, &serial);

	expect_entry(test, getty, getty, SESSMON_ENTRY_TERMINAL);
}

/* login forks: the child makes the user's session and keeps the line. */
static void a_login_that_makes_a_session_of_its_own_is_local(struct kunit *test)
{
	struct actor *init = boot(test), *getty = start_getty(test, init, 10, &tty1);
	struct actor *shell = actor_fork(test, getty, 11);

	act_setsid(test, shell, NULL);
	/* Its program still is the getty's; what it becomes shows then. */
	expect_start(test, shell, SESSMON_CLASS_HOST_ACCESS, SESSMON_REASON_DOOR_PROGRAM);
	act_exec(test, shell, 0, 0);
	expect_class(test, shell, SESSMON_CLASS_HOST_ACCESS, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_GETTY_LOGIN);
	expect_entry(test, shell, shell, SESSMON_ENTRY_CONSOLE);
}

static void an_ssh_login_is_followed_from_the_listener_to_the_shell(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct sessmon_session_view *v = view(test, shell->p->session);

	expect_silence(test);
	KUNIT_EXPECT_EQ(test, v->created_from.id, 20U);
	KUNIT_EXPECT_EQ(test, (int)v->verdict.class, (int)SESSMON_CLASS_INTERACTIVE_REMOTE);
	KUNIT_EXPECT_EQ(test, v->peer.port, client.port);
	KUNIT_EXPECT_EQ(test, v->origin.id, 0U);
	expect_entry(test, shell, shell, SESSMON_ENTRY_SSHD);
	expect_entry(test, conn, conn, SESSMON_ENTRY_SSHD);
}

static void a_remote_command_is_not_interactive(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *cmd = log_in(test, conn, 21, NULL);

	expect_entry(test, cmd, cmd, SESSMON_ENTRY_SSHD);
	expect_silence(test);
}

static void a_command_that_takes_a_terminal_has_turned_interactive(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *cmd = log_in(test, conn, 21, NULL);
	const struct sessmon_ring_record *r;

	sessmon_session_gain_tty(cmd->p->session, &pts0);
	expect_tty(test, cmd, &pts0, SESSMON_TTY_GAINED);
	r = expect(test, SESSMON_EVENT_SESSION_CLASS);
	KUNIT_EXPECT_EQ(test, (int)r->class, (int)SESSMON_CLASS_INTERACTIVE_REMOTE);
	KUNIT_EXPECT_TRUE(test, r->flags & SESSMON_SESSION_TURNED_INTERACTIVE);
	/* For good. */
	sessmon_session_lose_tty(cmd->p->session, SESSMON_TTY_HANGUP);
	expect_tty(test, cmd, &pts0, SESSMON_TTY_HANGUP);
	expect_silence(test);
}

static void a_session_inside_a_login_shares_its_entry(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *su = actor_fork(test, shell, 22), *deeper;

	act_setsid(test, su, NULL);
	expect_start(test, su, SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_REASON_REMOTE_NO_TTY);
	sessmon_session_gain_tty(su->p->session, &pts1);
	expect_tty(test, su, &pts1, SESSMON_TTY_GAINED);
	expect_class(test, su, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
		     SESSMON_CLASS_INTERACTIVE_REMOTE, SESSMON_REASON_REMOTE_TTY);
	deeper = actor_fork(test, su, 23);
	act_setsid(test, deeper, NULL);
	expect_start(test, deeper, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
		     SESSMON_REASON_REMOTE_NO_TTY);
	expect_entry(test, su, shell, SESSMON_ENTRY_SSHD);
	expect_entry(test, deeper, shell, SESSMON_ENTRY_SSHD);
	KUNIT_EXPECT_EQ(test, view(test, deeper->p->session)->entry_tty.dev, pts0.dev);
	KUNIT_EXPECT_TRUE(test, keeps(su, false, deeper));
	KUNIT_EXPECT_FALSE(test, keeps(su, true, deeper));
	KUNIT_EXPECT_TRUE(test, keeps(shell, false, deeper));
	KUNIT_EXPECT_FALSE(test, keeps(conn, false, deeper));
	KUNIT_EXPECT_FALSE(test, keeps(sshd, false, deeper));
}

static struct actor *start_tmux(struct kunit *test, struct actor *shell, u32 id)
{
	struct actor *server = actor_fork(test, shell, id);

	act_setsid(test, server, NULL);
	expect_start(test, server, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
		     SESSMON_REASON_REMOTE_NO_TTY);
	sessmon_session_left(server->p->session, true, false);
	expect_class(test, server, SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_CLASS_SERVICE,
		     SESSMON_REASON_DETACHED);
	return server;
}

static void a_multiplexers_pane_is_a_terminal_with_an_origin(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *server = start_tmux(test, shell, 30);
	struct actor *pane = actor_fork(test, server, 31);
	const u32 mux = SESSMON_SESSION_DETACHED | SESSMON_SESSION_MUX | SESSMON_SESSION_HAD_TTY;
	struct sessmon_session_view *v;

	act_setsid(test, pane, NULL);
	expect_start(test, pane, SESSMON_CLASS_SERVICE, SESSMON_REASON_DETACHED);
	sessmon_session_gain_tty(pane->p->session, &pts1);
	expect_tty(test, pane, &pts1, SESSMON_TTY_GAINED);
	expect_class(test, pane, SESSMON_CLASS_SERVICE, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_DETACHED_TTY);
	expect_silence(test);

	v = view(test, pane->p->session);
	KUNIT_EXPECT_EQ(test, v->flags & mux, mux);
	KUNIT_EXPECT_EQ(test, v->origin.id, shell->key.id);
	expect_entry(test, pane, shell, SESSMON_ENTRY_SSHD);
	/* Also when the login that started the server has long ended. */
	actor_exit(shell);
	KUNIT_EXPECT_EQ(test, view(test, pane->p->session)->origin.id, 21U);
}

static void a_pane_that_was_there_leaves_with_its_server(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *server = actor_fork(test, shell, 30), *pane;

	act_setsid(test, server, NULL);
	pane = actor_fork(test, server, 31);
	act_setsid(test, pane, NULL);
	sessmon_session_gain_tty(pane->p->session, &pts1);
	observer_forget();
	sessmon_session_left(server->p->session, true, false);
	expect_class(test, server, SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_CLASS_SERVICE,
		     SESSMON_REASON_DETACHED);
	sessmon_session_left(pane->p->session, true, true);
	expect_class(test, pane, SESSMON_CLASS_INTERACTIVE_REMOTE, SESSMON_CLASS_TERMINAL,
		     SESSMON_REASON_DETACHED_TTY);
	KUNIT_EXPECT_TRUE(test, view(test, pane->p->session)->flags & SESSMON_SESSION_MUX);
	KUNIT_EXPECT_FALSE(test, view(test, server->p->session)->flags & SESSMON_SESSION_MUX);
	KUNIT_EXPECT_EQ(test, view(test, pane->p->session)->origin.id, shell->key.id);
	/* Its own parent's end is no news any more. */
	sessmon_session_left(pane->p->session, true, false);
	expect_silence(test);
}

static void a_getty_in_a_login_changes_nothing(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);

	act_exec(test, shell, SESSMON_EXE_GETTY, SESSMON_ENTRY_TERMINAL);
	KUNIT_EXPECT_TRUE(test, view(test, shell->p->session)->flags & SESSMON_SESSION_USER_DOOR);
	act_exec(test, shell, 0, 0);
	expect_silence(test);
	expect_entry(test, shell, shell, SESSMON_ENTRY_SSHD);
	KUNIT_EXPECT_EQ(test, (int)view(test, shell->p->session)->verdict.class,
			(int)SESSMON_CLASS_INTERACTIVE_REMOTE);
}

static void a_display_managers_logins_came_by_its_display(struct kunit *test)
{
	struct actor *init = boot(test), *dm = start_service(test, init, 10), *desktop;

	act_exec(test, dm, SESSMON_EXE_GETTY, SESSMON_ENTRY_DISPLAY);
	sessmon_session_gain_tty(dm->p->session, &tty1);
	expect_entry(test, dm, dm, SESSMON_ENTRY_DISPLAY);
	desktop = actor_fork(test, dm, 11);
	act_setsid(test, desktop, NULL);
	observer_forget();
	act_exec(test, desktop, 0, 0);
	expect_entry(test, desktop, desktop, SESSMON_ENTRY_DISPLAY);
	KUNIT_EXPECT_EQ(test, (int)view(test, desktop->p->session)->verdict.class,
			(int)SESSMON_CLASS_TERMINAL);
}

/* By root, from a login that it then leaves: it serves, and its jobs lead back. */
static void a_scheduler_started_by_hand_keeps_its_origin(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *cron = actor_fork(test, shell, 30), *job, *inner;

	act_exec(test, cron, SESSMON_EXE_SCHEDULER, SESSMON_ENTRY_CRON);
	act_setsid(test, cron, NULL);
	sessmon_session_left(cron->p->session, true, false);
	expect_entry(test, cron, shell, SESSMON_ENTRY_SSHD);
	KUNIT_EXPECT_TRUE(test, view(test, cron->p->session)->flags & SESSMON_SESSION_USER_DOOR);
	job = actor_fork(test, cron, 31);
	act_setsid(test, job, NULL);
	expect_entry(test, job, job, SESSMON_ENTRY_CRON);
	KUNIT_EXPECT_EQ(test, view(test, job->p->session)->origin.id, shell->key.id);
	observer_forget();
	act_exec(test, job, 0, SESSMON_ENTRY_UNKNOWN);
	inner = actor_fork(test, job, 32);
	act_setsid(test, inner, NULL);
	expect_entry(test, inner, job, SESSMON_ENTRY_CRON);
	KUNIT_EXPECT_EQ(test, view(test, inner->p->session)->origin.id, shell->key.id);
	/* The references keep what they name. */
	actor_exit(shell);
	actor_exit(cron);
	actor_exit(job);
	KUNIT_EXPECT_EQ(test, view(test, inner->p->session)->origin.id, 21U);
}

static void a_session_leaves_its_login_once(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *server = start_tmux(test, shell, 30);

	sessmon_session_left(server->p->session, true, false);
	expect_silence(test);
}

static void an_entry_cannot_leave_what_let_it_in(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *service = start_service(test, init, 40);

	sessmon_session_left(shell->p->session, true, false);
	sessmon_session_left(conn->p->session, true, false);
	sessmon_session_left(sshd->p->session, true, false);
	sessmon_session_left(service->p->session, true, false);
	sessmon_session_left(init->p->session, true, false);
	expect_silence(test);
}

/* A process that had left its login before the start is told as it is, in one event. */
static void a_daemon_that_was_orphaned_first_starts_as_a_service(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *daemon = actor_fork(test, shell, 30);

	actor_setsid(daemon);
	KUNIT_ASSERT_NOT_NULL(test, daemon->p->session);
	sessmon_session_left(daemon->p->session, true, false);
	announce(daemon->p->session, NULL);
	expect_start(test, daemon, SESSMON_CLASS_SERVICE, SESSMON_REASON_DETACHED);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, view(test, daemon->p->session)->origin.id, shell->key.id);
}

static void a_job_of_the_scheduler_is_told_by_its_entry(struct kunit *test)
{
	struct actor *init = boot(test), *cron = start_service(test, init, 10);
	struct actor *job;

	act_exec(test, cron, SESSMON_EXE_SCHEDULER, SESSMON_ENTRY_CRON);
	expect_silence(test);
	job = actor_fork(test, cron, 11);
	act_setsid(test, job, NULL);
	expect_start(test, job, SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE);
	expect_entry(test, job, job, SESSMON_ENTRY_CRON);
}

static void a_pid_namespace_in_a_login_changes_nothing(struct kunit *test)
{
	struct actor *init = boot(test), *sshd = start_sshd(test, init, 10);
	struct actor *conn = connect_to(test, sshd, 20);
	struct actor *shell = log_in(test, conn, 21, &pts0);
	struct actor *c = actor_fork_into_container(test, shell, 30);

	actor_setsid(c);
	KUNIT_ASSERT_NOT_NULL(test, c->p->session);
	announce(c->p->session, NULL);
	expect_start(test, c, SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_REASON_REMOTE_NO_TTY);
	expect_entry(test, c, shell, SESSMON_ENTRY_SSHD);
}

static void a_containers_first_process_is_a_service(struct kunit *test)
{
	struct actor *init = boot(test), *shim = start_service(test, init, 10), *c;

	act_exec(test, shim, SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_RELAY, SESSMON_ENTRY_CONTAINER);
	observer_forget();
	c = actor_fork_into_container(test, shim, 30);
	actor_setsid(c);
	KUNIT_ASSERT_NOT_NULL(test, c->p->session);
	announce(c->p->session, NULL);
	/* The runtime's own process, until the workload's program comes. */
	expect_start(test, c, SESSMON_CLASS_HOST_ACCESS, SESSMON_REASON_DOOR_PROGRAM);
	act_exec(test, c, 0, SESSMON_ENTRY_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)view(test, c->p->session)->verdict.class,
			(int)SESSMON_CLASS_SERVICE);
	KUNIT_EXPECT_EQ(test, (int)view(test, c->p->session)->verdict.reason,
			(int)SESSMON_REASON_CONTAINER);
	KUNIT_EXPECT_TRUE(test, view(test, c->p->session)->flags & SESSMON_SESSION_CONTAINER);
}

static void a_change_of_user_is_told_once(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);
	const struct sessmon_ring_record *r;

	sessmon_session_leader_creds(a->p->session, 1000, 1001);
	r = expect(test, SESSMON_EVENT_SESSION_LEADER);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	KUNIT_EXPECT_EQ(test, r->uid, 1000U);
	KUNIT_EXPECT_EQ(test, r->euid, 1001U);
	KUNIT_EXPECT_FALSE(test, r->by_exec);
	sessmon_session_leader_creds(a->p->session, 1000, 1001);
	expect_silence(test);
	sessmon_session_leader_creds(a->p->session, 1000, 0);
	KUNIT_EXPECT_EQ(test, expect(test, SESSMON_EVENT_SESSION_LEADER)->euid, 0U);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->leader.uid, 1000U);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->leader.euid, 0U);
}

/* ---- what lived before the module ---- */

static bool infer_left(struct actor *a, struct sessmon_session *from, enum sessmon_left left)
{
	return infer_told(a, from, left, false);
}

/* As the snapshot does before it infers. */
static void found_program(struct actor *a, struct sessmon_exe *exe)
{
	rcu_read_lock();
	sessmon_process_found_program(a->p, exe);
	rcu_read_unlock();
}

static void infer(struct actor *a, struct sessmon_session *from)
{
	infer_left(a, from, SESSMON_LEFT_NONE);
}

static void an_adopted_session_gets_a_class_and_is_not_announced(struct kunit *test)
{
	struct actor *init = actor_adopt(test, 1), *sshd = actor_adopt(test, 10),
		     *shell = actor_adopt(test, 20);

	sessmon_session_gain_tty(shell->p->session, &pts0);
	found_program(sshd, observer_program(test, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD));
	infer(init, NULL);
	infer(sshd, init->p->session);
	infer(shell, sshd->p->session);
	announce(shell->p->session, NULL);
	expect_silence(test);
	KUNIT_EXPECT_EQ(test, (int)view(test, init->p->session)->verdict.class,
			(int)SESSMON_CLASS_INIT);
	KUNIT_EXPECT_EQ(test, (int)view(test, sshd->p->session)->verdict.class,
			(int)SESSMON_CLASS_HOST_ACCESS);
	KUNIT_EXPECT_EQ(test, (int)view(test, shell->p->session)->verdict.class,
			(int)SESSMON_CLASS_INTERACTIVE_REMOTE);
	KUNIT_EXPECT_TRUE(test, view(test, shell->p->session)->flags & SESSMON_SESSION_INFERRED);
	expect_entry(test, shell, shell, SESSMON_ENTRY_SSHD);
}

static void a_session_is_inferred_once(struct kunit *test)
{
	struct actor *init = actor_adopt(test, 1), *sshd = actor_adopt(test, 10),
		     *shell = actor_adopt(test, 20);

	found_program(sshd, observer_program(test, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD));
	infer(init, NULL);
	infer(sshd, init->p->session);
	infer(shell, sshd->p->session);
	infer(shell, init->p->session);
	KUNIT_EXPECT_EQ(test, view(test, shell->p->session)->created_from.id, 10U);
}

static void expect_left(struct kunit *test, struct actor *a, enum sessmon_session_class class,
			u32 flags)
{
	const struct sessmon_session_view *v = view(test, a->p->session);

	KUNIT_EXPECT_EQ(test, (int)v->verdict.class, (int)class);
	KUNIT_EXPECT_EQ(test, v->flags,
			flags | SESSMON_SESSION_INFERRED | SESSMON_SESSION_DETACHED);
}

/* An unknown login has no entry and no origin that could be named. */
static void expect_no_login(struct kunit *test, struct actor *a, u32 entry_type)
{
	const struct sessmon_session_view *v = view(test, a->p->session);

	KUNIT_EXPECT_EQ(test, v->entry.id, 0U);
	KUNIT_EXPECT_EQ(test, v->entry_type, entry_type);
	KUNIT_EXPECT_EQ(test, v->origin.id, 0U);
}

/* A later policy may name the door of a login that was not known to be one. */
static void what_an_unknown_login_has_left_is_known_to_be_left(struct kunit *test)
{
	const u32 mux = SESSMON_SESSION_HAD_TTY | SESSMON_SESSION_MUX;
	const u32 out = SESSMON_SESSION_OUTLIVES_LOGIN;
	struct actor *init = actor_adopt(test, 1), *sshd = actor_adopt(test, 10),
		     *shell = actor_adopt(test, 20);
	struct actor *server = actor_adopt(test, 30), *pane = actor_adopt(test, 40);

	sessmon_session_gain_tty(pane->p->session, &pts0);
	found_program(sshd, observer_program(test, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD));
	infer(init, NULL);
	infer(sshd, init->p->session);
	infer(shell, sshd->p->session);
	infer_left(server, NULL, SESSMON_LEFT_ENDED);
	infer(pane, server->p->session);
	expect_left(test, server, SESSMON_CLASS_SERVICE, out);
	expect_left(test, pane, SESSMON_CLASS_TERMINAL, out | mux);
	expect_no_login(test, server, SESSMON_ENTRY_UNKNOWN);
	expect_no_login(test, pane, SESSMON_ENTRY_UNKNOWN);
	KUNIT_EXPECT_FALSE(test, infer_left(server, NULL, SESSMON_LEFT_ENDED));
	KUNIT_EXPECT_FALSE(test, infer_left(pane, server->p->session, SESSMON_LEFT_NONE));
	/* It was one of several that came in by the same connection. */
	KUNIT_EXPECT_TRUE(test, infer_left(server, shell->p->session, SESSMON_LEFT_SOME));
	expect_left(test, server, SESSMON_CLASS_SERVICE, 0);
	expect_no_login(test, server, SESSMON_ENTRY_SSHD);
	/* It was this one. */
	KUNIT_EXPECT_TRUE(test, infer_left(server, shell->p->session, SESSMON_LEFT_ONE));
	KUNIT_EXPECT_TRUE(test, infer_left(pane, server->p->session, SESSMON_LEFT_NONE));
	expect_left(test, server, SESSMON_CLASS_SERVICE, 0);
	expect_left(test, pane, SESSMON_CLASS_TERMINAL, mux);
	expect_entry(test, server, shell, SESSMON_ENTRY_SSHD);
	expect_entry(test, pane, shell, SESSMON_ENTRY_SSHD);
	KUNIT_EXPECT_EQ(test, view(test, pane->p->session)->origin.id, 20U);
}

/* What was seen stays; that it was a login is deduced, and told. */
static void a_policy_that_names_a_door_makes_logins_of_what_it_let_in(struct kunit *test)
{
	const union sessmon_role role = { .roles = SESSMON_EXE_HOST_ACCESS,
					  .entry_type = SESSMON_ENTRY_SSHD };
	struct actor *init = boot(test), *door = start_service(test, init, 10), *shell;

	act_exec(test, door, 0, SESSMON_ENTRY_UNKNOWN);
	shell = start_service(test, door, 20);
	act_exec(test, shell, 0, SESSMON_ENTRY_UNKNOWN);
	WRITE_ONCE(door->p->exe->role.whole, role.whole);
	sessmon_session_role_changed(door->p->session);
	KUNIT_EXPECT_TRUE(test, door->p->session->renamed);
	expect_class(test, door, SESSMON_CLASS_SERVICE, SESSMON_CLASS_HOST_ACCESS,
		     SESSMON_REASON_DOOR_PROGRAM);
	KUNIT_EXPECT_TRUE(test, infer_left(shell, door->p->session, SESSMON_LEFT_NONE));
	expect_class(test, shell, SESSMON_CLASS_SERVICE, SESSMON_CLASS_NONINTERACTIVE_REMOTE,
		     SESSMON_REASON_DOOR_NO_TTY);
	KUNIT_EXPECT_TRUE(test, shell->p->session->renamed);
	sessmon_session_infer_done(shell->p->session);
	KUNIT_EXPECT_FALSE(test, shell->p->session->renamed);
	KUNIT_EXPECT_TRUE(test, view(test, shell->p->session)->flags & SESSMON_SESSION_INFERRED);
	expect_entry(test, shell, shell, SESSMON_ENTRY_SSHD);
	KUNIT_EXPECT_FALSE(test, infer_left(shell, init->p->session, SESSMON_LEFT_NONE));
	expect_silence(test);
}

/* The parent's session may end while the snapshot looks at it. */
static void a_session_may_be_inferred_from_one_that_has_just_ended(struct kunit *test)
{
	struct actor *shell = actor_adopt(test, 20), *child = actor_adopt(test, 21);
	struct actor *door = actor_adopt(test, 30), *login = actor_adopt(test, 31);
	struct sessmon_session *of_shell = shell->p->session, *of_door = door->p->session;

	found_program(door, observer_program(test, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD));
	infer(shell, NULL);
	infer(door, NULL);
	rcu_read_lock();
	actor_exit(shell);
	actor_exit(door);
	infer(child, of_shell);
	infer(login, of_door);
	rcu_read_unlock();
	KUNIT_EXPECT_NE(test, (int)view(test, child->p->session)->verdict.class,
			(int)SESSMON_CLASS_UNKNOWN);
	KUNIT_EXPECT_NE(test, (int)view(test, login->p->session)->verdict.class,
			(int)SESSMON_CLASS_UNKNOWN);
}

/* Nobody would give back what it took. */
static void a_session_that_has_ended_is_not_inferred(struct kunit *test)
{
	struct actor *shell = actor_adopt(test, 20), *child = actor_adopt(test, 21);
	struct sessmon_session *s = child->p->session;
	struct sessmon_leader leader;
	unsigned int refs;

	found_program(shell, observer_program(test, 0, SESSMON_ENTRY_UNKNOWN));
	infer(shell, NULL);
	refs = refcount_read(&shell->p->session->ref);
	rcu_read_lock();
	end_for_good(test, child);
	sessmon_process_get_leader(shell->p, &leader);
	sessmon_session_infer(s, shell->p->session, &leader, SESSMON_LEFT_NONE, true);
	sessmon_exe_put(leader.exe);
	KUNIT_EXPECT_NULL(test, s->leader.exe);
	KUNIT_EXPECT_NULL(test, s->entry);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, refcount_read(&shell->p->session->ref), refs);
	expect_silence(test);
}

/* ---- the walk ---- */

#define WALKED 12

static void a_walk_sees_every_session_once_whatever_ends(struct kunit *test)
{
	struct actor *init = boot(test), *a[WALKED];
	unsigned int bucket = 0, seen = 0, i;
	struct sessmon_session *s;
	u64 serial = U64_MAX;

	for (i = 0; i < WALKED; i++) {
		a[i] = actor_fork(test, init, 100 + i);
		act_setsid(test, a[i], NULL);
	}
	for (;;) {
		u32 id;

		rcu_read_lock();
		s = sessmon_session_next(&bucket, &serial);
		id = s ? s->key.id : 0;
		rcu_read_unlock();
		if (!s)
			break;
		seen++;
		/* It ends as soon as it was seen; the walk goes on. */
		for (i = 0; i < WALKED; i++)
			if (a[i]->key.id == id)
				actor_exit(a[i]);
	}
	KUNIT_EXPECT_EQ(test, seen, WALKED + 1U);
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 1ULL);
}

/* ---- many at once ---- */

#define CROWD  4
#define ROUNDS 1000

struct crowd {
	struct sessmon_session *s;
	struct completion done;
	atomic_t left;
};

static int come_and_go(void *data)
{
	struct crowd *c = data;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		rcu_read_lock();
		if (sessmon_session_join(c->s)) {
			if (i % 16 == 0)
				sessmon_session_gain_tty(c->s, i % 32 ? &pts0 : &pts1);
			else if (i % 16 == 8)
				sessmon_session_lose_tty(c->s, SESSMON_TTY_LOST);
			sessmon_session_leave(c->s, false);
		}
		rcu_read_unlock();
	}
	if (atomic_dec_and_test(&c->left))
		complete(&c->done);
	return 0;
}

/* Over the budget it is a count, and what is told still makes sense. */
static void a_terminal_in_a_loop_is_told_in_pairs(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);
	unsigned int gained = 0, lost = 0, i;
	const struct sessmon_ring_record *r;
	u64 began = ktime_get_boottime_ns();

	observer_forget();
	for (i = 0; i < 100; i++) {
		sessmon_session_gain_tty(a->p->session, &pts0);
		sessmon_session_lose_tty(a->p->session, SESSMON_TTY_LOST);
		while ((r = next_of_sessions())) {
			if (r->type != SESSMON_EVENT_SESSION_TTY)
				continue;
			gained += r->action == SESSMON_TTY_GAINED;
			lost += r->action == SESSMON_TTY_LOST;
			KUNIT_EXPECT_EQ(test, gained - lost,
					(u32)(r->action == SESSMON_TTY_GAINED));
		}
	}
	KUNIT_EXPECT_GE(test, gained, SESSMON_TTY_BURST);
	/* And one more for each interval that it took. */
	KUNIT_EXPECT_LE(test, (u64)gained,
			SESSMON_TTY_BURST + 1 +
				div_u64(ktime_get_boottime_ns() - began, SESSMON_TTY_INTERVAL_NS));
	KUNIT_EXPECT_EQ(test, gained, lost);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->withheld, 200 - gained - lost);
}

static void a_crowd_comes_and_goes_and_the_session_ends_once(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);
	const struct sessmon_ring_record *r;
	struct crowd c = { .s = a->p->session };
	unsigned int ends = 0, i;
	u32 last = SESSMON_TTY_LOST, action;
	bool alternating = true;

	init_completion(&c.done);
	atomic_set(&c.left, CROWD);
	for (i = 0; i < CROWD; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(come_and_go, &c, "crowd/%u", i)));
	while (!wait_for_completion_timeout(&c.done, 1))
		while ((r = next_of_sessions()))
			if (r->type == SESSMON_EVENT_SESSION_TTY) {
				action = r->action;
				/* A gain may follow a gain of another one, a loss only a gain. */
				alternating &= action == SESSMON_TTY_GAINED || last != action;
				last = action;
			}
	KUNIT_EXPECT_TRUE(test, alternating);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->members, 1U);
	KUNIT_EXPECT_EQ(test, view(test, a->p->session)->total, 1U + CROWD * ROUNDS);
	actor_exit(a);
	while ((r = next_of_sessions()))
		ends += r->type == SESSMON_EVENT_SESSION_END;
	KUNIT_EXPECT_EQ(test, ends, 1U);
}

/* The order of main.c: the ring is closed before the tables are emptied. */
static void sessions_may_end_after_the_ring_was_closed(struct kunit *test)
{
	struct actor *init = boot(test), *a = start_service(test, init, 10);

	sessmon_ring_close();
	actor_exit(a);
	actor_exit(init);
	KUNIT_EXPECT_EQ(test, sessmon_sessions_count(), 0ULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_session_lives_as_long_as_its_members),
	KUNIT_CASE(an_ended_session_is_not_found),
	KUNIT_CASE(nobody_joins_an_ended_session),
	KUNIT_CASE(nothing_is_told_of_a_session_after_its_end),
	KUNIT_CASE(a_door_that_has_ended_does_not_change_its_class),
	KUNIT_CASE(a_place_is_kept_for_who_is_being_born),
	KUNIT_CASE(a_number_comes_back_as_another_session),
	KUNIT_CASE(a_session_is_announced_once),
	KUNIT_CASE(an_entry_outlives_its_end_while_others_name_it),
	KUNIT_CASE(the_leader_takes_the_terminal_with_it),
	KUNIT_CASE(a_terminal_is_gained_once_and_lost_once),
	KUNIT_CASE(another_terminal_is_another_gain),
	KUNIT_CASE(a_terminal_before_the_start_is_part_of_the_start),
	KUNIT_CASE(no_terminal_cannot_be_lost),
	KUNIT_CASE(a_getty_turns_into_a_login),
	KUNIT_CASE(a_getty_on_a_serial_line_is_no_console),
	KUNIT_CASE(a_login_that_makes_a_session_of_its_own_is_local),
	KUNIT_CASE(an_ssh_login_is_followed_from_the_listener_to_the_shell),
	KUNIT_CASE(a_remote_command_is_not_interactive),
	KUNIT_CASE(a_command_that_takes_a_terminal_has_turned_interactive),
	KUNIT_CASE(a_session_inside_a_login_shares_its_entry),
	KUNIT_CASE(a_multiplexers_pane_is_a_terminal_with_an_origin),
	KUNIT_CASE(a_pane_that_was_there_leaves_with_its_server),
	KUNIT_CASE(a_getty_in_a_login_changes_nothing),
	KUNIT_CASE(a_display_managers_logins_came_by_its_display),
	KUNIT_CASE(a_scheduler_started_by_hand_keeps_its_origin),
	KUNIT_CASE(a_session_leaves_its_login_once),
	KUNIT_CASE(an_entry_cannot_leave_what_let_it_in),
	KUNIT_CASE(a_daemon_that_was_orphaned_first_starts_as_a_service),
	KUNIT_CASE(a_job_of_the_scheduler_is_told_by_its_entry),
	KUNIT_CASE(a_pid_namespace_in_a_login_changes_nothing),
	KUNIT_CASE(a_containers_first_process_is_a_service),
	KUNIT_CASE(a_change_of_user_is_told_once),
	KUNIT_CASE(an_adopted_session_gets_a_class_and_is_not_announced),
	KUNIT_CASE(a_session_is_inferred_once),
	KUNIT_CASE(what_an_unknown_login_has_left_is_known_to_be_left),
	KUNIT_CASE(a_policy_that_names_a_door_makes_logins_of_what_it_let_in),
	KUNIT_CASE(a_session_may_be_inferred_from_one_that_has_just_ended),
	KUNIT_CASE(a_session_that_has_ended_is_not_inferred),
	KUNIT_CASE(a_walk_sees_every_session_once_whatever_ends),
	KUNIT_CASE(a_terminal_in_a_loop_is_told_in_pairs),
	KUNIT_CASE(a_crowd_comes_and_goes_and_the_session_ends_once),
	KUNIT_CASE(sessions_may_end_after_the_ring_was_closed),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_session",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
