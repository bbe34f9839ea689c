/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tells one file from all others, and what it is called.
 */
#ifndef SESSMON_FILE_H
#define SESSMON_FILE_H

#include <linux/fs.h>

/**
 * struct sessmon_file_id - the identity of a file, as stat(2) says it
 * @dev: device
 * @inode: number
 */
struct sessmon_file_id {
	dev_t dev;
	u64 inode;
};

static inline bool sessmon_file_id_equal(const struct sessmon_file_id *a,
					 const struct sessmon_file_id *b)
{
	return a->inode == b->inode && a->dev == b->dev;
}

struct sessmon_file_id sessmon_file_identify(const struct file *file);
struct sessmon_file_id sessmon_file_identify_atomic(const struct file *file);
const char *sessmon_file_name(const struct path *path, char *buf);

#endif /* SESSMON_FILE_H */
