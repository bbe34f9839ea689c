// SPDX-License-Identifier: LGPL-2.1-or-later
/* Questions by libnl: what is sent, and what comes back until the last answer. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "handle.h"

/**
 * struct request - One question under way.
 * @s: handle
 * @fn: takes the messages of the answer
 * @arg: for @fn
 * @result: what @fn or the kernel said
 * @done: the answer is complete
 * @n: messages that the answer had
 */
struct request {
	struct sessmon *s;
	sessmon_reply_fn fn;
	void *arg;
	int result;
	bool done;
	unsigned int n;
};

/* After the caller wants no more, the rest of the answer is read and dropped. */
static int valid_cb(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *h = nlmsg_hdr(msg);
	struct sessmon_str rest = { (const char *)h, h->nlmsg_len };
	struct request *r = arg;
	struct sessmon_message m;

	while (!r->result && sessmon_next_message(&rest, (uint16_t)r->s->family, &m)) {
		r->n++;
		r->result = r->fn(&m, r->arg);
	}
	return NL_OK;
}

static int ack_cb(struct nl_msg *msg, void *arg)
{
	struct request *r = arg;

	(void)msg;
	r->done = true;
	return NL_STOP;
}

/* A dump that fails on its way says so in its last message. */
static int finish_cb(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *h = nlmsg_hdr(msg);
	struct request *r = arg;
	int err = 0;

	if (nlmsg_datalen(h) >= (int)sizeof(err))
		memcpy(&err, nlmsg_data(h), sizeof(err));
	if (err < 0 && !r->result)
		r->result = err;
	return ack_cb(msg, arg);
}

/* An object is consistent in itself and last-seq joins them: no reason to fail. */
static int interrupted_cb(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return NL_OK;
}

/* The kernel's own words come behind a copy of the request, which may be short. */
static void keep_detail(struct sessmon *s, const struct nlmsgerr *e, uint32_t payload)
{
	const char *base = (const char *)e;
	struct nlmsghdr h;
	struct sessmon_str rest, words;
	size_t skip = sizeof(*e);

	memcpy(&h, base - NLMSG_HDRLEN, sizeof(h));
	if (!(h.nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(h.nlmsg_flags & NLM_F_CAPPED))
		skip += (size_t)NLMSG_ALIGN(e->msg.nlmsg_len) - sizeof(e->msg);
	if (skip >= payload)
		return;
	rest = (struct sessmon_str){ base + skip, (uint32_t)(payload - skip) };
	if (sessmon_next_attr(&rest, NLMSGERR_ATTR_MSG, &words))
		snprintf(s->detail, sizeof(s->detail), "%.*s", (int)words.len, words.data);
}

static int error_cb(struct sockaddr_nl *from, struct nlmsgerr *e, void *arg)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)((const char *)e - NLMSG_HDRLEN);
	struct request *r = arg;

	(void)from;
	r->result = e->error;
	r->done = true;
	if (h->nlmsg_len >= NLMSG_HDRLEN + sizeof(*e))
		keep_detail(r->s, e, h->nlmsg_len - (uint32_t)NLMSG_HDRLEN);
	return NL_STOP;
}

static int put_key(struct nl_msg *msg, const struct sessmon_key *key)
{
	struct nlattr *nest = nla_nest_start(msg, SESSMON_A_KEY);

	if (!nest || nla_put_u32(msg, SESSMON_A_KEY_ID, key->id))
		return -EMSGSIZE;
	if (key->start && nla_put_u64(msg, SESSMON_A_KEY_START, key->start))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* The kernel wants the zero byte that our text lacks. */
static int put_text(struct nl_msg *msg, int attr, struct sessmon_str s)
{
	struct nlattr *a = nla_reserve(msg, attr, (int)s.len + 1);

	if (!a)
		return -EMSGSIZE;
	memcpy(nla_data(a), s.data, s.len);
	((char *)nla_data(a))[s.len] = 0;
	return 0;
}

static int put_rule(struct nl_msg *msg, const struct sessmon_rule *r)
{
	struct nlattr *nest = nla_nest_start(msg, SESSMON_A_RULE);

	if (!nest || put_text(msg, SESSMON_A_RULE_PATH, r->path) ||
	    nla_put_u32(msg, SESSMON_A_RULE_ROLES, r->roles) ||
	    nla_put_u32(msg, SESSMON_A_RULE_ENTRY_TYPE, r->entry_type))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_record(struct nl_msg *msg, const struct sessmon_record *r)
{
	struct nlattr *nest = nla_nest_start(msg, SESSMON_A_RECORD);

	if (!nest || nla_put_u32(msg, SESSMON_A_RECORD_CLASS, r->session_class) ||
	    nla_put_u32(msg, SESSMON_A_RECORD_LEVEL, r->level))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_policy(struct nl_msg *msg, const struct sessmon_policy *p)
{
	unsigned int i;

	if (p->built_in && nla_put_flag(msg, SESSMON_A_BUILT_IN))
		return -EMSGSIZE;
	for (i = 0; i < p->n_rules; i++)
		if (put_rule(msg, &p->rules[i]))
			return -EMSGSIZE;
	for (i = 0; i < p->n_records; i++)
		if (put_record(msg, &p->records[i]))
			return -EMSGSIZE;
	return 0;
}

static size_t question_size(const struct sessmon_question *q)
{
	size_t size = 4096;
	unsigned int i;

	for (i = 0; q->policy && i < q->policy->n_rules; i++)
		size += q->policy->rules[i].path.len + 64;
	return size;
}

static int put_question(struct nl_msg *msg, int family, const struct sessmon_question *q)
{
	int err = 0;

	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, q->flags, (uint8_t)q->cmd,
			 SESSMON_FAMILY_VERSION))
		return -EMSGSIZE;
	if (q->key)
		err = put_key(msg, q->key);
	if (q->policy && !err)
		err = put_policy(msg, q->policy);
	return err;
}

static int send_request(struct sessmon *s, const struct sessmon_question *q)
{
	struct nl_msg *msg = nlmsg_alloc_size(question_size(q));
	int err = -ENOMEM;

	if (msg)
		err = put_question(msg, s->family, q);
	if (!err && nl_send_auto(s->sock, msg) < 0)
		err = -EIO;
	nlmsg_free(msg);
	return err;
}

static int read_answer(struct request *r)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_CUSTOM);
	int err = 0;

	if (!cb)
		return -ENOMEM;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, valid_cb, r);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, ack_cb, r);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, finish_cb, r);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, interrupted_cb, r);
	nl_cb_err(cb, NL_CB_CUSTOM, error_cb, r);
	while (!r->done && err >= 0)
		err = nl_recvmsgs(r->s->sock, cb);
	nl_cb_put(cb);
	return r->done ? r->result : -EIO;
}

int sessmon_request(struct sessmon *s, const struct sessmon_question *q, sessmon_reply_fn fn,
		    void *arg)
{
	struct request r = { .s = s, .fn = fn, .arg = arg };
	int err;

	s->detail[0] = 0;
	err = send_request(s, q);
	if (err)
		return err;
	err = read_answer(&r);
	if (!err && !q->flags && !r.n)
		err = -SESSMON_E_GARBLED;
	/* Of what has no name to be unknown, it is the family that is not there any more. */
	if (err == -ENOENT && !q->key && !q->policy)
		err = -SESSMON_E_NOT_LOADED;
	return err;
}
