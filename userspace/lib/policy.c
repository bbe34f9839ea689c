// SPDX-License-Identifier: LGPL-2.1-or-later
/* The policy, asked and set; and verify. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"

/** struct policy_receiver - Who waits for a policy. */
struct policy_receiver {
	sessmon_policy_fn fn;
	void *arg;
};

static unsigned int read_rules(const struct sessmon_message *m, struct sessmon_rule *rules)
{
	struct sessmon_str rest = m->attrs, one;
	struct sessmon_decoder d;
	unsigned int n = 0;

	while (n < SESSMON_RULES_MAX && sessmon_next_attr(&rest, SESSMON_A_RULE, &one))
		sessmon_decode(&sessmon_rules_rule, one, &rules[n++], sizeof(rules[0]), &d);
	return n;
}

static unsigned int read_records(const struct sessmon_message *m, struct sessmon_record *records)
{
	struct sessmon_str rest = m->attrs, one;
	struct sessmon_decoder d;
	unsigned int n = 0;

	while (n < SESSMON_RECORDS_MAX && sessmon_next_attr(&rest, SESSMON_A_RECORD, &one))
		sessmon_decode(&sessmon_rules_record, one, &records[n++], sizeof(records[0]), &d);
	return n;
}

static int take_policy(const struct sessmon_message *m, void *arg)
{
	struct sessmon_record records[SESSMON_RECORDS_MAX];
	struct sessmon_rule *rules = calloc(SESSMON_RULES_MAX, sizeof(*rules));
	const struct policy_receiver *r = arg;
	struct sessmon_policy p = {
		.generation = m->policy_generation,
		.built_in = sessmon_has(m, SESSMON_A_BUILT_IN),
		.rules = rules,
		.records = records,
	};
	int ret;

	if (!rules)
		return -ENOMEM;
	p.n_rules = read_rules(m, rules);
	p.n_records = read_records(m, records);
	ret = r->fn(&p, r->arg);
	free(rules);
	return ret;
}

int sessmon_policy_get(struct sessmon *s, sessmon_policy_fn fn, void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_POLICY_GET };
	struct policy_receiver r = { fn, arg };

	return sessmon_request(s, &q, take_policy, &r);
}

static int take_generation(const struct sessmon_message *m, void *arg)
{
	*(uint32_t *)arg = m->policy_generation;
	return 0;
}

int sessmon_policy_set(struct sessmon *s, const struct sessmon_policy *p, uint32_t *generation)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_POLICY_SET, .policy = p };

	return sessmon_request(s, &q, take_generation, generation);
}

/** struct verify_receiver - Who waits for the result of a check. */
struct verify_receiver {
	struct sessmon_verify *v;
	sessmon_difference_fn fn;
	void *arg;
};

static int take_verify(const struct sessmon_message *m, void *arg)
{
	const struct verify_receiver *r = arg;
	struct sessmon_str rest = m->attrs, one;
	struct sessmon_difference diff;
	struct sessmon_decoder d;
	int ret = 0;

	if (!sessmon_has(m, SESSMON_A_VERIFY))
		return -SESSMON_E_GARBLED;
	sessmon_decode(&sessmon_rules_verify, m->verify, r->v, sizeof(*r->v), &d);
	while (!ret && sessmon_next_attr(&rest, SESSMON_A_DIFFERENCE, &one)) {
		sessmon_decode(&sessmon_rules_difference, one, &diff, sizeof(diff), &d);
		ret = r->fn(&diff, r->arg);
	}
	return ret;
}

int sessmon_verify(struct sessmon *s, struct sessmon_verify *v, sessmon_difference_fn fn, void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_VERIFY };
	struct verify_receiver r = { v, fn, arg };

	memset(v, 0, sizeof(*v));
	return sessmon_request(s, &q, take_verify, &r);
}
