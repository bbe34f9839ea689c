/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times as people and documents have them. */
#ifndef SESSMON_CLOCK_H
#define SESSMON_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"

#define NS_PER_SECOND 1000000000ULL

/**
 * clock_wall() - When something of boot time was, on the wall.
 * @boot: ns of boot time
 *
 * The distance of the two clocks is measured when somebody has set one, and kept
 * unless it has moved by more than a millisecond.  So the start of a process stays the
 * same text in all that one reader says of it.
 *
 * Return: ns since 1970 UTC.
 */
uint64_t clock_wall(uint64_t boot);

/**
 * clock_as_of() - Let clock_wall() see the clocks as an event does.
 * @boot: when the event happened, in boot time
 * @wall: the same since 1970 UTC; either 0 for what the clocks say now
 *
 * What is told of an event that happened before the clock was set has the old time:
 * its own, and so must have all that stands beside it.
 */
void clock_as_of(uint64_t boot, uint64_t wall);

/**
 * clock_set_moment() - Tell of a moment that is past, perhaps of another life of the machine.
 * @booted: when that had booted, ns since 1970 UTC; 0 tells of the present again
 * @wall: the moment
 *
 * clock_wall() and clock_present() are as they were then.
 */
void clock_set_moment(uint64_t booted, uint64_t wall);

/**
 * clock_is_past() - Whether a moment is told of that is past.
 *
 * Return: true between two calls of clock_set_moment(): /proc has nothing of it.
 */
bool clock_is_past(void);

/**
 * clock_present() - The moment that is told of.
 *
 * Return: ns since 1970 UTC: now, unless clock_set_moment() says otherwise.
 */
uint64_t clock_present(void);

/**
 * clock_now() - What the clocks say.
 * @id: of a clock
 *
 * Return: ns.
 */
uint64_t clock_now(clockid_t id);

/**
 * clock_put_utc() - Add a time for machines: 2026-11-22T05:41:47.123456789Z.
 * @b: buffer
 * @wall: ns since 1970 UTC
 */
void clock_put_utc(struct buf *b, uint64_t wall);

/**
 * clock_put_local() - Add a time for people, in the local zone.
 * @b: buffer
 * @wall: ns since 1970 UTC
 * @date: with the date
 * @digits: of the fraction of a second: 0, 3, 6 or 9
 */
void clock_put_local(struct buf *b, uint64_t wall, bool date, int digits);

/**
 * clock_put_duration() - Add a length of time: 0.003s, 12.5s, 3m04s, 2d03h.
 * @b: buffer
 * @ns: its length
 */
void clock_put_duration(struct buf *b, uint64_t ns);

/**
 * clock_parse_at() - Understand a time that a user wrote.
 * @text: now, today, yesterday, tomorrow; 90s, 1h30m, -2d, 3 weeks ago; HH:MM[:SS];
 *   YYYY-MM-DD, alone or with T or a blank and HH:MM[:SS[.FRACTION]] and perhaps a zone
 *   (Z, UTC, +HH:MM); @seconds
 * @now: what time it is, ns since 1970 UTC
 * @wall: ns since 1970 UTC
 *
 * Return: false if it is none of these, or no time that there is.
 */
bool clock_parse_at(const char *text, uint64_t now, uint64_t *wall);

/**
 * clock_parse() - As clock_parse_at(), now.
 * @text: text
 * @wall: ns since 1970 UTC
 *
 * Return: likewise.
 */
bool clock_parse(const char *text, uint64_t *wall);

/**
 * clock_parse_span() - Understand a length of time that a user wrote.
 * @text: 90s, 1h30m, 30d, 2 weeks
 * @seconds: filled
 *
 * Return: false if it is none, or longer than there can be.
 */
bool clock_parse_span(const char *text, uint64_t *seconds);

#endif /* SESSMON_CLOCK_H */
