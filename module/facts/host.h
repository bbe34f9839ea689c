/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The host: its boot id, init's view of the file system, mount namespaces.
 */
#ifndef SESSMON_HOST_H
#define SESSMON_HOST_H

#include <linux/types.h>

struct file;
struct mnt_namespace;
struct task_struct;

/**
 * enum sessmon_view - what a task has in common with pid 1 where it looks for files
 * @SESSMON_VIEW_OTHER: nothing: its mounts are others
 * @SESSMON_VIEW_MOUNTS: the mounts
 * @SESSMON_VIEW_INIT: the mounts and the root directory, so that absolute names mean the same
 */
enum sessmon_view {
	SESSMON_VIEW_OTHER,
	SESSMON_VIEW_MOUNTS,
	SESSMON_VIEW_INIT,
};

int sessmon_host_init(void);
const char *sessmon_host_boot_id(void);
bool sessmon_host_knows_mnt_ns(void);
u32 sessmon_host_mnt_inum(const struct mnt_namespace *ns);
enum sessmon_view sessmon_host_sees(struct task_struct *task);
struct file *sessmon_host_open(const char *name);

#endif /* SESSMON_HOST_H */
