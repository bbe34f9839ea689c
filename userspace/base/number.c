// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as they are typed, within bounds. */
#include "base/number.h"

#include <string.h>

bool number_take(const char **text, uint64_t max, uint64_t *value)
{
	const char *p = *text;
	unsigned int digit;

	*value = 0;
	for (; *p >= '0' && *p <= '9'; p++) {
		digit = (unsigned int)(*p - '0');
		if (*value > (max - digit) / 10 || digit > max)
			return false;
		*value = *value * 10 + digit;
	}
	if (p == *text)
		return false;
	*text = p;
	return true;
}

bool number_parse(const char *text, uint64_t max, uint64_t *value)
{
	return number_take(&text, max, value) && !*text;
}

bool number_parse_size(const char *text, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	const char *unit;
	unsigned int shift;

	if (!number_take(&text, UINT64_MAX, bytes))
		return false;
	if (!*text)
		return true;
	unit = strchr(units, *text);
	if (!unit || text[1])
		return false;
	shift = 10 * (unsigned int)(unit - units + 1);
	if (*bytes > UINT64_MAX >> shift)
		return false;
	*bytes <<= shift;
	return true;
}
