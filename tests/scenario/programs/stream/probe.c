// SPDX-License-Identifier: GPL-2.0-only
/*
 * probe [-u UID] FAMILY GROUP...: what may whoever runs this?
 *
 * Sends each operation to the family of that number, joins each group of that number,
 * says "listening", and at the end of standard input prints as JSON how each was
 * answered and how many bytes of the family came. The numbers are given, because in
 * other network namespaces nobody tells them. -u changes the user after the socket
 * was opened.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <poll.h>
#include <unistd.h>

#include "wire.h"

static const struct {
	const char *name;
	uint8_t cmd;
	uint16_t flags;
} ops[] = {
	{ "INFO_GET", SESSMON_CMD_INFO_GET, 0 },
	{ "PROCESS_GET", SESSMON_CMD_PROCESS_GET, 0 },
	{ "PROCESS_DUMP", SESSMON_CMD_PROCESS_GET, NLM_F_DUMP },
	{ "SESSION_GET", SESSMON_CMD_SESSION_GET, 0 },
	{ "SESSION_DUMP", SESSMON_CMD_SESSION_GET, NLM_F_DUMP },
	{ "STATS_GET", SESSMON_CMD_STATS_GET, 0 },
	{ "POLICY_GET", SESSMON_CMD_POLICY_GET, 0 },
	{ "POLICY_SET", SESSMON_CMD_POLICY_SET, 0 },
	{ "VERIFY", SESSMON_CMD_VERIFY, 0 },
	{ "READER_SET", SESSMON_CMD_READER_SET, 0 },
};

static unsigned long bytes;

/* Count what came; the last error, or 0. */
static int take(int fd, uint16_t family)
{
	static char buf[1 << 18];
	ssize_t n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
	const struct nlmsghdr *h;
	int err = 0;

	for (h = (const void *)buf; n > 0 && NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
		if (h->nlmsg_type == NLMSG_ERROR)
			err = -*(const int *)NLMSG_DATA(h);
		else if (h->nlmsg_type == family)
			bytes += h->nlmsg_len;
		else if (h->nlmsg_type == NLMSG_DONE && h->nlmsg_len >= NLMSG_HDRLEN + sizeof(int))
			err = -*(const int *)NLMSG_DATA(h);
	}
	return err;
}

/* A key and groups of which the kernel makes something, whatever is asked. */
static size_t put_all(char *attrs)
{
	uint32_t groups = 7, id = 1;
	char key[16];
	size_t len = wire_put(key, SESSMON_A_KEY_ID, &id, sizeof(id));

	len = wire_put(attrs, SESSMON_A_KEY | NLA_F_NESTED, key, len);
	return len + wire_put(attrs + len, SESSMON_A_GROUPS, &groups, sizeof(groups));
}

static int try_op(int fd, uint16_t family, unsigned int i)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char attrs[64];
	int one = 1, err;

	/* A policy that is put back: the built-in one. */
	size_t len = ops[i].cmd == SESSMON_CMD_POLICY_SET ?
			     wire_put(attrs, SESSMON_A_BUILT_IN, &one, 0) :
			     put_all(attrs);

	err = wire_send(fd, family, ops[i].flags, ops[i].cmd, attrs, len);
	if (err)
		return -err;
	if (poll(&p, 1, 3000) <= 0)
		return ETIMEDOUT;
	return take(fd, family);
}

static const char *name_of(int err)
{
	return err ? strerrorname_np(err) : "ok";
}

static void listen_to_end(int fd, uint16_t family)
{
	struct pollfd p[] = { { .fd = fd, .events = POLLIN }, { .fd = 0, .events = POLLIN } };
	char byte;

	printf("listening\n");
	fflush(stdout);
	while (poll(p, 2, -1) > 0) {
		if (p[0].revents)
			take(fd, family);
		else if (p[1].revents && read(0, &byte, 1) <= 0)
			return;
	}
}

int verb_probe(int argc, char **argv)
{
	int c, i, fd = wire_socket(), group, one = 1;
	int answers[32], joins[8];
	unsigned int n;
	uint16_t family;

	if (fd < 0)
		return 1;
	/* A socket that may hears of all network namespaces. */
	setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &one, sizeof(one));
	while ((c = getopt(argc, argv, "u:")) != -1)
		if (c != 'u' || setresuid(atoi(optarg), atoi(optarg), atoi(optarg)))
			return 2;
	family = (uint16_t)atoi(argv[optind++]);
	for (n = 0; n < sizeof(ops) / sizeof(ops[0]); n++)
		answers[n] = try_op(fd, family, n);
	for (i = optind; i < argc && i < optind + 8; i++) {
		group = atoi(argv[i]);
		joins[i - optind] =
			setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) ?
				errno :
				0;
	}
	listen_to_end(fd, family);
	printf("{\"ops\": {");
	for (n = 0; n < sizeof(ops) / sizeof(ops[0]); n++)
		printf("%s\"%s\": \"%s\"", n ? ", " : "", ops[n].name, name_of(answers[n]));
	printf("}, \"groups\": [");
	for (i = optind; i < argc && i < optind + 8; i++)
		printf("%s\"%s\"", i > optind ? ", " : "", name_of(joins[i - optind]));
	printf("], \"bytes\": %lu}\n", bytes);
	return 0;
}
