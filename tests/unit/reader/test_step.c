// SPDX-License-Identifier: GPL-2.0-or-later
/* When boot time was on the wall, while somebody sets the clock: the clocks are the test's. */
#include "base/clock.h"
#include "tap.h"

#define MS 1000000ULL

static uint64_t boot = 100 * NS_PER_SECOND, apart = 1700000000 * NS_PER_SECOND, asleep, tick;

/* How often something comes between two reads, and how long it stays. */
static unsigned int interrupts;
static uint64_t interrupted;

/* The kernel's coarse clocks stand still between two ticks, and stand still together. */
int clock_gettime(clockid_t id, struct timespec *ts)
{
	uint64_t ns = 0;

	boot += 30;
	if (interrupts) {
		interrupts--;
		boot += interrupted;
	}
	if (boot - tick > 4 * MS)
		tick = boot;
	if (id == CLOCK_BOOTTIME)
		ns = boot;
	else if (id == CLOCK_REALTIME)
		ns = boot + apart;
	else if (id == CLOCK_REALTIME_COARSE)
		ns = tick + apart;
	else if (id == CLOCK_MONOTONIC_COARSE)
		ns = tick - asleep;
	ts->tv_sec = (time_t)(ns / NS_PER_SECOND);
	ts->tv_nsec = (long)(ns % NS_PER_SECOND);
	return 0;
}

/* How far off it is when a process started. */
static uint64_t error(void)
{
	uint64_t start = 50 * NS_PER_SECOND, is = clock_wall(start), want = start + apart;

	return is > want ? is - want : want - is;
}

static void test_steps(void)
{
	static const int64_t steps[] = { 900, -900, 2, -2, 5000, -400, 86400000, -86400000 };
	size_t i;

	ok(error() < MS / 10, "at first");
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		apart += (uint64_t)(steps[i] * (int64_t)MS);
		ok(error() < MS / 10, "set by %lld ms", (long long)steps[i]);
	}
	boot += 3600 * NS_PER_SECOND;
	asleep += 3600 * NS_PER_SECOND;
	ok(error() < MS / 10, "after an hour of sleep");
}

static void test_disturbed(void)
{
	uint64_t before = clock_wall(0);

	boot += 10 * MS;
	interrupts = 7;
	interrupted = 20 * MS;
	ok(clock_wall(0) == before, "what comes between two reads moves nothing");
	apart += 300 * MS;
	interrupts = 9;
	ok(error() < MS / 10, "nor hides a step");
	interrupts = 1000;
	apart += 100 * MS;
	clock_wall(0);
	interrupts = 0;
	boot += 10 * MS;
	ok(error() < 30 * MS, "on a machine that is never at rest it is as good as can be told");
	boot += NS_PER_SECOND;
	tick = boot;
}

/* An event from before the step is told after it. */
static void test_as_of(void)
{
	uint64_t start = 60 * NS_PER_SECOND, when = start + MS, wall = when + apart;

	apart -= 900 * MS;
	clock_as_of(when, wall);
	ok(clock_wall(start) == wall - MS, "what started before it, by the same clock");
	clock_as_of(0, 0);
	ok(error() < MS / 10, "what is now, by the clock of now");
	clock_as_of(when, when + apart + 1000);
	ok(clock_wall(start) == start + clock_wall(0), "less than a millisecond is nothing");
	clock_as_of(0, 0);
}

static void test_moment(void)
{
	const uint64_t booted = 1600000000 * NS_PER_SECOND, then = booted + 7 * NS_PER_SECOND;

	clock_set_moment(booted, then);
	ok(clock_is_past() && clock_present() == then, "a moment that is past");
	ok(clock_wall(5) == booted + 5, "of another boot");
	clock_as_of(5, booted + 1000 * NS_PER_SECOND);
	ok(clock_wall(5) == booted + 1000 * NS_PER_SECOND, "an event has its own time there, too");
	clock_as_of(0, 0);
	ok(clock_wall(5) == booted + 5, "and nothing else has it");
	clock_set_moment(0, 0);
	ok(!clock_is_past() && clock_present() != then && error() < MS / 10,
	   "and the present again");
}

int main(void)
{
	test_steps();
	test_moment();
	test_disturbed();
	test_as_of();
	return tap_done();
}
