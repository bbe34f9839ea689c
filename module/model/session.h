/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sessions: lifetime, lookup and transitions.
 *
 * Lifetime. A session is made by the setsid hook (or, for what lived before the
 * module, by the snapshot) with its leader as first member, and is in the hash
 * from then on. Each living member process counts in @members; when the last
 * one leaves, the session has ended: it leaves the hash and the hash's
 * reference goes. What is left are counted references of records in the ring
 * and of other sessions that name it as their entry or origin; an entry refers to
 * no other session but an origin, and that to none, so no chain of ended sessions can
 * be kept alive. Only a policy that names a door later may say of an entry that it came
 * in with another, see sessmon_session_infer(); to what has come in by a known one
 * nothing happens any more. Memory is freed one RCU grace period after the last reference.
 *
 * Locks. @lock is a leaf but for the event ring below it: nothing else is taken
 * under it. It nests inside a process's lock.
 */
#ifndef SESSMON_SESSION_H
#define SESSMON_SESSION_H

#include <linux/llist.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "facts/facts.h"
#include "policy/classify.h"
#include "policy/exe.h"
#include "policy/login.h"
#include "ring/budget.h"

/**
 * struct sessmon_leader - facts of a session's leader, kept after its death
 * @exe: its program; a counted reference, or NULL
 * @uid: real user
 * @euid: effective user
 * @audit: audit ids
 * @vpid: process id in its own pid namespace
 * @pid_ns: inode number of that namespace
 * @cgroup: id in the default hierarchy, where it ended; of one that lives it is looked up
 * @comm: display name
 * @visitor: it joined a container that was there
 */
struct sessmon_leader {
	struct sessmon_exe *exe;
	u32 uid, euid;
	struct sessmon_audit audit;
	u32 vpid;
	u32 pid_ns;
	u64 cgroup;
	char comm[TASK_COMM_LEN];
	bool visitor;
};

/**
 * enum sessmon_session_life - how far a session has come
 * @SESSMON_LIFE_UNSETTLED: nobody knows yet where it came from
 * @SESSMON_LIFE_SETTLED: that is decided, and nobody was told yet that it has started
 * @SESSMON_LIFE_ANNOUNCED: that was told, or left out for what lived before; what changes
 *                             from now on is told
 * @SESSMON_LIFE_ENDED: the last member has left; nothing is told or decided any more, and
 *                         no reference taken
 *
 * Which may follow which is in session.c.
 */
enum sessmon_session_life {
	SESSMON_LIFE_UNSETTLED,
	SESSMON_LIFE_SETTLED,
	SESSMON_LIFE_ANNOUNCED,
	SESSMON_LIFE_ENDED,
};

/**
 * struct sessmon_session - a session
 * @node: in the hash
 * @serial: grows with each insertion; the cursor of a dump
 * @rcu: frees it
 * @ref: the hash, members of the process table, records, sessions whose entry it is
 * @key: its name; set once
 * @stand_in: its leader; of a session whose leader had ended before the module was
 *            loaded, a member; set once
 * @created_from: the session its leader was in before; set once, as the following, but
 *                for a policy that names its door later
 * @started: when it was created, ns of boot time, 0 if inferred; set once
 * @entry: the session through which its lineage entered, NULL for itself; a
 *         counted reference; read without the lock under RCU
 * @origin: of an entry that a user's daemon created, the login that he had started it
 *          in, which has none itself; a counted reference or NULL, as @entry
 * @entry_type: enum sessmon_entry_type; set at birth; in a getty's session, which is its
 *              own entry, until somebody logs in; in a connection's when that is found; in
 *              a scheduler's that works in its own session with the first job
 * @lock: of all below
 * @life: how far it has come; read also without the lock
 * @facts: what the class depends on
 * @verdict: the class
 * @flags: enum sessmon_session_flags
 * @tty: controlling terminal; dev is 0 if there is none
 * @peer: the connection, if this is an entry from outside, or a way in that nobody knows
 * @leader: its leader
 * @role: of the leader's program, when the class was decided
 * @duty: what the leader's program is here
 * @members: living processes
 * @total: processes ever
 * @member_in_container: a member that a process outside of containers created is in one
 * @member_joined_container: such a member has joined one that was there
 * @member_left_login: a member, not the leader, has left the login
 * @let_in: a door or a getty created it
 * @users_door: one that a user had started
 * @by_root: the leader's program was executed with root's effective id
 * @another: the leader was another user than that of who created it
 * @leader_execed: the leader has executed a program since it is one
 * @from_command: created inside a remote login that had no terminal
 * @made_by_login_helper: created by what had just left a remote login, without a terminal
 * @login_ended: when the leader of this login ended, ns of boot time; 0 before
 * @inbound_unknown_door: a program that no policy names created it while it held a
 *                        connection that the other end had opened
 * @login_unknown: it came from a login, and from which nobody knows; the entry stands for
 *                 that
 * @renamed: a policy that comes into force has just named its program, or the door that
 *           it came in by
 * @looked: in which look at all sessions that was last asked, see reconcile/infer.c; its alone
 * @told: an event of it was not left out by the policy, or would not have been
 * @last_seq: number of the last event that changed it
 * @vacant: in the list of reconcile/vacancy.c, which has a member's place then
 * @vacant_looks: how often that was looked at
 * @budget: for its terminal
 * @tty_withheld: that it has gained the one it has was not told
 */
struct sessmon_session {
	struct hlist_node node;
	u64 serial;
	struct rcu_head rcu;
	refcount_t ref;
	struct sessmon_key key;
	struct sessmon_key stand_in;
	struct sessmon_key created_from;
	u64 started;
	struct sessmon_session __rcu *entry;
	struct sessmon_session __rcu *origin;
	u32 entry_type;

	raw_spinlock_t lock;
	enum sessmon_session_life life;
	struct sessmon_class_facts facts;
	struct sessmon_verdict verdict;
	u32 flags;
	struct sessmon_tty tty;
	struct sessmon_peer peer;
	struct sessmon_leader leader;
	union sessmon_role role;
	struct sessmon_duty duty;
	u32 members;
	u32 total;
	bool member_in_container;
	bool member_joined_container;
	bool member_left_login;
	bool let_in;
	bool users_door;
	bool by_root;
	bool another;
	bool leader_execed;
	bool from_command;
	bool made_by_login_helper;
	u64 login_ended;
	bool inbound_unknown_door;
	bool login_unknown;
	bool renamed;
	u32 looked;
	bool told;
	u64 last_seq;
	struct llist_node vacant;
	unsigned int vacant_looks;
	struct sessmon_budget budget;
	bool tty_withheld;
};

/**
 * struct sessmon_session_view - a copy of a session at one moment
 * @key: see struct sessmon_session, as for all that has the same name there
 * @created_from: see @key
 * @started: see @key
 * @entry: key of the entry session, its own if it is one; id 0 if that is not known
 * @entry_type: see @key
 * @entry_uid: real user of the entry session's leader; (u32)-1 if that is not known
 * @entry_tty: terminal of the entry session
 * @peer: of the entry session; its own, if somebody came in by an unknown door
 * @origin: the login that it has left, or that started what created it; id 0 otherwise
 * @verdict: see @key
 * @flags: see @key
 * @tty: see @key
 * @leader: as there, with a reference of its own on the program
 * @ended: see @key
 * @members: see @key
 * @total: see @key
 * @foreground: process group in the foreground of @tty, 0 if there is none
 * @last_seq: see @key
 * @withheld: events that were over its budget so far
 */
struct sessmon_session_view {
	struct sessmon_key key, created_from, entry, origin;
	u64 started;
	u32 entry_type;
	u32 entry_uid;
	struct sessmon_tty entry_tty;
	struct sessmon_peer peer;
	struct sessmon_verdict verdict;
	u32 flags;
	struct sessmon_tty tty;
	struct sessmon_leader leader;
	bool ended;
	u32 members, total;
	u32 foreground;
	u64 last_seq;
	u32 withheld;
};

/**
 * enum sessmon_left - what is known of the login that an adopted session has left
 * @SESSMON_LEFT_NONE: it has left none
 * @SESSMON_LEFT_ONE: which it is
 * @SESSMON_LEFT_SOME: that it is one of several, or nothing but that it lives
 * @SESSMON_LEFT_ENDED: that it has ended, and through which connection it came in if that
 *                      is still there
 */
enum sessmon_left {
	SESSMON_LEFT_NONE,
	SESSMON_LEFT_ONE,
	SESSMON_LEFT_SOME,
	SESSMON_LEFT_ENDED,
};

/**
 * enum sessmon_claim - what the audit session of a session's leader tells
 * @SESSMON_CLAIM_NONE: nothing
 * @SESSMON_CLAIM_DOOR: a connection that a door has let in
 * @SESSMON_CLAIM_LOGIN: a login
 */
enum sessmon_claim {
	SESSMON_CLAIM_NONE,
	SESSMON_CLAIM_DOOR,
	SESSMON_CLAIM_LOGIN,
};

int sessmon_sessions_init(void);
void sessmon_sessions_exit(void);
u64 sessmon_sessions_count(void);

struct sessmon_session *sessmon_session_find(u32 sid);
struct sessmon_session *sessmon_session_next(unsigned int *bucket, u64 *serial);
void sessmon_sessions_each(void (*visit)(struct sessmon_session *s, void *data), void *data);
void sessmon_session_put(struct sessmon_session *s);

struct sessmon_session *sessmon_session_create(const struct sessmon_key *key,
					       struct sessmon_session *from,
					       const struct sessmon_leader *leader, u32 flags);
struct sessmon_session *sessmon_session_adopt(const struct sessmon_key *key,
					      const struct sessmon_key *stand_in, u32 flags);
bool sessmon_session_infer(struct sessmon_session *s, struct sessmon_session *from,
			   const struct sessmon_leader *leader, enum sessmon_left left, bool tell);
void sessmon_session_infer_connection(struct sessmon_session *s, const struct sessmon_peer *peer);
void sessmon_session_infer_tty(struct sessmon_session *s, bool opened);
void sessmon_session_infer_done(struct sessmon_session *s);
bool sessmon_session_is_open(const struct sessmon_session *s);
bool sessmon_session_may_have_left(const struct sessmon_session *s,
				   const struct sessmon_session *from,
				   const struct sessmon_leader *leader);
enum sessmon_claim sessmon_session_claim(struct sessmon_session *s, u32 *audit);
bool sessmon_session_join(struct sessmon_session *s);
void sessmon_session_leave(struct sessmon_session *s, bool leader);
bool sessmon_session_keep_place(struct sessmon_session *s);
void sessmon_session_drop_unused(struct sessmon_session *s);
void sessmon_session_connection(struct sessmon_session *s, const struct sessmon_peer *peer);
void sessmon_session_announce(struct sessmon_session *s, const struct sessmon_peer *peer);
void sessmon_session_gain_tty(struct sessmon_session *s, const struct sessmon_tty *tty);
void sessmon_session_lose_tty(struct sessmon_session *s, enum sessmon_tty_action action);
void sessmon_session_leader_exec(struct sessmon_session *s, const struct sessmon_leader *leader);
void sessmon_session_member_exec(struct sessmon_session *s, const struct sessmon_leader *member);
void sessmon_session_login_user(struct sessmon_session *s, const struct sessmon_audit *audit);
void sessmon_session_leader_creds(struct sessmon_session *s, u32 uid, u32 euid);
void sessmon_session_left(struct sessmon_session *s, bool leader, bool with_maker);
void sessmon_session_contains(struct sessmon_session *s, bool visitor);
void sessmon_session_work_in_door(struct sessmon_session *s, bool login);
void sessmon_session_role_changed(struct sessmon_session *s);
void sessmon_session_stranger(struct sessmon_session *s);
void sessmon_session_met(struct sessmon_session *s, const struct sessmon_peer *peer);
void sessmon_session_came_in(struct sessmon_session *s, const struct sessmon_peer *peer);
bool sessmon_session_same_login(const struct sessmon_session *a, const struct sessmon_session *b);
bool sessmon_session_keeps(struct sessmon_session *parent, bool parent_left,
			   struct sessmon_session *s);
void sessmon_session_outlive_stop(void);
void sessmon_session_view(struct sessmon_session *s, struct sessmon_session_view *view);

/**
 * sessmon_session_is_settled() - is it decided where a session came from?
 * @s: the session
 *
 * Return: true if it is.
 */
static inline bool sessmon_session_is_settled(const struct sessmon_session *s)
{
	return READ_ONCE(s->life) >= SESSMON_LIFE_SETTLED;
}

/**
 * sessmon_session_is_entry() - is it the session through which its lineage entered?
 * @s: a session
 *
 * Context: any.
 * Return: true if it is.
 */
static inline bool sessmon_session_is_entry(const struct sessmon_session *s)
{
	return !rcu_access_pointer(s->entry);
}

/**
 * sessmon_session_is_lost_last() - is this what must not make room for anything else?
 * @s: a session
 * @type: what happened to it
 *
 * Return: whether a door or a login began, ended or became something else. Its terminal,
 * its leader's program and its flags change as often as a user likes, and jobs are made
 * by any number: a scheduler starts one for whoever asks.
 */
static inline bool sessmon_session_is_lost_last(const struct sessmon_session *s,
						enum sessmon_event_type type)
{
	if (!sessmon_session_is_entry(s) || !(s->facts.door || sessmon_has_login(&s->facts)))
		return false;
	return type == SESSMON_EVENT_SESSION_START || type == SESSMON_EVENT_SESSION_END ||
	       type == SESSMON_EVENT_SESSION_CLASS;
}

#endif /* SESSMON_SESSION_H */
