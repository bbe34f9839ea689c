// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Standard output: every error is said and remembered, a pipe that is full is waited for,
 * and who listens no more ends the reader as it ends any other filter.
 */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/ending.h"
#include "base/exit.h"
#include "base/out_file.h"

/* Whoever reads our output may take so long when we are to end. */
#define PATIENCE_MS 100

static struct buf pending;

/* Error of the first write that failed: what follows it would have a hole before it. */
static int failure;

bool out_begin(void)
{
	int fd, flags;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
		if (open("/dev/null", flags) != fd)
			return false;
	}
	return true;
}

/* After a signal only what does not block any more: a pipe that can be written takes this much. */
static bool may_write(size_t *len)
{
	struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };

	if (!ending_wanted())
		return true;
	*len = *len < PIPE_BUF ? *len : PIPE_BUF;
	return poll(&p, 1, PATIENCE_MS) > 0;
}

/* A descriptor may have been set not to block by whoever shares it. */
static void wait_for_room(void)
{
	struct pollfd p[] = { { .fd = STDOUT_FILENO, .events = POLLOUT },
			      { .fd = ending_fd(), .events = POLLIN } };

	poll(p, 2, -1);
}

static size_t write_some(const char *data, size_t len)
{
	ssize_t n;

	if (!may_write(&len)) {
		failure = ECANCELED;
		return 0;
	}
	n = write(STDOUT_FILENO, data, len);
	if (n >= 0)
		return (size_t)n;
	if (errno == EAGAIN)
		wait_for_room();
	else if (errno != EINTR)
		failure = errno;
	return 0;
}

static bool write_all(const char *data, size_t len)
{
	size_t n;

	for (; len && !failure; len -= n, data += n)
		n = write_some(data, len);
	return !failure;
}

bool out_flush(void)
{
	bool good = write_all(pending.data, pending.len);

	buf_clear(&pending);
	return good;
}

bool out_write(const char *data, size_t len)
{
	return out_flush() && write_all(data, len);
}

void out_printf(const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0)
		vsnprintf(buf_reserve(&pending, (size_t)n), (size_t)n + 1, fmt, again);
	va_end(again);
	pending.len += n > 0 ? (size_t)n : 0;
}

void out_lost_reader(void)
{
	raise(SIGPIPE);
	failure = failure ? failure : EPIPE;
}

int out_end(int status)
{
	out_flush();
	buf_free(&pending);
	/* A quota or a remote disk may speak up now only. */
	if (close(STDOUT_FILENO) && !failure && errno != EINTR)
		failure = errno;
	if (!failure)
		return status;
	if (failure == ECANCELED)
		fprintf(stderr, "sessmon: %s\n", ENDING_WORDS);
	else
		fprintf(stderr, "sessmon: %s: %s\n", out_file_name(), strerror(failure));
	return status == TOOL_OK ? TOOL_FAILED : status;
}
