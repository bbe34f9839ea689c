/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that is longer than the terminal goes through what people page with. */
#ifndef SESSMON_PAGER_H
#define SESSMON_PAGER_H

#include "text/printer.h"

/**
 * pager_begin() - Look whether there is a terminal, and how many lines it has.
 * @p: printer, which then holds what it is given until that is more
 *
 * The pager is $SESSMON_PAGER, $PAGER, less or more; an empty one or cat is none.
 */
void pager_begin(struct printer *p);

/**
 * pager_end_line() - Write what was added, if it has become much.
 * @p: printer, at the end of a line
 *
 * Starts the pager if the terminal does not hold it.
 *
 * Return: as printer_end_line().
 */
bool pager_end_line(struct printer *p);

/**
 * pager_end() - Write what is left, and wait until the pager has ended.
 * @p: printer
 *
 * Return: false if it could not be written.
 */
bool pager_end(struct printer *p);

#endif /* SESSMON_PAGER_H */
