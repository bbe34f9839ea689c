// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tells one file from all others, and what it is called.
 */
#include "facts/file.h"

#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/stat.h>
#include <linux/string.h>

/**
 * sessmon_file_identify_atomic() - device and number, where nothing may sleep
 * @file: the file
 *
 * Context: any.
 * Return: what the inode says: no identity on file systems that give one number to
 * several files, see sessmon_file_identify().
 */
struct sessmon_file_id sessmon_file_identify_atomic(const struct file *file)
{
	const struct inode *inode = file_inode(file);

	return (struct sessmon_file_id){ .dev = inode->i_sb->s_dev, .inode = inode->i_ino };
}

/**
 * sessmon_file_identify() - device and number of a file
 * @file: the file
 *
 * btrfs counts inodes in each subvolume anew, and overlayfs shows files of several
 * file systems: both keep that apart by the device that stat(2) tells, and the super
 * block has another one. Neither lies on a device of its own: for those that do, the
 * inode's own words are enough. Nothing is asked of a server.
 *
 * Context: process, sleeps.
 * Return: the identity.
 */
struct sessmon_file_id sessmon_file_identify(const struct file *file)
{
	struct sessmon_file_id id = sessmon_file_identify_atomic(file);
	struct kstat stat;

	might_sleep();
	if (!MAJOR(id.dev) &&
	    !vfs_getattr_nosec(&file->f_path, &stat, STATX_INO, AT_STATX_DONT_SYNC))
		id = (struct sessmon_file_id){ .dev = stat.dev, .inode = stat.ino };
	return id;
}

/* The last components of a path, as many as there is room for, and no slash in front. */
static const char *end_of_path(const struct path *path, char *buf)
{
	struct dentry *dentry = dget(path->dentry), *parent;
	char *end = buf + PATH_MAX - 1, *name = end;
	struct name_snapshot part;
	bool fits = true;

	*end = '\0';
	while (fits && !IS_ROOT(dentry)) {
		take_dentry_name_snapshot(&part, dentry);
		fits = name - buf > part.name.len;
		if (fits) {
			if (name != end)
				*--name = '/';
			name -= part.name.len;
			memcpy(name, part.name.name, part.name.len);
		}
		release_dentry_name_snapshot(&part);
		parent = dget_parent(dentry);
		dput(dentry);
		dentry = parent;
	}
	dput(dentry);
	return name;
}

/**
 * sessmon_file_name() - the path of a file, for people
 * @path: the file
 * @buf: PATH_MAX bytes, in which it is built
 *
 * Context: process, sleeps.
 * Return: the path from the caller's root; if that is too long, as much of its end as
 * there is room for, without a slash in front.
 */
const char *sessmon_file_name(const struct path *path, char *buf)
{
	const char *name = d_path(path, buf, PATH_MAX);

	return IS_ERR(name) ? end_of_path(path, buf) : name;
}
