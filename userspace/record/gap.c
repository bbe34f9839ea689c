// SPDX-License-Identifier: GPL-2.0-or-later
/* Gaps of events: lost before they were received, or received and not written. */
#include "record/gap.h"

#include <string.h>

_Static_assert((int)__SESSMON_EVENT_MAX <= SESSMON_COUNTERS_MAX, "a gap counts each type");

static enum store_gap_why why_of(enum sessmon_loss_where where)
{
	switch (where) {
	case SESSMON_LOSS_DEMOTED:
		return STORE_GAP_DEMOTED;
	case SESSMON_LOSS_SOCKET:
	case SESSMON_LOSS_OVERRUN:
	case SESSMON_LOSS_TRUNCATED:
		return STORE_GAP_SOCKET;
	case SESSMON_LOSS_UNLOADED:
		return STORE_GAP_UNLOADED;
	case SESSMON_LOSS_NONE:
	case SESSMON_LOSS_RING:
		break;
	}
	return STORE_GAP_RING;
}

struct store_gap gap_of_loss(const struct sessmon_event *e, uint64_t last)
{
	struct store_gap gap = {
		.until = e->realtime ? e->realtime : e->received,
		.why = why_of(e->loss.where),
		.known = e->counters.n,
		.count = e->loss.count,
	};
	const struct sessmon_counters *c;
	uint64_t sum = 0;
	uint32_t i;

	gap.from = last ? last : gap.until;
	for (i = 0; i < e->counters.n; i++) {
		c = &e->counters.list[i];
		if (c->type < SESSMON_COUNTERS_MAX)
			gap.lost[c->type] += c->lost;
		sum += c->lost;
	}
	gap.count = gap.count > sum ? gap.count : sum;
	return gap;
}

struct store_gap gap_of_missing(const struct missing *m)
{
	struct store_gap gap = {
		.from = m->from,
		.until = m->until,
		.why = STORE_GAP_DISK,
		.known = true,
		.count = m->n,
	};

	memcpy(gap.lost, m->of_type, sizeof(m->of_type));
	return gap;
}
