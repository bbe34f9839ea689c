/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A budget for events that a loop can make of an object.
 *
 * Credentials toggled, names changed, terminals given up and taken again cost a user
 * less than an event costs us: a loop of them would take from others the room in the
 * rings, the worker's time and the patience of reliable readers. So an object may be
 * told of that often and no more; what is over it is counted, and the count is part of
 * all that is told of the object afterwards.
 */
#ifndef SESSMON_BUDGET_H
#define SESSMON_BUDGET_H

#include <linux/limits.h>
#include <linux/types.h>

/**
 * struct sessmon_budget - what is left of it, under the lock of its object
 * @spent: moment at which all of it will be there again, ns of boot time
 * @withheld: events that were over it so far
 */
struct sessmon_budget {
	u64 spent;
	u32 withheld;
};

/**
 * sessmon_budget_withhold() - an event is counted and not told
 * @b: the budget of its object
 *
 * Context: any.
 */
static inline void sessmon_budget_withhold(struct sessmon_budget *b)
{
	if (b->withheld < U32_MAX)
		b->withheld++;
}

/**
 * sessmon_budget_take() - may one more event be told of?
 * @b: the budget
 * @now: ns of boot time
 * @burst: events at once
 * @interval: ns after which there is one more
 *
 * Context: any.
 * Return: false, counted, if it is over the budget.
 */
static inline bool sessmon_budget_take(struct sessmon_budget *b, u64 now, u32 burst, u64 interval)
{
	u64 spent = b->spent > now ? b->spent : now;

	if (spent + interval > now + burst * interval) {
		sessmon_budget_withhold(b);
		return false;
	}
	b->spent = spent + interval;
	return true;
}

#endif /* SESSMON_BUDGET_H */
