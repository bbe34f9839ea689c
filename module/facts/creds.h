/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The credentials of a thread, as a value. Apart from the other facts because the decisions on
 * them are also built outside the kernel.
 */
#ifndef SESSMON_CREDS_H
#define SESSMON_CREDS_H

#include <linux/types.h>

/**
 * struct sessmon_creds - the credentials of a thread, in numbers of the initial user namespace
 * @uid: real, @euid effective, @suid saved and @fsuid file system user
 * @euid: see @uid
 * @suid: see @uid
 * @fsuid: see @uid
 * @gid: as @uid, for the group
 * @egid: see @gid
 * @sgid: see @gid
 * @fsgid: see @gid
 * @cap_inheritable: capability sets, bit n is capability n
 * @cap_permitted: see @cap_inheritable
 * @cap_effective: see @cap_inheritable
 * @cap_bounding: see @cap_inheritable
 * @cap_ambient: see @cap_inheritable
 * @securebits: see capabilities(7)
 * @user_ns: inode number of the user namespace
 *
 * Compared with memcmp(): no padding may come in.
 */
struct sessmon_creds {
	u32 uid, euid, suid, fsuid;
	u32 gid, egid, sgid, fsgid;
	u64 cap_inheritable, cap_permitted, cap_effective, cap_bounding, cap_ambient;
	u32 securebits;
	u32 user_ns;
};

#endif /* SESSMON_CREDS_H */
