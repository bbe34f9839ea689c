// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs that were run. First it is found out which, by their numbers alone, and these are
 * brought into the order of time; then each is read whole.
 */
#include "reading/read_program.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "mirror/row.h"
#include "reading/read_session.h"
#include "reading/reader.h"

/**
 * struct found - A program that was run.
 * @at: when, ns since 1970 UTC
 * @process: row of who ran it
 * @number: 0 for its first one, else of its row in exec
 */
struct found {
	uint64_t at;
	int64_t process, number;
};

/**
 * struct search - What is under way.
 * @r: file
 * @query: what is asked for
 * @wanted: bit n is program n; NULL if all are wanted
 * @n_wanted: bits of @wanted
 * @list: what was found
 * @n: entries of @list
 */
struct search {
	struct store_reader *r;
	const struct store_program_query *query;
	unsigned char *wanted;
	int64_t n_wanted;
	struct found *list;
	size_t n;
};

/* Each program of the file is asked about once, however often it was run. */
static int find_wanted(struct search *w)
{
	struct sessmon_exe exe;
	sqlite3_stmt *s;
	int64_t id;
	int err = sql_ask(w->r->db, &id, "SELECT max(id) FROM program");

	if (err)
		return err;
	w->n_wanted = id + 1;
	w->wanted = xalloc((size_t)w->n_wanted / 8 + 1, 1);
	err = sql_prepare(w->r->db, &s,
			  "SELECT p.id, f.path, f.script, p.args FROM program p"
			  " JOIN file f ON f.id = p.file WHERE p.id BETWEEN 0 AND %lld",
			  (long long)id);
	while (!err && (err = sql_next(s)) > 0) {
		err = 0;
		id = sqlite3_column_int64(s, 0);
		exe = (struct sessmon_exe){ 0 };
		sql_bytes(s, 1, &exe.path);
		sql_bytes(s, 2, &exe.script);
		if (sql_bytes(s, 3, &exe.args))
			exe.has |= 1ULL << SESSMON_A_EXE_ARGS;
		if (w->query->wanted(&exe, w->query->arg))
			w->wanted[id / 8] |= (unsigned char)(1 << id % 8);
	}
	sqlite3_finalize(s);
	return err;
}

static bool is_wanted(const struct search *w, int64_t program, uint64_t at)
{
	const struct store_window *window = &w->query->window;

	if (at < window->since || (window->until && at >= window->until))
		return false;
	return !w->wanted ||
	       (program >= 0 && program < w->n_wanted && w->wanted[program / 8] >> program % 8 & 1);
}

static void add(struct search *w, uint64_t at, int64_t process, int64_t number)
{
	w->list = xgrow(w->list, w->n, sizeof(*w->list));
	w->list[w->n++] = (struct found){ at, process, number };
}

/* When each was executed: in boot time and by which clock, as rows count it. */
static const char sql_first[] =
	"SELECT p.id, 0, p.program, p.start + p.exec_at + coalesce(p.exec_wall, p.wall, 0), p.clock"
	" FROM process p WHERE p.exec_at IS NOT NULL";
static const char sql_later[] = "SELECT e.process, e.number, e.program, e.at + e.wall, e.clock"
				" FROM exec e JOIN process p ON p.id = e.process WHERE 1";

/* A process ends with its last program. */
static const char first_failed[] =
	" AND p.exit <> 0 AND NOT EXISTS(SELECT 1 FROM exec WHERE process = p.id)";
static const char later_failed[] =
	" AND p.exit <> 0 AND e.number = (SELECT max(number) FROM exec WHERE process = p.id)";

static int find_in(struct search *w, const char *select, const char *failed, int64_t session)
{
	sqlite3_stmt *s;
	uint64_t at;
	int err = sql_prepare(w->r->db, &s, "%s%s%s", select, w->query->failed ? failed : "",
			      session ? " AND p.session = ?1" : "");

	if (!err && session)
		sqlite3_bind_int64(s, 1, session);
	while (!err && (err = sql_next(s)) > 0) {
		err = 0;
		at = (uint64_t)sqlite3_column_int64(s, 3) +
		     (uint64_t)row_offset(&w->r->rows, (uint64_t)sqlite3_column_int64(s, 4));
		if (is_wanted(w, sqlite3_column_int64(s, 2), at))
			add(w, at, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1));
	}
	sqlite3_finalize(s);
	return err;
}

static int find(struct search *w, int64_t session)
{
	int err = find_in(w, sql_first, first_failed, session);

	return err ? err : find_in(w, sql_later, later_failed, session);
}

static int find_in_row(int64_t row, void *arg)
{
	return find(arg, row);
}

static int find_all(struct search *w)
{
	const struct store_program_query *q = w->query;
	unsigned int i;
	int err = q->session ? 0 : find(w, 0);

	for (i = 0; q->session && i < q->n_sessions && !err; i++)
		err = store_session_rows(w->r, &q->session[i], find_in_row, w);
	return err;
}

static int by_time(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->process != y->process)
		return x->process < y->process ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/**
 * struct whole - Statements that read what was found.
 * @process: a row of the table process
 * @exec: a row of the table exec
 * @context: its context alone
 * @next: when the program after one was executed
 */
struct whole {
	sqlite3_stmt *process, *exec, *context, *next;
};

static int whole_open(struct whole *s, struct store_reader *r)
{
	int err = sql_prepare_select(r->db, &table_process, &s->process, " WHERE id = ?1");

	if (!err)
		err = sql_prepare_select(r->db, &table_exec, &s->exec,
					 " WHERE process = ?1 AND number = ?2");
	if (!err)
		err = sql_prepare(r->db, &s->context,
				  "SELECT context FROM exec WHERE process = ?1 AND number = ?2");
	if (!err)
		err = sql_prepare(r->db, &s->next,
				  "SELECT at + wall, clock FROM exec WHERE process = ?1"
				  " AND number > ?2 ORDER BY number LIMIT 1");
	return err;
}

static void whole_close(struct whole *s)
{
	sqlite3_finalize(s->process);
	sqlite3_finalize(s->exec);
	sqlite3_finalize(s->context);
	sqlite3_finalize(s->next);
}

static int step(sqlite3_stmt *s, const struct found *f)
{
	sqlite3_reset(s);
	sqlite3_bind_int64(s, 1, f->process);
	if (sqlite3_bind_parameter_count(s) > 1)
		sqlite3_bind_int64(s, 2, f->number);
	return sql_next(s);
}

/* How it ended, or what followed it. */
static int read_end(struct whole *s, struct store_reader *r, const struct found *f,
		    const struct row *row, struct store_program *p)
{
	struct sessmon_event e;
	int err = step(s->next, f);

	if (err < 0)
		return err;
	p->replaced = err > 0;
	if (p->replaced) {
		p->until =
			(uint64_t)sqlite3_column_int64(s->next, 0) +
			(uint64_t)row_offset(&r->rows, (uint64_t)sqlite3_column_int64(s->next, 1));
		return 0;
	}
	p->ended = row_ended(&r->rows, row, &e);
	if (!p->ended)
		return 0;
	p->until = e.realtime;
	p->exit_code = e.exit_code;
	p->exit_signal = sessmon_has(&e, SESSMON_A_EVENT_EXIT_SIGNAL) ? e.exit_signal : 0;
	p->core_dumped = sessmon_has(&e, SESSMON_A_EVENT_CORE_DUMPED);
	return 0;
}

/* The event tells of some facts only; the context has the others that were so then. */
static void add_context(struct sessmon_process *p, const struct sessmon_process *context)
{
	struct sessmon_process whole;

	if (!context)
		return;
	whole = *context;
	process_merge(&whole, p);
	if (!sessmon_has(p, SESSMON_A_PROCESS_TTY) && sessmon_has(context, SESSMON_A_PROCESS_TTY)) {
		whole.tty = context->tty;
		whole.has |= 1ULL << SESSMON_A_PROCESS_TTY;
	}
	*p = whole;
}

static uint64_t context_of(struct whole *s, const struct found *f, const struct row *row)
{
	uint64_t id = 0;

	if (!f->number)
		return row->n[row_has(row, PROCESS_EXEC_CONTEXT) ? PROCESS_EXEC_CONTEXT :
								   PROCESS_CONTEXT];
	if (step(s->context, f) > 0)
		sql_number(s->context, 0, &id);
	return id;
}

static int read_one(struct whole *s, struct store_reader *r, const struct found *f,
		    store_program_fn fn, void *arg)
{
	struct store_program p = { .at = f->at };
	struct sessmon_event e = { 0 };
	struct row row;
	int err = step(s->process, f);

	if (err <= 0)
		return err;
	row_read(&row, s->process);
	if (f->number) {
		err = step(s->exec, f);
		if (err <= 0)
			return err;
		row_later_program(&r->rows, s->exec, &e);
	} else if (!row_executed(&r->rows, &row, &e)) {
		return 0;
	}
	p.p = e.process;
	p.seq = e.seq;
	add_context(&p.p, lookup_context(&r->rows.lk, context_of(s, f, &row)));
	p.run = reader_run_of(r, row.n[PROCESS_CLOCK]);
	err = read_end(s, r, f, &row, &p);
	if (!err)
		err = r->rows.lk.err;
	return err ? err : fn(&p, arg);
}

static int read_found(const struct search *w, store_program_fn fn, void *arg)
{
	struct whole s = { NULL };
	int err = whole_open(&s, w->r);
	size_t i;

	for (i = 0; i < w->n && !err; i++)
		err = read_one(&s, w->r, &w->list[w->query->newest_first ? w->n - 1 - i : i], fn,
			       arg);
	whole_close(&s);
	return err;
}

int store_read_programs(struct store_reader *r, const struct store_program_query *query,
			store_program_fn fn, void *arg)
{
	struct search w = { .r = r, .query = query };
	int err = query->wanted ? find_wanted(&w) : 0;

	if (!err)
		err = find_all(&w);
	if (!err && w.n)
		qsort(w.list, w.n, sizeof(*w.list), by_time);
	if (!err)
		err = read_found(&w, fn, arg);
	free(w.list);
	free(w.wanted);
	return err;
}

/* Few processes have a row for a later program, and only those are looked for. */
static const char sql_count[] =
	"SELECT sum((p.exec_at IS NOT NULL) + CASE WHEN p.carried = 2 OR"
	"  p.execs > coalesce(p.born_execs, 0) + 1"
	"  THEN (SELECT count(*) FROM exec WHERE process = p.id) ELSE 0 END),"
	" sum(p.exit <> 0 AND p.exec_at IS NOT NULL)"
	" FROM (" ROWS_OF_SESSION ") x JOIN process p ON p.session = x.id";

int store_count_programs(struct store_reader *r, const struct store_session_row *s,
			 struct store_counts *counts)
{
	int err = r->count ? 0 : sql_prepare(r->db, &r->count, "%s", sql_count);

	*counts = (struct store_counts){ 0 };
	if (err)
		return err;
	reader_bind_session(r->count, s);
	err = sql_next(r->count);
	if (err > 0) {
		counts->programs = (uint64_t)sqlite3_column_int64(r->count, 0);
		counts->failed = (uint64_t)sqlite3_column_int64(r->count, 1);
	}
	sqlite3_reset(r->count);
	return err < 0 ? err : 0;
}
