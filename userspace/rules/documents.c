// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Documents read again.
 *
 * JSON is what libyaml reads, too, but for characters beyond 16 bits that are written as
 * two halves (\ud83d\ude00): YAML writes them as one (\U0001f600).
 */
#include "rules/documents.h"

#include <stdlib.h>
#include <string.h>

bool documents_open(struct documents *d, const char *path)
{
	memset(d, 0, sizeof(*d));
	d->file = strcmp(path, "-") ? fopen(path, "re") : stdin;
	return d->file;
}

static bool is_half(const char *p, const char *end, uint32_t first, uint32_t *half)
{
	char digits[5] = { 0 }, *stop;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return false;
	memcpy(digits, p + 2, 4);
	*half = (uint32_t)strtoul(digits, &stop, 16);
	return stop == digits + 4 && (*half & 0xfc00) == first;
}

/* Copies one character, or one escape; returns what follows. */
static const char *convert_one(struct buf *to, const char *p, const char *end)
{
	uint32_t high, low;

	if (is_half(p, end, 0xd800, &high) && is_half(p + 6, end, 0xdc00, &low)) {
		buf_printf(to, "\\U%08x", 0x10000 + ((high & 0x3ff) << 10 | (low & 0x3ff)));
		return p + 12;
	}
	buf_add(to, p, *p == '\\' && end - p > 1 ? 2 : 1);
	return p + (*p == '\\' && end - p > 1 ? 2 : 1);
}

static void convert(struct buf *to, const char *p, const char *end)
{
	const char *escape;

	buf_clear(to);
	while ((escape = memchr(p, '\\', (size_t)(end - p)))) {
		buf_add(to, p, (size_t)(escape - p));
		p = convert_one(to, escape, end);
	}
	buf_add(to, p, (size_t)(end - p));
}

static void parse(struct documents *d, size_t len)
{
	struct node_reader r;

	convert(&d->yaml, d->text, d->text + len);
	arena_reset(&d->arena);
	node_open(&r, &d->arena, d->yaml.data, d->yaml.len);
	d->root = node_read(&r);
	if (r.error[0])
		snprintf(d->error, sizeof(d->error), "%s", r.error);
	else if (!d->root || d->root->kind != NODE_MAP)
		snprintf(d->error, sizeof(d->error), "not a JSON object");
	node_close(&r);
	if (d->error[0])
		d->root = NULL;
}

bool documents_next(struct documents *d)
{
	ssize_t len;

	d->error[0] = 0;
	do {
		len = getline(&d->text, &d->room, d->file);
		if (len < 0)
			return false;
		d->line++;
	} while (len == 1);
	parse(d, (size_t)len);
	return true;
}

void documents_close(struct documents *d)
{
	if (d->file != stdin)
		fclose(d->file);
	free(d->text);
	buf_free(&d->yaml);
	arena_free(&d->arena);
}
