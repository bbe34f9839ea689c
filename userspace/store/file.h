/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file of the history: made, checked, opened. */
#ifndef SESSMON_STORE_FILE_H
#define SESSMON_STORE_FILE_H

#include "store/place.h"
#include "store/sql.h"

/**
 * file_open_writing() - Open the file of a day, or make it.
 * @folder: where
 * @name: of the file
 * @db: the file
 *
 * Return: 0 or a negative error; what is not ours, or is newer, is left as it is.
 */
int file_open_writing(const char *folder, const char *name, sqlite3 **db);

/**
 * file_open_reading() - Open the file of a day, and change nothing in it.
 * @folder: where
 * @name: of the file
 * @db: the file
 *
 * Return: 0 or a negative error.
 */
int file_open_reading(const char *folder, const char *name, sqlite3 **db);

/**
 * file_make_folder() - Make sure that there is a folder for its owner alone.
 * @folder: where; its parent is there
 *
 * Return: 0 or a negative error.
 */
int file_make_folder(const char *folder);

/**
 * file_lock() - Become the only one who writes.
 * @folder: where
 *
 * Return: a descriptor that is the lock until it is closed, or a negative error.
 */
int file_lock(const char *folder);

#endif /* SESSMON_STORE_FILE_H */
