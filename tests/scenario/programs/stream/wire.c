// SPDX-License-Identifier: GPL-2.0-only
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

const char *const group_names[GROUPS] = { "session", "lifecycle", "security" };

int wire_socket(void)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

	if (fd < 0 || bind(fd, (struct sockaddr *)&self, sizeof(self)))
		return -errno;
	return fd;
}

size_t wire_put(void *to, uint16_t type, const void *payload, size_t len)
{
	struct nlattr a = { (uint16_t)(NLA_HDRLEN + len), type };

	memcpy(to, &a, sizeof(a));
	memset((char *)to + NLA_HDRLEN, 0, NLA_ALIGN(len));
	memcpy((char *)to + NLA_HDRLEN, payload, len);
	return NLA_HDRLEN + NLA_ALIGN(len);
}

int wire_send(int fd, uint16_t type, uint16_t flags, uint8_t cmd, const void *attrs, size_t len)
{
	static _Thread_local char buf[8192];
	struct genlmsghdr g = { .cmd = cmd, .version = 1 };
	struct nlmsghdr h = {
		.nlmsg_len = (uint32_t)(NLMSG_HDRLEN + GENL_HDRLEN + len),
		.nlmsg_type = type,
		.nlmsg_flags = NLM_F_REQUEST | flags,
	};

	memcpy(buf, &h, sizeof(h));
	memcpy(buf + NLMSG_HDRLEN, &g, sizeof(g));
	memcpy(buf + NLMSG_HDRLEN + GENL_HDRLEN, attrs, len);
	return send(fd, buf, h.nlmsg_len, 0) < 0 ? -errno : 0;
}

const struct nlattr *wire_attr(const void *attrs, size_t len, unsigned int type)
{
	const struct nlattr *a = attrs;

	while (len >= NLA_HDRLEN && a->nla_len >= NLA_HDRLEN && a->nla_len <= len) {
		size_t step = NLA_ALIGN(a->nla_len);

		if ((a->nla_type & NLA_TYPE_MASK) == type)
			return a;
		len -= step < len ? step : len;
		a = (const void *)((const char *)a + step);
	}
	return NULL;
}

const struct nlattr *wire_next(const char **at, const char *end, unsigned int type)
{
	const struct nlattr *a = *at < end ? wire_attr(*at, (size_t)(end - *at), type) : NULL;

	if (a)
		*at = (const char *)a + NLA_ALIGN(a->nla_len);
	return a;
}

const char *wire_inside(const struct nlattr *a, size_t *len)
{
	*len = a ? a->nla_len - NLA_HDRLEN : 0;
	return a ? (const char *)a + NLA_HDRLEN : NULL;
}

uint64_t wire_number(const struct nlattr *a)
{
	uint64_t n = 0;

	if (a && a->nla_len - NLA_HDRLEN <= (int)sizeof(n))
		memcpy(&n, (const char *)a + NLA_HDRLEN, a->nla_len - NLA_HDRLEN);
	return n;
}

static void take_group(struct wire *w, const struct nlattr *g)
{
	size_t len;
	const char *in = wire_inside(g, &len);
	const struct nlattr *name = wire_attr(in, len, CTRL_ATTR_MCAST_GRP_NAME);
	unsigned int i;

	for (i = 0; name && i < GROUPS; i++)
		if (!strcmp((const char *)name + NLA_HDRLEN, group_names[i]))
			w->group[i] =
				(uint32_t)wire_number(wire_attr(in, len, CTRL_ATTR_MCAST_GRP_ID));
}

static int take_family(struct wire *w, const char *buf, size_t len)
{
	const char *attrs = buf + NLMSG_HDRLEN + GENL_HDRLEN;
	const struct nlattr *groups, *g;
	size_t rest = len - NLMSG_HDRLEN - GENL_HDRLEN;
	unsigned int i;

	if (((const struct nlmsghdr *)buf)->nlmsg_type == NLMSG_ERROR)
		return -ENOENT;
	w->family = (uint16_t)wire_number(wire_attr(attrs, rest, CTRL_ATTR_FAMILY_ID));
	groups = wire_attr(attrs, rest, CTRL_ATTR_MCAST_GROUPS);
	for (i = 1; groups && i <= GROUPS; i++) {
		g = wire_attr((const char *)groups + NLA_HDRLEN, groups->nla_len - NLA_HDRLEN, i);
		if (g)
			take_group(w, g);
	}
	return 0;
}

int wire_open(struct wire *w)
{
	static char buf[16384];
	char attrs[64];
	size_t len = wire_put(attrs, CTRL_ATTR_FAMILY_NAME, SESSMON_FAMILY_NAME,
			      sizeof(SESSMON_FAMILY_NAME));
	ssize_t n;
	int err;

	memset(w, 0, sizeof(*w));
	w->fd = wire_socket();
	if (w->fd < 0)
		return w->fd;
	err = wire_send(w->fd, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY, attrs, len);
	if (err)
		return err;
	n = recv(w->fd, buf, sizeof(buf), 0);
	return n < NLMSG_HDRLEN ? -EIO : take_family(w, buf, (size_t)n);
}

int wire_join(const struct wire *w, unsigned int group)
{
	return setsockopt(w->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &w->group[group],
			  sizeof(w->group[group])) ?
		       -errno :
		       0;
}

/* 0, or what the kernel said; its answer comes before any event. */
int wire_register(const struct wire *w, uint32_t groups)
{
	static char buf[16384];
	const struct nlmsghdr *h = (const void *)buf;
	char attrs[16];
	size_t len = wire_put(attrs, SESSMON_A_GROUPS, &groups, sizeof(groups));
	int one = 1, err;

	setsockopt(w->fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, &one, sizeof(one));
	err = wire_send(w->fd, w->family, 0, SESSMON_CMD_READER_SET, attrs, len);
	if (err)
		return err;
	if (recv(w->fd, buf, sizeof(buf), 0) < NLMSG_HDRLEN)
		return -EIO;
	return h->nlmsg_type == NLMSG_ERROR ? *(const int *)NLMSG_DATA(h) : 0;
}
