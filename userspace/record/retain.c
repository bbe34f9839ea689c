// SPDX-License-Identifier: GPL-2.0-or-later
/* Days that go. Who reads one at that moment goes on reading what he has open. */
#include "record/retain.h"

#include <stdlib.h>

#include "store/place.h"

#define NS_PER_SECOND 1000000000ULL

static bool is_old(const struct retain *keep, uint64_t from, uint64_t present)
{
	return keep->seconds && (present - from) / NS_PER_SECOND >= keep->seconds;
}

static int prune(const char *folder, const struct store_day *days, unsigned int n,
		 const struct retain *keep, uint64_t present)
{
	uint64_t bytes = 0;
	int removed = 0, err;
	unsigned int i;

	for (i = 0; i < n; i++)
		bytes += days[i].size;
	/* The oldest is the last one. */
	while (n-- && days[n].from < present) {
		if (!is_old(keep, days[n].from, present) && (!keep->bytes || bytes <= keep->bytes))
			break;
		err = store_remove(folder, days[n].name);
		if (err)
			return err;
		bytes -= days[n].size;
		removed++;
	}
	return removed;
}

int retain_prune(const char *folder, const struct retain *keep, const char *present)
{
	struct store_day *days;
	uint64_t from;
	unsigned int n;
	int ret;

	if (!store_day_of(present, &from))
		return 0;
	ret = store_days(folder, &days, &n);
	if (!ret)
		ret = prune(folder, days, n, keep, from);
	free(days);
	return ret;
}
