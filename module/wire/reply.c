// SPDX-License-Identifier: GPL-2.0-only
/*
 * What every operation needs: who may ask, and how it is answered.
 */
#include "wire/reply.h"

#include <linux/capability.h>
#include <net/genetlink.h>

#include "ring/ring.h"

/**
 * sessmon_nl_allowed() - may this sender ask?
 * @skb: the request
 *
 * GENL_ADMIN_PERM asks for CAP_NET_ADMIN in the initial user namespace; what
 * people run, with its arguments, is worth more than that. Both the opener of
 * the socket and the sender must hold it.
 *
 * Context: the sender's.
 * Return: whether it holds CAP_SYS_ADMIN in the initial user namespace.
 */
bool sessmon_nl_allowed(struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN);
}

/**
 * sessmon_nl_new_reply() - begin an answer
 * @info: the request
 * @size: bytes of attributes at the most
 * @hdr: receives its open header
 *
 * Context: sleeps.
 * Return: a message for sessmon_nl_reply(), or NULL.
 */
struct sk_buff *sessmon_nl_new_reply(struct genl_info *info, size_t size, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = genlmsg_put_reply(skb, info, &sessmon_family, 0, info->genlhdr->cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

/**
 * sessmon_nl_reply() - end an answer and send it
 * @info: the request
 * @skb: the message; taken over
 * @hdr: its header
 * @err: what went wrong so far; then the message is dropped
 *
 * Context: sleeps.
 * Return: @err, or what sending it came to.
 */
int sessmon_nl_reply(struct genl_info *info, struct sk_buff *skb, void *hdr, int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

/**
 * sessmon_nl_put_u64() - a number of 64 bits, not aligned
 * @skb: where to
 * @attr: attribute
 * @value: the number
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_nl_put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put(skb, attr, sizeof(value), &value);
}

/**
 * sessmon_nl_put_seq() - the number of the newest event
 * @skb: where to
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_nl_put_seq(struct sk_buff *skb)
{
	return sessmon_nl_put_u64(skb, SESSMON_A_LAST_SEQ, sessmon_event_seq());
}
