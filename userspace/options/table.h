/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table that ls and tree show: the module's as it is now, or one of the history. */
#ifndef SESSMON_TABLE_H
#define SESSMON_TABLE_H

#include "options/view.h"
#include "text/printer.h"

/**
 * typedef table_past_fn - Fills a table as it was.
 * @p: to be opened and filled
 * @w: when, and where the history is
 * @v: verb, for what is said if that fails
 *
 * Return: enum tool_exit; the printer is open only if that is TOOL_OK.
 */
typedef int (*table_past_fn)(struct printer *p, const struct view *w, const struct verb *v);

/**
 * table_set_past() - Say who has the history, in a program that has one.
 * @past: fills a table from it
 */
void table_set_past(table_past_fn past);

/**
 * table_is_elsewhere() - Whether what is asked for is past, and another program has it.
 * @w: view
 *
 * Return: true if that is to be started.
 */
bool table_is_elsewhere(const struct view *w);

/**
 * table_open() - Fetch what is to be shown, or say why not.
 * @p: to be opened; its mirror is the table
 * @s: handle of the module, NULL for what is past
 * @w: view, whose filter may ask the table from now on
 * @v: verb
 *
 * Return: enum tool_exit; nothing is open unless that is TOOL_OK.
 */
int table_open(struct printer *p, struct sessmon **s, struct view *w, const struct verb *v);

/**
 * table_close() - Let go of it.
 * @p: printer that was opened
 * @s: handle or NULL
 */
void table_close(struct printer *p, struct sessmon *s);

#endif /* SESSMON_TABLE_H */
