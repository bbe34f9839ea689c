/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Capturing the facts of a program: where sleeping is allowed.
 */
#ifndef SESSMON_CAPTURE_H
#define SESSMON_CAPTURE_H

#include <linux/binfmts.h>
#include <linux/sched.h>

#include "policy/exe.h"

void sessmon_capture_exit(void);
struct sessmon_exe *sessmon_capture_bprm(struct linux_binprm *bprm,
					 const struct sessmon_exe *before);
struct sessmon_exe *sessmon_capture_late(struct linux_binprm *bprm);
struct sessmon_exe *sessmon_capture_task(struct task_struct *task);

#endif /* SESSMON_CAPTURE_H */
