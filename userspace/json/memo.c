// SPDX-License-Identifier: GPL-2.0-or-later
/* Text of documents that is kept for the next one. */
#include "json/memo.h"

#include "base/clock.h"
#include "base/host.h"
#include "names/names.h"

/* ---- parts ---- */

#define FRAGMENTS 64

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

static bool is_same_fragment(const struct fragment *a, const struct fragment *b)
{
	return a->kind == b->kind && a->key.id == b->key.id && a->key.start == b->key.start &&
	       a->seq == b->seq && a->other_seq == b->other_seq;
}

static void write_fragment(struct buf *text, const struct fragment *f)
{
	static struct json writer;

	buf_clear(text);
	json_begin(&writer, text);
	f->write(&writer, f->arg);
	json_close(&writer);
	/* The last brace. */
	text->len--;
}

static struct kept fragments[FRAGMENTS];

void fragment_forget(void)
{
	unsigned int i;

	for (i = 0; i < FRAGMENTS; i++)
		buf_clear(&fragments[i].text);
}

static const struct buf *find_fragment(const struct fragment *f)
{
	static struct buf once;
	struct kept *k = &fragments[(f->key.id * 4 + (unsigned int)f->kind) % FRAGMENTS];
	/* Both are taken before the part is written: a name may come meanwhile. */
	uint32_t epoch = names_epoch();
	uint64_t clock = clock_wall(0);

	if (!f->kept) {
		write_fragment(&once, f);
		return &once;
	}
	if (!k->text.len || !is_same_fragment(&k->f, f) || k->epoch != epoch || k->clock != clock) {
		write_fragment(&k->text, f);
		k->f = *f;
		k->epoch = epoch;
		k->clock = clock;
	}
	return &k->text;
}

void json_fragment(struct json *j, const char *path, const struct fragment *f, const char *tail)
{
	const struct buf *text = find_fragment(f);
	struct buf *out = json_value(j, path);

	buf_add(out, text->data, text->len);
	buf_puts(out, tail);
	buf_add(out, "}", 1);
}

/* ---- keys ---- */

/*
 * A document names five to ten objects by their keys, most of them twice, and the
 * next document names most of them again.
 */
#define KEYS 128

/**
 * struct known - A key that was written before.
 * @id: of the key
 * @start: of the key
 * @wall: @start as a date, ns since 1970 UTC, or 0 if it was not wanted
 * @text: members of an object
 */
struct known {
	uint32_t id;
	uint64_t start, wall;
	struct buf text;
};

static void write_key(struct known *k)
{
	struct buf *b = &k->text;

	buf_clear(b);
	buf_puts(b, "\"entity_id\":\"");
	host_entity_id(b, &(struct sessmon_key){ .id = k->id, .start = k->start });
	buf_puts(b, "\",\"pid\":");
	buf_number(b, k->id, 1);
	if (k->wall) {
		buf_puts(b, ",\"start\":\"");
		clock_put_utc(b, k->wall);
		buf_putc(b, '"');
	} else if (k->start) {
		buf_puts(b, ",\"start_ns\":\"");
		buf_number(b, k->start, 1);
		buf_putc(b, '"');
	}
}

static void put_key(struct json *j, const struct sessmon_key *key, uint64_t wall)
{
	static struct known keys[KEYS];
	struct known *k = &keys[(key->id * 2 + !wall) % KEYS];

	if (k->id != key->id || k->start != key->start || k->wall != wall || !k->text.len) {
		k->id = key->id;
		k->start = key->start;
		k->wall = wall;
		write_key(k);
	}
	buf_add(json_members(j), k->text.data, k->text.len);
}

void json_key(struct json *j, const struct sessmon_key *key)
{
	put_key(j, key, 0);
}

void json_key_ecs(struct json *j, const struct sessmon_key *key)
{
	put_key(j, key, key->start ? clock_wall(key->start) : 0);
}
