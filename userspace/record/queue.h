/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between who receives and who writes: batches, up to so many bytes.  Who receives does not
 * wait for the disk: what finds no room is dropped, and told in the place where it is missing.
 */
#ifndef SESSMON_QUEUE_H
#define SESSMON_QUEUE_H

#include <pthread.h>

#include "record/batch.h"

/**
 * struct queue - Batches that wait to be written.
 * @lock: of all that follows
 * @filled: somebody may take
 * @taken: somebody may add
 * @first: the oldest one
 * @last: where the next one goes
 * @bytes: that wait
 * @limit: that may wait
 * @missing: what found no room, since a batch did
 * @ended: nothing will be added any more
 */
struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled, taken;
	struct batch *first, **last;
	size_t bytes, limit;
	struct missing missing;
	bool ended;
};

/**
 * queue_init() - Make an empty one.
 * @q: queue
 * @limit: bytes that may wait
 */
void queue_init(struct queue *q, size_t limit);

/**
 * queue_free() - Free what was never taken.
 * @q: queue, used by nobody any more
 */
void queue_free(struct queue *q);

/**
 * queue_push() - Add a batch, or drop it.
 * @q: queue
 * @b: batch, which is the queue's from now on
 *
 * A batch that is alone is taken whatever its size, and so is one that has more than events.
 *
 * Return: false if there was no room, and its events are counted as missing.
 */
bool queue_push(struct queue *q, struct batch *b);

/**
 * queue_wait() - Wait until little is left to be written.
 * @q: queue
 * @bytes: as much as may be left
 * @patience_ms: how long to wait at the most
 *
 * Return: whether no more than that is left.
 */
bool queue_wait(struct queue *q, size_t bytes, unsigned int patience_ms);

/**
 * queue_pop() - Take the oldest batch, and wait for one if there is none.
 * @q: queue
 *
 * One without records tells what is missing, if nothing comes after that.
 *
 * Return: to be freed; NULL when the queue has ended, and nothing is left.
 */
struct batch *queue_pop(struct queue *q);

/**
 * queue_end() - Say that nothing will be added any more.
 * @q: queue
 */
void queue_end(struct queue *q);

#endif /* SESSMON_QUEUE_H */
