// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files of the history belong to who writes them, and nobody else may write to them or to
 * their folder: what is read here is taken for what happened, and parsed.
 */
#include "store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/format.h"

/* How long a reader waits for the writer, who needs a moment to make a file. */
#define PATIENCE_MS 2000

#define OURS (SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE)

static int path_of(char path[PATH_MAX], const char *folder, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int is_safe(const struct stat *st)
{
	uid_t own = geteuid();

	return (st->st_uid == own || !st->st_uid) && !(st->st_mode & (S_IWGRP | S_IWOTH)) ?
		       0 :
		       -STORE_E_UNSAFE;
}

static int check_folder(const char *folder)
{
	struct stat st;

	if (stat(folder, &st))
		return -errno;
	return S_ISDIR(st.st_mode) ? is_safe(&st) : -ENOTDIR;
}

static int check_file(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? is_safe(&st) : -STORE_E_FOREIGN;
}

int file_make_folder(const char *folder)
{
	if (mkdir(folder, 0700) && errno != EEXIST)
		return -errno;
	return check_folder(folder);
}

int file_lock(const char *folder)
{
	char path[PATH_MAX];
	int fd, err = path_of(path, folder, "lock");

	if (err)
		return err;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	err = errno == EWOULDBLOCK ? -STORE_E_LOCKED : -errno;
	close(fd);
	return err;
}

static int open_db(const char *path, int flags, sqlite3 **db)
{
	static bool configured;
	int rc, err;

	/* Nobody asks how much memory there is of, and each piece of it would be counted. */
	if (!configured)
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	configured = true;
	rc = sqlite3_open_v2(path, db, flags | OURS, NULL);

	err = *db ? sql_error(*db, rc) : -ENOMEM;
	if (err) {
		sqlite3_close(*db);
		*db = NULL;
		return err;
	}
	sqlite3_busy_timeout(*db, PATIENCE_MS);
	/* What others wrote is not trusted to be a sound schema. */
	sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return 0;
}

static int begin_writing(sqlite3 *db)
{
	int version = format_of(db), err = 0;

	if (version < 0)
		return version;
	/* A log of 16 MiB at the most; what is in it is written to the file meanwhile. */
	if (!version)
		err = sql_run(db, "PRAGMA page_size=4096;PRAGMA journal_mode=WAL");
	if (!err)
		err = sql_run(db, "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
				  "PRAGMA wal_autocheckpoint=1000;"
				  "PRAGMA journal_size_limit=16777216;PRAGMA cache_size=-1024");
	return err ? err : format_bring_up(db);
}

int file_open_writing(const char *folder, const char *name, sqlite3 **db)
{
	char path[PATH_MAX];
	mode_t mask;
	int err = path_of(path, folder, name);

	*db = NULL;
	if (!err)
		err = check_file(path);
	if (err && err != -ENOENT)
		return err;
	mask = umask(077);
	err = open_db(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, db);
	if (!err)
		err = begin_writing(*db);
	umask(mask);
	if (err) {
		sqlite3_close(*db);
		*db = NULL;
	}
	return err;
}

int file_open_reading(const char *folder, const char *name, sqlite3 **db)
{
	char path[PATH_MAX];
	int version, err = path_of(path, folder, name);

	*db = NULL;
	if (!err)
		err = check_folder(folder);
	if (!err)
		err = check_file(path);
	if (!err)
		err = open_db(path, SQLITE_OPEN_READWRITE, db);
	/* On what is mounted read-only, or is another's. */
	if (err == -EACCES || err == -EROFS)
		err = open_db(path, SQLITE_OPEN_READONLY, db);
	if (!err)
		err = sql_run(*db, "PRAGMA query_only=1");
	if (!err) {
		version = format_of(*db);
		err = version < 0 ? version : version ? 0 : -STORE_E_FOREIGN;
	}
	if (err) {
		sqlite3_close(*db);
		*db = NULL;
	}
	return err;
}
