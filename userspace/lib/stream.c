// SPDX-License-Identifier: LGPL-2.1-or-later
/* Events as they come: datagrams fetched in batches, decoded in place, handed out in order. */
#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <linux/netlink.h>

/* A message of thirty events whose arguments are all at their limit fits. */
#define FIRST_SLOT (256u * 1024)

/** struct batch - What one recvmmsg() needs. */
struct batch {
	struct mmsghdr msg[SESSMON_BATCH];
	struct iovec iov[SESSMON_BATCH];
	struct sockaddr_nl from[SESSMON_BATCH];
	union {
		char bytes[CMSG_SPACE(sizeof(struct nl_pktinfo))];
		struct cmsghdr align;
	} control[SESSMON_BATCH];
};

/* Address space only: a page costs memory from the day a message needs it. */
static int make_buffer(struct sessmon_stream *st, size_t slot)
{
	void *p = mmap(NULL, slot * SESSMON_BATCH, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	if (st->buffer)
		munmap(st->buffer, st->slot * SESSMON_BATCH);
	st->buffer = p;
	st->slot = slot;
	return 0;
}

static int set_option(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof(value)) ? -errno : 0;
}

int sessmon_stream_open(struct sessmon_stream *st, int protocol, int rcvbuf)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	int err;

	st->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (st->fd < 0)
		return -errno;
	/* The limit of the system is meant for those who may not exceed it. */
	if (set_option(st->fd, SOL_SOCKET, SO_RCVBUFFORCE, rcvbuf))
		set_option(st->fd, SOL_SOCKET, SO_RCVBUF, rcvbuf);
	/* Tells which group a datagram was sent to: each is counted by itself. */
	err = set_option(st->fd, SOL_NETLINK, NETLINK_PKTINFO, 1);
	if (!err && bind(st->fd, (struct sockaddr *)&self, sizeof(self)))
		err = -errno;
	if (!err)
		err = make_buffer(st, FIRST_SLOT);
	if (err)
		sessmon_stream_close(st);
	return err;
}

int sessmon_stream_join(struct sessmon_stream *st, unsigned int groups)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < SESSMON_GROUPS && !err; i++)
		if (groups & (1u << i))
			err = set_option(st->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
					 (int)st->group_id[i]);
	return err;
}

void sessmon_stream_close(struct sessmon_stream *st)
{
	if (st->buffer)
		munmap(st->buffer, st->slot * SESSMON_BATCH);
	if (st->fd >= 0)
		close(st->fd);
	st->buffer = NULL;
	st->fd = -1;
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static int hand_out(struct sessmon_stream *st, struct sessmon_event *e)
{
	e->received = st->received;
	st->n++;
	return st->fn(e, st->arg) ? -ECANCELED : 0;
}

static int hand_out_loss(struct sessmon_stream *st, enum sessmon_loss_where where, uint64_t count,
			 uint32_t group)
{
	struct sessmon_event e = {
		.has = 1ULL << SESSMON_A_EVENT_TYPE,
		.type = SESSMON_EVENT_LOST,
		.loss = { where, group, count },
	};

	return hand_out(st, &e);
}

#define OF_NO_GROUP                                                                                \
	(1u << SESSMON_EVENT_LOST | 1u << SESSMON_EVENT_ATTACHED | 1u << SESSMON_EVENT_DETACHING | \
	 1u << SESSMON_EVENT_HOOKS)

/* What is of no group is said to each: a reader of several has it once. */
static bool was_told(struct sessmon_stream *st)
{
	const struct sessmon_event *e = &st->event;
	struct sessmon_told *t;
	bool again;

	if (e->type >= sizeof(st->told) / sizeof(st->told[0]) || !(OF_NO_GROUP >> e->type & 1))
		return false;
	t = &st->told[e->type];
	again = t->boottime && t->boottime == e->boottime && t->seq == e->seq;
	t->boottime = e->boottime;
	t->seq = e->seq;
	return again;
}

/* The module's word of a loss of the ring and our count of it are one event. */
static int hand_out_event(struct sessmon_stream *st)
{
	struct sessmon_event *e = &st->event;
	uint64_t ring = st->ring;
	int err = 0;

	if (was_told(st))
		return 0;
	st->ring = 0;
	if (ring && e->type == SESSMON_EVENT_LOST)
		e->loss = (struct sessmon_loss){ SESSMON_LOSS_RING, 0, ring };
	else if (ring)
		err = hand_out_loss(st, SESSMON_LOSS_RING, ring, 0);
	return err ? err : hand_out(st, e);
}

static int hand_out_events(struct sessmon_stream *st, const struct sessmon_message *m)
{
	struct sessmon_str rest = m->attrs, one;
	int err = 0;

	while (!err && sessmon_next_attr(&rest, SESSMON_A_EVENT, &one)) {
		sessmon_decode(&sessmon_rules_event, one, &st->event, sizeof(st->event),
			       &st->decoder);
		err = hand_out_event(st);
	}
	return err;
}

/* Losses first: they happened before what the message brings. */
static int take_message(struct sessmon_stream *st, unsigned int group,
			const struct sessmon_message *m)
{
	uint64_t missing = sessmon_gap_group(&st->gap, group, m);
	int err = 0;

	st->ring += sessmon_gap_ring(&st->gap, m);
	if (missing)
		err = hand_out_loss(st, SESSMON_LOSS_SOCKET, missing, 1u << group);
	return err ? err : hand_out_events(st, m);
}

/* To a reliable reader nothing is sent through a group: the message says it. */
static unsigned int group_of_message(const struct sessmon_message *m, unsigned int otherwise)
{
	unsigned int i;

	for (i = 0; i < SESSMON_GROUPS; i++)
		if (sessmon_has(m, SESSMON_A_GROUP) && m->group == 1u << i)
			return i;
	return otherwise;
}

/* It has room again, or we would not know: so it can be a reliable reader again. */
static int take_demotion(struct sessmon_stream *st)
{
	sessmon_stream_ask(st);
	return hand_out_loss(st, SESSMON_LOSS_DEMOTED, 0, 0);
}

static unsigned int group_of(const struct sessmon_stream *st, struct msghdr *h)
{
	struct nl_pktinfo info = { 0 };
	struct cmsghdr *c;
	unsigned int i;

	for (c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c))
		if (c->cmsg_level == SOL_NETLINK && c->cmsg_type == NETLINK_PKTINFO)
			memcpy(&info, CMSG_DATA(c), sizeof(info));
	for (i = 0; i < SESSMON_GROUPS; i++)
		if (info.group && info.group == st->group_id[i])
			break;
	return i;
}

static int take_datagram(struct sessmon_stream *st, struct mmsghdr *d)
{
	const struct sockaddr_nl *from = d->msg_hdr.msg_name;
	unsigned int group = group_of(st, &d->msg_hdr);
	struct sessmon_str rest = { d->msg_hdr.msg_iov->iov_base, d->msg_len };
	struct sessmon_message m;
	int err = 0;

	/* Whoever may send to a port could pretend to be the module. */
	if (from->nl_pid && !st->trust_all)
		return 0;
	if (d->msg_hdr.msg_flags & MSG_TRUNC) {
		st->wanted = d->msg_len;
		return hand_out_loss(st, SESSMON_LOSS_TRUNCATED, 0,
				     group < SESSMON_GROUPS ? 1u << group : 0);
	}
	while (!err && sessmon_next_message(&rest, st->family, &m))
		if (m.cmd == SESSMON_CMD_EVENTS)
			err = take_message(st, group_of_message(&m, group), &m);
		else if (m.cmd == SESSMON_CMD_READER_DEMOTED)
			err = take_demotion(st);
	return err;
}

static void prepare(struct sessmon_stream *st, struct batch *b)
{
	unsigned int i;

	for (i = 0; i < SESSMON_BATCH; i++) {
		b->iov[i].iov_base = st->buffer + i * st->slot;
		b->iov[i].iov_len = st->slot;
		b->msg[i].msg_hdr = (struct msghdr){
			.msg_name = &b->from[i],
			.msg_namelen = sizeof(b->from[i]),
			.msg_iov = &b->iov[i],
			.msg_iovlen = 1,
			.msg_control = &b->control[i],
			.msg_controllen = sizeof(b->control[i]),
		};
	}
}

static int grow(struct sessmon_stream *st)
{
	size_t slot = st->slot;

	while (slot < st->wanted)
		slot *= 2;
	st->wanted = 0;
	return slot > st->slot ? make_buffer(st, slot) : 0;
}

static int wait_for(int fd, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = poll(&p, 1, timeout_ms);

	return n < 0 ? -errno : n;
}

/* MSG_TRUNC makes the kernel tell the true length of what did not fit. */
static int fetch(struct sessmon_stream *st, struct batch *b)
{
	int n;

	prepare(st, b);
	n = recvmmsg(st->fd, b->msg, SESSMON_BATCH, MSG_DONTWAIT | MSG_TRUNC, NULL);
	return n < 0 ? -errno : n;
}

int sessmon_stream_receive(struct sessmon_stream *st, int timeout_ms, sessmon_event_fn fn,
			   void *arg)
{
	struct batch b;
	int i, n, err = 0;

	st->n = 0;
	st->fn = fn;
	st->arg = arg;
	/* Whoever does not wait has most often just been told that there is something. */
	n = timeout_ms ? wait_for(st->fd, timeout_ms) : 1;
	if (n <= 0)
		return n;
	n = grow(st);
	if (n < 0)
		return n;
	n = fetch(st, &b);
	st->received = now();
	if (n == -ENOBUFS)
		err = hand_out_loss(st, SESSMON_LOSS_OVERRUN, 0, 0);
	else if (n < 0)
		return n == -EAGAIN ? 0 : n;
	for (i = 0; i < n && !err; i++)
		err = take_datagram(st, &b.msg[i]);
	return err ? err : st->n;
}
