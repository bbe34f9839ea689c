// SPDX-License-Identifier: GPL-2.0-or-later
/* A table for people: widths are found when all rows are known. */
#include "text/grid.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"

/* The last column gets so much, if it has that to show, before others are cut. */
#define LAST_WIDTH 16

void grid_header(struct grid *g)
{
	unsigned int i;

	for (i = 0; i < g->n_columns; i++) {
		buf_puts(&g->text, g->column[i].title);
		grid_cell(g);
	}
}

void grid_begin(struct grid *g, const char *const *columns, unsigned int n)
{
	unsigned int i;

	*g = (struct grid){ .n_columns = n };
	for (i = 0; i < n; i++)
		g->column[i].title = columns[i];
	grid_header(g);
}

void grid_cell(struct grid *g)
{
	if (g->n_cells == g->size) {
		g->size = g->size ? g->size * 2 : 256;
		g->end = realloc(g->end, g->size * sizeof(*g->end));
		if (!g->end) {
			fputs("sessmon: out of memory\n", stderr);
			exit(1);
		}
	}
	g->end[g->n_cells++] = g->text.len;
}

static size_t cell(const struct grid *g, size_t i, const char **text)
{
	size_t from = i ? g->end[i - 1] : 0;

	*text = g->text.data + from;
	return g->end[i] - from;
}

static void measure(const struct grid *g, size_t *width)
{
	const char *text;
	size_t i, w, len;

	for (i = 0; i < g->n_cells; i++) {
		len = cell(g, i, &text);
		w = text_width(text, len);
		if (w > width[i % g->n_columns])
			width[i % g->n_columns] = w;
	}
}

/* With a blank between each two. */
static size_t total(const struct grid *g, const size_t *width)
{
	size_t sum = g->n_columns - 1;
	unsigned int i;

	for (i = 0; i < g->n_columns; i++)
		sum += width[i];
	return sum;
}

/* The widest of those that may be cut further. */
static size_t *widest(const struct grid *g, size_t *width)
{
	size_t *most = NULL;
	unsigned int i;

	for (i = 0; i + 1 < g->n_columns; i++)
		if (g->column[i].least && width[i] > g->column[i].least &&
		    (!most || width[i] > *most))
			most = &width[i];
	return most;
}

static void fit(const struct grid *g, size_t *width, size_t room)
{
	size_t *last = &width[g->n_columns - 1], *most, used;

	used = total(g, width) - *last;
	if (used + *last > room && *last > LAST_WIDTH)
		*last = room > used + LAST_WIDTH ? room - used : LAST_WIDTH;
	if (g->whole)
		return;
	while (total(g, width) > room && (most = widest(g, width)))
		--*most;
	used = total(g, width) - *last;
	if (used + *last > room)
		*last = room > used ? room - used : 0;
}

static void spaces(struct buf *b, size_t n)
{
	buf_printf(b, "%*s", (int)n, "");
}

static void put_cut(struct buf *b, const char *text, size_t len, size_t width)
{
	size_t from = b->len;

	buf_add(b, text, len);
	text_shorten(b, from, width);
}

static void put_cell(struct buf *b, const char *text, size_t len, size_t width, bool right)
{
	size_t from = b->len, is;

	put_cut(b, text, len, width);
	is = text_width(b->data + from, b->len - from);
	if (right)
		b->len = from;
	spaces(b, width - is);
	if (right)
		put_cut(b, text, len, width);
}

void grid_print(struct grid *g, struct printer *p)
{
	size_t width[GRID_COLUMNS] = { 0 }, i, c, len, from = p->line.len;
	const char *text;

	measure(g, width);
	if (p->width)
		fit(g, width, p->width);
	for (i = 0; i < g->n_cells; i++) {
		len = cell(g, i, &text);
		c = i % g->n_columns;
		if (c + 1 < g->n_columns) {
			put_cell(&p->line, text, len, width[c], g->column[c].right);
			buf_puts(&p->line, " ");
		} else {
			put_cut(&p->line, text, len, width[c]);
			/* Columns that may not be cut can be too wide together. */
			if (g->whole)
				buf_puts(&p->line, "\n");
			else
				print_end(p, from);
			from = p->line.len;
		}
	}
	buf_free(&g->text);
	free(g->end);
	*g = (struct grid){ 0 };
}
