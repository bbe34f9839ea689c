// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The thread that writes: a commit for each batch, tried again for as long as a disk may
 * take to be made room on, and then given up and accounted for.
 */
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ending.h"
#include "record/gap.h"
#include "record/recorder.h"
#include "writing/write_alert.h"

/* How long a batch is tried to be written, and how long after a signal to end. */
#define PATIENCE      (10 * NS_PER_SECOND)
#define LAST_PATIENCE NS_PER_SECOND
#define TRY_AGAIN_MS  500

/* How often is looked whether the files have become too large. */
#define PRUNE_INTERVAL (60 * NS_PER_SECOND)

/**
 * struct writer - What the thread keeps.
 * @r: recorder
 * @joining: between the beginning of a table and its end
 * @failed: this table could not be taken
 * @joined: the history knows what lives, and takes events
 * @missing: what could not be written, and is to be told as soon as that can
 * @last: when the last event was, ns since 1970 UTC
 * @stuck: writing failed, and was not seen to work since
 * @file: that is written
 * @pruned: when the days to go were last looked for, ns of CLOCK_MONOTONIC
 */
struct writer {
	struct recorder *r;
	bool joining, failed, joined;
	struct missing missing;
	uint64_t last;
	bool stuck;
	char file[STORE_NAME];
	uint64_t pruned;
};

/* The table in the history is wrong, or not there: it is asked for. */
static void ask_for_table(struct recorder *r)
{
	const uint64_t one = 1;

	atomic_store(&r->wrong, true);
	(void)!write(r->bell, &one, sizeof(one));
}

/* Trying again mends none of these, nor does another table. */
static bool is_final(int err)
{
	return err == -STORE_E_NEWER || err == -STORE_E_UNSAFE;
}

/* Another file does: what is left of this one is kept for who looks after it. */
static bool is_damage(int err)
{
	return err == -STORE_E_FOREIGN || err == -STORE_E_CORRUPT;
}

static void complain(struct writer *w, int err)
{
	char today[STORE_NAME];
	const char *name = store_writer_wrong(w->r->store);

	store_day_name(today, clock_now(CLOCK_REALTIME));
	if (!w->stuck)
		fprintf(stderr, "sessmon: %s/%s cannot be written: %s\n", w->r->folder,
			*name ? name : today, store_strerror(err));
	w->stuck = true;
}

/* Until the table is told anew nothing that comes has a place. Returns false if that is no use. */
static bool begin_another(struct writer *w, int err)
{
	char aside[STORE_ASIDE_NAME], name[STORE_NAME];

	if (!is_damage(err))
		return !is_final(err);
	w->joined = false;
	snprintf(name, sizeof(name), "%s", store_writer_wrong(w->r->store));
	if (store_writer_set_aside(w->r->store, aside))
		return false;
	fprintf(stderr, "sessmon: %s/%s is set aside as %s\n", w->r->folder, name, aside);
	return true;
}

/* What is to be done for somebody to be able to write again. */
static void give_up(struct writer *w, int err)
{
	complain(w, err);
	if (!begin_another(w, err))
		atomic_store(&w->r->failed, true);
}

static void relieve(struct writer *w)
{
	if (w->stuck)
		fputs("sessmon: the history can be written again\n", stderr);
	w->stuck = false;
}

/* ---- gaps ---- */

static int put_missing(struct writer *w)
{
	struct store_gap gap;

	if (!w->missing.n)
		return 0;
	gap = gap_of_missing(&w->missing);
	return store_write_gap(w->r->store, &gap);
}

static void miss(struct writer *w, const struct missing *m)
{
	missing_add(&w->missing, m);
	atomic_fetch_add(&w->r->missing, m->n);
}

/* ---- events ---- */

static int put_event(struct writer *w, const struct sessmon_event *e)
{
	struct store_gap gap;
	int err;

	if (e->type == SESSMON_EVENT_LOST) {
		gap = gap_of_loss(e, w->last);
		err = store_write_gap(w->r->store, &gap);
	} else {
		err = store_write_event(w->r->store, e);
	}
	if (e->realtime)
		w->last = e->realtime;
	return err;
}

static int put_record(struct writer *w, enum packed_kind kind, const struct unpacked *u)
{
	if (kind == PACKED_EVENT)
		return put_event(w, &u->event);
	if (kind == PACKED_ALERT)
		return store_write_alert(w->r->store, &u->alert);
	if (kind == PACKED_LEAVE)
		return store_writer_leave(w->r->store, u->leave.end, u->leave.wall);
	return 0;
}

/*
 * At the end of a day the store commits what it has, and goes on in another file, if it can:
 * what is in the first one is not tried again, nor is it missing.
 */
static int try_events(struct writer *w, const struct batch *b, size_t *from)
{
	struct store_writer *store = w->r->store;
	uint64_t commits = store_writer_commits(store);
	enum packed_kind kind;
	struct unpacked u;
	size_t at = *from, before = at;
	int err = put_missing(w);

	while (!err && batch_next(b, &at, &kind, &u)) {
		err = put_record(w, kind, &u);
		if (commits != store_writer_commits(store)) {
			commits = store_writer_commits(store);
			w->missing = (struct missing){ 0 };
			*from = before;
		}
		before = at;
	}
	if (err) {
		store_writer_abandon(store);
		return err;
	}
	err = store_writer_commit(store);
	if (!err)
		*from = at;
	return err;
}

static bool try_again(uint64_t began)
{
	uint64_t patience = ending_wanted() ? LAST_PATIENCE : PATIENCE;

	if (clock_now(CLOCK_MONOTONIC) - began >= patience)
		return false;
	poll(NULL, 0, TRY_AGAIN_MS);
	return true;
}

/* Alerts are told even if they cannot be written. */
static void say_lines(const struct batch *b)
{
	enum packed_kind kind;
	struct unpacked u;
	size_t at = 0;

	while (b->kept && batch_next(b, &at, &kind, &u))
		if (kind == PACKED_LINE)
			fwrite(u.line.text.data, 1, u.line.text.len, stdout);
	fflush(stdout);
}

/* What was told before the table is known has no place in the history. */
static void take_events(struct writer *w, const struct batch *b)
{
	uint64_t began = clock_now(CLOCK_MONOTONIC);
	struct missing rest;
	size_t from = 0;
	int err;

	say_lines(b);
	if (!w->joined) {
		miss(w, &b->events);
		return;
	}
	while ((err = try_events(w, b, &from))) {
		complain(w, err);
		if (is_damage(err) || !try_again(began))
			break;
	}
	rest = batch_events(b, from);
	atomic_fetch_add(&w->r->written, b->events.n - rest.n);
	if (err) {
		miss(w, &rest);
		give_up(w, err);
		ask_for_table(w->r);
		return;
	}
	relieve(w);
	w->missing = (struct missing){ 0 };
}

/* ---- the table ---- */

static int put_row(struct writer *w, enum packed_kind kind, const struct unpacked *u)
{
	switch (kind) {
	case PACKED_JOIN:
		return store_writer_join(w->r->store, &u->run);
	case PACKED_SESSION:
		return store_write_session(w->r->store, &u->session);
	case PACKED_PROCESS:
		return store_write_process(w->r->store, &u->process);
	case PACKED_JOINED:
		return u->joined.whole ? 0 : -ECANCELED;
	default:
		return 0;
	}
}

static void begin_table(struct writer *w)
{
	w->joining = true;
	w->failed = w->joined = false;
}

/* It comes in several batches, of which nothing is kept until all are there. */
static void end_table(struct writer *w)
{
	int err = w->failed ? -ECANCELED : put_missing(w);

	w->joining = false;
	if (!err)
		err = store_writer_commit(w->r->store);
	if (err && !w->failed)
		give_up(w, err);
	if (err) {
		ask_for_table(w->r);
		return;
	}
	relieve(w);
	/* Much was needed for a moment only. */
	malloc_trim(0);
	w->joined = true;
	w->missing = (struct missing){ 0 };
}

static void give_up_table(struct writer *w, int err)
{
	store_writer_abandon(w->r->store);
	if (err != -ECANCELED)
		give_up(w, err);
	w->failed = true;
}

static void take_table(struct writer *w, const struct batch *b)
{
	enum packed_kind kind;
	struct unpacked u;
	size_t at = 0;
	int err;

	while (batch_next(b, &at, &kind, &u)) {
		if (kind == PACKED_JOIN)
			begin_table(w);
		err = w->failed ? 0 : put_row(w, kind, &u);
		if (err)
			give_up_table(w, err);
		if (kind == PACKED_JOINED)
			end_table(w);
	}
}

/* ---- the thread ---- */

static void prune(struct writer *w)
{
	const char *file = store_writer_name(w->r->store);
	uint64_t now = clock_now(CLOCK_MONOTONIC);
	int err;

	if (!*file || (!strcmp(file, w->file) && now - w->pruned < PRUNE_INTERVAL))
		return;
	snprintf(w->file, sizeof(w->file), "%s", file);
	w->pruned = now;
	err = retain_prune(w->r->folder, &w->r->keep, file);
	if (err < 0)
		fprintf(stderr, "sessmon: %s: a day that is over cannot be removed: %s\n",
			w->r->folder, store_strerror(err));
}

/* Which batches tell a table is told by their first record. */
static bool is_of_table(const struct writer *w, const struct batch *b)
{
	return w->joining || (b->n && b->data[0] == PACKED_JOIN);
}

void recorder_write(struct recorder *r)
{
	struct writer w = { .r = r };
	struct batch *b;

	while ((b = queue_pop(&r->queue))) {
		atomic_store(&r->busy_since, clock_now(CLOCK_MONOTONIC));
		miss(&w, &b->missing);
		if (is_of_table(&w, b))
			take_table(&w, b);
		else
			take_events(&w, b);
		free(b);
		prune(&w);
		atomic_store(&r->busy_since, 0);
	}
}
