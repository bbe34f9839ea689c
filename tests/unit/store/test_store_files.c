// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that are not as they should be, writers that are killed, and disks that are full. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "busy.h"
#include "play.h"
#include "reading/read.h"
#include "writing/writer.h"
#include "tap.h"

#define DAY "2023-11-14.db"

static const char *path_in(const char *folder, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static const char *place(const char *name)
{
	static char path[8][192];
	static unsigned int n;

	n = (n + 1) % 8;
	snprintf(path[n], sizeof(path[n]), "%s/%s", scratch(), name);
	return path[n];
}

static int count_event(const struct sessmon_event *e, void *arg)
{
	(void)e;
	++*(unsigned int *)arg;
	return 0;
}

static int read_day(const char *folder, unsigned int *n)
{
	struct store_reader *r;
	int err = store_reader_open(folder, DAY, &r);

	*n = 0;
	if (!err)
		err = store_read_events(r, NULL, count_event, n);
	store_reader_close(r);
	return err;
}

static int to_writer(const struct sessmon_event *e, void *arg)
{
	int err = store_write_event(arg, e);

	return !err && e->seq % 60 == 0 ? store_writer_commit(arg) : err;
}

static struct busy busy_of(struct store_writer *w)
{
	return (struct busy){ .seq = 1000,
			      .boottime = 1000000000000,
			      .step = 1000,
			      .new_lines = 50,
			      .fn = to_writer,
			      .arg = w };
}

/* A day with so many programs that were run. */
static int make_day(const char *folder, unsigned int runs)
{
	struct store_writer *w;
	struct busy b;
	struct store_run run;
	int err = store_writer_open(folder, &w);

	b = busy_of(w);
	run = busy_run(&b);
	if (!err)
		err = store_writer_join(w, &run);
	if (!err)
		err = busy_go(&b, runs);
	if (!err)
		err = store_writer_leave(w, STORE_END_ASKED, BUSY_OFFSET + b.boottime);
	store_writer_close(w);
	return err;
}

static void put_file(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	close(fd);
}

static void sql(const char *path, const char *text)
{
	char command[512];

	snprintf(command, sizeof(command), "sqlite3 '%s' '%s' >/dev/null", path, text);
	if (system(command))
		printf("# %s failed\n", command);
}

/* What sqlite3(1) says of a question, a line. */
static const char *answer(const char *path, const char *text)
{
	static char line[256];
	char command[512];
	FILE *f;

	snprintf(command, sizeof(command), "sqlite3 -readonly '%s' '%s'", path, text);
	f = popen(command, "r");
	*line = 0;
	if (f && fgets(line, sizeof(line), f))
		line[strcspn(line, "\n")] = 0;
	if (f)
		pclose(f);
	return line;
}

static void test_place(void)
{
	const char *folder = place("place");
	struct store_writer *w, *other;
	struct store_reader *r;
	struct stat st;
	struct store_day *days;
	unsigned int n;

	ok(!store_writer_open(folder, &w), "a writer");
	ok(!stat(folder, &st) && (st.st_mode & 0777) == 0700, "makes a folder for itself");
	ok(store_writer_open(folder, &other) == -STORE_E_LOCKED, "there is one at a time");
	store_writer_close(w);
	ok(!store_writer_open(folder, &w), "and another when it has gone");
	store_writer_close(w);
	ok(!make_day(folder, 3) && !read_day(folder, &n) && n == 9, "a day is read");
	put_file(path_in(folder, "notes.db"), "x", 1);
	put_file(path_in(folder, "2023-02-30.db"), "x", 1);
	ok(!store_days(folder, &days, &n) && n == 1 && !strcmp(days[0].name, DAY) && days[0].size,
	   "of what lies there days are days");
	free(days);
	chmod(path_in(folder, DAY), 0620);
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_UNSAFE,
	   "a file that others write is not");
	chmod(path_in(folder, DAY), 0600);
	chmod(folder, 0720);
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_UNSAFE &&
		   store_writer_open(folder, &w) == -STORE_E_UNSAFE,
	   "nor is a folder");
	chmod(folder, 0700);
	ok(!store_remove(folder, DAY) && store_reader_open(folder, DAY, &r) == -ENOENT, "it goes");
}

static void test_foreign(void)
{
	const char *folder = place("foreign");
	struct store_reader *r;
	struct store_writer *w;
	struct store_run run;
	struct busy b = busy_of(NULL);
	static const char junk[8192] = "no database";

	run = busy_run(&b);
	mkdir(folder, 0700);
	put_file(path_in(folder, DAY), "", 0);
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_FOREIGN, "an empty file is no history");
	put_file(path_in(folder, DAY), junk, sizeof(junk));
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_FOREIGN, "nor is any other");
	ok(!store_writer_open(folder, &w) && store_writer_join(w, &run) == -STORE_E_FOREIGN,
	   "and it is not written to");
	store_writer_close(w);
	unlink(path_in(folder, DAY));
	sql(path_in(folder, DAY), "CREATE TABLE mine(x)");
	chmod(path_in(folder, DAY), 0600);
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_FOREIGN, "nor the database of another");
	store_remove(folder, DAY);
	ok(!make_day(folder, 10), "a day");
	sql(path_in(folder, DAY), "PRAGMA user_version=99");
	ok(store_reader_open(folder, DAY, &r) == -STORE_E_NEWER, "of a later sessmon");
	ok(!store_writer_open(folder, &w) && store_writer_join(w, &run) == -STORE_E_NEWER,
	   "is not written to");
	store_writer_close(w);
}

static void test_corrupt(void)
{
	const char *folder = place("corrupt");
	char junk[4096];
	unsigned int n, page, told = 0, other = 0;
	struct stat st;
	int fd, err;

	ok(!make_day(folder, 2000) && !stat(path_in(folder, DAY), &st), "a day");
	memset(junk, 0xa5, sizeof(junk));
	fd = open(path_in(folder, DAY), O_RDWR);
	for (page = 2; page < st.st_size / 4096; page += 5) {
		char was[4096];

		if (pread(fd, was, 4096, page * 4096) != 4096 ||
		    pwrite(fd, junk, 4096, page * 4096) != 4096)
			abort();
		err = read_day(folder, &n);
		told += err == -STORE_E_CORRUPT || err == -STORE_E_FOREIGN;
		other += err && err != -STORE_E_CORRUPT && err != -STORE_E_FOREIGN;
		if (pwrite(fd, was, 4096, page * 4096) != 4096)
			abort();
	}
	ok(told > 5 && !other, "pages that are damaged are told, %u times", told);
	ok(!read_day(folder, &n) && n == 6000, "and it was these");
	if (ftruncate(fd, st.st_size / 2))
		abort();
	close(fd);
	err = read_day(folder, &n);
	ok(err == -STORE_E_CORRUPT, "half a file is damaged");
}

/* Writes until it is killed, and tells of each batch that is written. */
static int tell_and_write(const struct sessmon_event *e, void *arg)
{
	struct store_writer *w = arg;
	int err = to_writer(e, w);

	if (!err && e->seq % 60 == 0 && write(STDOUT_FILENO, "", 1) != 1)
		err = -EPIPE;
	return err;
}

static void write_for_ever(const char *folder, unsigned int i, int out)
{
	struct store_writer *w;
	struct store_run run;
	struct busy b;

	dup2(out, STDOUT_FILENO);
	if (store_writer_open(folder, &w))
		_exit(1);
	b = busy_of(w);
	b.fn = tell_and_write;
	b.seq += i * 1000000;
	run = busy_run(&b);
	if (!store_writer_join(w, &run))
		busy_go(&b, UINT64_MAX);
	_exit(1);
}

/* The writer is killed while it writes; what it had committed is there, and is sound. */
static void test_killed(void)
{
	const char *folder = place("killed");
	unsigned int n, i, batches;
	int status, ends[2];
	char c;
	pid_t pid;

	fflush(stdout);
	for (i = 0; i < 5; i++) {
		if (pipe(ends))
			abort();
		pid = fork();
		if (!pid)
			write_for_ever(folder, i, ends[1]);
		close(ends[1]);
		for (batches = 0; batches < 3 + i * 7; batches++)
			if (read(ends[0], &c, 1) != 1)
				break;
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		close(ends[0]);
		if (!WIFSIGNALED(status))
			break;
	}
	ok(i == 5, "five writers are killed");
	is_text(answer(path_in(folder, DAY), "PRAGMA integrity_check"), "ok", "the file is sound");
	ok(!read_day(folder, &n) && n && n % 20 == 0, "it has whole batches: %u events", n);
	ok(!make_day(folder, 1), "another one goes on");
	is_text(answer(path_in(folder, DAY), "SELECT count(*) FROM run WHERE why = 6"),
		answer(path_in(folder, DAY), "SELECT max(id) - 1 FROM run"),
		"all runs but its own were killed");
	is_text(answer(path_in(folder, DAY), "SELECT count(*) FROM gap_v WHERE why = \"killed\""),
		answer(path_in(folder, DAY), "SELECT max(id) - 1 FROM run"), "and said to be");
	is_text(answer(path_in(folder, DAY), "SELECT count(*) FROM process WHERE ended IS NULL AND "
					     "id < (SELECT max(first_process) FROM run)"),
		"0", "what they saw and has gone has ended");
}

struct retry {
	struct store_writer *w;
	struct play again;
	unsigned int n, wrong;
};

static int compare(const struct sessmon_event *e, void *arg)
{
	struct retry *r = arg;
	struct sessmon_event want;

	play_event(&r->again, &want);
	r->n++;
	r->wrong += !same_event(&want, e);
	return 0;
}

static int write_batch(struct retry *r, unsigned int n, struct play *p)
{
	struct sessmon_event e;
	unsigned int i;
	int err = 0;

	for (i = 0; i < n && !err; i++) {
		play_event(p, &e);
		err = store_write_event(r->w, &e);
	}
	if (err) {
		store_writer_abandon(r->w);
		return err;
	}
	return store_writer_commit(r->w);
}

/* A batch that finds no room leaves no trace, and is written when there is room again. */
static void test_full(void)
{
	static struct play p, once;
	static struct retry r;
	const char *folder = place("full");
	struct store_reader *reader;
	struct store_run run;
	unsigned int i, full = 0, other = 0;
	char text[64];
	int64_t pages;
	int err;

	play_begin(&p, 77);
	p.offset -= 20000 * 1000000000LL;
	ok(!store_writer_open(folder, &r.w), "a writer");
	run = play_run(&p);
	r.again = p;
	ok(!store_writer_join(r.w, &run) && !store_writer_commit(r.w), "joins");
	for (i = 0; i < 60; i++) {
		once = p;
		sql_ask(r.w->db, &pages, "PRAGMA page_count");
		snprintf(text, sizeof(text), "PRAGMA max_page_count=%lld", (long long)pages);
		sql_run(r.w->db, text);
		err = write_batch(&r, 40, &p);
		full += err == -STORE_E_FULL;
		other += err && err != -STORE_E_FULL;
		sql_run(r.w->db, "PRAGMA max_page_count=1000000");
		if (!err)
			continue;
		p = once;
		other += write_batch(&r, 40, &p) != 0;
	}
	store_writer_close(r.w);
	ok(full > 5 && !other, "finds no room %u times", full);
	ok(!store_reader_open(folder, DAY, &reader) &&
		   !store_read_events(reader, NULL, compare, &r),
	   "is read");
	store_reader_close(reader);
	ok(r.n == 60 * 40 && !r.wrong, "and all is there in the end, once, as it was: %u", r.n);
	is_text(answer(path_in(folder, DAY), "PRAGMA integrity_check"), "ok", "the file is sound");
}

int main(void)
{
	test_place();
	test_foreign();
	test_corrupt();
	test_killed();
	test_full();
	return tap_done();
}
