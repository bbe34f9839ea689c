/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The format of a file. An older one is read as it is, and brought up to the present one
 * before it is written to; a newer one is refused.
 */
#ifndef SESSMON_STORE_FORMAT_H
#define SESSMON_STORE_FORMAT_H

#include "store/sql.h"

/**
 * format_of() - Which format a file has.
 * @db: file
 *
 * Return: version; 0 if there is nothing in it yet; -STORE_E_FOREIGN, -STORE_E_NEWER, or
 * another negative error.
 */
int format_of(sqlite3 *db);

/**
 * format_bring_up() - Let a file have the present format.
 * @db: file, in which there may be nothing yet
 *
 * Return: 0 or a negative error, after which it is as it was.
 */
int format_bring_up(sqlite3 *db);

#endif /* SESSMON_STORE_FORMAT_H */
