// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of verbs, and what all of them need to say. */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tool.h"

#ifndef SESSMON_VERSION
#define SESSMON_VERSION "unknown"
#endif

static const struct verb *const verbs[] = {
	&verb_monitor, &verb_ls,     &verb_tree,   &verb_show,	   &verb_stats,
	&verb_policy,  &verb_verify, &verb_doctor, &verb_complete,
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

int tool_fail(const struct sessmon *s, int err)
{
	/* Of what is not there the kernel says in other words what we say. */
	const char *detail = s && err != -ESRCH ? sessmon_error_detail(s) : "";

	fprintf(stderr, "sessmon: %s%s%s\n", sessmon_strerror(err), *detail ? ": " : "", detail);
	return TOOL_FAILED;
}

int tool_open(struct sessmon **s)
{
	int err = sessmon_open(s);

	return err ? tool_fail(NULL, err) : TOOL_OK;
}

int tool_usage(const struct verb *v, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "sessmon %s: ", v->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, " (see: sessmon help %s)\n", v->name);
	return TOOL_USAGE;
}

int tool_bad_option(const struct verb *v, int c, char **argv)
{
	if (c == ':')
		return tool_usage(v, "option %s needs a value", argv[optind - 1]);
	if (optopt)
		return tool_usage(v, "unknown option -%c", optopt);
	return tool_usage(v, "unknown option %s", argv[optind - 1]);
}

int tool_no_arguments(const struct verb *v, int argc, char **argv)
{
	return optind < argc ? tool_usage(v, "unexpected argument %s", argv[optind]) : TOOL_OK;
}

static void print_usage(FILE *to)
{
	size_t i;

	fprintf(to, "usage: sessmon VERB [OPTION...]\n\n");
	for (i = 0; i < VERBS; i++)
		if (!verbs[i]->hidden)
			fprintf(to, "  %-9s %s\n", verbs[i]->name, verbs[i]->summary);
	fprintf(to, "  %-9s %s\n", "help", "say more about a verb");
	fprintf(to, "\n  -h, --help     this text\n  -V, --version  version of the tool\n");
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

static int print_help(const struct verb *v)
{
	printf("usage: sessmon %s%s%s\n\n%s.\n", v->name, *v->args ? " " : "", v->args, v->summary);
	if (v->help)
		printf("\n%s", v->help);
	return TOOL_OK;
}

static int help(int argc, char **argv)
{
	const struct verb *v;

	if (argc < 2) {
		print_usage(stdout);
		return TOOL_OK;
	}
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

static int run(const struct verb *v, int argc, char **argv)
{
	if (wants_help(argc, argv))
		return print_help(v);
	opterr = 0;
	return v->run(argc, argv);
}

int main(int argc, char **argv)
{
	const struct verb *v;

	setlocale(LC_TIME, "");
	if (argc < 2) {
		print_usage(stderr);
		return TOOL_USAGE;
	}
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))
		return help(1, argv);
	if (!strcmp(argv[1], "help"))
		return help(argc - 1, argv + 1);
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version"))
		return printf("sessmon " SESSMON_VERSION "\n") > 0 ? TOOL_OK : TOOL_FAILED;
	v = tool_find_verb(argv[1]);
	return v ? run(v, argc - 1, argv + 1) : unknown_verb(argv[1]);
}
