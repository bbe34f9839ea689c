/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Leaving a login, as a table that has a row for each adopter, each lineage, with and
 * without a terminal. A row is played in each way that there is, which must make no
 * difference: by a session's leader or by a member whose leader has ended, orphaned
 * before or after setsid; and what it has made before must be what it makes afterwards.
 *
 * What is expected is the process model's: who daemonises himself away is a service, a
 * multiplexer's pane is a terminal, and both have an origin; who is adopted inside his
 * login is there.
 */
#ifndef SESSMON_TESTS_LOGIC_LEAVING_H
#define SESSMON_TESTS_LOGIC_LEAVING_H

#include "module/policy/login.h"

/* Who is the parent of an orphan. */
enum adopter {
	BY_PID_1,
	BY_USER_MANAGER, /* `systemd --user`, which pid 1 has made */
	BY_STRANGER, /* a sub-reaper from elsewhere */
	BY_DOOR, /* what had let the login in */
	BY_LEFT_REAPER, /* a sub-reaper of the login's that has left it */
	BY_CONMON, /* as podman starts it in the login: it leaves at once */
	BY_CONTAINER_INIT, /* the workload of such a container */
	BY_LOGIN, /* a sub-reaper that belongs to the login */
	ADOPTERS,
};

/**
 * struct leaving_case - what becomes of an orphan, and of what it makes
 * @lineage: of its session
 * @by: who adopts it
 * @tty: it has a terminal
 * @class: of its session then
 * @reason: for that
 * @flags: that follow from it
 * @pane_class: of a session with a terminal that it makes
 * @pane_reason: for that
 * @pane_flags: that follow from it
 */
struct leaving_case {
	enum sessmon_lineage lineage;
	enum adopter by;
	bool tty;
	enum sessmon_session_class class;
	enum sessmon_class_reason reason;
	u32 flags;
	enum sessmon_session_class pane_class;
	enum sessmon_class_reason pane_reason;
	u32 pane_flags;
};

#define TTY	 SESSMON_SESSION_HAD_TTY
#define LEFT	 SESSMON_SESSION_DETACHED
#define LEFT_TTY (SESSMON_SESSION_DETACHED | SESSMON_SESSION_HAD_TTY)
#define PANE	 (SESSMON_SESSION_DETACHED | SESSMON_SESSION_HAD_TTY | SESSMON_SESSION_MUX)

#define ROW(l, by, tty, c, r, f, pc, pr, pf)                                                 \
	{                                                                                    \
		SESSMON_LINEAGE_##l, BY_##by, tty, SESSMON_CLASS_##c, SESSMON_REASON_##r, f, \
			SESSMON_CLASS_##pc, SESSMON_REASON_##pr, pf                          \
	}
/* The same by whoever does not belong to the login. */
#define OUTSIDE(l, tty, ...)                                                             \
	ROW(l, PID_1, tty, __VA_ARGS__), ROW(l, USER_MANAGER, tty, __VA_ARGS__),         \
		ROW(l, STRANGER, tty, __VA_ARGS__), ROW(l, DOOR, tty, __VA_ARGS__),      \
		ROW(l, LEFT_REAPER, tty, __VA_ARGS__), ROW(l, CONMON, tty, __VA_ARGS__), \
		ROW(l, CONTAINER_INIT, tty, __VA_ARGS__)

static const struct leaving_case leaving_cases[] = {
	OUTSIDE(REMOTE, false, SERVICE, DETACHED, LEFT, TERMINAL, DETACHED_TTY, PANE),
	OUTSIDE(REMOTE, true, TERMINAL, DETACHED_TTY, LEFT_TTY, TERMINAL, DETACHED_TTY, PANE),
	ROW(REMOTE, LOGIN, false, NONINTERACTIVE_REMOTE, REMOTE_NO_TTY, 0, INTERACTIVE_REMOTE,
	    REMOTE_TTY, TTY),
	ROW(REMOTE, LOGIN, true, INTERACTIVE_REMOTE, REMOTE_TTY, TTY, INTERACTIVE_REMOTE,
	    REMOTE_TTY, TTY),

	OUTSIDE(LOCAL, false, SERVICE, DETACHED, LEFT, TERMINAL, DETACHED_TTY, PANE),
	OUTSIDE(LOCAL, true, TERMINAL, DETACHED_TTY, LEFT_TTY, TERMINAL, DETACHED_TTY, PANE),
	ROW(LOCAL, LOGIN, false, TERMINAL, GETTY_LOGIN, 0, TERMINAL, GETTY_LOGIN, TTY),
	ROW(LOCAL, LOGIN, true, TERMINAL, GETTY_LOGIN, TTY, TERMINAL, GETTY_LOGIN, TTY),

	/* A process that had left before has left, whoever adopts it. */
	OUTSIDE(DETACHED, false, SERVICE, DETACHED, LEFT, TERMINAL, DETACHED_TTY, PANE),
	OUTSIDE(DETACHED, true, TERMINAL, DETACHED_TTY, PANE, TERMINAL, DETACHED_TTY, PANE),
	ROW(DETACHED, LOGIN, false, SERVICE, DETACHED, LEFT, TERMINAL, DETACHED_TTY, PANE),
	ROW(DETACHED, LOGIN, true, TERMINAL, DETACHED_TTY, PANE, TERMINAL, DETACHED_TTY, PANE),

	/* A service has no login to leave. */
	OUTSIDE(NONE, false, SERVICE, SERVICE, 0, TERMINAL, SERVICE_TTY, TTY),
	OUTSIDE(NONE, true, TERMINAL, SERVICE_TTY, TTY, TERMINAL, SERVICE_TTY, TTY),
	ROW(NONE, LOGIN, false, SERVICE, SERVICE, 0, TERMINAL, SERVICE_TTY, TTY),
	ROW(NONE, LOGIN, true, TERMINAL, SERVICE_TTY, TTY, TERMINAL, SERVICE_TTY, TTY),
};

#undef OUTSIDE
#undef ROW
#undef PANE
#undef LEFT_TTY
#undef LEFT
#undef TTY

static inline struct sessmon_adoption adoption_by(enum adopter by)
{
	return (struct sessmon_adoption){
		.same_entry = by >= BY_LEFT_REAPER,
		.left = by >= BY_LEFT_REAPER && by != BY_LOGIN,
	};
}

static inline struct sessmon_class_facts made_by(const struct sessmon_class_facts *f)
{
	struct sessmon_maker m = { .facts = *f, .class = sessmon_classify(f).class };

	return (struct sessmon_class_facts){ .lineage = sessmon_bequeath(&m).lineage };
}

/* A member of the session has been adopted; it is as @leader and @leader_exited say. */
static inline void orphan(struct sessmon_class_facts *f, const struct sessmon_adoption *a,
			  bool leader, bool leader_exited)
{
	if (!sessmon_adopter_keeps(a) &&
	    sessmon_departure(f, false, leader, leader_exited) == SESSMON_DEPARTURE_NOW)
		f->detached = true;
}

/* @how: bit 0, a member is orphaned; bit 1, before setsid; bit 2, a pane was made before. */
#define LEAVING_WAYS 8U

static inline const char *leaving_is_wrong(const struct leaving_case *c, unsigned int how)
{
	const bool member = how & 1, before = how & 2, earlier = how & 4;
	struct sessmon_class_facts f = { .lineage = c->lineage }, pane;
	const struct sessmon_adoption a = adoption_by(c->by);
	struct sessmon_verdict v;

	/* Before setsid it was a member of the session that it then leaves, which stays. */
	if (before && sessmon_departure(&f, false, false, false) == SESSMON_DEPARTURE_NOW)
		return "a session has left by a member while its leader lives";
	pane = made_by(&f);
	f.had_tty = f.has_tty = c->tty;
	orphan(&f, &a, !member, member);
	if (!earlier)
		pane = made_by(&f);
	else if (f.detached)
		pane.left_with = true;
	pane.had_tty = pane.has_tty = true;

	v = sessmon_classify(&f);
	if (v.class != c->class || v.reason != c->reason)
		return "its class or reason";
	if (sessmon_flags_of(&f) != c->flags)
		return "its flags";
	v = sessmon_classify(&pane);
	if (v.class != c->pane_class || v.reason != c->pane_reason)
		return "class or reason of its pane";
	if (sessmon_flags_of(&pane) != c->pane_flags)
		return "flags of its pane";
	return NULL;
}

/* Check that each combination has its row, and one only. */
static inline const char *leaving_is_incomplete(void)
{
	const unsigned int lineages = SESSMON_LINEAGE_DETACHED + 1;
	unsigned int n, i, rows;

	for (n = 0; n < lineages * ADOPTERS * 2; n++) {
		for (rows = i = 0; i < ARRAY_SIZE(leaving_cases); i++) {
			const struct leaving_case *c = &leaving_cases[i];

			rows += ((unsigned int)c->lineage * ADOPTERS + c->by) * 2 + c->tty == n;
		}
		/* What a door has let in is a login: see departure_cases. */
		if (rows != (n / 2 / ADOPTERS != SESSMON_LINEAGE_DOOR))
			return "a combination has no row, or two";
	}
	return NULL;
}

#endif /* SESSMON_TESTS_LOGIC_LEAVING_H */
