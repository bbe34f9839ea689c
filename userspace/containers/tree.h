/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON of others as a tree, by json-c: of a bounded depth, and of a bounded size since its
 * files are.  Without json-c nothing is read, and that is the reason.
 */
#ifndef SESSMON_CONTAINERS_TREE_H
#define SESSMON_CONTAINERS_TREE_H

#include "containers/file.h"

/** struct tree - A value, which may be an object or a list of others. */
struct tree;

/** TREE_TEXT_MAX - Longer text is cut. */
#define TREE_TEXT_MAX 4096

/**
 * tree_read() - Read a file.
 * @p: where it is
 * @why: set to the reason if that fails
 *
 * Return: the tree, to be freed, or NULL.
 */
struct tree *tree_read(const struct place *p, const char **why);

/**
 * tree_parse() - Read a text.
 * @text: ended by a zero
 * @len: bytes
 * @why: set to the reason if that fails
 *
 * Return: the tree, to be freed, or NULL.
 */
struct tree *tree_parse(const char *text, size_t len, const char **why);

/**
 * tree_free() - Free a tree.
 * @t: the tree as it was read, or NULL
 */
void tree_free(struct tree *t);

/**
 * tree_at() - A member of an object.
 * @t: object, or anything else, or NULL
 * @name: of the member
 *
 * Return: its value, or NULL.
 */
struct tree *tree_at(struct tree *t, const char *name);

/**
 * tree_item() - An item of a list.
 * @t: list, or anything else, or NULL
 * @i: which
 *
 * Return: its value, or NULL.
 */
struct tree *tree_item(struct tree *t, size_t i);

/**
 * tree_text() - Text.
 * @t: text, or anything else, or NULL
 *
 * Return: the text, as long as the tree; NULL if it is none, empty, or has a zero in it.
 */
const char *tree_text(struct tree *t);

/**
 * tree_each() - Look at each member of an object.
 * @t: object, or anything else, or NULL
 * @look: called with name and value; false ends it
 * @arg: handed to @look
 */
void tree_each(struct tree *t, bool (*look)(const char *name, struct tree *value, void *arg),
	       void *arg);

#endif /* SESSMON_CONTAINERS_TREE_H */
