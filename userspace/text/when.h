/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times of what is over, for people: as short as they can be told apart. */
#ifndef SESSMON_WHEN_H
#define SESSMON_WHEN_H

#include <stdbool.h>

#include "base/buf.h"

/**
 * when_put() - Add a moment: 10:23, Nov 28 10:23, 2025-11-28 10:23.
 * @b: buffer
 * @wall: moment, ns since 1970 UTC
 * @near: of this moment's day the time alone is said
 */
void when_put(struct buf *b, uint64_t wall, uint64_t near);

/**
 * when_is_other_day() - Whether two moments are of two days, by the local clock.
 * @a: moment, ns since 1970 UTC
 * @b: another
 *
 * Return: true if they are.
 */
bool when_is_other_day(uint64_t a, uint64_t b);

/**
 * when_put_size() - Add a size: 512, 2.1K, 140M.
 * @b: buffer
 * @bytes: how many
 */
void when_put_size(struct buf *b, uint64_t bytes);

#endif /* SESSMON_WHEN_H */
