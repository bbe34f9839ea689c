// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Days that go: a file, and what SQLite keeps beside it.  Who reads one at that moment goes
 * on reading what he has open.
 */
#include "record/retain.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAY_LENGTH 10

/* The file itself first: what is left of a day without it is nobody's history. */
static const char *const suffixes[] = { ".db", ".db-wal", ".db-shm" };

#define SUFFIXES (sizeof(suffixes) / sizeof(suffixes[0]))

/**
 * struct day - One of them.
 * @name: YYYY-MM-DD
 * @bytes: that it takes
 */
struct day {
	char name[DAY_LENGTH + 1];
	uint64_t bytes;
};

/** struct days - All of a folder, in the order of their names, which is that of time. */
struct days {
	struct day *list;
	size_t n;
};

/* When a day began, seconds since 1970 UTC; -1 if it is none. */
static int64_t begin_of(const char *name)
{
	struct tm tm = { 0 };
	const char *end = strptime(name, "%Y-%m-%d", &tm);

	return end == name + DAY_LENGTH ? (int64_t)timegm(&tm) : -1;
}

static bool is_suffix(const char *text)
{
	size_t i;

	for (i = 0; i < SUFFIXES; i++)
		if (!strcmp(text, suffixes[i]))
			return true;
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct day *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static struct day *find(struct days *days, const char *name)
{
	size_t i;

	for (i = 0; i < days->n; i++)
		if (!memcmp(days->list[i].name, name, DAY_LENGTH))
			return &days->list[i];
	return NULL;
}

static int add(struct days *days, int dir, const char *file)
{
	struct day *day = find(days, file), *more;
	struct stat st;

	/* Another one may remove it at this moment. */
	if (fstatat(dir, file, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : -errno;
	if (!day) {
		more = realloc(days->list, (days->n + 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		days->list = more;
		day = &more[days->n++];
		*day = (struct day){ 0 };
		memcpy(day->name, file, DAY_LENGTH);
	}
	day->bytes += (uint64_t)st.st_size;
	return 0;
}

static bool is_of_a_day(const char *file)
{
	return strlen(file) > DAY_LENGTH && is_suffix(file + DAY_LENGTH) && begin_of(file) >= 0;
}

static int list_days(struct days *days, DIR *d)
{
	struct dirent *e;
	int err = 0;

	while (!err && (e = readdir(d)))
		if (is_of_a_day(e->d_name))
			err = add(days, dirfd(d), e->d_name);
	if (days->n)
		qsort(days->list, days->n, sizeof(*days->list), compare);
	return err;
}

static int remove_day(int dir, const char *name)
{
	char file[DAY_LENGTH + sizeof(".db-wal")];
	size_t i;

	for (i = 0; i < SUFFIXES; i++) {
		snprintf(file, sizeof(file), "%s%s", name, suffixes[i]);
		if (unlinkat(dir, file, 0) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

static uint64_t sum(const struct days *days)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < days->n; i++)
		bytes += days->list[i].bytes;
	return bytes;
}

static bool is_old(const struct retain *keep, const char *name, const char *present)
{
	int64_t age = begin_of(present) - begin_of(name);

	return keep->seconds && age >= 0 && (uint64_t)age >= keep->seconds;
}

static int prune(const struct days *days, int dir, const struct retain *keep, const char *present)
{
	uint64_t bytes = sum(days);
	int removed = 0, err;
	size_t i;

	for (i = 0; i < days->n && strcmp(days->list[i].name, present) < 0; i++) {
		if (!is_old(keep, days->list[i].name, present) &&
		    (!keep->bytes || bytes <= keep->bytes))
			break;
		err = remove_day(dir, days->list[i].name);
		if (err)
			return err;
		bytes -= days->list[i].bytes;
		removed++;
	}
	return removed;
}

int retain_prune(const char *dir, const struct retain *keep, const char *present)
{
	struct days days = { 0 };
	DIR *d = opendir(dir);
	int ret;

	if (!d)
		return -errno;
	ret = list_days(&days, d);
	if (!ret)
		ret = prune(&days, dirfd(d), keep, present);
	closedir(d);
	free(days.list);
	return ret;
}
