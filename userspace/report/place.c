// SPDX-License-Identifier: GPL-2.0-or-later
/* The file of a page: without a name until it is whole, so that no half of it is ever seen. */
#include "report/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/exit.h"
#include "base/out.h"

/* What sessions did is nobody else's. */
#define MODE 0600

static bool complain(const struct report_place *p, const char *what)
{
	fprintf(stderr, "sessmon report: %s: %s\n", p->name, what);
	return false;
}

static bool fail(const struct report_place *p)
{
	return complain(p, strerror(errno));
}

static bool is_output(const struct report_place *p)
{
	return !strcmp(p->name, "-");
}

/* sessmon-s310.html: of a key that was checked, the digits in front. */
static void name_it(struct report_place *p, const char *key)
{
	const char *id = key && !strncmp(key, "s:", 2) ? key + 2 : key;
	size_t digits = id ? strspn(id, "0123456789") : 0;

	if (digits && digits < 12)
		snprintf(p->own, sizeof(p->own), "sessmon-%s%.*s.html", id == key ? "" : "s",
			 (int)digits, id);
	else
		snprintf(p->own, sizeof(p->own), "sessmon-report.html");
	p->name = p->own;
}

int report_place_check(struct report_place *p, const char *key)
{
	struct stat st;

	if (!p->name)
		name_it(p, key);
	if (is_output(p) || p->force || lstat(p->name, &st))
		return TOOL_OK;
	complain(p, "is there already (-f replaces it)");
	return TOOL_FAILED;
}

static bool put(int fd, const struct buf *page)
{
	size_t done;
	ssize_t n;

	for (done = 0; done < page->len; done += (size_t)n) {
		n = write(fd, page->data + done, page->len - done);
		if (n < 0 && errno == EINTR)
			n = 0;
		if (n < 0)
			return false;
	}
	return true;
}

/* A device or a pipe has no halves, and is not ours to replace. */
static bool is_other(const struct report_place *p)
{
	struct stat st;

	return p->force && !stat(p->name, &st) && !S_ISREG(st.st_mode);
}

static bool write_other(const struct report_place *p, const struct buf *page)
{
	int fd = open(p->name, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && put(fd, page);

	if (!good)
		fail(p);
	if (fd >= 0)
		close(fd);
	return good;
}

/* The folder of a path, and a name in it that nobody else has. */
static void beside(const struct report_place *p, char folder[PATH_MAX], char hidden[PATH_MAX])
{
	const char *slash = strrchr(p->name, '/');
	int len = slash ? (int)(slash - p->name) + 1 : 0;

	snprintf(folder, PATH_MAX, "%.*s", len ? len : 1, len ? p->name : ".");
	snprintf(hidden, PATH_MAX, "%.*s.sessmon-report.%ld", len, p->name, (long)getpid());
}

/* A file without a name, or, where the file system has none such, with one of its own. */
static int open_unseen(const char *folder, const char *hidden, bool *named)
{
	int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, MODE);

	*named = fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT);
	return *named ? open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE) : fd;
}

static bool link_unseen(int fd, const char *to)
{
	char self[64];

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	return !linkat(AT_FDCWD, self, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
}

/* What is there is replaced at once, or stays as it is. */
static bool name_file(const struct report_place *p, int fd, const char *hidden, bool *named)
{
	if (!p->force && !*named)
		return link_unseen(fd, p->name);
	if (!*named && !link_unseen(fd, hidden))
		return false;
	*named = true;
	if (!p->force)
		return !link(hidden, p->name);
	if (rename(hidden, p->name))
		return false;
	*named = false;
	return true;
}

bool report_place_write(struct report_place *p, const struct buf *page)
{
	char folder[PATH_MAX], hidden[PATH_MAX];
	bool good, named = false;
	int fd;

	if (is_output(p))
		return out_write(page->data, page->len);
	if (is_other(p))
		return write_other(p, page);
	beside(p, folder, hidden);
	fd = open_unseen(folder, hidden, &named);
	good = fd >= 0 && put(fd, page) && !fsync(fd) && name_file(p, fd, hidden, &named);
	if (!good)
		fail(p);
	if (fd >= 0)
		close(fd);
	if (named)
		unlink(hidden);
	if (good)
		out_printf("%s\n", p->name);
	return good;
}
