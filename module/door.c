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

/* The file that pid 1 finds under the rule's path, if root alone may change it. */
static struct file *open_rule(const struct sessmon_rule *rule)
{
	struct file *file = sessmon_host_open(rule->path);

	if (IS_ERR(file))
		return NULL;
	if (trustworthy(file_inode(file)))
		return file;
	fput(file);
	return NULL;
}

static bool is_program_of(const struct sessmon_rule *rule, const struct inode *inode)
{
	struct file *file = open_rule(rule);
	bool same = file && file_inode(file) == inode;

	if (file)
		fput(file);
	return same;
}

static const struct sessmon_rule *find(const struct sessmon_policy *policy, const char *name,
				       const struct inode *inode)
{
	unsigned int i;

	for (i = 0; i < policy->count; i++)
		if (!strcmp(kbasename(policy->rules[i].path), name) &&
		    is_program_of(&policy->rules[i], inode))
			return &policy->rules[i];
	return NULL;
}

/**
 * sessmon_door_recognise() - give a program the role that the policy has for it
 * @exe: the program, not shared yet
 * @file: its file
 *
 * A program is only looked up if its file has the name that a rule's path ends
 * in, so that all others cost a few comparisons.
 *
 * Context: process, sleeps for a file with such a name.
 */
void sessmon_door_recognise(struct sessmon_exe *exe, const struct file *file)
{
	const struct sessmon_rule *rule = NULL;
	struct sessmon_policy *policy;
	struct name_snapshot name;

	if (!trustworthy(file_inode(file)))
		return;
	policy = sessmon_policy_get();
	take_dentry_name_snapshot(&name, file->f_path.dentry);
	if (sessmon_policy_may_name(policy, name.name.name, name.name.len) &&
	    sessmon_rules_name(policy->rules, policy->count, name.name.name, name.name.len))
		rule = find(policy, name.name.name, file_inode(file));
	release_dentry_name_snapshot(&name);
	if (rule) {
		exe->flags |= rule->roles;
		exe->entry_type = rule->entry_type;
		exe->policy_generation = policy->generation;
	}
	sessmon_policy_put(policy);
}

/**
 * sessmon_door_apply() - look up the files of all rules
 * @policy: the policy
 * @visit: called for each file that is there, with its identity; may sleep
 * @data: passed to @visit
 *
 * Context: process, sleeps.
 */
void sessmon_door_apply(const struct sessmon_policy *policy,
			void (*visit)(dev_t dev, u64 inode, const struct sessmon_rule *rule,
				      void *data),
			void *data)
{
	const struct inode *inode;
	struct file *file;
	unsigned int i;

	for (i = 0; i < policy->count; i++) {
		file = open_rule(&policy->rules[i]);
		if (!file)
			continue;
		inode = file_inode(file);
		visit(inode->i_sb->s_dev, inode->i_ino, &policy->rules[i], data);
		fput(file);
	}
}
