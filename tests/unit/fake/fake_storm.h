/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * More than the small world has, for who is to be tried with many: processes that come and
 * go one after the other now, and others that only are there.
 *
 *	SESSMON_FAKE_STORM=N	instead of what happens in the world, N processes are made,
 *				execute a program and end, as fast as they are read
 *	SESSMON_FAKE_STEP=S	each S seconds after the one before, by the wall's clock
 *	SESSMON_FAKE_CROWD=N	N processes more in the table
 *	SESSMON_FAKE_TODAY=1	what happens in the world has happened just now
 */
#ifndef TESTS_HOST_FAKE_STORM_H
#define TESTS_HOST_FAKE_STORM_H

#include "encode.h"

/** storm_put() - Put the next events of the lifecycle into a message: how many, 0 at the end. */
unsigned int storm_put(struct nl_msg *msg);

/** storm_shift() - How far that is from when it happens else, by the time of its last event. */
uint64_t storm_shift(uint64_t last);

/** storm_crowd() - The next process of the crowd, beginning with @i 0: false after the last. */
bool storm_crowd(unsigned int i, struct sessmon_process *p);

#endif /* TESTS_HOST_FAKE_STORM_H */
