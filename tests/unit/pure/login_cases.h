/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What belongs to a login, and what a session hands down: tables for both runners, as
 * cases.h, which includes this.
 */
#ifndef SESSMON_TESTS_LOGIC_LOGIN_CASES_H
#define SESSMON_TESTS_LOGIC_LOGIN_CASES_H

#include "module/policy/login.h"

/**
 * struct duty_case - does the role of a program count?
 * @desc: what must hold
 * @facts: on what it depends
 * @duty: what it is
 */
struct duty_case {
	const char *desc;
	struct sessmon_duty_facts facts;
	struct sessmon_duty duty;
};

#define RUNS(r, ...) .facts = { .roles = SESSMON_EXE_##r, __VA_ARGS__ }
#define BY_ROOT	     .root = true, .executed = true
#define BY_USER	     .executed = true
#define MAKES(...)   .duty = { __VA_ARGS__ }

static const struct duty_case duty_cases[] = {
	{ "an ordinary program has no role", .facts = { BY_ROOT }, MAKES() },

	{ "a getty that init has started is one", RUNS(GETTY, BY_ROOT),
	  MAKES(.getty = true, .door = true) },
	{ "a line's getty that root starts again after a login is one",
	  RUNS(GETTY, .login = true, BY_ROOT), MAKES(.getty = true, .door = true) },
	{ "a getty that a line's user executes is none", RUNS(GETTY, .login = true, BY_USER),
	  MAKES(.users = true) },
	{ "a getty that a service runs as another user is none", RUNS(GETTY, BY_USER),
	  MAKES(.users = true) },
	{ "a getty in a remote login is none",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_DOOR, .login = true, .let_in = true, BY_USER),
	  MAKES(.users = true) },
	{ "a getty in a remote login is none, if root's",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_DOOR, .login = true, .let_in = true, BY_ROOT),
	  MAKES(.users = true) },
	{ "a getty in a session inside a remote login is none",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_REMOTE, BY_ROOT), MAKES(.users = true) },
	{ "a getty in a session inside a local login is none",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_LOCAL, BY_ROOT), MAKES(.users = true) },
	{ "a getty in a pane is none",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_DETACHED, .left = true, BY_ROOT),
	  MAKES(.users = true) },
	{ "what a getty forks for its user is one until he has his program",
	  RUNS(GETTY, .lineage = SESSMON_LINEAGE_LOCAL, .let_in = true),
	  MAKES(.getty = true, .door = true) },

	{ "a door that init has started is one", RUNS(HOST_ACCESS, BY_ROOT), MAKES(.door = true) },
	{ "a door that a service runs as another user is one, and flagged",
	  RUNS(HOST_ACCESS, BY_USER), MAKES(.door = true, .users = true) },
	{ "the connection that a door has forked is one",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_DOOR, .let_in = true, .root = true),
	  MAKES(.door = true) },
	{ "a connection's program that the listener has executed is a door",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_DOOR, .let_in = true, BY_ROOT),
	  MAKES(.door = true) },
	{ "a door that serves its user itself is one",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_DOOR, .let_in = true, .login = true),
	  MAKES(.door = true) },
	{ "a door that a login executes is none",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_DOOR, .let_in = true, .login = true,
	       BY_USER),
	  MAKES(.users = true) },
	{ "a door in a session inside a remote login is none",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_REMOTE, BY_USER), MAKES(.users = true) },
	{ "a door in a session inside a local login is none",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_LOCAL, BY_USER), MAKES(.users = true) },
	{ "a door that has left a user's login is none",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_REMOTE, .left = true),
	  MAKES(.users = true) },
	{ "a door in a pane is none",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_DETACHED, .left = true, BY_USER),
	  MAKES(.users = true) },
	{ "a door that root runs inside his login is a part of that",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_REMOTE, BY_ROOT), MAKES(.users = true) },
	{ "a door that root has started by hand is one when it has left, and flagged",
	  RUNS(HOST_ACCESS, .lineage = SESSMON_LINEAGE_REMOTE, .left = true, .root = true),
	  MAKES(.door = true, .users = true) },

	{ "a scheduler that init has started is one", RUNS(SCHEDULER, BY_ROOT),
	  MAKES(.scheduler = true) },
	{ "a scheduler in a user's login is none",
	  RUNS(SCHEDULER, .lineage = SESSMON_LINEAGE_REMOTE, BY_USER), MAKES(.users = true) },
	{ "a scheduler that has left a user's login is none",
	  RUNS(SCHEDULER, .lineage = SESSMON_LINEAGE_REMOTE, .left = true), MAKES(.users = true) },
	{ "a scheduler that root has started by hand is one when it has left, and flagged",
	  RUNS(SCHEDULER, .lineage = SESSMON_LINEAGE_LOCAL, .left = true, .root = true),
	  MAKES(.scheduler = true, .users = true) },

	{ "a container runtime that init has started is one",
	  RUNS(HOST_ACCESS | SESSMON_EXE_RELAY, BY_ROOT), MAKES(.door = true, .relay = true) },
	{ "a container runtime that a user runs is none, and nothing remarkable",
	  RUNS(HOST_ACCESS | SESSMON_EXE_RELAY, .lineage = SESSMON_LINEAGE_REMOTE, .left = true),
	  MAKES() },
};

/**
 * struct bequest_case - what a session hands down besides its lineage
 * @desc: what must hold
 * @maker: the session that creates another
 * @bequest: what that has from it; its lineage is a matter of lineage_cases
 */
struct bequest_case {
	const char *desc;
	struct sessmon_maker maker;
	struct sessmon_bequest bequest;
};

#define OF_CLASS(c)   .class = SESSMON_CLASS_##c
#define OWN_ENTRY(t)  .own_entry = true, .entry_type = SESSMON_ENTRY_##t
#define SAME_ENTRY(t) .entry_type = SESSMON_ENTRY_##t
#define RULE(t)	      .rule_type = SESSMON_ENTRY_##t
#define ENTRY(t)      .entry_type = SESSMON_ENTRY_##t

static const struct bequest_case bequest_cases[] = {
	{ "what init makes is an entry",
	  { .facts.init = true, OF_CLASS(INIT), ENTRY(INIT) },
	  { OWN_ENTRY(INIT) } },
	{ "what a service makes is of its entry",
	  { OF_CLASS(SERVICE), ENTRY(INIT) },
	  { SAME_ENTRY(INIT) } },
	{ "what a scheduler makes is an entry",
	  { OF_CLASS(SERVICE), ENTRY(INIT), RULE(CRON), .duty.scheduler = true },
	  { OWN_ENTRY(CRON) } },
	{ "what a user's scheduler makes is of its login's entry",
	  { .facts.lineage = SESSMON_LINEAGE_REMOTE,
	    OF_CLASS(NONINTERACTIVE_REMOTE),
	    ENTRY(SSHD),
	    RULE(CRON),
	    .duty.users = true,
	    .login_had_tty = true },
	  { SAME_ENTRY(SSHD) } },
	{ "what a door makes in a service's session is an entry, of whatever type",
	  { OF_CLASS(SERVICE), ENTRY(INIT), .by_door = true },
	  { OWN_ENTRY(INIT) } },
	{ "what a door makes in a login's session is of the login",
	  { .facts = { .lineage = SESSMON_LINEAGE_DOOR, .had_tty = true },
	    OF_CLASS(INTERACTIVE_REMOTE),
	    ENTRY(SSHD),
	    .login_had_tty = true,
	    .by_door = true },
	  { SAME_ENTRY(SSHD) } },
	{ "a connection that the listener makes is an entry, and nobody's yet",
	  { .facts.door = true, OF_CLASS(HOST_ACCESS), ENTRY(INIT), RULE(SSHD), .duty.door = true },
	  { OWN_ENTRY(SSHD), .let_in = true } },
	{ "what the listener's connection makes is for the one who came in",
	  { .facts = { .door = true, .lineage = SESSMON_LINEAGE_DOOR },
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(SSHD),
	    RULE(SSHD),
	    .duty.door = true },
	  { OWN_ENTRY(SSHD), .let_in = true, .behind_door = true } },
	{ "what a container runtime makes is not for somebody by that",
	  { .facts = { .door = true, .lineage = SESSMON_LINEAGE_DOOR },
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(CONTAINER),
	    RULE(CONTAINER),
	    .duty = { .door = true, .relay = true } },
	  { OWN_ENTRY(CONTAINER), .let_in = true, .relay = true } },
	{ "what a getty makes came in on its line",
	  { .facts.door = true,
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(CONSOLE),
	    RULE(TERMINAL),
	    .duty = { .door = true, .getty = true } },
	  { OWN_ENTRY(CONSOLE), .let_in = true } },
	{ "what a display manager makes came in by its display",
	  { .facts.door = true,
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(DISPLAY),
	    RULE(DISPLAY),
	    .duty = { .door = true, .getty = true } },
	  { OWN_ENTRY(DISPLAY), .let_in = true } },
	{ "who comes through a door that a user has started is flagged",
	  { .facts.door = true,
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(INIT),
	    RULE(SSHD),
	    .duty = { .door = true, .users = true } },
	  { OWN_ENTRY(SSHD), .let_in = true, .users_door = true } },
	{ "what the connection to such a door makes is flagged, too",
	  { .facts = { .door = true, .lineage = SESSMON_LINEAGE_DOOR },
	    OF_CLASS(HOST_ACCESS),
	    ENTRY(SSHD),
	    RULE(SSHD),
	    .duty.door = true,
	    .users_door = true },
	  { OWN_ENTRY(SSHD), .let_in = true, .behind_door = true, .users_door = true } },
	{ "what a command makes knows that there was no terminal",
	  { .facts.lineage = SESSMON_LINEAGE_DOOR, OF_CLASS(NONINTERACTIVE_REMOTE), ENTRY(SSHD) },
	  { SAME_ENTRY(SSHD), .from_command = true } },
	{ "what a session without a terminal makes in an interactive login is no command's",
	  { .facts.lineage = SESSMON_LINEAGE_REMOTE,
	    OF_CLASS(NONINTERACTIVE_REMOTE),
	    ENTRY(SSHD),
	    .login_had_tty = true },
	  { SAME_ENTRY(SSHD) } },
	{ "what has left a remote login without a terminal may be a container's helper",
	  { .facts = { .lineage = SESSMON_LINEAGE_REMOTE, .detached = true },
	    OF_CLASS(SERVICE),
	    ENTRY(SSHD),
	    .login_had_tty = true },
	  { SAME_ENTRY(SSHD), .made_by_login_helper = true } },
	{ "what is in the container is no helper",
	  { .facts = { .lineage = SESSMON_LINEAGE_DETACHED, .container_init = true },
	    OF_CLASS(SERVICE),
	    ENTRY(SSHD),
	    .made_by_login_helper = true,
	    .contained = true },
	  { SAME_ENTRY(SSHD) } },
	{ "who visits a container is still there when the runtime that led him in has ended",
	  { .facts = { .lineage = SESSMON_LINEAGE_DETACHED, .joined_container = true },
	    OF_CLASS(NONINTERACTIVE_REMOTE),
	    ENTRY(SSHD),
	    .made_by_login_helper = true,
	    .contained = true },
	  { SAME_ENTRY(SSHD), .from_command = true, .made_by_login_helper = true } },
};

/**
 * struct adoption_case - does a parent keep a process in its login?
 * @desc: what must hold
 * @adoption: who the parent is
 * @keeps: what must be answered
 */
struct adoption_case {
	const char *desc;
	struct sessmon_adoption adoption;
	bool keeps;
};

static const struct adoption_case adoption_cases[] = {
	{ "a login's process keeps", { .same_entry = true }, true },
	{ "who has left keeps nobody", { .same_entry = true, .left = true }, false },
	{ "a stranger keeps nobody", { .left = false }, false },
	{ "conmon, which has left, keeps a visit",
	  { .same_entry = true, .left = true, .joined_container = true },
	  true },
	{ "a stranger keeps no visit", { .joined_container = true }, false },
	{ "a runtime keeps who came in by its helper", { .relay = true, .by_helper = true }, true },
	{ "a runtime keeps nobody whom he has left behind", { .relay = true }, false },
	{ "a door keeps nobody", { .by_helper = true }, false },
};

/**
 * struct departure_case - a member has left: what of its session?
 * @desc: what must hold
 * @lineage: of the session
 * @entry: it is one
 * @leader: the member leads it
 * @leader_exited: its leader has ended
 * @departure: what must be answered
 */
struct departure_case {
	const char *desc;
	enum sessmon_lineage lineage;
	bool entry, leader, leader_exited;
	enum sessmon_departure departure;
};

#define LEAVES(d) .departure = SESSMON_DEPARTURE_##d

static const struct departure_case departure_cases[] = {
	{ "a session leaves with its leader", SESSMON_LINEAGE_REMOTE, .leader = true, LEAVES(NOW) },
	{ "a session hangs on a leader who lives", SESSMON_LINEAGE_REMOTE, LEAVES(LATER) },
	{ "a session leaves with a member when the leader has ended", SESSMON_LINEAGE_LOCAL,
	  .leader_exited = true, LEAVES(NOW) },
	{ "a login stays when its door ends", SESSMON_LINEAGE_DOOR, .entry = true, .leader = true,
	  LEAVES(NONE) },
	{ "a login stays what it is when it has ended, but for a job", SESSMON_LINEAGE_DOOR,
	  .entry = true, .leader_exited = true, LEAVES(NONE) },
	{ "a line's login stays when login(1) ends", SESSMON_LINEAGE_NONE, .entry = true,
	  .leader_exited = true, LEAVES(NONE) },
	{ "a service has nothing to leave", SESSMON_LINEAGE_NONE, .leader = true, LEAVES(NONE) },
};

/**
 * struct turn_case - is it news that a session has a terminal?
 * @desc: what must hold
 * @turn: on what it depends
 * @news: what must be answered
 */
struct turn_case {
	const char *desc;
	struct sessmon_turn turn;
	bool news;
};

#define TURN .old = SESSMON_CLASS_NONINTERACTIVE_REMOTE, .new = SESSMON_CLASS_INTERACTIVE_REMOTE

static const struct turn_case turn_cases[] = {
	{ "a command that takes a terminal is news",
	  { TURN, .entry = true, .worked = true },
	  true },
	{ "a login that gets its terminal before its shell is none",
	  { TURN, .entry = true },
	  false },
	{ "a door that gets its user's terminal is none",
	  { TURN, .entry = true, .door = true, .worked = true },
	  false },
	{ "a terminal that a command opens in another session is news",
	  { TURN, .from_command = true },
	  true },
	{ "sudo's terminal inside an interactive login is none", { TURN }, false },
	{ "a recorder's terminal inside an interactive login is none",
	  { TURN, .worked = true },
	  false },
	{ "a visit to a container is none",
	  { TURN, .from_command = true, .container = true },
	  false },
	{ "what was interactive is none",
	  { .old = SESSMON_CLASS_INTERACTIVE_REMOTE,
	    .new = SESSMON_CLASS_INTERACTIVE_REMOTE,
	    .entry = true,
	    .worked = true },
	  false },
	{ "a daemon that takes a terminal is none",
	  { .old = SESSMON_CLASS_SERVICE, .new = SESSMON_CLASS_TERMINAL, .worked = true },
	  false },
};

/* ---- what the code answers ---- */

static inline bool duty_is_wrong(const struct duty_case *c)
{
	struct sessmon_duty r = sessmon_duty_in_session(&c->facts);

	return r.door != c->duty.door || r.getty != c->duty.getty || r.relay != c->duty.relay ||
	       r.scheduler != c->duty.scheduler || r.users != c->duty.users;
}

static inline bool bequest_is_wrong(const struct bequest_case *c)
{
	const struct sessmon_bequest *w = &c->bequest;
	struct sessmon_bequest b = sessmon_bequeath(&c->maker);

	return b.entry_type != w->entry_type || b.own_entry != w->own_entry ||
	       b.let_in != w->let_in || b.behind_door != w->behind_door || b.relay != w->relay ||
	       b.users_door != w->users_door || b.from_command != w->from_command ||
	       b.made_by_login_helper != w->made_by_login_helper;
}

static inline bool adoption_is_wrong(const struct adoption_case *c)
{
	return sessmon_adopter_keeps(&c->adoption) != c->keeps;
}

static inline bool departure_is_wrong(const struct departure_case *c)
{
	const struct sessmon_class_facts facts = { .lineage = c->lineage };

	return sessmon_departure(&facts, c->entry, c->leader, c->leader_exited) != c->departure;
}

static inline bool turn_is_wrong(const struct turn_case *c)
{
	return sessmon_turned_interactive(&c->turn) != c->news;
}

#endif /* SESSMON_TESTS_LOGIC_LOGIN_CASES_H */
