// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reliable readers: sent each message by itself, and held for.
 */
#include "wire/reader.h"

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/net.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "limits.h"
#include "wire/outbox.h"
#include "wire/reply.h"

/* A full socket is tried again, and readers that have gone are looked for, so often. */
#define RETRY_MS 4
#define ROUND_MS 1000

/**
 * struct reader - one registration; all under @readers_lock
 * @list: in @readers
 * @file: of its socket; counted
 * @groups: what it wants, a bit for each enum sessmon_group
 * @outbox: what goes to it; its address is its own as long as @file is open
 */
struct reader {
	struct list_head list;
	struct file *file;
	unsigned long groups;
	struct sessmon_outbox outbox;
};

static DEFINE_MUTEX(readers_lock);
static LIST_HEAD(readers);
static unsigned int reader_count;
static struct workqueue_struct *readers_queue;
static struct delayed_work readers_tick;

/* All groups that any reader wants; read by hooks without the lock. */
static unsigned long wanted;

/* ---- coming and going ---- */

static void note_wanted_groups(void)
{
	unsigned long groups = 0;
	struct reader *r;

	list_for_each_entry(r, &readers, list)
		groups |= r->groups;
	WRITE_ONCE(wanted, groups);
}

static void forget_reader(struct reader *r)
{
	sessmon_outbox_drop(&r->outbox);
	list_del(&r->list);
	reader_count--;
	note_wanted_groups();
	fput(r->file);
	kfree(r);
}

/* A file of which ours is the only reference can never be had by anybody again. */
static bool is_reader_gone(const struct reader *r)
{
	return file_count(r->file) == 1;
}

static void forget_gone_readers(void)
{
	struct reader *r, *next;

	list_for_each_entry_safe(r, next, &readers, list)
		if (is_reader_gone(r))
			forget_reader(r);
}

static struct reader *find_reader(const struct file *file)
{
	struct reader *r;

	list_for_each_entry(r, &readers, list)
		if (r->file == file)
			return r;
	return NULL;
}

/* Register a file; this takes *@fresh over if there is a place. */
static struct reader *enlist_reader(struct file *file, u32 port, struct reader **fresh)
{
	struct reader *r = *fresh;

	forget_gone_readers();
	if (reader_count == SESSMON_READERS_MAX)
		return NULL;
	*fresh = NULL;
	r->file = get_file(file);
	sessmon_outbox_init(&r->outbox, port);
	list_add_tail(&r->list, &readers);
	reader_count++;
	mod_delayed_work(readers_queue, &readers_tick, msecs_to_jiffies(ROUND_MS));
	return r;
}

/* ---- telling of a reader ---- */

static int put_reader(struct sk_buff *skb, const struct reader *r)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_READER);

	if (!nest || nla_put_u32(skb, SESSMON_A_READER_GROUPS, r->groups) ||
	    sessmon_outbox_put(skb, &r->outbox))
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

	mutex_lock(&readers_lock);
	forget_gone_readers();
	list_for_each_entry(r, &readers, list)
		err = err ?: put_reader(skb, r);
	mutex_unlock(&readers_lock);
	return err;
}

/* ---- sending ---- */

/* The first that waits has the next try soon; more of them must not put it off. */
static void send_to_reader(struct reader *r, struct sk_buff *skb, unsigned int events)
{
	bool waited = sessmon_outbox_waits(&r->outbox);

	sessmon_outbox_send(&r->outbox, skb, events);
	if (!waited && sessmon_outbox_waits(&r->outbox))
		mod_delayed_work(readers_queue, &readers_tick, msecs_to_jiffies(RETRY_MS));
}

/**
 * sessmon_readers_send() - a message to every reader that wants it
 * @skb: the message; stays the caller's
 * @group: what it is of
 * @events: how many events it has
 *
 * Context: the worker; sleeps, but neither for a reader nor for memory.
 */
void sessmon_readers_send(struct sk_buff *skb, enum sessmon_group group, unsigned int events)
{
	struct reader *r;

	if (!sessmon_readers_want(group))
		return;
	mutex_lock(&readers_lock);
	forget_gone_readers();
	list_for_each_entry(r, &readers, list)
		if (r->groups & BIT(group))
			send_to_reader(r, skb, events);
	mutex_unlock(&readers_lock);
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

/* Returns whether any message still waits for any reader. */
static bool retry_readers(void)
{
	bool waiting = false;
	struct reader *r;

	forget_gone_readers();
	list_for_each_entry(r, &readers, list)
		waiting |= sessmon_outbox_retry(&r->outbox);
	return waiting;
}

static void tick_work_fn(struct work_struct *work)
{
	bool waiting;

	mutex_lock(&readers_lock);
	waiting = retry_readers();
	if (reader_count)
		mod_delayed_work(readers_queue, &readers_tick,
				 msecs_to_jiffies(waiting ? RETRY_MS : ROUND_MS));
	mutex_unlock(&readers_lock);
}

/* ---- registering ---- */

/* The sender is in its system call: its file is open. */
static struct file *file_of_sender(struct sk_buff *skb)
{
	struct socket *socket = NETLINK_CB(skb).sk->sk_socket;

	return socket ? socket->file : NULL;
}

static int change_reader(struct sk_buff *skb, struct genl_info *info, unsigned long groups,
			 struct sk_buff *msg, struct reader **fresh)
{
	struct file *file = file_of_sender(skb);
	struct reader *r;

	if (!file) {
		NL_SET_ERR_MSG(info->extack, "a socket without a file cannot register");
		return -EOPNOTSUPP;
	}
	r = find_reader(file);
	if (!groups) {
		if (r)
			forget_reader(r);
		return 0;
	}
	r = r ?: enlist_reader(file, info->snd_portid, fresh);
	if (!r) {
		NL_SET_ERR_MSG(info->extack, "too many reliable readers");
		return -EUSERS;
	}
	r->groups = groups;
	sessmon_outbox_promote(&r->outbox);
	note_wanted_groups();
	return put_reader(msg, r);
}

/**
 * sessmon_readers_register() - register the asking socket, or end its registration
 * @skb: the request
 * @info: the request, parsed
 * @groups: what it wants, a bit for each enum sessmon_group; 0 ends it
 *
 * The answer goes before any event: the lock keeps the worker out until it is sent. So
 * nothing is allocated under it.
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EOPNOTSUPP for a socket without a file, -EUSERS, -ENOMEM.
 */
int sessmon_readers_register(struct sk_buff *skb, struct genl_info *info, unsigned long groups)
{
	struct reader *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = fresh ? sessmon_nl_new_reply(info, NLMSG_GOODSIZE, &hdr) : NULL;
	if (!msg) {
		kfree(fresh);
		return -ENOMEM;
	}
	mutex_lock(&readers_lock);
	err = change_reader(skb, info, groups, msg, &fresh) ?: sessmon_nl_put_seq(msg);
	err = sessmon_nl_reply(info, msg, hdr, err);
	mutex_unlock(&readers_lock);
	kfree(fresh);
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
	readers_queue = alloc_workqueue("sessmon-readers", WQ_UNBOUND | WQ_MEM_RECLAIM, 1);
	if (!readers_queue)
		return -ENOMEM;
	INIT_DELAYED_WORK(&readers_tick, tick_work_fn);
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

	cancel_delayed_work_sync(&readers_tick);
	mutex_lock(&readers_lock);
	list_for_each_entry_safe(r, next, &readers, list) {
		sessmon_outbox_retry(&r->outbox);
		forget_reader(r);
	}
	mutex_unlock(&readers_lock);
	destroy_workqueue(readers_queue);
}
