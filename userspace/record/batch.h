/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written to the history with one commit: records in the order in which they came. */
#ifndef SESSMON_BATCH_H
#define SESSMON_BATCH_H

#include <stddef.h>

#include "record/pack.h"

/** BATCH_BYTES - Room in a batch, but for one record that is larger. */
#define BATCH_BYTES (64u * 1024)

/** BATCH_RECORDS - Records that a batch has at the most. */
#define BATCH_RECORDS 256

/**
 * struct missing - Events that were received and did not get into the history.
 * @n: how many
 * @from: when the first of them happened, ns since 1970 UTC
 * @until: when the last one did
 * @of_type: how many of which type
 */
struct missing {
	uint64_t n;
	uint64_t from;
	uint64_t until;
	uint64_t of_type[__SESSMON_EVENT_MAX];
};

/**
 * struct batch - Some of them.
 * @next: in the queue
 * @missing: what is missing before its first record
 * @events: those that it has itself, as they would be missed
 * @began: when it was made, ns of CLOCK_MONOTONIC
 * @n: records
 * @kept: one of them must not be missing
 * @used: bytes of @data
 * @size: room of @data
 * @data: records, each behind a byte for its kind
 */
struct batch {
	struct batch *next;
	struct missing missing;
	struct missing events;
	uint64_t began;
	unsigned int n;
	bool kept;
	size_t used;
	size_t size;
	char data[];
};

/**
 * batch_new() - Make an empty one.
 * @size: bytes that its records may have
 *
 * Return: to be freed.
 */
struct batch *batch_new(size_t size);

/**
 * batch_add() - Add a record.
 * @b: batch
 * @kind: what it is
 * @obj: it
 *
 * Return: false if the batch has no room for it.
 */
bool batch_add(struct batch *b, enum packed_kind kind, const void *obj);

/**
 * batch_next() - Read the records one after the other.
 * @b: batch
 * @at: where to read, 0 at first; is moved on
 * @kind: filled: what it is
 * @to: filled, with text in the batch
 *
 * Return: false after the last.
 */
bool batch_next(const struct batch *b, size_t *at, enum packed_kind *kind, struct unpacked *to);

/**
 * batch_events() - The account of the last of its events.
 * @b: batch
 * @at: from where on, as of batch_next()
 *
 * Return: as they would be missed.
 */
struct missing batch_events(const struct batch *b, size_t at);

/**
 * missing_add() - Add what is missing, too.
 * @to: sum
 * @more: what is missing after that
 */
void missing_add(struct missing *to, const struct missing *more);

#endif /* SESSMON_BATCH_H */
