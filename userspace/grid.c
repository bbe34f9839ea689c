// SPDX-License-Identifier: GPL-2.0-or-later
#include "grid.h"

#include <stdio.h>
#include <stdlib.h>

#include "escape.h"

void grid_begin(struct grid *g, const char *const *columns, unsigned int n)
{
	unsigned int i;

	*g = (struct grid){ .n_columns = n };
	for (i = 0; i < n; i++) {
		buf_puts(&g->text, columns[i]);
		grid_cell(g);
	}
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

/* The last column takes what is left of the terminal's width. */
static size_t last_width(const struct grid *g, const struct printer *p, const size_t *width)
{
	size_t used = 0;
	unsigned int i;

	if (!p->width)
		return SIZE_MAX;
	for (i = 0; i + 1 < g->n_columns; i++)
		used += width[i] + 2;
	return p->width > used + 8 ? p->width - used : 8;
}

void grid_print(struct grid *g, struct printer *p)
{
	size_t width[GRID_COLUMNS] = { 0 }, i, len, from, last;
	const char *text;

	measure(g, width);
	last = last_width(g, p, width);
	for (i = 0; i < g->n_cells; i++) {
		len = cell(g, i, &text);
		from = p->line.len;
		if (i % g->n_columns + 1 < g->n_columns) {
			buf_add(&p->line, text, len);
			buf_pad(&p->line, from, width[i % g->n_columns] + 2);
		} else {
			buf_add(&p->line, text, text_cut(text, len, last));
			buf_puts(&p->line, "\n");
		}
	}
	buf_free(&g->text);
	free(g->end);
	*g = (struct grid){ 0 };
}
