/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From facts to the class of a session: pure, also built and tested outside the kernel.
 */
#ifndef SESSMON_CLASSIFY_H
#define SESSMON_CLASSIFY_H

#include <linux/types.h>
#include <uapi/linux/sessmon.h>

/**
 * enum sessmon_lineage - where a session was created from; fixed at its creation
 * @SESSMON_LINEAGE_NONE: from init or from a service
 * @SESSMON_LINEAGE_DOOR: from the session of a door other than a getty
 * @SESSMON_LINEAGE_REMOTE: inside a remote login
 * @SESSMON_LINEAGE_LOCAL: inside a login on a local line
 * @SESSMON_LINEAGE_DETACHED: from a session that had left its login
 */
enum sessmon_lineage {
	SESSMON_LINEAGE_NONE,
	SESSMON_LINEAGE_DOOR,
	SESSMON_LINEAGE_REMOTE,
	SESSMON_LINEAGE_LOCAL,
	SESSMON_LINEAGE_DETACHED,
};

/**
 * struct sessmon_class_facts - all that the class depends on
 * @lineage: where it was created from
 * @kernel: the session of the kernel threads
 * @init: pid 1 is the leader
 * @door: the leader's current program is a door of the policy, and acts as one here
 * @behind_door: created from the session of a connection that a door let in: what
 *               a door does there, it does for the one who came in
 * @work_in_door: a program that is no door works in a door's own session
 * @was_getty: the leader has been a getty in this session, which init's services made
 * @has_tty: has a controlling terminal now
 * @had_tty: has or has had one
 * @detached: the leader was adopted from outside its login's lineage
 * @left_with: who made the session has left its login, and it with him
 * @relay: created from the session of a container runtime
 * @container_init: the leader is the first process of a pid namespace
 * @unit_tty: init gave it its terminal before its leader executed anything
 * @persons: init, or what it has started, runs it for a person who has logged in
 * @joined_container: one that was there, through a helper that a remote login has started
 *                    and that has left it
 */
struct sessmon_class_facts {
	enum sessmon_lineage lineage;
	bool kernel;
	bool init;
	bool door;
	bool behind_door;
	bool work_in_door;
	bool was_getty;
	bool has_tty;
	bool had_tty;
	bool detached;
	bool left_with;
	bool relay;
	bool container_init;
	bool unit_tty;
	bool persons;
	bool joined_container;
};

/**
 * struct sessmon_verdict - the decision
 * @class: the session's class
 * @reason: which rule made it
 */
struct sessmon_verdict {
	enum sessmon_session_class class;
	enum sessmon_class_reason reason;
};

struct sessmon_verdict sessmon_classify(const struct sessmon_class_facts *facts);
bool sessmon_has_left(const struct sessmon_class_facts *facts);
enum sessmon_lineage sessmon_lineage_of_child(const struct sessmon_class_facts *parent,
					      enum sessmon_session_class parent_class,
					      bool parent_is_getty);

#endif /* SESSMON_CLASSIFY_H */
