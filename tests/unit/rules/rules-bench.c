// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the rules cost for each execution: bench RULES FILE.ndjson [ROUNDS].
 *
 * Each document becomes the event that it was made from, in a table with its session and its
 * parent; then all of them are asked for, ROUNDS times.  For
 * valgrind --tool=callgrind --toggle-collect=ask_all, whose count is divided by what is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "rules/documents.h"
#include "rules/rules.h"

static struct mirror table;
static struct arena kept;

static struct sessmon_str text(const struct node *n, const char *key)
{
	const struct node *value = node_find(n, key);

	if (!value)
		return (struct sessmon_str){ "", 0 };
	return arena_copy(&kept, value->text.data, value->text.len);
}

/* The arguments with zeros between them, as the module has them. */
static struct sessmon_str args(const struct node *n)
{
	struct sessmon_str line = text(n, "command_line");
	char *at = (char *)line.data;

	while ((at = strchr(at, ' ')))
		*at = 0;
	line.len += line.len != 0;
	return line;
}

static struct sessmon_process process(const struct node *n, uint32_t pid)
{
	struct sessmon_process p = { 0 };

	p.key = (struct sessmon_key){ 0x6, pid * 1000ULL, pid };
	p.exe.path = text(n, "executable");
	p.exe.args = args(n);
	p.exe.cwd = text(n, "working_directory");
	p.exe.has =
		1ULL << SESSMON_A_EXE_PATH | 1ULL << SESSMON_A_EXE_ARGS | 1ULL << SESSMON_A_EXE_CWD;
	p.creds = (struct sessmon_creds){ .has = 1ULL << SESSMON_A_CREDS_UID, .uid = 4711 };
	p.has = 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_EXE |
		1ULL << SESSMON_A_PROCESS_CREDS | 1ULL << SESSMON_A_PROCESS_PARENT |
		1ULL << SESSMON_A_PROCESS_SESSION;
	return p;
}

static void make(struct sessmon_event *e, const struct node *d, uint32_t pid)
{
	const struct node *p = node_find(d, "process");
	struct sessmon_process parent = process(node_find(p, "parent"), pid + 1);
	struct sessmon_session s = { .has = 1ULL << SESSMON_A_SESSION_KEY };

	e->has = 1ULL << SESSMON_A_EVENT_PROCESS | 1ULL << SESSMON_A_EVENT_TYPE;
	e->type = SESSMON_EVENT_EXEC;
	e->seq = pid;
	e->process = process(p, pid);
	e->process.parent = parent.key;
	s.key = e->process.session = parent.key;
	mirror_put_process(&table, &parent);
	mirror_put_process(&table, &e->process);
	mirror_put_session(&table, &s);
}

static void matched(void *arg, const struct rule *rule)
{
	(void)rule;
	++*(unsigned int *)arg;
}

__attribute__((noinline)) static unsigned int ask_all(struct rules *set, struct facts *f,
						      const struct sessmon_event *e, unsigned int n)
{
	unsigned int i, matches = 0;
	struct subject s;

	for (i = 0; i < n; i++) {
		if (!subject_join(&s, &table, &e[i]))
			continue;
		facts_of_subject(f, &s);
		rules_match(set, f, s.category, matched, &matches);
	}
	return matches;
}

int main(int argc, char **argv)
{
	unsigned int n = 0, i, rounds = argc > 3 ? (unsigned int)atoi(argv[3]) : 1, matches = 0;
	struct sessmon_event *e = xalloc(20000, sizeof(*e));
	char *paths[] = { argv[1], NULL };
	struct facts facts = { 0 };
	struct rules_report report;
	struct rules *set;
	struct documents d;
	uint64_t start, loaded;

	if (argc < 3 || !documents_open(&d, argv[2]))
		return 2;
	while (n < 20000 && documents_next(&d) && d.root) {
		make(&e[n], d.root, 10 * n + 10);
		n++;
	}
	documents_close(&d);
	start = clock_now(CLOCK_MONOTONIC);
	set = rules_load(paths, &report);
	loaded = clock_now(CLOCK_MONOTONIC);
	for (i = 0; i < rounds; i++)
		matches = ask_all(set, &facts, e, n);
	printf("%u rules loaded in %.1f ms, tables %zu bytes; %u executions, %u matches, %.0f ns each\n",
	       rules_count(set), (double)(loaded - start) / 1e6, rules_bytes(set), n * rounds,
	       matches, (double)(clock_now(CLOCK_MONOTONIC) - loaded) / (n * rounds));
	rules_free(set);
	facts_free(&facts);
	buf_free(&report.said);
	mirror_free(&table);
	arena_free(&kept);
	free(e);
	return 0;
}
