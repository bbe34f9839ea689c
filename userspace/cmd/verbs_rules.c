// SPDX-License-Identifier: GPL-2.0-or-later
/* The verbs of rules, as they are called: they are in the program that has the history. */
#include "cmd/past_start.h"
#include "options/view.h"

const struct verb verb_alert = {
	.name = "alert",
	.args = "[-j] [-R] [--wait] [-l LEVEL] [-w LENGTH] [-r FILE]...",
	.summary = "Say when what happens matches a rule",
	.help = "  -j, --json             one JSON document per alert, in ECS field names\n"
		"  -r, --rules FILE       these rules, and all below folders; else those in\n"
		"                         /etc/sessmon/rules and those that came with sessmon\n"
		"  -l, --level LEVEL      at least informational, low, medium, high or critical\n"
		"  -w, --window LENGTH    the same rule in the same session is told once in so\n"
		"                         long, and then how often again, if not in 60s\n"
		"  -R, --reliable         hold up to a megabyte of events until this reader has\n"
		"                         them, unless it does not read\n"
		"      --wait             for the module, whenever it is not loaded\n" VIEW_COMMON_HELP,
	.run = past_start,
};

const struct verb verb_rules = {
	.name = "rules",
	.args = "check FILE... | test FILE EVENTS",
	.summary = "Check Sigma rules, or try them on events",
	.help = "  check FILE...     whether these files of rules, and all below folders, can be used\n"
		"  test FILE EVENTS  which events of a file match; they are as \"monitor -j\" writes\n"
		"                    them, one to a line; - is standard input\n",
	.run = past_start,
};
