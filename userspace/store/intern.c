// SPDX-License-Identifier: GPL-2.0-or-later
/* What comes again is stored once: its number is found by a hash of all of its facts. */
#include "store/intern.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/alloc.h"
#include "store/hash.h"

/* Places that one hash may be at. */
#define WAYS 4

/* No table of these has more columns. */
#define MOST_CELLS 32

static const struct {
	const struct table *table;
	uint32_t places;
} kinds[INTERN_KINDS] = {
	[INTERN_WORD] = { &table_word, 4096 },	     [INTERN_TTY] = { &table_tty, 1024 },
	[INTERN_FILE] = { &table_file, 4096 },	     [INTERN_PROGRAM] = { &table_program, 16384 },
	[INTERN_CONTEXT] = { &table_context, 8192 },
};

int intern_forget(struct intern *in, sqlite3 *db)
{
	struct intern_cache *c;
	int64_t last;
	int i, err;

	in->err = 0;
	memset(in->word, 0, sizeof(in->word));
	for (i = 0; i < INTERN_KINDS; i++) {
		c = &in->cache[i];
		err = sql_ask(db, &last, "SELECT max(id) FROM %s", kinds[i].table->name);
		if (err)
			return err;
		c->next = (uint32_t)last + 1;
		memset(c->hash, 0, ((size_t)c->mask + 1) * sizeof(*c->hash));
	}
	return 0;
}

int intern_open(struct intern *in, sqlite3 *db)
{
	struct intern_cache *c;
	int i, err;

	if (getrandom(in->secret, sizeof(in->secret), 0) != sizeof(in->secret))
		return -errno;
	for (i = 0; i < INTERN_KINDS; i++) {
		c = &in->cache[i];
		c->mask = kinds[i].places - 1;
		c->hash = xalloc(kinds[i].places, sizeof(*c->hash));
		c->id = xalloc(kinds[i].places, sizeof(*c->id));
		err = sql_prepare_insert(db, kinds[i].table, &c->insert);
		if (err)
			return err;
	}
	return intern_forget(in, db);
}

void intern_close(struct intern *in)
{
	int i;

	for (i = 0; i < INTERN_KINDS; i++) {
		sqlite3_finalize(in->cache[i].insert);
		free(in->cache[i].hash);
		free(in->cache[i].id);
	}
	*in = (struct intern){ 0 };
}

/* The number of what has this hash; 0 if it is to get one, for which @place is. */
static uint32_t find(const struct intern_cache *c, uint64_t hash, uint32_t *place)
{
	uint32_t i, at;

	for (i = 0; i < WAYS; i++) {
		at = (uint32_t)(hash + i) & c->mask;
		if (c->hash[at] == hash)
			return c->id[at];
		if (!c->hash[at])
			break;
	}
	/* If none is empty, one of them goes; which, depends on the number alone. */
	*place = (uint32_t)(hash + (i < WAYS ? i : c->next % WAYS)) & c->mask;
	return 0;
}

static uint32_t store(struct intern *in, struct intern_cache *c, uint64_t hash, uint32_t place,
		      struct cell *cells, unsigned int n)
{
	cells[0] = cell_number(c->next);
	if (!in->err)
		in->err = sql_write(c->insert, cells, n);
	if (in->err)
		return 0;
	c->hash[place] = hash;
	c->id[place] = c->next;
	return c->next++;
}

static void hash_value(struct hash *h, const struct rule *r, const void *at)
{
	switch (r->kind) {
	case RULE_U16:
		hash_number(h, *(const uint16_t *)at);
		break;
	case RULE_U32:
		hash_number(h, *(const uint32_t *)at);
		break;
	case RULE_U64:
		hash_number(h, *(const uint64_t *)at);
		break;
	default:
		hash_bytes(h, ((const struct sessmon_str *)at)->data,
			   ((const struct sessmon_str *)at)->len);
	}
}

/* Of what stands for a number it is what it stands for that counts. */
static void hash_facts(struct hash *h, const struct columns *c, const void *object)
{
	const struct rule *r;
	uint64_t there = 0;
	unsigned int i;
	const void *at;

	for (i = 0; i < c->n; i++) {
		at = column_at(c, i, object, &r);
		if (!at)
			continue;
		there |= 1ULL << i;
		if (c->list[i].kind == COLUMN_TTY)
			hash_facts(h, &columns_tty, at);
		else
			hash_value(h, r, at);
	}
	hash_number(h, there);
}

uint64_t intern_hash(const struct intern *in, const struct columns *c, const void *object)
{
	struct hash h;

	hash_begin(&h, in->secret);
	hash_facts(&h, c, object);
	return hash_end(&h);
}

static uint32_t find_word(struct intern *in, struct sessmon_str word)
{
	struct intern_cache *c = &in->cache[INTERN_WORD];
	struct cell cells[2];
	uint32_t id, place;
	struct hash h;
	uint64_t hash;

	hash_begin(&h, in->secret);
	hash_bytes(&h, word.data, word.len);
	hash = hash_end(&h);
	id = find(c, hash, &place);
	if (id)
		return id;
	cells[1] = cell_text(word);
	return store(in, c, hash, place, cells, 2);
}

/* Display names come with every event, and are short: compared, not hashed. */
uint32_t intern_word(struct intern *in, struct sessmon_str word)
{
	struct short_word key = { .len = word.len }, *known;

	if (word.len > sizeof(key.text))
		return find_word(in, word);
	if (word.len)
		memcpy(key.text, word.data, word.len);
	known = &in->word[(key.text[0] * 0x9e3779b97f4a7c15 ^ key.text[1] * 0xc2b2ae3d27d4eb4f) >>
			  56];
	if (known->id && known->len == key.len && known->text[0] == key.text[0] &&
	    known->text[1] == key.text[1])
		return known->id;
	key.id = find_word(in, word);
	*known = key;
	return key.id;
}

static uint32_t intern_facts(struct intern *in, enum intern_kind kind, const struct columns *of,
			     const void *object)
{
	struct intern_cache *c = &in->cache[kind];
	struct cell cells[MOST_CELLS];
	uint32_t id, place;
	uint64_t hash;

	hash = intern_hash(in, of, object);
	id = find(c, hash, &place);
	if (id)
		return id;
	intern_cells(in, of, object, cells + of->first);
	return store(in, c, hash, place, cells, of->table->n);
}

uint32_t intern_context(struct intern *in, const struct sessmon_process *p)
{
	return intern_facts(in, INTERN_CONTEXT, &columns_context, p);
}

/* From the first number on they lie side by side, and what is not there is zero. */
static uint64_t hash_program(const struct intern *in, const struct sessmon_exe *exe)
{
	const size_t from = offsetof(struct sessmon_exe, inode);
	const size_t end = offsetof(struct sessmon_exe, reserved) - sizeof(uint32_t);
	struct hash h;

	hash_begin(&h, in->secret);
	hash_number(&h, exe->has);
	hash_bytes(&h, exe->path.data, exe->path.len);
	hash_bytes(&h, exe->script.data, exe->script.len);
	hash_bytes(&h, exe->cwd.data, exe->cwd.len);
	hash_bytes(&h, exe->args.data, exe->args.len);
	hash_bytes(&h, (const char *)exe + from, end - from);
	return hash_end(&h);
}

uint32_t intern_program(struct intern *in, const struct sessmon_exe *exe)
{
	struct intern_cache *c = &in->cache[INTERN_PROGRAM];
	struct cell cells[MOST_CELLS];
	uint32_t id, place;
	uint64_t hash = hash_program(in, exe);

	id = find(c, hash, &place);
	if (id)
		return id;
	cells[1] = cell_number(intern_facts(in, INTERN_FILE, &columns_file, exe));
	intern_cells(in, &columns_program, exe, cells + columns_program.first);
	return store(in, c, hash, place, cells, table_program.n);
}

void intern_cells(struct intern *in, const struct columns *c, const void *object,
		  struct cell *cells)
{
	const struct rule *r;
	unsigned int i;
	const void *at;

	for (i = 0; i < c->n; i++) {
		at = column_at(c, i, object, &r);
		if (!at)
			cells[i] = (struct cell){ 0 };
		else if (c->list[i].kind == COLUMN_WORD)
			cells[i] = cell_number(intern_word(in, *(const struct sessmon_str *)at));
		else if (c->list[i].kind == COLUMN_TTY)
			cells[i] = cell_number(intern_facts(in, INTERN_TTY, &columns_tty, at));
		else if (c->list[i].kind == COLUMN_PROGRAM)
			cells[i] = cell_number(intern_program(in, at));
		else
			cells[i] = column_cell(c, i, object);
	}
}
