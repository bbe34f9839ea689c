/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of others: regular, of a bounded size, of whom they should be. */
#ifndef SESSMON_CONTAINERS_FILE_H
#define SESSMON_CONTAINERS_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/**
 * struct place - A file or folder of somebody's.
 * @owner: whose it must be, 0 is root
 * @path: absolute
 */
struct place {
	uint32_t owner;
	char path[4096];
};

/** FILE_ABSENT - Why there is nothing: there is no such file. */
extern const char FILE_ABSENT[];

/**
 * file_is_at() - Make a place.
 * @p: filled
 * @owner: whose it must be
 * @format: of the path, as printf() has it
 *
 * Return: false if the path is too long.
 */
bool file_is_at(struct place *p, uint32_t owner, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * file_open() - Open a file that is as a file of a runtime should be.
 * @p: where it is
 * @size: set to its size
 * @why: set to the reason if it is not
 *
 * A link is not followed, and within a user's home none is, nor a mount: what he puts
 * there could wait for ever, or belong to somebody else.
 *
 * Return: a descriptor, or -1.
 */
int file_open(const struct place *p, uint64_t *size, const char **why);

/**
 * file_read() - Read all of such a file.
 * @b: emptied, and filled
 * @p: where it is
 * @why: set to the reason if nothing was read
 *
 * Return: false if nothing was read.
 */
bool file_read(struct buf *b, const struct place *p, const char **why);

/**
 * file_home() - The home of a user, by /etc/passwd alone: who asks a directory waits.
 * @owner: user
 *
 * Return: its path until the next call, NULL if there is none.
 */
const char *file_home(uint32_t owner);

/**
 * file_root() - What all paths are below.
 *
 * Return: "" but in tests.
 */
const char *file_root(void);

#endif /* SESSMON_CONTAINERS_FILE_H */
