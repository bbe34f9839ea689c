// SPDX-License-Identifier: GPL-2.0-only
/*
 * Over netlink: who answers, the counters, and what a check of the table finds.
 */
#include "wire/ops.h"

#include <linux/module.h>
#include <linux/mutex.h>
#include <net/genetlink.h>

#include "facts/host.h"
#include "hook/attach.h"
#include "model/process.h"
#include "model/session.h"
#include "reconcile/verify.h"
#include "ring/ring.h"
#include "wire/backlog.h"
#include "wire/encode.h"
#include "wire/encode_fact.h"
#include "wire/message.h"
#include "wire/reader.h"
#include "wire/reply.h"
#include "wire/worker.h"

/**
 * sessmon_nl_info_doit() - answer with version, boot and hooks
 * @skb: the request
 * @info: the request, parsed
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -ENOMEM.
 */
int sessmon_nl_info_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	sessmon_worker_offer_backlog();
	msg = sessmon_nl_new_reply(info, NLMSG_GOODSIZE, &hdr);
	if (!msg)
		return -ENOMEM;
	err = nla_put_u32(msg, SESSMON_A_VERSION, SESSMON_WIRE_VERSION) ||
	      nla_put_string(msg, SESSMON_A_BOOT_ID, sessmon_host_boot_id()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS, sessmon_hooks_live()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS_FIRED, sessmon_hooks_fired()) ||
	      nla_put_string(msg, SESSMON_A_MODULE_VERSION, THIS_MODULE->version) ||
	      sessmon_nl_put_seq(msg);
	return sessmon_nl_reply(info, msg, hdr, err ? -EMSGSIZE : 0);
}

/* ---- statistics ---- */

static int put_stats(struct sk_buff *skb, const struct sessmon_counters *sum)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_STATS);
	const u64 *stat = sum->stat;

	if (!nest ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_PROCESSES, sessmon_processes_count()) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_SESSIONS, sessmon_sessions_count()) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_PROGRAMS, sessmon_exe_live()) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_TABLE_FULL, stat[SESSMON_STAT_TABLE_FULL]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_NO_MEMORY, stat[SESSMON_STAT_NO_MEMORY]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_CAPTURE_FALLBACK,
			       stat[SESSMON_STAT_CAPTURE_FALLBACK]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_PROBE_MISSED, sessmon_hooks_missed()) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_LATE_FOUND, stat[SESSMON_STAT_LATE_FOUND]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_REPAIRED, stat[SESSMON_STAT_REPAIRED]) ||
	    nla_put_u32(skb, SESSMON_A_STATS_RING_SIZE, sessmon_ring_size()) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_MESSAGES, stat[SESSMON_STAT_MESSAGES]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_UNHEARD, sessmon_unheard_total(sum)) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_DEMOTED, stat[SESSMON_STAT_DEMOTED]) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_STATS_BACKLOG, sessmon_backlog_count()))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_group_sent(struct sk_buff *skb, enum sessmon_group group)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_GROUP_SENT);

	if (!nest || nla_put_u32(skb, SESSMON_A_GROUP_SENT_GROUP, BIT(group)) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_GROUP_SENT_EVENTS,
			       sessmon_message_events_sent(group)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_groups_sent(struct sk_buff *skb)
{
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		if (put_group_sent(skb, group))
			return -EMSGSIZE;
	return 0;
}

/**
 * sessmon_nl_stats_doit() - answer with all counters
 * @skb: the request
 * @info: the request, parsed
 *
 * The processors are added up one after the other: of a busy machine, it is no snapshot.
 *
 * Context: the sender's; sleeps.
 * Return: 0; -EPERM, -ENOMEM.
 */
int sessmon_nl_stats_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_counters *sum;
	struct sk_buff *msg;
	u64 lost;
	void *hdr;
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	sessmon_worker_offer_backlog();
	sum = kmalloc(sizeof(*sum), GFP_KERNEL);
	msg = sum ? sessmon_nl_new_reply(info, SESSMON_STATS_BYTES_MAX, &hdr) : NULL;
	if (!msg) {
		kfree(sum);
		return -ENOMEM;
	}
	sessmon_counters_sum(sum);
	lost = sessmon_lost_total();
	err = put_stats(msg, sum) || sessmon_encode_counters(msg, SESSMON_A_COUNTERS, sum, false) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS, sessmon_hooks_live()) ||
	      nla_put_u32(msg, SESSMON_A_HOOKS_FIRED, sessmon_hooks_fired()) ||
	      nla_put(msg, SESSMON_A_LOST, sizeof(lost), &lost) || put_groups_sent(msg) ||
	      sessmon_readers_put(msg) || sessmon_nl_put_seq(msg);
	kfree(sum);
	return sessmon_nl_reply(info, msg, hdr, err ? -EMSGSIZE : 0);
}

/* ---- verify ---- */

static int put_difference(struct sk_buff *skb, const struct sessmon_difference *d)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_DIFFERENCE);

	if (!nest || nla_put_u32(skb, SESSMON_A_DIFFERENCE_KIND, d->kind) ||
	    sessmon_encode_key(skb, SESSMON_A_DIFFERENCE_KEY, &d->key) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_DIFFERENCE_TABLE, d->table) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_DIFFERENCE_KERNEL, d->kernel))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_verify(struct sk_buff *skb, const struct sessmon_verify *v)
{
	struct nlattr *nest = nla_nest_start(skb, SESSMON_A_VERIFY);
	unsigned int i;

	if (!nest || sessmon_nl_put_u64(skb, SESSMON_A_VERIFY_CHECKED, v->checked) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_VERIFY_MISSING, v->missing) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_VERIFY_STALE, v->stale) ||
	    sessmon_nl_put_u64(skb, SESSMON_A_VERIFY_DIFFERING, v->differing))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	for (i = 0; i < v->count; i++)
		if (put_difference(skb, &v->list[i]))
			return -EMSGSIZE;
	return 0;
}

/* One comparison at a time: each walks over all processes, twice if anything differs. */
static DEFINE_MUTEX(verifying);

static int verify_one_at_a_time(struct sessmon_verify *v)
{
	int err = mutex_lock_killable(&verifying);

	if (err)
		return err;
	err = sessmon_verify(v);
	mutex_unlock(&verifying);
	return err;
}

/**
 * sessmon_nl_verify_doit() - compare the table with the kernel's tasks, and tell
 * @skb: the request
 * @info: the request, parsed
 *
 * What differs is counted whole and listed in part, see struct sessmon_verify.
 *
 * Context: the sender's; sleeps.
 * Return: 0, also when something differs; -EPERM, -ENOMEM.
 */
int sessmon_nl_verify_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sessmon_verify *v;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!sessmon_nl_allowed(skb))
		return -EPERM;
	v = kmalloc(sizeof(*v), GFP_KERNEL);
	msg = v ? sessmon_nl_new_reply(info, SESSMON_EVENT_BYTES_MAX, &hdr) : NULL;
	if (!msg) {
		kfree(v);
		return -ENOMEM;
	}
	err = verify_one_at_a_time(v) ?: put_verify(msg, v);
	kfree(v);
	return sessmon_nl_reply(info, msg, hdr, err);
}
