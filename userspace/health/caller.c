// SPDX-License-Identifier: GPL-2.0-or-later
/* What this process may do, and where it is. */
#include "health/doctor.h"

#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint64_t effective_capabilities(void)
{
	unsigned long long caps = 0;
	char line[256];
	FILE *f = fopen("/proc/self/status", "re");

	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "CapEff: %llx", &caps) == 1)
			break;
	fclose(f);
	return caps;
}

/* The first user namespace maps all there is onto itself. */
static bool in_first_user_namespace(void)
{
	unsigned int inside, outside, count;
	char line[256];

	if (!doctor_read("/proc/self/uid_map", line, sizeof(line)))
		return true;
	return sscanf(line, "%u %u %u", &inside, &outside, &count) == 3 && !inside && !outside &&
	       count == UINT32_MAX;
}

void doctor_caller(void)
{
	uint64_t wanted = 1ull << CAP_SYS_ADMIN | 1ull << CAP_NET_ADMIN;
	uint64_t missing = wanted & ~effective_capabilities();

	if (!in_first_user_namespace())
		doctor_say(DOCTOR_WRONG, "run it outside of the container, or of unshare -U",
			   "capabilities of another user namespace count for nothing");
	else if (missing)
		doctor_say(DOCTOR_WRONG, "run it as root", "this process lacks%s%s",
			   missing & 1ull << CAP_SYS_ADMIN ? " CAP_SYS_ADMIN" : "",
			   missing & 1ull << CAP_NET_ADMIN ? " CAP_NET_ADMIN" : "");
	else
		doctor_say(DOCTOR_OK, NULL, "this process has CAP_SYS_ADMIN and CAP_NET_ADMIN");
	/* Control groups are looked up by their numbers, as files are by handles. */
	if (!missing && !(effective_capabilities() & 1ull << CAP_DAC_READ_SEARCH))
		doctor_say(DOCTOR_NOTE, "keep CAP_DAC_READ_SEARCH, if that matters",
			   "without CAP_DAC_READ_SEARCH documents lack container.id");
}

bool doctor_loaded(void)
{
	return !access("/sys/module/sessmon/initstate", F_OK);
}
