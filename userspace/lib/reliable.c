// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reliable delivery: the socket of the stream registers itself.  The request goes
 * by hand, because the answer comes to the socket that the events come to.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "stream.h"

/** struct request - SESSMON_CMD_READER_SET as it goes over the wire. */
struct request {
	struct nlmsghdr head;
	struct genlmsghdr family;
	struct nlattr attr;
	uint32_t groups;
};

int sessmon_stream_ask(struct sessmon_stream *st)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct request r = {
		.head = { sizeof(r), st->family, NLM_F_REQUEST, 0, 0 },
		.family = { .cmd = SESSMON_CMD_READER_SET, .version = SESSMON_FAMILY_VERSION },
		.attr = { sizeof(r.attr) + sizeof(r.groups), SESSMON_A_GROUPS },
		.groups = st->reliable,
	};

	if (sendto(st->fd, &r, sizeof(r), 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -errno;
	return 0;
}

/* What each group was sent before we came: nothing after that may be missing. */
static void take_baseline(struct sessmon_stream *st, const struct sessmon_message *m)
{
	struct sessmon_str rest = m->attrs, one;
	struct sessmon_group_sent sent;
	struct sessmon_decoder d;
	unsigned int i;

	while (sessmon_next_attr(&rest, SESSMON_A_GROUP_SENT, &one)) {
		sessmon_decode(&sessmon_rules_group_sent, one, &sent, sizeof(sent), &d);
		for (i = 0; i < SESSMON_GROUPS; i++) {
			if (sent.group != 1u << i)
				continue;
			st->gap.next[i] = sent.events;
			st->gap.known[i] = true;
		}
	}
}

static int refusal(const char *data, size_t len)
{
	struct nlmsghdr h;
	int err;

	if (len < sizeof(h) + sizeof(err))
		return -SESSMON_E_GARBLED;
	memcpy(&h, data, sizeof(h));
	memcpy(&err, data + sizeof(h), sizeof(err));
	return h.nlmsg_type == NLMSG_ERROR && err < 0 ? err : -SESSMON_E_GARBLED;
}

/* The kernel answers within the request, and before it sends any event. */
static int take_answer(struct sessmon_stream *st)
{
	ssize_t n = recv(st->fd, st->buffer, st->slot, 0);
	struct sessmon_str rest;
	struct sessmon_message m;

	if (n < 0)
		return -errno;
	rest = (struct sessmon_str){ st->buffer, (uint32_t)n };
	if (!sessmon_next_message(&rest, st->family, &m) || m.cmd != SESSMON_CMD_READER_SET)
		return refusal(st->buffer, (size_t)n);
	take_baseline(st, &m);
	return 0;
}

int sessmon_stream_register(struct sessmon_stream *st, unsigned int groups)
{
	int one = 1, err;

	/* What does not fit waits in the kernel: a full buffer is no loss. */
	if (setsockopt(st->fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, &one, sizeof(one)))
		return -errno;
	st->reliable = groups;
	err = sessmon_stream_ask(st);
	return err ? err : take_answer(st);
}
