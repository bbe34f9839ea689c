// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of verbs, and how one of them is called. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/out.h"
#include "cmd/past_start.h"
#include "options/tool.h"
#include "names/names.h"
#include "text/printer.h"

#ifndef SESSMON_VERSION
#define SESSMON_VERSION "unknown"
#endif

static const struct verb *const verbs[] = {
	&verb_monitor, &verb_ls,     &verb_tree,    &verb_show,	  &verb_sessions, &verb_log,
	&verb_report,  &verb_record, &verb_history, &verb_rules,  &verb_alert,	  &verb_alerts,
	&verb_stats,   &verb_policy, &verb_verify,  &verb_doctor, &verb_complete,
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static void put_usage(struct buf *b)
{
	size_t i;

	buf_puts(b, "usage: sessmon [-n] VERB [OPTION...]\n\n");
	for (i = 0; i < VERBS; i++)
		if (!verbs[i]->hidden)
			buf_printf(b, "  %-9s %s\n", verbs[i]->name, verbs[i]->summary);
	buf_puts(b, "  help      say more about a verb\n"
		    "\n"
		    "  -n, --numeric  numbers of users and groups instead of names\n"
		    "  -h, --help     this text\n"
		    "  -V, --version  version of the tool\n");
}

static int no_verb(void)
{
	struct buf b = { 0 };

	put_usage(&b);
	fputs(b.data, stderr);
	buf_free(&b);
	return TOOL_USAGE;
}

static int print_usage(void)
{
	struct buf b = { 0 };

	put_usage(&b);
	out_printf("%s", b.data);
	buf_free(&b);
	return TOOL_OK;
}

const struct verb *tool_verb(unsigned int i)
{
	return i < VERBS ? verbs[i] : NULL;
}

const struct verb *tool_find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < VERBS; i++)
		if (!strcmp(verbs[i]->name, name))
			return verbs[i];
	return NULL;
}

static int unknown_verb(const char *name)
{
	fprintf(stderr, "sessmon: unknown verb %s (see: sessmon help)\n", name);
	return TOOL_USAGE;
}

/* The text below it is written for this width, too. */
#define HELP_WIDTH 80

static int print_help(const struct verb *v)
{
	struct printer p = { .width = HELP_WIDTH };

	buf_printf(&p.line, "usage: sessmon %s%s%s\n", v->name, *v->args ? " " : "", v->args);
	print_fold(&p, 0, 8);
	buf_printf(&p.line, "\n%s.\n", v->summary);
	if (v->help)
		buf_printf(&p.line, "\n%s", v->help);
	out_printf("%s", p.line.data);
	buf_free(&p.line);
	return TOOL_OK;
}

static int help(int argc, char **argv)
{
	const struct verb *v;

	if (argc < 2)
		return print_usage();
	v = tool_find_verb(argv[1]);
	return v ? print_help(v) : unknown_verb(argv[1]);
}

static bool wants_help(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
			return true;
	return false;
}

static int print_version(void)
{
	out_printf("sessmon " SESSMON_VERSION "\n");
	return TOOL_OK;
}

static int run_verb(const struct verb *v, int argc, char **argv)
{
	if (wants_help(argc, argv))
		return print_help(v);
	opterr = 0;
	return v->run(argc, argv);
}

/* Before the verb, because it means the same in all of them. */
static bool is_numeric(const char *word)
{
	return !strcmp(word, "-n") || !strcmp(word, "--numeric");
}

static int run(int argc, char **argv)
{
	const struct verb *v;

	for (; argc > 1 && is_numeric(argv[1]); argc--, argv++)
		names_numeric();
	if (argc < 2)
		return no_verb();
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))
		return print_usage();
	if (!strcmp(argv[1], "help"))
		return help(argc - 1, argv + 1);
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version"))
		return print_version();
	v = tool_find_verb(argv[1]);
	return v ? run_verb(v, argc - 1, argv + 1) : unknown_verb(argv[1]);
}

int main(int argc, char **argv)
{
	if (!out_begin())
		return TOOL_FAILED;
	setlocale(LC_TIME, "");
	setlocale(LC_CTYPE, "");
	return out_end(run(argc, argv));
}
