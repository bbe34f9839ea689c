// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The thread that writes, when the rest of a batch cannot be written: what is written is not
 * missing, what is missing is told once, and a file that is damaged does not end it. TAP out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "play.h"
#include "reading/read.h"
#include "record/recorder.h"
#include "store/schema.h"
#include "tap.h"

#define SECOND 1000000000ULL
#define DAY1   "2023-11-14.db"
#define DAY2   "2023-11-15.db"

/* So long before midnight the world begins. */
#define BEFORE (100 * SECOND)

/* The first second of a day. */
#define MIDNIGHT (1700006400 * SECOND)

struct count {
	uint64_t events, missing, damaged;
};

static void add(struct batch *b, enum packed_kind kind, const void *obj)
{
	if (!batch_add(b, kind, obj))
		abort();
}

static void push_table(struct recorder *r, uint64_t at)
{
	const struct store_run run = { .boot_id = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab",
				       .started = at,
				       .booted = at - 50 * SECOND };
	const struct joined joined = { true };
	struct batch *b = batch_new(BATCH_BYTES);

	add(b, PACKED_JOIN, &run);
	add(b, PACKED_JOINED, &joined);
	queue_push(&r->queue, b);
}

/*
 * Each of a process of its own, which is born and ends: two events, a second each. Some had no
 * room before them, and all may be of the time before the run.
 */
static void push_some(struct recorder *r, uint64_t at, unsigned int n, unsigned int missing,
		      bool replayed)
{
	struct batch *b = batch_new(BATCH_BYTES);
	static uint32_t pid = 1000, seq = 1000;
	struct sessmon_event e = {
		.has = 1ULL << SESSMON_A_EVENT_SEQ | 1ULL << SESSMON_A_EVENT_TYPE |
		       1ULL << SESSMON_A_EVENT_BOOTTIME | 1ULL << SESSMON_A_EVENT_REALTIME |
		       1ULL << SESSMON_A_EVENT_PROCESS,
		.process.has = 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_SESSION,
		.process.session = { .has = 6, .id = 1, .start = 1 },
	};
	unsigned int i;

	e.has |= (uint64_t)replayed << SESSMON_A_EVENT_REPLAYED;
	if (missing)
		r->queue.missing = (struct missing){ missing, at - SECOND, at, { 0 } };
	for (i = 0; i < 2 * n; i++) {
		e.type = i % 2 ? SESSMON_EVENT_EXIT : SESSMON_EVENT_FORK;
		e.seq = seq++;
		e.realtime = at + i / 2 * SECOND + i % 2;
		e.boottime = e.realtime - MIDNIGHT + 1000 * SECOND;
		pid += !(i % 2);
		if (!(i % 2))
			e.process.key =
				(struct sessmon_key){ .has = 6, .id = pid, .start = e.boottime };
		add(b, PACKED_EVENT, &e);
	}
	queue_push(&r->queue, b);
}

static void push_lives(struct recorder *r, uint64_t at, unsigned int n, unsigned int missing)
{
	push_some(r, at, n, missing, false);
}

static int count_event(const struct sessmon_event *e, void *arg)
{
	(void)e;
	((struct count *)arg)->events++;
	return 0;
}

static int count_gap(const struct store_gap *gap, void *arg)
{
	struct count *c = arg;

	c->missing += gap->why == STORE_GAP_DISK ? gap->count : 0;
	c->damaged += gap->why == STORE_GAP_DAMAGED;
	return 0;
}

/* What all days have that can be read. */
static struct count count(const char *folder)
{
	struct count c = { 0 };
	struct store_day *days;
	struct store_reader *r;
	unsigned int n;

	if (store_days(folder, &days, &n))
		abort();
	while (n--) {
		if (!store_reader_open(folder, days[n].name, &r)) {
			store_read_events(r, NULL, count_event, &c);
			store_read_gaps(r, count_gap, &c);
		}
		store_reader_close(r);
	}
	free(days);
	return c;
}

static const char *path_of(const char *folder, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void put_file(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	close(fd);
}

static struct recorder *begin(const char *name)
{
	static struct recorder r;
	static char folder[192];

	snprintf(folder, sizeof(folder), "%s/%s", scratch(), name);
	r = (struct recorder){ .folder = folder, .bell = eventfd(0, EFD_NONBLOCK) };
	queue_init(&r.queue, 8u << 20);
	if (store_writer_open(folder, &r.store))
		abort();
	return &r;
}

/* All that was pushed is written, or given up. */
static void end(struct recorder *r)
{
	queue_end(&r->queue);
	recorder_write(r);
	queue_free(&r->queue);
	store_writer_close(r->store);
	close(r->bell);
}

/* The file of the next day is a later sessmon's: what was before midnight is written all the same. */
static void test_midnight(void)
{
	struct recorder *r = begin("midnight");
	char command[512];
	struct count c;

	snprintf(command, sizeof(command),
		 "umask 077; sqlite3 '%s' 'PRAGMA application_id=%d; PRAGMA user_version=99; "
		 "CREATE TABLE x(y)'",
		 path_of(r->folder, DAY2), STORE_APPLICATION);
	if (system(command))
		abort();
	push_table(r, MIDNIGHT - BEFORE);
	push_lives(r, MIDNIGHT - 5 * SECOND, 12, 0);
	end(r);
	c = count(r->folder);
	ok(c.events == 10, "what was before midnight is there, once: %u", (unsigned int)c.events);
	ok(r->written == 10 && r->missing == 14, "%u are written, and %u are missing",
	   (unsigned int)r->written, (unsigned int)r->missing);
	ok(r->failed, "and it says that it cannot go on");
}

/* Over midnight all is well: what came before the table is missing, and nothing else. */
static void test_missing(void)
{
	struct recorder *r = begin("missing");
	struct count c;

	push_lives(r, MIDNIGHT - 90 * SECOND, 3, 0);
	push_table(r, MIDNIGHT - BEFORE);
	push_lives(r, MIDNIGHT - 5 * SECOND, 12, 0);
	end(r);
	c = count(r->folder);
	ok(c.events == 24 && c.missing == 6 && r->written == 24 && r->missing == 6,
	   "%u are there, and %u are told to be missing", (unsigned int)c.events,
	   (unsigned int)c.missing);
}

/* The clock was a day ahead until just before the run: that is of the run's day all the same. */
static void test_ahead(void)
{
	struct recorder *r = begin("ahead");
	struct stat st;
	struct count c;

	push_table(r, MIDNIGHT - BEFORE);
	push_some(r, MIDNIGHT + 1000 * SECOND, 3, 0, true);
	push_lives(r, MIDNIGHT - 90 * SECOND, 3, 0);
	end(r);
	c = count(r->folder);
	ok(c.events == 12 && stat(path_of(r->folder, DAY2), &st),
	   "what is replayed begins no other day: %u", (unsigned int)c.events);
}

static void test_damaged(const char *what, const char *damaged, bool broken_later)
{
	struct recorder *r = begin(what);
	static const char junk[8192] = "this is no database";
	struct count c;
	struct stat st;
	char aside[64];

	if (broken_later)
		push_table(r, MIDNIGHT - BEFORE);
	put_file(path_of(r->folder, damaged), junk, sizeof(junk));
	push_lives(r, MIDNIGHT - 5 * SECOND, 12, 6);
	push_table(r, MIDNIGHT + 30 * SECOND);
	push_lives(r, MIDNIGHT + 40 * SECOND, 5, 0);
	push_table(r, MIDNIGHT + 50 * SECOND);
	push_lives(r, MIDNIGHT + 60 * SECOND, 5, 0);
	end(r);
	c = count(r->folder);
	snprintf(aside, sizeof(aside), "%s.damaged.1", damaged);
	ok(!stat(path_of(r->folder, aside), &st) && st.st_size == sizeof(junk),
	   "%s: the file is kept under another name", what);
	ok(!r->failed && c.damaged == 1,
	   "%s: it goes on, and the history says why it has a gap: %u", what,
	   (unsigned int)c.damaged);
	ok(c.events == r->written && c.missing == r->missing && c.events + c.missing == 50,
	   "%s: %u events are there, %u missing, of 50", what, (unsigned int)c.events,
	   (unsigned int)c.missing);
}

/* Each reason that is written has words for who reads it. */
static void test_words(void)
{
	const char *unknown = store_gap_words(STORE_GAP_WHYS);
	unsigned int why, n = 0;

	for (why = 0; why < STORE_GAP_WHYS; why++)
		n += strcmp(store_gap_words(why), unknown) != 0;
	ok(n == STORE_GAP_WHYS, "%u reasons of %u have words", n, STORE_GAP_WHYS);
}

int main(void)
{
	test_words();
	test_midnight();
	test_missing();
	test_ahead();
	test_damaged("a file that is damaged when the table is told", DAY2, false);
	test_damaged("a file that is damaged when its day begins", DAY2, true);
	return tap_done();
}
