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

const char *store_gap_words(unsigned int why)
{
	static const char *const words[] = {
		[STORE_GAP_NOT_RUNNING] = "no recorder ran",
		[STORE_GAP_KILLED] = "the recorder was killed, or the machine",
		[STORE_GAP_UNLOADED] = "the module was not loaded",
		[STORE_GAP_DEMOTED] = "the recorder was too slow",
		[STORE_GAP_RING] = "the kernel's ring was full",
		[STORE_GAP_SOCKET] = "the recorder's socket was full",
		[STORE_GAP_DISK] = "it could not be written",
		[STORE_GAP_DAMAGED] = "the file was damaged, and set aside",
	};

	return why < STORE_GAP_WHYS && words[why] ? words[why] : "why is not known here";
}

const char *store_end_name(unsigned int end)
{
	return end < STORE_ENDS ? ends[end] : NULL;
}
