// SPDX-License-Identifier: GPL-2.0-or-later
/* Signals that end the reader: noted, made readable for who polls, and final a second later. */
#include "base/ending.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/exit.h"

/* Enough to finish a line and to write it to a reader that reads. */
static unsigned int patience = 1;

static volatile sig_atomic_t wanted;
static int bell = -1;

static void ring(void)
{
	const struct itimerval grace = { .it_value = { patience, 0 } };
	uint64_t one = 1;

	wanted = 1;
	setitimer(ITIMER_REAL, &grace, NULL);
	(void)!write(bell, &one, sizeof(one));
}

/* The handler calls only what a signal handler may. */
static void end(int sig)
{
	static const char words[] = "sessmon: " ENDING_WORDS "\n";
	int err = errno;

	if (sig == SIGALRM || wanted) {
		(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
		_exit(TOOL_FAILED);
	}
	ring();
	errno = err;
}

static void take(int sig)
{
	struct sigaction sa = { .sa_handler = end };

	/* No SA_RESTART: waiting is what is to be ended. */
	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static bool is_ignored(int sig)
{
	struct sigaction sa;

	return !sigaction(sig, NULL, &sa) && sa.sa_handler == SIG_IGN;
}

int ending_watch(void)
{
	sigset_t set;

	bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (bell < 0)
		return -errno;
	take(SIGALRM);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	if (!is_ignored(SIGINT))
		take(SIGINT);
	if (!is_ignored(SIGTERM))
		take(SIGTERM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	return 0;
}

void ending_patience(unsigned int seconds)
{
	patience = seconds;
}

int ending_fd(void)
{
	return bell;
}

bool ending_wanted(void)
{
	return wanted;
}
