/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs, credentials and namespaces as JSON.  Many processes have the same ones,
 * so what was written once is kept, under all that it was made from.
 */
#ifndef SESSMON_NEST_H
#define SESSMON_NEST_H

#include "names/field.h"

/**
 * struct nest - A struct within another one, as JSON.
 * @key: what @text was made from
 * @text: the JSON object
 * @named: it tells the name of a program's file
 */
struct nest {
	struct buf key;
	struct buf text;
	bool named;
};

/**
 * nest_find() - Write a nest, or find it written.
 * @d: description, of a nest
 * @ecs: in the names of the Elastic Common Schema, else in ours
 * @obj: struct that @d describes
 *
 * Return: it, until the next call.
 */
const struct nest *nest_find(const struct description *d, bool ecs, const void *obj);

#endif /* SESSMON_NEST_H */
