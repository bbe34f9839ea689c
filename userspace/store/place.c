// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of the history: which days there are, and errors in words. */
#include "store/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

const char *store_strerror(int err)
{
	switch (-err) {
	case STORE_E_FOREIGN:
		return "not a history of sessmon";
	case STORE_E_NEWER:
		return "written by a later sessmon, in a format that this one does not know";
	case STORE_E_CORRUPT:
		return "damaged";
	case STORE_E_LOCKED:
		return "another recorder writes here";
	case STORE_E_FULL:
		return "no room is left on the disk";
	case STORE_E_UNSAFE:
		return "others than its owner can write to it, or it is another user's";
	case STORE_E_SQLITE:
		return "SQLite failed";
	default:
		return strerror(-err);
	}
}

void store_day_name(char name[STORE_NAME], uint64_t wall)
{
	time_t seconds = (time_t)(wall / 1000000000);
	struct tm day;

	gmtime_r(&seconds, &day);
	strftime(name, STORE_NAME, "%Y-%m-%d.db", &day);
}

bool store_day_of(const char *name, uint64_t *from)
{
	struct tm day = { 0 };
	char again[STORE_NAME];
	const char *end = strptime(name, "%Y-%m-%d", &day);
	time_t seconds;

	if (!end || strcmp(end, ".db"))
		return false;
	seconds = timegm(&day);
	if (seconds < 0)
		return false;
	*from = (uint64_t)seconds * 1000000000;
	/* strptime() takes what nobody writes: 2026-2-1, and the 31st of April. */
	store_day_name(again, *from);
	return !strcmp(again, name);
}

static void aside_name(char aside[STORE_ASIDE_NAME], const char *name, unsigned int n)
{
	snprintf(aside, STORE_ASIDE_NAME, "%s.damaged.%u", name, n % 10);
}

/* What is written goes to the log first. */
static uint64_t size_of_one(int folder, const char *name)
{
	char log[STORE_ASIDE_NAME + 4];
	struct stat st;
	uint64_t size = 0;

	if (!fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
		size += (uint64_t)st.st_size;
	snprintf(log, sizeof(log), "%s-wal", name);
	if (!fstatat(folder, log, &st, AT_SYMLINK_NOFOLLOW))
		size += (uint64_t)st.st_size;
	return size;
}

static uint64_t size_of(int folder, const char *name)
{
	uint64_t size = size_of_one(folder, name);
	char aside[STORE_ASIDE_NAME];
	unsigned int n;

	for (n = 1; n <= STORE_ASIDES; n++) {
		aside_name(aside, name, n);
		size += size_of_one(folder, aside);
	}
	return size;
}

static int newest_first(const void *a, const void *b)
{
	const struct store_day *p = a, *q = b;

	return p->from > q->from ? -1 : p->from < q->from;
}

static void add(struct store_day **days, unsigned int *n, const struct store_day *day)
{
	*days = xgrow(*days, *n, sizeof(**days));
	(*days)[(*n)++] = *day;
}

int store_days(const char *folder, struct store_day **days, unsigned int *n)
{
	DIR *d = opendir(folder);
	struct store_day day;
	struct dirent *each;

	*days = NULL;
	*n = 0;
	if (!d)
		return -errno;
	while ((each = readdir(d))) {
		if (!store_day_of(each->d_name, &day.from))
			continue;
		memcpy(day.name, each->d_name, strlen(each->d_name) + 1);
		day.size = size_of(dirfd(d), day.name);
		add(days, n, &day);
	}
	closedir(d);
	if (*n)
		qsort(*days, *n, sizeof(**days), newest_first);
	return 0;
}

/* What a file is made of, itself last: what is left of another one is no history. */
static const char *const parts[] = { "-shm", "-wal", "" };

#define PARTS (sizeof(parts) / sizeof(parts[0]))

static int remove_one(const char *folder, const char *name)
{
	char path[PATH_MAX];
	unsigned int i;

	for (i = 0; i < PARTS; i++) {
		if (snprintf(path, sizeof(path), "%s/%s%s", folder, name, parts[i]) >= PATH_MAX)
			return -ENAMETOOLONG;
		if (unlink(path) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

int store_remove(const char *folder, const char *name)
{
	char aside[STORE_ASIDE_NAME];
	unsigned int n;
	int err = 0;

	for (n = 1; !err && n <= STORE_ASIDES; n++) {
		aside_name(aside, name, n);
		err = remove_one(folder, aside);
	}
	return err ? err : remove_one(folder, name);
}

static int rename_parts(const char *folder, const char *name, const char *to)
{
	char before[PATH_MAX], after[PATH_MAX];
	unsigned int i;

	for (i = 0; i < PARTS; i++) {
		if (snprintf(before, PATH_MAX, "%s/%s%s", folder, name, parts[i]) >= PATH_MAX ||
		    snprintf(after, PATH_MAX, "%s/%s%s", folder, to, parts[i]) >= PATH_MAX)
			return -ENAMETOOLONG;
		if (rename(before, after) && (errno != ENOENT || i == PARTS - 1))
			return -errno;
	}
	return 0;
}

int store_set_aside(const char *folder, const char *name, char aside[STORE_ASIDE_NAME])
{
	char path[PATH_MAX];
	struct stat st;
	unsigned int n;

	for (n = 1; n <= STORE_ASIDES; n++) {
		aside_name(aside, name, n);
		if (snprintf(path, sizeof(path), "%s/%s", folder, aside) >= PATH_MAX)
			return -ENAMETOOLONG;
		if (lstat(path, &st))
			return errno == ENOENT ? rename_parts(folder, name, aside) : -errno;
	}
	return -EEXIST;
}
