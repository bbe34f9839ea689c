// SPDX-License-Identifier: GPL-2.0-or-later
/* Which format a file of the history has, and how it gets the present one. */
#include "store/format.h"

#include <stdio.h>
#include <string.h>

#include "store/fact.h"
#include "store/place.h"
#include "store/schema.h"

int format_of(sqlite3 *db)
{
	int64_t application, version, tables;
	int err = sql_ask(db, &application, "PRAGMA application_id");

	if (!err)
		err = sql_ask(db, &version, "PRAGMA user_version");
	if (!err)
		err = sql_ask(db, &tables, "SELECT count(*) FROM sqlite_schema");
	if (err)
		return err;
	if (!application && !version && !tables)
		return 0;
	if (application != STORE_APPLICATION || version < 1)
		return -STORE_E_FOREIGN;
	return version > STORE_VERSION ? -STORE_E_NEWER : (int)version;
}

/* Each table of names is for who asks by SQL. */
static int put_names(sqlite3 *db, const char *table, const struct names *names)
{
	sqlite3_stmt *insert;
	struct cell cells[2];
	unsigned int i;
	int err = sql_prepare(db, &insert, "INSERT OR IGNORE INTO %s VALUES(?,?)", table);

	for (i = 0; !err && i < names->n; i++) {
		if (!names->name[i])
			continue;
		cells[0] = cell_number(i);
		cells[1] = cell_text(
			(struct sessmon_str){ names->name[i], (uint32_t)strlen(names->name[i]) });
		err = sql_write(insert, cells, 2);
	}
	sqlite3_finalize(insert);
	return err;
}

static int put_all_names(sqlite3 *db)
{
	static const struct {
		const char *table;
		const struct names *names;
	} all[] = {
		{ "event_name", &sessmon_names_event },
		{ "class_name", &sessmon_names_class },
		{ "reason_name", &sessmon_names_reason },
		{ "entry_name", &sessmon_names_entry },
		{ "session_flag", &sessmon_names_session_flags },
		{ "process_flag", &sessmon_names_process_flags },
		{ "exe_flag", &sessmon_names_exe_flags },
		{ "gap_name", &store_gap_names },
		{ "end_name", &store_end_names },
	};
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < sizeof(all) / sizeof(all[0]); i++)
		err = put_names(db, all[i].table, all[i].names);
	return err;
}

/* Where in the schema views begin, of which each step that changes one lets go of all. */
#define FOR_PEOPLE "-- ---- for people ----"

/* What leads from a format to the next one. Within a version no column goes, and none changes. */
static const char *const steps[STORE_VERSION] = {
	/* Those of several runs of a day are found without a look at all of them. */
	[1] = "CREATE INDEX session_sid ON session(sid);"
	      "ALTER TABLE clock ADD COLUMN since INTEGER;"
	      "DROP VIEW program_line;DROP VIEW session_v;DROP VIEW program_v;DROP VIEW change_v;"
	      "DROP VIEW gap_v",
	/* What matches a rule. */
	[2] = "CREATE TABLE rule(id INTEGER PRIMARY KEY, rule TEXT, title TEXT NOT NULL,"
	      "level TEXT NOT NULL, author TEXT, license TEXT, description TEXT, reference TEXT,"
	      "tags TEXT) STRICT;"
	      "CREATE TABLE alert(id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, session INTEGER,"
	      "process INTEGER, clock INTEGER NOT NULL, at INTEGER NOT NULL,"
	      "wall INTEGER NOT NULL, seq INTEGER NOT NULL, last INTEGER NOT NULL,"
	      "count INTEGER NOT NULL, matched TEXT) STRICT;"
	      "DROP VIEW IF EXISTS program_line;DROP VIEW IF EXISTS session_v;"
	      "DROP VIEW IF EXISTS program_v;DROP VIEW IF EXISTS change_v;"
	      "DROP VIEW IF EXISTS gap_v",
};

static int say_format(sqlite3 *db)
{
	char text[96];

	snprintf(text, sizeof(text), "PRAGMA application_id=%d;PRAGMA user_version=%d",
		 STORE_APPLICATION, STORE_VERSION);
	return sql_run(db, text);
}

static int lead_on(sqlite3 *db, int version)
{
	int err = version ? 0 : sql_run(db, store_schema);

	if (!version || version == STORE_VERSION)
		return err;
	for (; !err && version < STORE_VERSION; version++)
		err = sql_run(db, steps[version]);
	return err ? err : sql_run(db, strstr(store_schema, FOR_PEOPLE));
}

/* In one transaction: a file is as it was, or all is there. Names may be more than they were. */
int format_bring_up(sqlite3 *db)
{
	int version, err = sql_run(db, "BEGIN IMMEDIATE");

	if (err)
		return err;
	version = format_of(db);
	err = version < 0 ? version : lead_on(db, version);
	if (!err)
		err = put_all_names(db);
	if (!err && version != STORE_VERSION)
		err = say_format(db);
	if (!err)
		err = sql_run(db, "COMMIT");
	if (err)
		sql_run(db, "ROLLBACK");
	return err;
}
