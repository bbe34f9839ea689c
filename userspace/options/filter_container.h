/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which containers are wanted. */
#ifndef SESSMON_FILTER_CONTAINER_H
#define SESSMON_FILTER_CONTAINER_H

#include "options/filter.h"

/**
 * filter_asks_container() - Whether anything is asked of containers.
 * @f: filter
 *
 * Return: true if it is.
 */
bool filter_asks_container(const struct filter *f);

/**
 * filter_container_process() - Whether a process is in one of those that were asked for.
 * @f: filter
 * @p: process
 *
 * Return: true if it is, or if nothing was asked of containers.
 */
bool filter_container_process(const struct filter *f, const struct sessmon_process *p);

/**
 * filter_container_session() - The same, for the leader of a session.
 * @f: filter
 * @s: session
 *
 * Return: true if it is, or if nothing was asked of containers.
 */
bool filter_container_session(const struct filter *f, const struct sessmon_session *s);

#endif /* SESSMON_FILTER_CONTAINER_H */
