// SPDX-License-Identifier: GPL-2.0-or-later
/* YAML as a tree, from the events of libyaml's parser. */
#include "rules/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/alloc.h"

static struct node *read_node(struct node_reader *r, yaml_event_t *e, unsigned int depth);

static void fail(struct node_reader *r, const char *error, const yaml_mark_t *at)
{
	if (r->error[0])
		return;
	snprintf(r->error, sizeof(r->error), "%s", error);
	r->line = (unsigned int)at->line + 1;
	r->column = (unsigned int)at->column + 1;
}

/* What is no text has an offset instead of a line. */
static void mark_of_offset(const struct node_reader *r, size_t offset, yaml_mark_t *at)
{
	const char *p = r->text, *end = r->text + (offset < r->len ? offset : r->len), *eol;

	at->line = 0;
	while ((eol = memchr(p, '\n', (size_t)(end - p)))) {
		at->line++;
		p = eol + 1;
	}
	at->column = (size_t)(end - p);
}

static void fail_as_parser(struct node_reader *r)
{
	const yaml_parser_t *p = r->parser;
	yaml_mark_t at = p->problem_mark;
	char error[sizeof(r->error)];

	if (p->error == YAML_READER_ERROR)
		mark_of_offset(r, p->problem_offset, &at);
	snprintf(error, sizeof(error), "not YAML: %s", p->problem ? p->problem : "out of memory");
	fail(r, error, &at);
}

static bool next_event(struct node_reader *r, yaml_event_t *e)
{
	if (yaml_parser_parse(r->parser, e))
		return true;
	fail_as_parser(r);
	return false;
}

static struct node *new_node(struct node_reader *r, enum node_kind kind, const yaml_event_t *e)
{
	struct node *n;

	if (r->nodes++ >= NODE_NODES) {
		fail(r, "more nodes than a document may have", &e->start_mark);
		return NULL;
	}
	n = arena_get(r->arena, sizeof(*n));
	n->kind = kind;
	n->line = (unsigned int)e->start_mark.line + 1;
	n->column = (unsigned int)e->start_mark.column + 1;
	return n;
}

static struct node *read_scalar(struct node_reader *r, const yaml_event_t *e)
{
	struct node *n = new_node(r, NODE_SCALAR, e);

	if (!n)
		return NULL;
	n->plain = e->data.scalar.plain_implicit;
	n->text = arena_copy(r->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
	return n;
}

static bool same_text(struct sessmon_str a, struct sessmon_str b)
{
	return a.len == b.len && !memcmp(a.data, b.data, a.len);
}

/* A key that comes twice would silently win or lose. */
static bool check_key(struct node_reader *r, const struct node *map, const struct node *key)
{
	const yaml_mark_t at = { 0, key->line - 1, key->column - 1 };
	const struct node *k;
	unsigned int n = 0;

	if (key->kind != NODE_SCALAR) {
		fail(r, "a key that is not text", &at);
		return false;
	}
	for (k = map->first; k; k = k->next, n++) {
		if (!same_text(k->text, key->text))
			continue;
		fail(r, "a key that comes twice", &at);
		return false;
	}
	if (n >= NODE_KEYS)
		fail(r, "more keys than a map may have", &at);
	return n < NODE_KEYS;
}

/* Read up to the event that ends the list or the map. */
static struct node *read_children(struct node_reader *r, struct node *parent, yaml_event_type_t end,
				  unsigned int depth)
{
	struct node **to = &parent->first, *n;
	yaml_event_t e;

	for (;; to = &n->next) {
		if (!next_event(r, &e))
			return NULL;
		if (e.type == end) {
			yaml_event_delete(&e);
			return parent;
		}
		n = read_node(r, &e, depth);
		if (!n || (parent->kind == NODE_MAP && !check_key(r, parent, n)))
			return NULL;
		if (parent->kind == NODE_MAP) {
			if (!next_event(r, &e))
				return NULL;
			n->value = read_node(r, &e, depth);
			if (!n->value)
				return NULL;
		}
		*to = n;
	}
}

static const char *tag_of(const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return (const char *)e->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return (const char *)e->data.sequence_start.tag;
	default:
		return (const char *)e->data.mapping_start.tag;
	}
}

static struct node *read_known(struct node_reader *r, const yaml_event_t *e, unsigned int depth)
{
	struct node *n;

	if (tag_of(e)) {
		fail(r, "tags are not supported", &e->start_mark);
		return NULL;
	}
	if (e->type == YAML_SCALAR_EVENT)
		return read_scalar(r, e);
	if (depth >= NODE_DEPTH) {
		fail(r, "nested more deeply than a document may be", &e->start_mark);
		return NULL;
	}
	if (e->type == YAML_SEQUENCE_START_EVENT) {
		n = new_node(r, NODE_LIST, e);
		return n ? read_children(r, n, YAML_SEQUENCE_END_EVENT, depth + 1) : NULL;
	}
	n = new_node(r, NODE_MAP, e);
	return n ? read_children(r, n, YAML_MAPPING_END_EVENT, depth + 1) : NULL;
}

/* Takes the event over. */
static struct node *read_node(struct node_reader *r, yaml_event_t *e, unsigned int depth)
{
	struct node *n = NULL;

	if (e->type == YAML_ALIAS_EVENT)
		fail(r, "aliases are not supported", &e->start_mark);
	else
		n = read_known(r, e, depth);
	yaml_event_delete(e);
	return n;
}

void node_open(struct node_reader *r, struct arena *arena, const char *text, size_t len)
{
	*r = (struct node_reader){ .arena = arena, .text = text, .len = len };
	r->parser = xalloc(1, sizeof(yaml_parser_t));
	if (!yaml_parser_initialize(r->parser)) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	yaml_parser_set_input_string(r->parser, (const unsigned char *)text, len);
}

struct node *node_read(struct node_reader *r)
{
	struct node *n = NULL;
	yaml_event_t e;

	r->nodes = 0;
	while (!r->error[0] && !n && next_event(r, &e)) {
		switch (e.type) {
		case YAML_STREAM_END_EVENT:
			yaml_event_delete(&e);
			return NULL;
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			yaml_event_delete(&e);
			break;
		default:
			n = read_node(r, &e, 0);
		}
	}
	return n;
}

void node_close(struct node_reader *r)
{
	yaml_parser_delete(r->parser);
	free(r->parser);
}

struct node *node_find(const struct node *map, const char *key)
{
	const struct node *k;

	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (k = map->first; k; k = k->next)
		if (node_is(k, key))
			return k->value;
	return NULL;
}

bool node_is(const struct node *n, const char *text)
{
	return n && n->kind == NODE_SCALAR && n->text.len == strlen(text) &&
	       !memcmp(n->text.data, text, n->text.len);
}
