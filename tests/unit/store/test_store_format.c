// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file of format 1, as it was written when that was the present one, is read as it was then:
 * format-1.txt has what is in it. Whoever changes the format keeps this test, and adds a file.
 *
 * With a folder as its argument it says what is in that: how format-1.txt was made.
 */
#include <stdlib.h>

#include "mirror/mirror.h"
#include "play.h"
#include "reading/read.h"
#include "tap.h"

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

static void test_format(void)
{
	char data[256], command[2048], want[256], got[128];
	FILE *f;

	beside(data, sizeof(data), "format-1.db.gz");
	beside(want, sizeof(want), "format-1.txt");
	snprintf(got, sizeof(got), "%s/got", scratch());
	snprintf(command, sizeof(command), "umask 077; mkdir %s/days && gzip -dc %s >%s/days/" DAY,
		 scratch(), data, scratch());
	ok(!system(command), "a file of format 1");
	f = fopen(got, "w");
	snprintf(command, sizeof(command), "%s/days", scratch());
	ok(f && !say(command, f), "is read");
	if (f)
		fclose(f);
	snprintf(command, sizeof(command), "diff %s %s | sed 's/^/# /'; cmp -s %s %s", want, got,
		 want, got);
	ok(!system(command), "and is what it was");
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return say(argv[1], stdout) != 0;
	test_format();
	return tap_done();
}
