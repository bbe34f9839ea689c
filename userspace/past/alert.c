// SPDX-License-Identifier: GPL-2.0-or-later
/* alert: the stream of monitor, of which is said what rules match. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cmd/monitor.h"
#include "options/view.h"
#include "past/past.h"
#include "alerts/alert.h"

#ifndef SESSMON_DATADIR
#define SESSMON_DATADIR "/usr/local/share/sessmon"
#endif

/* Of an option that has no letter. */
#define OPTION_WAIT 256

/**
 * struct alert_run - One run.
 * @m: loop
 * @a: alerts
 * @paths: of rules, NULL after the last
 * @n_paths: how many
 */
struct alert_run {
	struct monitor m;
	struct alerts a;
	char **paths;
	unsigned int n_paths;
};

static volatile sig_atomic_t reload;

static void on_hangup(int sig)
{
	(void)sig;
	reload = 1;
}

/* The journal takes a priority at the beginning of a line, and tells who it is connected to. */
static bool is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &inode) == 2 &&
	       !fstat(STDOUT_FILENO, &st) && st.st_dev == dev && st.st_ino == inode;
}

/* The whole set or nothing. */
static struct rules *load(const struct alert_run *run)
{
	struct rules_report r;
	struct rules *set = rules_load(run->paths, &r);

	if (r.said.len)
		fputs(r.said.data, stderr);
	buf_free(&r.said);
	if (!r.refused)
		return set;
	rules_free(set);
	return NULL;
}

static void change_rules(struct alert_run *run)
{
	struct rules *set = load(run);

	reload = 0;
	if (!set) {
		fputs("sessmon alert: the rules stay as they were\n", stderr);
		return;
	}
	/* What is counted names rules that go. */
	alerts_tick(&run->a, &run->m.p, UINT64_MAX);
	rules_free(run->a.set);
	run->a.set = set;
	fprintf(stderr, "sessmon alert: %u rules\n", rules_count(set));
}

static bool take(struct monitor *m, const struct sessmon_event *e)
{
	struct alert_run *run = m->arg;

	return alerts_event(&run->a, &m->p, e);
}

static bool tick(struct monitor *m, bool last)
{
	struct alert_run *run = m->arg;

	if (reload)
		change_rules(run);
	return alerts_tick(&run->a, &m->p, last ? UINT64_MAX : clock_now(CLOCK_BOOTTIME));
}

static int follow(struct alert_run *run)
{
	const struct sigaction hangup = { .sa_handler = on_hangup };
	int ret;

	run->a.set = load(run);
	if (!run->a.set)
		return TOOL_FAILED;
	if (!rules_count(run->a.set)) {
		fputs("sessmon alert: there are no rules\n", stderr);
		return TOOL_FAILED;
	}
	/* At a terminal it means that the terminal has gone. */
	if (!isatty(STDOUT_FILENO))
		sigaction(SIGHUP, &hangup, NULL);
	run->a.json = run->m.view.json;
	run->a.journal = !run->a.json && is_journal();
	run->m.instead = take;
	run->m.tick = tick;
	run->m.arg = run;
	ret = monitor_run(&run->m);
	past_gave_up(run->a.set, "alert");
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
		run->paths[run->n_paths++] = optarg;
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

/* Those that came with sessmon, and those of this host, where there are any. */
static void add_usual(struct alert_run *run)
{
	static char *const usual[] = { SESSMON_DATADIR "/rules", "/etc/sessmon/rules" };
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (!access(usual[i], F_OK))
			run->paths[run->n_paths++] = usual[i];
}

int past_alert(int argc, char **argv)
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
		.m = { .join = true, .groups = SESSMON_GROUP_SESSION | SESSMON_GROUP_LIFECYCLE },
		.a = { .window = ALERT_WINDOW * NS_PER_SECOND },
	};
	int c, ret = TOOL_OK;

	run.paths = xalloc((size_t)argc + 3, sizeof(*run.paths));
	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS "r:l:w:R", options,
					NULL)) != -1)
		ret = set_option(&run, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_alert, argc, argv);
	if (!run.n_paths)
		add_usual(&run);
	if (!ret && !run.n_paths)
		ret = tool_usage(&verb_alert, "there are no rules: name some with --rules");
	if (!ret)
		ret = follow(&run);
	alerts_free(&run.a);
	rules_free(run.a.set);
	free(run.paths);
	return ret;
}
