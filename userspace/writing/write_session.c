// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is told of a session becomes rows: one for the session, with what it is from its birth
 * on and how it was at last, and one for each change, with how it was right after it.
 */
#include "rows/rest.h"
#include "writing/writer.h"

#define BIT(attr) (1ULL << (attr))
#define S(attr)	  BIT(SESSMON_A_SESSION_##attr)

/* Columns of a session's row before and after those that have its facts. */
enum session_column {
	SESSION_ID,
	SESSION_CLOCK,
	SESSION_SID,
	SESSION_START,
	SESSION_CARRIED,
	SESSION_SEQ,
	SESSION_ENDED,
	SESSION_ENDED_AFTER,
	SESSION_BIRTH,
	MOST_CELLS = 64,
};

static struct cell rest_of(const struct buf *b)
{
	return b->len ? cell_bytes((struct sessmon_str){ b->data, (uint32_t)b->len }) :
			(struct cell){ 0 };
}

/*
 * What the columns say of a session, to be held against what came. Where they have the same
 * fact it is the fact itself, so that none is made again of what was just taken apart.
 */
static void said_session(struct sessmon_session *said, const struct sessmon_session *s,
			 bool as_born)
{
	const struct columns *parts[] = { &columns_session_now,
					  as_born ? &columns_session_birth : NULL };
	unsigned int i, n;

	*said = *s;
	said->created_from.has = said->entry.has = said->origin.has = said->peer.has = 0;
	said->has = 0;
	for (n = 0; n < 2 && parts[n]; n++) {
		for (i = 0; i < parts[n]->n; i++) {
			const struct rule *r;

			if (column_at(parts[n], i, s, &r))
				column_make(parts[n], i, said, &r);
		}
	}
	said->has |= S(KEY);
	said->key.has = BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START);
}

static bool is_as_born(const struct store_writer *w, const struct living_session *l,
		       const struct sessmon_session *s)
{
	return l->birth == intern_hash(&w->in, &columns_session_birth, s);
}

/* The rest of a row; that it does not count on what is said of birth is a part of it. */
static void session_rest(struct store_writer *w, const struct living_session *l,
			 const struct sessmon_session *s)
{
	struct sessmon_session have;
	bool as_born = is_as_born(w, l, s);
	size_t begun;

	said_session(&have, s, as_born);
	buf_clear(&w->rest);
	begun = rest_section(&w->rest, as_born ? REST_CHANGE : REST_WHOLE);
	rest_put(&w->rest, &sessmon_rules_session, s, &have);
	rest_section_end(&w->rest, begun, !as_born);
}

static void change_rest(struct store_writer *w, const struct living_session *l,
			const struct sessmon_event *e)
{
	struct sessmon_event *have = &w->have;
	bool as_born = is_as_born(w, l, &e->session);
	size_t begun;

	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	have->has |= BIT(SESSMON_A_EVENT_SESSION);
	said_session(&have->session, &e->session, as_born);
	buf_clear(&w->rest);
	begun = rest_section(&w->rest, as_born ? REST_CHANGE : REST_WHOLE);
	rest_put(&w->rest, &sessmon_rules_event, e, have);
	rest_section_end(&w->rest, begun, !as_born);
}

static int put_row(struct store_writer *w, struct living_session *l, sqlite3_stmt *stmt,
		   const struct sessmon_session *s, enum carried carried, uint64_t seq)
{
	unsigned int now = SESSION_BIRTH + columns_session_birth.n;
	struct cell cells[MOST_CELLS] = {
		[SESSION_ID] = cell_number(l->row),
		[SESSION_CLOCK] = cell_number(l->clock),
		[SESSION_SID] = cell_number(l->key.id),
		[SESSION_START] = cell_number(l->key.start),
		[SESSION_CARRIED] = cell_number(carried),
		[SESSION_SEQ] = cell_if(s, seq),
	};

	if (s) {
		l->birth = intern_hash(&w->in, &columns_session_birth, s);
		intern_cells(&w->in, &columns_session_birth, s, cells + SESSION_BIRTH);
		intern_cells(&w->in, &columns_session_now, s, cells + now);
		session_rest(w, l, s);
		cells[table_session.n - 1] = rest_of(&w->rest);
	}
	return w->in.err ? w->in.err : sql_write(stmt, cells, table_session.n);
}

static struct living_session *add(struct store_writer *w, const struct sessmon_key *key)
{
	struct living_session *l = living_session_add(&w->living, key);

	l->row = w->next.session++;
	l->clock = w->clock.id;
	return l;
}

/* An id in use again means that the end of its former owner was lost. */
static int end_former(struct store_writer *w, const struct sessmon_key *key, uint64_t boottime)
{
	struct living_session *l, *next;
	int err = 0;

	for (l = w->living.session[key->id & (LIVING_SESSIONS - 1)]; !err && l; l = next) {
		next = l->next;
		if (l->key.id != key->id || l->key.start == key->start || !l->birth)
			continue;
		sqlite3_bind_int64(w->said.session_end, 1, l->row);
		sqlite3_bind_int64(w->said.session_end, 2, (int64_t)boottime);
		err = sql_next(w->said.session_end);
		living_session_remove(&w->living, l);
	}
	return err;
}

int writer_session_row(struct store_writer *w, const struct sessmon_key *key, uint32_t *row)
{
	struct living_session *l = living_session_find(&w->living, key);
	int err = 0;

	if (!l) {
		l = add(w, key);
		err = put_row(w, l, w->said.session_insert, NULL, CARRIED_MISSED, 0);
	}
	*row = l->row;
	return err;
}

static int put_now(struct store_writer *w, struct living_session *l, const struct sessmon_event *e)
{
	struct cell cells[MOST_CELLS] = {
		cell_number(l->row),
		cell_if(e->type == SESSMON_EVENT_SESSION_END, e->boottime),
	};

	intern_cells(&w->in, &columns_session_now, &e->session, cells + 2);
	session_rest(w, l, &e->session);
	cells[2 + columns_session_now.n] = rest_of(&w->rest);
	return w->in.err ? w->in.err :
			   sql_write(w->said.session_now, cells, 3 + columns_session_now.n);
}

/* For people: what it was before. */
static struct cell before_of(struct store_writer *w, const struct sessmon_event *e)
{
	const char *name;
	unsigned int i;

	buf_clear(&w->before);
	if (sessmon_has(e, SESSMON_A_EVENT_OLD_CLASS)) {
		name = sessmon_name(SESSMON_NAME_CLASS, e->old_class);
		buf_puts(&w->before, name ? name : "");
	} else if (sessmon_has(e, SESSMON_A_EVENT_OLD_FLAGS)) {
		for (i = 0; i < 32; i++) {
			name = sessmon_name(SESSMON_NAME_SESSION_FLAG, i);
			if (name && e->old_flags >> i & 1)
				buf_printf(&w->before, "%s%s", w->before.len ? "," : "", name);
		}
	} else if (sessmon_has(e, SESSMON_A_EVENT_TTY_ACTION) &&
		   e->tty_action != SESSMON_TTY_GAINED) {
		buf_add(&w->before, e->tty.name.data, e->tty.name.len);
	}
	return w->before.len ?
		       cell_text((struct sessmon_str){ w->before.data, (uint32_t)w->before.len }) :
		       (struct cell){ 0 };
}

static int put_change(struct store_writer *w, const struct living_session *l,
		      const struct sessmon_event *e, int64_t wall)
{
	unsigned int first = columns_session_change.first;
	struct cell cells[MOST_CELLS] = {
		cell_number(w->next.session_change++),
		cell_number(l->row),
		cell_number(w->clock.id),
		cell_number(e->type),
		cell_number(e->boottime),
		cell_number((uint64_t)wall),
		cell_number(e->seq),
	};

	intern_cells(&w->in, &columns_session_change, &e->session, cells + first);
	cells[first + columns_session_change.n] = before_of(w, e);
	change_rest(w, l, e);
	cells[first + columns_session_change.n + 1] = rest_of(&w->rest);
	return w->in.err ? w->in.err :
			   sql_write(w->said.session_change_insert, cells, table_session_change.n);
}

int writer_session_event(struct store_writer *w, const struct sessmon_event *e)
{
	struct living_session *l = living_session_find(&w->living, &e->session.key);
	bool is_new = !l || !l->birth, is_past = l && l->last_seq && e->seq <= l->last_seq;
	int64_t wall;
	int err = writer_clock(w, e->boottime, e->realtime, &wall);

	if (err)
		return err;
	if (is_new) {
		bool told = l;

		err = end_former(w, &e->session.key, e->boottime);
		if (err)
			return err;
		if (!l) {
			l = add(w, &e->session.key);
			l->ghost = e->seq <= w->run.first_seq;
			w->ghosts |= l->ghost;
		}
		err = put_row(w, l, told ? w->said.session_update : w->said.session_insert,
			      &e->session,
			      e->type == SESSMON_EVENT_SESSION_START ? CARRIED_NOT : CARRIED_MISSED,
			      e->seq);
	}
	/* What happened before the dump is history, and not how it is. */
	if (!err && !is_past && (!is_new || e->type == SESSMON_EVENT_SESSION_END))
		err = put_now(w, l, e);
	if (!err)
		err = put_change(w, l, e, wall);
	if (is_past)
		return err;
	l->last_seq = e->seq;
	if (e->type == SESSMON_EVENT_SESSION_END)
		living_session_remove(&w->living, l);
	return err;
}

/* How it was when the run began is the first of its changes, of no type. */
int store_write_session(struct store_writer *w, const struct sessmon_session *s)
{
	struct sessmon_event there = { .has = BIT(SESSMON_A_EVENT_SESSION) };
	struct living_session *l;
	int err = writer_begin(w);

	if (err)
		return err;
	l = living_session_find(&w->living, &s->key);
	if (l && l->birth)
		return 0;
	err = end_former(w, &s->key, w->joined_at);
	if (err)
		return err;
	if (!l) {
		l = add(w, &s->key);
		err = put_row(w, l, w->said.session_insert, s, CARRIED_THERE, s->last_seq);
	} else {
		err = put_row(w, l, w->said.session_update, s, CARRIED_THERE, s->last_seq);
	}
	l->last_seq = s->last_seq;
	said_event(&there, SESSMON_EVENT_UNSPEC, s->last_seq, w->joined_at,
		   w->joined_at + (uint64_t)w->clock.offset);
	there.has |= BIT(SESSMON_A_EVENT_SESSION);
	there.session = *s;
	return err ? err : put_change(w, l, &there, 0);
}
