// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the rules say of documents: verdicts RULES FILE.ndjson.
 *
 * A line for each document and rule that match: number of the document, a tab, the rule's
 * id.  The last line counts documents, rules, and those that the engine and the plain way
 * do not agree in.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rules/documents.h"
#include "rules/rules.h"

static void matched(void *arg, const struct rule *rule)
{
	printf("%u\t%.*s\n", *(unsigned int *)arg, (int)rule->id.len, rule->id.data);
}

int main(int argc, char **argv)
{
	char *paths[] = { argv[1], NULL };
	unsigned int line = 0, asked = 0, differ = 0;
	enum rules_category category;
	struct rules_report report;
	struct facts facts = { 0 };
	struct documents d;
	struct rules *set;

	if (argc != 3 || !documents_open(&d, argv[2]))
		return 2;
	set = rules_load(paths, &report);
	if (report.said.len)
		fputs(report.said.data, stderr);
	while (documents_next(&d)) {
		if (!d.root) {
			fprintf(stderr, "%u: %s\n", d.line, d.error);
			return 2;
		}
		line = d.line;
		if (!facts_of_document(&facts, d.root, &category))
			continue;
		asked++;
		rules_match(set, &facts, category, matched, &line);
		differ += rules_verify(set, &facts, category);
	}
	printf("# %u documents, %u rules, %u differ, %u refused, %zu bytes\n", asked,
	       rules_count(set), differ, report.refused, rules_bytes(set));
	documents_close(&d);
	facts_free(&facts);
	rules_free(set);
	buf_free(&report.said);
	return differ != 0;
}
