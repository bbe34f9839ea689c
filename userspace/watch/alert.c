// SPDX-License-Identifier: GPL-2.0-or-later
/* alert: the stream of monitor, of which is said what rules match. */
#include <getopt.h>
#include <unistd.h>

#include "alerts/alert.h"
#include "base/clock.h"
#include "cmd/monitor.h"
#include "options/view.h"
#include "watch/ruleset.h"
#include "watch/watch.h"

/* Of an option that has no letter. */
#define OPTION_WAIT 256

/**
 * struct alert_run - One run.
 * @m: loop
 * @a: alerts
 * @rules: that are in force
 */
struct alert_run {
	struct monitor m;
	struct alerts a;
	struct ruleset rules;
};

/* What is counted names rules that go. */
static void tell_counts(void *arg)
{
	struct alert_run *run = arg;

	alerts_tick(&run->a, &run->m.p, UINT64_MAX);
}

static bool take(struct monitor *m, const struct sessmon_event *e)
{
	struct alert_run *run = m->arg;

	return alerts_event(&run->a, &m->p, e);
}

static bool tick(struct monitor *m, bool last)
{
	struct alert_run *run = m->arg;

	if (ruleset_renew(&run->rules, tell_counts, run))
		run->a.set = run->rules.set;
	return alerts_tick(&run->a, &m->p, last ? UINT64_MAX : clock_now(CLOCK_BOOTTIME));
}

static int follow(struct alert_run *run)
{
	int ret;

	if (!ruleset_load(&run->rules))
		return TOOL_FAILED;
	run->a.set = run->rules.set;
	/* At a terminal it means that the terminal has gone. */
	if (!isatty(STDOUT_FILENO))
		ruleset_watch();
	run->a.json = run->m.view.json;
	run->a.journal = !run->a.json && ruleset_is_journal();
	run->m.instead = take;
	run->m.tick = tick;
	run->m.arg = run;
	ret = monitor_run(&run->m);
	ruleset_gave_up(run->a.set, "alert");
	return ret;
}

static int set_level(struct alert_run *run, const char *word)
{
	int level = rule_level_find(word);

	if (level < 0)
		return tool_usage(&verb_alert, "unknown level %s", word);
	run->a.level = (enum rule_level)level;
	return TOOL_OK;
}

static int set_window(struct alert_run *run, const char *text)
{
	uint64_t seconds;

	if (!clock_parse_span(text, &seconds))
		return tool_usage(&verb_alert, "%s is no length of time", text);
	run->a.window = seconds * NS_PER_SECOND;
	return TOOL_OK;
}

static int set_option(struct alert_run *run, int c, char **argv)
{
	switch (c) {
	case 'r':
		ruleset_add(&run->rules, optarg);
		return TOOL_OK;
	case 'l':
		return set_level(run, optarg);
	case 'w':
		return set_window(run, optarg);
	case 'R':
		run->m.reliable = true;
		return TOOL_OK;
	case OPTION_WAIT:
		run->m.wait = true;
		return TOOL_OK;
	default:
		return view_take_common(&run->m.view.json, &verb_alert, c, argv);
	}
}

int watch_alert(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_COMMON_OPTIONS,
		{ "rules", required_argument, NULL, 'r' },
		{ "level", required_argument, NULL, 'l' },
		{ "window", required_argument, NULL, 'w' },
		{ "reliable", no_argument, NULL, 'R' },
		{ "wait", no_argument, NULL, OPTION_WAIT },
		{ 0 },
	};
	struct alert_run run = {
		.m = { .join = true, .groups = SESSMON_GROUP_ALL },
		.rules = { .verb = "alert" },
		.a = { .window = ALERT_WINDOW * NS_PER_SECOND },
	};
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS "r:l:w:R", options,
					NULL)) != -1)
		ret = set_option(&run, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_alert, argc, argv);
	if (!ret && !run.rules.n && !ruleset_is_there())
		ret = tool_usage(&verb_alert, "there are no rules: name some with --rules");
	if (!ret)
		ret = follow(&run);
	alerts_free(&run.a);
	ruleset_free(&run.rules);
	return ret;
}
