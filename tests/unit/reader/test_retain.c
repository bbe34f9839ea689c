// SPDX-License-Identifier: GPL-2.0-or-later
/* Which days go, and that nothing else does. TAP out. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/retain.h"
#include "tap.h"

#define DAY	86400u
#define BLOCK	4096u
#define PRESENT "2026-03-01"

static char folder[] = "/tmp/sessmon-retain-XXXXXX";

static void make(const char *name, unsigned int blocks)
{
	static const char block[BLOCK] = { 1 };
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	for (; blocks; blocks--)
		if (write(fd, block, sizeof(block)) != sizeof(block))
			abort();
	fsync(fd);
	close(fd);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* All that is there, in one line; and then nothing is. */
static const char *sweep(void)
{
	static char text[1024];
	struct dirent **list;
	int n = scandir(folder, &list, NULL, by_name), i;
	char path[512];

	text[0] = 0;
	for (i = 0; i < n; free(list[i++])) {
		if (list[i]->d_name[0] == '.')
			continue;
		strcat(strcat(text, *text ? " " : ""), list[i]->d_name);
		snprintf(path, sizeof(path), "%s/%s", folder, list[i]->d_name);
		if (unlink(path))
			rmdir(path);
	}
	free(list);
	return text;
}

/* Five days, of 4, 4, 3, 4 and 2 blocks; memory that is shared is no block. */
static void make_days(void)
{
	make("2026-02-25.db", 4);
	make("2026-02-26.db", 2);
	make("2026-02-26.db.damaged.1", 2);
	make("2026-02-27.db", 2);
	make("2026-02-27.db-wal", 1);
	make("2026-02-27.db-shm", 1);
	make("2026-02-28.db", 4);
	make(PRESENT ".db", 1);
	make(PRESENT ".db-wal", 1);
}

static int prune(uint64_t seconds, uint64_t blocks)
{
	const struct retain keep = { seconds, blocks * BLOCK };

	return retain_prune(folder, &keep, PRESENT ".db");
}

#define LAST	   PRESENT ".db " PRESENT ".db-wal"
#define THIRD	   "2026-02-27.db 2026-02-27.db-shm 2026-02-27.db-wal "
#define SECOND	   "2026-02-26.db 2026-02-26.db.damaged.1 "
#define ALL	   "2026-02-25.db " SECOND THIRD "2026-02-28.db " LAST
#define LAST_THREE THIRD "2026-02-28.db " LAST

static void test_age(void)
{
	make_days();
	ok(prune(0, 0) == 0, "no limit");
	is_text(sweep(), ALL, "nothing goes");
	make_days();
	ok(prune(2 * DAY, 0) == 3, "two days of five are kept");
	is_text(sweep(), "2026-02-28.db " LAST, "the last two, across the end of a month");
	make_days();
	ok(prune(36 * 3600, 0) == 3, "a day and a half");
	is_text(sweep(), "2026-02-28.db " LAST, "is what began less than that ago");
	make_days();
	ok(prune(1, 0) == 4, "a second");
	is_text(sweep(), LAST, "is the present day, which never goes");
	make_days();
	ok(prune(30 * DAY, 0) == 0, "a month");
	is_text(sweep(), ALL, "is all that there is");
}

static void test_bytes(void)
{
	make_days();
	ok(prune(0, 17) == 0, "as much as there is");
	is_text(sweep(), ALL, "nothing goes");
	make_days();
	ok(prune(0, 16) == 1, "a block less");
	is_text(sweep(), SECOND LAST_THREE, "and the oldest day goes");
	make_days();
	ok(prune(0, 9) == 2, "what lies beside a file counts, and what was set aside");
	is_text(sweep(), LAST_THREE, "and goes with it");
	make_days();
	ok(prune(0, 1) == 4, "less than the present day takes");
	is_text(sweep(), LAST, "it stays all the same");
	make_days();
	ok(prune(3 * DAY, 7) == 3, "both limits hold");
	is_text(sweep(), "2026-02-28.db " LAST, "the tighter one is felt");
}

static void test_others(void)
{
	static const char others[] =
		"2026-02-2.db 2026-02-24.db.gz 2026-02-24.txt 2026-02-24x.db 2026-02-30.dbx lock notes";
	char words[sizeof(others)], *word, *rest = words;

	memcpy(words, others, sizeof(others));
	while ((word = strsep(&rest, " ")))
		make(word, 9);
	ok(prune(1, 1) == 0, "what is none of ours");
	is_text(sweep(), others, "is let alone, and counts for nothing");
	make("2026-03-02.db", 9);
	make("2099-01-01.db", 9);
	make(PRESENT ".db", 1);
	ok(prune(1, 1) == 0, "days that the clock has been in and is not in now");
	is_text(sweep(), PRESENT ".db 2026-03-02.db 2099-01-01.db", "stay");
}

static void test_errors(void)
{
	char path[128];

	ok(retain_prune("/nobody/is/there", &(struct retain){ 1, 1 }, PRESENT ".db") < 0,
	   "a folder that is not there is an error");
	snprintf(path, sizeof(path), "%s/2026-01-01.db", folder);
	mkdir(path, 0700);
	make("2026-01-02.db", 1);
	ok(prune(DAY, 0) < 0, "and so is a day that cannot be removed");
	rmdir(path);
	sweep();
}

int main(void)
{
	if (!mkdtemp(folder))
		abort();
	test_age();
	test_bytes();
	test_others();
	test_errors();
	rmdir(folder);
	return tap_done();
}
