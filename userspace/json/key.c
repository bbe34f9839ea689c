// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A document names five to ten objects by their keys, most of them twice, and the
 * next document names most of them again: so the text is kept.
 */
#include "json/key.h"

#include "base/clock.h"
#include "base/host.h"

#define SLOTS 128

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

static void write_text(struct known *k)
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

static void put(struct json *j, const struct sessmon_key *key, uint64_t wall)
{
	static struct known store[SLOTS];
	struct known *k = &store[(key->id * 2 + !wall) % SLOTS];

	if (k->id != key->id || k->start != key->start || k->wall != wall || !k->text.len) {
		k->id = key->id;
		k->start = key->start;
		k->wall = wall;
		write_text(k);
	}
	buf_add(json_members(j), k->text.data, k->text.len);
}

void json_key(struct json *j, const struct sessmon_key *key)
{
	put(j, key, 0);
}

void json_key_ecs(struct json *j, const struct sessmon_key *key)
{
	put(j, key, key->start ? clock_wall(key->start) : 0);
}
