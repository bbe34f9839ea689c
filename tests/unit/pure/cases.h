/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the pure parts of the module must decide: one table for two runners, the
 * KUnit suites and main.c in this folder. Included once by each; the including
 * file has the module's headers, types and string functions.
 *
 * A case's description is a sentence that says what must hold.
 */
#ifndef SESSMON_TESTS_LOGIC_CASES_H
#define SESSMON_TESTS_LOGIC_CASES_H

#include "leaving.h"
#include "login_cases.h"
#include "privilege_cases.h"
#include "module/policy/classify.h"
#include "module/policy/rules.h"

/**
 * struct classify_case - a row of the classifier
 * @desc: what must hold
 * @facts: about a session
 * @class: what it is
 * @reason: why
 */
struct classify_case {
	const char *desc;
	struct sessmon_class_facts facts;
	enum sessmon_session_class class;
	enum sessmon_class_reason reason;
};

#define LINEAGE(l) .lineage = SESSMON_LINEAGE_##l
#define HAS_TTY	   .has_tty = true, .had_tty = true
#define LOST_TTY   .had_tty = true
#define IS(c, r)   .class = SESSMON_CLASS_##c, .reason = SESSMON_REASON_##r
#define FACTS(...) .facts = { __VA_ARGS__ }
#define CHILD(l)   .lineage = SESSMON_LINEAGE_##l

static const struct classify_case classify_cases[] = {
	/* The special sessions come first, whatever else is true of them. */
	{ "the session of the kernel threads is kernel", FACTS(.kernel = true),
	  IS(KERNEL, KERNEL_THREAD) },
	{ "kernel wins over all other facts",
	  FACTS(.kernel = true, .init = true, .door = true, HAS_TTY, LINEAGE(DOOR)),
	  IS(KERNEL, KERNEL_THREAD) },
	{ "the session of pid 1 is init", FACTS(.init = true), IS(INIT, PID1) },
	{ "the session of pid 1 is init also with a terminal, as in a rescue shell",
	  FACTS(.init = true, HAS_TTY), IS(INIT, PID1) },
	{ "pid 1 that runs a door is init", FACTS(.init = true, .door = true), IS(INIT, PID1) },

	/* Doors. */
	{ "the listener that a service manager started is host access", FACTS(.door = true),
	  IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "the session of one connection, which the listener created, is host access",
	  FACTS(.door = true, LINEAGE(DOOR)), IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "a getty that waits on its line is host access", FACTS(.door = true, HAS_TTY),
	  IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "a door that somebody starts inside a remote login is host access",
	  FACTS(.door = true, LINEAGE(REMOTE), HAS_TTY), IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "a door that left its login is host access",
	  FACTS(.door = true, LINEAGE(REMOTE), .detached = true), IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "a line that goes back from login to getty is host access",
	  FACTS(.door = true, .was_getty = true, HAS_TTY), IS(HOST_ACCESS, DOOR_PROGRAM) },
	{ "a container's first process that runs a door is host access",
	  FACTS(.door = true, .container_init = true), IS(HOST_ACCESS, DOOR_PROGRAM) },

	/* Work that a door does itself for the one who came in. */
	{ "sshd that serves files itself for a user is non-interactive remote",
	  FACTS(.door = true, .behind_door = true, LINEAGE(DOOR)),
	  IS(NONINTERACTIVE_REMOTE, WORK_IN_DOOR) },
	{ "sshd that has a terminal for a user before his shell runs is interactive remote",
	  FACTS(.door = true, .behind_door = true, LINEAGE(DOOR), HAS_TTY),
	  IS(INTERACTIVE_REMOTE, WORK_IN_DOOR) },
	{ "a connection in whose session a command runs is non-interactive remote",
	  FACTS(.door = true, .work_in_door = true, LINEAGE(DOOR)),
	  IS(NONINTERACTIVE_REMOTE, WORK_IN_DOOR) },
	{ "a display manager's session in which the person's programs run is a terminal",
	  FACTS(.door = true, .work_in_door = true, LINEAGE(LOCAL)), IS(TERMINAL, WORK_IN_DOOR) },
	{ "a user's shell is what its lineage says, not what the door did before it",
	  FACTS(.behind_door = true, LINEAGE(DOOR), HAS_TTY), IS(INTERACTIVE_REMOTE, DOOR_TTY) },

	/* Containers. */
	{ "the first process of a container that a runtime made is a service",
	  FACTS(.container_init = true, .relay = true, LINEAGE(DOOR)), IS(SERVICE, CONTAINER) },
	{ "the first process of a container whose helper has left a remote login is a service",
	  FACTS(.container_init = true, LINEAGE(DETACHED)), IS(SERVICE, CONTAINER) },
	{ "the first process of a container that has left a remote login is a service",
	  FACTS(.container_init = true, LINEAGE(REMOTE), .detached = true),
	  IS(SERVICE, CONTAINER) },
	{ "the first process of a container that has left a local login is a service",
	  FACTS(.container_init = true, LINEAGE(LOCAL), .detached = true), IS(SERVICE, CONTAINER) },
	{ "a pid namespace that a door's user makes changes nothing",
	  FACTS(.container_init = true, LINEAGE(DOOR)), IS(NONINTERACTIVE_REMOTE, DOOR_NO_TTY) },
	{ "a pid namespace that a remote login makes changes nothing",
	  FACTS(.container_init = true, LINEAGE(REMOTE)),
	  IS(NONINTERACTIVE_REMOTE, REMOTE_NO_TTY) },
	{ "a pid namespace that a local login makes changes nothing",
	  FACTS(.container_init = true, LINEAGE(LOCAL)), IS(TERMINAL, GETTY_LOGIN) },
	{ "the first process of a container that a service made is a service",
	  FACTS(.container_init = true), IS(SERVICE, CONTAINER) },
	{ "a container's first process with a terminal from a door is an interactive login",
	  FACTS(.container_init = true, LINEAGE(DOOR), HAS_TTY), IS(INTERACTIVE_REMOTE, DOOR_TTY) },
	{ "a container's first process with a terminal in a remote login is interactive",
	  FACTS(.container_init = true, LINEAGE(REMOTE), HAS_TTY),
	  IS(INTERACTIVE_REMOTE, REMOTE_TTY) },
	{ "a container's first process with a terminal from a service is a terminal",
	  FACTS(.container_init = true, HAS_TTY), IS(TERMINAL, SERVICE_TTY) },

	{ "a shell that a login's helper opens in a container is interactive",
	  FACTS(.joined_container = true, LINEAGE(DETACHED), HAS_TTY),
	  IS(INTERACTIVE_REMOTE, REMOTE_TTY) },
	{ "a command that a login's helper runs in a container is non-interactive",
	  FACTS(.joined_container = true, LINEAGE(DETACHED)),
	  IS(NONINTERACTIVE_REMOTE, REMOTE_NO_TTY) },

	/* A getty that turned into a login. */
	{ "a getty that became login is a terminal", FACTS(.was_getty = true, HAS_TTY),
	  IS(TERMINAL, GETTY_LOGIN) },
	{ "a login on a line stays a terminal after a hangup", FACTS(.was_getty = true, LOST_TTY),
	  IS(TERMINAL, GETTY_LOGIN) },
	{ "a login on a line is a terminal before it has one", FACTS(.was_getty = true),
	  IS(TERMINAL, GETTY_LOGIN) },

	/* Created from a door. */
	{ "a session created from a door with a terminal is an interactive login",
	  FACTS(LINEAGE(DOOR), HAS_TTY), IS(INTERACTIVE_REMOTE, DOOR_TTY) },
	{ "a session created from a door without a terminal is a non-interactive login",
	  FACTS(LINEAGE(DOOR)), IS(NONINTERACTIVE_REMOTE, DOOR_NO_TTY) },
	{ "an interactive login stays interactive after a hangup", FACTS(LINEAGE(DOOR), LOST_TTY),
	  IS(INTERACTIVE_REMOTE, DOOR_TTY) },
	{ "a login stays an interactive login when its door dies",
	  FACTS(LINEAGE(DOOR), HAS_TTY, .detached = true), IS(INTERACTIVE_REMOTE, DOOR_TTY) },
	{ "a login stays a non-interactive login when its door dies",
	  FACTS(LINEAGE(DOOR), .detached = true), IS(NONINTERACTIVE_REMOTE, DOOR_NO_TTY) },

	/* Created inside a remote login. */
	{ "a session inside a remote login with a terminal of its own is interactive",
	  FACTS(LINEAGE(REMOTE), HAS_TTY), IS(INTERACTIVE_REMOTE, REMOTE_TTY) },
	{ "a session inside a remote login that lost its terminal is interactive",
	  FACTS(LINEAGE(REMOTE), LOST_TTY), IS(INTERACTIVE_REMOTE, REMOTE_TTY) },
	{ "a session inside a remote login without a terminal is non-interactive",
	  FACTS(LINEAGE(REMOTE)), IS(NONINTERACTIVE_REMOTE, REMOTE_NO_TTY) },
	{ "a daemon that left a remote login is a service",
	  FACTS(LINEAGE(REMOTE), .detached = true), IS(SERVICE, DETACHED) },
	{ "what left a remote login with its maker is a service",
	  FACTS(LINEAGE(REMOTE), .left_with = true), IS(SERVICE, DETACHED) },
	{ "a pane that left a remote login with its server is a terminal",
	  FACTS(LINEAGE(REMOTE), .left_with = true, HAS_TTY), IS(TERMINAL, DETACHED_TTY) },
	{ "a pane that left a local login with its server is a terminal",
	  FACTS(LINEAGE(LOCAL), .left_with = true, HAS_TTY), IS(TERMINAL, DETACHED_TTY) },
	{ "what left a remote login and has a terminal is a terminal",
	  FACTS(LINEAGE(REMOTE), .detached = true, HAS_TTY), IS(TERMINAL, DETACHED_TTY) },

	/* Created inside a login on a line. */
	{ "a session inside a local login is a terminal", FACTS(LINEAGE(LOCAL), HAS_TTY),
	  IS(TERMINAL, GETTY_LOGIN) },
	{ "a session inside a local login is a terminal also without one of its own",
	  FACTS(LINEAGE(LOCAL)), IS(TERMINAL, GETTY_LOGIN) },
	{ "a daemon that left a local login is a service", FACTS(LINEAGE(LOCAL), .detached = true),
	  IS(SERVICE, DETACHED) },
	{ "what left a local login and has a terminal is a terminal",
	  FACTS(LINEAGE(LOCAL), .detached = true, HAS_TTY), IS(TERMINAL, DETACHED_TTY) },

	/* Created from what had left its login. */
	{ "a multiplexer's pane is a terminal", FACTS(LINEAGE(DETACHED), HAS_TTY),
	  IS(TERMINAL, DETACHED_TTY) },
	{ "a pane whose terminal is gone is a terminal", FACTS(LINEAGE(DETACHED), LOST_TTY),
	  IS(TERMINAL, DETACHED_TTY) },
	{ "a daemon's session without a terminal is a service", FACTS(LINEAGE(DETACHED)),
	  IS(SERVICE, DETACHED) },
	{ "a pane that leaves its server stays what it is",
	  FACTS(LINEAGE(DETACHED), HAS_TTY, .detached = true), IS(TERMINAL, DETACHED_TTY) },

	/* The rest. */
	{ "a service that opens a terminal is a terminal", FACTS(HAS_TTY),
	  IS(TERMINAL, SERVICE_TTY) },
	{ "a service that opened and lost a terminal is a terminal", FACTS(LOST_TTY),
	  IS(TERMINAL, SERVICE_TTY) },
	{ "what init gave a terminal before it ran is none that a service opened",
	  FACTS(HAS_TTY, .unit_tty = true), IS(TERMINAL, UNIT_TTY) },
	{ "a terminal of a person's own service is no service's", FACTS(HAS_TTY, .persons = true),
	  IS(TERMINAL, USER_TTY) },
	{ "what runs for a person, without a terminal, is a service", FACTS(.persons = true),
	  IS(SERVICE, SERVICE) },
	{ "what init started, without a terminal, is a service", FACTS(), IS(SERVICE, SERVICE) },
	{ "a service whose parent ended is a service", FACTS(.detached = true),
	  IS(SERVICE, SERVICE) },
};

/**
 * struct lineage_case - what a session hands down to one created from it
 * @desc: what must hold
 * @facts: about the creating session, which is classified first
 * @getty: its leader runs a getty
 * @lineage: of the created one
 */
struct lineage_case {
	const char *desc;
	struct sessmon_class_facts facts;
	bool getty;
	enum sessmon_lineage lineage;
};

static const struct lineage_case lineage_cases[] = {
	{ "what the kernel's session creates has no lineage", FACTS(.kernel = true), CHILD(NONE) },
	{ "what init creates has no lineage", FACTS(.init = true), CHILD(NONE) },
	{ "what a service creates has no lineage", FACTS(), CHILD(NONE) },
	{ "what a service with a terminal creates has no lineage", FACTS(HAS_TTY), CHILD(NONE) },
	{ "what a service without a parent creates has no lineage", FACTS(.detached = true),
	  CHILD(NONE) },

	{ "what a door creates comes from a door", FACTS(.door = true), CHILD(DOOR) },
	{ "what a connection of a door creates comes from a door",
	  FACTS(.door = true, LINEAGE(DOOR)), CHILD(DOOR) },
	{ "what a door inside a login creates comes from a door",
	  FACTS(.door = true, LINEAGE(REMOTE), HAS_TTY), CHILD(DOOR) },
	{ "what a getty creates is local", FACTS(.door = true, HAS_TTY), .getty = true,
	  CHILD(LOCAL) },
	{ "what a getty inside a remote login creates is local",
	  FACTS(.door = true, LINEAGE(REMOTE), HAS_TTY), .getty = true, CHILD(LOCAL) },

	{ "what an interactive login creates is remote", FACTS(LINEAGE(DOOR), HAS_TTY),
	  CHILD(REMOTE) },
	{ "what a non-interactive login creates is remote", FACTS(LINEAGE(DOOR)), CHILD(REMOTE) },
	{ "what a login whose door died creates is remote",
	  FACTS(LINEAGE(DOOR), HAS_TTY, .detached = true), CHILD(REMOTE) },
	{ "what a session inside a remote login creates is remote", FACTS(LINEAGE(REMOTE), HAS_TTY),
	  CHILD(REMOTE) },
	{ "what a session inside a remote login without a terminal creates is remote",
	  FACTS(LINEAGE(REMOTE)), CHILD(REMOTE) },

	{ "what a daemon that left a remote login creates is detached",
	  FACTS(LINEAGE(REMOTE), .detached = true), CHILD(DETACHED) },
	{ "what left a remote login and took a terminal hands down that it is detached",
	  FACTS(LINEAGE(REMOTE), .detached = true, HAS_TTY), CHILD(DETACHED) },
	{ "what a daemon that left a local login creates is detached",
	  FACTS(LINEAGE(LOCAL), .detached = true), CHILD(DETACHED) },
	{ "what a multiplexer's pane creates is detached", FACTS(LINEAGE(DETACHED), HAS_TTY),
	  CHILD(DETACHED) },
	{ "what a daemon's daemon creates is detached", FACTS(LINEAGE(DETACHED)), CHILD(DETACHED) },

	{ "what a getty that became login creates is local", FACTS(.was_getty = true, HAS_TTY),
	  CHILD(LOCAL) },
	{ "what a login on a line creates after a hangup is local",
	  FACTS(.was_getty = true, LOST_TTY), CHILD(LOCAL) },
	{ "what a session inside a local login creates is local", FACTS(LINEAGE(LOCAL), HAS_TTY),
	  CHILD(LOCAL) },
	{ "what a session inside a local login without a terminal creates is local",
	  FACTS(LINEAGE(LOCAL)), CHILD(LOCAL) },

	{ "what a visit to a container creates is remote",
	  FACTS(.joined_container = true, LINEAGE(DETACHED)), CHILD(REMOTE) },
	{ "what a runtime's workload creates has no lineage",
	  FACTS(.container_init = true, .relay = true, LINEAGE(DOOR)), CHILD(NONE) },
	{ "what the first of a login's own pid namespace creates is of the remote login",
	  FACTS(.container_init = true, LINEAGE(REMOTE)), CHILD(REMOTE) },
	{ "what the first of a login's own pid namespace creates is of the local login",
	  FACTS(.container_init = true, LINEAGE(LOCAL)), CHILD(LOCAL) },
	{ "what a workload creates whose helper had left a login is detached",
	  FACTS(.container_init = true, LINEAGE(DETACHED)), CHILD(DETACHED) },
	{ "what a runtime's workload with a terminal creates is remote",
	  FACTS(.container_init = true, .relay = true, LINEAGE(DOOR), HAS_TTY), CHILD(REMOTE) },
	{ "what left with its maker creates is detached",
	  FACTS(LINEAGE(LOCAL), .left_with = true, HAS_TTY), CHILD(DETACHED) },
};

/* ---- what must hold for all facts, not only for those above ---- */

#define CLASSIFY_COMBINATIONS (5U << 11)

/* The facts number @n of all that there can be; has_tty without had_tty cannot. */
static inline bool classify_combination(unsigned int n, struct sessmon_class_facts *f)
{
	*f = (struct sessmon_class_facts){
		.lineage = (enum sessmon_lineage)(n >> 11),
		.kernel = n & 1,
		.init = n & 2,
		.door = n & 4,
		.was_getty = n & 8,
		.has_tty = n & 16,
		.had_tty = n & 32,
		.detached = n & 64,
		.container_init = n & 128,
		.joined_container = n & 256,
		.left_with = n & 512,
		.relay = n & 1024,
	};
	/* A getty counts where nobody came from, a runtime where it let somebody in. */
	if ((f->was_getty && f->lineage != SESSMON_LINEAGE_NONE &&
	     f->lineage != SESSMON_LINEAGE_LOCAL) ||
	    (f->relay && f->lineage != SESSMON_LINEAGE_DOOR))
		return false;
	/* A visit is not the first, and only who has left a login makes one. */
	if (f->joined_container && (f->container_init || f->lineage != SESSMON_LINEAGE_DETACHED))
		return false;
	return f->had_tty || !f->has_tty;
}

/* The law that the verdict breaks, or NULL. */
static inline const char *classify_broken_law(const struct sessmon_class_facts *f,
					      const struct sessmon_verdict *v)
{
	bool remote = v->class == SESSMON_CLASS_INTERACTIVE_REMOTE ||
		      v->class == SESSMON_CLASS_NONINTERACTIVE_REMOTE;
	bool special = f->kernel || f->init;

	if (v->class == SESSMON_CLASS_UNKNOWN || v->reason == SESSMON_REASON_NONE)
		return "every session is of a class, for a reason";
	if ((v->class == SESSMON_CLASS_KERNEL) != f->kernel)
		return "the kernel's session, and no other, is kernel";
	if ((v->class == SESSMON_CLASS_INIT) != (f->init && !f->kernel))
		return "pid 1's session, and no other, is init";
	if ((v->class == SESSMON_CLASS_HOST_ACCESS) != (f->door && !special))
		return "a door's session, and no other, is host access";
	if (v->class == SESSMON_CLASS_INTERACTIVE_REMOTE && !f->had_tty)
		return "what never had a terminal is not interactive";
	if (v->class == SESSMON_CLASS_NONINTERACTIVE_REMOTE && f->had_tty)
		return "what has had a terminal is not non-interactive";
	if (v->class == SESSMON_CLASS_SERVICE && f->had_tty)
		return "what has had a terminal is no service";
	if (remote && f->lineage != SESSMON_LINEAGE_DOOR && f->lineage != SESSMON_LINEAGE_REMOTE &&
	    !f->joined_container)
		return "what is remote descends from a door";
	if (remote && f->lineage == SESSMON_LINEAGE_REMOTE && (f->detached || f->left_with))
		return "what left its login is not remote";
	if (v->class == SESSMON_CLASS_SERVICE && f->lineage == SESSMON_LINEAGE_REMOTE &&
	    !f->detached && !f->left_with)
		return "what has not left its login is no service";
	return NULL;
}

/* The law that an inherited lineage breaks, or NULL. */
static inline const char *lineage_broken_law(const struct sessmon_class_facts *parent,
					     const struct sessmon_verdict *v, bool getty,
					     enum sessmon_lineage child)
{
	bool none = parent->lineage == SESSMON_LINEAGE_NONE && !parent->was_getty;

	if ((child == SESSMON_LINEAGE_DOOR) != (v->class == SESSMON_CLASS_HOST_ACCESS && !getty))
		return "only a door that is no getty makes a login";
	if (child == SESSMON_LINEAGE_REMOTE && v->class != SESSMON_CLASS_INTERACTIVE_REMOTE &&
	    v->class != SESSMON_CLASS_NONINTERACTIVE_REMOTE)
		return "only a remote session makes another";
	if (child == SESSMON_LINEAGE_DETACHED && none)
		return "what belonged to no login cannot have left one";
	return NULL;
}

/* ---- policy ---- */

/**
 * struct name_case - is it the name of a program of the policy?
 * @desc: what must hold
 * @name: last component of a path
 * @is: what must be answered
 */
struct name_case {
	const char *desc;
	const char *name;
	bool is;
};

static const struct name_case name_cases[] = {
	{ "sshd is a name of the policy", "sshd", true },
	{ "a helper of sshd is a name of the policy", "sshd-session", true },
	{ "a getty is a name of the policy", "agetty", true },
	{ "a scheduler is a name of the policy", "cron", true },
	{ "a container runtime is a name of the policy", "containerd-shim-runc-v2", true },
	{ "the beginning of a name is not the name", "ssh", false },
	{ "a name with something after it is not the name", "sshdx", false },
	{ "a name with something before it is not the name", "xsshd", false },
	{ "names are told apart by case", "SSHD", false },
	{ "a folder of the policy is no name", "sbin", false },
	{ "a path is no name", "/usr/sbin/sshd", false },
	{ "an ordinary program is no name of the policy", "bash", false },
	{ "the empty name is no name", "", false },
	{ "a name longer than all is no name",
	  "containerd-shim-runc-v2-containerd-shim-runc-v2-containerd-shim-runc-v2", false },
};

static inline bool is_entry_of(const struct sessmon_rule *r)
{
	switch (r->entry_type) {
	case SESSMON_ENTRY_CRON:
		return (r->roles & ~SESSMON_EXE_INLINE) == SESSMON_EXE_SCHEDULER;
	case SESSMON_ENTRY_TERMINAL:
	case SESSMON_ENTRY_CONSOLE:
		return r->roles == SESSMON_EXE_GETTY;
	case SESSMON_ENTRY_DISPLAY:
		return (r->roles & ~SESSMON_EXE_INLINE) == SESSMON_EXE_GETTY;
	case SESSMON_ENTRY_CONTAINER:
		return r->roles == (SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_RELAY);
	case SESSMON_ENTRY_SSHD:
	case SESSMON_ENTRY_SSM:
	case SESSMON_ENTRY_KUBELET:
	case SESSMON_ENTRY_TELEPORT:
	case SESSMON_ENTRY_REMOTE:
		return (r->roles & ~SESSMON_EXE_INLINE) == SESSMON_EXE_HOST_ACCESS;
	default:
		return false;
	}
}

/* What is wrong with rule @i, or NULL. */
static inline const char *policy_broken_law(const struct sessmon_rule *rules, size_t i)
{
	const struct sessmon_rule *r = &rules[i];
	const char *base = strrchr(r->path, '/');
	size_t j;

	if (r->path[0] != '/' || !base[1])
		return "a path is absolute and ends in a name";
	if (strstr(r->path, "//") || strstr(r->path, "/../") || strstr(r->path, "/./"))
		return "a path is written in one way only";
	if (!r->roles || (r->roles & ~SESSMON_RULE_ROLES))
		return "a rule gives roles, and nothing but roles";
	if (!is_entry_of(r))
		return "how a session entered fits the role of what let it in";
	if (!sessmon_rules_name(rules, i + 1, base + 1, strlen(base + 1)))
		return "a rule's program is recognised by its name";
	for (j = 0; j < i; j++)
		if (!strcmp(rules[j].path, r->path))
			return "no program has two rules";
	return NULL;
}

#endif /* SESSMON_TESTS_LOGIC_CASES_H */
