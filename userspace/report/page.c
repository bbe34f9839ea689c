// SPDX-License-Identifier: GPL-2.0-or-later
/* The page: what is the same in each of them, and what is written where it has a place for it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/data.h"
#include "report/html.h"

static const char template[] =
#include "report/page.inc"
	;

static bool put_title(struct buf *b, struct report *r)
{
	report_put_title(b, r);
	return true;
}

static bool put_header(struct buf *b, struct report *r)
{
	report_put_header(b, r);
	return true;
}

static bool put_rows(struct buf *b, struct report *r)
{
	report_put_rows(b, r);
	return true;
}

static bool put_data(struct buf *b, struct report *r)
{
	struct buf data = { 0 };
	bool good;

	report_put_data(&data, r);
	good = report_put_packed(b, data.data, data.len);
	buf_free(&data);
	return good;
}

/* Places, in their order in the page. */
static const struct {
	const char *name;
	bool (*put)(struct buf *b, struct report *r);
} places[] = {
	{ "@@TITLE@@", put_title },
	{ "@@HEADER@@", put_header },
	{ "@@NOSCRIPT@@", put_rows },
	{ "@@DATA@@", put_data },
};

int report_put_page(struct buf *b, struct report *r)
{
	const char *from = template, *to;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		to = strstr(from, places[i].name);
		if (!to)
			abort();
		buf_add(b, from, (size_t)(to - from));
		if (!places[i].put(b, r))
			return -ENOMEM;
		from = to + strlen(places[i].name);
	}
	buf_puts(b, from);
	return 0;
}
