/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is left of the facts of an object when its columns have been told: how two structs of
 * the library differ, as bytes, by the tables that say where each attribute of the wire goes.
 * So no fact is forgotten for want of a column, not even one that the wire learns later.
 */
#ifndef SESSMON_STORE_REST_H
#define SESSMON_STORE_REST_H

#include "base/buf.h"
#include "sessmon.h"
#include "wire_rules.h"

/**
 * rest_put() - Add what makes one object of another.
 * @b: buffer; nothing is added if they are the same
 * @set: what they are
 * @want: the object as it is to be
 * @have: the object as its columns say it
 */
void rest_put(struct buf *b, const struct rule_set *set, const void *want, const void *have);

/**
 * rest_apply() - Make an object what it was.
 * @in: what rest_put() added; the object's text will be in there
 * @set: what it is
 * @object: as its columns say it
 * @counters: where counts by event type go, SESSMON_COUNTERS_MAX of them; may be NULL of
 *   what has none
 *
 * Return: false if this is not what rest_put() made; the object is no use then.
 */
bool rest_apply(struct sessmon_str in, const struct rule_set *set, void *object,
		struct sessmon_counters *counters);

/**
 * rest_section() - Begin a part of a row's rest.
 * @b: buffer
 * @number: which part, from 1 on
 *
 * Return: what rest_section_end() needs.
 */
size_t rest_section(struct buf *b, unsigned char number);

/**
 * rest_section_end() - End it; if nothing was added, it is as if it had not begun.
 * @b: buffer
 * @begun: what rest_section() returned
 * @keep: that it is there says something, also if it is empty
 */
void rest_section_end(struct buf *b, size_t begun, bool keep);

/**
 * rest_find() - A part of a row's rest.
 * @rest: all of it
 * @number: which part
 *
 * Return: the part; without data if there is none.
 */
struct sessmon_str rest_find(struct sessmon_str rest, unsigned char number);

#endif /* SESSMON_STORE_REST_H */
