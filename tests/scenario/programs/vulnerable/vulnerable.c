// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver with a hole: whoever opens /dev/vulnerable becomes root.
 *
 * That is what an exploit of the kernel ends in: commit_creds() with root's ids and
 * capabilities, without any program having been executed; or, for who opens it for
 * writing, the same ids written over the old ones behind everybody's back. For test
 * machines only.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static void make_root(struct cred *new)
{
	new->uid = GLOBAL_ROOT_UID;
	new->euid = GLOBAL_ROOT_UID;
	new->suid = GLOBAL_ROOT_UID;
	new->fsuid = GLOBAL_ROOT_UID;
	new->cap_permitted = new->cap_bset;
	new->cap_effective = new->cap_bset;
}

static int give_root(struct inode *inode, struct file *file)
{
	struct cred *new;

	if (file->f_mode & FMODE_WRITE) {
		make_root((struct cred *)current_cred());
		return 0;
	}
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	make_root(new);
	return commit_creds(new);
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.open = give_root,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "vulnerable",
	.fops = &operations,
	.mode = 0666,
};
module_misc_device(device);

MODULE_DESCRIPTION("A hole in the kernel, for tests");
MODULE_LICENSE("GPL");
