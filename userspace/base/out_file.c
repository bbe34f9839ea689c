// SPDX-License-Identifier: GPL-2.0-or-later
/* A file in place of standard output, opened anew when it was rotated. */
#include "base/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name;
static int bell = -1;

static void on_hangup(int sig)
{
	uint64_t one = 1;
	int err = errno;

	(void)sig;
	(void)!write(bell, &one, sizeof(one));
	errno = err;
}

/* What a shipper would else take for the beginning of our first line. */
static bool end_line(int fd)
{
	struct stat st;
	char last;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return true;
	if (pread(fd, &last, 1, st.st_size - 1) != 1 || last == '\n')
		return true;
	return write(fd, "\n", 1) == 1;
}

/* Command lines are in it: not for everybody. */
static int open_name(void)
{
	int fd = open(name, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd >= 0 && end_line(fd))
		return fd;
	fprintf(stderr, "sessmon: %s: %s\n", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A quota or a remote disk speaks up when the last descriptor is closed. */
static bool put_in_place(int fd)
{
	int former = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	bool good = dup2(fd, STDOUT_FILENO) >= 0;

	close(fd);
	if (former >= 0 && close(former) && errno != EINTR)
		good = false;
	if (!good)
		fprintf(stderr, "sessmon: %s: %s\n", name, strerror(errno));
	return good;
}

static void listen(void)
{
	const struct sigaction hangup = { .sa_handler = on_hangup, .sa_flags = SA_RESTART };

	if (!isatty(STDIN_FILENO))
		sigaction(SIGHUP, &hangup, NULL);
}

bool out_file_begin(const char *path)
{
	int fd;

	name = path;
	bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	fd = bell < 0 ? -1 : open_name();
	if (fd < 0 || !put_in_place(fd))
		return false;
	listen();
	return true;
}

bool out_file_renew(void)
{
	uint64_t n;
	int fd;

	if (bell < 0 || read(bell, &n, sizeof(n)) != sizeof(n))
		return true;
	fd = open_name();
	if (fd >= 0)
		return put_in_place(fd);
	fprintf(stderr, "sessmon: the former file stays the output\n");
	return true;
}

int out_file_fd(void)
{
	return bell;
}

const char *out_file_name(void)
{
	return name ? name : "standard output";
}
