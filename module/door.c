// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognising the programs of the policy by identity.
 *
 * A path proves nothing: with a mount namespace of its own any user can show
 * any file under any path, and a chroot needs no more. A file is a rule's
 * program if it is the one that pid 1 would find under the rule's path, now; so
 * a package upgrade, which puts another inode there, keeps matching, and a copy
 * elsewhere never does. Root must own it and nobody else may write to it.
 */
#include "door.h"

#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/string.h>

#include "host.h"

static bool trustworthy(const struct inode *inode)
{
	return S_ISREG(inode->i_mode) && uid_eq(inode->i_uid, GLOBAL_ROOT_UID) &&
	       !(inode->i_mode & 0002) &&
	       (!(inode->i_mode & 0020) || gid_eq(inode->i_gid, GLOBAL_ROOT_GID));
}

static bool is_at(const struct inode *inode, const char *name)
{
	struct file *file = sessmon_host_open(name);
	bool same;

	if (IS_ERR(file))
		return false;
	same = file_inode(file) == inode;
	fput(file);
	return same;
}

static bool same_name(const char *path, const char *name)
{
	return !strcmp(kbasename(path), name);
}

/**
 * sessmon_door_rule() - the rule that names the program in a file
 * @file: the executed file
 *
 * A program is only looked up if its file has the name that a rule's path ends
 * in, so that all others cost a few comparisons.
 *
 * Context: process, sleeps for a file with such a name.
 * Return: the rule, or NULL.
 */
const struct sessmon_rule *sessmon_door_rule(const struct file *file)
{
	const struct sessmon_rule *rule;
	struct name_snapshot name;
	size_t count, i;
	bool found = false;

	if (!trustworthy(file_inode(file)))
		return NULL;
	rule = sessmon_policy_rules(&count);
	take_dentry_name_snapshot(&name, file->f_path.dentry);
	if (sessmon_policy_names(name.name.name, name.name.len))
		for (i = 0; i < count && !found; i++, rule += !found)
			found = same_name(rule->path, name.name.name) &&
				is_at(file_inode(file), rule->path);
	release_dentry_name_snapshot(&name);
	return found ? rule : NULL;
}
