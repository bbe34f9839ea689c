// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon-history: the verbs that need the history, which sessmon starts. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "names/names.h"
#include "past/at.h"
#include "past/past.h"
#include "record/record.h"
#include "watch/watch.h"

/**
 * struct past_verb - What a verb is called, and does here.
 * @verb: its name and what is said of it
 * @run: does it; NULL if the verb does that itself, with the table of then
 */
struct past_verb {
	const struct verb *verb;
	int (*run)(int argc, char **argv);
};

static const struct past_verb verbs[] = {
	{ &verb_history, past_history },
	{ &verb_log, past_log },
	{ &verb_report, past_report },
	{ &verb_alerts, past_alerts },
	{ &verb_sessions, past_sessions },
	{ &verb_show, past_show },
	{ &verb_ls, NULL },
	{ &verb_tree, NULL },
	{ &verb_record, record_main },
	{ &verb_rules, watch_rules },
	{ &verb_alert, watch_alert },
};

static int run(int argc, char **argv)
{
	size_t i;

	if (argc > 1 && !strcmp(argv[1], "-n")) {
		names_numeric();
		argc--;
		argv++;
	}
	for (i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].verb->name, argv[1]))
			continue;
		opterr = 0;
		return (verbs[i].run ? verbs[i].run : verbs[i].verb->run)(argc - 1, argv + 1);
	}
	fprintf(stderr, "sessmon-history: is started by sessmon (see: sessmon help)\n");
	return TOOL_USAGE;
}

int main(int argc, char **argv)
{
	if (!out_begin())
		return TOOL_FAILED;
	setlocale(LC_TIME, "");
	setlocale(LC_CTYPE, "");
	table_set_past(at_fill);
	return out_end(run(argc, argv));
}
