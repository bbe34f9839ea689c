// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a test's messages of events go: read as a reader reads them, and kept.
 */
#include "post.h"

#include <net/genetlink.h>
#include <net/netlink.h>

#include "mailbox.h"

struct post post;

/* Nothing was sent so far. */
void post_forget(void)
{
	memset(post.messages, 0, sizeof(post.messages));
	memset(post.events, 0, sizeof(post.events));
	post.count = 0;
	atomic_set(&post.starved, 0);
	smp_store_release(&post.event_count, 0);
}

/* Events of a type, SESSMON_EVENT_TYPES for all, that a group was sent. */
unsigned int post_count_of(enum sessmon_group group, u32 type)
{
	unsigned int i, n = 0, all = smp_load_acquire(&post.event_count);

	for (i = 0; i < all; i++)
		n += post.messages[post.events[i].message].group == group &&
		     (type == SESSMON_EVENT_TYPES || post.events[i].type == type);
	return n;
}

static u64 number(const struct nlattr *a)
{
	return !a ? 0 : nla_len(a) == sizeof(u64) ? nla_get_u64(a) : nla_get_u32(a);
}

/* A loss has an attribute for each type. */
static void read_loss(const struct nlattr *counters, struct post_event *e)
{
	u64 lost = number(nla_find_nested(counters, SESSMON_A_COUNTERS_LOST));

	e->lost += lost;
	if (number(nla_find_nested(counters, SESSMON_A_COUNTERS_TYPE)) == SESSMON_EVENT_FORK)
		e->lost_forks += lost;
}

static void read_event(const struct nlattr *event, unsigned int message)
{
	struct post_event *e = &post.events[post.event_count];
	const struct nlattr *a;
	int left;

	e->message = message;
	nla_for_each_nested(a, event, left) {
		if (nla_type(a) == SESSMON_A_EVENT_SEQ)
			e->seq = number(a);
		else if (nla_type(a) == SESSMON_A_EVENT_TYPE)
			e->type = number(a);
		else if (nla_type(a) == SESSMON_A_EVENT_REPLAYED)
			e->replayed = true;
		else if (nla_type(a) == SESSMON_A_EVENT_COUNTERS)
			read_loss(a, e);
	}
	/* The event first: the test looks while the worker runs. */
	smp_store_release(&post.event_count, post.event_count + 1);
}

static void read_message(const struct nlmsghdr *nlh, struct post_message *m, unsigned int at)
{
	const struct nlattr *a;
	int left;

	nlmsg_for_each_attr(a, nlh, GENL_HDRLEN, left) {
		if (nla_type(a) == SESSMON_A_FIRST_SEQ)
			m->first = number(a);
		else if (nla_type(a) == SESSMON_A_LAST_SEQ)
			m->last = number(a);
		else if (nla_type(a) == SESSMON_A_GROUP_FIRST)
			m->group_first = number(a);
		else if (nla_type(a) == SESSMON_A_LOST)
			m->lost = number(a);
		else if (nla_type(a) == SESSMON_A_GROUP)
			m->said_group = number(a);
		else if (nla_type(a) == SESSMON_A_EVENT && post.event_count < POST_EVENTS)
			read_event(a, at);
		m->events += nla_type(a) == SESSMON_A_EVENT;
	}
}

/* What fails one allocation of a task can only be set by that task. */
static void starve_worker(void)
{
	if (!(current->flags & PF_WQ_WORKER))
		return;
	current->fail_nth = READ_ONCE(post.starving);
	if (READ_ONCE(post.starving))
		atomic_inc(&post.starved);
}

static bool listening(enum sessmon_group group)
{
	starve_worker();
	return READ_ONCE(post.listening) & BIT(group);
}

static void *begin(struct sk_buff *skb)
{
	return genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_EVENTS);
}

static void send(struct sk_buff *skb, void *hdr, enum sessmon_group group, unsigned int events)
{
	struct post_message *m = &post.messages[post.count];

	if (!WARN_ON_ONCE(post.count == POST_MESSAGES)) {
		genlmsg_end(skb, hdr);
		m->group = group;
		m->said_events = events;
		m->memory = skb_end_offset(skb) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
		m->content = skb->len;
		read_message(nlmsg_hdr(skb), m, post.count++);
	}
	kfree_skb(skb);
}

const struct sessmon_sink post_sink = {
	.listening = listening,
	.begin = begin,
	.send = send,
};
