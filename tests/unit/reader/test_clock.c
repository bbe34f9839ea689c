// SPDX-License-Identifier: GPL-2.0-or-later
/* Times that people write, in zones with and without a summer; TAP out. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "tap.h"

/* 2026-11-28T15:15:30.25Z, a Saturday. */
#define NOW  1795878930ULL
#define HALF 500000000ULL

/* What it is in seconds (and ns) was computed by Python's zoneinfo. */
static const struct {
	const char *zone, *text;
	uint64_t seconds, ns;
} good[] = {
	{ "UTC", "now", NOW, 250000000 },
	{ "UTC", "today", 1795824000, 0 },
	{ "UTC", "yesterday", 1795824000 - 86400, 0 },
	{ "UTC", "Tomorrow", 1795824000 + 86400, 0 },
	{ "Europe/Berlin", "today", 1795820400, 0 },
	{ "Europe/Berlin", "yesterday", 1795734000, 0 },
	/* Spans */
	{ "UTC", "90s", NOW - 90, 250000000 },
	{ "UTC", "10m", NOW - 600, 250000000 },
	{ "UTC", "1h30m", NOW - 5400, 250000000 },
	{ "UTC", "1h 30min", NOW - 5400, 250000000 },
	{ "UTC", "-1h", NOW - 3600, 250000000 },
	{ "UTC", "+2h", NOW + 7200, 250000000 },
	{ "UTC", "1w", NOW - 604800, 250000000 },
	{ "UTC", "2 days ago", NOW - 172800, 250000000 },
	{ "UTC", "3 weeks 1 day ago", NOW - 22 * 86400, 250000000 },
	{ "UTC", "0s", NOW, 250000000 },
	{ "UTC", "20000d", NOW - 20000 * 86400ULL, 250000000 },
	/* Seconds since the epoch */
	{ "Europe/Berlin", "@0", 0, 0 },
	{ "UTC", "@1795878930", NOW, 0 },
	{ "UTC", "@1795878930.5", NOW, HALF },
	/* Dates, local */
	{ "UTC", "2026-11-28", 1795824000, 0 },
	{ "Europe/Berlin", "2026-11-28", 1795820400, 0 },
	{ "UTC", "2026-11-28 15:15", NOW - 30, 0 },
	{ "UTC", "2026-11-28T15:15", NOW - 30, 0 },
	{ "UTC", "2026-11-28T15:15:30", NOW, 0 },
	{ "UTC", "2026-11-28 15:15:30.5", NOW, HALF },
	{ "UTC", "2026-11-28 15:15:30,000000001", NOW, 1 },
	{ "UTC", "2026-11-28 15:15:30.0000000019", NOW, 1 },
	{ "America/New_York", "2026-11-28 15:15", 1795896900, 0 },
	{ "Europe/Berlin", "2026-07-01T12:00:00", 1782900000, 0 },
	{ "UTC", "2028-02-29", 1835395200, 0 },
	{ "UTC", "2000-02-29", 951782400, 0 },
	/* Times of today, local */
	{ "UTC", "15:15", NOW - 30, 0 },
	{ "Europe/Berlin", "16:15:30", NOW, 0 },
	{ "UTC", "9:05", 1795824000 + 9 * 3600 + 300, 0 },
	/* RFC 3339: the zone that is said counts, not the local one */
	{ "America/New_York", "2026-11-28T15:15:30Z", NOW, 0 },
	{ "America/New_York", "2026-11-28t15:15:30.250000000z", NOW, 250000000 },
	{ "America/New_York", "2026-11-28T16:15:30+01:00", NOW, 0 },
	{ "UTC", "2026-11-28T10:15:30-05:00", NOW, 0 },
	{ "UTC", "2026-11-28T20:45:30.5+0530", NOW, HALF },
	{ "UTC", "2026-11-28T16:15:30+01", NOW, 0 },
	{ "Europe/Berlin", "2026-11-28 15:15:30 UTC", NOW, 0 },
	{ "UTC", "1970-01-01T01:00:00+01:00", 0, 0 },
	/* Clocks that change: before, after, and the first of an hour that comes twice */
	{ "Europe/Berlin", "2026-03-29 01:30", 1774744200, 0 },
	{ "Europe/Berlin", "2026-03-29 03:30", 1774747800, 0 },
	{ "Europe/Berlin", "2026-10-25 02:30", 1792888200, 0 },
	{ "Europe/Berlin", "2026-10-25T02:30:00+01:00", 1792891800, 0 },
	/* A day that has no midnight begins at one */
	{ "Africa/Cairo", "2026-04-24", 1776981600, 0 },
};

static const struct {
	const char *zone, *text;
} bad[] = {
	{ "UTC", "" },
	{ "UTC", "someday" },
	{ "UTC", "2026-02-31" },
	{ "UTC", "2026-02-29" },
	{ "UTC", "2100-02-29" },
	{ "UTC", "2026-13-01" },
	{ "UTC", "2026-00-10" },
	{ "UTC", "2026-01-00" },
	{ "UTC", "2026-11-28 24:00" },
	{ "UTC", "2026-11-28 12:60" },
	{ "UTC", "2026-11-28 12:00:60" },
	{ "UTC", "2026-11-28 12" },
	{ "UTC", "2026-11-28T" },
	{ "UTC", "2026-11-28T15:15:30.Z" },
	{ "UTC", "2026-11-28T15:15:30+1" },
	{ "UTC", "2026-11-28T15:15:30+24:00" },
	{ "UTC", "2026-11-28T15:15:30+01:60" },
	{ "UTC", "2026-11-28T15:15:30ZZ" },
	{ "UTC", "2026-11-28Z" },
	{ "UTC", "15:15Z" },
	{ "UTC", "26-11-28" },
	{ "UTC", "02026-11-28" },
	{ "UTC", "1969-12-31" },
	{ "UTC", "9999-12-31" },
	{ "UTC", "1970-01-01T00:00:00+01:00" },
	{ "UTC", "10" },
	{ "UTC", "10x" },
	{ "UTC", "10m5" },
	{ "UTC", "m" },
	{ "UTC", " 10m" },
	{ "UTC", "--1h" },
	{ "UTC", "-1h ago" },
	{ "UTC", "1.5h" },
	{ "UTC", "30000d" },
	{ "UTC", "100000000d" },
	{ "UTC", "18446744073709551616s" },
	{ "UTC", "18446744073s1w" },
	{ "UTC", "+18446744073s" },
	{ "UTC", "@" },
	{ "UTC", "@-1" },
	{ "UTC", "@18446744074" },
	{ "UTC", "@18446744073709551616" },
	{ "UTC", "@1 " },
	/* The hour that the change of the clocks leaves out */
	{ "Europe/Berlin", "2026-03-29 02:30" },
};

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

int main(void)
{
	const uint64_t now = NOW * NS_PER_SECOND + 250000000;
	uint64_t wall;
	bool known;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		set_zone(good[i].zone);
		wall = 0;
		known = clock_parse_at(good[i].text, now, &wall);
		ok(known && wall == good[i].seconds * NS_PER_SECOND + good[i].ns, "%s: '%s'",
		   good[i].zone, good[i].text);
		if (wall != good[i].seconds * NS_PER_SECOND + good[i].ns)
			printf("# %llu.%09llu\n", (unsigned long long)(wall / NS_PER_SECOND),
			       (unsigned long long)(wall % NS_PER_SECOND));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		set_zone(bad[i].zone);
		ok(!clock_parse_at(bad[i].text, now, &wall), "refused: %s: '%s'", bad[i].zone,
		   bad[i].text);
	}
	return tap_done();
}
