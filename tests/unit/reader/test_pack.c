// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What waits between two threads comes out as it went in: every fact that the library decodes,
 * by the decoder's own tables; all events of the world; and nothing in a room too small. TAP out.
 */
#include <stdlib.h>

#include "decode.h"
#include "record/pack.h"
#include "tap.h"
#include "wire_rules.h"
#include "world.h"

#define ROOM (64u * 1024)

/** struct filler - Where facts of which no two are alike come from. */
struct filler {
	uint64_t n;
	char text[ROOM];
	uint32_t used;
};

static struct filler filler;
static struct sessmon_counters counters[3];

/* Of a length of its own, and with a zero byte in it. */
static struct sessmon_str some_text(void)
{
	char *to = filler.text + filler.used;
	uint32_t len = (uint32_t)(8 + ++filler.n % 50);

	memset(to, 'a' + (int)(filler.n % 26), len);
	to[3] = 0;
	filler.used += len;
	return (struct sessmon_str){ to, len };
}

static void fill_number(void *field, size_t size)
{
	uint64_t n = ++filler.n * 0x0101010101010101ULL;

	memcpy(field, &n, size);
}

static void fill(const struct rule_set *set, char *obj);

static void fill_one(const struct rule *r, char *field)
{
	struct sessmon_str text;

	switch (r->kind) {
	case RULE_U16:
		fill_number(field, 2);
		break;
	case RULE_U32:
		fill_number(field, 4);
		break;
	case RULE_U64:
		fill_number(field, 8);
		break;
	case RULE_TEXT:
	case RULE_BYTES:
		text = some_text();
		memcpy(field, &text, sizeof(text));
		break;
	case RULE_NEST:
	case RULE_KEY:
		fill(r->nest, field);
		break;
	case RULE_COUNTERS:
		memcpy(field, &(struct sessmon_counter_list){ counters, 3 },
		       sizeof(struct sessmon_counter_list));
		break;
	}
}

/* Everything that a set of attributes may have. */
static void fill(const struct rule_set *set, char *obj)
{
	uint64_t has = 0;
	unsigned int i;

	for (i = 0; i < set->n; i++) {
		if (set->rules[i].kind == RULE_SKIP)
			continue;
		has |= 1ULL << i;
		fill_one(&set->rules[i], obj + set->rules[i].offset);
	}
	memcpy(obj, &has, sizeof(has));
}

static bool same_text(const char *a, const char *b, const char *from, const char *end)
{
	const struct sessmon_str *x = (const void *)a, *y = (const void *)b;

	return x->len == y->len && (!x->len || (y->data >= from && y->data + y->len <= end &&
						!memcmp(x->data, y->data, x->len)));
}

/* How many facts are the same, by the tables; -1 if one is not. The text is in the packed bytes. */
static int same(const struct rule_set *set, const char *a, const char *b, const char *from,
		const char *end)
{
	const struct sessmon_counter_list *x, *y;
	int n = 0, inside;
	const struct rule *r;
	unsigned int i;

	if (memcmp(a, b, sizeof(uint64_t)))
		return -1;
	for (i = 0; i < set->n; i++) {
		static const size_t sizes[] = { [RULE_U16] = 2, [RULE_U32] = 4, [RULE_U64] = 8 };

		r = &set->rules[i];
		inside = 1;
		if (r->kind == RULE_NEST || r->kind == RULE_KEY) {
			inside = same(r->nest, a + r->offset, b + r->offset, from, end);
		} else if (r->kind == RULE_TEXT || r->kind == RULE_BYTES) {
			inside = same_text(a + r->offset, b + r->offset, from, end) ? 1 : -1;
		} else if (r->kind == RULE_COUNTERS) {
			x = (const void *)(a + r->offset);
			y = (const void *)(b + r->offset);
			if (x->n != y->n ||
			    (x->n && (x->list == y->list ||
				      memcmp(x->list, y->list, x->n * sizeof(*x->list)))))
				inside = -1;
		} else if (r->kind < sizeof(sizes) / sizeof(sizes[0]) &&
			   memcmp(a + r->offset, b + r->offset, sizes[r->kind])) {
			inside = -1;
		}
		if (inside < 0) {
			printf("# attribute %u of a set of %u\n", i, set->n);
			return -1;
		}
		n += inside;
	}
	return n;
}

/* The library's own fields are of no attribute. */
static bool same_loss(const struct sessmon_event *a, const struct sessmon_event *b)
{
	return a->received == b->received && a->loss.where == b->loss.where &&
	       a->loss.group == b->loss.group && a->loss.count == b->loss.count;
}

/* Out of bytes that are as long as what was written, so that reading beyond is seen. */
static int there_and_back(enum packed_kind kind, const struct rule_set *set, const void *obj,
			  struct unpacked *out)
{
	static char room[ROOM];
	char *end = pack(kind, obj, room, room + sizeof(room)), *exact;
	const char *read;
	size_t len;
	int n;

	if (!end)
		return -1;
	len = (size_t)(end - room);
	exact = malloc(len);
	memcpy(exact, room, len);
	memset(room, 0xa5, sizeof(room));
	memset(out, 0xa5, sizeof(*out));
	read = unpack(kind, exact, out);
	n = read == exact + len ? same(set, obj, (const char *)out, exact, exact + len) : -1;
	free(exact);
	return n;
}

static void test_all_facts(void)
{
	struct sessmon_event e = { .received = 77, .loss = { SESSMON_LOSS_SOCKET, 4, 99 } };
	struct sessmon_process p = { 0 };
	struct sessmon_session s = { 0 };
	static struct unpacked out;
	int n;

	fill(&sessmon_rules_counters, (char *)&counters[0]);
	fill(&sessmon_rules_counters, (char *)&counters[2]);
	fill(&sessmon_rules_event, (char *)&e);
	n = there_and_back(PACKED_EVENT, &sessmon_rules_event, &e, &out);
	ok(n > 150, "an event with every fact comes back: %d of them", n);
	ok(same_loss(&e, &out.event), "and what the library adds");
	fill(&sessmon_rules_process, (char *)&p);
	n = there_and_back(PACKED_PROCESS, &sessmon_rules_process, &p, &out);
	ok(n > 60, "so does a process: %d", n);
	fill(&sessmon_rules_session, (char *)&s);
	n = there_and_back(PACKED_SESSION, &sessmon_rules_session, &s, &out);
	ok(n > 60, "and a session: %d", n);
}

static void test_world(void)
{
	static struct unpacked out;
	unsigned int i;
	int bad = 0;

	for (i = 0; i < world_n_events; i++)
		bad += there_and_back(PACKED_EVENT, &sessmon_rules_event, &world_events[i].e,
				      &out) < 0;
	ok(!bad && world_n_events > 20, "%u events of the world come back", world_n_events);
	for (i = 0; i < world_n_processes; i++)
		bad += there_and_back(PACKED_PROCESS, &sessmon_rules_process, &world_processes[i],
				      &out) < 0;
	for (i = 0; i < world_n_sessions; i++)
		bad += there_and_back(PACKED_SESSION, &sessmon_rules_session, &world_sessions[i],
				      &out) < 0;
	ok(!bad, "its processes and sessions, too");
}

/* Whatever the room, nothing is written beyond its end. */
static void test_room(void)
{
	const struct sessmon_process *p = &world_processes[6];
	static char room[ROOM];
	size_t len = (size_t)(pack(PACKED_PROCESS, p, room, room + ROOM) - room), i;
	bool beyond = false, refused = true;
	char *exact;

	for (i = 0; i < len; i++) {
		exact = malloc(i + 1);
		exact[i] = 0x5a;
		refused &= !pack(PACKED_PROCESS, p, exact, exact + i);
		beyond |= exact[i] != 0x5a;
		free(exact);
	}
	ok(refused, "%zu rooms too small by a byte or more are refused", len);
	ok(!beyond, "and nothing is written beyond them");
	ok(pack(PACKED_PROCESS, p, room, room + len) == room + len, "one that fits is filled");
}

static void test_size(void)
{
	static char room[ROOM];
	struct sessmon_event fork = world_events[1].e;
	size_t len = (size_t)(pack(PACKED_EVENT, &fork, room, room + ROOM) - room);

	ok(fork.type == SESSMON_EVENT_FORK && len * 3 < sizeof(fork),
	   "a fork takes less than a third of its struct: %zu of %zu", len, sizeof(fork));
}

int main(void)
{
	test_all_facts();
	test_world();
	test_room();
	test_size();
	return tap_done();
}
