/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which programs let people in, and in which role.
 */
#ifndef SESSMON_POLICY_H
#define SESSMON_POLICY_H

#include <linux/types.h>
#include <uapi/linux/sessmon.h>

/**
 * struct sessmon_rule - one program
 * @path: absolute; symbolic links are followed as pid 1 would
 * @roles: of enum sessmon_exe_flags, those of SESSMON_EXE_ROLES
 * @entry_type: how a session entered the host that this program let in
 */
struct sessmon_rule {
	const char *path;
	u32 roles;
	u32 entry_type;
};

const struct sessmon_rule *sessmon_policy_rules(size_t *count);
bool sessmon_policy_names(const char *basename, size_t len);

#endif /* SESSMON_POLICY_H */
