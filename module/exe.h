/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The program of a process: one execution's facts, shared by all its forks.
 */
#ifndef SESSMON_EXE_H
#define SESSMON_EXE_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "limits.h"
#include "rules.h"

/**
 * struct sessmon_exe - what was executed, and how
 * @ref: holders: processes, leaders of sessions, records in the ring, a capture
 * @flags: enum sessmon_exe_flags
 * @entry_type: enum sessmon_entry_type of the policy's rule, if a role flag is set
 * @policy_generation: of the policy that gave the role
 * @dev: device of the file
 * @inode: number of the file
 * @generation: of the inode
 * @mode: type and permission bits
 * @uid: owner
 * @gid: group
 * @nlink: names that the file had
 * @argc: arguments given
 * @args_len: bytes of arguments given, with their zeros
 * @args_kept: bytes of them in @data
 * @path: offset of the path in @data
 * @script: offset of the script's path in @data; 0 if there is none
 * @cwd: offset of the working directory in @data; 0 if unknown
 * @args: offset of the arguments in @data
 * @data: byte 0 is zero, then the strings
 *
 * Filled by one task before it is shared (a capture, or the snapshot) and never
 * changed afterwards, so holders of a reference read it without a lock; but a new
 * policy may change the role, which is whole at any moment and is taken over by
 * the sessions afterwards. The last put frees at once: readers always hold a
 * reference of their own.
 */
struct sessmon_exe {
	refcount_t ref;
	u32 flags;
	u32 entry_type;
	u32 policy_generation;
	dev_t dev;
	u64 inode;
	u32 generation;
	u32 mode;
	u32 uid;
	u32 gid;
	u32 nlink;
	u32 argc;
	u32 args_len;
	u32 args_kept;
	u16 path;
	u16 script;
	u16 cwd;
	u16 args;
	char data[];
};

struct sessmon_exe *sessmon_exe_get(struct sessmon_exe *exe);
void sessmon_exe_put(struct sessmon_exe *exe);
struct sessmon_exe *sessmon_exe_alloc(size_t data_len, gfp_t gfp);
u64 sessmon_exe_live(void);

static inline u32 sessmon_exe_roles(const struct sessmon_exe *exe)
{
	return exe ? READ_ONCE(exe->flags) & SESSMON_RULE_ROLES : 0;
}

#endif /* SESSMON_EXE_H */
