// SPDX-License-Identifier: GPL-2.0-or-later
/* A writer of JSON: objects are opened and closed as the paths of the fields need it. */
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/escape.h"

/* Text that ends in a brace or a bracket ends in a quote after it. */
static void put_comma(struct json *j)
{
	char last = j->out->data[j->out->len - 1];

	if (last != '{' && last != '[')
		buf_putc(j->out, ',');
}

static void put_name(struct json *j, const char *name, size_t len)
{
	put_comma(j);
	buf_putc(j->out, '"');
	buf_add(j->out, name, len);
	buf_add(j->out, "\":", 2);
}

static void close_to(struct json *j, unsigned int depth)
{
	for (; j->depth > depth; j->depth--)
		buf_putc(j->out, '}');
}

void json_begin(struct json *j, struct buf *out)
{
	j->out = out;
	j->depth = 0;
	j->base = 0;
	buf_putc(j->out, '{');
}

void json_close(struct json *j)
{
	close_to(j, 0);
	buf_putc(j->out, '}');
}

void json_end(struct json *j)
{
	json_close(j);
	buf_putc(j->out, '\n');
}

static bool is_open(const struct json *j, unsigned int depth, const char *name, size_t len)
{
	return depth < j->depth && j->open[depth].len == len &&
	       !memcmp(j->open[depth].text, name, len);
}

static void open_object(struct json *j, unsigned int depth, const char *name, size_t len)
{
	struct json_name *n = &j->open[depth];

	if (is_open(j, depth, name, len))
		return;
	close_to(j, depth);
	if (depth == JSON_DEPTH || len > JSON_NAME)
		abort();
	memcpy(n->text, name, len);
	n->len = len;
	j->depth = depth + 1;
	put_name(j, name, len);
	buf_putc(j->out, '{');
}

/* Open and close what lies between the last field and this one; returns its name. */
static const char *go_to(struct json *j, const char *path, unsigned int *depth, size_t *len)
{
	const char *end;

	*depth = j->base;
	for (; *(end = strchrnul(path, '.')); path = end + 1)
		open_object(j, (*depth)++, path, (size_t)(end - path));
	*len = (size_t)(end - path);
	return path;
}

struct buf *json_value(struct json *j, const char *path)
{
	unsigned int depth;
	size_t len;
	const char *name = go_to(j, path, &depth, &len);

	close_to(j, depth);
	put_name(j, name, len);
	return j->out;
}

struct buf *json_members(struct json *j)
{
	close_to(j, j->base);
	put_comma(j);
	return j->out;
}

unsigned int json_enter(struct json *j, const char *path)
{
	unsigned int base = j->base, depth;
	size_t len;
	const char *name = go_to(j, path, &depth, &len);

	open_object(j, depth, name, len);
	j->base = depth + 1;
	close_to(j, j->base);
	return base;
}

void json_leave(struct json *j, unsigned int base)
{
	j->base = base;
}

void json_text(struct json *j, const char *path, struct sessmon_str s)
{
	escape_json(json_value(j, path), s);
}

void json_puts(struct json *j, const char *path, const char *text)
{
	if (text)
		json_text(j, path, (struct sessmon_str){ text, (uint32_t)strlen(text) });
}

void json_word(struct json *j, const char *path, const char *text)
{
	if (!text)
		return;
	json_value(j, path);
	buf_putc(j->out, '"');
	buf_puts(j->out, text);
	buf_putc(j->out, '"');
}

void json_number(struct json *j, const char *path, uint64_t n)
{
	buf_number(json_value(j, path), n, 1);
}

void json_keyword(struct json *j, const char *path, uint64_t n)
{
	json_value(j, path);
	buf_putc(j->out, '"');
	buf_number(j->out, n, 1);
	buf_putc(j->out, '"');
}

void json_time(struct json *j, const char *path, uint64_t wall)
{
	buf_putc(json_value(j, path), '"');
	clock_put_utc(j->out, wall);
	buf_putc(j->out, '"');
}

void json_bool(struct json *j, const char *path, bool which)
{
	buf_puts(json_value(j, path), which ? "true" : "false");
}

void json_list(struct json *j, const char *path)
{
	json_value(j, path);
	buf_putc(j->out, '[');
}

void json_item(struct json *j, struct sessmon_str s)
{
	put_comma(j);
	escape_json(j->out, s);
}

void json_list_end(struct json *j)
{
	buf_putc(j->out, ']');
}

void json_objects(struct json *j, const char *path)
{
	json_list(j, path);
}

unsigned int json_object(struct json *j)
{
	unsigned int base = j->base;

	put_comma(j);
	buf_putc(j->out, '{');
	j->base = j->depth;
	return base;
}

void json_object_end(struct json *j, unsigned int base)
{
	close_to(j, j->base);
	j->base = base;
	buf_putc(j->out, '}');
}
