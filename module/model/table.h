/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hash of fixed size: a raw spinlock per bucket for writers, RCU for readers.
 *
 * Not rhashtable: its resize worker and its locks are of no use to hooks that
 * run with interrupts off under the tasklist lock.
 *
 * New entries go to the head of their bucket with a serial number taken under
 * its lock, so that a bucket is sorted by serial, newest first, and a dump can
 * resume at "the first entry of this bucket older than SERIAL" whatever has
 * come and gone in between.
 */
#ifndef SESSMON_TABLE_H
#define SESSMON_TABLE_H

#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/spinlock.h>

/**
 * struct sessmon_bucket - one chain
 * @lock: of its writers; a leaf
 * @head: entries, newest first
 */
struct sessmon_bucket {
	raw_spinlock_t lock;
	struct hlist_head head;
};

/**
 * struct sessmon_table - the hash
 * @buckets: 1 << @bits of them
 * @bits: log2 of the number of buckets
 * @max: entries at the most
 * @count: entries now
 * @serial: of the newest entry
 */
struct sessmon_table {
	struct sessmon_bucket *buckets;
	unsigned int bits;
	unsigned int max;
	atomic_t count;
	atomic64_t serial;
};

int sessmon_table_init(struct sessmon_table *t, unsigned int buckets, unsigned int max);
void sessmon_table_exit(struct sessmon_table *t);
unsigned int sessmon_table_default_buckets(void);
bool sessmon_table_charge(struct sessmon_table *t);
void sessmon_table_uncharge(struct sessmon_table *t);

static inline struct sessmon_bucket *sessmon_table_bucket(const struct sessmon_table *t, u32 id)
{
	return &t->buckets[hash_32(id, t->bits)];
}

/**
 * sessmon_table_add() - put an entry at the head of its bucket
 * @t: the table, which was charged for the entry
 * @b: the entry's bucket, its lock held
 * @node: the entry
 * @serial: receives the entry's serial number
 */
static inline void sessmon_table_add(struct sessmon_table *t, struct sessmon_bucket *b,
				     struct hlist_node *node, u64 *serial)
{
	lockdep_assert_held(&b->lock);
	*serial = atomic64_inc_return(&t->serial);
	hlist_add_head_rcu(node, &b->head);
}

#endif /* SESSMON_TABLE_H */
