// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of alerts with what they speak of: rule, session, process, program. */
#include "reading/read_alert.h"

#include "reading/reader.h"

/* Rows that are read at once: nothing is held for long while they are looked at. */
#define AT_ONCE 256

/* The first format that has alerts. */
#define SINCE 3

/* Columns of the question, in their order. */
enum asked_column {
	ROW,
	AT,
	SEQ,
	LAST,
	COUNT,
	MATCHED,
	RULE,
	TITLE,
	LEVEL,
	AUTHOR,
	LICENSE,
	DESCRIPTION,
	REFERENCE,
	TAGS,
	SID,
	START_OF_SESSION,
	PID,
	START_OF_PROCESS,
	RUN,
	FROM,
	UNTIL,
	PATH,
	ARGS,
};

#define QUESTION                                                                           \
	"SELECT a.id,a.at,a.seq,a.last,a.count,a.matched,r.rule,r.title,r.level,r.author," \
	"r.license,r.description,r.reference,r.tags,s.sid,s.start,p.pid,p.start,k.run,"    \
	"a.at+k.offset+a.wall,a.last+k.offset+a.wall,f.path,g.args "                       \
	"FROM alert a JOIN rule r ON r.id=a.rule JOIN clock k ON k.id=a.clock "            \
	"LEFT JOIN session s ON s.id=a.session LEFT JOIN process p ON p.id=a.process "     \
	"LEFT JOIN program g ON g.id=coalesce("                                            \
	"(SELECT program FROM exec e WHERE e.process=a.process AND e.seq=a.seq),"          \
	"p.program,p.born_program) LEFT JOIN file f ON f.id=g.file "                       \
	"WHERE a.id%s?1 AND a.last+k.offset+a.wall>=?2 AND a.at+k.offset+a.wall<?3 "       \
	"ORDER BY a.id%s LIMIT %d"

static void read_row(struct store_alert_row *row, sqlite3_stmt *s)
{
	struct store_alert *a = &row->a;
	uint64_t n;

	*row = (struct store_alert_row){ 0 };
	sql_number(s, ROW, &a->number);
	sql_number(s, AT, &a->at);
	sql_number(s, SEQ, &a->seq);
	sql_number(s, LAST, &a->last);
	sql_number(s, COUNT, &a->count);
	sql_bytes(s, MATCHED, &a->matched);
	sql_bytes(s, RULE, &a->rule);
	sql_bytes(s, TITLE, &a->title);
	sql_bytes(s, LEVEL, &a->level);
	sql_bytes(s, AUTHOR, &a->author);
	sql_bytes(s, LICENSE, &a->license);
	sql_bytes(s, DESCRIPTION, &a->description);
	sql_bytes(s, REFERENCE, &a->reference);
	sql_bytes(s, TAGS, &a->tags);
	sql_number(s, SID, &n);
	a->session.id = (uint32_t)n;
	sql_number(s, START_OF_SESSION, &a->session.start);
	sql_number(s, PID, &n);
	a->process.id = (uint32_t)n;
	sql_number(s, START_OF_PROCESS, &a->process.start);
	sql_number(s, RUN, &n);
	row->run = (int64_t)n;
	sql_number(s, FROM, &row->from);
	sql_number(s, UNTIL, &row->until);
	a->realtime = row->from;
	if (sql_bytes(s, PATH, &row->exe.path))
		row->exe.has |= 1ULL << SESSMON_A_EXE_PATH;
	if (sql_bytes(s, ARGS, &row->exe.args))
		row->exe.has |= 1ULL << SESSMON_A_EXE_ARGS;
}

/* Returns INT32_MAX if there may be more after row *at. */
static int read_some(struct store_reader *r, const struct store_window *w, bool newest_first,
		     int64_t *at, store_alert_fn fn, void *arg)
{
	struct store_alert_row row;
	sqlite3_stmt *s;
	int n = 0, ret = 0, err;

	err = sql_prepare(r->db, &s, QUESTION, newest_first ? "<" : ">",
			  newest_first ? " DESC" : "", AT_ONCE);
	if (err)
		return err;
	sqlite3_bind_int64(s, 1, *at);
	sqlite3_bind_int64(s, 2, (int64_t)w->since);
	sqlite3_bind_int64(s, 3, w->until ? (int64_t)w->until : INT64_MAX);
	while (!ret && (err = sql_next(s)) > 0) {
		read_row(&row, s);
		*at = (int64_t)row.a.number;
		n++;
		ret = fn(&row, arg);
	}
	sqlite3_finalize(s);
	if (ret || err < 0)
		return ret ? ret : err;
	return n == AT_ONCE ? INT32_MAX : 0;
}

int store_read_alerts(struct store_reader *r, const struct store_window *w, bool newest_first,
		      store_alert_fn fn, void *arg)
{
	int64_t version, at = newest_first ? INT64_MAX : 0;
	int err = reader_look(r);

	if (!err)
		err = sql_ask(r->db, &version, "PRAGMA user_version");
	if (err || version < SINCE)
		return err;
	do
		err = read_some(r, w, newest_first, &at, fn, arg);
	while (err == INT32_MAX);
	return err;
}
