/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules that name programs, and the built-in list of them.
 */
#ifndef SESSMON_RULES_H
#define SESSMON_RULES_H

#include <linux/types.h>
#include <uapi/linux/sessmon.h>

/**
 * struct sessmon_rule - one program
 * @path: absolute; symbolic links are followed as pid 1 would
 * @roles: of enum sessmon_exe_flags, those of SESSMON_EXE_ROLES
 * @entry_type: how a session entered the host that this program let in
 * @id: of the path: rules of two policies for the same path have the same; set when
 *      the policy is put together
 */
struct sessmon_rule {
	const char *path;
	u32 roles;
	u32 entry_type;
	u64 id;
};

/* Flags of a program that say which role the policy gives to it. */
#define SESSMON_RULE_ROLES                                                                         \
	(SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_SCHEDULER | SESSMON_EXE_GETTY | SESSMON_EXE_RELAY | \
	 SESSMON_EXE_INLINE)

extern const struct sessmon_rule sessmon_rules_default[];
extern const unsigned int sessmon_rules_default_count;

u64 sessmon_rule_id(const char *path);
const char *sessmon_rule_error(const struct sessmon_rule *rule);
bool sessmon_rules_name(const struct sessmon_rule *rules, unsigned int count, const char *name,
			size_t len);

#endif /* SESSMON_RULES_H */
