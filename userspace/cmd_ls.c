// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <stdlib.h>

#include "clock.h"
#include "filter.h"
#include "grid.h"
#include "names.h"
#include "print.h"
#include "tool.h"

/** OPTION_UNTIL - Of an option that has no letter. */
#define OPTION_UNTIL 256

static uint64_t started(const struct sessmon_session *s)
{
	return sessmon_has(s, SESSMON_A_SESSION_STARTED) ? s->started : s->key.start;
}

static void put_class(struct printer *p, struct grid *g, uint32_t class)
{
	buf_clear(&p->line);
	print_class(p, class);
	buf_add(&g->text, p->line.data, p->line.len);
	buf_clear(&p->line);
}

static void put_tty(struct buf *b, const struct sessmon_session *s)
{
	if (sessmon_has(s, SESSMON_A_SESSION_TTY))
		tty_put(b, &s->tty);
	else
		buf_puts(b, "-");
}

/* Of today the time says enough. */
static void put_started(struct buf *b, const struct sessmon_session *s)
{
	uint64_t wall = clock_wall(started(s));
	bool old = clock_now(CLOCK_REALTIME) - wall > 12 * 3600 * NS_PER_SECOND;

	clock_put_local(b, wall, old, 0);
	/* A session that was there before the module: its leader's start. */
	if (!sessmon_has(s, SESSMON_A_SESSION_STARTED))
		buf_puts(b, "~");
}

static void put_flags(struct buf *b, uint32_t flags)
{
	if (flags)
		name_put_flags(b, &names_session_flags, flags);
	else
		buf_puts(b, "-");
}

static void put_row(struct printer *p, struct grid *g, const struct sessmon_session *s)
{
	buf_printf(&g->text, "%u", s->key.id);
	grid_cell(g);
	put_class(p, g, s->class);
	grid_cell(g);
	user_put(&g->text, s->uid);
	grid_cell(g);
	put_tty(&g->text, s);
	grid_cell(g);
	name_put(&g->text, &names_entry, s->entry_type);
	grid_cell(g);
	print_from(&g->text, s);
	grid_cell(g);
	put_started(&g->text, s);
	grid_cell(g);
	buf_printf(&g->text, "%u", s->members);
	grid_cell(g);
	put_flags(&g->text, s->flags);
	grid_cell(g);
	print_program(&g->text, &s->leader, s->comm);
	grid_cell(g);
}

static bool list_text(struct printer *p, const struct sessmon_session **list,
		      const struct filter *f)
{
	static const char *const columns[] = { "SID",  "CLASS",	  "USER", "TTY",   "ENTRY",
					       "FROM", "STARTED", "N",	  "FLAGS", "PROGRAM" };
	struct grid g;
	unsigned int i;

	grid_begin(&g, columns, sizeof(columns) / sizeof(columns[0]));
	for (i = 0; i < p->table.n_sessions; i++)
		if (filter_session(f, list[i]))
			put_row(p, &g, list[i]);
	buf_clear(&p->line);
	if (p->width)
		print_host(p);
	grid_print(&g, p);
	return printer_flush(p);
}

static bool list_json(struct printer *p, const struct sessmon_session **list,
		      const struct filter *f)
{
	bool ok = true;
	unsigned int i;

	for (i = 0; i < p->table.n_sessions && ok; i++)
		if (filter_session(f, list[i]))
			ok = print_session_json(p, list[i]);
	return printer_flush(p) && ok;
}

static int list(const struct filter *f, bool json)
{
	const struct sessmon_session **all;
	struct sessmon *s;
	struct printer p;
	int err, ret = tool_open(&s);

	if (ret)
		return ret;
	printer_open(&p, sessmon_info(s));
	/* A document names the leader's parent, which a line does not. */
	err = (json ? table_fill : table_fill_sessions)(&p.table, s);
	if (err) {
		ret = tool_fail(s, err);
	} else {
		all = table_session_list(&p.table);
		if (!(json ? list_json : list_text)(&p, all, f))
			ret = TOOL_FAILED;
		free(all);
	}
	printer_close(&p);
	sessmon_close(s);
	return ret;
}

static int set_option(struct filter *f, int c, char **argv)
{
	switch (c) {
	case 'c':
		return filter_add(f, &verb_ls, FILTER_CLASS, optarg);
	case 'e':
		return filter_add(f, &verb_ls, FILTER_ENTRY, optarg);
	case 'f':
		return filter_add(f, &verb_ls, FILTER_FLAG, optarg);
	case 'o':
		return filter_add(f, &verb_ls, FILTER_ORIGIN, optarg);
	case 'u':
		return filter_add(f, &verb_ls, FILTER_USER, optarg);
	case 't':
		return filter_add(f, &verb_ls, FILTER_TTY, optarg);
	case 's':
		return filter_add(f, &verb_ls, FILTER_SINCE, optarg);
	case OPTION_UNTIL:
		return filter_add(f, &verb_ls, FILTER_UNTIL, optarg);
	default:
		return tool_bad_option(&verb_ls, c, argv);
	}
}

static int cmd_ls(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "class", required_argument, NULL, 'c' },
		{ "entry", required_argument, NULL, 'e' },
		{ "flag", required_argument, NULL, 'f' },
		{ "origin", required_argument, NULL, 'o' },
		{ "user", required_argument, NULL, 'u' },
		{ "tty", required_argument, NULL, 't' },
		{ "since", required_argument, NULL, 's' },
		{ "until", required_argument, NULL, OPTION_UNTIL },
		{ 0 },
	};
	struct filter f = { 0 };
	bool json = false;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":jc:e:f:o:u:t:s:", options, NULL)) != -1)
		if (c == 'j')
			json = true;
		else
			ret = set_option(&f, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_ls, argc, argv);
	if (!ret)
		ret = list(&f, json);
	filter_free(&f);
	return ret;
}

const struct verb verb_ls = {
	.name = "ls",
	.args = "[-j] [-c CLASS] [-u USER] [-e TYPE] [-f FLAG] [-o SID] [-t TTY] [-s TIME] [--until TIME]",
	.summary = "List sessions",
	.help = "  -j, --json        one JSON document per session, in ECS field names\n"
		"  -c, --class CLASS only sessions of this class\n"
		"  -u, --user USER   only sessions whose leader is this user, name or number\n"
		"  -e, --entry TYPE  only sessions that entered the host like this (sshd, cron, ...)\n"
		"  -f, --flag FLAG   only sessions with this flag (outlives_login, service_tty, ...)\n"
		"  -o, --origin SID  only what the login SID has left running\n"
		"  -t, --tty TTY     only sessions with this terminal (pts/0, none)\n"
		"  -s, --since TIME  only sessions that started since: 10m, 1h30m, 2d (ago), 14:30,\n"
		"                    today, yesterday, 2026-01-31, 2026-01-31T14:30[Z], @SECONDS\n"
		"      --until TIME  only sessions that started until then\n"
		"\n"
		"A filter may be given several times: one of a kind must hold, and that of every kind.\n",
	.run = cmd_ls,
};
