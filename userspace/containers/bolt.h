/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One value of a database of bbolt's, in which containerd keeps what no file of its own
 * says: a tree of pages, of which those on the way are read and nothing else.
 */
#ifndef SESSMON_CONTAINERS_BOLT_H
#define SESSMON_CONTAINERS_BOLT_H

#include "containers/file.h"

/**
 * struct bolt - An open database.
 * @fd: the file
 * @size: of the file
 * @page_size: bytes of a page
 * @root: page of the root bucket, as of @txid
 * @txid: the last change that was complete
 * @page: the page that was read last
 * @value: what was found last
 */
struct bolt {
	int fd;
	uint64_t size;
	uint32_t page_size;
	uint64_t root, txid;
	struct buf page, value;
};

/**
 * bolt_open() - Open a database.
 * @b: filled
 * @p: where it is
 * @why: set to the reason if that fails
 *
 * Return: false if it fails.
 */
bool bolt_open(struct bolt *b, const struct place *p, const char **why);

/**
 * bolt_take() - Take an open file as a database.
 * @b: filled; @b->fd and @b->size say which
 *
 * Return: false if it is none.
 */
bool bolt_take(struct bolt *b);

/**
 * bolt_close() - Close it.
 * @b: database
 */
void bolt_close(struct bolt *b);

/**
 * bolt_get() - Find a value.
 * @b: database
 * @path: buckets within each other, and the key in the last one; NULL ends it
 *
 * The database may be written meanwhile: its pages of the last change stay until the
 * next but one, and what is no page of the tree is refused.
 *
 * Return: the value in @b->value as text, NULL if there is none.
 */
const char *bolt_get(struct bolt *b, const char *const *path);

#endif /* SESSMON_CONTAINERS_BOLT_H */
