// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz MESSAGES [SEED]: requests that nobody in their right mind would send.
 *
 * Each starts as a valid request with every attribute that the family knows, to a
 * random depth, and is then damaged, or not: bytes, lengths, types, truncation,
 * commands that do not exist, several messages in a datagram. Eight sockets take
 * turns; dumps are begun and left, sockets are closed in the middle of them, groups
 * are joined and left. Now and then all are closed, so that the module, which each dump
 * under way holds, can be unloaded. Answers are read now and then, so that buffers run full.
 * Prints how many were sent and answered, by kind of answer.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define SOCKETS 8
#define ROOM	4096

static uint32_t state;
static struct wire wire[SOCKETS];
static unsigned long sent, refused, taken, datagrams, dumps, torn;

static uint32_t dice(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % n;
}

/* Numbers that are near to what something checks. */
static uint32_t odd_number(void)
{
	static const uint32_t odd[] = { 0,  1,	 2,    3,	   7,	       8,	  31,
					32, 255, 4096, 0x7fffffff, 0x80000000, 0xffffffff };

	return dice(3) ? dice(64) : odd[dice(sizeof(odd) / sizeof(odd[0]))];
}

static size_t put_bytes(char *to)
{
	static const uint8_t lengths[] = { 0, 1, 2, 3, 4, 4, 4, 5, 7, 8, 8, 12, 40 };
	size_t i, len = lengths[dice(sizeof(lengths))];
	uint32_t n = odd_number();

	for (i = 0; i < len; i++)
		to[i] = i < sizeof(n) ? ((char *)&n)[i] : (char)dice(256);
	return len;
}

static size_t put_path(char *to)
{
	size_t i, len = dice(8) ? 2 + dice(30) : 2 + dice(1500);

	to[0] = dice(8) ? '/' : 'x';
	for (i = 1; i < len; i++)
		to[i] = (char)('a' + dice(26));
	if (dice(8))
		to[len++] = 0;
	return len;
}

/* An attribute with others in it, down to a depth. */
static size_t put_attr(char *to, size_t room, unsigned int depth, bool top)
{
	/* Most are of those that the family takes. */
	static const uint16_t known[] = { SESSMON_A_KEY, SESSMON_A_RULE, SESSMON_A_RECORD,
					  SESSMON_A_BUILT_IN, SESSMON_A_GROUPS };
	uint16_t type = top && dice(6) ? known[dice(5)] : (uint16_t)(1 + dice(SESSMON_A_MAX + 2));
	static char in[8][ROOM];
	char *inside = in[depth];
	size_t len = 0;
	uint32_t n = dice(4);

	if (depth < 6 && n && room > 256) {
		while (n-- && len < room / 2)
			len += put_attr(inside + len, room / 2 - len, depth + 1, false);
		type |= dice(8) ? NLA_F_NESTED : 0;
	} else {
		len = dice(3) ? put_bytes(inside) : put_path(inside);
	}
	if (len + NLA_HDRLEN + 4 > room)
		len = 0;
	return wire_put(to, type, inside, len);
}

/* A rule that may well be taken, so that policies really change. */
static size_t put_rule(char *to)
{
	uint32_t roles = 1u << dice(6), kind = dice(12);
	char in[ROOM];
	size_t len;

	len = put_path(in + 4);
	memmove(in, &(struct nlattr){ (uint16_t)(NLA_HDRLEN + len), SESSMON_A_RULE_PATH }, 4);
	len = NLA_ALIGN(NLA_HDRLEN + len);
	len += wire_put(in + len, SESSMON_A_RULE_ROLES, &roles, 4);
	len += wire_put(in + len, SESSMON_A_RULE_ENTRY_TYPE, &kind, 4);
	return wire_put(to, SESSMON_A_RULE | NLA_F_NESTED, in, len);
}

static void damage(char *data, size_t *len)
{
	uint32_t n;

	for (n = dice(4); n; n--) {
		size_t at = NLMSG_HDRLEN + dice((uint32_t)(*len - NLMSG_HDRLEN));

		switch (dice(4)) {
		case 0:
			data[at] = (char)dice(256);
			break;
		case 1:
			data[at & ~3ul] = (char)dice(16);
			break;
		case 2:
			if (at > NLMSG_HDRLEN + GENL_HDRLEN)
				*len = at;
			break;
		default:
			data[at] ^= (char)(1u << dice(8));
		}
	}
}

static size_t make(char *data, const struct wire *w)
{
	struct genlmsghdr g = { .cmd = (uint8_t)(dice(16) ? 1 + dice(SESSMON_CMD_MAX) : dice(256)),
				.version = (uint8_t)(dice(16) ? 1 : dice(256)) };
	struct nlmsghdr h = { .nlmsg_type = w->family, .nlmsg_flags = NLM_F_REQUEST };
	size_t len = NLMSG_HDRLEN + GENL_HDRLEN;
	/* Without attributes most are good. */
	uint32_t n = dice(2) ? dice(5) : 0;

	if (!dice(4))
		h.nlmsg_flags |= NLM_F_DUMP;
	if (!dice(4))
		h.nlmsg_flags |= NLM_F_ACK;
	if (!dice(64))
		h.nlmsg_flags = (uint16_t)dice(65536) | NLM_F_REQUEST;
	memcpy(data + NLMSG_HDRLEN, &g, sizeof(g));
	while (n-- && len < ROOM / 2)
		len += dice(3) ? put_attr(data + len, ROOM / 2, 0, true) : put_rule(data + len);
	dumps += !!(h.nlmsg_flags & NLM_F_DUMP);
	if (dice(2))
		damage(data, &len);
	h.nlmsg_len = (uint32_t)(dice(64) ? len : dice(ROOM));
	memcpy(data, &h, sizeof(h));
	return NLMSG_ALIGN(len);
}

static void read_some(const struct wire *w)
{
	static char buf[1 << 17];
	uint32_t n = dice(4);
	const struct nlmsghdr *h = (const void *)buf;

	while (n-- && recv(w->fd, buf, sizeof(buf), MSG_DONTWAIT) >= NLMSG_HDRLEN) {
		datagrams++;
		if (h->nlmsg_type == NLMSG_ERROR && *(const int *)NLMSG_DATA(h))
			refused++;
		else if (h->nlmsg_type == w->family)
			taken++;
	}
}

/* Whatever is under way on it, a dump for one, ends with it. */
static int renew(struct wire *w)
{
	int size = 4096 << dice(6), group;

	if (w->fd > 0)
		close(w->fd);
	torn++;
	if (wire_open(w))
		return -1;
	setsockopt(w->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	group = (int)w->group[dice(GROUPS)];
	if (!dice(3))
		setsockopt(w->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));
	return 0;
}

/*
 * Nothing is under way for a moment. What was registered as a reliable reader is let go
 * of by the module's next look, a second later at most: hence the wait.
 */
static int pause_all(void)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++) {
		if (wire[i].fd > 0)
			close(wire[i].fd);
		wire[i].fd = -1;
	}
	usleep(1200000);
	for (i = 0; i < SOCKETS; i++)
		if (renew(&wire[i]))
			return -1;
	return 0;
}

static int one_datagram(struct wire *w)
{
	static char data[8 * ROOM];
	size_t len = 0;
	uint32_t n = dice(8) ? 1 : 1 + dice(4);

	for (; n; n--, sent++)
		len += make(data + len, w);
	send(w->fd, data, len, MSG_DONTWAIT);
	if (!dice(3))
		read_some(w);
	if (!dice(1000))
		return pause_all();
	return dice(50) ? 0 : renew(w);
}

int verb_fuzz(int argc, char **argv)
{
	unsigned long messages = argc > 1 ? strtoul(argv[1], NULL, 0) : 1000;
	unsigned int i;

	state = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 0) : 1;
	for (i = 0; i < SOCKETS; i++)
		if (renew(&wire[i]))
			return 1;
	while (sent < messages)
		if (one_datagram(&wire[dice(SOCKETS)]))
			return 1;
	printf("{\"sent\": %lu, \"answers\": %lu, \"refused\": %lu, \"taken\": %lu, "
	       "\"dumps\": %lu, \"sockets\": %lu}\n",
	       sent, datagrams, refused, taken, dumps, torn);
	return 0;
}
