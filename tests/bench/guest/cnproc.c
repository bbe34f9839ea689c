// SPDX-License-Identifier: GPL-2.0-only
/*
 * cnproc COUNTER: the least that a reader of the process connector can do: receive
 * and count. The number of events is kept in the file COUNTER.
 */
#include <fcntl.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile uint64_t *shared;

static void count(const struct nlmsghdr *h)
{
	const struct cn_msg *msg = NLMSG_DATA(h);
	struct proc_event ev;

	memcpy(&ev, msg->data, msg->len < sizeof(ev) ? msg->len : sizeof(ev));
	if (ev.what)
		shared[0]++;
}

static int listen_to(int fd)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK, .nl_groups = CN_IDX_PROC };
	struct {
		struct nlmsghdr nl;
		struct cn_msg cn;
		enum proc_cn_mcast_op op;
	} __attribute__((packed)) msg = { .op = PROC_CN_MCAST_LISTEN };

	msg.nl.nlmsg_len = sizeof(msg);
	msg.nl.nlmsg_type = NLMSG_DONE;
	msg.cn.id.idx = CN_IDX_PROC;
	msg.cn.id.val = CN_VAL_PROC;
	msg.cn.len = sizeof(msg.op);
	if (bind(fd, (struct sockaddr *)&self, sizeof(self)))
		return -1;
	return send(fd, &msg, sizeof(msg), 0) < 0 ? -1 : 0;
}

int main(int argc, char **argv)
{
	static char buf[65536] __attribute__((aligned(8)));
	int fd = socket(PF_NETLINK, SOCK_DGRAM, NETLINK_CONNECTOR);
	int file = argc == 2 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;
	struct nlmsghdr *h;
	ssize_t n;
	int left;

	if (file < 0 || ftruncate(file, 4096) || fd < 0 || listen_to(fd))
		return 1;
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0) {
		left = (int)n;
		for (h = (void *)buf; NLMSG_OK(h, left); h = NLMSG_NEXT(h, left))
			count(h);
	}
	return 0;
}
