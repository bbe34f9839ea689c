// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reliable readers: sent each message by itself, and held for.
 */
#include "reader.h"

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/net.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "export.h"
#include "limits.h"
#include "netlink_ops.h"
#include "netlink_reply.h"
#include "params.h"

/* How often a full socket is tried again, and how often the living are counted, ms. */
#define RETRY 4
#define ROUND 1000

#define GROUPS_MASK (BIT(SESSMON_GROUPS) - 1)

/**
 * struct held - a message that waits for a reader
 * @list: in the reader's @held
 * @skb: the message
 * @events: how many events it has
 */
struct held {
	struct list_head list;
	struct sk_buff *skb;
	unsigned int events;
};

/**
 * struct reader - one registration; all under @lock
 * @list: in @readers
 * @file: of its socket; counted
 * @port: address of its socket, which is its own as long as @file is open
 * @groups: what it wants, a bit for each enum sessmon_group
 * @sent: events that its socket took
 * @lost: events that were dropped
 * @held: messages that wait, in order
 * @held_bytes: memory that they keep
 * @progress: when its socket took something last while others waited, jiffies
 * @demoted: nothing is held for it
 * @told: it knows that
 */
struct reader {
	struct list_head list;
	struct file *file;
	u32 port;
	unsigned long groups;
	u64 sent, lost;
	struct list_head held;
	size_t held_bytes;
	unsigned long progress;
	bool demoted, told;
};

static DEFINE_MUTEX(lock);
static LIST_HEAD(readers);
static unsigned int reader_count;
static struct workqueue_struct *queue;
static struct delayed_work tick;

/* All groups that any reader wants; read by hooks without the lock. */
static unsigned long wanted;

/* ---- coming and going ---- */

static void note_wanted(void)
{
	unsigned long groups = 0;
	struct reader *r;

	list_for_each_entry(r, &readers, list)
		groups |= r->groups;
	WRITE_ONCE(wanted, groups);
}

static void drop_first(struct reader *r)
{
	struct held *h = list_first_entry(&r->held, struct held, list);

	list_del(&h->list);
	r->held_bytes -= h->skb->truesize;
	consume_skb(h->skb);
	kfree(h);
}

static void drop_held(struct reader *r)
{
	while (!list_empty(&r->held)) {
		r->lost += list_first_entry(&r->held, struct held, list)->events;
		drop_first(r);
	}
}

static void forget(struct reader *r)
{
	drop_held(r);
	list_del(&r->list);
	reader_count--;
	note_wanted();
	fput(r->file);
	kfree(r);
}

/* Nobody but us has its file, so nobody ever can again. */
static bool is_gone(const struct reader *r)
{
	return file_count(r->file) == 1;
}

static void forget_gone(void)
{
	struct reader *r, *next;

	list_for_each_entry_safe(r, next, &readers, list)
		if (is_gone(r))
			forget(r);
}

static struct reader *find(const struct file *file)
{
	struct reader *r;

	list_for_each_entry(r, &readers, list)
		if (r->file == file)
			return r;
	return NULL;
}

static struct reader *enlist(struct file *file, u32 port)
{
	struct reader *r;

	forget_gone();
	if (reader_count == SESSMON_READERS_MAX)
		return ERR_PTR(-EUSERS);
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&r->held);
	r->file = get_file(file);
	r->port = port;
	list_add_tail(&r->list, &readers);
	reader_count++;
	mod_delayed_work(queue, &tick, msecs_to_jiffies(ROUND));
	return r;
}

/* ---- telling of a reader ---- */

static int put_reader(struct sk_buff *skb, const struct reader *r)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_READER);

	if (!nest || nla_put_u32(skb, SESSMON_A_READER_PORT, r->port) ||
	    nla_put_u32(skb, SESSMON_A_READER_GROUPS, r->groups) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_READER_SENT, r->sent) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_READER_LOST, r->lost) ||
	    nla_put_u32(skb, SESSMON_A_READER_HELD, r->held_bytes) ||
	    (r->demoted && nla_put_flag(skb, SESSMON_A_READER_DEMOTED)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * sessmon_readers_put() - all readers, for the statistics
 * @skb: where to
 *
 * Context: sleeps.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_readers_put(struct sk_buff *skb)
{
	struct reader *r;
	int err = 0;

	mutex_lock(&lock);
	forget_gone();
	list_for_each_entry(r, &readers, list)
		err = err ?: put_reader(skb, r);
	mutex_unlock(&lock);
	return err;
}

/* ---- sending ---- */

/* A failed unicast eats what it was given, so it is given a copy of the header. */
static int unicast(const struct reader *r, struct sk_buff *skb)
{
	struct sk_buff *copy = skb_clone(skb, GFP_KERNEL | __GFP_NOWARN);

	return copy ? genlmsg_unicast(&init_net, copy, r->port) : -ENOMEM;
}

static void tell_demoted(struct reader *r)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL | __GFP_NOWARN);
	void *hdr;

	if (!skb)
		return;
	hdr = genlmsg_put(skb, 0, 0, &sessmon_family, 0, SESSMON_CMD_READER_DEMOTED);
	if (!hdr || put_reader(skb, r)) {
		kfree_skb(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	r->told = !genlmsg_unicast(&init_net, skb, r->port);
}

static void demote(struct reader *r)
{
	drop_held(r);
	r->demoted = true;
	r->told = false;
	sessmon_count(SESSMON_STAT_DEMOTED);
}

static bool out_of_patience(const struct reader *r)
{
	return time_after(jiffies, r->progress + msecs_to_jiffies(sessmon_params.hold_ms));
}

static bool has_room(const struct reader *r, const struct sk_buff *skb)
{
	return r->held_bytes + skb->truesize <= (size_t)sessmon_params.hold_kib << 10;
}

static struct held *keep(struct sk_buff *skb, unsigned int events)
{
	struct held *h = kmalloc(sizeof(*h), GFP_KERNEL | __GFP_NOWARN);

	if (h)
		h->skb = skb_clone(skb, GFP_KERNEL | __GFP_NOWARN);
	if (!h || !h->skb) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		kfree(h);
		return NULL;
	}
	h->events = events;
	return h;
}

/* false if it is lost: there is no memory, or the reader may not have more. */
static bool hold(struct reader *r, struct sk_buff *skb, unsigned int events)
{
	struct held *h;

	if (!has_room(r, skb)) {
		demote(r);
		return false;
	}
	h = keep(skb, events);
	if (!h)
		return false;
	if (list_empty(&r->held)) {
		r->progress = jiffies;
		mod_delayed_work(queue, &tick, msecs_to_jiffies(RETRY));
	}
	list_add_tail(&h->list, &r->held);
	r->held_bytes += h->skb->truesize;
	return true;
}

static void deliver(struct reader *r, struct sk_buff *skb, unsigned int events)
{
	int err = -EAGAIN;

	if (r->demoted && !r->told)
		tell_demoted(r);
	if (list_empty(&r->held) && r->told == r->demoted)
		err = unicast(r, skb);
	if (!err)
		r->sent += events;
	else if (err != -EAGAIN || r->demoted || !hold(r, skb, events))
		r->lost += events;
}

/**
 * sessmon_readers_send() - a message to every reader that wants it
 * @skb: the message; stays the caller's
 * @group: what it is of
 * @events: how many events it has
 *
 * Context: the worker; sleeps, but never for a reader.
 */
void sessmon_readers_send(struct sk_buff *skb, enum sessmon_group group, unsigned int events)
{
	struct reader *r;

	if (!sessmon_readers_want(group))
		return;
	mutex_lock(&lock);
	forget_gone();
	list_for_each_entry(r, &readers, list)
		if (r->groups & BIT(group))
			deliver(r, skb, events);
	mutex_unlock(&lock);
}

/**
 * sessmon_readers_want() - does any reader want a group?
 * @group: the group
 *
 * Context: any.
 * Return: whether one does.
 */
bool sessmon_readers_want(enum sessmon_group group)
{
	return READ_ONCE(wanted) & BIT(group);
}

/* ---- trying again ---- */

static void send_held(struct reader *r)
{
	while (!list_empty(&r->held)) {
		struct held *h = list_first_entry(&r->held, struct held, list);

		if (unicast(r, h->skb))
			break;
		r->sent += h->events;
		r->progress = jiffies;
		drop_first(r);
	}
	if (!list_empty(&r->held) && out_of_patience(r))
		demote(r);
	if (r->demoted && !r->told)
		tell_demoted(r);
}

/* Whether any message waits for any reader. */
static bool try_again(void)
{
	bool waiting = false;
	struct reader *r;

	forget_gone();
	list_for_each_entry(r, &readers, list) {
		send_held(r);
		waiting |= !list_empty(&r->held);
	}
	return waiting;
}

static void tick_work_fn(struct work_struct *work)
{
	bool waiting;

	mutex_lock(&lock);
	waiting = try_again();
	if (reader_count)
		mod_delayed_work(queue, &tick, msecs_to_jiffies(waiting ? RETRY : ROUND));
	mutex_unlock(&lock);
}

/* ---- the operation ---- */

/* The sender is in its system call: its file is open. */
static struct file *file_of(struct sk_buff *skb)
{
	struct socket *socket = NETLINK_CB(skb).sk->sk_socket;

	return socket ? socket->file : NULL;
}

static int change(struct sk_buff *skb, struct genl_info *info, unsigned long groups,
		  struct sk_buff *msg)
{
	struct file *file = file_of(skb);
	struct reader *r;

	if (!file) {
		NL_SET_ERR_MSG(info->extack, "a socket without a file cannot register");
		return -EOPNOTSUPP;
	}
	r = find(file);
	if (!groups) {
		if (r)
			forget(r);
		return 0;
	}
	r = r ?: enlist(file, info->snd_portid);
	if (IS_ERR(r)) {
		if (PTR_ERR(r) == -EUSERS)
			NL_SET_ERR_MSG(info->extack, "too many reliable readers");
		return PTR_ERR(r);
	}
	r->groups = groups;
	r->demoted = false;
	r->told = false;
	note_wanted();
	return put_reader(msg, r);
}

/**
 * sessmon_nl_reader_doit() - register the asking socket, or end its registration
 * @skb: the request
 * @info: the request
 *
 * The answer goes before any event: the lock keeps the worker out until it is sent.
 *
 * Context: the sender's; sleeps.
 * Return: 0 or a negative error.
 */
int sessmon_nl_reader_doit(struct sk_buff *skb, struct genl_info *info)
{
	unsigned long groups;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	if (!info->attrs[SESSMON_A_GROUPS] ||
	    nla_get_u32(info->attrs[SESSMON_A_GROUPS]) & ~GROUPS_MASK) {
		NL_SET_ERR_MSG(info->extack, "groups that exist are needed");
		return -EINVAL;
	}
	groups = nla_get_u32(info->attrs[SESSMON_A_GROUPS]);
	msg = sessmon_nl_new_reply(info, NLMSG_GOODSIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&lock);
	err = change(skb, info, groups, msg) ?: sessmon_nl_put_seq(msg);
	err = sessmon_nl_reply(info, msg, hdr, err);
	mutex_unlock(&lock);
	sessmon_export_look();
	return err;
}

/**
 * sessmon_readers_init() - before the family is registered
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int sessmon_readers_init(void)
{
	queue = alloc_workqueue("sessmon-readers", WQ_UNBOUND, 1);
	if (!queue)
		return -ENOMEM;
	INIT_DELAYED_WORK(&tick, tick_work_fn);
	return 0;
}

/**
 * sessmon_readers_exit() - send what still can be, and let go of all readers
 *
 * Context: sleeps; the worker has ended and the family is gone, so nobody registers
 * and nothing is sent any more.
 */
void sessmon_readers_exit(void)
{
	struct reader *r, *next;

	cancel_delayed_work_sync(&tick);
	mutex_lock(&lock);
	list_for_each_entry_safe(r, next, &readers, list) {
		send_held(r);
		forget(r);
	}
	mutex_unlock(&lock);
	destroy_workqueue(queue);
}
