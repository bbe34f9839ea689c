/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds what is missing between messages.
 *
 * Each message says how many events its group was sent before it, and how many
 * the ring had lost.  A reader who adds up what it got knows what must come
 * next.  Numbers that go back mean that the module was loaded anew: they start
 * a new count and are no loss that could be numbered.
 */
#ifndef SESSMON_GAP_H
#define SESSMON_GAP_H

#include <stdbool.h>

#include "decode.h"

/** SESSMON_GROUPS - Number of groups. */
#define SESSMON_GROUPS __builtin_popcount(SESSMON_GROUPS_MASK)

/**
 * struct sessmon_gap - What is expected next.
 * @next: what group-first must be, by group
 * @known: whether a message of the group was seen yet
 * @lost: the ring's losses so far
 * @lost_known: whether @lost is
 */
struct sessmon_gap {
	uint64_t next[SESSMON_GROUPS];
	bool known[SESSMON_GROUPS];
	uint64_t lost;
	bool lost_known;
};

/**
 * sessmon_gap_ring() - How many events the ring lost since the last time.
 * @g: state
 * @m: message
 *
 * Return: a number of events.
 */
uint64_t sessmon_gap_ring(struct sessmon_gap *g, const struct sessmon_message *m);

/**
 * sessmon_gap_group() - How many events of the group are missing before a message.
 * @g: state
 * @group: 0 to SESSMON_GROUPS - 1
 * @m: message
 *
 * Return: a number of events.
 */
uint64_t sessmon_gap_group(struct sessmon_gap *g, unsigned int group,
			   const struct sessmon_message *m);

#endif /* SESSMON_GAP_H */
