// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the worker's messages go: to the members of a multicast group, and to the readers
 * that have registered.
 */
#include "wire/sink.h"

#include <net/genetlink.h>
#include <net/sock.h>

#include "wire/reader.h"
#include "wire/reply.h"

/* The family is registered, and its groups have numbers. */
static bool is_open;

static bool has_members(enum sessmon_group group)
{
	/* Pairs with sessmon_sink_open(). */
	return smp_load_acquire(&is_open) && genl_has_listeners(&sessmon_family, &init_net, group);
}

static bool is_group_heard(enum sessmon_group group)
{
	return has_members(group) || sessmon_readers_want(group);
}

static void *begin_events(struct sk_buff *skb)
{
	return genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_EVENTS);
}

static void send_events(struct sk_buff *skb, void *hdr, enum sessmon_group group,
			unsigned int events)
{
	genlmsg_end(skb, hdr);
	sessmon_readers_send(skb, group, events);
	/*
	 * An error says that no member got it: none is there, or all that are have
	 * full buffers and are told so by their own sockets, as are those for whose
	 * copy of the head there is no memory.
	 */
	if (has_members(group))
		genlmsg_multicast(&sessmon_family, skb, 0, group, GFP_ATOMIC);
	else
		consume_skb(skb);
}

static const struct sessmon_sink to_netlink = {
	.listening = is_group_heard,
	.begin = begin_events,
	.send = send_events,
};

/**
 * sessmon_sink_netlink() - the groups and readers, as the worker sees them
 *
 * Context: any.
 * Return: what sessmon_worker_start() wants.
 */
const struct sessmon_sink *sessmon_sink_netlink(void)
{
	return &to_netlink;
}

/**
 * sessmon_sink_open() - the family is registered: its groups can be sent to
 *
 * Context: any.
 */
void sessmon_sink_open(void)
{
	/* Pairs with has_members(). */
	smp_store_release(&is_open, true);
}

/**
 * sessmon_sink_close() - the family has gone, and with it its groups
 *
 * Context: any; the worker has ended.
 */
void sessmon_sink_close(void)
{
	is_open = false;
}
