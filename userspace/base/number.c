// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as they are typed, within bounds. */
#include "base/number.h"

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
