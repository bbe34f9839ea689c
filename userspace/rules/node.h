/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * YAML as a tree, within limits.  It comes from people, and from feeds that nobody reads
 * before he loads them: a few lines may say "a billion of it".  So aliases are refused, as
 * are tags, keys that come twice, and what is too deep or too much.
 *
 * JSON is YAML, too, but for how it writes what is beyond 16 bits: documents are read by
 * the same parser.
 */
#ifndef SESSMON_RULES_NODE_H
#define SESSMON_RULES_NODE_H

#include "rules/arena.h"
#include "base/buf.h"

#define NODE_DEPTH 16
#define NODE_NODES 20000
#define NODE_KEYS  512

/**
 * enum node_kind - What a node is.
 * @NODE_SCALAR: text
 * @NODE_LIST: nodes
 * @NODE_MAP: nodes by key
 */
enum node_kind {
	NODE_SCALAR,
	NODE_LIST,
	NODE_MAP,
};

/**
 * struct node - One node of the tree.
 * @kind: what it is
 * @plain: it is text without quotes, which may be a number, true, false or nothing
 * @line: where it is, from 1 on
 * @column: likewise
 * @text: of a scalar
 * @first: first entry of a list; first key of a map
 * @value: of a key
 * @next: next entry, or next key
 */
struct node {
	enum node_kind kind;
	bool plain;
	unsigned int line, column;
	struct sessmon_str text;
	struct node *first, *value, *next;
};

/**
 * struct node_reader - Documents of one text, one after the other.
 * @parser: libyaml's
 * @arena: where nodes are
 * @text: what is read, for where an error is
 * @len: bytes of it
 * @nodes: so many of this document
 * @error: what is wrong, empty if nothing is
 * @line: where that is
 * @column: likewise
 */
struct node_reader {
	void *parser;
	struct arena *arena;
	const char *text;
	size_t len;
	unsigned int nodes;
	char error[160];
	unsigned int line, column;
};

/**
 * node_open() - Begin to read.
 * @r: filled
 * @arena: where nodes will be
 * @text: YAML, which is kept by who calls until node_close()
 * @len: bytes
 */
void node_open(struct node_reader *r, struct arena *arena, const char *text, size_t len);

/**
 * node_read() - Read one document.
 * @r: reader
 *
 * Return: its root, NULL after the last one or if it is wrong: then @r->error says what.
 */
struct node *node_read(struct node_reader *r);

/**
 * node_close() - Give the parser back; nodes stay.
 * @r: reader
 */
void node_close(struct node_reader *r);

/**
 * node_find() - What a map has under a key.
 * @map: node, or NULL
 * @key: key
 *
 * Return: value, NULL if it is no map or has no such key.
 */
struct node *node_find(const struct node *map, const char *key);

/**
 * node_is() - Whether a node is this text.
 * @n: node, or NULL
 * @text: text
 *
 * Return: true if it is.
 */
bool node_is(const struct node *n, const char *text);

#endif /* SESSMON_RULES_NODE_H */
