// SPDX-License-Identifier: GPL-2.0-or-later
/* rules: are they understood, and what do they say of events that were kept. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/out.h"
#include "rules/documents.h"
#include "rules/rules.h"
#include "watch/ruleset.h"
#include "watch/watch.h"

/**
 * struct trial - Rules that are tried on events.
 * @set: rules
 * @facts: of the present event
 * @d: where events come from
 * @line: what is said of the present one
 * @matches: so far
 * @events: that rules were asked of
 * @wrong: lines that are no event, and events on which the two ways differ
 */
struct trial {
	struct rules *set;
	struct facts facts;
	struct documents d;
	struct buf line;
	unsigned int matches, events, wrong;
};

static void say_refused(const struct rules_report *r)
{
	if (r->said.len)
		fputs(r->said.data, stderr);
}

static int check(char **paths)
{
	struct rules_report r;
	struct rules *set = rules_load(paths, &r);

	say_refused(&r);
	out_printf("%u loaded, %u refused, %u not ours", r.loaded, r.refused, r.not_ours);
	if (r.filters)
		out_printf(", %u filters", r.filters);
	out_printf("\n");
	rules_free(set);
	buf_free(&r.said);
	return r.refused ? TOOL_FAILED : TOOL_OK;
}

static void say_reason(void *arg, struct sessmon_str search, struct sessmon_str key,
		       struct sessmon_str value)
{
	struct buf *b = arg;

	buf_puts(b, "\n    ");
	escape_text(b, search);
	buf_puts(b, ": ");
	escape_text(b, key);
	buf_puts(b, key.len ? ": " : "");
	escape_text(b, value);
}

static void say_match(void *arg, const struct rule *rule)
{
	struct trial *t = arg;

	t->matches++;
	buf_printf(&t->line, "%u: %s: ", t->d.line, rule_level_name(rule->level));
	escape_text(&t->line, rule->title);
	if (rule->author.len) {
		buf_puts(&t->line, " (");
		escape_text(&t->line, rule->author);
		buf_putc(&t->line, ')');
	}
	rules_explain(t->set, rule, &t->facts, say_reason, &t->line);
	buf_putc(&t->line, '\n');
}

static void try_one(struct trial *t, const char *file)
{
	enum rules_category category;

	if (!t->d.root) {
		fprintf(stderr, "%s:%u: %s\n", file, t->d.line, t->d.error);
		t->wrong++;
		return;
	}
	if (!facts_of_document(&t->facts, t->d.root, &category))
		return;
	t->events++;
	rules_match(t->set, &t->facts, category, say_match, t);
	if (t->line.len)
		out_write(t->line.data, t->line.len);
	buf_clear(&t->line);
	/* It costs little here, and everything if it is never noticed. */
	if (rules_verify(t->set, &t->facts, category)) {
		fprintf(stderr, "%s:%u: found otherwise when looked for plainly: please report\n",
			file, t->d.line);
		t->wrong++;
	}
}

static int try_all(struct trial *t, const char *file)
{
	if (!documents_open(&t->d, file)) {
		fprintf(stderr, "sessmon rules: %s: %s\n", file, strerror(errno));
		return TOOL_FAILED;
	}
	while (documents_next(&t->d))
		try_one(t, file);
	documents_close(&t->d);
	out_printf("%u events, %u matches\n", t->events, t->matches);
	ruleset_gave_up(t->set, "rules");
	return t->wrong ? TOOL_FAILED : TOOL_OK;
}

static int test(char *rules, const char *file)
{
	char *paths[] = { rules, NULL };
	struct trial t = { 0 };
	struct rules_report r;
	int ret = TOOL_FAILED;

	t.set = rules_load(paths, &r);
	say_refused(&r);
	if (!r.refused)
		ret = try_all(&t, file);
	facts_free(&t.facts);
	buf_free(&t.line);
	rules_free(t.set);
	buf_free(&r.said);
	return ret;
}

int watch_rules(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	int c = getopt_long(argc, argv, ":", options, NULL);

	if (c != -1)
		return tool_bad_option(&verb_rules, c, argv);
	argc -= optind;
	argv += optind;
	if (argc >= 2 && !strcmp(argv[0], "check"))
		return check(argv + 1);
	if (argc == 3 && !strcmp(argv[0], "test"))
		return test(argv[1], argv[2]);
	return tool_usage(&verb_rules, "check needs files of rules, test needs them and events");
}
