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
	.args = "",
	.summary = "Write the history",
	.hidden = true,
	.run = past_start,
};

const struct verb verb_sessions = {
	.name = "sessions",
	.args = "",
	.summary = "List sessions that were",
	.hidden = true,
	.run = past_start,
};
