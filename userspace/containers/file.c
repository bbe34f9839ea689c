// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of others: regular, of a bounded size, of whom they should be. */
#include "containers/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/openat2.h>

#include "containers/containers.h"

/* Thousands of containers; and what one user may have root parse. */
#define MOST_OF_ROOT (8u << 20)
#define MOST_OF_USER (1u << 20)

const char FILE_ABSENT[] = "no file of a runtime names it";

static const char *root = "";

void containers_are_below(const char *folder)
{
	root = folder;
}

const char *file_root(void)
{
	return root;
}

bool file_is_at(struct place *p, uint32_t owner, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(p->path, sizeof(p->path), format, args);
	va_end(args);
	p->owner = owner;
	return len > 0 && (size_t)len < sizeof(p->path);
}

const char *file_home(uint32_t owner)
{
	static char home[1024];
	struct passwd *pw;
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/etc/passwd", root);
	file = fopen(path, "re");
	if (!file)
		return NULL;
	do
		pw = fgetpwent(file);
	while (pw && pw->pw_uid != owner);
	if (pw)
		snprintf(home, sizeof(home), "%s", pw->pw_dir);
	fclose(file);
	return pw && home[0] == '/' && home[1] ? home : NULL;
}

/* The way to it is root's, so that only its end may be a link of somebody else. */
static int open_root(const char *path)
{
	return open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* What is below a home is its user's to shape, while it is looked at, too. */
static int open_user(const struct place *p)
{
	struct open_how how = { .flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
				.resolve =
					RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV };
	const char *home = file_home(p->owner);
	size_t above = strlen(root), len = home ? strlen(home) : 0;
	char base[2048];
	int dir, fd;

	if (!home || strncmp(p->path + above, home, len) || p->path[above + len] != '/') {
		errno = EXDEV;
		return -1;
	}
	snprintf(base, sizeof(base), "%.*s", (int)(above + len), p->path);
	dir = open(base, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -1;
	fd = (int)syscall(SYS_openat2, dir, p->path + above + len + 1, &how, sizeof(how));
	close(dir);
	return fd;
}

static const char *reason(int err)
{
	switch (err) {
	case ENOENT:
	case ENOTDIR:
		return FILE_ABSENT;
	case ELOOP:
		return "a file of the runtime is a symbolic link";
	case EXDEV:
		return "the user's storage is not in his home";
	case EACCES:
	case EPERM:
		return "files of the runtime may not be read";
	}
	return "a file of the runtime cannot be read";
}

/* Who reads as himself may read what is his own. */
static const char *judge(const struct stat *st, uint32_t owner)
{
	if (!S_ISREG(st->st_mode))
		return "a file of the runtime is no regular file";
	if (st->st_uid != owner && (owner || st->st_uid != geteuid()))
		return "a file of the runtime belongs to somebody else";
	return NULL;
}

int file_open(const struct place *p, uint64_t *size, const char **why)
{
	int fd = p->owner ? open_user(p) : open_root(p->path);
	const char *wrong;
	struct stat st;

	if (fd < 0) {
		*why = reason(errno);
		return -1;
	}
	wrong = fstat(fd, &st) ? reason(errno) : judge(&st, p->owner);
	if (!wrong) {
		*size = (uint64_t)st.st_size;
		return fd;
	}
	close(fd);
	*why = wrong;
	return -1;
}

/* It may grow meanwhile, and is read as far as it was looked at. */
bool file_read(struct buf *b, const struct place *p, const char **why)
{
	uint64_t size;
	ssize_t n = 1;
	char *to;
	int fd;

	buf_clear(b);
	fd = file_open(p, &size, why);
	if (fd < 0)
		return false;
	if (size > (p->owner ? MOST_OF_USER : MOST_OF_ROOT)) {
		*why = "a file of the runtime is too large";
		close(fd);
		return false;
	}
	to = buf_reserve(b, size);
	while (b->len < size && (n = read(fd, to + b->len, size - b->len)) > 0)
		b->len += (size_t)n;
	to[b->len] = 0;
	close(fd);
	if (n < 0)
		*why = "a file of the runtime cannot be read";
	return n >= 0;
}
