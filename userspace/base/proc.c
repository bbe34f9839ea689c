// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc as verify needs it: a second opinion. */
#include "base/proc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t proc_read_bytes(uint32_t pid, const char *name, char *bytes, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%u/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, bytes, size);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

bool proc_read_file(uint32_t pid, const char *name, char *text, size_t size)
{
	size_t n = proc_read_bytes(pid, name, text, size - 1);

	text[n] = 0;
	return n;
}

/* The name may have blanks and brackets: what follows the last one is numbers. */
static bool parse_stat(const char *text, struct proc *p)
{
	const char *rest = strrchr(text, ')');
	unsigned long long start;
	unsigned int tty;
	char state;

	if (!rest || sscanf(rest + 1,
			    " %c %u %u %u %u %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d "
			    "%*d %llu",
			    &state, &p->ppid, &p->pgid, &p->sid, &tty, &start) != 6)
		return false;
	p->zombie = state == 'Z' || state == 'X';
	p->tty_major = tty >> 8 & 0xfff;
	p->tty_minor = (tty & 0xff) | (tty >> 12 & 0xfff00);
	p->start = start;
	return true;
}

static bool parse_status(const char *text, struct proc *p)
{
	const char *line = strstr(text, "\nUid:");

	return line && sscanf(line + 5, "%u %u", &p->uid, &p->euid) == 2;
}

bool proc_read(uint32_t pid, struct proc *p)
{
	char text[4096];

	memset(p, 0, sizeof(*p));
	p->pid = pid;
	return proc_read_file(pid, "stat", text, sizeof(text)) && parse_stat(text, p) &&
	       proc_read_file(pid, "status", text, sizeof(text)) && parse_status(text, p);
}

bool proc_list(void (*fn)(uint32_t pid, void *arg), void *arg)
{
	DIR *dir = opendir("/proc");
	struct dirent *d;

	if (!dir)
		return false;
	while ((d = readdir(dir)))
		if (isdigit((unsigned char)d->d_name[0]))
			fn((uint32_t)strtoul(d->d_name, NULL, 10), arg);
	closedir(dir);
	return true;
}
