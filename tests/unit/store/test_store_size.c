// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the history of a program that was run takes on the disk. With an argument it runs so
 * many, and prints it: to be run below perf stat, for instructions.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "busy.h"
#include "play.h"
#include "reading/read.h"
#include "tap.h"

#define BATCH 255

struct writing {
	struct store_writer *w;
	unsigned int n, failed;
};

static int write_one(const struct sessmon_event *e, void *arg)
{
	struct writing *to = arg;

	to->failed += store_write_event(to->w, e) != 0;
	if (++to->n % BATCH == 0)
		to->failed += store_writer_commit(to->w) != 0;
	return 0;
}

static uint64_t write_runs(const char *folder, uint64_t runs, unsigned int new_lines)
{
	struct writing to = { 0 };
	struct busy b = { .seq = 1000,
			  .boottime = 1000000000000,
			  .step = 6000000,
			  .new_lines = new_lines,
			  .fn = write_one,
			  .arg = &to };
	const struct store_run run = busy_run(&b);
	struct sessmon_process p;
	struct sessmon_session s;
	struct store_day *days;
	unsigned int i, n;
	uint64_t size = 0;

	to.failed = store_writer_open(folder, &to.w) || store_writer_join(to.w, &run);
	for (i = 0; i < BUSY_SESSIONS && !to.failed; i++) {
		busy_shell(&b, i, &p, &s);
		to.failed += store_write_session(to.w, &s) || store_write_process(to.w, &p);
	}
	if (!to.failed)
		busy_go(&b, runs);
	to.failed += store_writer_leave(to.w, STORE_END_ASKED, BUSY_OFFSET + b.boottime) != 0;
	store_writer_close(to.w);
	if (!store_days(folder, &days, &n))
		for (i = 0; i < n; i++)
			size += days[i].size;
	free(days);
	return to.failed ? 0 : size;
}

static void test_size(const char *name, unsigned int new_lines, unsigned int most)
{
	const unsigned int runs = 20000;
	char folder[128];
	uint64_t size;

	snprintf(folder, sizeof(folder), "%s/%s", scratch(), name);
	size = write_runs(folder, runs, new_lines);
	ok(size && size / runs <= most, "%s: %u bytes a run, at most %u", name,
	   (unsigned int)(size / runs), most);
}

int main(int argc, char **argv)
{
	uint64_t runs = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, size;

	if (runs) {
		size = write_runs(argc > 2 ? argv[2] : scratch(), runs, 30);
		printf("%llu runs, %.1f bytes each\n", (unsigned long long)runs,
		       (double)size / (double)runs);
		return !size;
	}
	test_size("three new command lines of ten", 30, 185);
	test_size("three of a hundred", 3, 140);
	test_size("all", 100, 320);
	return tap_done();
}
