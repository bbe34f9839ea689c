// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pure parts of the module, run against the same tables as in the kernel,
 * as an ordinary program that prints TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>
#include <linux/types.h>

#include "cases.h"
#include "default_policy.h"

static unsigned int passed, failed;

/* @wrong says what is wrong, or is NULL. */
static void report(const char *suite, const char *desc, const char *wrong)
{
	printf("%s %u - %s: %s\n", wrong ? "not ok" : "ok", passed + failed + 1, suite, desc);
	if (wrong)
		printf("  # %s\n", wrong);
	if (wrong)
		failed++;
	else
		passed++;
}

static void run_classify_cases(void)
{
	char wrong[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(classify_cases); i++) {
		const struct classify_case *c = &classify_cases[i];
		struct sessmon_verdict v = sessmon_classify(&c->facts);
		bool right = v.class == c->class && v.reason == c->reason;

		snprintf(wrong, sizeof(wrong), "class %d for reason %d, not %d for %d", v.class,
			 v.reason, c->class, c->reason);
		report("classify", c->desc, right ? NULL : wrong);
	}
}

static void run_lineage_cases(void)
{
	char wrong[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lineage_cases); i++) {
		const struct lineage_case *c = &lineage_cases[i];
		struct sessmon_verdict v = sessmon_classify(&c->facts);
		enum sessmon_lineage l = sessmon_lineage_of_child(&c->facts, v.class, c->getty);

		snprintf(wrong, sizeof(wrong), "lineage %d, not %d", l, c->lineage);
		report("lineage", c->desc, l == c->lineage ? NULL : wrong);
	}
}

static void run_leaving(void)
{
	char desc[80];
	unsigned int how;
	size_t i;

	report("leaving", "each combination has one row", leaving_is_incomplete());
	for (i = 0; i < ARRAY_SIZE(leaving_cases); i++) {
		const struct leaving_case *c = &leaving_cases[i];

		for (how = 0; how < LEAVING_WAYS; how++) {
			snprintf(desc, sizeof(desc), "lineage %u, adopter %u, terminal %u, way %u",
				 c->lineage, c->by, c->tty, how);
			report("leaving", desc, leaving_is_wrong(c, how));
		}
	}
}

#define RUN(suite, cases, wrong)                \
	for (i = 0; i < ARRAY_SIZE(cases); i++) \
	report(suite, cases[i].desc, wrong(&cases[i]) ? "answered otherwise" : NULL)

static void run_logins(void)
{
	size_t i;

	RUN("duty", duty_cases, duty_is_wrong);
	RUN("bequest", bequest_cases, bequest_is_wrong);
	RUN("adoption", adoption_cases, adoption_is_wrong);
	RUN("departure", departure_cases, departure_is_wrong);
	RUN("turn", turn_cases, turn_is_wrong);
}

static void run_privileges(void)
{
	size_t i;

	RUN("privilege by call", call_privilege_cases, call_privilege_is_wrong);
	RUN("privilege by exec", exec_privilege_cases, exec_privilege_is_wrong);
}

/* Every session that can be, and whatever it can create. */
static void run_laws(void)
{
	const char *classify = NULL, *lineage = NULL;
	struct sessmon_class_facts f;
	unsigned int n, getty;

	for (n = 0; n < CLASSIFY_COMBINATIONS; n++) {
		struct sessmon_verdict v;

		if (!classify_combination(n, &f))
			continue;
		v = sessmon_classify(&f);
		classify = classify ?: classify_broken_law(&f, &v);
		for (getty = 0; getty <= f.door; getty++)
			lineage = lineage ?:
					    lineage_broken_law(
						    &f, &v, getty,
						    sessmon_lineage_of_child(&f, v.class, getty));
	}
	report("classify", "no combination of facts breaks a law", classify);
	report("lineage", "no combination of facts breaks a law", lineage);
}

static void run_policy(void)
{
	const struct sessmon_rule *rules;
	size_t count, i;

	rules = sessmon_rules_default;
	count = sessmon_rules_default_count;
	for (i = 0; i < count; i++)
		report("policy rule", rules[i].path, policy_broken_law(rules, i));
	for (i = 0; i < ARRAY_SIZE(name_cases); i++) {
		const struct name_case *c = &name_cases[i];
		/* Without a zero behind it: what reads on is caught. */
		char *name = malloc(strlen(c->name) ?: 1);
		bool is;

		memcpy(name, c->name, strlen(c->name));
		is = sessmon_rules_name(sessmon_rules_default, sessmon_rules_default_count, name,
					strlen(c->name));
		free(name);
		report("policy name", c->desc, is == c->is ? NULL : "answered the opposite");
	}
}

int main(int argc, char **argv)
{
	const char *file = argc > 1 ? argv[1] : "default.policy";

	printf("TAP version 14\n");
	run_classify_cases();
	run_lineage_cases();
	run_leaving();
	run_logins();
	run_privileges();
	run_laws();
	run_policy();
	report("policy", "the file of the default is what is built in",
	       default_policy_differs(file));
	printf("1..%u\n", passed + failed);
	printf("%u passed, %u failed\n", passed, failed);
	return failed > 0;
}
