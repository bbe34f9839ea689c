/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognising the programs of the policy by identity.
 */
#ifndef SESSMON_DOOR_H
#define SESSMON_DOOR_H

#include <linux/fs.h>

#include "policy/exe.h"
#include "policy/policy.h"

/**
 * struct sessmon_door - a rule, and the file that pid 1 finds under its path now
 * @rule: the rule
 * @file: the file, if root alone may change it; its inode is 0 otherwise
 * @atomic: as @file, by sessmon_file_identify_atomic()
 * @path: where it lies, all links followed, as who looks sees it; NULL if unknown
 */
struct sessmon_door {
	const struct sessmon_rule *rule;
	struct sessmon_file_id file, atomic;
	const char *path;
};

/**
 * struct sessmon_doors - all rules of a policy, with their files
 * @policy: the policy; the caller of sessmon_doors_open() keeps it
 * @count: how many rules there are
 * @doors: the rules
 */
struct sessmon_doors {
	const struct sessmon_policy *policy;
	unsigned int count;
	struct sessmon_door doors[];
};

void sessmon_door_recognise(struct sessmon_exe *exe);

struct sessmon_doors *sessmon_doors_open(const struct sessmon_policy *policy);
void sessmon_doors_close(struct sessmon_doors *doors);
void sessmon_doors_judge(const struct sessmon_doors *doors, struct sessmon_exe *exe);

#endif /* SESSMON_DOOR_H */
