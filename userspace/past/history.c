// SPDX-License-Identifier: GPL-2.0-or-later
/* history: which days there are. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/out.h"
#include "past/past.h"
#include "store/place.h"

static int list(const char *folder)
{
	struct store_day *days;
	unsigned int n, i;
	int err = store_days(folder, &days, &n);

	if (err) {
		fprintf(stderr, "sessmon history: %s: %s\n", folder, store_strerror(err));
		return TOOL_FAILED;
	}
	for (i = 0; i < n; i++)
		out_printf("%.10s  %11llu\n", days[i].name, (unsigned long long)days[i].size);
	free(days);
	return TOOL_OK;
}

int past_history(int argc, char **argv)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ 0 },
	};
	const char *folder = STORE_FOLDER;
	int c, ret;

	while ((c = getopt_long(argc, argv, ":d:", options, NULL)) != -1) {
		if (c != 'd')
			return tool_bad_option(&verb_history, c, argv);
		folder = optarg;
	}
	ret = tool_no_arguments(&verb_history, argc, argv);
	return ret ? ret : list(folder);
}
