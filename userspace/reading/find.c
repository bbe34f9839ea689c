// SPDX-License-Identifier: GPL-2.0-or-later
/* A process by its number, which has no index: one look at all of them. */
#include "reading/read_program.h"

#include "reading/reader.h"

static void read_last(struct store_reader *r, sqlite3_stmt *s, struct store_last *last)
{
	const struct sessmon_key *session;
	struct sessmon_event e;
	struct row row;

	row_read(&row, s);
	*last = (struct store_last){
		.key = { .id = (uint32_t)row.n[PROCESS_PID], .start = row.n[PROCESS_START] },
		.run = reader_run_of(r, row.n[PROCESS_CLOCK]),
	};
	session = lookup_session(&r->rows.lk, row.n[PROCESS_SESSION]);
	if (session)
		last->session = *session;
	if (row_has(&row, PROCESS_ENDED_AFTER))
		last->after =
			last->key.start + row.n[PROCESS_ENDED_AFTER] +
			(uint64_t)row_offset_then(&r->rows, row.n[PROCESS_CLOCK],
						  last->key.start + row.n[PROCESS_ENDED_AFTER]);
	if (row_has(&row, PROCESS_ENDED))
		last->until = last->key.start + row.n[PROCESS_ENDED] +
			      (uint64_t)row_offset_then(&r->rows, row.n[PROCESS_CLOCK],
							last->key.start + row.n[PROCESS_ENDED]);
	if (!row_ended(&r->rows, &row, &e))
		return;
	last->until = e.realtime;
	last->exit_code = e.exit_code;
	last->exit_signal = sessmon_has(&e, SESSMON_A_EVENT_EXIT_SIGNAL) ? e.exit_signal : 0;
	last->core_dumped = sessmon_has(&e, SESSMON_A_EVENT_CORE_DUMPED);
}

int store_find_process(struct store_reader *r, const struct sessmon_key *key, store_last_fn fn,
		       void *arg)
{
	struct store_last last;
	sqlite3_stmt *s;
	int err = sql_prepare_select(r->db, &table_process, &s,
				     " WHERE pid = ?1 AND ?2 IN (0, start)");

	if (!err) {
		sqlite3_bind_int64(s, 1, key->id);
		sqlite3_bind_int64(s, 2, (int64_t)key->start);
	}
	while (!err && (err = sql_next(s)) > 0) {
		read_last(r, s, &last);
		err = r->rows.lk.err ? r->rows.lk.err : fn(&last, arg);
	}
	sqlite3_finalize(s);
	return err;
}
