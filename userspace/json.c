// SPDX-License-Identifier: GPL-2.0-or-later
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"

#define BYTES(s) ((const unsigned char *)(s))

void json_begin(struct json *j)
{
	if (!j->gen)
		j->gen = yajl_gen_alloc(NULL);
	if (!j->gen) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	j->depth = 0;
	j->base = 0;
	yajl_gen_map_open(j->gen);
}

static void close_to(struct json *j, unsigned int depth)
{
	for (; j->depth > depth; j->depth--)
		yajl_gen_map_close(j->gen);
}

bool json_finish(struct json *j, const unsigned char **text, size_t *len)
{
	close_to(j, 0);
	yajl_gen_map_close(j->gen);
	return yajl_gen_get_buf(j->gen, text, len) == yajl_gen_status_ok;
}

void json_reset(struct json *j)
{
	yajl_gen_clear(j->gen);
	yajl_gen_reset(j->gen, NULL);
}

void json_end(struct json *j, struct buf *out)
{
	const unsigned char *text;
	size_t len = 0;

	json_finish(j, &text, &len);
	buf_add(out, (const char *)text, len);
	buf_add(out, "\n", 1);
	json_reset(j);
}

void json_free(struct json *j)
{
	if (j->gen)
		yajl_gen_free(j->gen);
	buf_free(&j->scratch);
	*j = (struct json){ 0 };
}

static void open_object(struct json *j, const char *name, size_t len)
{
	if (j->depth == JSON_DEPTH || len >= JSON_NAME)
		abort();
	memcpy(j->open[j->depth], name, len);
	j->open[j->depth++][len] = 0;
	yajl_gen_string(j->gen, BYTES(name), len);
	yajl_gen_map_open(j->gen);
}

static bool is_open(const struct json *j, unsigned int depth, const char *name, size_t len)
{
	return depth < j->depth && !strncmp(j->open[depth], name, len) && !j->open[depth][len];
}

/* Open and close what lies between the last field and this one. */
static const char *go_to(struct json *j, const char *path)
{
	unsigned int depth = j->base;
	const char *dot;

	for (; (dot = strchr(path, '.')); path = dot + 1, depth++) {
		if (is_open(j, depth, path, (size_t)(dot - path)))
			continue;
		close_to(j, depth);
		open_object(j, path, (size_t)(dot - path));
	}
	close_to(j, depth);
	return path;
}

static void key(struct json *j, const char *path)
{
	const char *name = go_to(j, path);

	yajl_gen_string(j->gen, BYTES(name), strlen(name));
}

unsigned int json_enter(struct json *j, const char *path)
{
	unsigned int base = j->base;
	char inside[4 * JSON_NAME];

	snprintf(inside, sizeof(inside), "%s.", path);
	go_to(j, inside);
	j->base = j->depth;
	return base;
}

void json_leave(struct json *j, unsigned int base)
{
	j->base = base;
}

static bool is_plain(struct sessmon_str s)
{
	unsigned char c;
	uint32_t i;

	for (i = 0; i < s.len; i++) {
		c = (unsigned char)s.data[i];
		if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\')
			return false;
	}
	return true;
}

/*
 * yajl writes a "number" as it is: that lets our own escapes through, and spares
 * its second look at each byte.
 */
static void value(struct json *j, struct sessmon_str s)
{
	buf_clear(&j->scratch);
	if (is_plain(s)) {
		buf_reserve(&j->scratch, s.len + 2);
		buf_add(&j->scratch, "\"", 1);
		buf_add(&j->scratch, s.data, s.len);
		buf_add(&j->scratch, "\"", 1);
	} else {
		escape_json(&j->scratch, s);
	}
	yajl_gen_number(j->gen, j->scratch.data, j->scratch.len);
}

void json_raw(struct json *j, const char *path, const struct buf *b)
{
	key(j, path);
	yajl_gen_number(j->gen, b->data, b->len);
}

void json_text(struct json *j, const char *path, struct sessmon_str s)
{
	key(j, path);
	value(j, s);
}

void json_puts(struct json *j, const char *path, const char *text)
{
	if (text)
		json_text(j, path, (struct sessmon_str){ text, (uint32_t)strlen(text) });
}

/* Not yajl's integers: they are signed. */
void json_number(struct json *j, const char *path, uint64_t n)
{
	buf_clear(&j->scratch);
	buf_number(&j->scratch, n, 1);
	json_raw(j, path, &j->scratch);
}

void json_keyword(struct json *j, const char *path, uint64_t n)
{
	buf_clear(&j->scratch);
	buf_add(&j->scratch, "\"", 1);
	buf_number(&j->scratch, n, 1);
	buf_add(&j->scratch, "\"", 1);
	json_raw(j, path, &j->scratch);
}

void json_bool(struct json *j, const char *path, bool which)
{
	key(j, path);
	yajl_gen_bool(j->gen, which);
}

void json_list(struct json *j, const char *path)
{
	key(j, path);
	yajl_gen_array_open(j->gen);
}

void json_item(struct json *j, struct sessmon_str s)
{
	value(j, s);
}

void json_list_end(struct json *j)
{
	yajl_gen_array_close(j->gen);
}

void json_objects(struct json *j, const char *path)
{
	json_list(j, path);
}

unsigned int json_object(struct json *j)
{
	unsigned int base = j->base;

	yajl_gen_map_open(j->gen);
	j->base = j->depth;
	return base;
}

void json_object_end(struct json *j, unsigned int base)
{
	close_to(j, j->base);
	j->base = base;
	yajl_gen_map_close(j->gen);
}
