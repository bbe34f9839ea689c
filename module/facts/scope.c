// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the service manager says of a process by its control group.
 *
 * systemd has a slice for each user, whose directories are root's: below it are a scope
 * for each of his logins (session-N.scope, which pam_systemd moves it to), and the
 * service that is his own manager, with all that he has asked that for.
 */
#include "facts/scope.h"

#include <linux/cgroup.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Enough for the name of a manager's group, and the zero. */
#define PATH_LEN 128

static bool is_manager(const char *path)
{
	const char *form = "/user.slice/user-%u.slice/user@%u.service/init.scope%n";
	unsigned int slice, user;
	int end = 0;

	if (sscanf(path, form, &slice, &user, &end) != 2)
		return false;
	return end && !path[end];
}

/**
 * sessmon_scope_is_of_user() - is a process where the things of a user are?
 * @task: the process
 *
 * A user may move his processes within his own manager's group, never out of his slice.
 * The manager itself does not count: init runs that.
 *
 * Context: any, in an RCU read section.
 * Return: true if it is; always false without control groups or systemd.
 */
bool sessmon_scope_is_of_user(struct task_struct *task)
{
#ifdef CONFIG_CGROUPS
	char path[PATH_LEN] = "";

	/* The beginning of a path is enough, and is there also if it was cut. */
	cgroup_path(task_dfl_cgroup(task), path, sizeof(path));
	return strstarts(path, "/user.slice/user-") && !is_manager(path);
#else
	return false;
#endif
}
