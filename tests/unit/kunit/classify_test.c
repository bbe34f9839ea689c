// SPDX-License-Identifier: GPL-2.0-only
/*
 * The classifier, against the table that the userspace runner uses too.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "tests/unit/pure/cases.h"

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

static void who_leaves_a_login_leaves_it_in_every_way(struct kunit *test)
{
	unsigned int how;
	size_t i;

	KUNIT_EXPECT_NULL(test, leaving_is_incomplete());
	for (i = 0; i < ARRAY_SIZE(leaving_cases); i++) {
		const struct leaving_case *c = &leaving_cases[i];

		for (how = 0; how < LEAVING_WAYS; how++) {
			const char *wrong = leaving_is_wrong(c, how);

			KUNIT_EXPECT_NULL_MSG(test, wrong,
					      "lineage %u, adopter %u, tty %u, way %u: %s",
					      c->lineage, c->by, c->tty, how, wrong);
		}
	}
}

#define EACH_IS_RIGHT(test, cases, wrong)                                                    \
	do {                                                                                 \
		size_t i;                                                                    \
                                                                                             \
		for (i = 0; i < ARRAY_SIZE(cases); i++)                                      \
			KUNIT_EXPECT_FALSE_MSG(test, wrong(&cases[i]), "%s", cases[i].desc); \
	} while (0)

static void what_belongs_to_a_login_is_decided_so(struct kunit *test)
{
	EACH_IS_RIGHT(test, duty_cases, duty_is_wrong);
	EACH_IS_RIGHT(test, bequest_cases, bequest_is_wrong);
	EACH_IS_RIGHT(test, adoption_cases, adoption_is_wrong);
	EACH_IS_RIGHT(test, departure_cases, departure_is_wrong);
	EACH_IS_RIGHT(test, turn_cases, turn_is_wrong);
}

static void what_privilege_comes_from_nowhere_is_decided_so(struct kunit *test)
{
	EACH_IS_RIGHT(test, call_privilege_cases, call_privilege_is_wrong);
	EACH_IS_RIGHT(test, exec_privilege_cases, exec_privilege_is_wrong);
}

KUNIT_ARRAY_PARAM_DESC(classify, classify_cases, desc);
KUNIT_ARRAY_PARAM_DESC(lineage, lineage_cases, desc);

static struct kunit_case cases[] = { KUNIT_CASE_PARAM(class_of_session, classify_gen_params),
				     KUNIT_CASE_PARAM(lineage_of_child, lineage_gen_params),
				     KUNIT_CASE(who_leaves_a_login_leaves_it_in_every_way),
				     KUNIT_CASE(what_belongs_to_a_login_is_decided_so),
				     KUNIT_CASE(what_privilege_comes_from_nowhere_is_decided_so),
				     KUNIT_CASE(no_combination_of_facts_breaks_a_law),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_classify",
	.test_cases = cases,
};
kunit_test_suite(suite);
