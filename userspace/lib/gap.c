// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is missing between messages, by the counts that they carry. */
#include "gap.h"

uint64_t sessmon_gap_ring(struct sessmon_gap *g, const struct sessmon_message *m)
{
	uint64_t grown = 0;

	if (!sessmon_has(m, SESSMON_A_LOST))
		return 0;
	if (g->lost_known && m->lost > g->lost)
		grown = m->lost - g->lost;
	g->lost = m->lost;
	g->lost_known = true;
	return grown;
}

uint64_t sessmon_gap_group(struct sessmon_gap *g, unsigned int group,
			   const struct sessmon_message *m)
{
	uint64_t missing = 0;

	if (group >= SESSMON_GROUPS || !sessmon_has(m, SESSMON_A_GROUP_FIRST))
		return 0;
	if (g->known[group] && m->group_first > g->next[group])
		missing = m->group_first - g->next[group];
	g->next[group] = m->group_first + m->n_events;
	g->known[group] = true;
	return missing;
}
