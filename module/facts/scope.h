/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the service manager says of a process by its control group.
 */
#ifndef SESSMON_SCOPE_H
#define SESSMON_SCOPE_H

#include <linux/sched.h>

bool sessmon_scope_is_of_user(struct task_struct *task);

#endif /* SESSMON_SCOPE_H */
