// SPDX-License-Identifier: GPL-2.0-or-later
/* What people page with is started once there is more than the terminal holds. */
#include "text/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.h"

/* Of a terminal that does not say how many lines it has. */
#define LINES 24

/* Lines that may be written at once; 0 if nothing is held. */
static unsigned int room;
/* How many there are, and how much of the text was looked at. */
static unsigned int n_lines;
static size_t looked;
/* The pager, and the terminal that it writes to. */
static pid_t pager;
static int terminal = -1;

static const char *command(void)
{
	const char *own = secure_getenv("SESSMON_PAGER");

	return own ? own : secure_getenv("PAGER");
}

static unsigned int lines_of_terminal(void)
{
	const char *text = getenv("LINES");
	struct winsize size;
	uint64_t n;

	if (text && number_parse(text, UINT16_MAX, &n) && n)
		return (unsigned int)n;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ? LINES : size.ws_row;
}

void pager_begin(struct printer *p)
{
	const char *how = command();

	if (!isatty(STDOUT_FILENO) || (how && (!*how || !strcmp(how, "cat"))))
		return;
	room = lines_of_terminal();
	p->hold = true;
}

/* It is root's reader, and whoever may use it by sudo(8) is not to have root's shell. */
static void become_pager(int from)
{
	const char *how = command();

	dup2(from, STDIN_FILENO);
	close(from);
	setenv("LESSSECURE", "1", 1);
	if (how)
		execl("/bin/sh", "sh", "-c", how, NULL);
	else
		execlp("less", "less", "-FRX", NULL);
	execlp("more", "more", NULL);
	execlp("cat", "cat", NULL);
	_exit(127);
}

/* Without one the text goes to the terminal as it is. */
static void start(void)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return;
	terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	pager = terminal < 0 ? -1 : fork();
	if (!pager)
		become_pager(ends[0]);
	if (pager > 0) {
		dup2(ends[1], STDOUT_FILENO);
		/* It is the pager's to say what Ctrl-C means. */
		signal(SIGINT, SIG_IGN);
	}
	close(ends[0]);
	close(ends[1]);
}

/* The last line of the terminal is the prompt's. */
static bool is_too_long(const struct printer *p)
{
	const char *text = p->line.data, *end = text + p->line.len, *next;

	for (text += looked; text < end; text = next + 1, n_lines++) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!next)
			break;
	}
	looked = p->line.len;
	return n_lines >= room;
}

bool pager_end_line(struct printer *p)
{
	if (p->hold && is_too_long(p)) {
		start();
		p->hold = false;
	}
	return printer_end_line(p);
}

bool pager_end(struct printer *p)
{
	bool good = pager_end_line(p);

	p->hold = false;
	good = printer_flush(p) && good;
	if (pager > 0) {
		/* The last who could write to it: it sees the end. */
		dup2(terminal, STDOUT_FILENO);
		while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
			;
	}
	return good;
}
