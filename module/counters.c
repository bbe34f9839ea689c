// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters: what was seen, refused and lost.
 */
#include "counters.h"

#include <linux/cpumask.h>
#include <linux/string.h>

DEFINE_PER_CPU(struct sessmon_counters, sessmon_counters);
atomic64_t sessmon_lost_sum = ATOMIC64_INIT(0);

/**
 * sessmon_counters_sum() - add up the counters of all processors
 * @sum: what to fill
 *
 * Context: any. The figures are not of one instant: each is exact when the
 * machine is at rest.
 */
void sessmon_counters_sum(struct sessmon_counters *sum)
{
	int cpu, i;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct sessmon_counters *c = per_cpu_ptr(&sessmon_counters, cpu);

		for (i = 0; i < SESSMON_STATS; i++)
			sum->stat[i] += READ_ONCE(c->stat[i]);
		for (i = 0; i < SESSMON_EVENT_TYPES; i++) {
			sum->produced[i] += READ_ONCE(c->produced[i]);
			sum->lost[i] += READ_ONCE(c->lost[i]);
			sum->sent[i] += READ_ONCE(c->sent[i]);
			sum->filtered[i] += READ_ONCE(c->filtered[i]);
			sum->withheld[i] += READ_ONCE(c->withheld[i]);
			sum->unheard[i] += READ_ONCE(c->unheard[i]);
		}
	}
}

/**
 * sessmon_refused_total() - objects that had no memory, or no room in a table
 *
 * Context: any.
 * Return: how many since the module was loaded.
 */
u64 sessmon_refused_total(void)
{
	u64 total = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct sessmon_counters *c = per_cpu_ptr(&sessmon_counters, cpu);

		total += READ_ONCE(c->stat[SESSMON_STAT_TABLE_FULL]) +
			 READ_ONCE(c->stat[SESSMON_STAT_NO_MEMORY]);
	}
	return total;
}

/**
 * sessmon_lost_total() - events of all types that found no room in the rings
 *
 * Context: any.
 * Return: how many since the module was loaded.
 */
u64 sessmon_lost_total(void)
{
	return atomic64_read(&sessmon_lost_sum);
}

/**
 * sessmon_unheard_total() - events of all types that nobody listened to
 * @sum: the counters
 *
 * Context: any.
 * Return: how many since the module was loaded.
 */
u64 sessmon_unheard_total(const struct sessmon_counters *sum)
{
	u64 total = 0;
	int i;

	for (i = 0; i < SESSMON_EVENT_TYPES; i++)
		total += sum->unheard[i];
	return total;
}
