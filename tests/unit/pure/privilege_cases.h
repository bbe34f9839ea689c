/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether privilege has come from nowhere: tables for both runners, as cases.h, which
 * includes this.
 */
#ifndef SESSMON_TESTS_LOGIC_PRIVILEGE_CASES_H
#define SESSMON_TESTS_LOGIC_PRIVILEGE_CASES_H

#include <linux/bits.h>
#include <linux/capability.h>

#include "module/policy/privilege.h"

/**
 * struct privilege_case - one change of credentials
 * @desc: what must hold
 * @old: before
 * @new: after
 * @secure: by the exec of a program that the kernel holds for a secure one
 * @gained: privilege came from nowhere
 */
struct privilege_case {
	const char *desc;
	struct sessmon_creds old, new;
	bool secure, gained;
};

/* In the initial user namespace, and in one of a user's own. */
#define IDS(r, e, s)	.uid = (r), .euid = (e), .suid = (s), .user_ns = 1
#define WITHIN(r, e, s) .uid = (r), .euid = (e), .suid = (s), .user_ns = 2
#define CAPS(c)		.cap_permitted = (c)
#define FROM(...)	.old = { __VA_ARGS__ }
#define TO(...)		.new = { __VA_ARGS__ }
#define GAINED		.gained = true
#define ALL_CAPS	(BIT_ULL(CAP_LAST_CAP + 1) - 1)

/* A call of a program that runs: setuid(2), capset(2) and their kin. */
static const struct privilege_case call_privilege_cases[] = {
	{ "nothing is gained by what changes nothing", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1000, 1000)) },
	{ "root gives his ids up", FROM(IDS(0, 0, 0), CAPS(ALL_CAPS)), TO(IDS(1000, 1000, 1000)) },
	{ "root gives up all but the saved id", FROM(IDS(0, 0, 0), CAPS(ALL_CAPS)),
	  TO(IDS(1000, 1000, 0), CAPS(ALL_CAPS)) },
	{ "who has kept root's saved id takes it up again", FROM(IDS(1000, 1000, 0)),
	  TO(IDS(1000, 0, 0)) },
	{ "who has kept root's real id takes it up again", FROM(IDS(0, 1000, 1000)),
	  TO(IDS(0, 0, 1000)) },
	{ "a user becomes root", FROM(IDS(1000, 1000, 1000)), TO(IDS(0, 0, 0)), GAINED },
	{ "a user gets root's effective id", FROM(IDS(1000, 1000, 1000)), TO(IDS(1000, 0, 1000)),
	  GAINED },
	{ "a user gets root's real id", FROM(IDS(1000, 1000, 1000)), TO(IDS(0, 1000, 1000)),
	  GAINED },
	{ "a user gets root's saved id", FROM(IDS(1000, 1000, 1000)), TO(IDS(1000, 1000, 0)),
	  GAINED },
	{ "a user becomes another one, who is not root", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1001, 1001, 1001)) },
	{ "who may set ids becomes root", FROM(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_SETUID))),
	  TO(IDS(0, 0, 0), CAPS(BIT_ULL(CAP_SETUID))) },
	{ "who administers the machine becomes root",
	  FROM(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_SYS_ADMIN))),
	  TO(IDS(0, 0, 0), CAPS(BIT_ULL(CAP_SYS_ADMIN))) },
	{ "who may do something else becomes root",
	  FROM(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_NET_ADMIN))),
	  TO(IDS(0, 0, 0), CAPS(BIT_ULL(CAP_NET_ADMIN))), GAINED },
	{ "capabilities are given up", FROM(IDS(0, 0, 0), CAPS(ALL_CAPS)),
	  TO(IDS(0, 0, 0), CAPS(BIT_ULL(CAP_CHOWN))) },
	{ "a capability more than before", FROM(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_CHOWN))),
	  TO(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_CHOWN) | BIT_ULL(CAP_KILL))), GAINED },
	{ "another capability instead", FROM(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_CHOWN))),
	  TO(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_KILL))), GAINED },
	{ "root himself gets a capability that he had given up",
	  FROM(IDS(0, 0, 0), CAPS(BIT_ULL(CAP_CHOWN))), TO(IDS(0, 0, 0), CAPS(ALL_CAPS)), GAINED },
	{ "the highest capability counts, too", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_LAST_CAP))), GAINED },
	{ "a user namespace of one's own gives all capabilities over itself",
	  FROM(IDS(1000, 1000, 1000)), TO(WITHIN(1000, 1000, 1000), CAPS(ALL_CAPS)) },
	{ "and inside of it the rules are the same", FROM(WITHIN(1000, 1000, 1000)),
	  TO(WITHIN(1000, 1000, 1000), CAPS(ALL_CAPS)), GAINED },
};

static const struct privilege_case exec_privilege_cases[] = {
	{ "an ordinary program changes nothing", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1000, 1000)) },
	{ "a set-id program of root's makes root", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 0, 0), CAPS(ALL_CAPS)), .secure = true },
	{ "an exec that is no secure one makes root", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 0, 0), CAPS(ALL_CAPS)), GAINED },
	{ "who was root by his real id is root again", FROM(IDS(0, 1000, 1000)),
	  TO(IDS(0, 0, 0), CAPS(ALL_CAPS)) },
	{ "who was root by his effective id stays it", FROM(IDS(1000, 0, 0)), TO(IDS(1000, 0, 0)) },
	{ "root's saved id alone gives nothing to an exec", FROM(IDS(1000, 1000, 0)),
	  TO(IDS(1000, 0, 0), CAPS(ALL_CAPS)), GAINED },
	{ "capabilities of a file are no gain of root", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_NET_RAW))), .secure = true },
	{ "ambient capabilities become permitted ones", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1000, 1000), CAPS(BIT_ULL(CAP_NET_RAW))) },
	{ "a set-id program of another user's makes that user", FROM(IDS(1000, 1000, 1000)),
	  TO(IDS(1000, 1001, 1001)), .secure = true },
	{ "root of a user namespace that was entered with the exec", FROM(IDS(1000, 1000, 1000)),
	  TO(WITHIN(1000, 0, 0), CAPS(ALL_CAPS)) },
};

#undef IDS
#undef WITHIN
#undef CAPS
#undef FROM
#undef TO
#undef GAINED
#undef ALL_CAPS

static inline bool call_privilege_is_wrong(const struct privilege_case *c)
{
	return sessmon_privilege_gained_by_call(&c->old, &c->new) != c->gained;
}

static inline bool exec_privilege_is_wrong(const struct privilege_case *c)
{
	return sessmon_privilege_gained_by_exec(&c->old, &c->new, c->secure) != c->gained;
}

#endif /* SESSMON_TESTS_LOGIC_PRIVILEGE_CASES_H */
