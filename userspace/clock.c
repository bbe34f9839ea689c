// SPDX-License-Identifier: GPL-2.0-or-later
#include "clock.h"

#include <stdlib.h>
#include <string.h>

uint64_t clock_now(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_SECOND + (uint64_t)ts.tv_nsec;
}

uint64_t clock_wall(uint64_t boot)
{
	static uint64_t distance;
	static time_t looked;
	struct timespec now;
	uint64_t is;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (now.tv_sec == looked && distance)
		return distance + boot;
	looked = now.tv_sec;
	is = clock_now(CLOCK_REALTIME) - clock_now(CLOCK_BOOTTIME);
	if (is > distance + NS_PER_SECOND || is + NS_PER_SECOND < distance)
		distance = is;
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

static bool parse_ago(const char *text, uint64_t *wall)
{
	static const char units[] = "smhd";
	static const uint64_t seconds[] = { 1, 60, 3600, 86400 };
	const char *unit;
	char *end;
	unsigned long long n = strtoull(text, &end, 10);

	unit = *end ? strchr(units, *end) : NULL;
	if (end == text || !unit || end[1] || n > 100000000)
		return false;
	*wall = clock_now(CLOCK_REALTIME) - n * seconds[unit - units] * NS_PER_SECOND;
	return true;
}

static bool parse_epoch(const char *text, uint64_t *wall)
{
	char *end;
	unsigned long long n;

	if (*text != '@')
		return false;
	n = strtoull(text + 1, &end, 10);
	*wall = n * NS_PER_SECOND;
	return end != text + 1 && !*end && n < UINT64_MAX / NS_PER_SECOND;
}

static bool parse_date(const char *text, uint64_t *wall)
{
	static const char *const forms[] = { "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
					     "%Y-%m-%d %H:%M",	  "%Y-%m-%d",
					     "%H:%M:%S",	  "%H:%M" };
	time_t t = time(NULL);
	struct tm today, tm;
	const char *end;
	size_t i;

	localtime_r(&t, &today);
	today.tm_hour = today.tm_min = today.tm_sec = 0;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		tm = today;
		tm.tm_isdst = -1;
		end = strptime(text, forms[i], &tm);
		if (!end || *end)
			continue;
		t = mktime(&tm);
		*wall = (uint64_t)t * NS_PER_SECOND;
		return t >= 0;
	}
	return false;
}

bool clock_parse(const char *text, uint64_t *wall)
{
	return parse_ago(text, wall) || parse_epoch(text, wall) || parse_date(text, wall);
}
