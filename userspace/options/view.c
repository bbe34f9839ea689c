// SPDX-License-Identifier: GPL-2.0-or-later
/* Options that verbs share. */
#include "options/view.h"

#include <string.h>

#include "names/names.h"
#include "text/printer.h"

static int set_colour(const struct verb *v, const char *when)
{
	static const char *const names[] = {
		[PRINT_COLOUR_AUTO] = "auto",
		[PRINT_COLOUR_ALWAYS] = "always",
		[PRINT_COLOUR_NEVER] = "never",
	};
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(when, names[i]))
			continue;
		print_set_colour((enum print_colour)i);
		return TOOL_OK;
	}
	return tool_usage(v, "--color takes auto, always or never, not %s", when);
}

/* The kind of filter that an option stands for, -1 if it stands for none. */
static int filter_of(int c)
{
	static const signed char kinds[] = {
		['c'] = FILTER_CLASS + 1,
		['u'] = FILTER_USER + 1,
		['L'] = FILTER_LOGIN + 1,
		['A'] = FILTER_AUDIT + 1,
		['F'] = FILTER_FROM + 1,
		['e'] = FILTER_ENTRY + 1,
		['O'] = FILTER_ORIGIN + 1,
		['s'] = FILTER_SESSION + 1,
		['t'] = FILTER_TTY + 1,
		['S'] = FILTER_SINCE + 1,
		['U'] = FILTER_UNTIL + 1,
		[VIEW_FLAG] = FILTER_FLAG + 1,
		[VIEW_PROGRAM] = FILTER_PROGRAM + 1,
		[VIEW_CONTAINER] = FILTER_CONTAINER + 1,
		[VIEW_IMAGE] = FILTER_IMAGE + 1,
		[VIEW_POD] = FILTER_POD + 1,
		[VIEW_NAMESPACE] = FILTER_NAMESPACE + 1,
	};

	return c > 0 && c < (int)sizeof(kinds) ? kinds[c] - 1 : -1;
}

int view_take_common(bool *json, const struct verb *v, int c, char **argv)
{
	switch (c) {
	case 'j':
		*json = true;
		return TOOL_OK;
	case 'n':
		names_numeric();
		return TOOL_OK;
	case VIEW_COLOR:
		return set_colour(v, optarg);
	default:
		return tool_bad_option(v, c, argv);
	}
}

static int set_at(struct view *w, const struct verb *v, const char *text)
{
	if (filter_time(&w->at, v, text))
		return TOOL_USAGE;
	/* No host of ours was up in 1970, and 0 is now. */
	w->at += !w->at;
	return TOOL_OK;
}

int view_take(struct view *w, const struct verb *v, int c, char **argv)
{
	int kind = filter_of(c);

	if (kind >= 0)
		return filter_add(&w->filter, v, (enum filter_kind)kind, optarg);
	switch (c) {
	case 'a':
		w->all = true;
		return TOOL_OK;
	case 'l':
		w->wide = true;
		return TOOL_OK;
	case VIEW_NO_HEADER:
		w->no_header = true;
		return TOOL_OK;
	case VIEW_AT:
		return set_at(w, v, optarg);
	case VIEW_DIR:
		w->folder = optarg;
		return TOOL_OK;
	default:
		return view_take_common(&w->json, v, c, argv);
	}
}
