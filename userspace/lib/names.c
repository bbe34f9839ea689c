// SPDX-License-Identifier: LGPL-2.1-or-later
/* Numbers and bits of the wire by name, and names by number. */
#include "names_wire.h"

#include <string.h>

static const struct names *names_of(enum sessmon_name_kind kind)
{
	return (unsigned int)kind < sizeof(sessmon_names) / sizeof(sessmon_names[0]) ?
		       sessmon_names[kind] :
		       NULL;
}

const char *sessmon_name(enum sessmon_name_kind kind, uint32_t value)
{
	const struct names *names = names_of(kind);

	return names && value < names->n ? names->name[value] : NULL;
}

int sessmon_name_find(enum sessmon_name_kind kind, const char *name)
{
	const struct names *names = names_of(kind);
	unsigned int i;

	for (i = 0; names && i < names->n; i++)
		if (names->name[i] && !strcmp(names->name[i], name))
			return (int)i;
	return -1;
}
