/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The program of a process: one execution's facts, shared by all its forks.
 */
#ifndef SESSMON_EXE_H
#define SESSMON_EXE_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "facts/file.h"
#include "limits.h"
#include "policy/rules.h"

/**
 * union sessmon_role - what a policy makes of a program
 * @roles: of SESSMON_RULE_ROLES; 0 if no rule names it
 * @entry_type: enum sessmon_entry_type of the rule
 * @generation: of the policy
 * @whole: all of it, read and written at once
 */
union sessmon_role {
	struct {
		u32 roles : 24;
		u32 entry_type : 8;
		u32 generation;
	};
	u64 whole;
};

static_assert(!(SESSMON_RULE_ROLES >> 24), "roles fit into what is read at once");

/**
 * struct sessmon_exe - what was executed, and how
 * @ref: holders: processes, leaders of sessions, records in the ring, a capture
 * @flags: enum sessmon_exe_flags, without those of a role
 * @judged: generation of the policy that has last been asked for its role; 0 if the
 *          file was not known well enough to ask
 * @role: what that policy makes of it
 * @rule: of the rule by which it was first recognised, or 0: what was that rule's
 *        program when it was executed stays that rule's program
 * @file: which file it is; its inode is 0 if that is not known
 * @generation: of the inode
 * @mode: type and permission bits
 * @uid: owner
 * @gid: group
 * @nlink: names that the file had
 * @at_host: @path is what the file was called by who sees init's mounts and root
 * @called: end of the name by which it was executed, as the kernel keeps it in comm
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
 * changed afterwards, so holders of a reference read it without a lock; but for
 * @judged, @role and @rule, which reconcile/role.c changes for a new policy, one at a time. The
 * role is whole at any moment and is taken over by the sessions afterwards. The last
 * put frees at once: readers always hold a reference of their own.
 */
struct sessmon_exe {
	refcount_t ref;
	u32 flags;
	u32 judged;
	union sessmon_role role;
	u64 rule;
	struct sessmon_file_id file;
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
	bool at_host;
	char called[TASK_COMM_LEN];
	char data[];
};

struct sessmon_exe *sessmon_exe_get(struct sessmon_exe *exe);
void sessmon_exe_put(struct sessmon_exe *exe);
struct sessmon_exe *sessmon_exe_alloc(size_t data_len, gfp_t gfp);
u64 sessmon_exe_live(void);

static inline union sessmon_role sessmon_exe_role(const struct sessmon_exe *exe)
{
	return (union sessmon_role){ .whole = exe ? READ_ONCE(exe->role.whole) : 0 };
}

static inline u32 sessmon_exe_roles(const struct sessmon_exe *exe)
{
	return sessmon_exe_role(exe).roles;
}

#endif /* SESSMON_EXE_H */
