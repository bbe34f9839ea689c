// SPDX-License-Identifier: GPL-2.0-or-later
#include "fragment.h"

#define SLOTS 64

/** struct kept - A part that was written before; @text lacks the last brace. */
struct kept {
	struct fragment f;
	struct buf text;
};

static bool is_same(const struct fragment *a, const struct fragment *b)
{
	return a->kind == b->kind && a->key.id == b->key.id && a->key.start == b->key.start &&
	       a->seq == b->seq && a->other_seq == b->other_seq;
}

static void write_text(struct buf *text, const struct fragment *f)
{
	static struct json writer;
	const unsigned char *data;
	size_t len = 0;

	json_begin(&writer);
	f->write(&writer, f->arg);
	json_finish(&writer, &data, &len);
	buf_clear(text);
	buf_add(text, (const char *)data, len - 1);
	json_reset(&writer);
}

static const struct buf *find(const struct fragment *f)
{
	static struct kept store[SLOTS];
	static struct buf once;
	struct kept *k = &store[(f->key.id * 4 + (unsigned int)f->kind) % SLOTS];

	if (!f->seq) {
		write_text(&once, f);
		return &once;
	}
	if (!k->text.len || !is_same(&k->f, f)) {
		write_text(&k->text, f);
		k->f = *f;
	}
	return &k->text;
}

void json_fragment(struct json *j, const char *path, const struct fragment *f, const char *tail)
{
	static struct buf whole;
	const struct buf *text = find(f);

	buf_clear(&whole);
	buf_add(&whole, text->data, text->len);
	buf_puts(&whole, tail);
	buf_puts(&whole, "}");
	json_raw(j, path, &whole);
}
