/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a test's messages of events go: read as a reader reads them, and kept.
 */
#ifndef SESSMON_TESTS_POST_H
#define SESSMON_TESTS_POST_H

#include <kunit/test.h>

#include "wire/message.h"

#define POST_MESSAGES 64U
#define POST_EVENTS   1024U

/**
 * struct post_event - an event as a message has it
 * @seq: its number
 * @type: what happened
 * @message: index of its message
 * @replayed: marked as late
 * @lost: of a loss: how many, of all types
 * @lost_forks: of those, forks
 */
struct post_event {
	u64 seq;
	u32 type;
	unsigned int message;
	bool replayed;
	u64 lost;
	u64 lost_forks;
};

/**
 * struct post_message - a message, as it was sent
 * @group: whom to
 * @said_group: groups that it says it is of
 * @events: in it
 * @said_events: that the sender said are in it
 * @memory: that its buffer takes, without the description of the buffer
 * @content: bytes of it
 * @first: number of the first event, as it says, as the rest
 * @last: of the last event
 * @group_first: events that the group was sent before
 * @lost: losses told so far
 */
struct post_message {
	enum sessmon_group group;
	u32 said_group;
	unsigned int events;
	unsigned int said_events;
	size_t memory;
	size_t content;
	u64 first, last, group_first, lost;
};

/**
 * struct post - all that was sent
 * @listening: groups that somebody listens to, a bit each
 * @starving: the worker's next allocation fails whenever it has asked who listens
 * @starved: how often it has
 * @count: messages
 * @messages: those
 * @event_count: events
 * @events: those, in the order in which they were sent
 */
struct post {
	unsigned long listening;
	bool starving;
	atomic_t starved;
	unsigned int count;
	struct post_message messages[POST_MESSAGES];
	unsigned int event_count;
	struct post_event events[POST_EVENTS];
};

extern struct post post;
extern const struct sessmon_sink post_sink;

void post_forget(void);
unsigned int post_count_of(enum sessmon_group group, u32 type);

#endif /* SESSMON_TESTS_POST_H */
