// SPDX-License-Identifier: GPL-2.0-or-later
/* Records in one piece of memory, and the account of what would be missed with them. */
#include "record/batch.h"

#include "base/alloc.h"
#include "base/clock.h"

struct batch *batch_new(size_t size)
{
	struct batch *b = xalloc(1, sizeof(*b) + size);

	b->began = clock_now(CLOCK_MONOTONIC);
	b->size = size;
	return b;
}

/* What the library found to be lost has no time of its own. */
static void count(struct missing *m, const struct sessmon_event *e)
{
	uint64_t at = e->realtime ? e->realtime : e->received;

	m->from = m->n ? m->from : at;
	m->until = at;
	m->n++;
	if (e->type < __SESSMON_EVENT_MAX)
		m->of_type[e->type]++;
}

bool batch_add(struct batch *b, enum packed_kind kind, const void *obj)
{
	char *to = b->data + b->used, *end;

	if (b->n == BATCH_RECORDS || b->used == b->size)
		return false;
	end = pack(kind, obj, to + 1, b->data + b->size);
	if (!end)
		return false;
	*to = (char)kind;
	b->used = (size_t)(end - b->data);
	b->n++;
	if (kind == PACKED_EVENT)
		count(&b->events, obj);
	else
		b->kept = true;
	return true;
}

bool batch_next(const struct batch *b, size_t *at, enum packed_kind *kind, struct unpacked *to)
{
	if (*at == b->used)
		return false;
	*kind = (enum packed_kind)b->data[*at];
	*at = (size_t)(unpack(*kind, b->data + *at + 1, to) - b->data);
	return true;
}

struct missing batch_events(const struct batch *b, size_t at)
{
	struct missing m = { 0 };
	enum packed_kind kind;
	struct unpacked u;

	while (batch_next(b, &at, &kind, &u))
		if (kind == PACKED_EVENT)
			count(&m, &u.event);
	return m;
}

void missing_add(struct missing *to, const struct missing *more)
{
	unsigned int i;

	if (!more->n)
		return;
	to->from = to->n ? to->from : more->from;
	to->until = more->until;
	to->n += more->n;
	for (i = 0; i < __SESSMON_EVENT_MAX; i++)
		to->of_type[i] += more->of_type[i];
}
