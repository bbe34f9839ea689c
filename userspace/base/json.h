/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One JSON object per line, nested by dotted paths.
 *
 * A field says where it belongs ("process.user.id") and the writer opens and
 * closes the objects between one field and the next.  Fields of one object must
 * follow each other, or the object would appear twice; a test looks for that.
 */
#ifndef SESSMON_JSON_H
#define SESSMON_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sessmon.h"

#define JSON_DEPTH 16
#define JSON_NAME  40

/**
 * struct json - A writer.
 * @out: where the document is added
 * @open: names of the objects that are open
 * @depth: how many
 * @base: objects that json_enter() opened
 */
struct json {
	struct buf *out;
	struct json_name {
		size_t len;
		char text[JSON_NAME];
	} open[JSON_DEPTH];
	unsigned int depth;
	unsigned int base;
};

/**
 * json_begin() - Begin a document.
 * @j: writer
 * @out: where it is added
 */
void json_begin(struct json *j, struct buf *out);

/**
 * json_close() - End it, as a part of something else.
 * @j: writer
 */
void json_close(struct json *j);

/**
 * json_end() - End it, and the line that it is.
 * @j: writer
 */
void json_end(struct json *j);

/**
 * json_enter() - Take the paths that follow as within an object.
 * @j: writer
 * @path: of the object, within the present one
 *
 * Return: what json_leave() needs.
 */
unsigned int json_enter(struct json *j, const char *path);

/**
 * json_leave() - Undo json_enter().
 * @j: writer
 * @base: what it returned
 */
void json_leave(struct json *j, unsigned int base);

/**
 * json_text() - Write text.
 * @j: writer
 * @path: where
 * @s: text from anybody
 */
void json_text(struct json *j, const char *path, struct sessmon_str s);

/**
 * json_puts() - Write text.
 * @j: writer
 * @path: where
 * @text: ended by a zero byte; NULL writes nothing
 */
void json_puts(struct json *j, const char *path, const char *text);

/**
 * json_word() - Write text of ours, in which nothing is to be escaped.
 * @j: writer
 * @path: where
 * @text: ended by a zero byte; NULL writes nothing
 */
void json_word(struct json *j, const char *path, const char *text);

/**
 * json_value() - Write a name, for what is JSON already.
 * @j: writer
 * @path: where
 *
 * Return: where one JSON value is to be added before anything else is written.
 */
struct buf *json_value(struct json *j, const char *path);

/**
 * json_members() - Go to the present object, for members of it that are JSON already.
 * @j: writer
 *
 * Return: where they are to be added, at least one, with commas between them.
 */
struct buf *json_members(struct json *j);

/**
 * json_number() - Write a number.
 * @j: writer
 * @path: where
 * @value: number
 */
void json_number(struct json *j, const char *path, uint64_t value);

/**
 * json_keyword() - Write a number as text, for ids that are names.
 * @j: writer
 * @path: where
 * @value: number
 */
void json_keyword(struct json *j, const char *path, uint64_t value);

/**
 * json_time() - Write a moment.
 * @j: writer
 * @path: where
 * @wall: ns since 1970 UTC
 */
void json_time(struct json *j, const char *path, uint64_t wall);

/**
 * json_bool() - Write true or false.
 * @j: writer
 * @path: where
 * @value: which
 */
void json_bool(struct json *j, const char *path, bool value);

/**
 * json_list() - Begin a list of text.
 * @j: writer
 * @path: where
 */
void json_list(struct json *j, const char *path);

/**
 * json_item() - Write one text of a list.
 * @j: writer
 * @s: text from anybody
 */
void json_item(struct json *j, struct sessmon_str s);

/**
 * json_list_end() - End the list.
 * @j: writer
 */
void json_list_end(struct json *j);

/**
 * json_objects() - Begin a list of objects.
 * @j: writer
 * @path: where
 */
void json_objects(struct json *j, const char *path);

/**
 * json_object() - Begin one object of the list; paths are within it.
 * @j: writer
 *
 * Return: what json_object_end() needs.
 */
unsigned int json_object(struct json *j);

/**
 * json_object_end() - End the object.
 * @j: writer
 * @base: what json_object() returned
 */
void json_object_end(struct json *j, unsigned int base);

#endif /* SESSMON_JSON_H */
