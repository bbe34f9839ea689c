// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verbs of the history, as they are called: both programs say the same of them, and
 * completion reads it here.  What they do is in past/ and record/.
 */
#include "cmd/past_start.h"

const struct verb verb_history = {
	.name = "history",
	.args = "[-d FOLDER]",
	.summary = "Say what the history has",
	.help = "  -d, --dir FOLDER       where it is, if not in /var/lib/sessmon\n",
	.run = past_start,
};

const struct verb verb_log = {
	.name = "log",
	.args = "",
	.summary = "List programs that were run",
	.hidden = true,
	.run = past_start,
};

const struct verb verb_record = {
	.name = "record",
	.args = "[-d FOLDER] [--keep TIME] [--max-size BYTES]",
	.summary = "Write the history, until it is ended",
	.help = "  -d, --dir FOLDER       where, if not in /var/lib/sessmon\n"
		"      --keep TIME        remove days that began longer ago than this before\n"
		"                         the present one: 30d, 2 weeks\n"
		"      --max-size BYTES   remove the oldest days while all are larger: 500M, 2G\n",
	.run = past_start,
};

const struct verb verb_sessions = {
	.name = "sessions",
	.args = "",
	.summary = "List sessions that were",
	.hidden = true,
	.run = past_start,
};
