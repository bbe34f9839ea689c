// SPDX-License-Identifier: GPL-2.0-or-later
/* The verbs of rules, as they are called: they are in the program that has the history. */
#include "cmd/past_start.h"

const struct verb verb_rules = {
	.name = "rules",
	.args = "check FILE... | test FILE EVENTS",
	.summary = "Check Sigma rules, or try them on events",
	.help = "  check FILE...     whether these files of rules, and all below folders, can be used\n"
		"  test FILE EVENTS  which events of a file match; they are as \"monitor -j\" writes\n"
		"                    them, one to a line; - is standard input\n",
	.run = past_start,
};
