// SPDX-License-Identifier: GPL-2.0-or-later
/* Which boot is meant. */
#include "past/boots.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/host.h"
#include "base/number.h"

#define BOOT_ID 36

/**
 * struct boots - Those that the history has.
 * @list: the oldest first
 * @n: how many
 */
struct boots {
	struct store_run *list;
	unsigned int n;
};

/* With dashes, or without as journalctl has it. */
static bool is_id(const char *text)
{
	unsigned int digits = 0;

	for (; *text; text++)
		if (isxdigit((unsigned char)*text))
			digits++;
		else if (*text != '-')
			return false;
	return digits == 32;
}

static bool offset_of(const char *text, long *offset)
{
	bool back = *text == '-';
	uint64_t n;

	if (!number_parse(text + (*text == '-' || *text == '+'), INT32_MAX, &n))
		return false;
	*offset = back ? -(long)n : (long)n;
	return true;
}

bool boots_is_name(const char *text)
{
	long offset;

	return is_id(text) || offset_of(text, &offset);
}

static int take_run(const struct store_run *run, void *arg)
{
	struct boots *b = arg;
	unsigned int i;

	for (i = 0; i < b->n; i++)
		if (!strcmp(b->list[i].boot_id, run->boot_id))
			return 0;
	b->list = xmore(b->list, b->n + 1, sizeof(*b->list));
	b->list[b->n++] = *run;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct store_run *x = a, *y = b;

	return x->booted < y->booted ? -1 : x->booted > y->booted;
}

static void fetch(struct question *q, struct boots *b)
{
	struct store_day *days;
	unsigned int n, i;
	struct store_reader *r;
	struct question all = { .verb = q->verb, .view.folder = q->view.folder };
	int err;

	n = question_days(&all, &days);
	for (i = 0; i < n; i++) {
		r = question_open(&all, &days[i]);
		err = r ? store_read_runs(r, take_run, b) : 0;
		if (err)
			question_complain(&all, days[i].name, err);
		store_reader_close(r);
	}
	free(days);
	qsort(b->list, b->n, sizeof(*b->list), compare);
	q->failed |= all.failed;
	buf_free(&q->said);
	q->said = all.said;
}

/* An id is compared without its dashes. */
static bool same_id(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "-");
		b += strspn(b, "-");
		if (!*a || tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return !*a && !*b;
	}
}

static const struct store_run *choose(const struct boots *b, const char *text)
{
	const char *own = host_identify(NULL)->boot_id;
	bool own_is_there = b->n && same_id(b->list[b->n - 1].boot_id, own);
	long offset = 0, i;

	if (is_id(text)) {
		for (i = 0; i < (long)b->n; i++)
			if (same_id(b->list[i].boot_id, text))
				return &b->list[i];
		return NULL;
	}
	offset_of(text, &offset);
	/* Of this boot there may be nothing yet. */
	i = offset > 0 ? offset - 1 : (long)b->n - own_is_there + offset;
	return i >= 0 && i < (long)b->n ? &b->list[i] : NULL;
}

int boots_find(struct question *q)
{
	struct boots b = { 0 };
	const struct store_run *one;
	int ret = TOOL_OK;

	fetch(q, &b);
	one = b.n ? choose(&b, q->asked_boot) : NULL;
	if (one) {
		snprintf(q->boot, sizeof(q->boot), "%s", one->boot_id);
	} else {
		fprintf(stderr, "sessmon %s: the history has nothing of boot %s\n", q->verb->name,
			q->asked_boot);
		ret = TOOL_FAILED;
	}
	free(b.list);
	return ret;
}
