/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table for people.  Columns become as wide as they must, and narrower where all of
 * them are wider than the terminal: no line wraps.
 */
#ifndef SESSMON_GRID_H
#define SESSMON_GRID_H

#include "text/printer.h"

#define GRID_COLUMNS 24

/**
 * struct grid_column - What a column is like.
 * @title: its header
 * @right: numbers: the text stands at the right
 * @least: how narrow it may become, 0 if nothing of it may be cut
 */
struct grid_column {
	const char *title;
	bool right;
	unsigned int least;
};

/**
 * struct grid - Rows of cells.
 * @column: what the columns are like, the last one takes what is left of the width
 * @n_columns: how many
 * @whole: cut nothing but the last column, even if lines wrap
 * @text: all cells, one after the other
 * @end: where each cell ends in @text
 * @n_cells: entries of @end
 * @size: entries allocated
 */
struct grid {
	struct grid_column column[GRID_COLUMNS];
	unsigned int n_columns;
	bool whole;
	struct buf text;
	size_t *end;
	size_t n_cells;
	size_t size;
};

/**
 * grid_begin() - Begin with the names of the columns, of which none may be cut.
 * @g: grid, filled
 * @columns: names
 * @n: how many
 */
void grid_begin(struct grid *g, const char *const *columns, unsigned int n);

/**
 * grid_header() - Begin with the titles of the columns.
 * @g: grid, whose columns are set and which has no cells
 */
void grid_header(struct grid *g);

/**
 * grid_cell() - End a cell, whose text was added to the grid's.
 * @g: grid
 */
void grid_cell(struct grid *g);

/**
 * grid_print() - Add all rows to the printer's line, and forget them.
 * @g: grid
 * @p: printer, whose width no line exceeds; a + marks what was cut
 */
void grid_print(struct grid *g, struct printer *p);

#endif /* SESSMON_GRID_H */
