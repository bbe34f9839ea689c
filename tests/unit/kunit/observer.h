/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A test's seat at the end of the event ring: what was told, in order.
 */
#ifndef SESSMON_TESTS_OBSERVER_H
#define SESSMON_TESTS_OBSERVER_H

#include <kunit/test.h>

#include "policy/exe.h"
#include "ring/ring.h"

/* Records kept; a test that makes more has lost its way. */
#define OBSERVER_RECORDS 2048U

/**
 * struct observed - one event, and what the worker would have looked up for it
 * @rec: the record; its references were given back
 * @total: processes that its session has had so far
 */
struct observed {
	struct sessmon_ring_record rec;
	u32 total;
};

/**
 * struct observer - the one observer; suites run one after the other
 * @listening: what the ring is told when it asks whether anybody listens
 * @kicks: times that the worker was asked to drain
 * @urgent: those of them that were urgent
 * @seen: what was drained
 * @count: how many
 * @next: first one that no test has looked at
 */
struct observer {
	bool listening;
	atomic_t kicks;
	atomic_t urgent;
	struct observed *seen;
	unsigned int count;
	unsigned int next;
};

extern struct observer observer;

int observer_start(unsigned int ring_size);
void observer_stop(void);
void observer_forget(void);
const struct sessmon_ring_record *observer_next(void);
u32 observer_total(const struct sessmon_ring_record *rec);

struct sessmon_exe *observer_program(struct kunit *test, u32 flags, u32 entry_type);
struct sessmon_counters *observer_counters(struct kunit *test);

#define EXPECT_SILENCE(test)                                                            \
	do {                                                                            \
		const struct sessmon_ring_record *more = observer_next();               \
                                                                                        \
		KUNIT_EXPECT_NULL(test, more);                                          \
		if (more)                                                               \
			kunit_info(test, "an event of type %d too many\n", more->type); \
	} while (0)

#endif /* SESSMON_TESTS_OBSERVER_H */
