// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader that only the storm needs: without one, nothing is encoded or sent.
 *
 * reader listen   joins the groups and dumps, until there is a file /stop; when
 *                 the module goes away it waits for it to come back
 * reader policy   makes a door of the storm's program and undoes that, until there is
 *                 a file /stop: each time, all sessions of the storm change class
 * reader verify   the processes of one dump against /proc; for a machine at rest
 * reader check    what the module itself finds when it compares its table with the kernel
 * reader stats    the counters of memory and of the table
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "uapi/linux/sessmon.h"

#define ROOM	   65536
#define MAX_GROUPS 8

static char buf[ROOM];
static unsigned short family;
static unsigned int groups[MAX_GROUPS], group_count;

static const struct nlattr *find(const void *data, int len, int type)
{
	const struct nlattr *a = data;

	while (len >= NLA_HDRLEN && a->nla_len >= NLA_HDRLEN && a->nla_len <= len) {
		if ((a->nla_type & NLA_TYPE_MASK) == type)
			return a;
		len -= NLA_ALIGN(a->nla_len);
		a = (const void *)((const char *)a + NLA_ALIGN(a->nla_len));
	}
	return NULL;
}

static const void *data_of(const struct nlattr *a)
{
	return (const char *)a + NLA_HDRLEN;
}

static int len_of(const struct nlattr *a)
{
	return a->nla_len - NLA_HDRLEN;
}

static const struct nlattr *attr(const struct nlmsghdr *h, int type)
{
	return find((const char *)h + NLMSG_HDRLEN + GENL_HDRLEN,
		    (int)h->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN, type);
}

static const struct nlattr *inside(const struct nlattr *a, int type)
{
	return a ? find(data_of(a), len_of(a), type) : NULL;
}

static int open_socket(void)
{
	struct sockaddr_nl me = { .nl_family = AF_NETLINK };
	int size = 1 << 20, fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

	if (fd < 0 || bind(fd, (struct sockaddr *)&me, sizeof(me)))
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return fd;
}

static int ask(int fd, unsigned short type, unsigned char cmd, unsigned short flags,
	       const char *name)
{
	struct {
		struct nlmsghdr n;
		struct genlmsghdr g;
		struct nlattr a;
		char name[32];
	} req = { .n = { .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags },
		  .g = { .cmd = cmd, .version = 1 } };
	size_t len = NLMSG_HDRLEN + GENL_HDRLEN;

	if (name) {
		req.a.nla_type = CTRL_ATTR_FAMILY_NAME;
		req.a.nla_len = (unsigned short)(NLA_HDRLEN + strlen(name) + 1);
		strcpy(req.name, name);
		len += NLA_ALIGN(req.a.nla_len);
	}
	req.n.nlmsg_len = (unsigned int)len;
	return send(fd, &req, len, 0) < 0 ? -1 : 0;
}

/* Family and groups; -1 while the module is not there. */
static int resolve(int fd)
{
	const struct nlattr *a, *g;
	struct nlmsghdr *h = (void *)buf;
	ssize_t n;

	if (ask(fd, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, SESSMON_FAMILY_NAME))
		return -1;
	n = recv(fd, buf, sizeof(buf), 0);
	if (n < NLMSG_HDRLEN || h->nlmsg_type == NLMSG_ERROR)
		return -1;
	a = attr(h, CTRL_ATTR_FAMILY_ID);
	if (!a)
		return -1;
	memcpy(&family, data_of(a), sizeof(family));
	a = attr(h, CTRL_ATTR_MCAST_GROUPS);
	for (group_count = 0; a && group_count < MAX_GROUPS; group_count++) {
		g = inside(inside(a, (int)group_count + 1), CTRL_ATTR_MCAST_GRP_ID);
		if (!g)
			break;
		memcpy(&groups[group_count], data_of(g), sizeof(groups[0]));
	}
	return 0;
}

/* One dump; -1 if it was cut short. @each is told each object. */
static long dump(int fd, unsigned char cmd, void (*each)(const struct nlmsghdr *h))
{
	struct nlmsghdr *h;
	long objects = 0;
	int left;

	if (ask(fd, family, cmd, NLM_F_DUMP, NULL))
		return -1;
	for (;;) {
		ssize_t n = recv(fd, buf, sizeof(buf), 0);

		if (n <= 0)
			return -1;
		left = (int)n;
		for (h = (void *)buf; NLMSG_OK(h, (unsigned int)left); h = NLMSG_NEXT(h, left)) {
			if (h->nlmsg_type == NLMSG_DONE)
				return objects;
			if (h->nlmsg_type == NLMSG_ERROR)
				return -1;
			objects++;
			if (each)
				each(h);
		}
	}
}

/* ---- listen ---- */

static bool stopped(void)
{
	return !access("/stop", F_OK);
}

static long listen_once(void)
{
	int events = open_socket(), dumps = open_socket();
	struct pollfd p = { .fd = events, .events = POLLIN };
	long messages = 0;
	unsigned int i;

	if (resolve(dumps)) {
		close(events);
		close(dumps);
		usleep(100000);
		return 0;
	}
	for (i = 0; i < group_count; i++)
		setsockopt(events, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i], sizeof(int));
	while (!stopped()) {
		if (poll(&p, 1, 200) > 0 &&
		    (recv(events, buf, sizeof(buf), 0) > 0 || errno == ENOBUFS))
			messages++;
		else if (resolve(dumps))
			break; /* Quiet, because the module has gone. */
		if (messages % 64 == 63 && dump(dumps, SESSMON_CMD_PROCESS_GET, NULL) < 0)
			break;
		if (messages % 64 == 31 && dump(dumps, SESSMON_CMD_SESSION_GET, NULL) < 0)
			break;
	}
	close(events);
	close(dumps);
	return messages;
}

static int listen_all(void)
{
	long messages = 0;

	while (!stopped())
		messages += listen_once();
	printf("reader: %ld messages\n", messages);
	return 0;
}

/* ---- policy ---- */

static void put(struct nlmsghdr *n, int type, const void *data, size_t len)
{
	struct nlattr *a = (void *)((char *)n + NLMSG_ALIGN(n->nlmsg_len));

	a->nla_type = (unsigned short)type;
	a->nla_len = (unsigned short)(NLA_HDRLEN + len);
	if (len)
		memcpy((char *)a + NLA_HDRLEN, data, len);
	n->nlmsg_len = NLMSG_ALIGN(n->nlmsg_len) + NLA_ALIGN(a->nla_len);
}

static void put_door(struct nlmsghdr *n, const char *path)
{
	struct nlattr *rule = (void *)((char *)n + NLMSG_ALIGN(n->nlmsg_len));
	const unsigned int roles = SESSMON_EXE_HOST_ACCESS, entry = SESSMON_ENTRY_SSHD;

	put(n, SESSMON_A_RULE, NULL, 0);
	put(n, SESSMON_A_RULE_PATH, path, strlen(path) + 1);
	put(n, SESSMON_A_RULE_ROLES, &roles, sizeof(roles));
	put(n, SESSMON_A_RULE_ENTRY_TYPE, &entry, sizeof(entry));
	rule->nla_type |= NLA_F_NESTED;
	rule->nla_len = (unsigned short)((char *)n + n->nlmsg_len - (char *)rule);
}

/* Returns whether it was answered; nobody does while the module is not there. */
static int set_policy(int fd, const char *door)
{
	struct nlmsghdr *n = (void *)buf;
	struct genlmsghdr *g = NLMSG_DATA(n);

	memset(buf, 0, 1024);
	*n = (struct nlmsghdr){ .nlmsg_type = family, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK };
	n->nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	*g = (struct genlmsghdr){ .cmd = SESSMON_CMD_POLICY_SET, .version = 1 };
	if (door)
		put_door(n, door);
	else
		put(n, SESSMON_A_BUILT_IN, NULL, 0);
	if (send(fd, buf, n->nlmsg_len, 0) < 0)
		return -1;
	do {
		if (recv(fd, buf, sizeof(buf), 0) < NLMSG_HDRLEN)
			return -1;
	} while (n->nlmsg_type != NLMSG_ERROR);
	return ((struct nlmsgerr *)NLMSG_DATA(n))->error;
}

static int change_policy(void)
{
	long changes = 0;
	int fd;

	while (!stopped()) {
		fd = open_socket();
		while (!stopped() && !resolve(fd))
			while (!stopped() && !set_policy(fd, "/bin/storm") &&
			       !set_policy(fd, NULL)) {
				changes++;
				usleep(2000);
			}
		close(fd);
		usleep(1000);
	}
	printf("reader: the policy was changed %ld times\n", changes);
	return changes == 0;
}

/* ---- verify ---- */

#define MAX_PIDS 65536
static unsigned char in_table[MAX_PIDS], in_proc[MAX_PIDS];

static void note(const struct nlmsghdr *h)
{
	const struct nlattr *a = attr(h, SESSMON_A_PROCESS);
	unsigned int id = 0;

	a = inside(inside(a, SESSMON_A_PROCESS_KEY), SESSMON_A_KEY_ID);
	if (a)
		memcpy(&id, data_of(a), sizeof(id));
	if (id < MAX_PIDS)
		in_table[id]++;
}

static int verify(void)
{
	int fd = open_socket(), wrong = 0, i;
	struct dirent *d;
	long objects;
	DIR *proc;

	if (resolve(fd))
		return 1;
	objects = dump(fd, SESSMON_CMD_PROCESS_GET, note);
	proc = opendir("/proc");
	while (proc && (d = readdir(proc)))
		if (isdigit(d->d_name[0]) && atoi(d->d_name) < MAX_PIDS)
			in_proc[atoi(d->d_name)] = 1;
	for (i = 0; i < MAX_PIDS; i++)
		if (in_table[i] != in_proc[i]) {
			printf("reader: process %d: %d in the table, %d in /proc\n", i, in_table[i],
			       in_proc[i]);
			wrong++;
		}
	printf("reader: %ld processes in the table, %d wrong\n", objects, wrong);
	return wrong || objects <= 0;
}

/* ---- numbers ---- */

/**
 * struct number - one number of an answer
 * @name: as it is printed
 * @type: its attribute
 */
struct number {
	const char *name;
	int type;
};

/* Print the numbers that the answer to @cmd has in @nest; their sum but for the first, or -1. */
static long long ask_numbers(unsigned char cmd, int nest, const struct number *wanted, size_t count)
{
	long long sum = 0;
	const struct nlattr *a;
	unsigned long long v;
	int fd = open_socket();
	size_t i;

	if (resolve(fd) || ask(fd, family, cmd, 0, NULL) || recv(fd, buf, sizeof(buf), 0) <= 0)
		return -1;
	printf("reader:");
	for (i = 0; i < count; i++) {
		a = inside(attr((void *)buf, nest), wanted[i].type);
		v = 0;
		if (a)
			memcpy(&v, data_of(a), sizeof(v));
		printf(" %s=%llu", wanted[i].name, v);
		sum += i ? (long long)v : 0;
	}
	printf("\n");
	close(fd);
	return sum;
}

static int check(void)
{
	static const struct number wanted[] = {
		{ "checked", SESSMON_A_VERIFY_CHECKED },
		{ "missing", SESSMON_A_VERIFY_MISSING },
		{ "stale", SESSMON_A_VERIFY_STALE },
		{ "differing", SESSMON_A_VERIFY_DIFFERING },
	};

	return ask_numbers(SESSMON_CMD_VERIFY, SESSMON_A_VERIFY, wanted,
			   sizeof(wanted) / sizeof(wanted[0])) != 0;
}

static int stats(void)
{
	static const struct number wanted[] = {
		{ "processes", SESSMON_A_STATS_PROCESSES },
		{ "sessions", SESSMON_A_STATS_SESSIONS },
		{ "programs", SESSMON_A_STATS_PROGRAMS },
		{ "table-full", SESSMON_A_STATS_TABLE_FULL },
		{ "no-memory", SESSMON_A_STATS_NO_MEMORY },
		{ "capture-fallback", SESSMON_A_STATS_CAPTURE_FALLBACK },
		{ "probe-missed", SESSMON_A_STATS_PROBE_MISSED },
		{ "late-found", SESSMON_A_STATS_LATE_FOUND },
		{ "repaired", SESSMON_A_STATS_REPAIRED },
		{ "messages", SESSMON_A_STATS_MESSAGES },
	};

	return ask_numbers(SESSMON_CMD_STATS_GET, SESSMON_A_STATS, wanted,
			   sizeof(wanted) / sizeof(wanted[0])) < 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "listen"))
		return listen_all();
	if (argc == 2 && !strcmp(argv[1], "policy"))
		return change_policy();
	if (argc == 2 && !strcmp(argv[1], "verify"))
		return verify();
	if (argc == 2 && !strcmp(argv[1], "check"))
		return check();
	if (argc == 2 && !strcmp(argv[1], "stats"))
		return stats();
	fprintf(stderr, "usage: reader listen|policy|verify|check|stats\n");
	return 2;
}
