// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file of each format, as it was written when that was the present one, is read as it was then:
 * format-N.txt has what is in it. Who writes to it gives it the present format, and nothing else
 * of it changes. Whoever changes the format keeps this test, and adds a file.
 *
 * With a folder as its argument it says what is in that: how format-N.txt was made, of what
 * test_store_events writes into one.
 */
#include <stdlib.h>

#include "mirror/mirror.h"
#include "play.h"
#include "reading/read.h"
#include "reading/read_alert.h"
#include "tap.h"
#include "writing/write_alert.h"

#define DAY "2023-11-14.db"

static int say_event(const struct sessmon_event *e, void *arg)
{
	fprintf(arg, "event %llu %s %08x\n", (unsigned long long)e->seq,
		sessmon_name(SESSMON_NAME_EVENT, e->type), event_sum(e));
	return 0;
}

static int say_session(const struct store_session *s, void *arg)
{
	fprintf(arg, "session %u:%llu %s %llu %llu\n", s->s.key.id,
		(unsigned long long)s->s.key.start,
		sessmon_name(SESSMON_NAME_CLASS, s->s.session_class),
		(unsigned long long)s->started, (unsigned long long)s->ended);
	return 0;
}

static int say_process(const struct store_process *p, void *arg)
{
	fprintf(arg, "process %u:%llu %.*s %llu %llu %u\n", p->p.key.id,
		(unsigned long long)p->p.key.start, (int)p->p.exe.path.len,
		p->p.exe.path.len ? p->p.exe.path.data : "", (unsigned long long)p->started,
		(unsigned long long)p->ended, p->exit_signal);
	return 0;
}

static int say_gap(const struct store_gap *gap, void *arg)
{
	fprintf(arg, "gap %s %llu %llu\n", store_gap_name(gap->why), (unsigned long long)gap->count,
		(unsigned long long)gap->lost[SESSMON_EVENT_FORK]);
	return 0;
}

static int say(const char *folder, FILE *to)
{
	struct store_reader *r;
	struct mirror m = { 0 };
	struct store_run run = { 0 };
	int err = store_reader_open(folder, DAY, &r);

	if (!err)
		err = store_read_events(r, NULL, say_event, to);
	if (!err)
		err = store_read_sessions(r, NULL, say_session, to);
	if (!err)
		err = store_read_processes(r, 0, NULL, say_process, to);
	if (!err)
		err = store_read_gaps(r, say_gap, to);
	if (!err)
		err = store_read_table(r, 1700000005 * 1000000000ULL, &m, &run);
	fprintf(to, "table %u processes %u sessions host %s\n", m.n_processes, m.n_sessions,
		run.host);
	mirror_free(&m);
	store_reader_close(r);
	return err;
}

/* The folder of this file. */
static void beside(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%.*s%s", (int)(strrchr(__FILE__, '/') - __FILE__ + 1), __FILE__,
		 name);
}

/* Whether what is read of a folder is what a file beside this one says. */
static bool is_as_it_was(const char *folder, const char *want)
{
	char command[1024], got[128];
	FILE *f;
	bool good;

	snprintf(got, sizeof(got), "%s/got", scratch());
	f = fopen(got, "w");
	good = f && !say(folder, f);
	if (f)
		fclose(f);
	snprintf(command, sizeof(command), "diff %s %s | sed 's/^/# /'; cmp -s %s %s", want, got,
		 want, got);
	return !system(command) && good;
}

/* The version, what the first one had not, and that views can be asked. */
static void has_format(const char *folder, int version, const char *what)
{
	static const char query[] =
		"PRAGMA user_version; SELECT count(*) FROM sqlite_schema WHERE name = \"session_sid\";"
		"SELECT count(*) FROM pragma_table_info(\"clock\") WHERE name = \"since\";"
		"SELECT name FROM gap_name WHERE id = 7;"
		"SELECT count(*) FROM sqlite_schema WHERE name IN (\"rule\", \"alert\", \"alert_v\");"
		"SELECT (SELECT count(ended) > 0 FROM session_v) + (SELECT count(*) > 0 FROM program_v)";
	static const char *const said[] = {
		[1] = "1 0 0 0",
		[2] = "2 1 1 damaged 0",
		[3] = "3 1 1 damaged 3",
	};
	char command[1024];

	snprintf(command, sizeof(command),
		 "test \"$(sqlite3 -readonly %s/" DAY " '%s' | tr '\\n' ' ')\" = '%s 2 '", folder,
		 query, said[version]);
	ok(!system(command), "%s", what);
}

/* The batch of who joins is given up: but for the format all is as it was. */
static int join(const char *folder)
{
	const struct store_run run = { .boot_id = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab",
				       .started = 1700000100 * 1000000000ULL };
	struct store_writer *w;
	int err = store_writer_open(folder, &w);

	if (!err)
		err = store_writer_join(w, &run);
	store_writer_close(w);
	return err;
}

static void test_format(int version)
{
	char data[256], command[2048], want[256], folder[128], name[32];

	snprintf(name, sizeof(name), "format-%d.db.gz", version);
	beside(data, sizeof(data), name);
	snprintf(name, sizeof(name), "format-%d.txt", version);
	beside(want, sizeof(want), name);
	snprintf(folder, sizeof(folder), "%s/%d", scratch(), version);
	snprintf(command, sizeof(command), "umask 077; mkdir %s && gzip -dc %s >%s/" DAY, folder,
		 data, folder);
	ok(!system(command), "a file of format %d", version);
	has_format(folder, version, "is one");
	ok(is_as_it_was(folder, want), "is read, and is what it was");
	has_format(folder, version, "and still of that format");
	ok(!join(folder), "is written to");
	has_format(folder, 3, "and has the present format then");
	ok(is_as_it_was(folder, want), "with what was in it");
}

static int count_alerts(const struct store_alert_row *row, void *arg)
{
	*(uint64_t *)arg += row->a.count;
	return 0;
}

/* Alerts that a file has, -1 if it is not read. */
static int64_t alerts(const char *folder)
{
	const struct store_window always = { 0 };
	struct store_reader *r;
	uint64_t n = 0;
	int err = store_reader_open(folder, DAY, &r);

	if (!err)
		err = store_read_alerts(r, &always, false, count_alerts, &n);
	store_reader_close(r);
	return err ? -1 : (int64_t)n;
}

#define WORDS(s) ((struct sessmon_str){ s, sizeof(s) - 1 })
#define WALL(at) ((1700000005 + (at)) * 1000000000ULL)

/* Whoever goes on in it can write alerts, and counts of them; those of a batch given up go. */
static void test_renewed(void)
{
	struct store_alert a = {
		.number = 1, .count = 1, .title = WORDS("t"), .level = WORDS("low")
	};
	const struct store_run run = { .booted = WALL(0), .started = WALL(60) };
	struct store_writer *w;
	char folder[128];

	snprintf(folder, sizeof(folder), "%s/1", scratch());
	ok(!alerts(folder), "there are no alerts in it");
	ok(!store_writer_open(folder, &w) && !store_writer_join(w, &run) && !store_writer_commit(w),
	   "it is gone on with");
	a.at = a.last = 70 * 1000000000ULL;
	a.realtime = WALL(70);
	ok(!store_write_alert(w, &a) && !store_writer_commit(w), "with an alert");
	a.count = 5;
	ok(!store_write_alert(w, &a) && !store_writer_abandon(w), "a count is given up");
	ok(!store_write_alert(w, &a) && !store_writer_commit(w) && alerts(folder) == 6,
	   "and comes again");
	a.number = 2;
	ok(!store_write_alert(w, &a) && !store_writer_abandon(w), "another alert is given up");
	a.count = 3;
	ok(!store_write_alert(w, &a) && !store_writer_commit(w) && alerts(folder) == 9,
	   "and what is counted on is there");
	store_writer_close(w);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return say(argv[1], stdout) != 0;
	test_format(1);
	test_format(2);
	test_renewed();
	return tap_done();
}
