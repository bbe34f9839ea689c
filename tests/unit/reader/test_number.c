// SPDX-License-Identifier: GPL-2.0-or-later
/* Sizes and lengths of time that people write for what is to be kept; TAP out. */
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/number.h"
#include "tap.h"

static const struct {
	const char *text;
	uint64_t bytes;
} sizes[] = {
	{ "0", 0 },
	{ "1", 1 },
	{ "4096", 4096 },
	{ "1K", 1024 },
	{ "500M", 500ULL << 20 },
	{ "2G", 2ULL << 30 },
	{ "3T", 3ULL << 40 },
	{ "18446744073709551615", UINT64_MAX },
	{ "16777215T", 16777215ULL << 40 },
};

static const char *const no_sizes[] = {
	"",
	"G",
	"-1",
	"+1",
	" 1",
	"1 ",
	"1 G",
	"1GB",
	"1g",
	"1.5G",
	"1P",
	"0x10",
	"16777216T",
	"18446744073709551616",
	"18014398509481984K",
};

static const struct {
	const char *text;
	uint64_t seconds;
} spans[] = {
	{ "0s", 0 },
	{ "90s", 90 },
	{ "1h30m", 5400 },
	{ "30d", 30 * 86400 },
	{ "2 weeks", 14 * 86400 },
	{ "1d 12h", 36 * 3600 },
};

static const char *const no_spans[] = {
	"", "30", "d", "-1d", "+1d", "1d ago", "1.5d", "1y", "tomorrow", "30d;", "18446744074s",
};

int main(void)
{
	uint64_t n;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		ok(number_parse_size(sizes[i].text, &n) && n == sizes[i].bytes, "'%s' bytes",
		   sizes[i].text);
	for (i = 0; i < sizeof(no_sizes) / sizeof(no_sizes[0]); i++)
		ok(!number_parse_size(no_sizes[i], &n), "no size: '%s'", no_sizes[i]);
	for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		ok(clock_parse_span(spans[i].text, &n) && n == spans[i].seconds, "a span: '%s'",
		   spans[i].text);
	for (i = 0; i < sizeof(no_spans) / sizeof(no_spans[0]); i++)
		ok(!clock_parse_span(no_spans[i], &n), "no span: '%s'", no_spans[i]);
	return tap_done();
}
