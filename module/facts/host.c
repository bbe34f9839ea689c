// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host: its boot id, init's view of the file system, mount namespaces.
 */
#include "facts/host.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/ns_common.h>
#include <linux/pid_namespace.h>
#include <linux/printk.h>
#include <linux/proc_ns.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <uapi/linux/sessmon.h>

#include "compat.h"

static char boot_id[SESSMON_BOOT_ID_LEN + 1];

/* Where struct mnt_namespace, private to fs/, keeps its number; -1 is unknown. */
static long mnt_inum_offset = -1;

/* The number is made at its first read, and its variable belongs to the random driver. */
static int read_boot_id(const struct path *proc)
{
	struct file *file = sessmon_compat_open_root(proc, "sys/kernel/random/boot_id", O_RDONLY);
	loff_t pos = 0;
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);
	n = kernel_read(file, boot_id, SESSMON_BOOT_ID_LEN, &pos);
	fput(file);
	return n == SESSMON_BOOT_ID_LEN ? 0 : -EIO;
}

/* The inode of /proc/PID/ns/mnt points at the namespace's common part. */
static void find_mnt_inum(const struct path *proc)
{
	struct file *file = sessmon_compat_open_root(proc, "self/ns/mnt", O_RDONLY);
	long offset;

	if (IS_ERR(file))
		return;
	offset = (char *)get_proc_ns(file_inode(file)) - (char *)current->nsproxy->mnt_ns;
	if (offset >= 0 && offset < 256)
		mnt_inum_offset = offset;
	fput(file);
}

/**
 * sessmon_host_init() - read what does not change until the next boot
 *
 * Through a mount of proc of our own: /proc may not be mounted yet, and the
 * process that loads the module may live in any root.
 *
 * Context: sleeps.
 * Return: 0 or a negative error, told in the log.
 */
int sessmon_host_init(void)
{
	struct file_system_type *type = get_fs_type("proc");
	struct path proc = {};
	int err;

	if (!type)
		return -ENODEV;
	proc.mnt = kern_mount(type);
	module_put(type->owner); /* put_filesystem() is not for modules. */
	if (IS_ERR(proc.mnt))
		return PTR_ERR(proc.mnt);
	proc.dentry = proc.mnt->mnt_root;
	err = read_boot_id(&proc);
	if (err)
		pr_err("cannot read the boot id: %d\n", err);
	else
		find_mnt_inum(&proc);
	kern_unmount(proc.mnt);
	return err;
}

/**
 * sessmon_host_boot_id() - the boot id as text
 *
 * Context: any.
 * Return: 36 characters and a zero.
 */
const char *sessmon_host_boot_id(void)
{
	return boot_id;
}

/**
 * sessmon_host_knows_mnt_ns() - can mount namespaces be told apart by number?
 *
 * Context: any.
 * Return: true if sessmon_host_mnt_inum() works on this kernel.
 */
bool sessmon_host_knows_mnt_ns(void)
{
	return mnt_inum_offset >= 0;
}

/**
 * sessmon_host_mnt_inum() - inode number of a mount namespace
 * @ns: the namespace; the caller keeps it alive
 *
 * Context: any.
 * Return: the number, 0 if it cannot be told.
 */
u32 sessmon_host_mnt_inum(const struct mnt_namespace *ns)
{
	if (mnt_inum_offset < 0 || !ns)
		return 0;
	return ((const struct ns_common *)((const char *)ns + mnt_inum_offset))->inum;
}

/**
 * struct view - where a task looks for files
 * @mounts: its mount namespace
 * @root: its root directory
 */
struct view {
	const struct mnt_namespace *mounts;
	struct path root;
};

/*
 * Only compared: a task that changes its root at this very moment has both. Pid 1's lock
 * is taken at each exec because nothing else keeps its fs_struct, which an unshare() of
 * its own frees at once. An exec takes the kernel's binfmt_lock, as global, in any case.
 */
static struct view view_of_task(struct task_struct *task)
{
	struct view view = {};

	task_lock(task);
	if (task->nsproxy)
		view.mounts = task->nsproxy->mnt_ns;
	if (task->fs) {
		view.root.mnt = READ_ONCE(task->fs->root.mnt);
		view.root.dentry = READ_ONCE(task->fs->root.dentry);
	}
	task_unlock(task);
	return view;
}

/**
 * sessmon_host_sees() - does a task see the files that pid 1 sees?
 * @task: the task; the caller holds it
 *
 * Context: process; takes the task locks, one after the other.
 * Return: what both have in common.
 */
enum sessmon_view sessmon_host_sees(struct task_struct *task)
{
	struct view theirs = view_of_task(task), ours = view_of_task(init_pid_ns.child_reaper);

	if (theirs.mounts != ours.mounts)
		return SESSMON_VIEW_OTHER;
	return path_equal(&theirs.root, &ours.root) ? SESSMON_VIEW_INIT : SESSMON_VIEW_MOUNTS;
}

/**
 * sessmon_host_open() - find a file by its absolute name as pid 1 would
 * @name: the name
 *
 * Whatever root and mounts the caller has, pid 1's are used.
 *
 * Context: process, sleeps.
 * Return: the file, opened for nothing but to be looked at (O_PATH), to be given
 * back with fput(); or an error pointer.
 */
struct file *sessmon_host_open(const char *name)
{
	struct task_struct *init = init_pid_ns.child_reaper;
	struct path root = {};
	struct file *file;

	task_lock(init);
	if (init->fs)
		get_fs_root(init->fs, &root);
	task_unlock(init);
	if (!root.mnt)
		return ERR_PTR(-ENOENT);
	file = sessmon_compat_open_root(&root, name, O_PATH);
	path_put(&root);
	return file;
}
