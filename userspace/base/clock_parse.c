// SPDX-License-Identifier: GPL-2.0-or-later
/* Times as people write them, journalctl(1) and RFC 3339 among them. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/number.h"

/**
 * struct moment - A time, taken apart.
 * @tm: date and time of day
 * @ns: fraction of the second
 * @whole_day: no time of day was given: the day's first moment
 * @in_zone: a zone was given
 * @east: of UTC, seconds, if @in_zone
 */
struct moment {
	struct tm tm;
	uint64_t ns;
	bool whole_day;
	bool in_zone;
	long east;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits, no more than there may be, and a value that can be. */
static bool take(const char **text, unsigned int digits, int min, int max, int *value)
{
	const char *p = *text;
	uint64_t n;

	if (!number_take(&p, (uint64_t)max, &n) || (unsigned int)(p - *text) > digits ||
	    n < (uint64_t)min)
		return false;
	*value = (int)n;
	*text = p;
	return true;
}

static bool take_char(const char **text, const char *any)
{
	if (!**text || !strchr(any, **text))
		return false;
	++*text;
	return true;
}

/* Digits finer than a nanosecond are no reason to refuse a time. */
static bool take_fraction(const char **text, uint64_t *ns)
{
	uint64_t unit = NS_PER_SECOND / 10;

	if (!take_char(text, ".,"))
		return true;
	if (!is_digit(**text))
		return false;
	for (; is_digit(**text); ++*text, unit /= 10)
		*ns += (uint64_t)(**text - '0') * unit;
	return true;
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

static bool take_word(const char **text, const char *word)
{
	size_t len = strlen(word);

	if (strncasecmp(*text, word, len))
		return false;
	*text += len;
	return true;
}

/* Seconds in a unit, as systemd.time(7) names them; longest first. */
static uint64_t take_unit(const char **text)
{
	static const struct {
		const char *name;
		uint64_t seconds;
	} units[] = {
		{ "seconds", 1 },   { "second", 1 },  { "sec", 1 },   { "s", 1 },
		{ "minutes", 60 },  { "minute", 60 }, { "min", 60 },  { "m", 60 },
		{ "hours", 3600 },  { "hour", 3600 }, { "hr", 3600 }, { "h", 3600 },
		{ "days", 86400 },  { "day", 86400 }, { "d", 86400 }, { "weeks", 604800 },
		{ "week", 604800 }, { "w", 604800 },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (take_word(text, units[i].name))
			return units[i].seconds;
	return 0;
}

/* 1h30m, 2 days 3 hours: seconds, as many as there can be. */
static bool take_span(const char **text, uint64_t *seconds)
{
	const uint64_t most = UINT64_MAX / NS_PER_SECOND;
	uint64_t n, unit;

	*seconds = 0;
	do {
		if (!number_take(text, most, &n))
			return false;
		*text = skip_blanks(*text);
		unit = take_unit(text);
		if (!unit || n > (most - *seconds) / unit)
			return false;
		*seconds += n * unit;
		*text = skip_blanks(*text);
	} while (is_digit(**text));
	return true;
}

/* Without a sign it is ago: that is what one asks for. */
static bool parse_span(const char *text, uint64_t now, uint64_t *wall)
{
	bool later = *text == '+', sign = take_char(&text, "+-");
	uint64_t seconds;

	if (!take_span(&text, &seconds))
		return false;
	if (!sign)
		take_word(&text, "ago");
	if (*text)
		return false;
	seconds *= NS_PER_SECOND;
	*wall = later ? now + seconds : now - seconds;
	return later ? *wall >= now : *wall <= now;
}

bool clock_parse_span(const char *text, uint64_t *seconds)
{
	return take_span(&text, seconds) && !*text;
}

static bool parse_epoch(const char *text, uint64_t *wall)
{
	uint64_t seconds, ns = 0;

	if (!take_char(&text, "@") || !number_take(&text, UINT64_MAX / NS_PER_SECOND - 1, &seconds))
		return false;
	if (!take_fraction(&text, &ns) || *text)
		return false;
	*wall = seconds * NS_PER_SECOND + ns;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool take_date(const char **text, struct moment *m)
{
	int year, month, day;

	if (!take(text, 4, 1970, 9999, &year) || !take_char(text, "-") ||
	    !take(text, 2, 1, 12, &month) || !take_char(text, "-") ||
	    !take(text, 2, 1, days_in(year, month), &day))
		return false;
	m->tm.tm_year = year - 1900;
	m->tm.tm_mon = month - 1;
	m->tm.tm_mday = day;
	return true;
}

static bool take_time(const char **text, struct moment *m)
{
	m->tm.tm_sec = 0;
	m->whole_day = false;
	if (!take(text, 2, 0, 23, &m->tm.tm_hour) || !take_char(text, ":") ||
	    !take(text, 2, 0, 59, &m->tm.tm_min))
		return false;
	if (!take_char(text, ":"))
		return true;
	return take(text, 2, 0, 59, &m->tm.tm_sec) && take_fraction(text, &m->ns);
}

/* Z, UTC, +01:00, +0100 or +01 */
static bool take_zone(const char **text, struct moment *m)
{
	bool west;
	int hours, minutes = 0;

	*text = skip_blanks(*text);
	if (!**text)
		return true;
	m->in_zone = true;
	if (take_word(text, "UTC") || take_word(text, "Z"))
		return true;
	west = **text == '-';
	if (!take_char(text, "+-") || !is_digit((*text)[0]) || !is_digit((*text)[1]))
		return false;
	hours = ((*text)[0] - '0') * 10 + (*text)[1] - '0';
	*text += 2;
	take_char(text, ":");
	if (is_digit(**text) && !take(text, 2, 0, 59, &minutes))
		return false;
	m->east = (west ? -1L : 1L) * (hours * 3600 + minutes * 60);
	return hours < 24;
}

/* The time by the local clock, if it has one: a change of the clocks leaves an hour out. */
static bool local_time(const struct moment *m, int dst, time_t *t)
{
	struct tm tm = m->tm;

	tm.tm_isdst = dst;
	*t = mktime(&tm);
	return tm.tm_hour == m->tm.tm_hour && tm.tm_min == m->tm.tm_min &&
	       tm.tm_mday == m->tm.tm_mday;
}

/* An hour that comes twice is the first one. */
static bool to_seconds(const struct moment *m, time_t *t)
{
	struct tm tm = m->tm;
	time_t summer, winter;
	bool in_summer, in_winter;

	if (m->in_zone) {
		*t = timegm(&tm) - m->east;
		return true;
	}
	in_summer = local_time(m, 1, &summer);
	in_winter = local_time(m, 0, &winter);
	*t = in_summer && (!in_winter || summer < winter) ? summer : winter;
	/* A day whose midnight is left out begins at the change. */
	return in_summer || in_winter || m->whole_day;
}

static bool to_wall(const struct moment *m, uint64_t *wall)
{
	time_t t;

	if (!to_seconds(m, &t) || t < 0 || (uint64_t)t >= UINT64_MAX / NS_PER_SECOND)
		return false;
	*wall = (uint64_t)t * NS_PER_SECOND + m->ns;
	return true;
}

/* The day that is now, at its beginning. */
static struct moment today(uint64_t now, int later)
{
	time_t t = (time_t)(now / NS_PER_SECOND);
	struct moment m = { .whole_day = true };
	struct tm tm;

	localtime_r(&t, &tm);
	m.tm.tm_year = tm.tm_year;
	m.tm.tm_mon = tm.tm_mon;
	m.tm.tm_mday = tm.tm_mday + later;
	/* Whatever day that is of which month. */
	t = timegm(&m.tm);
	gmtime_r(&t, &m.tm);
	return m;
}

static bool parse_day(const char *text, uint64_t now, uint64_t *wall)
{
	static const char *const words[] = { "yesterday", "today", "tomorrow" };
	struct moment m;
	int i;

	for (i = 0; i < 3; i++) {
		if (strcasecmp(text, words[i]))
			continue;
		m = today(now, i - 1);
		return to_wall(&m, wall);
	}
	if (strcasecmp(text, "now"))
		return false;
	*wall = now;
	return true;
}

/* A date, a time of day, or both; a zone belongs to a time. */
static bool parse_date(const char *text, uint64_t now, uint64_t *wall)
{
	struct moment m = today(now, 0);
	const char *p = text;
	bool dated = take_date(&p, &m);

	if (!dated)
		p = text;
	if (dated && !*p)
		return to_wall(&m, wall);
	if (dated && !take_char(&p, "Tt "))
		return false;
	return take_time(&p, &m) && take_zone(&p, &m) && !*p && (dated || !m.in_zone) &&
	       to_wall(&m, wall);
}

bool clock_parse_at(const char *text, uint64_t now, uint64_t *wall)
{
	return parse_day(text, now, wall) || parse_epoch(text, wall) ||
	       parse_date(text, now, wall) || parse_span(text, now, wall);
}

bool clock_parse(const char *text, uint64_t *wall)
{
	return clock_parse_at(text, clock_now(CLOCK_REALTIME), wall);
}
