/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much of the past is kept: whole days, oldest first to go. */
#ifndef SESSMON_RETAIN_H
#define SESSMON_RETAIN_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct retain - What shall be kept.
 * @seconds: days that began so long before the present one are not; 0 is no limit
 * @bytes: that all files may have together; 0 is no limit
 */
struct retain {
	uint64_t seconds;
	uint64_t bytes;
};

/**
 * retain_prune() - Remove the days that are not to be kept.
 * @folder: where the history is
 * @keep: what shall be
 * @present: the file that is written to: it stays, and so does what is later
 *
 * Return: how many days were removed, or a negative error if one could not be.
 */
int retain_prune(const char *folder, const struct retain *keep, const char *present);

#endif /* SESSMON_RETAIN_H */
