// SPDX-License-Identifier: GPL-2.0-or-later
/* What all verbs need to say. */
#include "options/tool.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/key.h"

int tool_fail(const struct sessmon *s, int err)
{
	/* The kernel's detail of -ESRCH only repeats ours in other words. */
	const char *detail = s && err != -ESRCH ? sessmon_error_detail(s) : "";

	fprintf(stderr, "sessmon: %s%s%s\n", sessmon_strerror(err), *detail ? ": " : "", detail);
	return TOOL_FAILED;
}

int tool_none(const char *key)
{
	fprintf(stderr, "sessmon: %s: %s\n", key, sessmon_strerror(-ESRCH));
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
	const char *word = argv[optind - 1], *value = strchr(word, '=');

	if (c == ':')
		return tool_usage(v, "option %s needs a value", word);
	if (optopt && !strncmp(word, "--", 2) && value)
		return tool_usage(v, "option %.*s takes no value", (int)(value - word), word);
	if (optopt)
		return tool_usage(v, "unknown option -%c", optopt);
	return tool_usage(v, "unknown option %s", word);
}

int tool_no_arguments(const struct verb *v, int argc, char **argv)
{
	return optind < argc ? tool_usage(v, "unexpected argument %s", argv[optind]) : TOOL_OK;
}

int tool_check_keys(const struct verb *v, char **keys)
{
	struct key_request k;

	for (; *keys; keys++)
		if (key_parse(*keys, "", &k) == KEY_BAD)
			return tool_usage(v, "%s is no key (PID, PID:START, s:SID)", *keys);
	return TOOL_OK;
}
