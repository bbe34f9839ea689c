// SPDX-License-Identifier: GPL-2.0-only
/*
 * read [-r] [-b BYTES] [-d US] [-u UID] : a reader of all groups that counts.
 *
 * -r registers for reliable delivery instead of joining, -b sets the receive buffer,
 * -d waits before each message, -u counts the events of one user's processes as well.
 * Lines on standard input: "mark" forgets the counts and begins anew, "tell" prints them as
 * JSON, "fast" ends the waiting.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define TYPES 32

/** struct count - What came since the mark. */
struct count {
	unsigned long long of_type[TYPES];
	unsigned long long of_user[TYPES];
	unsigned long long received[GROUPS];
	unsigned long long missing[GROUPS];
	unsigned long long told_lost[TYPES];
	unsigned long long messages, overruns, demotions, backwards, bad;
};

static struct count count;
static uint64_t next_first[GROUPS];
static bool known[GROUPS];
static unsigned long long last_seq[GROUPS];
static unsigned int delay;
static uint64_t user = UINT64_MAX;

static void take_losses(const struct nlattr *event)
{
	size_t len;
	const char *at = wire_inside(event, &len), *end = at + len, *in;
	const struct nlattr *c;
	uint64_t type;

	while ((c = wire_next(&at, end, SESSMON_A_EVENT_COUNTERS))) {
		in = wire_inside(c, &len);
		type = wire_number(wire_attr(in, len, SESSMON_A_COUNTERS_TYPE));
		if (type < TYPES)
			count.told_lost[type] +=
				wire_number(wire_attr(in, len, SESSMON_A_COUNTERS_LOST));
	}
}

static bool is_of_user(const char *in, size_t len)
{
	const struct nlattr *process = wire_attr(in, len, SESSMON_A_EVENT_PROCESS);
	const struct nlattr *creds;

	if (!process)
		return false;
	in = wire_inside(process, &len);
	creds = wire_attr(in, len, SESSMON_A_PROCESS_CREDS);
	if (!creds)
		return false;
	in = wire_inside(creds, &len);
	return wire_number(wire_attr(in, len, SESSMON_A_CREDS_UID)) == user;
}

static void take_event(const struct nlattr *event, unsigned int group)
{
	size_t len;
	const char *in = wire_inside(event, &len);
	uint64_t type = wire_number(wire_attr(in, len, SESSMON_A_EVENT_TYPE));
	uint64_t seq = wire_number(wire_attr(in, len, SESSMON_A_EVENT_SEQ));

	if (type < TYPES)
		count.of_type[type]++;
	else
		count.bad++;
	if (type < TYPES && user != UINT64_MAX && is_of_user(in, len))
		count.of_user[type]++;
	count.backwards += seq < last_seq[group];
	last_seq[group] = seq;
	if (type == SESSMON_EVENT_LOST)
		take_losses(event);
}

static void take_events(const char *attrs, size_t len)
{
	uint64_t bits = wire_number(wire_attr(attrs, len, SESSMON_A_GROUP));
	uint64_t first = wire_number(wire_attr(attrs, len, SESSMON_A_GROUP_FIRST));
	unsigned int group = bits == 1 ? 0 : bits == 2 ? 1 : 2, n = 0;
	const char *end = attrs + len;
	const struct nlattr *a;

	if (known[group] && first > next_first[group])
		count.missing[group] += first - next_first[group];
	for (; (a = wire_next(&attrs, end, SESSMON_A_EVENT)); n++)
		take_event(a, group);
	next_first[group] = first + n;
	count.received[group] += n;
	known[group] = true;
	count.messages++;
}

static void take(const struct wire *w)
{
	static char buf[1 << 18];
	ssize_t n = recv(w->fd, buf, sizeof(buf), MSG_DONTWAIT);
	const struct nlmsghdr *h = (const void *)buf;
	const struct genlmsghdr *g = NLMSG_DATA(h);

	if (n < 0) {
		count.overruns += errno == ENOBUFS;
		return;
	}
	if (h->nlmsg_type != w->family)
		return;
	if (g->cmd == SESSMON_CMD_EVENTS)
		take_events((const char *)g + GENL_HDRLEN, (size_t)n - NLMSG_HDRLEN - GENL_HDRLEN);
	else if (g->cmd == SESSMON_CMD_READER_DEMOTED)
		count.demotions++;
}

static void print_list(const char *name, const unsigned long long *list, unsigned int n)
{
	unsigned int i;

	printf("\"%s\": [", name);
	for (i = 0; i < n; i++)
		printf("%s%llu", i ? ", " : "", list[i]);
	printf("], ");
}

static void tell(void)
{
	printf("{");
	print_list("of_type", count.of_type, TYPES);
	print_list("of_user", count.of_user, TYPES);
	print_list("received", count.received, GROUPS);
	print_list("missing", count.missing, GROUPS);
	print_list("told_lost", count.told_lost, TYPES);
	printf("\"messages\": %llu, \"overruns\": %llu, \"demotions\": %llu, ", count.messages,
	       count.overruns, count.demotions);
	printf("\"backwards\": %llu, \"bad\": %llu}\n", count.backwards, count.bad);
	fflush(stdout);
}

/* false at the end of standard input. */
static bool obey(const struct wire *w)
{
	char line[16];
	ssize_t n = read(0, line, sizeof(line));

	if (n <= 0)
		return false;
	if (!strncmp(line, "mark", 4)) {
		memset(&count, 0, sizeof(count));
		printf("marked\n");
		fflush(stdout);
	} else if (!strncmp(line, "tell", 4)) {
		tell();
	} else if (!strncmp(line, "again", 5)) {
		/* Its answer comes with the events and is passed over. */
		uint32_t groups = 7;
		char attrs[16];
		size_t len = wire_put(attrs, SESSMON_A_GROUPS, &groups, sizeof(groups));

		wire_send(w->fd, w->family, 0, SESSMON_CMD_READER_SET, attrs, len);
	} else if (!strncmp(line, "fast", 4)) {
		delay = 0;
	}
	return true;
}

static int follow(const struct wire *w)
{
	struct pollfd p[] = { { .fd = w->fd, .events = POLLIN }, { .fd = 0, .events = POLLIN } };

	for (;;) {
		if (poll(p, 2, -1) < 0)
			return 1;
		if (p[0].revents) {
			usleep(delay);
			take(w);
		} else if (p[1].revents && !obey(w)) {
			return 0;
		}
		/* An order is obeyed in a storm, too, when it is to end the waiting. */
		if (p[0].revents && p[1].revents && delay && !obey(w))
			return 0;
	}
}

static int enter(struct wire *w, bool reliable, int buffer)
{
	unsigned int i;
	int err = wire_open(w);

	if (err)
		return err;
	if (buffer)
		setsockopt(w->fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
	if (reliable)
		return wire_register(w, 7);
	for (i = 0; i < GROUPS && !err; i++)
		err = wire_join(w, i);
	return err;
}

int verb_read(int argc, char **argv)
{
	struct sockaddr_nl self;
	socklen_t len = sizeof(self);
	bool reliable = false;
	int c, err, buffer = 0;
	struct wire w;

	while ((c = getopt(argc, argv, "rb:d:u:")) != -1) {
		reliable |= c == 'r';
		if (c == 'b')
			buffer = atoi(optarg);
		else if (c == 'd')
			delay = (unsigned int)atoi(optarg);
		else if (c == 'u')
			user = strtoull(optarg, NULL, 10);
	}
	err = enter(&w, reliable, buffer);
	if (err) {
		fprintf(stderr, "stream read: %s\n", strerror(-err));
		return 1;
	}
	getsockname(w.fd, (struct sockaddr *)&self, &len);
	printf("%u\n", self.nl_pid);
	fflush(stdout);
	return follow(&w);
}
