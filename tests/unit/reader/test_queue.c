// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between who receives and who writes: batches that fill up, order, the bound, what is dropped
 * and where that is told, waiting, the end; and a thread on each side of it. TAP out.
 */
#include <stdlib.h>
#include <unistd.h>

#include "record/queue.h"
#include "tap.h"

#define AT(n) (1700000000ULL * 1000000000 + (n))

static struct sessmon_event event(uint32_t type, uint64_t n)
{
	return (struct sessmon_event){
		.has = 1ULL << SESSMON_A_EVENT_SEQ | 1ULL << SESSMON_A_EVENT_TYPE |
		       1ULL << SESSMON_A_EVENT_REALTIME,
		.seq = n,
		.type = type,
		.realtime = AT(n),
	};
}

/* A batch of events of one type, numbered from one on. */
static struct batch *batch_of(uint32_t type, uint64_t first, unsigned int n)
{
	struct batch *b = batch_new(BATCH_BYTES);
	struct sessmon_event e;

	for (; n; n--) {
		e = event(type, first++);
		if (!batch_add(b, PACKED_EVENT, &e))
			abort();
	}
	return b;
}

/* Number of the first event; 0 if there is none. */
static uint64_t first_of(const struct batch *b)
{
	enum packed_kind kind;
	struct unpacked u;
	size_t at = 0;

	return batch_next(b, &at, &kind, &u) && kind == PACKED_EVENT ? u.event.seq : 0;
}

static void test_batch(void)
{
	struct batch *b = batch_new(BATCH_BYTES), *small = batch_new(300);
	struct sessmon_event e = event(SESSMON_EVENT_EXIT, 7);
	struct sessmon_process p = { .pgid = 44 };
	struct sessmon_session s = { .members = 5 };
	enum packed_kind kind;
	struct unpacked u;
	size_t at = 0;
	unsigned int n;

	batch_add(b, PACKED_SESSION, &s);
	batch_add(b, PACKED_PROCESS, &p);
	batch_add(b, PACKED_EVENT, &e);
	ok(b->n == 3 && b->events.n == 1 && b->events.of_type[SESSMON_EVENT_EXIT] == 1,
	   "of three records one is an event that could be missed");
	ok(batch_next(b, &at, &kind, &u) && kind == PACKED_SESSION && u.session.members == 5,
	   "first in, first out: a session");
	ok(batch_next(b, &at, &kind, &u) && kind == PACKED_PROCESS && u.process.pgid == 44,
	   "a process");
	ok(batch_next(b, &at, &kind, &u) && kind == PACKED_EVENT && u.event.seq == 7, "an event");
	ok(!batch_next(b, &at, &kind, &u), "and no more");
	for (n = 3; batch_add(b, PACKED_EVENT, &e); n++)
		;
	ok(n == BATCH_RECORDS, "a batch takes %u records", n);
	for (n = 0; batch_add(small, PACKED_EVENT, &e); n++)
		;
	ok(n == small->n && n && n < 4 && small->used <= small->size,
	   "a small one fewer: %u in %zu bytes", n, small->size);
	free(b);
	free(small);
}

static void test_drop(void)
{
	struct queue q;
	struct batch *b;

	queue_init(&q, 20000);
	ok(queue_push(&q, batch_of(SESSMON_EVENT_FORK, 1, 100)), "a batch is taken");
	ok(!queue_push(&q, batch_of(SESSMON_EVENT_EXEC, 101, 100)), "one too many is dropped");
	ok(!queue_push(&q, batch_of(SESSMON_EVENT_EXIT, 201, 90)), "and another one");
	b = queue_pop(&q);
	ok(first_of(b) == 1 && !b->missing.n, "the first comes, and nothing is missing before it");
	free(b);
	ok(queue_push(&q, batch_of(SESSMON_EVENT_FORK, 301, 100)), "there is room again");
	b = queue_pop(&q);
	ok(first_of(b) == 301 && b->missing.n == 190 &&
		   b->missing.of_type[SESSMON_EVENT_EXEC] == 100 &&
		   b->missing.of_type[SESSMON_EVENT_EXIT] == 90,
	   "what was dropped is told where it is missing, by type");
	ok(b->missing.from == AT(101) && b->missing.until == AT(290), "and from when to when");
	free(b);
	queue_free(&q);
}

static void test_drop_at_the_end(void)
{
	struct queue q;
	struct batch *b;

	queue_init(&q, 1000);
	ok(queue_push(&q, batch_of(SESSMON_EVENT_FORK, 1, 200)),
	   "a batch that is alone is taken whatever its size");
	queue_push(&q, batch_of(SESSMON_EVENT_FORK, 201, 3));
	queue_end(&q);
	free(queue_pop(&q));
	b = queue_pop(&q);
	ok(b && !b->n && b->missing.n == 3, "what is missing is told, too, if nothing follows it");
	free(b);
	ok(!queue_pop(&q), "then it has ended");
	queue_free(&q);
}

static void test_wait(void)
{
	struct queue q;

	queue_init(&q, 1 << 20);
	ok(queue_wait(&q, 0, 0), "an empty queue is not waited for");
	queue_push(&q, batch_of(SESSMON_EVENT_FORK, 1, 10));
	ok(!queue_wait(&q, 100, 20), "patience ends");
	ok(queue_wait(&q, 1 << 19, 0), "little enough is left at once");
	queue_free(&q);
}

#define MANY 2000

/** struct told - What the other thread has seen. */
struct told {
	struct queue *q;
	uint64_t next, events, missing;
	unsigned int disorder;
};

static void *take_all(void *arg)
{
	struct told *t = arg;
	enum packed_kind kind;
	struct unpacked u;
	struct batch *b;
	size_t at;

	for (; (b = queue_pop(t->q)); free(b)) {
		t->next += b->missing.n;
		t->missing += b->missing.n;
		for (at = 0; batch_next(b, &at, &kind, &u); t->events++)
			t->disorder += u.event.seq != t->next++;
	}
	return NULL;
}

/* Whatever the two do when: each event is there in its place, or counted in its place. */
static void test_threads(size_t limit)
{
	struct told t = { 0 };
	uint64_t n = 0;
	pthread_t other;
	struct queue q;
	unsigned int i;

	queue_init(&q, limit);
	t.q = &q;
	if (pthread_create(&other, NULL, take_all, &t))
		abort();
	for (i = 0; i < MANY; i++) {
		queue_push(&q, batch_of(SESSMON_EVENT_FORK, n, 1 + i % 64));
		n += 1 + i % 64;
	}
	queue_end(&q);
	pthread_join(other, NULL);
	ok(t.events + t.missing == n && !t.disorder,
	   "of %llu events all have come or are counted, each in its place (%zu bytes)",
	   (unsigned long long)n, limit);
	if (limit == SIZE_MAX)
		ok(t.events == n, "and none is dropped if there is room");
	queue_free(&q);
}

int main(void)
{
	test_batch();
	test_drop();
	test_drop_at_the_end();
	test_wait();
	test_threads(SIZE_MAX);
	test_threads(20000);
	return tap_done();
}
