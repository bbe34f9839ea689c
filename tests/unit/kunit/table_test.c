// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash, and the promise of its cursor: whatever comes and goes between two
 * steps of a dump, what was there all the time is seen once.
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "model/table.h"
#include "observer.h"

#define BUCKETS 16U
#define ENTRIES 64U

struct entry {
	struct hlist_node node;
	u64 serial;
	u32 id;
	unsigned int seen;
};

struct fixture {
	struct sessmon_table table;
	struct entry entries[ENTRIES];
	unsigned int used;
};

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	return sessmon_table_init(&f->table, BUCKETS, ENTRIES);
}

static void fixture_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	atomic_set(&f->table.count, 0); /* The entries are the fixture's. */
	sessmon_table_exit(&f->table);
}

static struct entry *insert(struct kunit *test, u32 id)
{
	struct fixture *f = test->priv;
	struct sessmon_bucket *b = sessmon_table_bucket(&f->table, id);
	struct entry *e = &f->entries[f->used++];
	unsigned long flags;

	KUNIT_ASSERT_LE(test, f->used, ENTRIES);
	KUNIT_ASSERT_TRUE(test, sessmon_table_charge(&f->table));
	e->id = id;
	raw_spin_lock_irqsave(&b->lock, flags);
	sessmon_table_add(&f->table, b, &e->node, &e->serial);
	raw_spin_unlock_irqrestore(&b->lock, flags);
	return e;
}

static void delete (struct kunit *test, struct entry *e)
{
	struct fixture *f = test->priv;
	struct sessmon_bucket *b = sessmon_table_bucket(&f->table, e->id);
	unsigned long flags;

	raw_spin_lock_irqsave(&b->lock, flags);
	hlist_del_rcu(&e->node);
	raw_spin_unlock_irqrestore(&b->lock, flags);
	sessmon_table_uncharge(&f->table);
}

/* The n-th number that falls into the bucket of number 1. */
static u32 neighbour(struct kunit *test, unsigned int n)
{
	struct fixture *f = test->priv;
	u32 id = 1;

	for (; n; id++)
		if (sessmon_table_bucket(&f->table, id + 1) == sessmon_table_bucket(&f->table, 1))
			n--;
	return id;
}

/* As sessmon_process_next() and sessmon_session_next() do it. */
static struct entry *next(struct kunit *test, u64 *serial)
{
	struct fixture *f = test->priv;
	struct entry *e;

	hlist_for_each_entry(e, &sessmon_table_bucket(&f->table, 1)->head, node)
		if (e->serial < *serial) {
			*serial = e->serial;
			e->seen++;
			return e;
		}
	return NULL;
}

static void the_newest_entry_comes_first(struct kunit *test)
{
	struct entry *old = insert(test, 1), *new = insert(test, neighbour(test, 1));
	u64 serial = U64_MAX;

	KUNIT_EXPECT_GT(test, new->serial, old->serial);
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), new);
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), old);
	KUNIT_EXPECT_NULL(test, next(test, &serial));
}

static void every_number_has_one_bucket_inside_the_table(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 id;

	for (id = 0; id < 100000; id++) {
		struct sessmon_bucket *b = sessmon_table_bucket(&f->table, id);

		if (b < f->table.buckets || b >= f->table.buckets + BUCKETS)
			KUNIT_FAIL(test, "number %u", id);
	}
}

static void a_dump_resumes_after_its_last_entry_was_deleted(struct kunit *test)
{
	struct entry *a = insert(test, 1), *b = insert(test, neighbour(test, 1));
	struct entry *c = insert(test, neighbour(test, 2));
	u64 serial = U64_MAX;

	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), c);
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), b);
	delete (test, b);
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), a);
	KUNIT_EXPECT_NULL(test, next(test, &serial));
}

static void a_dump_leaves_out_what_comes_while_it_lasts(struct kunit *test)
{
	struct entry *a = insert(test, 1), *b = insert(test, neighbour(test, 1));
	u64 serial = U64_MAX;

	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), b);
	insert(test, neighbour(test, 2));
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), a);
	KUNIT_EXPECT_NULL(test, next(test, &serial));
}

static void a_dump_sees_once_what_stays_whatever_comes_and_goes(struct kunit *test)
{
	struct entry *stay[8], *go[8];
	u64 serial = U64_MAX;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		stay[i] = insert(test, neighbour(test, 2 * i));
		go[i] = insert(test, neighbour(test, 2 * i + 1));
	}
	for (i = 0; next(test, &serial); i++) {
		if (i < 8)
			delete (test, go[i]);
		if (i < 16)
			insert(test, neighbour(test, 16 + i));
	}
	for (i = 0; i < 8; i++) {
		KUNIT_EXPECT_EQ(test, stay[i]->seen, 1U);
		KUNIT_EXPECT_LE(test, go[i]->seen, 1U);
	}
}

static void a_number_that_comes_back_is_a_new_entry(struct kunit *test)
{
	struct entry *a = insert(test, 1), *b;
	u64 serial = U64_MAX;

	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), a);
	delete (test, a);
	b = insert(test, 1);
	KUNIT_EXPECT_GT(test, b->serial, a->serial);
	KUNIT_EXPECT_NULL(test, next(test, &serial));
	serial = U64_MAX;
	KUNIT_EXPECT_PTR_EQ(test, next(test, &serial), b);
}

static void a_full_table_refuses_and_counts(struct kunit *test)
{
	struct sessmon_counters *before = observer_counters(test);
	struct fixture *f = test->priv;
	unsigned int i;

	for (i = 0; i < ENTRIES; i++)
		KUNIT_EXPECT_TRUE(test, sessmon_table_charge(&f->table));
	KUNIT_EXPECT_FALSE(test, sessmon_table_charge(&f->table));
	KUNIT_EXPECT_FALSE(test, sessmon_table_charge(&f->table));
	KUNIT_EXPECT_EQ(test, atomic_read(&f->table.count), (int)ENTRIES);
	KUNIT_EXPECT_EQ(test, observer_counters(test)->stat[SESSMON_STAT_TABLE_FULL],
			before->stat[SESSMON_STAT_TABLE_FULL] + 2);
	sessmon_table_uncharge(&f->table);
	KUNIT_EXPECT_TRUE(test, sessmon_table_charge(&f->table));
}

static void the_number_of_buckets_suits_any_machine(struct kunit *test)
{
	unsigned int n = sessmon_table_default_buckets();

	KUNIT_EXPECT_EQ(test, n & (n - 1), 0U);
	KUNIT_EXPECT_GE(test, n, SESSMON_MIN_BUCKETS);
	KUNIT_EXPECT_LE(test, n, SESSMON_MAX_BUCKETS);
}

static struct kunit_case cases[] = { KUNIT_CASE(the_newest_entry_comes_first),
				     KUNIT_CASE(every_number_has_one_bucket_inside_the_table),
				     KUNIT_CASE(a_dump_resumes_after_its_last_entry_was_deleted),
				     KUNIT_CASE(a_dump_leaves_out_what_comes_while_it_lasts),
				     KUNIT_CASE(
					     a_dump_sees_once_what_stays_whatever_comes_and_goes),
				     KUNIT_CASE(a_number_that_comes_back_is_a_new_entry),
				     KUNIT_CASE(a_full_table_refuses_and_counts),
				     KUNIT_CASE(the_number_of_buckets_suits_any_machine),
				     {} };

static struct kunit_suite suite = {
	.name = "sessmon_table",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
