// SPDX-License-Identifier: GPL-2.0-or-later
/* Containers for people. */
#include "text/container.h"

#include "base/escape.h"

/* As much of an id as other tools show. */
#define DIGITS 12

static void put(struct buf *b, const char *text)
{
	escape_text(b, (struct sessmon_str){ text, (uint32_t)strlen(text) });
}

void text_container(struct buf *b, const struct container_facts *f)
{
	if (!f)
		buf_puts(b, "-");
	else if (f->field[CONTAINER_NAME])
		put(b, f->field[CONTAINER_NAME]);
	else
		buf_add(b, f->is.id, strnlen(f->is.id, DIGITS));
}

void text_container_image(struct buf *b, const struct container_facts *f)
{
	struct buf name = { 0 };

	if (f && containers_put_image(&name, f))
		put(b, name.data);
	else if (f && f->field[CONTAINER_IMAGE_ID])
		put(b, f->field[CONTAINER_IMAGE_ID]);
	else
		buf_puts(b, f && !f->is.named ? "unknown" : "-");
	buf_free(&name);
}

void text_container_pod(struct buf *b, const struct container_facts *f)
{
	if (!f || !f->field[CONTAINER_POD]) {
		buf_puts(b, "-");
		return;
	}
	if (f->field[CONTAINER_NAMESPACE]) {
		put(b, f->field[CONTAINER_NAMESPACE]);
		buf_puts(b, "/");
	}
	put(b, f->field[CONTAINER_POD]);
}

static void begin(struct buf *b, const char *label, size_t values)
{
	size_t from = b->len;

	buf_puts(b, label);
	buf_pad(b, from, values);
}

static void line(struct buf *b, const char *label, const char *text, size_t values)
{
	if (!text)
		return;
	begin(b, label, values);
	put(b, text);
	buf_puts(b, "\n");
}

void text_container_all(struct buf *b, const struct container_facts *f, size_t values)
{
	struct buf image = { 0 };

	if (!f)
		return;
	begin(b, "container", values);
	if (f->is.runtime)
		buf_printf(b, "%s ", f->is.runtime);
	put(b, f->is.id);
	buf_puts(b, "\n");
	line(b, "container name", f->field[CONTAINER_NAME], values);
	line(b, "image", containers_put_image(&image, f) ? image.data : NULL, values);
	line(b, "image digest", f->field[CONTAINER_DIGEST], values);
	line(b, "image id", f->field[CONTAINER_IMAGE_ID], values);
	line(b, "pod", f->field[CONTAINER_POD], values);
	line(b, "pod id", f->field[CONTAINER_POD_UID], values);
	line(b, "namespace", f->field[CONTAINER_NAMESPACE], values);
	line(b, "cluster", f->kubernetes ? containers_cluster() : NULL, values);
	line(b, "container known from", containers_source(f->source), values);
	line(b, "unknown because", f->why, values);
	buf_free(&image);
}
