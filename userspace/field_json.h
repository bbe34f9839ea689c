/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of facts as JSON have in common. */
#ifndef SESSMON_FIELD_JSON_H
#define SESSMON_FIELD_JSON_H

#include "field.h"

/**
 * struct place - What it takes to write one fact.
 * @j: writer
 * @f: its description
 * @path: where, within the present object
 * @value: the fact
 * @ecs: the schema's half is being written, not ours
 * @named: set once the process has a name
 */
struct place {
	struct json *j;
	const struct field *f;
	const char *path;
	const void *value;
	bool ecs;
	bool *named;
};

/**
 * field_scratch() - A buffer for what is short and written at once.
 *
 * Return: one buffer, always the same, empty.
 */
struct buf *field_scratch(void);

/**
 * field_buf_str() - What is in a buffer.
 * @b: buffer
 *
 * Return: its text, where it is.
 */
struct sessmon_str field_buf_str(const struct buf *b);

/**
 * field_child() - Write an object.
 * @at: where
 * @write: writes what is in it
 */
void field_child(const struct place *at, void (*write)(struct json *j, const void *value));

/**
 * field_put_mask() - Add a JSON list of names.
 * @b: buffer
 * @names: names, none of which needs an escape
 * @mask: bits
 */
void field_put_mask(struct buf *b, const struct names *names, uint64_t mask);

/**
 * field_write_caps() - Write capabilities as a list of names.
 * @at: where
 */
void field_write_caps(const struct place *at);

/**
 * field_write_args() - Write arguments as a list and as a command line.
 * @at: where
 */
void field_write_args(const struct place *at);

/**
 * field_write_tty() - Write a terminal.
 * @at: where
 */
void field_write_tty(const struct place *at);

/**
 * field_write_peer() - Write a connection.
 * @at: where
 */
void field_write_peer(const struct place *at);

#endif /* SESSMON_FIELD_JSON_H */
