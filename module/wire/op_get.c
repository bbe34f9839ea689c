// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes and sessions over netlink: one by its key, or all.
 */
#include "wire/ops.h"

#include <net/genetlink.h>

#include "model/process.h"
#include "model/session.h"
#include "wire/encode.h"
#include "wire/reply.h"
#include "wire/worker.h"

const struct nla_policy sessmon_key_policy[SESSMON_A_KEY_MAX + 1] = {
	[SESSMON_A_KEY_ID] = { .type = NLA_U32 },
	[SESSMON_A_KEY_START] = { .type = NLA_U64 },
};

static int read_key(struct genl_info *info, struct sessmon_key *key)
{
	struct nlattr *tb[SESSMON_A_KEY_MAX + 1];
	int err;

	if (!info->attrs[SESSMON_A_KEY]) {
		NL_SET_ERR_MSG(info->extack, "a key is needed");
		return -EINVAL;
	}
	err = nla_parse_nested(tb, SESSMON_A_KEY_MAX, info->attrs[SESSMON_A_KEY],
			       sessmon_key_policy, info->extack);
	if (err)
		return err;
	if (!tb[SESSMON_A_KEY_ID]) {
		NL_SET_ERR_MSG(info->extack, "the key lacks an id");
		return -EINVAL;
	}
	key->id = nla_get_u32(tb[SESSMON_A_KEY_ID]);
	key->start = tb[SESSMON_A_KEY_START] ? nla_get_u64(tb[SESSMON_A_KEY_START]) : 0;
	return 0;
}

/* ---- one object ---- */

/* Check that the caller may ask, read what for, and begin the answer. */
static int begin_object_reply(struct sk_buff *skb, struct genl_info *info, struct sessmon_key *key,
			      struct sk_buff **msg, void **hdr)
{
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	err = read_key(info, key);
	if (err)
		return err;
	*msg = sessmon_nl_new_reply(info, SESSMON_EVENT_BYTES_MAX, hdr);
	return *msg ? 0 : -ENOMEM;
}

static bool view_process(const struct sessmon_key *key, struct sessmon_process_view *view)
{
	struct sessmon_process *p;

	rcu_read_lock();
	p = sessmon_process_find(key);
	if (p)
		sessmon_process_view(p, view);
	rcu_read_unlock();
	return p;
}

/**
 * sessmon_nl_process_doit() - answer with one process
 * @skb: the request
 * @info: the request, parsed
 *
 * A key without a start names whichever process has the number now.
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -EINVAL for a key that is none, -ESRCH for a process that the table does
 * not have, -ENOMEM.
 */
int sessmon_nl_process_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_process_view view;
	struct sessmon_key key;
	struct sk_buff *msg;
	void *hdr;
	int err = begin_object_reply(skb, info, &key, &msg, &hdr);

	if (err)
		return err;
	if (!view_process(&key, &view)) {
		NL_SET_ERR_MSG(info->extack, "no such process");
		return sessmon_nl_reply(info, msg, hdr, -ESRCH);
	}
	err = sessmon_encode_process(msg, &view) ?: sessmon_nl_put_seq(msg);
	sessmon_exe_put(view.process.exe);
	return sessmon_nl_reply(info, msg, hdr, err);
}

static bool view_session(const struct sessmon_key *key, struct sessmon_session_view *view)
{
	struct sessmon_session *s;

	rcu_read_lock();
	s = sessmon_session_find(key->id);
	if (s && key->start && s->key.start != key->start)
		s = NULL;
	if (s)
		sessmon_session_view(s, view);
	rcu_read_unlock();
	return s;
}

/**
 * sessmon_nl_session_doit() - answer with one session
 * @skb: the request
 * @info: the request, parsed
 *
 * A key without a start names whichever session has the number now.
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -EINVAL for a key that is none, -ESRCH for a session that the table does
 * not have, -ENOMEM.
 */
int sessmon_nl_session_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_session_view view;
	struct sessmon_key key;
	struct sk_buff *msg;
	void *hdr;
	int err = begin_object_reply(skb, info, &key, &msg, &hdr);

	if (err)
		return err;
	if (!view_session(&key, &view)) {
		NL_SET_ERR_MSG(info->extack, "no such session");
		return sessmon_nl_reply(info, msg, hdr, -ESRCH);
	}
	err = sessmon_encode_session(msg, SESSMON_A_SESSION, &view) ?: sessmon_nl_put_seq(msg);
	sessmon_exe_put(view.leader.exe);
	return sessmon_nl_reply(info, msg, hdr, err);
}

/* ---- all objects ---- */

/*
 * What sessmon.yaml promises of a dump. No object is missed or repeated: it stays in
 * its bucket, at its place, from its insertion to its end, and a bucket is walked from
 * the newest to the oldest, past whatever has come since. An object is inserted before
 * its first event takes a number, and is marked as ended, under the lock that its copy
 * is made under, when its last one does; so what a dump does not have has an event that
 * is newer than the dump's beginning. cb->seq stays 0: a reader told that it was
 * interrupted would ask again, and on a busy machine never come to an end.
 */

/**
 * struct cursor - where a dump goes on, in the callback's own room
 * @serial: of the last object of @bucket that was dumped
 * @bucket: the bucket
 * @begun: the cursor is set
 */
struct cursor {
	u64 serial;
	unsigned int bucket;
	bool begun;
};

static struct cursor *cursor_of(struct netlink_callback *cb)
{
	struct cursor *c = (void *)cb->ctx;

	BUILD_BUG_ON(sizeof(*c) > sizeof(cb->ctx));
	if (!c->begun) {
		c->begun = true;
		c->serial = U64_MAX;
	}
	return c;
}

/**
 * sessmon_nl_dump_start() - whether the caller may have a dump
 * @cb: the dump
 *
 * Asks for a buffer of the size of the largest object: one in which the next does not fit
 * would look like the end of the dump.
 *
 * Context: the sender's; sleeps.
 * Return: 0 or -EPERM.
 */
int sessmon_nl_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = SESSMON_EVENT_BYTES_MAX;
	if (!sessmon_nl_allowed(cb->skb))
		return -EPERM;
	sessmon_worker_offer_backlog();
	return 0;
}

/* One object is one message of the dump. */
static void *begin_dumped(struct sk_buff *skb, struct netlink_callback *cb, int cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &sessmon_family,
			   NLM_F_MULTI, cmd);
}

static int end_dumped(struct sk_buff *skb, void *hdr, int err)
{
	if (err)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return err;
}

static int put_process(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct sessmon_process_view *view)
{
	void *hdr = begin_dumped(skb, cb, SESSMON_CMD_PROCESS_GET);

	if (!hdr)
		return -EMSGSIZE;
	return end_dumped(skb, hdr, sessmon_encode_process(skb, view) ?: sessmon_nl_put_seq(skb));
}

/*
 * Ended processes are left out, and the copy says whether it is one: a process that ends
 * between a look and the copy would be dumped with the number of its own end, and a
 * reader would take its end for old.
 */
static int dump_process(struct sk_buff *skb, struct netlink_callback *cb, struct sessmon_process *p)
{
	struct sessmon_process_view view;
	int err = 0;

	sessmon_process_view(p, &view);
	if (!(view.process.flags & SESSMON_PROCESS_EXITED))
		err = put_process(skb, cb, &view);
	sessmon_exe_put(view.process.exe);
	return err;
}

/**
 * sessmon_nl_process_dumpit() - go on with a dump of the processes
 * @skb: room for so many objects as fit
 * @cb: where the dump is
 *
 * No lock is held from one message to the next.
 *
 * Context: the sender's; sleeps.
 * Return: Bytes put; 0 at the end. It is refused by sessmon_nl_dump_start() only.
 */
int sessmon_nl_process_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct cursor *c = cursor_of(cb), next;
	struct sessmon_process *p;

	rcu_read_lock();
	for (next = *c; (p = sessmon_process_next(&next.bucket, &next.serial)); *c = next)
		if (dump_process(skb, cb, p))
			break;
	rcu_read_unlock();
	return skb->len;
}

static int put_session(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct sessmon_session_view *view)
{
	void *hdr = begin_dumped(skb, cb, SESSMON_CMD_SESSION_GET);

	if (!hdr)
		return -EMSGSIZE;
	return end_dumped(skb, hdr,
			  sessmon_encode_session(skb, SESSMON_A_SESSION, view) ?:
				  sessmon_nl_put_seq(skb));
}

/* Ended sessions are left out by what the copy says, as with a process. */
static int dump_session(struct sk_buff *skb, struct netlink_callback *cb, struct sessmon_session *s)
{
	struct sessmon_session_view view;
	int err = 0;

	sessmon_session_view(s, &view);
	if (!view.ended)
		err = put_session(skb, cb, &view);
	sessmon_exe_put(view.leader.exe);
	return err;
}

/**
 * sessmon_nl_session_dumpit() - go on with a dump of the sessions
 * @skb: room for so many objects as fit
 * @cb: where the dump is
 *
 * No lock is held from one message to the next.
 *
 * Context: the sender's; sleeps.
 * Return: Bytes put; 0 at the end. It is refused by sessmon_nl_dump_start() only.
 */
int sessmon_nl_session_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct cursor *c = cursor_of(cb), next;
	struct sessmon_session *s;

	rcu_read_lock();
	for (next = *c; (s = sessmon_session_next(&next.bucket, &next.serial)); *c = next)
		if (dump_session(skb, cb, s))
			break;
	rcu_read_unlock();
	return skb->len;
}
