// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "escape.h"
#include "grid.h"
#include "key.h"
#include "names.h"
#include "print.h"
#include "tool.h"

/**
 * struct filter - Which sessions to list.
 * @json: documents instead of a table
 * @class: -1 for any
 * @entry: -1 for any
 * @flag: number of the bit, -1 for any
 * @origin: what has left this login, 0 for any
 * @user: name or number, NULL for any
 * @tty: name, NULL for any
 * @since: started then or later, ns since 1970 UTC
 */
struct filter {
	bool json;
	int class;
	int entry;
	int flag;
	uint32_t origin;
	const char *user;
	const char *tty;
	uint64_t since;
};

static bool is_user(uint32_t uid, const char *who)
{
	const char *name = user_name(uid);
	char *end;

	if (name && !strcmp(name, who))
		return true;
	return strtoul(who, &end, 10) == uid && end != who && !*end;
}

static bool is_tty(const struct sessmon_session *s, const char *want)
{
	struct buf b = { 0 };
	bool same;

	if (!strncmp(want, "/dev/", 5))
		want += 5;
	if (!sessmon_has(s, SESSMON_A_SESSION_TTY))
		return !strcmp(want, "none") || !strcmp(want, "-");
	tty_put(&b, &s->tty);
	same = b.len && !strcmp(b.data, want);
	buf_free(&b);
	return same;
}

/* What a login has left: in sessions that went away from it, or in its own. */
static bool has_left(const struct sessmon_session *s, uint32_t login)
{
	if (sessmon_has(s, SESSMON_A_SESSION_ORIGIN) && s->origin.id == login)
		return true;
	return s->key.id == login && (s->flags & SESSMON_SESSION_OUTLIVES_LOGIN);
}

static uint64_t started(const struct sessmon_session *s)
{
	return sessmon_has(s, SESSMON_A_SESSION_STARTED) ? s->started : s->key.start;
}

static bool is_wanted(const struct sessmon_session *s, const struct filter *f)
{
	if (f->class >= 0 && s->class != (uint32_t)f->class)
		return false;
	if (f->entry >= 0 && s->entry_type != (uint32_t)f->entry)
		return false;
	if (f->flag >= 0 && !(s->flags >> f->flag & 1))
		return false;
	if (f->origin && !has_left(s, f->origin))
		return false;
	if (f->user && !is_user(s->uid, f->user))
		return false;
	if (f->tty && !is_tty(s, f->tty))
		return false;
	return !f->since || clock_wall(started(s)) >= f->since;
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
		if (is_wanted(list[i], f))
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
		if (is_wanted(list[i], f))
			ok = print_session_json(p, list[i]);
	return printer_flush(p) && ok;
}

static int list(const struct filter *f)
{
	const struct sessmon_session **all;
	struct sessmon *s;
	struct printer p;
	int err, ret = tool_open(&s);

	if (ret)
		return ret;
	printer_open(&p, sessmon_info(s));
	/* A document names the leader's parent, which a line does not. */
	err = (f->json ? table_fill : table_fill_sessions)(&p.table, s);
	if (err) {
		ret = tool_fail(s, err);
	} else {
		all = table_session_list(&p.table);
		if (!(f->json ? list_json : list_text)(&p, all, f))
			ret = TOOL_FAILED;
		free(all);
	}
	printer_close(&p);
	sessmon_close(s);
	return ret;
}

static int set_name(int *value, const struct names *names, const char *what)
{
	*value = name_find(names, optarg);
	return *value < 0 ? tool_usage(&verb_ls, "unknown %s %s", what, optarg) : TOOL_OK;
}

static int set_origin(struct filter *f)
{
	struct key_request k;

	if (key_parse(optarg, "", &k) != KEY_OK)
		return tool_usage(&verb_ls, "%s is no session (SID, s:SID)", optarg);
	f->origin = k.key.id;
	return TOOL_OK;
}

static int set_since(struct filter *f)
{
	if (clock_parse(optarg, &f->since))
		return TOOL_OK;
	return tool_usage(&verb_ls, "%s is no time (10m, 2h, 3d, 14:30, 2026-01-31, @SECONDS)",
			  optarg);
}

static int set_option(struct filter *f, int c, char **argv)
{
	switch (c) {
	case 'j':
		f->json = true;
		return TOOL_OK;
	case 'c':
		return set_name(&f->class, &names_class, "class");
	case 'e':
		return set_name(&f->entry, &names_entry, "type of entry");
	case 'f':
		return set_name(&f->flag, &names_session_flags, "flag");
	case 'o':
		return set_origin(f);
	case 'u':
		f->user = optarg;
		return TOOL_OK;
	case 't':
		f->tty = optarg;
		return TOOL_OK;
	case 's':
		return set_since(f);
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
		{ 0 },
	};
	struct filter f = { .class = -1, .entry = -1, .flag = -1 };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":jc:e:f:o:u:t:s:", options, NULL)) != -1)
		ret = set_option(&f, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_ls, argc, argv);
	return ret ? ret : list(&f);
}

const struct verb verb_ls = {
	.name = "ls",
	.args = "[-j] [-c CLASS] [-u USER] [-e TYPE] [-f FLAG] [-o SID] [-t TTY] [-s TIME]",
	.summary = "List sessions",
	.help = "  -j, --json        one JSON document per session, in ECS field names\n"
		"  -c, --class CLASS only sessions of this class\n"
		"  -u, --user USER   only sessions whose leader is this user, name or number\n"
		"  -e, --entry TYPE  only sessions that entered the host like this (sshd, cron, ...)\n"
		"  -f, --flag FLAG   only sessions with this flag (outlives_login, service_tty, ...)\n"
		"  -o, --origin SID  only what the login SID has left running\n"
		"  -t, --tty TTY     only sessions with this terminal (pts/0, none)\n"
		"  -s, --since TIME  only sessions that started since: 10m, 2h, 3d (ago), 14:30,\n"
		"                    2026-01-31, '2026-01-31 14:30', @SECONDS\n",
	.run = cmd_ls,
};
