// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon monitor: its options. */
#include <getopt.h>

#include "base/number.h"
#include "cmd/monitor.h"
#include "options/view.h"
#include "names/names.h"

/* Of options that have no letter. */
#define OPTION_WAIT   256
#define OPTION_OUTPUT 257

static int add_group(struct monitor *m, const char *name)
{
	int i = name_find(&names_groups, name);

	if (i < 0)
		return tool_usage(&verb_monitor, "unknown group %s", name);
	m->groups |= 1u << i;
	return TOOL_OK;
}

static int set_time(struct monitor *m, enum print_time time)
{
	if (m->time != PRINT_TIME_CLOCK && m->time != time)
		return tool_usage(&verb_monitor, "only one of -D, -T and -r");
	m->time = time;
	return TOOL_OK;
}

static int set_count(struct monitor *m, const char *text)
{
	m->limited = true;
	if (number_parse(text, UINT64_MAX, &m->left) && m->left)
		return TOOL_OK;
	return tool_usage(&verb_monitor, "%s is no number of events", text);
}

static int set_option(struct monitor *m, int c, char **argv)
{
	switch (c) {
	case 'G':
		return add_group(m, optarg);
	case 'E':
		return filter_add(&m->view.filter, &verb_monitor, FILTER_EVENT, optarg);
	case 'm':
		return set_count(m, optarg);
	case 'd':
		m->dump = true;
		return TOOL_OK;
	case 'N':
		m->join = false;
		return TOOL_OK;
	case 'R':
		m->reliable = true;
		return TOOL_OK;
	case OPTION_WAIT:
		m->wait = true;
		return TOOL_OK;
	case OPTION_OUTPUT:
		m->output = optarg;
		return TOOL_OK;
	case 'x':
		m->reaction.command = optarg;
		return TOOL_OK;
	case 'D':
		return set_time(m, PRINT_TIME_DATE);
	case 'T':
		return set_time(m, PRINT_TIME_BOOT);
	case 'r':
		return set_time(m, PRINT_TIME_RELATIVE);
	default:
		return view_take(&m->view, &verb_monitor, c, argv);
	}
}

/* Refuse options that exclude each other or would wait for ever. */
static int check_options(const struct monitor *m)
{
	if (!m->join && (m->dump || filter_needs_table(&m->view.filter)))
		return tool_usage(&verb_monitor,
				  "what was asked for needs the table that --no-join does without");
	if (!filter_can_come(&m->view.filter, m->groups))
		return tool_usage(&verb_monitor, "no such event comes in the groups asked for");
	return filter_check(&m->view.filter, &verb_monitor);
}

static int cmd_monitor(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_OPTIONS,
		{ "group", required_argument, NULL, 'G' },
		{ "event", required_argument, NULL, 'E' },
		{ "count", required_argument, NULL, 'm' },
		{ "dump", no_argument, NULL, 'd' },
		{ "no-join", no_argument, NULL, 'N' },
		{ "reliable", no_argument, NULL, 'R' },
		{ "date", no_argument, NULL, 'D' },
		{ "boot-time", no_argument, NULL, 'T' },
		{ "relative", no_argument, NULL, 'r' },
		{ "exec", required_argument, NULL, 'x' },
		{ "wait", no_argument, NULL, OPTION_WAIT },
		{ "output", required_argument, NULL, OPTION_OUTPUT },
		{ 0 },
	};
	struct monitor m = { .join = true };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_LETTERS "G:E:m:x:dNRDTr", options,
					NULL)) != -1)
		ret = set_option(&m, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_monitor, argc, argv);
	m.groups = m.groups ? m.groups : SESSMON_GROUP_ALL;
	if (!ret)
		ret = check_options(&m);
	/* A line has all it needs from its event; only documents name relatives. */
	m.join = m.join && (m.view.json || m.reaction.command || m.dump ||
			    filter_needs_table(&m.view.filter));
	if (!ret)
		ret = monitor_run(&m);
	reaction_end(&m.reaction);
	filter_free(&m.view.filter);
	return ret;
}

const struct verb verb_monitor = {
	.name = "monitor",
	.args = "[-j] [-d | -N] [-R] [--wait] [--output FILE] [-D | -T | -r] [-m COUNT] [-x COMMAND] [-G GROUP]... [-E EVENT]... [FILTER]...",
	.summary = "Show events as they happen",
	.help = "  -j, --json             one JSON document per event, in ECS field names\n"
		"  -d, --dump             first show the sessions and processes that exist\n"
		"  -N, --no-join          keep no table: parents and leaders by their keys only\n"
		"  -G, --group GROUP      session, lifecycle or security; all three if not given\n"
		"  -E, --event EVENT      this type of event only; losses always; exists is what\n"
		"                         -d shows\n"
		"  -m, --count COUNT      end after so many events\n"
		"  -R, --reliable         have the kernel hold events while this reader is slow\n"
		"  -x, --exec COMMAND     run it by /bin/sh for each event that is shown: its\n"
		"                         input is the document, SESSMON_EVENT, _SESSION, _PID,\n"
		"                         _UID, ... are in its environment; at most 16 at once\n"
		"      --wait             wait for the module, at first and whenever it goes\n"
		"      --output FILE      append to it, and open it anew at SIGHUP\n"
		"  -D, --date             date and time instead of the time of day\n"
		"  -T, --boot-time        seconds since boot\n"
		"  -r, --relative         seconds since the line before\n" VIEW_COMMON_HELP
			VIEW_FILTER_HELP,
	.run = cmd_monitor,
};
