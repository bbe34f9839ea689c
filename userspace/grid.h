/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SESSMON_GRID_H
#define SESSMON_GRID_H

#include "print.h"

#define GRID_COLUMNS 12

/**
 * struct grid - Rows whose columns become as wide as they must.
 * @n_columns: how many
 * @text: all cells, one after the other
 * @end: where each cell ends in @text
 * @n_cells: entries of @end
 * @size: entries allocated
 */
struct grid {
	unsigned int n_columns;
	struct buf text;
	size_t *end;
	size_t n_cells;
	size_t size;
};

/**
 * grid_begin() - Begin with the names of the columns.
 * @g: grid, filled
 * @columns: names
 * @n: how many
 */
void grid_begin(struct grid *g, const char *const *columns, unsigned int n);

/**
 * grid_cell() - End a cell, whose text was added to the grid's.
 * @g: grid
 */
void grid_cell(struct grid *g);

/**
 * grid_print() - Add all rows to the printer's line, and forget them.
 * @g: grid
 * @p: printer; the last column is cut at the width of its terminal
 */
void grid_print(struct grid *g, struct printer *p);

#endif /* SESSMON_GRID_H */
