// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon ls: the sessions that live, a line each. */
#include <getopt.h>
#include <stdlib.h>

#include "options/columns.h"
#include "cmd/past_start.h"
#include "options/table.h"
#include "options/view.h"
#include "names/names.h"
#include "text/people.h"
#include "text/printer.h"
#include "text/words.h"

/**
 * struct list - What is listed.
 * @view: what to show, and how
 * @columns: of a table; none yet if @n is 0
 * @pids: process ids alone
 */
struct list {
	struct view view;
	struct columns columns;
	bool pids;
};

/* The table's rows; what is not shown is counted. */
static void put_rows(struct printer *p, struct list *l, const struct sessmon_session **all)
{
	struct people people = { .all = l->view.all || filter_is_set(&l->view.filter) };
	struct grid g;
	unsigned int i;

	columns_begin(&l->columns, &g, !l->view.no_header);
	g.whole = l->view.wide;
	for (i = 0; i < p->mirror.n_sessions; i++)
		if (filter_session(&l->view.filter, all[i]) && people_take(&people, all[i]))
			columns_row(&l->columns, &g, p, all[i]);
	grid_print(&g, p);
	if (!l->view.no_header && columns_has(&l->columns, "kind"))
		people_put_marks(&people, p);
	if (!l->view.no_header)
		people_put_rest(&people, p, "sessmon ls -a");
	people_free(&people);
}

static bool list_text(struct printer *p, struct list *l, const struct sessmon_session **all)
{
	put_rows(p, l, all);
	return printer_flush(p);
}

static bool list_json(struct printer *p, struct list *l, const struct sessmon_session **all)
{
	bool ok = true;
	unsigned int i;

	for (i = 0; i < p->mirror.n_sessions && ok; i++)
		if (filter_session(&l->view.filter, all[i]))
			ok = print_session_json(p, all[i]);
	return printer_flush(p) && ok;
}

/* For kill(1): one a line, and nothing else.  Who has ended cannot be ended. */
static bool list_pids(struct printer *p, struct list *l)
{
	const struct sessmon_process **all = mirror_process_list(&p->mirror);
	const struct sessmon_session *s;
	unsigned int i;

	for (i = 0; i < p->mirror.n_processes; i++) {
		s = mirror_session(&p->mirror, &all[i]->session);
		if (s && filter_session(&l->view.filter, s) &&
		    !(all[i]->flags & (SESSMON_PROCESS_EXITED | SESSMON_PROCESS_KTHREAD)))
			buf_printf(&p->line, "%u\n", all[i]->key.id);
	}
	free(all);
	return printer_flush(p);
}

static bool put(struct printer *p, struct list *l)
{
	const struct sessmon_session **all;
	bool ok;

	if (l->pids)
		return list_pids(p, l);
	all = mirror_session_list(&p->mirror);
	ok = (l->view.json ? list_json : list_text)(p, l, all);
	free(all);
	return ok;
}

static int list(struct list *l)
{
	struct sessmon *s;
	struct printer p;
	int ret = table_open(&p, &s, &l->view, &verb_ls);

	if (ret)
		return ret;
	if (!put(&p, l))
		ret = TOOL_FAILED;
	table_close(&p, s);
	return ret;
}

static int set_option(struct list *l, int c, char **argv)
{
	switch (c) {
	case 'o':
		return columns_parse(&l->columns, &verb_ls, optarg);
	case 'p':
		l->pids = true;
		return TOOL_OK;
	default:
		return view_take(&l->view, &verb_ls, c, argv);
	}
}

static int check_options(struct list *l)
{
	if (l->pids && (l->view.json || l->columns.n || l->view.wide))
		return tool_usage(&verb_ls, "--pids lists process ids and nothing else");
	if (l->pids && l->view.at)
		return tool_usage(&verb_ls, "--pids is for kill: it lists what lives now");
	if (l->pids && !filter_is_set(&l->view.filter) && !l->view.all)
		return tool_usage(&verb_ls, "--pids needs to know of which sessions, or -a");
	if (l->columns.n)
		return TOOL_OK;
	return columns_parse(&l->columns, &verb_ls, l->view.wide ? COLUMNS_WIDE : COLUMNS_PEOPLE);
}

static int cmd_ls(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_OPTIONS,
		VIEW_TABLE_OPTIONS,
		{ "columns", required_argument, NULL, 'o' },
		{ "pids", no_argument, NULL, 'p' },
		{ 0 },
	};
	struct list l = { 0 };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_LETTERS VIEW_TABLE_LETTERS "o:p",
					options, NULL)) != -1)
		ret = set_option(&l, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_ls, argc, argv);
	if (!ret)
		ret = filter_check(&l.view.filter, &verb_ls);
	if (!ret)
		ret = check_options(&l);
	if (!ret)
		ret = table_is_elsewhere(&l.view) ? past_start(argc, argv) : list(&l);
	filter_free(&l.view.filter);
	return ret;
}

const struct verb verb_ls = {
	.name = "ls",
	.args = "[-j | -p | -l | -o COLUMN,...] [-a] [--at TIME] [FILTER]...",
	.summary = "List sessions: who is on this host",
	.help = "Without a filter: people's sessions, and what should be looked at.\n\n"
		"  -a, --all              also services, doors, init and the kernel\n"
		"  -l, --long             more columns, in lines that may be longer than 80\n"
		"  -o, --columns LIST     these columns: sid, kind, class, login, user, from,\n"
		"                         peer, tty, entry, origin, made-in, since, started,\n"
		"                         procs, audit, flags, reason, runs\n"
		"  -p, --pids             process ids alone, for kill\n"
		"  -j, --json             one JSON document per session, in ECS field names\n"
		"      --no-header        neither titles nor what is said below the table\n" VIEW_TABLE_HELP
			VIEW_COMMON_HELP VIEW_FILTER_HELP,
	.run = cmd_ls,
};
