// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognising the programs of the policy by identity.
 *
 * A path proves nothing: with a mount namespace of its own any user can show
 * any file under any path, and a chroot needs no more. A program is a rule's if its
 * file was the rule's when it was executed, for as long as it runs, whatever becomes
 * of the file. That is known of a program that an earlier look has recognised; and it
 * follows from what its capture says:
 *  - its file is the one that pid 1 finds under the rule's path now; or
 *  - it had the rule's path for who sees init's mounts and root. Another file may be
 *    there by now, as after an upgrade.
 *
 * Either way root must own it and nobody else may write to it; so a copy elsewhere
 * never is. A file that many links with different names lead to is often many programs
 * in one (busybox): it is the rule's only for who calls it by the rule's name.
 */
#include "policy/door.h"

#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "counters.h"
#include "facts/host.h"

/* d_path() adds this to the path of a file that is not there any more. */
static const char deleted[] = " (deleted)";

static bool only_root_changes(u32 mode, u32 uid, u32 gid)
{
	return S_ISREG(mode) && !uid && !(mode & 0002) && (!(mode & 0020) || !gid);
}

/* ---- the file of a rule ---- */

static bool trustworthy(const struct inode *inode)
{
	return only_root_changes(inode->i_mode, __kuid_val(inode->i_uid), __kgid_val(inode->i_gid));
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

/* A copy of the path in @buf, if it is another than the rule's own. */
static const char *where(const struct file *file, const struct sessmon_rule *rule, char *buf)
{
	const char *path = d_path(&file->f_path, buf, PATH_MAX);

	if (IS_ERR(path) || !strcmp(path, rule->path))
		return NULL;
	return kstrdup(path, GFP_KERNEL);
}

/* @buf is for the path, or NULL if that is of no interest. */
static struct sessmon_door open_door(const struct sessmon_rule *rule, char *buf)
{
	struct sessmon_door door = { .rule = rule };
	struct file *file = open_rule(rule);

	if (!file)
		return door;
	door.file = sessmon_file_identify(file);
	door.atomic = sessmon_file_identify_atomic(file);
	if (buf)
		door.path = where(file, rule, buf);
	fput(file);
	return door;
}

/* ---- a program ---- */

/*
 * The path at which the program was executed, without what d_path() adds. Only of one
 * that ran before the module came that end is no part of the question: the others had
 * lost their path when they were executed.
 */
static size_t path_len(const struct sessmon_exe *exe)
{
	const char *path = exe->data + exe->path;
	size_t len = strlen(path), end = sizeof(deleted) - 1;

	if ((exe->flags & SESSMON_EXE_DELETED) && (exe->flags & SESSMON_EXE_INFERRED) &&
	    len > end && !strcmp(path + len - end, deleted))
		return len - end;
	return len;
}

static bool is_string(const char *text, size_t len, const char *string)
{
	return !strncmp(text, string, len) && !string[len];
}

static const char *last_of(const char *path, size_t *len)
{
	size_t i = *len;

	while (i && path[i - 1] != '/')
		i--;
	*len -= i;
	return path + i;
}

/* Does its file have the rule's name, or was it called by it? */
static bool is_named(const struct sessmon_exe *exe, const char *base)
{
	size_t len = path_len(exe);
	const char *name = last_of(exe->data + exe->path, &len);

	return is_string(name, len, base) || !strncmp(exe->called, base, sizeof(exe->called) - 1);
}

static bool was_at(const struct sessmon_exe *exe, const char *path)
{
	return path && exe->at_host && is_string(exe->data + exe->path, path_len(exe), path);
}

static bool may_be_door(const struct sessmon_exe *exe)
{
	return !(exe->flags & SESSMON_EXE_OTHER_MNT_NS) &&
	       only_root_changes(exe->mode, exe->uid, exe->gid);
}

/* Cheap, and true of all that a rule's program can be. */
static bool may_be_named(const struct sessmon_policy *policy, const struct sessmon_exe *exe)
{
	size_t len = path_len(exe);
	const char *name = last_of(exe->data + exe->path, &len);

	/* The name by which it was called may have been cut: then no bit tells. */
	return sessmon_policy_may_name(policy, name, len) ||
	       strlen(exe->called) == sizeof(exe->called) - 1 ||
	       sessmon_policy_may_name(policy, exe->called, strlen(exe->called));
}

/* One that was captured late is known by what its inode says; root owns it all the same. */
static bool is_file_of(const struct sessmon_exe *exe, const struct sessmon_door *door)
{
	return door->file.inode &&
	       sessmon_file_id_equal(&exe->file, exe->flags & SESSMON_EXE_FALLBACK ? &door->atomic :
										     &door->file);
}

static bool is_program_of(const struct sessmon_exe *exe, const struct sessmon_door *door)
{
	return is_file_of(exe, door) || was_at(exe, door->rule->path) || was_at(exe, door->path);
}

static void set_role(struct sessmon_exe *exe, const struct sessmon_rule *rule, u32 generation)
{
	union sessmon_role role = {};

	if (rule) {
		role.roles = rule->roles;
		role.entry_type = rule->entry_type;
		role.generation = generation;
		exe->rule = exe->rule ?: rule->id;
	}
	WRITE_ONCE(exe->role.whole, role.whole);
	WRITE_ONCE(exe->judged, generation);
}

/* A rule's path is looked up only if the program has its name. */
static const struct sessmon_rule *find(const struct sessmon_policy *policy,
				       const struct sessmon_exe *exe)
{
	struct sessmon_door door;
	unsigned int i;

	for (i = 0; i < policy->count; i++) {
		if (!is_named(exe, kbasename(policy->rules[i].path)))
			continue;
		door = open_door(&policy->rules[i], NULL);
		if (is_program_of(exe, &door))
			return door.rule;
	}
	return NULL;
}

/* Nearly all programs are of no rule, and have no role then. */
static bool is_of_no_rule(struct sessmon_exe *exe)
{
	const struct sessmon_policy *policy;
	bool named;

	rcu_read_lock();
	policy = sessmon_policy_peek();
	named = may_be_named(policy, exe);
	if (!named)
		set_role(exe, NULL, policy->generation);
	rcu_read_unlock();
	return !named;
}

/**
 * sessmon_door_recognise() - give a program the role that the policy in force has for it
 * @exe: the program, complete and not shared yet
 *
 * Context: process, sleeps for a program with a rule's name; all others cost a few
 * comparisons.
 */
void sessmon_door_recognise(struct sessmon_exe *exe)
{
	struct sessmon_policy *policy;

	might_sleep();
	if (!may_be_door(exe)) {
		exe->judged = sessmon_policy_generation();
		return;
	}
	if (is_of_no_rule(exe))
		return;
	policy = sessmon_policy_get();
	set_role(exe, find(policy, exe), policy->generation);
	sessmon_policy_put(policy);
}

/* ---- all programs anew ---- */

/**
 * sessmon_doors_open() - look up the files of all rules
 * @policy: the policy; the caller keeps it until sessmon_doors_close()
 *
 * Context: process, sleeps.
 * Return: the rules and their files; NULL without memory, counted.
 */
struct sessmon_doors *sessmon_doors_open(const struct sessmon_policy *policy)
{
	struct sessmon_doors *doors;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL);
	unsigned int i;

	doors = kvzalloc(struct_size(doors, doors, policy->count), GFP_KERNEL | __GFP_NOWARN);
	if (!doors || !buf) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		kvfree(doors);
		kfree(buf);
		return NULL;
	}
	doors->policy = policy;
	for (i = 0; i < policy->count; i++)
		doors->doors[doors->count++] = open_door(&policy->rules[i], buf);
	kfree(buf);
	return doors;
}

/**
 * sessmon_doors_close() - undo sessmon_doors_open()
 * @doors: what it returned
 *
 * Context: process, sleeps.
 */
void sessmon_doors_close(struct sessmon_doors *doors)
{
	unsigned int i;

	for (i = 0; i < doors->count; i++)
		kfree(doors->doors[i].path);
	kvfree(doors);
}

/* The rule by which it was recognised before comes first: its file may have gone. */
static const struct sessmon_rule *find_known(const struct sessmon_doors *doors,
					     const struct sessmon_exe *exe)
{
	unsigned int i;

	for (i = 0; exe->rule && i < doors->count; i++)
		if (doors->doors[i].rule->id == exe->rule)
			return doors->doors[i].rule;
	return NULL;
}

static const struct sessmon_rule *find_now(const struct sessmon_doors *doors,
					   const struct sessmon_exe *exe)
{
	const struct sessmon_door *door;
	unsigned int i;

	if (!may_be_door(exe) || !may_be_named(doors->policy, exe))
		return NULL;
	for (i = 0; i < doors->count; i++) {
		door = &doors->doors[i];
		if (is_named(exe, kbasename(door->rule->path)) && is_program_of(exe, door))
			return door->rule;
	}
	return NULL;
}

/**
 * sessmon_doors_judge() - give a program that runs the role that a policy has for it
 * @doors: the policy's rules
 * @exe: the program
 *
 * Context: any; one caller at a time.
 */
void sessmon_doors_judge(const struct sessmon_doors *doors, struct sessmon_exe *exe)
{
	u32 generation = doors->policy->generation;

	if (exe->judged != generation)
		set_role(exe, find_known(doors, exe) ?: find_now(doors, exe), generation);
}
