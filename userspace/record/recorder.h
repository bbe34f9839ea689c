/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recorder: one thread receives, one writes.  Who receives never waits for the disk;
 * what the two tell each other beside the queue is in here.
 */
#ifndef SESSMON_RECORDER_H
#define SESSMON_RECORDER_H

#include <stdatomic.h>

#include "record/queue.h"
#include "record/retain.h"
#include "writing/write.h"

/**
 * struct recorder - What both threads know.
 * @folder: where the history is
 * @keep: how much of it is kept
 * @warn: rules that are asked of what is received, NULL if none are
 * @store: its writer's own, once it runs
 * @queue: from who receives to who writes
 * @wrong: the history does not have what lives: the table is to be told anew
 * @failed: nothing can be written until somebody looks after it
 * @bell: rung then, for who polls
 * @busy_since: when the writer began with what it is at, ns of CLOCK_MONOTONIC; 0 if it waits
 * @written: events that are in the history
 * @missing: events that came and are not
 */
struct recorder {
	const char *folder;
	struct retain keep;
	struct warn *warn;
	struct store_writer *store;
	struct queue queue;
	atomic_bool wrong, failed;
	int bell;
	_Atomic uint64_t busy_since;
	_Atomic uint64_t written;
	_Atomic uint64_t missing;
};

/**
 * recorder_receive() - Receive until there is a reason to end.
 * @r: recorder, whose writer runs
 *
 * Return: enum tool_exit.
 */
int recorder_receive(struct recorder *r);

/**
 * recorder_write() - Write what comes through the queue, until it has ended.
 * @r: recorder
 */
void recorder_write(struct recorder *r);

#endif /* SESSMON_RECORDER_H */
