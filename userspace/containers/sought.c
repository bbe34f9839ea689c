// SPDX-License-Identifier: GPL-2.0-or-later
/* What is taken over of a container: names of images as people write them. */
#include "containers/sought.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

#define DIGITS 64

static const char sha256[] = "sha256:";

static void set(struct sought *s, enum container_field field, const char *text, size_t len)
{
	char *copy;

	if (s->to->field[field] || !len)
		return;
	len = len < TREE_TEXT_MAX ? len : TREE_TEXT_MAX;
	copy = xalloc(len + 1, 1);
	memcpy(copy, text, len);
	copy[len] = 0;
	s->to->field[field] = copy;
}

void sought_set(struct sought *s, enum container_field field, const char *text)
{
	if (text)
		set(s, field, text, strlen(text));
}

static bool is_number(const char *text)
{
	return strlen(text) == DIGITS && strspn(text, "0123456789abcdef") == DIGITS;
}

static bool is_digest(const char *text)
{
	const size_t len = sizeof(sha256) - 1;

	return !strncmp(text, sha256, len) && is_number(text + len);
}

void sought_set_id(struct sought *s, const char *text)
{
	char id[sizeof(sha256) + DIGITS];

	if (!text || !(is_digest(text) || is_number(text)))
		return;
	snprintf(id, sizeof(id), "%s%s", is_number(text) ? sha256 : "", text);
	sought_set(s, CONTAINER_IMAGE_ID, id);
}

/* A colon before the last slash is that of a port. */
void sought_set_image(struct sought *s, const char *text)
{
	const char *at, *slash, *tag;
	size_t len;

	if (!text || s->to->field[CONTAINER_IMAGE])
		return;
	if (is_number(text) || is_digest(text)) {
		sought_set_id(s, text);
		return;
	}
	at = strchr(text, '@');
	len = at ? (size_t)(at - text) : strlen(text);
	if (at && is_digest(at + 1))
		sought_set(s, CONTAINER_DIGEST, at + 1);
	slash = memrchr(text, '/', len);
	tag = memrchr(slash ? slash : text, ':', len - (slash ? (size_t)(slash - text) : 0));
	if (tag)
		set(s, CONTAINER_TAG, tag + 1, len - (size_t)(tag + 1 - text));
	set(s, CONTAINER_IMAGE, text, tag ? (size_t)(tag - text) : len);
}

struct tree *sought_read(struct sought *s, const struct place *p)
{
	const char *why = NULL;
	struct tree *t = tree_read(p, &why);

	if (!t && (!s->why || s->why == FILE_ABSENT))
		s->why = why;
	return t;
}
