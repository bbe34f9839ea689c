// SPDX-License-Identifier: GPL-2.0-or-later
/* What the history knows of itself, in words. */
#include "store/fact.h"

#include <stddef.h>

const char *store_gap_name(unsigned int why)
{
	static const char *const names[STORE_GAP_WHYS] = {
		[STORE_GAP_NOT_RUNNING] = "not_running",
		[STORE_GAP_KILLED] = "killed",
		[STORE_GAP_UNLOADED] = "unloaded",
		[STORE_GAP_DEMOTED] = "demoted",
		[STORE_GAP_RING] = "ring",
		[STORE_GAP_SOCKET] = "socket",
		[STORE_GAP_DISK] = "disk",
	};

	return why < STORE_GAP_WHYS ? names[why] : NULL;
}

const char *store_end_name(unsigned int end)
{
	static const char *const names[STORE_ENDS] = {
		[STORE_END_NONE] = "none",     [STORE_END_ASKED] = "asked",
		[STORE_END_DAY] = "day",       [STORE_END_UNLOADED] = "unloaded",
		[STORE_END_FAILED] = "failed", [STORE_END_LOSS] = "loss",
		[STORE_END_KILLED] = "killed",
	};

	return end < STORE_ENDS ? names[end] : NULL;
}
