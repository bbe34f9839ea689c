// SPDX-License-Identifier: GPL-2.0-or-later
/* Moments and sizes in few letters. */
#include "text/when.h"

#include <time.h>

#include "base/clock.h"

static struct tm local(uint64_t wall)
{
	time_t s = (time_t)(wall / NS_PER_SECOND);
	struct tm tm;

	localtime_r(&s, &tm);
	return tm;
}

bool when_is_other_day(uint64_t a, uint64_t b)
{
	struct tm x = local(a), y = local(b);

	return x.tm_year != y.tm_year || x.tm_yday != y.tm_yday;
}

void when_put(struct buf *b, uint64_t wall, uint64_t near)
{
	struct tm then = local(wall), today = local(clock_present());
	const char *form = "%Y-%m-%d %H:%M";
	char text[32];

	if (!when_is_other_day(wall, near))
		form = "%H:%M";
	else if (then.tm_year == today.tm_year)
		form = "%b %d %H:%M";
	strftime(text, sizeof(text), form, &then);
	buf_puts(b, text);
}

void when_put_size(struct buf *b, uint64_t bytes)
{
	const char *unit = "KMGTPE";
	double n = (double)bytes;

	if (bytes < 1024) {
		buf_printf(b, "%u", (unsigned int)bytes);
		return;
	}
	/* What would be rounded to four digits is one of the next unit. */
	for (n /= 1024; n >= 1023.5; n /= 1024)
		unit++;
	buf_printf(b, n < 9.95 ? "%.1f%c" : "%.0f%c", n, *unit);
}
