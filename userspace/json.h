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

#include <yajl/yajl_gen.h>

#include "buf.h"
#include "sessmon.h"

#define JSON_DEPTH 16
#define JSON_NAME  40

/**
 * struct json - A writer.
 * @gen: yajl's
 * @open: names of the objects that are open
 * @depth: how many
 * @base: objects that json_enter() opened
 * @scratch: for escaped text
 */
struct json {
	yajl_gen gen;
	char open[JSON_DEPTH][JSON_NAME];
	unsigned int depth;
	unsigned int base;
	struct buf scratch;
};

/**
 * json_begin() - Begin a document.
 * @j: writer, all zero at first
 */
void json_begin(struct json *j);

/**
 * json_end() - End it and add it to what is to be written, as one line.
 * @j: writer
 * @out: where it is added
 */
void json_end(struct json *j, struct buf *out);

/**
 * json_finish() - End the document and keep it.
 * @j: writer
 * @text: the document, valid until json_reset()
 * @len: its length
 *
 * Return: false if there is none.
 */
bool json_finish(struct json *j, const unsigned char **text, size_t *len);

/**
 * json_reset() - Make ready for the next document.
 * @j: writer
 */
void json_reset(struct json *j);

/**
 * json_free() - Give the memory back.
 * @j: writer
 */
void json_free(struct json *j);

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
 * json_raw() - Write what is JSON already.
 * @j: writer
 * @path: where
 * @b: one JSON value
 */
void json_raw(struct json *j, const char *path, const struct buf *b);

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
