// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON of others as a tree, by json-c. */
#include "containers/tree.h"

#ifdef SESSMON_JSON_C

#include <json-c/json.h>

/* The files of the runtimes have half of it. */
#define DEPTH 32

static json_object *object(struct tree *t)
{
	return (json_object *)t;
}

static struct tree *tree(json_object *o)
{
	return (struct tree *)o;
}

struct tree *tree_parse(const char *text, size_t len, const char **why)
{
	json_tokener *tokener = json_tokener_new_ex(DEPTH);
	enum json_tokener_error err = json_tokener_error_size;
	json_object *o = NULL;

	if (tokener) {
		json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
		/* With the zero, at which a number at the end is known to end. */
		o = json_tokener_parse_ex(tokener, text, (int)len + 1);
		err = json_tokener_get_error(tokener);
		json_tokener_free(tokener);
	}
	if (err == json_tokener_success && o)
		return tree(o);
	json_object_put(o);
	*why = err == json_tokener_error_depth ? "a file of the runtime is nested too deeply" :
						 "a file of the runtime is no valid JSON";
	return NULL;
}

void tree_free(struct tree *t)
{
	json_object_put(object(t));
}

struct tree *tree_at(struct tree *t, const char *name)
{
	json_object *value = NULL;

	if (json_object_is_type(object(t), json_type_object))
		json_object_object_get_ex(object(t), name, &value);
	return tree(value);
}

struct tree *tree_item(struct tree *t, size_t i)
{
	if (!json_object_is_type(object(t), json_type_array) ||
	    i >= json_object_array_length(object(t)))
		return NULL;
	return tree(json_object_array_get_idx(object(t), i));
}

const char *tree_text(struct tree *t)
{
	const char *text;

	if (!json_object_is_type(object(t), json_type_string))
		return NULL;
	text = json_object_get_string(object(t));
	return *text && strlen(text) == (size_t)json_object_get_string_len(object(t)) ? text : NULL;
}

void tree_each(struct tree *t, bool (*look)(const char *name, struct tree *value, void *arg),
	       void *arg)
{
	struct json_object_iterator i, end;

	if (!json_object_is_type(object(t), json_type_object))
		return;
	i = json_object_iter_begin(object(t));
	end = json_object_iter_end(object(t));
	for (; !json_object_iter_equal(&i, &end); json_object_iter_next(&i))
		if (!look(json_object_iter_peek_name(&i), tree(json_object_iter_peek_value(&i)),
			  arg))
			return;
}

struct tree *tree_read(const struct place *p, const char **why)
{
	static struct buf b;

	return file_read(&b, p, why) ? tree_parse(b.data, b.len, why) : NULL;
}

#else

struct tree *tree_parse(const char *text, size_t len, const char **why)
{
	(void)text;
	(void)len;
	*why = "this sessmon was built without json-c";
	return NULL;
}

struct tree *tree_read(const struct place *p, const char **why)
{
	(void)p;
	return tree_parse(NULL, 0, why);
}

void tree_free(struct tree *t)
{
	(void)t;
}

struct tree *tree_at(struct tree *t, const char *name)
{
	(void)t;
	(void)name;
	return NULL;
}

struct tree *tree_item(struct tree *t, size_t i)
{
	(void)t;
	(void)i;
	return NULL;
}

const char *tree_text(struct tree *t)
{
	(void)t;
	return NULL;
}

void tree_each(struct tree *t, bool (*look)(const char *name, struct tree *value, void *arg),
	       void *arg)
{
	(void)t;
	(void)look;
	(void)arg;
}

#endif
