// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a process between its birth and its release, by the functions that the
 * hooks call, with facts that they might have read.
 */
#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/capability.h>
#include <linux/in.h>
#include <linux/rcupdate.h>
#include <linux/socket.h>

#include "actor.h"
#include "observer.h"
#include "policy/policy.h"

#define USER 1000

static const struct sessmon_audit nobody = { -1, -1 };

static const struct sessmon_ring_record *expect(struct kunit *test, enum sessmon_event_type type)
{
	const struct sessmon_ring_record *r = observer_next();

	KUNIT_ASSERT_NOT_NULL_MSG(test, r, "nothing was told, type %d was expected", type);
	KUNIT_EXPECT_EQ(test, (int)r->type, (int)type);
	return r;
}

/* A daemon that init has started, in a session of its own. */
static struct actor *daemon(struct kunit *test)
{
	struct actor *init = actor_adopt(test, 1), *a;
	struct sessmon_leader leader;

	rcu_read_lock();
	sessmon_process_get_leader(init->p, &leader);
	sessmon_session_infer(init->p->session, NULL, &leader, SESSMON_LEFT_NONE, false);
	rcu_read_unlock();
	a = actor_fork(test, init, 10);
	actor_setsid(a);
	KUNIT_ASSERT_TRUE(test, actor_leads(a));
	actor_setsid_done(a);
	observer_forget();
	return a;
}

static struct actor *member(struct kunit *test)
{
	struct actor *a = actor_fork(test, daemon(test), 11);

	observer_forget();
	return a;
}

static struct sessmon_exe *program(struct kunit *test)
{
	return observer_program(test, 0, SESSMON_ENTRY_UNKNOWN);
}

/* ---- programs ---- */

static void an_exec_is_told_with_its_program(struct kunit *test)
{
	struct sessmon_exe *exe = program(test);
	struct actor *a = member(test);
	const struct sessmon_ring_record *r;
	struct sessmon_exec exec;

	actor_exec_facts(a, exe, &exec);
	exec.comm = "sleeper";
	exec.tid = 77;
	rcu_read_lock();
	sessmon_process_exec(a->p, &exec);
	rcu_read_unlock();
	r = expect(test, SESSMON_EVENT_EXEC);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->process, &a->key));
	KUNIT_EXPECT_PTR_EQ(test, r->exe, exe);
	KUNIT_EXPECT_EQ(test, r->exec_count, 1U);
	KUNIT_EXPECT_EQ(test, r->tid, 77U);
	KUNIT_EXPECT_STREQ(test, r->comm, "sleeper");
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_PTR_EQ(test, a->p->exe, exe);
}

static void an_exec_gives_the_old_program_back(struct kunit *test)
{
	struct actor *a = member(test);
	u64 before = sessmon_exe_live();

	actor_exec(a, program(test));
	actor_exec(a, program(test));
	observer_forget();
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before + 1);
	KUNIT_EXPECT_EQ(test, a->p->exec_count, 2U);
}

static void an_exec_ends_what_lasts_until_it(struct kunit *test)
{
	struct actor *a = member(test);

	sessmon_process_leader_exit(a->p);
	KUNIT_EXPECT_TRUE(test, a->p->flags & SESSMON_PROCESS_LEADER_EXITED);
	actor_exec(a, program(test));
	KUNIT_EXPECT_FALSE(test, a->p->flags & SESSMON_PROCESS_LEADER_EXITED);
}

static void a_leaders_exec_is_its_sessions_too(struct kunit *test)
{
	struct actor *a = daemon(test);
	const struct sessmon_ring_record *r;

	actor_exec(a, program(test));
	expect(test, SESSMON_EVENT_EXEC);
	r = expect(test, SESSMON_EVENT_SESSION_LEADER);
	KUNIT_EXPECT_TRUE(test, r->by_exec);
	KUNIT_EXPECT_PTR_EQ(test, a->p->session->leader.exe, a->p->exe);
	EXPECT_SILENCE(test);
}

/* Who gives a new policy's roles to all programs has not seen it. */
static void an_exec_says_whether_its_role_is_of_another_policy(struct kunit *test)
{
	struct sessmon_exe *judged = program(test), *not = program(test);
	struct actor *a = member(test);

	judged->judged = sessmon_policy_generation();
	not ->judged = sessmon_policy_generation() - 1;
	KUNIT_EXPECT_FALSE(test, actor_exec(a, judged));
	KUNIT_EXPECT_TRUE(test, actor_exec(a, not ));
	KUNIT_EXPECT_FALSE(test, actor_exec(a, NULL));
}

static void a_door_that_is_given_a_connection_has_let_somebody_in(struct kunit *test)
{
	const struct sessmon_peer client = { .family = AF_INET, .inbound = true, .port = 50000 };
	struct actor *a = daemon(test);
	struct sessmon_exec exec;

	actor_exec_facts(a, observer_program(test, SESSMON_EXE_HOST_ACCESS, SESSMON_ENTRY_SSHD),
			 &exec);
	exec.connection = &client;
	rcu_read_lock();
	sessmon_process_exec(a->p, &exec);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, a->p->session->peer.port, client.port);
	KUNIT_EXPECT_EQ(test, (int)a->p->session->facts.lineage, (int)SESSMON_LINEAGE_DOOR);
}

static void what_an_exec_captures_replaces_what_one_before_has_left(struct kunit *test)
{
	struct sessmon_exe *first = program(test), *second = program(test);
	struct actor *a = member(test);

	KUNIT_EXPECT_NULL(test, sessmon_process_swap_capture(a->p, first));
	KUNIT_EXPECT_PTR_EQ(test, sessmon_process_swap_capture(a->p, second), first);
	sessmon_exe_put(first);
	/* The second is the process's until that goes. */
}

static void found(struct actor *a, struct sessmon_exe *exe)
{
	rcu_read_lock();
	sessmon_process_found_program(a->p, exe);
	rcu_read_unlock();
}

static void a_program_that_was_found_is_older_than_an_exec(struct kunit *test)
{
	struct sessmon_exe *executed = program(test);
	struct actor *a = member(test);
	u64 before = sessmon_exe_live();

	actor_exec(a, executed);
	found(a, program(test));
	KUNIT_EXPECT_PTR_EQ(test, a->p->exe, executed);
	KUNIT_EXPECT_EQ(test, sessmon_exe_live(), before);
}

static void no_program_is_found_for_who_has_ended(struct kunit *test)
{
	struct actor *a = member(test);

	rcu_read_lock();
	sessmon_process_exit(a->p, 0);
	rcu_read_unlock();
	found(a, program(test));
	KUNIT_EXPECT_NULL(test, a->p->exe);
}

static void a_leaders_program_that_was_found_is_its_sessions_too(struct kunit *test)
{
	struct actor *a = daemon(test);

	found(a, program(test));
	expect(test, SESSMON_EVENT_SESSION_LEADER);
	KUNIT_EXPECT_PTR_EQ(test, a->p->session->leader.exe, a->p->exe);
	EXPECT_SILENCE(test);
}

/* ---- credentials and namespaces ---- */

/* All ids of one user, who holds these capabilities. */
static struct sessmon_creds user(u32 uid, u64 caps)
{
	return (struct sessmon_creds){
		.uid = uid,
		.euid = uid,
		.suid = uid,
		.fsuid = uid,
		.cap_permitted = caps,
		.user_ns = 1,
	};
}

static void call(struct actor *a, struct sessmon_creds old, struct sessmon_creds new, u32 tid)
{
	struct sessmon_creds_change change = { .old = old, .new = new };

	rcu_read_lock();
	sessmon_process_creds(a->p, &change, &nobody, tid);
	rcu_read_unlock();
}

static void the_first_threads_credentials_are_the_processes(struct kunit *test)
{
	struct actor *a = member(test);
	const struct sessmon_ring_record *r;

	call(a, user(0, 0), user(USER, 0), 0);
	r = expect(test, SESSMON_EVENT_CREDS);
	KUNIT_EXPECT_EQ(test, r->uid, USER);
	KUNIT_EXPECT_EQ(test, r->tid, 0U);
	KUNIT_EXPECT_FALSE(test, r->by_exec);
	KUNIT_EXPECT_FALSE(test, r->creds.privilege_gained);
	KUNIT_EXPECT_EQ(test, a->p->creds.uid, USER);
	KUNIT_EXPECT_FALSE(test, a->p->flags & SESSMON_PROCESS_CREDS_DIVERGE);
	EXPECT_SILENCE(test);
}

static void another_threads_credentials_are_its_own(struct kunit *test)
{
	struct actor *a = member(test);

	call(a, user(0, 0), user(USER, 0), 77);
	KUNIT_EXPECT_EQ(test, expect(test, SESSMON_EVENT_CREDS)->tid, 77U);
	KUNIT_EXPECT_EQ(test, a->p->creds.uid, 0U);
	KUNIT_EXPECT_TRUE(test, a->p->flags & SESSMON_PROCESS_CREDS_DIVERGE);
	/* Nobody else's are known better by then. */
	sessmon_process_leader_exit(a->p);
	call(a, user(USER, 0), user(USER + 1, 0), 77);
	KUNIT_EXPECT_EQ(test, a->p->creds.uid, USER + 1);
}

static void a_leaders_credentials_are_its_sessions_too(struct kunit *test)
{
	struct actor *a = daemon(test);

	call(a, user(0, 0), user(USER, 0), 0);
	expect(test, SESSMON_EVENT_CREDS);
	KUNIT_EXPECT_FALSE(test, expect(test, SESSMON_EVENT_SESSION_LEADER)->by_exec);
	KUNIT_EXPECT_EQ(test, a->p->session->leader.uid, USER);
	EXPECT_SILENCE(test);
	call(a, user(0, 0), user(USER + 1, 0), 77);
	expect(test, SESSMON_EVENT_CREDS);
	EXPECT_SILENCE(test);
}

static void privilege_that_a_call_gives_from_nowhere_is_told(struct kunit *test)
{
	struct actor *a = member(test);

	call(a, user(USER, 0), user(0, BIT_ULL(CAP_SETUID)), 0);
	KUNIT_EXPECT_TRUE(test, expect(test, SESSMON_EVENT_CREDS)->creds.privilege_gained);
	call(a, user(0, 0), user(USER, 0), 0);
	KUNIT_EXPECT_FALSE(test, expect(test, SESSMON_EVENT_CREDS)->creds.privilege_gained);
}

/* @a is a user's; what he executes makes him root. Returns what is told of that. */
static const struct sessmon_ring_record *become_root(struct kunit *test, struct actor *a,
						     struct sessmon_exe *exe)
{
	const struct sessmon_ring_record *r;
	struct sessmon_exec exec;

	call(a, user(0, 0), user(USER, 0), 0);
	observer_forget();
	actor_exec_facts(a, exe, &exec);
	exec.creds.new = user(0, BIT_ULL(CAP_SETUID));
	rcu_read_lock();
	sessmon_process_exec(a->p, &exec);
	rcu_read_unlock();
	/* First what it may do, then what it is. */
	r = expect(test, SESSMON_EVENT_CREDS);
	KUNIT_EXPECT_TRUE(test, r->by_exec);
	KUNIT_EXPECT_EQ(test, r->creds.old.uid, USER);
	KUNIT_EXPECT_EQ(test, r->creds.new.uid, 0U);
	KUNIT_EXPECT_FALSE(test, r->creds.groups_changed);
	return r;
}

static void a_set_id_program_gains_privilege_rightly(struct kunit *test)
{
	struct actor *a = member(test);
	struct sessmon_exe *exe = program(test);

	exe->flags |= SESSMON_EXE_SECUREEXEC;
	KUNIT_EXPECT_FALSE(test, become_root(test, a, exe)->creds.privilege_gained);
	expect(test, SESSMON_EVENT_EXEC);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_TRUE(test, a->p->flags & SESSMON_PROCESS_SET_IDS);
}

static void another_program_gains_it_from_nowhere(struct kunit *test)
{
	struct actor *a = member(test);

	KUNIT_EXPECT_TRUE(test, become_root(test, a, program(test))->creds.privilege_gained);
	expect(test, SESSMON_EVENT_EXEC);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_FALSE(test, a->p->flags & SESSMON_PROCESS_SET_IDS);
}

static void of_an_unknown_program_nothing_wrong_is_known(struct kunit *test)
{
	struct actor *a = member(test);

	KUNIT_EXPECT_FALSE(test, become_root(test, a, NULL)->creds.privilege_gained);
}

static void enter(struct actor *a, u32 net, u32 tid)
{
	const struct sessmon_namespaces_change change = { .new.net = net };

	sessmon_process_namespaces(a->p, &change, tid);
}

static void the_first_threads_namespaces_are_the_processes(struct kunit *test)
{
	struct actor *a = member(test);
	const struct sessmon_ring_record *r;

	enter(a, 5, 0);
	r = expect(test, SESSMON_EVENT_NAMESPACES);
	KUNIT_EXPECT_EQ(test, r->ns.new.net, 5U);
	KUNIT_EXPECT_EQ(test, r->tid, 0U);
	KUNIT_EXPECT_EQ(test, a->p->ns.net, 5U);
	enter(a, 6, 77);
	KUNIT_EXPECT_EQ(test, expect(test, SESSMON_EVENT_NAMESPACES)->tid, 77U);
	KUNIT_EXPECT_EQ(test, a->p->ns.net, 5U);
	EXPECT_SILENCE(test);
}

/* ---- sessions and groups ---- */

static void who_makes_a_session_leads_it_and_a_group(struct kunit *test)
{
	struct actor *a = member(test);
	struct sessmon_session *old = a->p->session, *left;
	const struct sessmon_ring_record *r;

	left = actor_setsid(a);
	KUNIT_EXPECT_PTR_EQ(test, left, old);
	KUNIT_EXPECT_TRUE(test, actor_leads(a));
	KUNIT_EXPECT_EQ(test, a->p->pgid, a->key.id);
	KUNIT_EXPECT_EQ(test, old->members, 1U);
	r = expect(test, SESSMON_EVENT_SETSID);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->other, &old->key));
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->session_key, &a->key));
	EXPECT_SILENCE(test);
	actor_setsid_done(a);
	expect(test, SESSMON_EVENT_SESSION_START);
	EXPECT_SILENCE(test);
}

/* Another thread's, between the two stages. */
static void a_fork_tells_of_a_session_that_has_just_been_made(struct kunit *test)
{
	struct actor *a = member(test);

	actor_setsid(a);
	expect(test, SESSMON_EVENT_SETSID);
	actor_fork(test, a, 12);
	expect(test, SESSMON_EVENT_SESSION_START);
	expect(test, SESSMON_EVENT_FORK);
	actor_setsid_done(a);
	EXPECT_SILENCE(test);
}

/* Its parent may not have called setsid: nobody leads what it is in. */
static void the_second_stage_is_for_leaders_only(struct kunit *test)
{
	struct actor *a = member(test);

	actor_setsid_done(a);
	EXPECT_SILENCE(test);
}

static void setpgid(struct actor *a, u32 pgid, const struct actor *by)
{
	rcu_read_lock();
	sessmon_process_setpgid(a->p, pgid, &by->key);
	rcu_read_unlock();
}

static void a_new_group_is_told_once_with_who_gave_it(struct kunit *test)
{
	struct actor *a = member(test), *by = actor_fork(test, a, 12);
	u32 old = a->p->pgid;
	const struct sessmon_ring_record *r;

	observer_forget();
	setpgid(a, 11, by);
	r = expect(test, SESSMON_EVENT_SETPGID);
	KUNIT_EXPECT_EQ(test, r->value, (u64)old);
	KUNIT_EXPECT_EQ(test, r->pgid, 11U);
	KUNIT_EXPECT_TRUE(test, sessmon_key_equal(&r->other, &by->key));
	setpgid(a, 11, by);
	EXPECT_SILENCE(test);
}

static void a_leaders_terminal_is_its_sessions(struct kunit *test)
{
	const struct sessmon_tty tty = { .dev = 7, .name = "tty7" };
	struct actor *a = daemon(test);

	rcu_read_lock();
	sessmon_process_gain_tty(a->p, &tty);
	rcu_read_unlock();
	KUNIT_EXPECT_STREQ(test, expect(test, SESSMON_EVENT_SESSION_TTY)->tty.name, "tty7");
	KUNIT_EXPECT_EQ(test, a->p->session->tty.dev, tty.dev);
}

/* ---- names and ends ---- */

static void a_new_name_is_told_once_with_the_old_one(struct kunit *test)
{
	struct actor *a = member(test);
	const struct sessmon_ring_record *r;

	sessmon_process_rename(a->p, "player");
	r = expect(test, SESSMON_EVENT_RENAME);
	KUNIT_EXPECT_STREQ(test, r->old_comm, "actor");
	KUNIT_EXPECT_STREQ(test, r->comm, "player");
	KUNIT_EXPECT_STREQ(test, a->p->comm, "player");
	sessmon_process_rename(a->p, "player");
	EXPECT_SILENCE(test);
}

/* Longer ones are cut as the kernel does it, so that the same is no other. */
static void a_name_is_as_long_as_the_kernel_keeps_it(struct kunit *test)
{
	struct actor *a = member(test);

	sessmon_process_rename(a->p, "a name that is too long");
	KUNIT_EXPECT_STREQ(test, a->p->comm, "a name that is ");
	expect(test, SESSMON_EVENT_RENAME);
	sessmon_process_rename(a->p, "a name that is different");
	EXPECT_SILENCE(test);
}

static void who_ends_leaves_the_session_and_is_there_for_its_threads(struct kunit *test)
{
	struct actor *a = member(test);
	struct sessmon_session *s = a->p->session;

	rcu_read_lock();
	sessmon_process_exit(a->p, 3 << 8);
	sessmon_process_exit(a->p, 0);
	KUNIT_EXPECT_EQ(test, expect(test, SESSMON_EVENT_EXIT)->value, 3ULL << 8);
	EXPECT_SILENCE(test);
	KUNIT_EXPECT_NULL(test, a->p->session);
	KUNIT_EXPECT_EQ(test, s->members, 1U);
	KUNIT_EXPECT_PTR_EQ(test, sessmon_process_find(&a->key), a->p);
	rcu_read_unlock();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(an_exec_is_told_with_its_program),
	KUNIT_CASE(an_exec_gives_the_old_program_back),
	KUNIT_CASE(an_exec_ends_what_lasts_until_it),
	KUNIT_CASE(a_leaders_exec_is_its_sessions_too),
	KUNIT_CASE(an_exec_says_whether_its_role_is_of_another_policy),
	KUNIT_CASE(a_door_that_is_given_a_connection_has_let_somebody_in),
	KUNIT_CASE(what_an_exec_captures_replaces_what_one_before_has_left),
	KUNIT_CASE(a_program_that_was_found_is_older_than_an_exec),
	KUNIT_CASE(no_program_is_found_for_who_has_ended),
	KUNIT_CASE(a_leaders_program_that_was_found_is_its_sessions_too),
	KUNIT_CASE(the_first_threads_credentials_are_the_processes),
	KUNIT_CASE(another_threads_credentials_are_its_own),
	KUNIT_CASE(a_leaders_credentials_are_its_sessions_too),
	KUNIT_CASE(privilege_that_a_call_gives_from_nowhere_is_told),
	KUNIT_CASE(a_set_id_program_gains_privilege_rightly),
	KUNIT_CASE(another_program_gains_it_from_nowhere),
	KUNIT_CASE(of_an_unknown_program_nothing_wrong_is_known),
	KUNIT_CASE(the_first_threads_namespaces_are_the_processes),
	KUNIT_CASE(who_makes_a_session_leads_it_and_a_group),
	KUNIT_CASE(a_fork_tells_of_a_session_that_has_just_been_made),
	KUNIT_CASE(the_second_stage_is_for_leaders_only),
	KUNIT_CASE(a_new_group_is_told_once_with_who_gave_it),
	KUNIT_CASE(a_leaders_terminal_is_its_sessions),
	KUNIT_CASE(a_new_name_is_told_once_with_the_old_one),
	KUNIT_CASE(a_name_is_as_long_as_the_kernel_keeps_it),
	KUNIT_CASE(who_ends_leaves_the_session_and_is_there_for_its_threads),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_life",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
