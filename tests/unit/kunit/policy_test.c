// SPDX-License-Identifier: GPL-2.0-only
/*
 * The built-in policy, against the table that the userspace runner uses too.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "tests/unit/pure/cases.h"

static void name_of_a_program(struct kunit *test)
{
	const struct name_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test,
			sessmon_rules_name(sessmon_rules_default, sessmon_rules_default_count,
					   c->name, strlen(c->name)),
			c->is);
}

static void no_rule_breaks_a_law(struct kunit *test)
{
	const struct sessmon_rule *rules;
	const char *broken;
	size_t count, i;

	rules = sessmon_rules_default;
	count = sessmon_rules_default_count;
	KUNIT_EXPECT_GT(test, count, (size_t)0);
	for (i = 0; i < count; i++) {
		broken = policy_broken_law(rules, i);
		KUNIT_EXPECT_NULL_MSG(test, broken, "%s: %s", rules[i].path, broken);
	}
}

KUNIT_ARRAY_PARAM_DESC(name, name_cases, desc);

static struct kunit_case cases[] = { KUNIT_CASE_PARAM(name_of_a_program, name_gen_params),
				     KUNIT_CASE(no_rule_breaks_a_law),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_policy",
	.test_cases = cases,
};
kunit_test_suite(suite);
