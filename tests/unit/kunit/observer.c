// SPDX-License-Identifier: GPL-2.0-only
/*
 * A test's seat at the end of the event ring.
 */
#include "observer.h"

#include <linux/mm.h>
#include <linux/module.h>

#include "model/session.h"

struct observer observer;

static bool listening(enum sessmon_event_type type)
{
	return observer.listening;
}

static void kick(bool urgent)
{
	atomic_inc(&observer.kicks);
	if (urgent)
		atomic_inc(&observer.urgent);
}

/* Open the ring, with somebody listening. */
int observer_start(unsigned int ring_size)
{
	int err;

	observer = (struct observer){ .listening = true };
	observer.seen = kvcalloc(OBSERVER_RECORDS, sizeof(*observer.seen), GFP_KERNEL);
	if (!observer.seen)
		return -ENOMEM;
	err = sessmon_ring_init(ring_size);
	if (err)
		kvfree(observer.seen);
	else
		sessmon_ring_open(listening, kick);
	return err;
}

/* Drain, which gives the references back, and close the ring. */
void observer_stop(void)
{
	sessmon_ring_close();
	observer_forget();
	sessmon_ring_exit();
	kvfree(observer.seen);
	observer.seen = NULL;
}

static bool keep(struct sessmon_ring_record *rec, void *data)
{
	if (!WARN_ON_ONCE(observer.count == OBSERVER_RECORDS))
		observer.seen[observer.count++] = (struct observed){
			.rec = *rec,
			.total = rec->session ? rec->session->total : 0,
		};
	sessmon_exe_put(rec->exe);
	sessmon_session_put(rec->session);
	return true;
}

/* Forget what was told so far. */
void observer_forget(void)
{
	observer.count = 0;
	observer.next = 0;
	sessmon_ring_drain(keep, NULL);
	observer.count = 0;
}

/* The next event or NULL. Its references are gone: compare them, do not follow them. */
const struct sessmon_ring_record *observer_next(void)
{
	if (observer.next == observer.count) {
		observer.next = 0;
		observer.count = 0;
		sessmon_ring_drain(keep, NULL);
	}
	return observer.next < observer.count ? &observer.seen[observer.next++].rec : NULL;
}

/* Processes that the session of @rec, which observer_next() returned, has had so far. */
u32 observer_total(const struct sessmon_ring_record *rec)
{
	return container_of(rec, struct observed, rec)->total;
}

/* A program in a role; the caller holds its one reference. */
struct sessmon_exe *observer_program(struct kunit *test, u32 flags, u32 entry_type)
{
	struct sessmon_exe *exe = sessmon_exe_alloc(1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	exe->data[0] = '\0';
	exe->flags = flags & ~SESSMON_RULE_ROLES;
	exe->role.roles = flags & SESSMON_RULE_ROLES;
	exe->role.entry_type = entry_type;
	return exe;
}

/* The counters as they are now; too large for the stack. */
struct sessmon_counters *observer_counters(struct kunit *test)
{
	struct sessmon_counters *sum = kunit_kzalloc(test, sizeof(*sum), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sum);
	sessmon_counters_sum(sum);
	return sum;
}

MODULE_DESCRIPTION("KUnit tests of sessmon");
MODULE_AUTHOR("the sessmon developers");
MODULE_LICENSE("GPL");
