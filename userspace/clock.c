// SPDX-License-Identifier: GPL-2.0-or-later
#include "clock.h"

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
