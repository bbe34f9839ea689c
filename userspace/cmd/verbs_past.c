// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verbs of the history, as they are called: both programs say the same of them, and
 * completion reads it here.  What they do is in past/ and record/.
 */
#include "cmd/past_start.h"
#include "options/view.h"

/* Of what is past. */
#define BOOT_HELP                                                                            \
	"  -b, --boot BOOT        of this boot only: 0 or none is the present one, -1 the\n" \
	"                         one before; or its id\n"
#define PAST_HELP                                        \
	BOOT_HELP                                        \
	"      --reverse          the other way round\n" \
	"      --no-pager         through no pager ($SESSMON_PAGER, $PAGER)\n" VIEW_DIR_HELP
#define COUNT_HELP "  -m, --count COUNT      the newest so many\n"

const struct verb verb_alerts = {
	.name = "alerts",
	.args = "[-j | -l] [-m COUNT] [--level LEVEL] [--rule RULE] [-b BOOT] [FILTER]...",
	.summary = "List what matched rules while it was recorded, the newest first",
	.help = "  -l, --long             more columns, in lines that may be longer than 80\n"
		"      --level LEVEL      of rules of this level or a worse one\n"
		"      --rule RULE        of this rule, by its id or a part of its title\n" COUNT_HELP
		"  -j, --json             the documents that alert -j makes, with all counts,\n"
		"                         as they were\n"
		"      --no-header        neither titles nor whose rules these are\n" PAST_HELP
			VIEW_COMMON_HELP VIEW_FILTER_HELP,
	.run = past_start,
};

const struct verb verb_history = {
	.name = "history",
	.args = "[-j] [-b BOOT] [-S TIME] [-U TIME]",
	.summary = "Say which days the history has, and what is missing of it",
	.help = "  -j, --json             a JSON document for each time that was watched, or not\n"
		"  -S, --since TIME       days that are not over before\n"
		"  -U, --until TIME       days that have begun by then\n"
		"      --no-header        not the sum\n" PAST_HELP VIEW_COMMON_HELP,
	.run = past_start,
};

const struct verb verb_log = {
	.name = "log",
	.args = "[-j] [-f] [-m COUNT] [-g REGEX [-i]] [--failed] [--by-root] [--rules FILE]... [-b BOOT] [FILTER]...",
	.summary = "List the programs that were run",
	.help = "  -g, --grep REGEX       whose arguments, with blanks between, have this: an\n"
		"                         extended regular expression\n"
		"  -i, --ignore-case      capitals or not\n"
		"      --failed           which did not end well: not with 0, or by a signal\n"
		"      --by-root          which root ran, whoever came in\n"
		"  -f, --follow           and go on with those that are run\n"
		"      --rules FILE       instead of programs what matches these rules, and all\n"
		"                         below folders, as alert would have told of it\n"
		"      --level LEVEL      of rules of this level or a worse one\n" COUNT_HELP
		"  -j, --json             the documents of their events, as monitor has them\n"
		"      --no-header        without titles\n" PAST_HELP VIEW_COMMON_HELP
			VIEW_FILTER_HELP,
	.run = past_start,
};

const struct verb verb_record = {
	.name = "record",
	.args = "[-d FOLDER] [--keep TIME] [--max-size BYTES] [-l LEVEL] [-r FILE]...",
	.summary = "Write the history, until it is ended",
	.help = "  -d, --dir FOLDER       where, if not in /var/lib/sessmon\n"
		"      --keep TIME        remove days that began longer ago than this before\n"
		"                         the present one: 30d, 2 weeks\n"
		"      --max-size BYTES   remove the oldest days while all are larger: 500M, 2G\n"
		"  -r, --rules FILE       also what matches these rules, and all below folders;\n"
		"                         else those in /etc/sessmon/rules and those that came\n"
		"                         with sessmon\n"
		"      --no-rules         ask no rules\n"
		"  -l, --level LEVEL      of rules of this level or a worse one\n",
	.run = past_start,
};

const struct verb verb_report = {
	.name = "report",
	.args = "[-o FILE] [-f] [--with-children] [-a] [-m COUNT] [-b BOOT] [KEY]... | [FILTER]...",
	.summary = "Make a page of sessions for a browser, in one file",
	.help = "KEY is s:SID: this session, or PID: the session that this process is in.  Without\n"
		"keys: what sessmon sessions lists.  The file needs no other, and loads none.\n\n"
		"  -o, --output FILE      where, - for standard output; else sessmon-sSID.html, or\n"
		"                         sessmon-report.html, in this folder\n"
		"  -f, --force            also if that is there already\n"
		"      --with-children    and all that was made in these sessions\n"
		"  -a, --all              also services, doors, init and the kernel\n" COUNT_HELP
			BOOT_HELP VIEW_DIR_HELP VIEW_COMMON_HELP VIEW_FILTER_HELP,
	.run = past_start,
};

const struct verb verb_sessions = {
	.name = "sessions",
	.args = "[-j | -l] [-a] [-m COUNT] [-b BOOT] [FILTER]...",
	.summary = "List who was on this host, the newest first",
	.help = "Without a filter: people's sessions, and what should be looked at.  Since and\n"
		"until ask when a session was there, not when it began.\n\n"
		"  -a, --all              also services, doors, init and the kernel\n"
		"  -l, --long             more columns, in lines that may be longer than 80\n" COUNT_HELP
		"  -j, --json             one JSON document per session, in ECS field names\n"
		"      --no-header        neither titles nor what is said below\n" PAST_HELP
			VIEW_COMMON_HELP VIEW_FILTER_HELP,
	.run = past_start,
};
