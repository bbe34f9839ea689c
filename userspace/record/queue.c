// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of batches under one lock, which nobody holds for longer than it takes to link one. */
#include "record/queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define NS_PER_MS 1000000ULL

void queue_init(struct queue *q, size_t limit)
{
	pthread_condattr_t steady;

	*q = (struct queue){ .limit = limit };
	q->last = &q->first;
	/* Not by a clock that somebody may set. */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->filled, &steady);
	pthread_cond_init(&q->taken, &steady);
	pthread_condattr_destroy(&steady);
}

void queue_free(struct queue *q)
{
	struct batch *b;

	while ((b = q->first)) {
		q->first = b->next;
		free(b);
	}
	pthread_cond_destroy(&q->filled);
	pthread_cond_destroy(&q->taken);
	pthread_mutex_destroy(&q->lock);
}

static size_t weight(const struct batch *b)
{
	return sizeof(*b) + b->used;
}

/* What it does not use is given back: it may wait among many. */
static struct batch *shrink(struct batch *b)
{
	struct batch *less = realloc(b, weight(b));

	if (!less)
		return b;
	less->size = less->used;
	return less;
}

static void append(struct queue *q, struct batch *b)
{
	b->missing = q->missing;
	q->missing = (struct missing){ 0 };
	b->next = NULL;
	*q->last = b;
	q->last = &b->next;
	q->bytes += weight(b);
}

bool queue_push(struct queue *q, struct batch *b)
{
	bool room;

	b = shrink(b);
	pthread_mutex_lock(&q->lock);
	room = !q->first || b->kept || q->bytes + weight(b) <= q->limit;
	if (room) {
		append(q, b);
	} else {
		missing_add(&q->missing, &b->events);
		free(b);
	}
	pthread_cond_signal(&q->filled);
	pthread_mutex_unlock(&q->lock);
	return room;
}

static struct timespec in_ms(unsigned int ms)
{
	uint64_t at = clock_now(CLOCK_MONOTONIC) + ms * NS_PER_MS;

	return (struct timespec){ .tv_sec = (time_t)(at / NS_PER_SECOND),
				  .tv_nsec = (long)(at % NS_PER_SECOND) };
}

bool queue_wait(struct queue *q, size_t bytes, unsigned int patience_ms)
{
	struct timespec until = in_ms(patience_ms);
	bool done;

	pthread_mutex_lock(&q->lock);
	while (q->bytes > bytes)
		if (pthread_cond_timedwait(&q->taken, &q->lock, &until) == ETIMEDOUT)
			break;
	done = q->bytes <= bytes;
	pthread_mutex_unlock(&q->lock);
	return done;
}

static struct batch *take_first(struct queue *q)
{
	struct batch *b = q->first;

	q->first = b->next;
	if (!q->first)
		q->last = &q->first;
	q->bytes -= weight(b);
	pthread_cond_signal(&q->taken);
	return b;
}

static struct batch *take_missing(struct queue *q)
{
	struct batch *b = batch_new(0);

	b->missing = q->missing;
	q->missing = (struct missing){ 0 };
	return b;
}

struct batch *queue_pop(struct queue *q)
{
	struct batch *b = NULL;

	pthread_mutex_lock(&q->lock);
	while (!q->first && !q->missing.n && !q->ended)
		pthread_cond_wait(&q->filled, &q->lock);
	if (q->first)
		b = take_first(q);
	else if (q->missing.n)
		b = take_missing(q);
	pthread_mutex_unlock(&q->lock);
	return b;
}

void queue_end(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->ended = true;
	pthread_cond_signal(&q->filled);
	pthread_mutex_unlock(&q->lock);
}
