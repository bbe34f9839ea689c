// SPDX-License-Identifier: GPL-2.0-only
/*
 * exodus COUNT: until standard input ends, a process makes COUNT sessions and ends. The
 * kernel kills their leaders while it gives them to another parent, which is when sessmon
 * looks whether they have left their login. Says "begun" when the first have ended, and
 * in the end how many sessions there were.
 *
 * ends: a reliable reader of the session group. Says "listening", and at the end of
 * standard input how many sessions started and ended, and of how many something was told
 * after their end.
 */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

/* ---- who makes them ---- */

static bool input_has_ended(void)
{
	struct pollfd p = { .fd = 0, .events = POLLIN };
	char c;

	return poll(&p, 1, 0) > 0 && read(0, &c, 1) <= 0;
}

static _Noreturn void lead(unsigned int *ready)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setsid();
	__atomic_add_fetch(ready, 1, __ATOMIC_RELEASE);
	for (;;)
		pause();
}

/* There are fewer where no number is left. */
static _Noreturn void make_and_end(unsigned int count, unsigned int *ready)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		pid_t pid = fork();

		if (!pid)
			lead(ready);
		if (pid < 0)
			break;
	}
	while (__atomic_load_n(ready, __ATOMIC_ACQUIRE) < i)
		usleep(1000);
	_exit(0);
}

int verb_exodus(int argc, char **argv)
{
	unsigned int count = argc > 1 ? (unsigned int)atoi(argv[1]) : 500;
	unsigned int *ready = mmap(NULL, sizeof(*ready), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned long sessions = 0;
	pid_t pid;

	if (ready == MAP_FAILED)
		return 1;
	do {
		*ready = 0;
		pid = fork();
		if (!pid)
			make_and_end(count, ready);
		if (pid < 0 || waitpid(pid, NULL, 0) != pid)
			return 1;
		if (!sessions)
			printf("begun\n");
		fflush(stdout);
		sessions += *ready;
	} while (!input_has_ended());
	printf("%lu\n", sessions);
	return 0;
}

/* ---- who hears of them ---- */

/* A power of two. More sessions than that are as good as none, and said to be too many. */
#define KNOWN (1U << 20)

/** struct known - A session that was told of. */
struct known {
	uint64_t id, start;
	bool started, ended, after;
};

static struct known known[KNOWN];
static unsigned long started, ended, after, twice, lost, demotions;

/* Its place, or a free one; the table is never full. */
static struct known *place(uint64_t id, uint64_t start)
{
	size_t i = (size_t)((start ^ id) * 0x9e3779b97f4a7c15ULL >> 44);

	while (known[i].start && (known[i].id != id || known[i].start != start))
		i = (i + 1) % KNOWN;
	return &known[i];
}

static void take_session(uint64_t type, const struct nlattr *session)
{
	size_t len, n;
	const char *in = wire_inside(session, &len);
	const char *key = wire_inside(wire_attr(in, len, SESSMON_A_SESSION_KEY), &n);
	uint64_t id = wire_number(wire_attr(key, n, SESSMON_A_KEY_ID));
	uint64_t start = wire_number(wire_attr(key, n, SESSMON_A_KEY_START));
	struct known *k;

	/* Whose leader ended before the load has none. */
	if (!start || started + ended > KNOWN / 2)
		return;
	k = place(id, start);
	after += k->ended && !k->after;
	k->after |= k->ended;
	twice += k->started && type == SESSMON_EVENT_SESSION_START;
	started += type == SESSMON_EVENT_SESSION_START;
	ended += type == SESSMON_EVENT_SESSION_END;
	k->id = id;
	k->start = start;
	k->started |= type == SESSMON_EVENT_SESSION_START;
	k->ended |= type == SESSMON_EVENT_SESSION_END;
}

static void take_event(const struct nlattr *event)
{
	size_t len;
	const char *in = wire_inside(event, &len);
	const struct nlattr *session = wire_attr(in, len, SESSMON_A_EVENT_SESSION);
	uint64_t type = wire_number(wire_attr(in, len, SESSMON_A_EVENT_TYPE));

	lost += type == SESSMON_EVENT_LOST;
	if (session)
		take_session(type, session);
}

static void take(const struct wire *w)
{
	static char buf[1 << 18];
	ssize_t n = recv(w->fd, buf, sizeof(buf), MSG_DONTWAIT);
	const struct nlmsghdr *h = (const void *)buf;
	const struct genlmsghdr *g = NLMSG_DATA(h);
	const char *at = (const char *)g + GENL_HDRLEN, *end = buf + n;
	const struct nlattr *a;

	if (n < 0 || h->nlmsg_type != w->family)
		return;
	demotions += g->cmd == SESSMON_CMD_READER_DEMOTED;
	if (g->cmd == SESSMON_CMD_EVENTS)
		while ((a = wire_next(&at, end, SESSMON_A_EVENT)))
			take_event(a);
}

int verb_ends(int argc, char **argv)
{
	int err, size = 1 << 24;
	struct wire w;

	(void)argc;
	(void)argv;
	err = wire_open(&w);
	if (!err) {
		setsockopt(w.fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
		err = wire_register(&w, 1);
	}
	if (err) {
		fprintf(stderr, "stream ends: %s\n", strerror(-err));
		return 1;
	}
	printf("listening\n");
	fflush(stdout);
	for (;;) {
		struct pollfd p[] = { { .fd = w.fd, .events = POLLIN },
				      { .fd = 0, .events = POLLIN } };

		if (poll(p, 2, -1) < 0)
			return 1;
		if (p[0].revents)
			take(&w);
		else if (input_has_ended())
			break;
	}
	printf("{\"started\": %lu, \"ended\": %lu, \"after\": %lu, \"twice\": %lu, "
	       "\"lost\": %lu, \"demotions\": %lu}\n",
	       started, ended, after, twice, lost, demotions);
	return 0;
}
