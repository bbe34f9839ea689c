// SPDX-License-Identifier: GPL-2.0-only
/*
 * reuse COUNT: COUNT children, one after the other, and what sessmon says of them.
 *
 * Each ends with a code of its own. After each few the events are read and compared with
 * what fork and wait said: the i-th process that sessmon says we made is the i-th that we
 * made, it ends once, with its own code, and its key was never seen before. Prints how
 * many there were, and how many different numbers they had.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

#define NUMBERS 65536
/* What is made before the reader reads: few enough that nothing is lost. */
#define FEW	32
#define WAIT_MS 60000

/** struct child - What fork and wait said, and what sessmon has said of it. */
struct child {
	uint32_t pid;
	int status;
	uint64_t start;
	bool ended;
};

static struct child child[FEW];
static unsigned int made, ended;
/* By number: when the last process that had it began, as sessmon says. */
static uint64_t last_start[NUMBERS];
static struct wire w;

static int wrong(const char *what, const struct child *c, uint64_t got)
{
	fprintf(stderr,
		"stream reuse: %s: process %u, status %#x, began %" PRIu64 ": %" PRIu64 "\n", what,
		c->pid, (unsigned int)c->status, c->start, got);
	return -1;
}

static uint64_t key(const void *process, size_t len, unsigned int which, uint64_t *start)
{
	size_t n;
	const char *in = wire_inside(wire_attr(process, len, which), &n);

	*start = wire_number(wire_attr(in, n, SESSMON_A_KEY_START));
	return wire_number(wire_attr(in, n, SESSMON_A_KEY_ID));
}

static int take_fork(uint64_t pid, uint64_t start)
{
	struct child *c = &child[made];

	if (made == FEW || pid != c->pid)
		return wrong("another process was made", c, pid);
	if (start <= last_start[pid % NUMBERS])
		return wrong("its key is not new", c, start);
	last_start[pid % NUMBERS] = c->start = start;
	made++;
	return 0;
}

static int take_exit(uint64_t pid, uint64_t start, uint64_t code)
{
	struct child *c;

	/* The numbers of a few may repeat, too: its key says which it was. */
	for (c = child; c < child + made; c++)
		if (c->pid == pid && c->start == start)
			break;
	if (c == child + made || c->ended)
		return wrong("another process ended", child, pid);
	if (code != (uint64_t)WEXITSTATUS(c->status))
		return wrong("it ended as another", c, code);
	c->ended = true;
	ended++;
	return 0;
}

/* Only our children count. */
static int take_event(const struct nlattr *a)
{
	size_t len, n;
	const char *event = wire_inside(a, &len), *process;
	uint64_t type = wire_number(wire_attr(event, len, SESSMON_A_EVENT_TYPE)), pid, start,
		 parent;

	if (type == SESSMON_EVENT_LOST)
		return wrong("events were lost", &child[made % FEW], 0);
	process = wire_inside(wire_attr(event, len, SESSMON_A_EVENT_PROCESS), &n);
	if (key(process, n, SESSMON_A_PROCESS_PARENT, &parent) != (uint64_t)getpid())
		return 0;
	pid = key(process, n, SESSMON_A_PROCESS_KEY, &start);
	if (type == SESSMON_EVENT_FORK)
		return take_fork(pid, start);
	if (type == SESSMON_EVENT_EXIT)
		return take_exit(pid, start,
				 wire_number(wire_attr(event, len, SESSMON_A_EVENT_EXIT_CODE)));
	return wrong("it did something else", &child[made % FEW], type);
}

static int take_message(void)
{
	static char buf[1 << 18];
	ssize_t n = recv(w.fd, buf, sizeof(buf), 0);
	const struct nlmsghdr *h = (const void *)buf;
	const char *at = (const char *)NLMSG_DATA(h) + GENL_HDRLEN, *end = buf + n;
	const struct nlattr *a;

	if (n < 0)
		return wrong("the socket ran over", &child[made % FEW], 0);
	if (h->nlmsg_type != w.family)
		return 0;
	while ((a = wire_next(&at, end, SESSMON_A_EVENT)))
		if (take_event(a))
			return -1;
	return 0;
}

static int hear(unsigned int count)
{
	struct pollfd p = { .fd = w.fd, .events = POLLIN };

	while (made < count || ended < count) {
		if (poll(&p, 1, WAIT_MS) <= 0)
			return wrong("nothing more was said", &child[made % FEW], ended);
		if (take_message())
			return -1;
	}
	return 0;
}

static int one(struct child *c, int code)
{
	pid_t pid = vfork();

	if (!pid)
		_exit(code);
	c->pid = (uint32_t)pid;
	return pid < 0 || waitpid(pid, &c->status, 0) != pid ? -1 : 0;
}

static int make(unsigned int count, unsigned long first)
{
	unsigned int i;

	memset(child, 0, sizeof(child));
	made = ended = 0;
	for (i = 0; i < count; i++)
		if (one(&child[i], (int)((first + i) & 0xff)))
			return wrong("fork or wait failed", &child[i], 0);
	return 0;
}

static int enter(void)
{
	int err = wire_open(&w), size = 1 << 24;

	if (!err)
		setsockopt(w.fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	/* Forks and exits are told to the lifecycle group. */
	return err ? err : wire_join(&w, 1);
}

int verb_reuse(int argc, char **argv)
{
	unsigned long i, count = argc > 1 ? strtoul(argv[1], NULL, 0) : 1000;
	unsigned int n, numbers = 0;
	int err = enter();

	if (err) {
		fprintf(stderr, "stream reuse: %s\n", strerror(-err));
		return 1;
	}
	for (i = 0; i < count; i += n) {
		n = count - i < FEW ? (unsigned int)(count - i) : FEW;
		if (make(n, i) || hear(n))
			return 1;
	}
	for (n = 0; n < NUMBERS; n++)
		numbers += !!last_start[n];
	printf("{\"processes\": %lu, \"numbers\": %u}\n", count, numbers);
	return 0;
}
