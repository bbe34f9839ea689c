/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of facts as JSON have in common. */
#ifndef SESSMON_FIELD_JSON_H
#define SESSMON_FIELD_JSON_H

#include "names/field.h"

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
 * json_user() - Write a user, by number and name.
 * @j: writer
 * @path: where
 * @uid: number
 */
void json_user(struct json *j, const char *path, uint32_t uid);

/**
 * json_actor() - Write who acts, as the "user" of a document.
 * @j: writer
 * @euid: effective user; Endpoint's rules ask for it as the user, auditd's by its name
 */
void json_actor(struct json *j, uint32_t euid);

/**
 * json_group() - Write a group, by number and name.
 * @j: writer
 * @path: where
 * @gid: number
 */
void json_group(struct json *j, const char *path, uint32_t gid);

/**
 * field_put_args() - Write arguments as a list.
 * @j: writer
 * @path: where
 * @args: arguments, with zero bytes between them
 */
void field_put_args(struct json *j, const char *path, struct sessmon_str args);

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
