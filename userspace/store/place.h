/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the history is: a folder with a file for each day (UTC), each of which answers
 * alone, and what may be wrong with them.
 *
 * Nothing in this room prints. What can fail returns 0 or a negative number, -errno or
 * -STORE_E_*, which store_strerror() says in words.
 */
#ifndef SESSMON_STORE_PLACE_H
#define SESSMON_STORE_PLACE_H

#include <stdbool.h>
#include <stdint.h>

/** STORE_FOLDER - Where the history is if nobody says otherwise. */
#define STORE_FOLDER "/var/lib/sessmon"

/** STORE_NAME - Bytes of the name of a day's file, 2026-11-28.db, with its end. */
#define STORE_NAME 16

#define STORE_NS_PER_DAY (86400 * 1000000000ULL)

/**
 * enum store_error - What errno has no number for; returned negative.
 * @STORE_E_FOREIGN: not a history of sessmon
 * @STORE_E_NEWER: written by a later sessmon, in a format that this one does not know
 * @STORE_E_CORRUPT: damaged
 * @STORE_E_LOCKED: another recorder writes here
 * @STORE_E_FULL: no room is left on the disk
 * @STORE_E_UNSAFE: others than the owner can write to the folder or file, or it is another
 *   user's
 * @STORE_E_SQLITE: SQLite says no for a reason of its own
 */
enum store_error {
	STORE_E_FOREIGN = 5001,
	STORE_E_NEWER,
	STORE_E_CORRUPT,
	STORE_E_LOCKED,
	STORE_E_FULL,
	STORE_E_UNSAFE,
	STORE_E_SQLITE,
};

/**
 * store_strerror() - An error in words.
 * @err: negative error of this room
 *
 * Return: text without a newline, in static storage.
 */
const char *store_strerror(int err);

/**
 * struct store_day - A day of which there is a file.
 * @name: of the file, in its folder
 * @from: when the day begins, ns since 1970 UTC
 * @size: bytes, with what is not yet in the file itself, and what was set aside
 */
struct store_day {
	char name[STORE_NAME];
	uint64_t from;
	uint64_t size;
};

/**
 * store_days() - Find the files of all days.
 * @folder: where
 * @days: an array, the newest first, to be freed; NULL if there is none
 * @n: its entries
 *
 * What has another kind of name is passed over; whether a file is what its name says is
 * found when it is opened.
 *
 * Return: 0 or a negative error.
 */
int store_days(const char *folder, struct store_day **days, unsigned int *n);

/**
 * store_day_name() - What the file of a day is called.
 * @name: filled
 * @wall: a moment of it, ns since 1970 UTC
 */
void store_day_name(char name[STORE_NAME], uint64_t wall);

/**
 * store_day_of() - Which day a file is of.
 * @name: of the file
 * @from: when the day begins, ns since 1970 UTC
 *
 * Return: false if files of the history are not called so.
 */
bool store_day_of(const char *name, uint64_t *from);

/** STORE_ASIDES - So many files of a day may turn out to be damaged. */
#define STORE_ASIDES 9

/** STORE_ASIDE_NAME - Bytes of the name of such a one, 2026-11-28.db.damaged.1, with its end. */
#define STORE_ASIDE_NAME (STORE_NAME + 10)

/**
 * store_set_aside() - Let the file of a day have another name, so that another one can be begun.
 * @folder: where
 * @name: of the file
 * @aside: filled: its name from now on
 *
 * Return: 0 or a negative error; -EEXIST if too many of the day are set aside already.
 */
int store_set_aside(const char *folder, const char *name, char aside[STORE_ASIDE_NAME]);

/**
 * store_remove() - Remove the file of a day, with what belongs to it, and was set aside.
 * @folder: where
 * @name: of the file
 *
 * Return: 0 or a negative error.
 */
int store_remove(const char *folder, const char *name);

#endif /* SESSMON_STORE_PLACE_H */
