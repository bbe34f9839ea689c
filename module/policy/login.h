/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Logins: what belongs to one, what it hands down, and what has left it. Pure, also
 * built and tested outside the kernel.
 */
#ifndef SESSMON_LOGIN_H
#define SESSMON_LOGIN_H

#include "policy/classify.h"

/**
 * struct sessmon_duty_facts - on what it depends whether a program's role counts
 * @roles: of enum sessmon_exe_flags, what the policy has for the leader's program
 * @lineage: of the session
 * @login: the session is a login itself: created by a door for the one who came in,
 *         or a line's after its getty
 * @left: the session has left its login
 * @let_in: a door or a getty has created it
 * @executed: the leader has executed the program in this session; otherwise it is a
 *            copy of what its creator ran
 * @root: and did so with root's effective id
 */
struct sessmon_duty_facts {
	u32 roles;
	enum sessmon_lineage lineage;
	bool login;
	bool left;
	bool let_in;
	bool executed;
	bool root;
};

/**
 * struct sessmon_duty - what the leader's program is in this session
 * @door: it lets people in
 * @getty: on a line or a display
 * @relay: into containers
 * @scheduler: it starts jobs
 * @users: it would, but a user has started it
 */
struct sessmon_duty {
	bool door;
	bool getty;
	bool relay;
	bool scheduler;
	bool users;
};

/**
 * struct sessmon_maker - what a session is at the moment when another is created from it
 * @facts: of the creating session
 * @class: its class
 * @duty: of its leader's program
 * @rule_type: enum sessmon_entry_type of the rule of that program
 * @entry_type: its own
 * @login_had_tty: the login that it is, or is inside of, has had a terminal
 * @made_by_login_helper: see struct sessmon_session, as for @users_door
 * @users_door: see @made_by_login_helper
 * @contained: its leader is in a container
 * @by_door: the process that creates the other runs a door, and no runtime
 */
struct sessmon_maker {
	struct sessmon_class_facts facts;
	enum sessmon_session_class class;
	struct sessmon_duty duty;
	u32 rule_type;
	u32 entry_type;
	bool login_had_tty;
	bool made_by_login_helper;
	bool users_door;
	bool contained;
	bool by_door;
};

/**
 * struct sessmon_bequest - what a session hands down to one that is created from it
 * @lineage: where that comes from, for ever
 * @entry_type: how it came in, if it is an entry itself; else that of its entry
 * @own_entry: it is one
 * @let_in: a door or a getty lets it in
 * @behind_door: for the one who came in
 * @relay: a container runtime creates it
 * @users_door: through a door that a user has started
 * @from_command: inside a remote login that has no terminal
 * @made_by_login_helper: through a helper that has left a remote login, without a terminal
 */
struct sessmon_bequest {
	enum sessmon_lineage lineage;
	u32 entry_type;
	bool own_entry;
	bool let_in;
	bool behind_door;
	bool relay;
	bool users_door;
	bool from_command;
	bool made_by_login_helper;
};

/**
 * struct sessmon_adoption - who is a process's parent now, as seen from its login
 * @same_entry: both came in together
 * @left: the parent, or its session, has left that login since
 * @relay: the parent is the container runtime that let the login in
 * @by_helper: the process's session was created from its login's first, which is the
 *             runtime's helper
 * @joined_container: the process's session visits a container
 */
struct sessmon_adoption {
	bool same_entry;
	bool left;
	bool relay;
	bool by_helper;
	bool joined_container;
};

/**
 * enum sessmon_departure - what it means for a session that one of its members has left
 * @SESSMON_DEPARTURE_NONE: nothing
 * @SESSMON_DEPARTURE_LATER: the session leaves when its leader ends
 * @SESSMON_DEPARTURE_NOW: the session has left, too
 */
enum sessmon_departure {
	SESSMON_DEPARTURE_NONE,
	SESSMON_DEPARTURE_LATER,
	SESSMON_DEPARTURE_NOW,
};

/**
 * struct sessmon_turn - on what it depends whether a session has turned interactive
 * @old: its class before
 * @new: its class now
 * @entry: it is an entry
 * @door: its leader still is the door
 * @from_command: it was created inside a login that had no terminal
 * @container: it is in a container
 * @worked: it has executed something, or has more than one member
 */
struct sessmon_turn {
	enum sessmon_session_class old;
	enum sessmon_session_class new;
	bool entry;
	bool door;
	bool from_command;
	bool container;
	bool worked;
};

struct sessmon_duty sessmon_duty_in_session(const struct sessmon_duty_facts *facts);
struct sessmon_bequest sessmon_bequeath(const struct sessmon_maker *maker);
bool sessmon_has_login(const struct sessmon_class_facts *facts);
bool sessmon_is_login(const struct sessmon_class_facts *facts, enum sessmon_session_class class,
		      bool entry, u32 entry_type);
bool sessmon_adopter_keeps(const struct sessmon_adoption *adoption);
enum sessmon_departure sessmon_departure(const struct sessmon_class_facts *facts, bool entry,
					 bool leader, bool leader_exited);
bool sessmon_turned_interactive(const struct sessmon_turn *turn);
u32 sessmon_flags_of(const struct sessmon_class_facts *facts);

#endif /* SESSMON_LOGIN_H */
