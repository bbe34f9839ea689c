// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon policy: shown, checked, loaded, reset. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/out.h"
#include "cmd/policy_file.h"
#include "options/view.h"
#include "text/printer.h"

/** OPTION_FORCE - Of an option that has no letter: -f is a flag. */
#define OPTION_FORCE 256

static int keep_text(const struct sessmon_policy *p, void *arg)
{
	struct printer *out = arg;

	buf_printf(&out->line, "# policy %u%s, %u programs\n", p->generation,
		   p->built_in ? ", built in" : "", p->n_rules);
	policy_put(&out->line, p);
	return 0;
}

static void json_roles(struct json *j, uint32_t roles)
{
	unsigned int i;
	const char *name;

	json_list(j, "roles");
	for (i = 0; i < names_exe_flags.n; i++) {
		name = name_of(&names_exe_flags, i);
		if (roles & policy_roles() & 1u << i)
			json_item(j, (struct sessmon_str){ name, (uint32_t)strlen(name) });
	}
	json_list_end(j);
}

static void json_rule(struct json *j, const struct sessmon_rule *r)
{
	unsigned int base = json_object(j);

	json_text(j, "path", r->path);
	json_roles(j, r->roles);
	json_puts(j, "entry_type", name_of(&names_entry, r->entry_type));
	json_object_end(j, base);
}

static void json_records(struct json *j, const struct sessmon_policy *p)
{
	unsigned int base = json_enter(j, "record"), i;
	const char *class;

	for (i = 0; i < p->n_records; i++) {
		class = name_of(&names_class, p->records[i].session_class);
		if (class)
			json_puts(j, class, name_of(&names_record, p->records[i].level));
	}
	json_leave(j, base);
}

static int put_json(const struct sessmon_policy *p, void *arg)
{
	struct printer *out = arg;
	struct json *j = &out->json;
	unsigned int base, i;

	print_json_head(out, PRINT_HEAD_POLICY);
	base = json_enter(j, "sessmon.policy");
	json_number(j, "generation", p->generation);
	json_bool(j, "built_in", p->built_in);
	json_objects(j, "program");
	for (i = 0; i < p->n_rules; i++)
		json_rule(j, &p->rules[i]);
	json_list_end(j);
	json_records(j, p);
	json_leave(j, base);
	json_end(j);
	return 0;
}

static int show(struct sessmon *s, bool json)
{
	struct printer p;
	int err;

	printer_open(&p, sessmon_info(s));
	err = sessmon_policy_get(s, json ? put_json : keep_text, &p);
	if (!err)
		printer_flush(&p);
	printer_close(&p);
	return err ? tool_fail(s, err) : TOOL_OK;
}

static int set(struct sessmon *s, const struct sessmon_policy *p)
{
	uint32_t generation;
	int err = sessmon_policy_set(s, p, &generation);

	if (err)
		return tool_fail(s, err);
	out_printf("policy %u is in force\n", generation);
	return TOOL_OK;
}

/* All of it is understood before the kernel hears of any of it. */
static int read_policy(const char *path, struct policy_file *file)
{
	bool standard = !strcmp(path, "-");
	FILE *f = standard ? stdin : fopen(path, "re");
	bool good;

	if (!f) {
		fprintf(stderr, "sessmon: %s: %s\n", path, strerror(errno));
		return TOOL_FAILED;
	}
	good = policy_read(f, file);
	if (!standard)
		fclose(f);
	if (!good)
		fprintf(stderr, "sessmon: %s:%u: %s\n", path, file->line, file->error);
	return good ? TOOL_OK : TOOL_FAILED;
}

/* A policy that is understood may still not be meant; an empty file hardly ever is. */
static int judge(const char *path, const struct sessmon_policy *p, bool refuse)
{
	if (policy_has_door(p))
		return TOOL_OK;
	fprintf(stderr, "sessmon: %s: %s\n", path,
		"no program lets people in (host_access): remote logins will be services");
	if (!refuse || p->n_rules || p->n_records)
		return TOOL_OK;
	fprintf(stderr, "sessmon: %s: the policy is empty; load --force takes it\n", path);
	return TOOL_FAILED;
}

static int load(const char *path, bool check_only, bool force)
{
	struct policy_file *file = xalloc(1, sizeof(*file));
	struct sessmon *s = NULL;
	int ret = read_policy(path, file);

	if (!ret)
		ret = judge(path, &file->policy, !check_only && !force);
	if (!ret && !check_only)
		ret = tool_open(&s);
	if (!ret && !check_only)
		ret = set(s, &file->policy);
	policy_free(file);
	free(file);
	sessmon_close(s);
	return ret;
}

static int ask(bool reset, bool json)
{
	static const struct sessmon_policy built_in = { .built_in = true };
	struct sessmon *s;
	int ret = tool_open(&s);

	if (ret)
		return ret;
	ret = reset ? set(s, &built_in) : show(s, json);
	sessmon_close(s);
	return ret;
}

static int run(int n, char **word, bool json, bool force)
{
	if (force && !(n == 2 && !strcmp(word[0], "load")))
		return tool_usage(&verb_policy, "only load takes --force");
	if (n == 1 && !strcmp(word[0], "show"))
		return ask(false, json);
	if (json)
		return tool_usage(&verb_policy, "only show has documents");
	if (n == 1 && !strcmp(word[0], "reset"))
		return ask(true, false);
	if (n == 2 && !strcmp(word[0], "load"))
		return load(word[1], false, force);
	if (n == 2 && !strcmp(word[0], "check"))
		return load(word[1], true, false);
	return tool_usage(&verb_policy, "needs show, check FILE, load FILE or reset");
}

static int cmd_policy(int argc, char **argv)
{
	static const struct option options[] = { VIEW_COMMON_OPTIONS,
						 { "force", no_argument, NULL, OPTION_FORCE },
						 { 0 } };
	bool json = false, force = false;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		if (c == OPTION_FORCE)
			force = true;
		else
			ret = view_take_common(&json, &verb_policy, c, argv);
	return ret ? ret : run(argc - optind, argv + optind, json, force);
}

const struct verb verb_policy = {
	.name = "policy",
	.args = "[-j] [--force] show | check FILE | load FILE | reset",
	.summary = "Show or replace the policy: which programs let people in",
	.help = "  show        the policy in force, as a file that load takes\n"
		"  check FILE  whether load would understand it; - is standard input\n"
		"  load FILE   replace the policy as a whole, or not at all\n"
		"  reset       back to the built-in policy\n\n"
		"  -j, --json             show: one JSON document\n"
		"      --force            load: also a policy that is empty\n" VIEW_COMMON_HELP,
	.run = cmd_policy,
};
