// SPDX-License-Identifier: GPL-2.0-or-later
/* What rows have by number is read once, and kept; of programs, which are many, some. */
#include "store/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "store/place.h"

/* A damaged file may name any number. */
#define MOST_KEPT (1U << 26)

struct kept {
	union {
		struct sessmon_str word;
		struct sessmon_tty tty;
		struct sessmon_exe exe;
		struct sessmon_process process;
		struct sessmon_key key;
	};
	char text[];
};

struct kept_program {
	uint64_t id;
	struct sessmon_exe exe;
	struct buf text;
};

static const struct kept nothing;

static int prepare(struct lookup *lk, sqlite3 *db)
{
	struct {
		const struct table *table;
		sqlite3_stmt **stmt;
	} whole[] = {
		{ &table_word, &lk->word.one },	  { &table_tty, &lk->tty.one },
		{ &table_file, &lk->file.one },	  { &table_context, &lk->context.one },
		{ &table_program, &lk->program },
	};
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < sizeof(whole) / sizeof(whole[0]); i++)
		err = sql_prepare_select(db, whole[i].table, whole[i].stmt, "WHERE id=?1");
	if (!err)
		err = sql_prepare(db, &lk->session.one,
				  "SELECT sid,start FROM session WHERE id=?1");
	if (!err)
		err = sql_prepare(db, &lk->process, "SELECT pid,start FROM process WHERE id=?1");
	return err;
}

int lookup_open(struct lookup *lk, sqlite3 *db)
{
	lk->programs = xalloc(LOOKUP_PLACES, sizeof(*lk->programs));
	lk->keys = xalloc(LOOKUP_PLACES, sizeof(*lk->keys));
	return prepare(lk, db);
}

static void table_close(struct lookup_table *t)
{
	uint32_t i;

	sqlite3_finalize(t->one);
	for (i = 0; i < t->n; i++)
		if (t->kept[i] != &nothing)
			free(t->kept[i]);
	free(t->kept);
}

void lookup_close(struct lookup *lk)
{
	unsigned int i;

	table_close(&lk->word);
	table_close(&lk->tty);
	table_close(&lk->file);
	table_close(&lk->context);
	table_close(&lk->session);
	sqlite3_finalize(lk->program);
	sqlite3_finalize(lk->process);
	for (i = 0; lk->programs && i < LOOKUP_PLACES; i++)
		buf_free(&lk->programs[i].text);
	free(lk->programs);
	free(lk->keys);
	*lk = (struct lookup){ 0 };
}

static bool one(struct lookup *lk, sqlite3_stmt *stmt, uint64_t id)
{
	int got;

	if (lk->err)
		return false;
	sqlite3_bind_int64(stmt, 1, (int64_t)id);
	got = sql_next(stmt);
	if (got < 0)
		lk->err = got;
	return got > 0;
}

static void grow(struct lookup_table *t, uint64_t id)
{
	uint32_t n = t->n ? t->n : 64;
	struct kept **more;

	while (n <= id)
		n *= 2;
	more = xalloc(n, sizeof(*more));
	if (t->n)
		memcpy(more, t->kept, t->n * sizeof(*more));
	free(t->kept);
	t->kept = more;
	t->n = n;
}

/* How long all texts of the present row are. */
static size_t text_of(sqlite3_stmt *stmt)
{
	size_t size = 0;
	int i;

	for (i = 0; i < sqlite3_column_count(stmt); i++)
		if (sqlite3_column_type(stmt, i) >= SQLITE_TEXT)
			size += (size_t)sqlite3_column_bytes(stmt, i);
	return size;
}

/* Whatever text an object has goes on to live at @to. */
static char *move(const struct rule_set *set, void *object, char *to)
{
	struct sessmon_str *s;
	unsigned int i;
	uint64_t has;

	memcpy(&has, object, sizeof(has));
	for (i = 0; i < set->n; i++) {
		if (!(has >> i & 1) ||
		    (set->rules[i].kind != RULE_TEXT && set->rules[i].kind != RULE_BYTES))
			continue;
		s = (struct sessmon_str *)((char *)object + set->rules[i].offset);
		if (s->len)
			memcpy(to, s->data, s->len);
		s->data = to;
		to += s->len;
	}
	return to;
}

/* What has this number; @columns says what it is, but for a word and a key. */
static const struct kept *keep(struct lookup *lk, struct lookup_table *t, uint64_t id,
			       const struct columns *columns)
{
	struct kept *k;

	if (!id || id >= MOST_KEPT)
		return &nothing;
	if (id < t->n && t->kept[id])
		return t->kept[id];
	if (!one(lk, t->one, id))
		return &nothing;
	k = xalloc(1, sizeof(*k) + text_of(t->one));
	if (columns) {
		lookup_facts(lk, columns, t->one, columns->first, &k->process);
		move(columns->set, &k->process, k->text);
	} else if (t == &lk->word) {
		sql_bytes(t->one, 1, &k->word);
		if (k->word.len)
			memcpy(k->text, k->word.data, k->word.len);
		k->word.data = k->text;
	} else {
		uint64_t sid;

		sql_number(t->one, 0, &sid);
		sql_number(t->one, 1, &k->key.start);
		k->key.id = (uint32_t)sid;
	}
	sqlite3_reset(t->one);
	if (id >= t->n)
		grow(t, id);
	t->kept[id] = k;
	return k;
}

struct sessmon_str lookup_word(struct lookup *lk, uint64_t id)
{
	return keep(lk, &lk->word, id, NULL)->word;
}

const struct sessmon_process *lookup_context(struct lookup *lk, uint64_t id)
{
	const struct kept *k = keep(lk, &lk->context, id, &columns_context);

	return k == &nothing ? NULL : &k->process;
}

const struct sessmon_key *lookup_session(struct lookup *lk, uint64_t row)
{
	const struct kept *k = keep(lk, &lk->session, row, NULL);

	return k == &nothing ? NULL : &k->key;
}

const struct sessmon_key *lookup_process(struct lookup *lk, uint64_t row)
{
	struct kept_key *k = &lk->keys[row % LOOKUP_PLACES];
	uint64_t pid;

	if (!row)
		return NULL;
	if (k->row == (int64_t)row)
		return &k->key;
	if (!one(lk, lk->process, row))
		return NULL;
	sql_number(lk->process, 0, &pid);
	sql_number(lk->process, 1, &k->key.start);
	k->key.id = (uint32_t)pid;
	k->row = (int64_t)row;
	sqlite3_reset(lk->process);
	return &k->key;
}

const struct sessmon_exe *lookup_program(struct lookup *lk, uint64_t id)
{
	struct kept_program *k = &lk->programs[id % LOOKUP_PLACES];
	const struct kept *file;
	uint64_t file_id;

	if (!id)
		return NULL;
	if (k->id == id)
		return &k->exe;
	if (!one(lk, lk->program, id))
		return NULL;
	sql_number(lk->program, 1, &file_id);
	file = keep(lk, &lk->file, file_id, &columns_file);
	k->exe = file->exe;
	lookup_facts(lk, &columns_program, lk->program, columns_program.first, &k->exe);
	/* The file's text and the directory, a word, are kept anyhow; the arguments are not. */
	buf_clear(&k->text);
	buf_add(&k->text, k->exe.args.data, k->exe.args.len);
	k->exe.args.data = k->text.data;
	k->id = id;
	sqlite3_reset(lk->program);
	return &k->exe;
}

void lookup_facts(struct lookup *lk, const struct columns *c, sqlite3_stmt *stmt,
		  unsigned int first, void *object)
{
	const struct sessmon_exe *exe;
	const struct rule *r;
	struct sessmon_str s;
	unsigned int i;
	uint64_t id;

	for (i = 0; i < c->n; i++) {
		if (c->list[i].kind == COLUMN_FACT) {
			column_read(c, i, object, stmt, first + i);
			continue;
		}
		if (!sql_number(stmt, first + i, &id))
			continue;
		if (c->list[i].kind == COLUMN_WORD) {
			s = lookup_word(lk, id);
			*(struct sessmon_str *)column_make(c, i, object, &r) = s;
		} else if (c->list[i].kind == COLUMN_TTY) {
			*(struct sessmon_tty *)column_make(c, i, object, &r) =
				keep(lk, &lk->tty, id, &columns_tty)->tty;
		} else {
			exe = lookup_program(lk, id);
			if (exe)
				*(struct sessmon_exe *)column_make(c, i, object, &r) = *exe;
		}
	}
}
