// SPDX-License-Identifier: GPL-2.0-only
/*
 * Giving a new policy's roles to programs that run already.
 *
 * A listener that was started before its rule came would otherwise let people in
 * unnoticed until it is restarted. Programs are compared by device and inode with
 * the files that the rules' paths name now.
 */
#include "role.h"

#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "door.h"
#include "process.h"
#include "session.h"

/**
 * struct found - the file of a rule
 * @dev: its device
 * @inode: its number
 * @rule: the rule
 */
struct found {
	dev_t dev;
	u64 inode;
	const struct sessmon_rule *rule;
};

/**
 * struct files - the files of all rules
 * @generation: of the policy
 * @count: how many there are
 * @found: the files
 */
struct files {
	u32 generation;
	unsigned int count;
	struct found found[];
};

static void note(dev_t dev, u64 inode, const struct sessmon_rule *rule, void *data)
{
	struct files *files = data;

	files->found[files->count++] = (struct found){ dev, inode, rule };
}

static const struct sessmon_rule *rule_of(const struct files *files, const struct sessmon_exe *exe)
{
	unsigned int i;

	if (exe->flags & SESSMON_EXE_OTHER_MNT_NS)
		return NULL;
	for (i = 0; i < files->count; i++)
		if (files->found[i].inode == exe->inode && files->found[i].dev == exe->dev)
			return files->found[i].rule;
	return NULL;
}

static void give_role(const struct files *files, struct sessmon_exe *exe)
{
	const struct sessmon_rule *rule = rule_of(files, exe);
	u32 flags = exe->flags & ~SESSMON_RULE_ROLES;

	WRITE_ONCE(exe->entry_type, rule ? rule->entry_type : SESSMON_ENTRY_UNKNOWN);
	WRITE_ONCE(exe->policy_generation, rule ? files->generation : 0);
	WRITE_ONCE(exe->flags, rule ? flags | rule->roles : flags);
}

static void visit_process(struct sessmon_process *p, void *data)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&p->lock, flags);
	if (p->exe)
		give_role(data, p->exe);
	raw_spin_unlock_irqrestore(&p->lock, flags);
}

static void visit_session(struct sessmon_session *s, void *data)
{
	sessmon_session_role_changed(s);
}

/**
 * sessmon_role_apply() - look at all running programs anew
 * @policy: the policy that has just come into force
 *
 * Where a session came from stays as it was; its class follows its leader's role.
 *
 * Context: sleeps; one caller at a time. Without memory for the list of files the
 * running programs keep their roles, which is counted.
 */
void sessmon_role_apply(const struct sessmon_policy *policy)
{
	struct files *files;

	files = kvzalloc(struct_size(files, found, policy->count), GFP_KERNEL);
	if (!files) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return;
	}
	files->generation = policy->generation;
	sessmon_door_apply(policy, note, files);
	sessmon_processes_each(visit_process, files);
	sessmon_sessions_each(visit_session, NULL);
	kvfree(files);
}
