// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file that is installed as the default policy, held against what is built in: the
 * same programs, in any order. It is read here by other code than the reader's.
 */
#include "default_policy.h"

#include <stdio.h>
#include <string.h>

#include <linux/kernel.h>
#include <linux/types.h>

#include "policy/rules.h"

static const struct {
	const char *name;
	u32 role;
} roles[] = {
	{ "host_access", SESSMON_EXE_HOST_ACCESS }, { "getty", SESSMON_EXE_GETTY },
	{ "scheduler", SESSMON_EXE_SCHEDULER },	    { "relay", SESSMON_EXE_RELAY },
	{ "inline", SESSMON_EXE_INLINE },
};

static const char *const entries[] = {
	[SESSMON_ENTRY_SSHD] = "sshd",		 [SESSMON_ENTRY_SSM] = "ssm",
	[SESSMON_ENTRY_KUBELET] = "kubelet",	 [SESSMON_ENTRY_TELEPORT] = "teleport",
	[SESSMON_ENTRY_CONTAINER] = "container", [SESSMON_ENTRY_TERMINAL] = "terminal",
	[SESSMON_ENTRY_CRON] = "cron",		 [SESSMON_ENTRY_REMOTE] = "remote",
	[SESSMON_ENTRY_DISPLAY] = "display",
};

static u32 role_of(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(roles); i++)
		if (!strcmp(roles[i].name, name))
			return roles[i].role;
	return 0;
}

static const struct sessmon_rule *rule_of(const char *path)
{
	unsigned int i;

	for (i = 0; i < sessmon_rules_default_count; i++)
		if (!strcmp(sessmon_rules_default[i].path, path))
			return &sessmon_rules_default[i];
	return NULL;
}

static bool has_roles(const struct sessmon_rule *rule, char *words)
{
	u32 all = 0, role;
	char *word;

	for (word = strtok(words, ","); word; word = strtok(NULL, ",")) {
		role = role_of(word);
		if (!role)
			return false;
		all |= role;
	}
	return rule->roles == all;
}

static bool is_built_in(const char *line)
{
	char path[256], words[64], entry[64];
	const struct sessmon_rule *rule;

	if (sscanf(line, "program %255s %63s %63s", path, words, entry) != 3)
		return false;
	rule = rule_of(path);
	return rule && has_roles(rule, words) && rule->entry_type < ARRAY_SIZE(entries) &&
	       entries[rule->entry_type] && !strcmp(entries[rule->entry_type], entry);
}

/* A program or a class that is there twice would be refused by the reader or the module. */
const char *default_policy_differs(const char *path)
{
	static char wrong[600];
	char line[512], level[64];
	unsigned int programs = 0, records = 0;
	FILE *f = fopen(path, "r");

	if (!f)
		return "no such file";
	while (fgets(line, sizeof(line), f)) {
		if (*line == '#' || *line == '\n')
			continue;
		if (sscanf(line, "record %*s %63s", level) == 1 && !strcmp(level, "all")) {
			records++;
		} else if (is_built_in(line)) {
			programs++;
		} else {
			snprintf(wrong, sizeof(wrong), "not built in: %s", line);
			break;
		}
	}
	fclose(f);
	if (!*wrong && programs != sessmon_rules_default_count)
		snprintf(wrong, sizeof(wrong), "%u programs, built in are %u", programs,
			 sessmon_rules_default_count);
	if (!*wrong && records != 7)
		snprintf(wrong, sizeof(wrong), "records of %u classes", records);
	return *wrong ? wrong : NULL;
}
