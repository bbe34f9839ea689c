// SPDX-License-Identifier: LGPL-2.1-or-later
/* Processes, sessions and statistics: dumps and single objects. */
#include <errno.h>
#include <string.h>
#include <netlink/netlink.h>

#include "handle.h"

/* One of each pair is set. */
struct receiver {
	sessmon_process_fn process;
	sessmon_session_fn session;
	void *arg;
};

static int take_process(const struct sessmon_message *m, void *arg)
{
	const struct receiver *r = arg;
	struct sessmon_decoder d;
	struct sessmon_process p;

	if (!sessmon_has(m, SESSMON_A_PROCESS))
		return -SESSMON_E_GARBLED;
	sessmon_decode(&sessmon_rules_process, m->process, &p, sizeof(p), &d);
	return r->process(&p, r->arg);
}

static int take_session(const struct sessmon_message *m, void *arg)
{
	const struct receiver *r = arg;
	struct sessmon_decoder d;
	struct sessmon_session s;

	if (!sessmon_has(m, SESSMON_A_SESSION))
		return -SESSMON_E_GARBLED;
	sessmon_decode(&sessmon_rules_session, m->session, &s, sizeof(s), &d);
	return r->session(&s, r->arg);
}

int sessmon_process_dump(struct sessmon *s, sessmon_process_fn fn, void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_PROCESS_GET, .flags = NLM_F_DUMP };
	struct receiver r = { .process = fn, .arg = arg };

	return sessmon_request(s, &q, take_process, &r);
}

int sessmon_session_dump(struct sessmon *s, sessmon_session_fn fn, void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_SESSION_GET, .flags = NLM_F_DUMP };
	struct receiver r = { .session = fn, .arg = arg };

	return sessmon_request(s, &q, take_session, &r);
}

/* The kernel may say "no entry"; that of a process has its own number. */
static int not_found(int err)
{
	return err == -ENOENT ? -ESRCH : err;
}

int sessmon_process_get(struct sessmon *s, const struct sessmon_key *key, sessmon_process_fn fn,
			void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_PROCESS_GET, .key = key };
	struct receiver r = { .process = fn, .arg = arg };

	return not_found(sessmon_request(s, &q, take_process, &r));
}

int sessmon_session_get(struct sessmon *s, const struct sessmon_key *key, sessmon_session_fn fn,
			void *arg)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_SESSION_GET, .key = key };
	struct receiver r = { .session = fn, .arg = arg };

	return not_found(sessmon_request(s, &q, take_session, &r));
}

static int take_stats(const struct sessmon_message *m, void *arg)
{
	sessmon_decode_stats(m, arg);
	return 0;
}

int sessmon_stats_get(struct sessmon *s, struct sessmon_stats *stats)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_STATS_GET };

	memset(stats, 0, sizeof(*stats));
	return sessmon_request(s, &q, take_stats, stats);
}
