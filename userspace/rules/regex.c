// SPDX-License-Identifier: GPL-2.0-or-later
/* Regular expressions by PCRE2, on bytes, with an end. */
#include "rules/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/*
 * Steps, and kilobytes for the way back: "(.){200,}" takes a step and a place on the way
 * back for each byte of a line of four kilobytes.
 */
#define MATCH_LIMIT 10000
#define HEAP_LIMIT  2048
#define STACK_FIRST (32 * 1024)
#define STACK_LAST  (HEAP_LIMIT * 1024)

/* An expression of this size is no rule. */
#define LONGEST 4096

/**
 * struct regex - One expression.
 * @code: compiled
 * @data: where a match goes
 * @shortest: bytes that a text has at the least
 * @first: byte that a match begins with, -1 if there are several
 * @next: the one that was made before
 */
struct regex {
	pcre2_code *code;
	pcre2_match_data *data;
	uint32_t shortest;
	int first;
	struct regex *next;
};

/* The same for all. */
static pcre2_match_context *limits(void)
{
	static pcre2_match_context *c;
	pcre2_jit_stack *stack;

	if (c)
		return c;
	c = pcre2_match_context_create(NULL);
	stack = pcre2_jit_stack_create(STACK_FIRST, STACK_LAST, NULL);
	if (!c) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	pcre2_set_match_limit(c, MATCH_LIMIT);
	pcre2_set_depth_limit(c, MATCH_LIMIT);
	pcre2_set_heap_limit(c, HEAP_LIMIT);
	pcre2_jit_stack_assign(c, NULL, stack);
	return c;
}

static uint32_t pcre2_options(unsigned int options)
{
	/* \C could stand in the midst of nothing here; callouts and the like are not reachable. */
	return PCRE2_NEVER_UTF | (options & REGEX_CASE ? PCRE2_CASELESS : 0) |
	       (options & REGEX_LINES ? PCRE2_MULTILINE : 0) |
	       (options & REGEX_DOT ? PCRE2_DOTALL : 0);
}

/* Only if there is one way to write it: of a letter whose case does not count there are two. */
static int first_byte(const pcre2_code *code)
{
	uint32_t type = 0, options = 0, byte = 0;

	pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type);
	pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &byte);
	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	return type == 1 && !(options & PCRE2_CASELESS) && !isalpha((int)byte) ? (int)byte : -1;
}

struct regex *regex_new(struct regex **list, struct sessmon_str text, unsigned int options,
			char *error, size_t size, size_t *at)
{
	struct regex *r;
	pcre2_code *code;
	int number = PCRE2_ERROR_INTERNAL;

	*at = 0;
	if (text.len > LONGEST) {
		snprintf(error, size, "longer than %d bytes", LONGEST);
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)text.data, text.len, pcre2_options(options), &number, at,
			     NULL);
	if (!code) {
		pcre2_get_error_message(number, (PCRE2_UCHAR *)error, size);
		return NULL;
	}
	/* Where memory may not become code, or there is none, the interpreter does it. */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	r = xalloc(1, sizeof(*r));
	r->code = code;
	r->data = pcre2_match_data_create(1, NULL);
	if (!r->data) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &r->shortest);
	r->first = first_byte(code);
	r->next = *list;
	*list = r;
	return r;
}

enum regex_verdict regex_find(const struct regex *r, struct sessmon_str text)
{
	int ret;

	if (text.len < r->shortest || (r->first >= 0 && !memchr(text.data, r->first, text.len)))
		return REGEX_NO;
	ret = pcre2_match(r->code, (PCRE2_SPTR)text.data, text.len, 0, 0, r->data, limits());
	if (ret >= 0)
		return REGEX_YES;
	return ret == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_GAVE_UP;
}

void regex_free(struct regex *list)
{
	struct regex *next;

	for (; list; list = next) {
		next = list->next;
		pcre2_match_data_free(list->data);
		pcre2_code_free(list->code);
		free(list);
	}
}
