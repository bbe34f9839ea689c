// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The receiver on a real socket: losses of each kind are provoked, not made
 * up.  NETLINK_USERSOCK stands for the module; joining its groups needs root.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netlink.h>

#include "stream.h"
#include "tap.h"
#include "world.h"

#define FIRST_GROUP 21

/** struct seen - What the reader was told. */
struct seen {
	unsigned int events;
	uint64_t missing[SESSMON_GROUPS];
	uint64_t ring;
	unsigned int overruns;
	unsigned int truncated;
	unsigned int demoted;
	unsigned int stop_after;
};

static int count(const struct sessmon_event *e, void *arg)
{
	struct seen *s = arg;
	unsigned int group = e->loss.group >> 1;

	switch (e->loss.where) {
	case SESSMON_LOSS_NONE:
		s->events++;
		break;
	case SESSMON_LOSS_RING:
		s->ring += e->loss.count;
		break;
	case SESSMON_LOSS_SOCKET:
		s->missing[group < SESSMON_GROUPS ? group : 0] += e->loss.count;
		break;
	case SESSMON_LOSS_OVERRUN:
		s->overruns++;
		break;
	case SESSMON_LOSS_TRUNCATED:
		s->truncated++;
		break;
	case SESSMON_LOSS_DEMOTED:
		s->demoted++;
		break;
	case SESSMON_LOSS_UNLOADED:
		ok(false, "the library says that the module was not there");
		break;
	}
	return s->stop_after && s->events >= s->stop_after;
}

static int open_stream(struct sessmon_stream *st, int rcvbuf)
{
	unsigned int i;
	int err;

	memset(st, 0, sizeof(*st));
	st->family = TEST_FAMILY;
	st->trust_all = true;
	for (i = 0; i < SESSMON_GROUPS; i++)
		st->group_id[i] = FIRST_GROUP + i;
	err = sessmon_stream_open(st, NETLINK_USERSOCK, rcvbuf);
	return err ? err : sessmon_stream_join(st, SESSMON_GROUP_ALL);
}

static int sender(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK), size = 4 << 20;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	return fd;
}

static void send_to(int fd, unsigned int group, struct nl_msg *msg)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK,
				  .nl_groups = 1u << (FIRST_GROUP + group - 1) };
	struct sessmon_str bytes = encode_bytes(msg);

	/* After the group it goes to the kernel, which has nobody for it. */
	if (sendto(fd, bytes.data, bytes.len, 0, (struct sockaddr *)&to, sizeof(to)) < 0 &&
	    errno != ECONNREFUSED)
		abort();
	nlmsg_free(msg);
}

static void send_batch(int fd, unsigned int group, uint64_t first, unsigned int n, uint64_t lost)
{
	struct sessmon_event e = { .has = 0x6, .type = SESSMON_EVENT_FORK };
	struct nl_msg *msg = encode_begin(SESSMON_CMD_EVENTS);
	unsigned int i;

	nla_put_u64(msg, SESSMON_A_GROUP_FIRST, first);
	nla_put_u64(msg, SESSMON_A_LOST, lost);
	for (i = 0; i < n; i++) {
		e.seq = first + i;
		encode_event(msg, SESSMON_A_EVENT, &e);
	}
	send_to(fd, group, msg);
}

static void receive_all(struct sessmon_stream *st, struct seen *s)
{
	while (sessmon_stream_receive(st, 50, count, s) > 0)
		;
}

static void test_plain(struct sessmon_stream *st, int fd)
{
	struct seen s = { 0 };

	send_batch(fd, 0, 10, 3, 0);
	send_batch(fd, 1, 77, 30, 0);
	send_batch(fd, 0, 13, 1, 0);
	receive_all(st, &s);
	ok(s.events == 34 && !s.missing[0] && !s.missing[1] && !s.ring && !s.overruns,
	   "all that was sent, by group");
	send_batch(fd, 0, 20, 1, 4);
	receive_all(st, &s);
	ok(s.missing[0] == 6 && s.ring == 4, "a hole in a group and a loss of the ring");
	ok(!sessmon_stream_receive(st, 0, count, &s), "nothing more, without waiting");
}

static void test_overrun(int fd)
{
	struct sessmon_stream st;
	struct seen s = { 0 };
	uint64_t sent = 0;

	if (open_stream(&st, 32 * 1024))
		abort();
	send_batch(fd, 1, 0, 30, 0);
	for (sent = 30; sent < 30000; sent += 30)
		send_batch(fd, 1, sent, 30, 0);
	receive_all(&st, &s);
	ok(s.overruns == 1 && s.events < sent, "a buffer that ran over is told");
	send_batch(fd, 1, sent, 30, 0);
	receive_all(&st, &s);
	ok(s.events + s.missing[1] == sent + 30, "and then how many: %u + %llu = %llu", s.events,
	   (unsigned long long)s.missing[1], (unsigned long long)sent + 30);
	sessmon_stream_close(&st);
}

static struct nl_msg *large_message(uint64_t first)
{
	static const char zeros[60000];
	struct nl_msg *msg = encode_begin(SESSMON_CMD_EVENTS);
	struct sessmon_event e = { .has = 0x6, .type = SESSMON_EVENT_EXEC };
	int i;

	nla_put_u64(msg, SESSMON_A_GROUP_FIRST, first);
	for (i = 0; i < 6; i++)
		nla_put(msg, 100, sizeof(zeros), zeros);
	encode_event(msg, SESSMON_A_EVENT, &e);
	return msg;
}

static void test_truncated(int fd)
{
	struct sessmon_stream st;
	struct seen s = { 0 };

	if (open_stream(&st, 8 << 20))
		abort();
	send_batch(fd, 2, 0, 1, 0);
	receive_all(&st, &s);
	send_to(fd, 2, large_message(1));
	receive_all(&st, &s);
	ok(s.truncated == 1 && s.events == 1, "a message that does not fit is told");
	send_to(fd, 2, large_message(2));
	receive_all(&st, &s);
	ok(s.events == 2 && s.missing[2] == 1, "it is counted, and the next one fits");
	sessmon_stream_close(&st);
}

static void test_stranger(int fd)
{
	struct sessmon_stream st;
	struct seen s = { 0 };

	if (open_stream(&st, 1 << 20))
		abort();
	st.trust_all = false;
	send_batch(fd, 0, 0, 5, 0);
	receive_all(&st, &s);
	ok(!s.events, "messages of anybody but the kernel are dropped");
	sessmon_stream_close(&st);
}

/* The module says it to each group, and with its own count. */
static void test_announced(struct sessmon_stream *st, int fd)
{
	struct sessmon_event e = {
		.has = 0x1e, .seq = 7, .type = SESSMON_EVENT_LOST, .boottime = 9
	};
	struct seen s = { 0 };
	unsigned int group;
	struct nl_msg *msg;

	for (group = 0; group < SESSMON_GROUPS; group++) {
		msg = encode_begin(SESSMON_CMD_EVENTS);
		nla_put_u64(msg, SESSMON_A_LOST, 9);
		encode_event(msg, SESSMON_A_EVENT, &e);
		send_to(fd, group, msg);
	}
	receive_all(st, &s);
	ok(s.ring == 5 && !s.events, "a loss that is said to each group is one event: %llu, %u",
	   (unsigned long long)s.ring, s.events);
	e.type = SESSMON_EVENT_ATTACHED;
	for (group = 0; group < 2; group++) {
		msg = encode_begin(SESSMON_CMD_EVENTS);
		encode_event(msg, SESSMON_A_EVENT, &e);
		send_to(fd, group, msg);
	}
	receive_all(st, &s);
	ok(s.events == 1, "and so is what is said of the module");
}

/* What is sent to a reader itself, with no group but the one that the message says. */
static void send_alone(struct sessmon_stream *st, int fd, struct nl_msg *msg)
{
	struct sockaddr_nl to = { 0 };
	socklen_t len = sizeof(to);
	struct sessmon_str bytes = encode_bytes(msg);

	getsockname(st->fd, (struct sockaddr *)&to, &len);
	if (sendto(fd, bytes.data, bytes.len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		abort();
	nlmsg_free(msg);
}

static void test_alone(int fd)
{
	struct sessmon_event e = { .has = 0x6, .type = SESSMON_EVENT_FORK };
	struct sessmon_stream st;
	struct seen s = { 0 };
	struct nl_msg *msg;
	uint64_t first;

	if (open_stream(&st, 1 << 20))
		abort();
	for (first = 40; first <= 50; first += 10) {
		msg = encode_begin(SESSMON_CMD_EVENTS);
		nla_put_u64(msg, SESSMON_A_GROUP_FIRST, first);
		nla_put_u32(msg, SESSMON_A_GROUP, SESSMON_GROUP_LIFECYCLE);
		encode_event(msg, SESSMON_A_EVENT, &e);
		send_alone(&st, fd, msg);
	}
	receive_all(&st, &s);
	ok(s.events == 2 && s.missing[1] == 9 && !s.missing[0],
	   "a message without a group is of the one that it says: %llu missing",
	   (unsigned long long)s.missing[1]);
	send_alone(&st, fd, encode_begin(SESSMON_CMD_READER_DEMOTED));
	receive_all(&st, &s);
	ok(s.demoted == 1, "a demotion is told");
	sessmon_stream_close(&st);
}

static void test_stop(struct sessmon_stream *st, int fd)
{
	struct seen s = { .stop_after = 2 };

	send_batch(fd, 0, 21, 5, 9);
	ok(sessmon_stream_receive(st, 100, count, &s) == -ECANCELED && s.events == 2,
	   "a reader who wants no more gets no more");
}

int main(void)
{
	struct sessmon_stream st;
	int fd;

	/* In a network of its own nobody else is heard who plays the module. */
	if (unshare(CLONE_NEWNET) || open_stream(&st, 1 << 20)) {
		printf("1..0 # SKIP joining a group needs privilege\n");
		return 0;
	}
	fd = sender();
	test_plain(&st, fd);
	test_announced(&st, fd);
	test_stop(&st, fd);
	test_overrun(fd);
	test_truncated(fd);
	test_stranger(fd);
	test_alone(fd);
	sessmon_stream_close(&st);
	close(fd);
	return tap_done();
}
