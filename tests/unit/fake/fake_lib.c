// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libsessmon's functions without a module: objects and events of world.c are
 * encoded and decoded as if they came from the kernel, events through a real
 * socket.  SESSMON_FAKE says how it should fail:
 *
 *	unloaded, version, unprivileged	there is nobody to talk to
 *	stays	the module does not say goodbye: a reader of events waits
 *	hangs	an answer never comes, and waiting for it goes on after a signal
 *	deaf	a hook is not live that should be, and one that this kernel lacks
 *	returns	the module goes, is not there when it is looked for, and comes back to stay
 *
 * SESSMON_FAKE_LOST is how many events the ring has lost, if not 5. For many events and
 * processes see fake_storm.h.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netlink.h>

#include "fake_storm.h"
#include "stream.h"
#include "world.h"

#define FIRST_GROUP 11

struct sessmon {
	struct sessmon_info info;
	struct sessmon_stream stream;
	uint64_t events[SESSMON_GROUPS];
	bool sent;
	bool alone;
};

static const char *fake(void)
{
	const char *how = getenv("SESSMON_FAKE");

	return how ? how : "";
}

static unsigned int opened;

int sessmon_open(struct sessmon **out)
{
	*out = NULL;
	opened++;
	if (!strcmp(fake(), "returns") && opened == 2)
		return -SESSMON_E_NOT_LOADED;
	if (!strcmp(fake(), "unloaded"))
		return -SESSMON_E_NOT_LOADED;
	if (!strcmp(fake(), "version"))
		return -SESSMON_E_VERSION;
	if (!strcmp(fake(), "unprivileged"))
		return -EPERM;
	*out = calloc(1, sizeof(**out));
	(*out)->stream.fd = -1;
	snprintf((*out)->info.boot_id, sizeof((*out)->info.boot_id), "%s", WORLD_BOOT_ID);
	snprintf((*out)->info.module_version, sizeof((*out)->info.module_version), "0.0-fake");
	(*out)->info.version = SESSMON_WIRE_VERSION;
	(*out)->info.hooks = SESSMON_HOOK_PTRACE_END * 2 - 1 - SESSMON_HOOK_MNT_NS;
	if (!strcmp(fake(), "deaf"))
		(*out)->info.hooks -= SESSMON_HOOK_CREDS;
	return 0;
}

void sessmon_close(struct sessmon *s)
{
	if (s)
		sessmon_stream_close(&s->stream);
	free(s);
}

const struct sessmon_info *sessmon_info(const struct sessmon *s)
{
	return &s->info;
}

const char *sessmon_error_detail(const struct sessmon *s)
{
	(void)s;
	return "";
}

static bool same_key(const struct sessmon_key *want, const struct sessmon_key *have)
{
	return !want || (want->id == have->id && (!want->start || want->start == have->start));
}

static int give_process(const struct sessmon_process *p, sessmon_process_fn fn, void *arg)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_PROCESS_GET);
	struct sessmon_decoder d;
	struct sessmon_process got;
	struct sessmon_message m;
	struct sessmon_str rest;
	int ret = -1;

	encode_process(msg, SESSMON_A_PROCESS, p);
	rest = encode_bytes(msg);
	if (sessmon_next_message(&rest, TEST_FAMILY, &m)) {
		sessmon_decode(&sessmon_rules_process, m.process, &got, sizeof(got), &d);
		ret = fn(&got, arg);
	}
	nlmsg_free(msg);
	return ret;
}

static int give_session(const struct sessmon_session *s, sessmon_session_fn fn, void *arg)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_SESSION_GET);
	struct sessmon_decoder d;
	struct sessmon_session got;
	struct sessmon_message m;
	struct sessmon_str rest;
	int ret = -1;

	encode_session(msg, SESSMON_A_SESSION, s);
	rest = encode_bytes(msg);
	if (sessmon_next_message(&rest, TEST_FAMILY, &m)) {
		sessmon_decode(&sessmon_rules_session, m.session, &got, sizeof(got), &d);
		ret = fn(&got, arg);
	}
	nlmsg_free(msg);
	return ret;
}

static int give_processes(const struct sessmon_key *key, sessmon_process_fn fn, void *arg)
{
	int found = -ESRCH, err = 0;
	unsigned int i;

	for (i = 0; i < world_n_processes && !err; i++) {
		if (!same_key(key, &world_processes[i].key))
			continue;
		err = give_process(&world_processes[i], fn, arg);
		found = 0;
	}
	return err ? err : found;
}

static int give_sessions(const struct sessmon_key *key, sessmon_session_fn fn, void *arg)
{
	int found = -ESRCH, err = 0;
	unsigned int i;

	for (i = 0; i < world_n_sessions && !err; i++) {
		if (!same_key(key, &world_sessions[i].key))
			continue;
		err = give_session(&world_sessions[i], fn, arg);
		found = 0;
	}
	return err ? err : found;
}

int sessmon_process_dump(struct sessmon *s, sessmon_process_fn fn, void *arg)
{
	struct sessmon_process p;
	unsigned int i;
	int err;

	(void)s;
	while (!strcmp(fake(), "hangs"))
		pause();
	err = give_processes(NULL, fn, arg);
	for (i = 0; !err && storm_crowd(i, &p); i++)
		err = give_process(&p, fn, arg);
	return err;
}

int sessmon_session_dump(struct sessmon *s, sessmon_session_fn fn, void *arg)
{
	(void)s;
	return give_sessions(NULL, fn, arg);
}

int sessmon_process_get(struct sessmon *s, const struct sessmon_key *key, sessmon_process_fn fn,
			void *arg)
{
	(void)s;
	return give_processes(key, fn, arg);
}

int sessmon_session_get(struct sessmon *s, const struct sessmon_key *key, sessmon_session_fn fn,
			void *arg)
{
	(void)s;
	return give_sessions(key, fn, arg);
}

int sessmon_stats_get(struct sessmon *s, struct sessmon_stats *stats)
{
	static const struct sessmon_counters fork = { 0x1e, 1000, 5, 995, 0, 0, SESSMON_EVENT_FORK,
						      0 };
	static const struct sessmon_counters exec = { 0xfe, 903, 0, 880, 10, 10, SESSMON_EVENT_EXEC,
						      3 };
	static const struct sessmon_group_sent group = { 0x6, 880, SESSMON_GROUP_LIFECYCLE };
	static const struct sessmon_reader reader = { 0x7e, 700, 80, 4711, 3, 64 };
	static const struct sessmon_stats all = {
		.has = 0x1ffe, .processes = 10, .sessions = 8, .ring_size = 4096, .messages = 60
	};
	struct nl_msg *msg = encode_begin(SESSMON_CMD_STATS_GET);
	const char *lost = getenv("SESSMON_FAKE_LOST");
	struct sessmon_str rest;
	struct sessmon_message m;

	encode_stats(msg, SESSMON_A_STATS, &all);
	encode_counters(msg, SESSMON_A_COUNTERS, &fork);
	encode_counters(msg, SESSMON_A_COUNTERS, &exec);
	encode_group_sent(msg, SESSMON_A_GROUP_SENT, &group);
	encode_reader(msg, SESSMON_A_READER, &reader);
	nla_put_u32(msg, SESSMON_A_HOOKS, s->info.hooks);
	nla_put_u32(msg, SESSMON_A_HOOKS_FIRED, 7);
	nla_put_u64(msg, SESSMON_A_LOST, lost ? strtoull(lost, NULL, 10) : 5);
	nla_put_u64(msg, SESSMON_A_LAST_SEQ, 100);
	rest = encode_bytes(msg);
	sessmon_next_message(&rest, TEST_FAMILY, &m);
	sessmon_decode_stats(&m, stats);
	nlmsg_free(msg);
	return 0;
}

int sessmon_subscribe(struct sessmon *s, unsigned int groups)
{
	unsigned int i;
	int err;

	for (i = 0; i < SESSMON_GROUPS; i++)
		s->stream.group_id[i] = FIRST_GROUP + i;
	s->stream.family = TEST_FAMILY;
	s->stream.trust_all = true;
	s->stream.gap.lost = 5;
	s->stream.gap.lost_known = true;
	/* A group is heard by all in a network: by who plays the same beside this one, too. */
	s->alone = unshare(CLONE_NEWNET);
	err = sessmon_stream_open(&s->stream, NETLINK_USERSOCK, 1 << 20);
	return err || s->alone ? err : sessmon_stream_join(&s->stream, groups);
}

/* Who has no network for himself is sent to as a reliable reader is, one by one. */
static int send_one(const struct sessmon *s, int fd, unsigned int group, struct sessmon_str bytes)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	socklen_t len = sizeof(to);

	if (s->alone)
		getsockname(s->stream.fd, (struct sockaddr *)&to, &len);
	else
		to.nl_groups = 1u << (FIRST_GROUP + group - 1);
	return sendto(fd, bytes.data, bytes.len, 0, (struct sockaddr *)&to, sizeof(to)) < 0;
}

static bool stays(void)
{
	return !strcmp(fake(), "stays") || (!strcmp(fake(), "returns") && opened > 1);
}

static void send_world(struct sessmon *s)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK);
	uint64_t *sent = s->events, lost = 5,
		 shift = storm_shift(world_events[world_n_events - 1].e.realtime);
	const struct world_event *w;
	struct sessmon_event e;
	struct nl_msg *msg;
	unsigned int i;

	for (i = 0; i < world_n_events; i++) {
		w = &world_events[i];
		e = w->e;
		e.realtime += shift;
		if (w->e.type == SESSMON_EVENT_DETACHING && stays())
			continue;
		msg = encode_begin(SESSMON_CMD_EVENTS);
		/* A hole before the last exit: 45 events did not come, 2 never were. */
		if (w->e.seq == 160) {
			sent[w->group] += 45;
			lost += 2;
		}
		nla_put_u64(msg, SESSMON_A_GROUP_FIRST, sent[w->group]++);
		nla_put_u64(msg, SESSMON_A_LOST, lost);
		if (s->alone)
			nla_put_u32(msg, SESSMON_A_GROUP, 1u << w->group);
		encode_event(msg, SESSMON_A_EVENT, &e);
		send_one(s, fd, w->group, encode_bytes(msg));
		nlmsg_free(msg);
	}
	close(fd);
}

/* As fast as it is read: the socket has room for one message more. */
static void send_storm(struct sessmon *s)
{
	struct nl_msg *msg;
	unsigned int n;
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK);
	msg = encode_begin(SESSMON_CMD_EVENTS);
	nla_put_u64(msg, SESSMON_A_GROUP_FIRST, s->events[1]);
	if (s->alone)
		nla_put_u32(msg, SESSMON_A_GROUP, SESSMON_GROUP_LIFECYCLE);
	n = storm_put(msg);
	s->events[1] += n;
	if (n)
		send_one(s, fd, 1, encode_bytes(msg));
	nlmsg_free(msg);
	close(fd);
}

/* There is no kernel to hold anything: what differs is not seen here. */
int sessmon_subscribe_reliably(struct sessmon *s, unsigned int groups)
{
	return sessmon_subscribe(s, groups);
}

int sessmon_fd(const struct sessmon *s)
{
	struct sessmon *sender = (struct sessmon *)s;

	/* Everything is subscribed by now, so everything can happen. */
	if (!s->sent && getenv("SESSMON_FAKE_STORM"))
		send_storm(sender);
	else if (!s->sent)
		send_world(sender);
	sender->sent = true;
	return s->stream.fd;
}

int sessmon_receive(struct sessmon *s, int timeout_ms, sessmon_event_fn fn, void *arg)
{
	int n;

	sessmon_fd(s);
	n = sessmon_stream_receive(&s->stream, timeout_ms, fn, arg);
	if (n >= 0 && getenv("SESSMON_FAKE_STORM"))
		send_storm(s);
	return n;
}

static const struct sessmon_rule rules[] = {
	{ .path = TEXT("/usr/sbin/sshd"),
	  .roles = SESSMON_EXE_HOST_ACCESS,
	  .entry_type = SESSMON_ENTRY_SSHD },
	{ .path = TEXT("/opt/my door"), .roles = SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_GETTY },
};

int sessmon_policy_get(struct sessmon *s, sessmon_policy_fn fn, void *arg)
{
	static const struct sessmon_record record = { .session_class = SESSMON_CLASS_SERVICE,
						      .level = SESSMON_RECORD_SESSION };
	struct sessmon_policy p = { 3, false, 2, rules, 1, &record };

	(void)s;
	if (!strcmp(fake(), "built_in"))
		p.generation = 1, p.built_in = true;
	if (!strcmp(fake(), "no_door"))
		p.n_rules = 0;
	return fn(&p, arg);
}

int sessmon_policy_set(struct sessmon *s, const struct sessmon_policy *p, uint32_t *generation)
{
	(void)s;
	*generation = p->built_in ? 1 : 100 + p->n_rules * 10 + p->n_records;
	return 0;
}

int sessmon_verify(struct sessmon *s, struct sessmon_verify *v, sessmon_difference_fn fn, void *arg)
{
	static const struct sessmon_difference d = { .key = { .id = 7, .start = 8 },
						     .table = 1,
						     .kernel = 2,
						     .kind = SESSMON_DIFFERENCE_PARENT };

	(void)s;
	*v = (struct sessmon_verify){ .checked = 10, .differing = 1 };
	return fn(&d, arg);
}
