// SPDX-License-Identifier: GPL-2.0-or-later
/* Parts of documents that are kept for the next one. */
#include "json/memo.h"

#include "base/clock.h"
#include "names/names.h"

#define SLOTS 64

/**
 * struct kept - A part that was written before.
 * @f: which
 * @epoch: of the names in it
 * @clock: of the times in it: when boot time began
 * @text: the object, without its last brace
 */
struct kept {
	struct fragment f;
	uint32_t epoch;
	uint64_t clock;
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

	buf_clear(text);
	json_begin(&writer, text);
	f->write(&writer, f->arg);
	json_close(&writer);
	/* The last brace. */
	text->len--;
}

static struct kept store[SLOTS];

void fragment_forget(void)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		buf_clear(&store[i].text);
}

static const struct buf *find(const struct fragment *f)
{
	static struct buf once;
	struct kept *k = &store[(f->key.id * 4 + (unsigned int)f->kind) % SLOTS];
	/* Both are taken before the part is written: a name may come meanwhile. */
	uint32_t epoch = names_epoch();
	uint64_t clock = clock_wall(0);

	if (!f->kept) {
		write_text(&once, f);
		return &once;
	}
	if (!k->text.len || !is_same(&k->f, f) || k->epoch != epoch || k->clock != clock) {
		write_text(&k->text, f);
		k->f = *f;
		k->epoch = epoch;
		k->clock = clock;
	}
	return &k->text;
}

void json_fragment(struct json *j, const char *path, const struct fragment *f, const char *tail)
{
	const struct buf *text = find(f);
	struct buf *out = json_value(j, path);

	buf_add(out, text->data, text->len);
	buf_puts(out, tail);
	buf_add(out, "}", 1);
}
