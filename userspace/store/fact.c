// SPDX-License-Identifier: GPL-2.0-or-later
/* What the history knows of itself, in words. */
#include "store/fact.h"

#include <stddef.h>

static const char *const gaps[STORE_GAP_WHYS] = {
	[STORE_GAP_NOT_RUNNING] = "not_running",
	[STORE_GAP_KILLED] = "killed",
	[STORE_GAP_UNLOADED] = "unloaded",
	[STORE_GAP_DEMOTED] = "demoted",
	[STORE_GAP_RING] = "ring",
	[STORE_GAP_SOCKET] = "socket",
	[STORE_GAP_DISK] = "disk",
	[STORE_GAP_DAMAGED] = "damaged",
};

static const char *const ends[STORE_ENDS] = {
	[STORE_END_NONE] = "none",	   [STORE_END_ASKED] = "asked",	  [STORE_END_DAY] = "day",
	[STORE_END_UNLOADED] = "unloaded", [STORE_END_FAILED] = "failed", [STORE_END_LOSS] = "loss",
	[STORE_END_KILLED] = "killed",
};

const struct names store_gap_names = { gaps, STORE_GAP_WHYS };
const struct names store_end_names = { ends, STORE_ENDS };

const char *store_gap_name(unsigned int why)
{
	return why < STORE_GAP_WHYS ? gaps[why] : NULL;
}

const char *store_end_name(unsigned int end)
{
	return end < STORE_ENDS ? ends[end] : NULL;
}
