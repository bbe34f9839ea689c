/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognising the programs of the policy by identity.
 */
#ifndef SESSMON_DOOR_H
#define SESSMON_DOOR_H

#include <linux/fs.h>

#include "policy.h"

const struct sessmon_rule *sessmon_door_rule(const struct file *file);

#endif /* SESSMON_DOOR_H */
