// SPDX-License-Identifier: GPL-2.0-only
/*
 * The classifier, against the table that the userspace runner uses too.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "tests/logic/cases.h"

static void class_of_session(struct kunit *test)
{
	const struct classify_case *c = test->param_value;
	struct sessmon_verdict v = sessmon_classify(&c->facts);

	KUNIT_EXPECT_EQ(test, (int)v.class, (int)c->class);
	KUNIT_EXPECT_EQ(test, (int)v.reason, (int)c->reason);
}

static void lineage_of_child(struct kunit *test)
{
	const struct lineage_case *c = test->param_value;
	struct sessmon_verdict v = sessmon_classify(&c->facts);

	KUNIT_EXPECT_EQ(test, (int)sessmon_lineage_of_child(&c->facts, v.class, c->getty),
			(int)c->lineage);
}

static void no_combination_of_facts_breaks_a_law(struct kunit *test)
{
	struct sessmon_class_facts f;
	unsigned int n, getty;
	const char *broken;

	for (n = 0; n < CLASSIFY_COMBINATIONS; n++) {
		struct sessmon_verdict v;

		if (!classify_combination(n, &f))
			continue;
		v = sessmon_classify(&f);
		broken = classify_broken_law(&f, &v);
		for (getty = 0; !broken && getty <= f.door; getty++)
			broken = lineage_broken_law(&f, &v, getty,
						    sessmon_lineage_of_child(&f, v.class, getty));
		KUNIT_EXPECT_NULL_MSG(test, broken, "combination %#x: %s", n, broken);
	}
}

KUNIT_ARRAY_PARAM_DESC(classify, classify_cases, desc);
KUNIT_ARRAY_PARAM_DESC(lineage, lineage_cases, desc);

static struct kunit_case cases[] = { KUNIT_CASE_PARAM(class_of_session, classify_gen_params),
				     KUNIT_CASE_PARAM(lineage_of_child, lineage_gen_params),
				     KUNIT_CASE(no_combination_of_facts_breaks_a_law),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_classify",
	.test_cases = cases,
};
kunit_test_suite(suite);
