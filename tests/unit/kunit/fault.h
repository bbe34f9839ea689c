/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One allocation that fails, chosen by its number; init.sh has allocations that may
 * sleep fail as well.
 */
#ifndef SESSMON_TESTS_FAULT_H
#define SESSMON_TESTS_FAULT_H

#include <linux/sched.h>

/* More than any test allocates; who comes here has never seen a success. */
#define FAULTS_MAX 64U

/*
 * A slab that grows asks for pages, and for fewer if it gets none: a fault that falls there
 * is noticed by nobody, and the next round of the same has one allocation less (seen in 5
 * of 300). How many were refused at the least is asked of the best of so many rounds.
 */
#define FAULT_ROUNDS 5U

/* The n-th allocation of this task from now on fails. */
static inline void fault_begin(unsigned int n)
{
	current->fail_nth = n;
}

/* Whether it came to that one. */
static inline bool fault_end(void)
{
	bool failed = !current->fail_nth;

	current->fail_nth = 0;
	return failed;
}

#endif /* SESSMON_TESTS_FAULT_H */
