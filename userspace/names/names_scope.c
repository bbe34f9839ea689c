// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose names numbers have.  The number of a user or a group is the kernel's, its name
 * is in the files of whoever gave it: what runs in a container has others than this
 * host has, and the host's name for it would be a lie.
 */
#include <sys/stat.h>

#include "base/container.h"
#include "names/names.h"

/* The reader's own; 0 if it cannot be told. */
static uint32_t own_user_namespace(void)
{
	static uint32_t inode;
	static bool known;
	struct stat st;

	if (!known && !stat("/proc/self/ns/user", &st))
		inode = (uint32_t)st.st_ino;
	known = true;
	return inode;
}

bool names_of_creds(const struct sessmon_creds *c)
{
	uint32_t own = own_user_namespace();

	return !own || !sessmon_has(c, SESSMON_A_CREDS_USER_NS) || c->user_ns == own;
}

bool names_of_process(const struct sessmon_process *p)
{
	if (!names_of_creds(&p->creds))
		return false;
	if (sessmon_has(p, SESSMON_A_PROCESS_VPID) && p->vpid != p->key.id)
		return false;
	return !sessmon_has(p, SESSMON_A_PROCESS_CGROUP) ||
	       !container_of_cgroup(p->cgroup, &p->key);
}

bool names_of_session(const struct sessmon_session *s)
{
	if (s->flags & SESSMON_SESSION_CONTAINER)
		return false;
	return !sessmon_has(s, SESSMON_A_SESSION_CGROUP) ||
	       !container_of_cgroup(s->cgroup, &s->key);
}

bool names_of_event(const struct sessmon_event *e)
{
	return names_of_process(&e->process) && names_of_session(&e->session);
}
