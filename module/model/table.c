// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hash of fixed size: a raw spinlock per bucket for writers, RCU for readers.
 */
#include "model/table.h"

#include <linux/log2.h>
#include <linux/mm.h>

#include "counters.h"
#include "limits.h"

/**
 * sessmon_table_default_buckets() - a number that suits this machine
 *
 * One bucket for each 128 KiB of memory: a process needs more than that.
 *
 * Context: any.
 * Return: the number, a power of two.
 */
unsigned int sessmon_table_default_buckets(void)
{
	unsigned long n = totalram_pages() >> (17 - PAGE_SHIFT);

	n = clamp_t(unsigned long, n, SESSMON_MIN_BUCKETS, SESSMON_MAX_BUCKETS);
	return roundup_pow_of_two(n);
}

/**
 * sessmon_table_init() - allocate an empty table
 * @t: what to fill
 * @buckets: how many; a power of two, and not one
 * @max: entries at the most
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_table_init(struct sessmon_table *t, unsigned int buckets, unsigned int max)
{
	unsigned int i;

	t->buckets = kvcalloc(buckets, sizeof(*t->buckets), GFP_KERNEL);
	if (!t->buckets)
		return -ENOMEM;
	for (i = 0; i < buckets; i++)
		raw_spin_lock_init(&t->buckets[i].lock);
	t->bits = ilog2(buckets);
	t->max = max;
	atomic_set(&t->count, 0);
	atomic64_set(&t->serial, 0);
	return 0;
}

/**
 * sessmon_table_exit() - free an empty table
 * @t: the table
 *
 * Context: sleeps; no reader is left.
 */
void sessmon_table_exit(struct sessmon_table *t)
{
	WARN_ON_ONCE(atomic_read(&t->count));
	kvfree(t->buckets);
	t->buckets = NULL;
}

/**
 * sessmon_table_charge() - claim room for one more entry
 * @t: the table
 *
 * Context: any.
 * Return: false, counted, if the table is full.
 */
bool sessmon_table_charge(struct sessmon_table *t)
{
	if (likely(atomic_inc_return(&t->count) <= t->max))
		return true;
	atomic_dec(&t->count);
	sessmon_count(SESSMON_STAT_TABLE_FULL);
	return false;
}

/**
 * sessmon_table_uncharge() - give the room of one entry back
 * @t: the table
 *
 * Context: any.
 */
void sessmon_table_uncharge(struct sessmon_table *t)
{
	atomic_dec(&t->count);
}
