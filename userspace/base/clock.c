// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Boot time as wall time and back: how far the two clocks are apart, measured anew when
 * somebody has set one.
 */
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

/* What two clocks may differ by and still be the same: nobody sets one by so little. */
#define NOTHING 1000000

/* Reading the clocks takes some tens of ns, unless something comes between. */
#define GOOD_ENOUGH 5000
#define TRIES	    16

uint64_t clock_now(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_SECOND + (uint64_t)ts.tv_nsec;
}

/* The distance of the clocks as the event has it that is being told, or 0. */
static uint64_t told;

void clock_as_of(uint64_t boot, uint64_t wall)
{
	told = boot && wall ? wall - boot : 0;
}

/* The past that is told of: when its boot was, and which moment; 0 is the present. */
static uint64_t past_boot, past_moment;

void clock_set_moment(uint64_t booted, uint64_t wall)
{
	past_boot = booted;
	past_moment = wall;
}

bool clock_is_past(void)
{
	return past_boot;
}

uint64_t clock_present(void)
{
	return past_boot ? past_moment : clock_now(CLOCK_REALTIME);
}

static bool is_near(uint64_t a, uint64_t b, uint64_t ns)
{
	return a - b <= ns || b - a <= ns;
}

/* Between two looks at one clock the other is read; of some tries the closest counts. */
static uint64_t measure(uint64_t *error)
{
	uint64_t before, wall, after, distance = 0;
	int i;

	*error = UINT64_MAX;
	for (i = 0; i<TRIES && * error> GOOD_ENOUGH; i++) {
		before = clock_now(CLOCK_BOOTTIME);
		wall = clock_now(CLOCK_REALTIME);
		after = clock_now(CLOCK_BOOTTIME);
		if (after - before >= *error)
			continue;
		*error = after - before;
		distance = wall - before - *error / 2;
	}
	return distance;
}

/* The kernel updates the coarse clocks together, so they show exactly when one is set. */
static bool was_set(void)
{
	static uint64_t apart;
	uint64_t is = clock_now(CLOCK_REALTIME_COARSE) - clock_now(CLOCK_MONOTONIC_COARSE);
	bool set = is != apart;

	apart = is;
	return set;
}

static uint64_t present_distance(void)
{
	static uint64_t distance;
	uint64_t is, error;

	if (was_set()) {
		is = measure(&error);
		if (!is_near(is, distance, error > NOTHING ? error : NOTHING))
			distance = is;
	}
	return distance;
}

uint64_t clock_wall(uint64_t boot)
{
	uint64_t distance = past_boot ? past_boot : present_distance();

	if (told && !is_near(told, distance, NOTHING))
		return told + boot;
	return distance + boot;
}

/* Taking a date apart is slow, and a document tells the same few seconds often. */
static const char *utc_second(time_t s)
{
	static struct {
		time_t s;
		char text[24];
	} known[16];
	size_t slot = (size_t)s % 16;
	struct tm tm;

	if (known[slot].s != s || !known[slot].text[0]) {
		gmtime_r(&s, &tm);
		strftime(known[slot].text, sizeof(known[slot].text), "%Y-%m-%dT%H:%M:%S.", &tm);
		known[slot].s = s;
	}
	return known[slot].text;
}

void clock_put_utc(struct buf *b, uint64_t wall)
{
	buf_puts(b, utc_second((time_t)(wall / NS_PER_SECOND)));
	buf_number(b, wall % NS_PER_SECOND, 9);
	buf_add(b, "Z", 1);
}

void clock_put_local(struct buf *b, uint64_t wall, bool date, int digits)
{
	time_t s = (time_t)(wall / NS_PER_SECOND);
	uint64_t fraction = wall % NS_PER_SECOND;
	char text[32];
	struct tm tm;
	int i;

	localtime_r(&s, &tm);
	strftime(text, sizeof(text), date ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
	buf_puts(b, text);
	for (i = digits; i < 9; i++)
		fraction /= 10;
	if (digits)
		buf_printf(b, ".%0*llu", digits, (unsigned long long)fraction);
}

void clock_put_duration(struct buf *b, uint64_t ns)
{
	uint64_t s = ns / NS_PER_SECOND;

	if (s < 60)
		buf_printf(b, "%llu.%03llus", (unsigned long long)s,
			   (unsigned long long)(ns % NS_PER_SECOND / 1000000));
	else if (s < 3600)
		buf_printf(b, "%llum%02llus", (unsigned long long)(s / 60),
			   (unsigned long long)(s % 60));
	else if (s < 86400)
		buf_printf(b, "%lluh%02llum", (unsigned long long)(s / 3600),
			   (unsigned long long)(s % 3600 / 60));
	else
		buf_printf(b, "%llud%02lluh", (unsigned long long)(s / 86400),
			   (unsigned long long)(s % 86400 / 3600));
}
