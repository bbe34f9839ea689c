// SPDX-License-Identifier: GPL-2.0-or-later
/* The decoder against messages that libnl made, whole, short and broken. */
#include <stdlib.h>

#include "decode.h"
#include "tap.h"
#include "world.h"

static bool same_text(struct sessmon_str a, struct sessmon_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

static bool same_exe(const struct sessmon_exe *a, const struct sessmon_exe *b)
{
	return a->has == b->has && same_text(a->path, b->path) && same_text(a->cwd, b->cwd) &&
	       same_text(a->args, b->args) && a->argc == b->argc && a->args_len == b->args_len &&
	       a->dev_major == b->dev_major && a->dev_minor == b->dev_minor &&
	       a->inode == b->inode && a->mode == b->mode && a->flags == b->flags;
}

static bool same_process(const struct sessmon_process *a, const struct sessmon_process *b)
{
	return a->has == b->has && same_key(&a->key, &b->key) && same_key(&a->parent, &b->parent) &&
	       same_key(&a->session, &b->session) && a->session_class == b->session_class &&
	       a->pgid == b->pgid && same_text(a->comm, b->comm) && same_exe(&a->exe, &b->exe) &&
	       !memcmp(&a->creds, &b->creds, sizeof(a->creds)) &&
	       !memcmp(&a->ns, &b->ns, sizeof(a->ns)) && same_text(a->tty.name, b->tty.name) &&
	       a->tty.major == b->tty.major && a->flags == b->flags && a->loginuid == b->loginuid &&
	       a->cgroup == b->cgroup && a->last_seq == b->last_seq && a->withheld == b->withheld;
}

static bool same_session(const struct sessmon_session *a, const struct sessmon_session *b)
{
	return a->has == b->has && same_key(&a->key, &b->key) &&
	       same_key(&a->created_from, &b->created_from) && same_key(&a->entry, &b->entry) &&
	       same_key(&a->origin, &b->origin) && a->session_class == b->session_class &&
	       a->reason == b->reason && a->flags == b->flags && a->entry_type == b->entry_type &&
	       same_text(a->peer.address, b->peer.address) && a->peer.port == b->peer.port &&
	       a->peer.cid == b->peer.cid && a->peer.vsock_port == b->peer.vsock_port &&
	       a->peer.local_vsock_port == b->peer.local_vsock_port &&
	       same_exe(&a->leader, &b->leader) && same_text(a->comm, b->comm) &&
	       a->members == b->members && a->total == b->total && a->started == b->started &&
	       a->pid_ns == b->pid_ns && a->foreground == b->foreground &&
	       a->withheld == b->withheld;
}

static void test_objects(void)
{
	struct sessmon_decoder d;
	struct sessmon_process p;
	struct sessmon_session s;
	struct sessmon_message m;
	struct sessmon_str rest;
	unsigned int i, good = 0, bad = 0;
	struct nl_msg *msg;

	for (i = 0; i < world_n_processes; i++) {
		msg = encode_begin(SESSMON_CMD_PROCESS_GET);
		encode_process(msg, SESSMON_A_PROCESS, &world_processes[i]);
		rest = encode_bytes(msg);
		sessmon_next_message(&rest, TEST_FAMILY, &m);
		sessmon_decode(&sessmon_rules_process, m.process, &p, sizeof(p), &d);
		good += same_process(&p, &world_processes[i]);
		bad += d.n_bad;
		nlmsg_free(msg);
	}
	ok(good == world_n_processes && !bad, "each process comes out as it went in");
	for (good = 0, i = 0; i < world_n_sessions; i++) {
		msg = encode_begin(SESSMON_CMD_SESSION_GET);
		encode_session(msg, SESSMON_A_SESSION, &world_sessions[i]);
		rest = encode_bytes(msg);
		sessmon_next_message(&rest, TEST_FAMILY, &m);
		sessmon_decode(&sessmon_rules_session, m.session, &s, sizeof(s), &d);
		good += same_session(&s, &world_sessions[i]);
		bad += d.n_bad;
		nlmsg_free(msg);
	}
	ok(good == world_n_sessions && !bad, "each session comes out as it went in");
}

/* A machine by vsock came in, not one that has an address. */
static void test_vsock(void)
{
	static const struct sessmon_session in = {
		.has = 1ULL << SESSMON_A_SESSION_PEER,
		.peer = { .has = 1ULL << SESSMON_A_PEER_CID | 1ULL << SESSMON_A_PEER_VSOCK_PORT |
				 1ULL << SESSMON_A_PEER_LOCAL_VSOCK_PORT,
			  .cid = 2,
			  .vsock_port = 4294967294,
			  .local_vsock_port = 22 },
	};
	struct nl_msg *msg = encode_begin(SESSMON_CMD_SESSION_GET);
	struct sessmon_decoder d;
	struct sessmon_session out;
	struct sessmon_message m;
	struct sessmon_str rest;

	encode_session(msg, SESSMON_A_SESSION, &in);
	rest = encode_bytes(msg);
	sessmon_next_message(&rest, TEST_FAMILY, &m);
	sessmon_decode(&sessmon_rules_session, m.session, &out, sizeof(out), &d);
	ok(out.peer.has == in.peer.has && same_session(&out, &in) && !d.n_bad,
	   "a connection by vsock comes out as it went in");
	nlmsg_free(msg);
}

static struct nl_msg *all_events(void)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_EVENTS);
	unsigned int i;

	for (i = 0; i < world_n_events; i++)
		encode_event(msg, SESSMON_A_EVENT, &world_events[i].e);
	nla_put_u64(msg, SESSMON_A_GROUP_FIRST, 1000);
	nla_put_u64(msg, SESSMON_A_FIRST_SEQ, 100);
	nla_put_u64(msg, SESSMON_A_LAST_SEQ, 162);
	nla_put_u64(msg, SESSMON_A_LOST, 7);
	return msg;
}

static bool same_event(const struct sessmon_event *a, const struct sessmon_event *b)
{
	return a->seq == b->seq && a->type == b->type && a->boottime == b->boottime &&
	       a->realtime == b->realtime && same_process(&a->process, &b->process) &&
	       same_session(&a->session, &b->session) && a->exit_code == b->exit_code &&
	       a->exit_signal == b->exit_signal && a->clone_flags == b->clone_flags &&
	       same_key(&a->actor, &b->actor) && same_key(&a->old_parent, &b->old_parent) &&
	       !memcmp(&a->old_creds, &b->old_creds, sizeof(a->old_creds)) &&
	       same_text(a->old_comm, b->old_comm) && a->old_class == b->old_class &&
	       a->old_flags == b->old_flags && a->tty_action == b->tty_action &&
	       a->counters.n == b->counters.n && a->hooks == b->hooks && a->lifetime == b->lifetime;
}

static void test_batch(void)
{
	struct nl_msg *msg = all_events();
	struct sessmon_str rest = encode_bytes(msg), one;
	struct sessmon_decoder d;
	struct sessmon_message m;
	struct sessmon_event e;
	unsigned int i = 0, good = 0;

	ok(sessmon_next_message(&rest, TEST_FAMILY, &m), "a batch is a message");
	ok(m.n_events == world_n_events && m.cmd == SESSMON_CMD_EVENTS, "with all its events");
	ok(m.group_first == 1000 && m.lost == 7 && m.first_seq == 100 && m.last_seq == 162,
	   "and what stands beside them, though it stands behind them");
	for (rest = m.attrs; sessmon_next_attr(&rest, SESSMON_A_EVENT, &one); i++) {
		sessmon_decode(&sessmon_rules_event, one, &e, sizeof(e), &d);
		good += same_event(&e, &world_events[i].e) && !d.n_bad;
		if (e.type == SESSMON_EVENT_LOST)
			ok(e.counters.list[1].type == SESSMON_EVENT_EXIT &&
				   e.counters.list[1].lost == 12,
			   "counters of a loss, by type");
	}
	ok(good == world_n_events, "each event comes out as it went in");
	nlmsg_free(msg);
}

/* Decoded text points into the message, whatever the message was. */
static void touch(struct sessmon_str s, unsigned int *sum)
{
	uint32_t i;

	for (i = 0; i < s.len; i++)
		*sum += (unsigned char)s.data[i];
}

static unsigned int decode_all(struct sessmon_str rest)
{
	static struct sessmon_decoder d;
	static struct sessmon_event e;
	struct sessmon_message m;
	struct sessmon_str one;
	unsigned int sum = 0;

	while (sessmon_next_message(&rest, TEST_FAMILY, &m)) {
		touch(m.boot_id, &sum);
		while (sessmon_next_attr(&m.attrs, SESSMON_A_EVENT, &one)) {
			sessmon_decode(&sessmon_rules_event, one, &e, sizeof(e), &d);
			touch(e.process.comm, &sum);
			touch(e.process.exe.args, &sum);
			touch(e.process.tty.name, &sum);
			touch(e.session.peer.address, &sum);
			sum += e.counters.n ? e.counters.list[e.counters.n - 1].type : 0;
		}
	}
	return sum;
}

static void test_truncated(void)
{
	struct nl_msg *msg = all_events();
	struct sessmon_str whole = encode_bytes(msg);
	struct nlmsghdr *h;
	uint32_t len;
	char *copy;

	/* A buffer of just the right size: the sanitizer sees one byte beyond it. */
	for (len = 0; len <= whole.len; len += len < 600 ? 1 : 7) {
		copy = malloc(len ? len : 1);
		memcpy(copy, whole.data, len);
		decode_all((struct sessmon_str){ copy, len });
		if (len >= sizeof(*h)) {
			h = (struct nlmsghdr *)copy;
			h->nlmsg_len = len;
			decode_all((struct sessmon_str){ copy, len });
		}
		free(copy);
	}
	ok(1, "messages cut at each length are survived");
	nlmsg_free(msg);
}

static void test_mutated(void)
{
	struct nl_msg *msg = all_events();
	struct sessmon_str whole = encode_bytes(msg);
	char *copy = malloc(whole.len);
	unsigned int round, i;
	uint32_t at;

	srand(1);
	for (round = 0; round < 20000; round++) {
		memcpy(copy, whole.data, whole.len);
		for (i = 0; i < 1 + round % 8; i++) {
			at = (uint32_t)rand() % whole.len;
			copy[at] = (char)rand();
		}
		decode_all((struct sessmon_str){ copy, whole.len });
	}
	ok(1, "mutated messages are survived");
	free(copy);
	nlmsg_free(msg);
}

static void put_raw(struct nl_msg *msg, int attr, const void *data, int len)
{
	if (nla_put(msg, attr, len, data))
		abort();
}

static void test_malformed(void)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_PROCESS_GET);
	struct nlattr *nest = nla_nest_start(msg, SESSMON_A_PROCESS);
	struct sessmon_decoder d;
	struct sessmon_process p;
	struct sessmon_message m;
	struct sessmon_str rest;

	put_raw(msg, SESSMON_A_PROCESS_PGID, "abc", 3);
	put_raw(msg, SESSMON_A_PROCESS_COMM, "noend", 5);
	put_raw(msg, SESSMON_A_PROCESS_CGROUP, "1234", 4);
	put_raw(msg, 200, "future", 6);
	put_raw(msg, SESSMON_A_PROCESS_VPID, "\1\0\0\0", 4);
	nla_nest_end(msg, nest);
	rest = encode_bytes(msg);
	sessmon_next_message(&rest, TEST_FAMILY, &m);
	sessmon_decode(&sessmon_rules_process, m.process, &p, sizeof(p), &d);
	ok(!sessmon_has(&p, SESSMON_A_PROCESS_PGID) && !sessmon_has(&p, SESSMON_A_PROCESS_CGROUP),
	   "numbers of another width are absent");
	ok(p.comm.len == 5 && !memcmp(p.comm.data, "noend", 5), "text needs no zero byte");
	ok(p.vpid == 1 && d.n_bad == 2, "the rest is there, the unknown is no error");
	nlmsg_free(msg);
}

static void test_other_family(void)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_EVENTS);
	struct sessmon_str rest = encode_bytes(msg);
	struct sessmon_message m;

	ok(!sessmon_next_message(&rest, TEST_FAMILY + 1, &m), "another family is not ours");
	nlmsg_free(msg);
}

static void test_many_counters(void)
{
	struct sessmon_counters c = { .has = 0xa, .type = 1, .lost = 1 };
	struct nl_msg *msg = encode_begin(SESSMON_CMD_STATS_GET);
	struct sessmon_stats stats;
	struct sessmon_message m;
	struct sessmon_str rest;
	int i;

	for (i = 0; i < 200; i++)
		encode_counters(msg, SESSMON_A_COUNTERS, &c);
	rest = encode_bytes(msg);
	sessmon_next_message(&rest, TEST_FAMILY, &m);
	sessmon_decode_stats(&m, &stats);
	ok(stats.n_counters == SESSMON_COUNTERS_MAX, "more counters than there is room for");
	nlmsg_free(msg);
}

int main(void)
{
	test_objects();
	test_vsock();
	test_batch();
	test_malformed();
	test_other_family();
	test_many_counters();
	test_truncated();
	test_mutated();
	return tap_done();
}
