// SPDX-License-Identifier: GPL-2.0-only
/*
 * From facts to the class of a session.
 *
 * The two axes (descends from host access or not, has a controlling terminal or
 * not) and the special sessions are those of the Linux process model talks and
 * articles that sessmon follows; rows that are ours are marked so.
 *
 * Nothing here touches the kernel's state: facts in, decision out.
 */
#include "policy/classify.h"

#define VERDICT(c, r) \
	((struct sessmon_verdict){ .class = SESSMON_CLASS_##c, .reason = SESSMON_REASON_##r })

/* The quadrants on the left: created from a door, or inside a login let in by one. */
static struct sessmon_verdict remote(const struct sessmon_class_facts *f)
{
	bool own_login = f->lineage == SESSMON_LINEAGE_DOOR;

	/* A terminal once had makes it interactive for good, also after a hangup (ours). */
	if (f->had_tty)
		return own_login ? VERDICT(INTERACTIVE_REMOTE, DOOR_TTY) :
				   VERDICT(INTERACTIVE_REMOTE, REMOTE_TTY);
	return own_login ? VERDICT(NONINTERACTIVE_REMOTE, DOOR_NO_TTY) :
			   VERDICT(NONINTERACTIVE_REMOTE, REMOTE_NO_TTY);
}

static struct sessmon_verdict work_in_door(const struct sessmon_class_facts *f)
{
	/* A login manager that stays in its session beside the programs of who came in. */
	if (f->lineage == SESSMON_LINEAGE_LOCAL)
		return VERDICT(TERMINAL, WORK_IN_DOOR);
	return f->had_tty ? VERDICT(INTERACTIVE_REMOTE, WORK_IN_DOOR) :
			    VERDICT(NONINTERACTIVE_REMOTE, WORK_IN_DOOR);
}

/*
 * A terminal in no login: a person's desktop has such, and who asks init for one; a service
 * that opens one by itself is what an intruder makes of it (ours).
 */
static struct sessmon_verdict service_tty(const struct sessmon_class_facts *f)
{
	if (f->persons)
		return VERDICT(TERMINAL, USER_TTY);
	return f->unit_tty ? VERDICT(TERMINAL, UNIT_TTY) : VERDICT(TERMINAL, SERVICE_TTY);
}

/* Sessions that have left their login: the servers of tmux and screen, panes, daemons. */
static struct sessmon_verdict detached(const struct sessmon_class_facts *f)
{
	return f->had_tty ? VERDICT(TERMINAL, DETACHED_TTY) : VERDICT(SERVICE, DETACHED);
}

/*
 * A container's first process is a workload if a container runtime made it, or if nobody
 * who is still here did. A pid namespace that somebody makes inside his login, with
 * unshare or bwrap, changes nothing of what he is (ours).
 */
static bool is_workload(const struct sessmon_class_facts *f)
{
	return f->container_init &&
	       (f->relay || f->lineage == SESSMON_LINEAGE_NONE || sessmon_has_left(f));
}

/**
 * sessmon_has_left() - has the session left the login that it came from?
 * @f: all that is known about it
 *
 * By itself, or because who made it had left or has. What let a login in is not a
 * part of it, so that a login does not leave; and who visits a container through a
 * helper that has left is still there himself.
 *
 * Context: any.
 * Return: true if it has.
 */
bool sessmon_has_left(const struct sessmon_class_facts *f)
{
	bool in_login = f->lineage == SESSMON_LINEAGE_REMOTE || f->lineage == SESSMON_LINEAGE_LOCAL;

	if (f->joined_container)
		return false;
	return f->lineage == SESSMON_LINEAGE_DETACHED ||
	       (in_login && (f->detached || f->left_with));
}

/**
 * sessmon_classify() - decide the class of a session
 * @f: all that is known about it
 *
 * First match wins, the special sessions first.
 *
 * Context: any.
 * Return: class and the rule that decided.
 */
struct sessmon_verdict sessmon_classify(const struct sessmon_class_facts *f)
{
	if (f->kernel)
		return VERDICT(KERNEL, KERNEL_THREAD);
	if (f->init)
		return VERDICT(INIT, PID1);
	/* internal-sftp is sshd itself; dropbear and xdm work in their own session (ours). */
	if (f->door && (f->behind_door || f->work_in_door))
		return work_in_door(f);
	if (f->door)
		return VERDICT(HOST_ACCESS, DOOR_PROGRAM);
	if (is_workload(f) && !f->had_tty)
		return VERDICT(SERVICE, CONTAINER);
	/* agetty became login in the same session. */
	if (f->was_getty)
		return VERDICT(TERMINAL, GETTY_LOGIN);
	/* A login's own session stays what it is when its door dies (ours). */
	if (f->lineage == SESSMON_LINEAGE_DOOR)
		return remote(f);
	/* podman exec: its helper leaves the login at once, the person has not (ours). */
	if (f->joined_container)
		return remote(f);
	if (sessmon_has_left(f))
		return detached(f);
	if (f->lineage == SESSMON_LINEAGE_REMOTE)
		return remote(f);
	/* su -c on the console has no terminal but belongs to a live login (ours). */
	if (f->lineage == SESSMON_LINEAGE_LOCAL)
		return VERDICT(TERMINAL, GETTY_LOGIN);
	return f->had_tty ? service_tty(f) : VERDICT(SERVICE, SERVICE);
}

/**
 * sessmon_lineage_of_child() - where a session created from this one comes from
 * @parent: facts of the creating session at that moment
 * @parent_class: its class at that moment
 * @parent_is_getty: its leader runs a getty
 *
 * Context: any.
 * Return: the lineage to keep for ever.
 */
enum sessmon_lineage sessmon_lineage_of_child(const struct sessmon_class_facts *parent,
					      enum sessmon_session_class parent_class,
					      bool parent_is_getty)
{
	switch (parent_class) {
	case SESSMON_CLASS_HOST_ACCESS:
		return parent_is_getty ? SESSMON_LINEAGE_LOCAL : SESSMON_LINEAGE_DOOR;
	case SESSMON_CLASS_INTERACTIVE_REMOTE:
	case SESSMON_CLASS_NONINTERACTIVE_REMOTE:
		return SESSMON_LINEAGE_REMOTE;
	default:
		break;
	}
	/* A runtime's workload is nobody's login, whoever asked for it. */
	if (parent->container_init && parent->relay)
		return SESSMON_LINEAGE_NONE;
	if (parent->was_getty)
		return SESSMON_LINEAGE_LOCAL;
	if (parent->lineage == SESSMON_LINEAGE_LOCAL && !sessmon_has_left(parent))
		return SESSMON_LINEAGE_LOCAL;
	if (parent->lineage == SESSMON_LINEAGE_NONE)
		return SESSMON_LINEAGE_NONE;
	/* The rest descends from a login and is neither remote nor local any more. */
	return SESSMON_LINEAGE_DETACHED;
}
