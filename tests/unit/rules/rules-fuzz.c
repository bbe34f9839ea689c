// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whatever is in a file of rules, it is understood or refused, and what is understood is
 * found as plainly as by the engine: rules-fuzz [ROUNDS FILE...], or libFuzzer's function.
 *
 * As a program it changes each file so often: bytes, words of the language, and ends.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "rules/rule.h"

/* An event with something in each field that texts of rules are looked for in. */
static const char event[] =
	"{\"sessmon\":{\"event\":\"exec\",\"session\":{\"class\":\"service\",\"flags\":[\"mux\",\"detached\"]}},"
	"\"process\":{\"executable\":\"/usr/bin/cat\",\"command_line\":\"cat -n /etc/passwd \\u00e4*?\","
	"\"working_directory\":\"/tmp\",\"real_user\":{\"name\":\"root\"},\"pid\":4711,"
	"\"parent\":{\"executable\":\"/bin/sh\",\"command_line\":\"sh -c cat\"}}}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(struct rules *set, struct arena *nodes, const char *text, size_t size)
{
	struct rules_report report = { 0 };
	struct loader l = { .arena = &set->arena,
			    .nodes = nodes,
			    .regexes = &set->regexes,
			    .report = &report,
			    .path = "fuzz.yml" };
	struct filters filters = { 0 };
	struct node_reader r;
	const struct node *n;

	node_open(&r, nodes, text, size);
	while ((n = node_read(&r)))
		document_load(&l, set, &filters, n);
	node_close(&r);
	filters_apply(&l, set, &filters);
	/* Refused is said, and what is loaded is there. */
	if ((report.refused && !report.said.len) || report.loaded != set->n)
		abort();
	buf_free(&report.said);
}

static void ask(struct rules *set)
{
	static struct arena arena;
	static struct facts facts;
	static const struct node *root;
	enum rules_category category;
	struct node_reader r;

	if (!root) {
		node_open(&r, &arena, event, sizeof(event) - 1);
		root = node_read(&r);
		node_close(&r);
	}
	if (!root || !facts_of_document(&facts, root, &category) ||
	    rules_verify(set, &facts, category))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules *set = xalloc(1, sizeof(*set));
	struct arena nodes = { 0 };
	int i;

	load(set, &nodes, (const char *)data, size);
	for (i = 0; i < RULES_CATEGORIES; i++)
		engine_build(&set->engine[i], set, (enum rules_category)i);
	ask(set);
	arena_free(&nodes);
	rules_free(set);
	return 0;
}

#ifndef FUZZER
static const char *const words[] = {
	"|contains",   "|all",	    "|re: '",	   "|cidr: ",  " and ",
	" or ",	       "not ",	    "(",	   ")",	       "1 of ",
	"all of ",     "them",	    "*",	   "?",	       "\\",
	"'",	       "\"",	    ": ",	   "\n    - ", "\n\n",
	"---\n",       "&a ",	    "*a",	   "[",	       "{",
	"null",	       "|exists: ", "|lt: 5",	   "|neq",     "|cased",
	"filter",      "\t",	    "|fieldref",   "any",      "sessmon.flags",
	"CommandLine", "selection", "condition: ", "0",	       "%",
};

/* The same changes at each run: what fails can be made to fail again. */
static uint32_t next(void)
{
	static uint32_t state = 18;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static size_t put(char *text, size_t len, size_t at, const char *word)
{
	size_t n = strlen(word);

	memmove(text + at + n, text + at, len - at);
	memcpy(text + at, word, n);
	return len + n;
}

static size_t change(char *text, size_t len)
{
	size_t at = len ? next() % len : 0, n;

	switch (next() % 5) {
	case 0:
		if (len)
			text[at] = (char)next();
		return len;
	case 1:
		return at;
	case 2:
		n = len - at < 20 ? len - at : next() % 20;
		memmove(text + at, text + at + n, len - at - n);
		return len - n;
	default:
		return put(text, len, at, words[next() % (sizeof(words) / sizeof(words[0]))]);
	}
}

static void mutate(const char *file, unsigned int rounds)
{
	char original[8192], *text = xalloc(2, sizeof(original));
	FILE *f = fopen(file, "re");
	unsigned int i, changes;
	size_t size, len;

	if (!f)
		exit(2);
	size = fread(original, 1, sizeof(original), f);
	fclose(f);
	for (i = 0; i < rounds; i++) {
		memcpy(text, original, size);
		len = size;
		for (changes = i ? 1 + next() % 4 : 0; changes; changes--)
			len = change(text, len);
		LLVMFuzzerTestOneInput((const uint8_t *)text, len);
	}
	free(text);
}

int main(int argc, char **argv)
{
	unsigned int rounds = argc > 1 ? (unsigned int)atoi(argv[1]) : 1;
	int i;

	for (i = 2; i < argc; i++)
		mutate(argv[i], rounds);
	printf("%d files, %u changes of each\n", argc - 2, rounds);
	return argc < 3;
}
#endif
