/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognising the programs of the policy by identity.
 */
#ifndef SESSMON_DOOR_H
#define SESSMON_DOOR_H

#include <linux/fs.h>

#include "exe.h"
#include "policy.h"

void sessmon_door_recognise(struct sessmon_exe *exe, const struct file *file);
void sessmon_door_apply(const struct sessmon_policy *policy,
			void (*visit)(dev_t dev, u64 inode, const struct sessmon_rule *rule,
				      void *data),
			void *data);

#endif /* SESSMON_DOOR_H */
