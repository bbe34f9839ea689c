// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets of readers, and a family that sends to them.
 */
#include "mailbox.h"

#include <linux/file.h>
#include <linux/module.h>
#include <linux/net.h>
#include <net/sock.h>

#include "wire/ops.h"

/* ---- the family ---- */

static const struct nla_policy policy[SESSMON_A_MAX + 1] = {
	[SESSMON_A_GROUPS] = { .type = NLA_U32 },
};

static const struct genl_ops ops[] = {
	{ .cmd = SESSMON_CMD_READER_SET, .doit = sessmon_nl_reader_doit },
};

/* In the place of the one in wire/family.c, which needs all of the module. */
struct genl_family sessmon_family = {
	.name = "sessmon_kunit",
	.version = SESSMON_FAMILY_VERSION,
	.maxattr = SESSMON_A_MAX,
	.policy = policy,
	.module = THIS_MODULE,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
};

int mailbox_family_init(void)
{
	return genl_register_family(&sessmon_family);
}

void mailbox_family_exit(void)
{
	genl_unregister_family(&sessmon_family);
}

/* ---- sockets ---- */

static void close_mailbox(void *m)
{
	mailbox_close(m);
}

/* A socket with its file; it is closed at the end of the test, if not before. */
struct mailbox *mailbox_open(struct kunit *test)
{
	struct mailbox *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_EQ(
		test, 0,
		sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW, NETLINK_GENERIC, &m->sock));
	m->file = sock_alloc_file(m->sock, 0, NULL);
	KUNIT_ASSERT_FALSE(test, IS_ERR(m->file));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, close_mailbox, m));
	KUNIT_ASSERT_EQ(test, 0, kernel_bind(m->sock, (struct sockaddr *)&addr, sizeof(addr)));
	KUNIT_ASSERT_GT(test, kernel_getsockname(m->sock, (struct sockaddr *)&addr), 0);
	m->port = addr.nl_pid;
	return m;
}

/* The program ends. */
void mailbox_close(struct mailbox *m)
{
	if (m->file)
		fput(m->file);
	m->file = NULL;
}

/* Room for one message, however long it is. */
void mailbox_shrink(struct mailbox *m)
{
	WRITE_ONCE(m->sock->sk->sk_rcvbuf, 1);
}

/* Room for all that a test sends. */
void mailbox_widen(struct mailbox *m)
{
	WRITE_ONCE(m->sock->sk->sk_rcvbuf, 1 << 24);
}

/* 0 or -EAGAIN. That something was dropped is said once, before what comes next. */
int mailbox_read(struct mailbox *m)
{
	struct kvec vec = { .iov_base = m->data, .iov_len = sizeof(m->data) };
	struct msghdr msg = {};
	int n;

	n = kernel_recvmsg(m->sock, &msg, &vec, 1, sizeof(m->data), MSG_DONTWAIT);
	if (n == -ENOBUFS)
		n = kernel_recvmsg(m->sock, &msg, &vec, 1, sizeof(m->data), MSG_DONTWAIT);
	return n < 0 ? n : 0;
}

/* ---- messages ---- */

u8 mailbox_cmd(const struct mailbox *m)
{
	const struct genlmsghdr *hdr = nlmsg_data((const struct nlmsghdr *)m->data);

	return hdr->cmd;
}

/* An attribute of the message that was read last, or NULL. */
const struct nlattr *mailbox_attr(const struct mailbox *m, int attr)
{
	return nlmsg_find_attr((const struct nlmsghdr *)m->data, GENL_HDRLEN, attr);
}

/* A number from the message that was read last, 0 if it has none. */
u64 mailbox_number(const struct mailbox *m, int attr)
{
	const struct nlattr *a = mailbox_attr(m, attr);

	return a ? nla_get_u64(a) : 0;
}

/* Ask, and read the answer, which is kept. Return: 0 or what the answer refuses it with. */
int mailbox_ask(struct mailbox *m, u8 cmd, int attr, u32 value)
{
	struct {
		struct nlmsghdr nlh;
		struct genlmsghdr genl;
		struct nlattr attr;
		u32 value;
	} request = {
		.nlh = { sizeof(request), sessmon_family.id, NLM_F_REQUEST },
		.genl = { cmd, SESSMON_FAMILY_VERSION },
		.attr = { NLA_HDRLEN + sizeof(value), attr },
		.value = value,
	};
	struct kvec vec = { .iov_base = &request, .iov_len = sizeof(request) };
	const struct nlmsghdr *answer = (const struct nlmsghdr *)m->data;
	struct msghdr msg = {};
	int err = kernel_sendmsg(m->sock, &msg, &vec, 1, sizeof(request));

	if (err < 0)
		return err;
	err = mailbox_read(m);
	if (err || answer->nlmsg_type != NLMSG_ERROR)
		return err;
	return ((const struct nlmsgerr *)nlmsg_data(answer))->error;
}

/* A message of one event, with a number to tell it by. */
struct sk_buff *mailbox_letter(struct kunit *test, u64 number)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *hdr;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	hdr = genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_EVENTS);
	KUNIT_EXPECT_EQ(test, 0, sessmon_nl_put_u64(skb, SESSMON_A_LAST_SEQ, number));
	genlmsg_end(skb, hdr);
	return skb;
}

/* The number of the next message, 0 if there is none, U64_MAX if it is something else. */
u64 mailbox_next_letter(struct mailbox *m)
{
	if (mailbox_read(m))
		return 0;
	return mailbox_cmd(m) == SESSMON_CMD_EVENTS ? mailbox_number(m, SESSMON_A_LAST_SEQ) :
						      U64_MAX;
}
