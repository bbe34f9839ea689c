// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader's table: filled, kept by events, mended. */
#include <stdlib.h>

#include "mirror/forest.h"
#include "mirror/mirror.h"
#include "tap.h"
#include "wire_rules.h"
#include "world.h"

/* Bytes of arguments of process 321. */
#define EVIL_LEN (world_processes[6].exe.args.len)

static struct mirror t;
static struct sessmon *s;

static const struct sessmon_process *process(uint32_t pid)
{
	struct sessmon_key key = { .id = pid };

	return mirror_process(&t, &key);
}

static struct sessmon_event event(uint32_t type, uint64_t seq, uint32_t pid, uint64_t start)
{
	return (struct sessmon_event){
		.has = BIT(SESSMON_A_EVENT_PROCESS) | BIT(SESSMON_A_EVENT_SEQ),
		.seq = seq,
		.type = type,
		.process = { .has = BIT(SESSMON_A_PROCESS_KEY),
			     .key = { .id = pid, .start = start } },
	};
}

static void test_fill(void)
{
	struct sessmon_key wrong = { .id = 310, .start = 5 };

	ok(!mirror_fill(&t, s), "filled from a dump");
	ok(t.n_processes == world_n_processes && t.n_sessions == world_n_sessions, "with all");
	ok(process(310)->exe.path.len == 13 &&
		   !memcmp(process(310)->exe.path.data, "/usr/bin/bash", 13),
	   "text outlives the message");
	ok(!mirror_process(&t, &wrong), "an id with another start is another process");
	ok(!mirror_fill(&t, s) && t.n_processes == world_n_processes,
	   "filling anew forgets the old");
}

static void test_join(void)
{
	struct sessmon_event e = event(SESSMON_EVENT_RENAME, 100, 310, 31 * SECOND + 310);

	e.process.has |= BIT(SESSMON_A_PROCESS_COMM);
	e.process.comm = (struct sessmon_str)TEXT("new");
	ok(!mirror_is_news(&t, &e), "what the dump had is no news");
	mirror_apply(&t, &e);
	ok(process(310)->comm.len == 4, "and changes nothing");
	e.seq = 101;
	ok(mirror_is_news(&t, &e), "what came after is");
	mirror_apply(&t, &e);
	ok(process(310)->comm.len == 3 && process(310)->exe.path.len == 13,
	   "and changes what it carries and nothing else");
}

static void test_fork(void)
{
	struct sessmon_event e = event(SESSMON_EVENT_FORK, 110, 900, 70 * SECOND);
	struct sessmon_process p;

	e.process.has |= BIT(SESSMON_A_PROCESS_CREATOR) | BIT(SESSMON_A_PROCESS_CREDS);
	e.process.creator = process(321)->key;
	e.process.creds = (struct sessmon_creds){ .has = BIT(SESSMON_A_CREDS_EUID), .euid = 7 };
	mirror_apply(&t, &e);
	ok(process(900) && process(900)->exe.args.data == process(321)->exe.args.data,
	   "a fork shares its maker's program");
	ok(process(900)->creds.euid == 7 && process(900)->creds.egid == 1000,
	   "and has its ids, but those that the event says");
	e = event(SESSMON_EVENT_EXIT, 111, 321, 33 * SECOND + 321);
	mirror_retire(&t, &e);
	ok(!process(321) && process(900)->exe.args.len == EVIL_LEN,
	   "and keeps it when the maker has ended");
	p = (struct sessmon_process){ .has = BIT(SESSMON_A_PROCESS_KEY),
				      .key = { .id = 900, .start = 70 * SECOND } };
	mirror_complete(&t, &p);
	ok(p.exe.args.len == EVIL_LEN && !sessmon_has(&p, SESSMON_A_PROCESS_CGROUP),
	   "what an event lacks is completed, but not what may have changed unseen");
}

static void test_reuse(void)
{
	struct sessmon_event e = event(SESSMON_EVENT_FORK, 120, 900, 80 * SECOND);
	unsigned int n = t.n_processes;

	mirror_apply(&t, &e);
	ok(t.n_processes == n && process(900)->key.start == 80 * SECOND,
	   "an id in use again: the end of the former was lost");
	e = event(SESSMON_EVENT_EXIT, 121, 900, 70 * SECOND);
	mirror_retire(&t, &e);
	ok(process(900), "and a late end of the former does not end the present one");
}

/* A session's leader is what its process is; and what it was before is remembered. */
static void test_leader(void)
{
	struct sessmon_event e = event(SESSMON_EVENT_EXEC, 130, 410, 41 * SECOND + 410);
	const struct sessmon_key key = { .id = 410 };
	const struct sessmon_session *pane = mirror_session(&t, &key);
	const struct sessmon_exe *before;

	e.process.has |= BIT(SESSMON_A_PROCESS_SESSION) | BIT(SESSMON_A_PROCESS_EXE) |
			 BIT(SESSMON_A_PROCESS_CREDS);
	e.process.session = e.process.key;
	e.process.exe.has = BIT(SESSMON_A_EXE_PATH);
	e.process.exe.path = (struct sessmon_str)TEXT("/usr/bin/top");
	e.process.creds = (struct sessmon_creds){
		.has = BIT(SESSMON_A_CREDS_UID) | BIT(SESSMON_A_CREDS_EUID), .uid = 1000, .euid = 7
	};
	mirror_apply(&t, &e);
	before = mirror_previous(&t, &key, 0);
	ok(pane->leader.path.len == 12 && !memcmp(pane->leader.path.data, "/usr/bin/top", 12) &&
		   pane->euid == 7 && sessmon_has(pane, SESSMON_A_SESSION_TTY),
	   "a leader's exec is its session's, the terminal stays");
	ok(before && before->path.len == 13 && !mirror_previous(&t, &key, 1),
	   "what it ran before is remembered");
	e.type = SESSMON_EVENT_CREDS;
	e.seq = 131;
	e.has |= BIT(SESSMON_A_EVENT_TID);
	e.process.has &= ~BIT(SESSMON_A_PROCESS_EXE);
	e.process.creds.euid = 9;
	mirror_apply(&t, &e);
	ok(process(410)->creds.euid == 7 && pane->euid == 7, "a thread's ids are its own");
	e = event(SESSMON_EVENT_EXIT, 132, 410, 41 * SECOND + 410);
	ok(!mirror_leader_creds(&t, &key), "nothing is kept of a leader that lives");
	mirror_retire(&t, &e);
	ok(mirror_leader_creds(&t, &key) && mirror_leader_creds(&t, &key)->egid == 1000,
	   "of one that has ended its groups are");
}

/* Fetched anew after a loss: what it does not have may have ended unheard. */
static void test_past(void)
{
	struct sessmon_event e = event(SESSMON_EVENT_EXEC, 500, 7000, 80 * SECOND);

	t.as_of = 500;
	mirror_apply(&t, &e);
	ok(!process(7000), "an event from before the dump makes no process");
	e.seq = 501;
	mirror_apply(&t, &e);
	ok(process(7000), "one from after it does");
	mirror_retire(&t, &e);
	e.type = SESSMON_EVENT_EXIT;
	mirror_retire(&t, &e);
	t.as_of = 0;
}

static bool is_number(const struct rule *r)
{
	return r->kind == RULE_U32 || r->kind == RULE_U64;
}

/* Whether a child's program that is its parent's but for one number stays that. */
static bool keeps_own(const struct sessmon_process *like, const struct rule *r)
{
	struct sessmon_process p = *like;

	((unsigned char *)&p.exe)[r->offset] ^= 1;
	mirror_put_process(&t, &p);
	return ((unsigned char *)&process(901)->exe)[r->offset] ==
	       ((unsigned char *)&p.exe)[r->offset];
}

/* A program is shared by those who have the same, in everything. */
static void test_share(void)
{
	struct sessmon_process parent = {
		.has = BIT(SESSMON_A_PROCESS_KEY) | BIT(SESSMON_A_PROCESS_EXE),
		.key = { .start = 90 * SECOND, .id = 902 },
		.exe = world_processes[4].exe,
	};
	unsigned int attr, numbers = 0, wrong = 0;
	struct sessmon_process child;

	for (attr = 0; attr < sessmon_rules_exe.n; attr++)
		if (is_number(&sessmon_rules_exe.rules[attr]))
			parent.exe.has |= BIT(attr);
	child = parent;
	child.has |= BIT(SESSMON_A_PROCESS_PARENT);
	child.parent = parent.key;
	child.key.id = 901;
	mirror_put_process(&t, &parent);
	mirror_put_process(&t, &child);
	ok(process(901)->exe.path.data == process(902)->exe.path.data,
	   "a program that is the parent's in everything is shared");
	for (attr = 0; attr < sessmon_rules_exe.n; attr++) {
		if (!is_number(&sessmon_rules_exe.rules[attr]))
			continue;
		numbers++;
		if (keeps_own(&child, &sessmon_rules_exe.rules[attr]))
			continue;
		wrong++;
		printf("# attribute %u is the parent's\n", attr);
	}
	ok(numbers > 10 && !wrong, "one that differs in one number is not");
	mirror_forget(&t, &parent.key);
	mirror_forget(&t, &child.key);
}

/* What a session has no more it has no more here: no terminal, nobody in its foreground. */
static void test_absent(void)
{
	const struct sessmon_key key = { .id = 410 };
	struct sessmon_session pane = *mirror_session(&t, &key);

	pane.has |= BIT(SESSMON_A_SESSION_FOREGROUND) | BIT(SESSMON_A_SESSION_TTY);
	pane.has &= ~BIT(SESSMON_A_SESSION_LEADER);
	pane.foreground = 410;
	mirror_put_session(&t, &pane);
	pane.has &= ~(BIT(SESSMON_A_SESSION_FOREGROUND) | BIT(SESSMON_A_SESSION_TTY));
	pane.foreground = 0;
	mirror_put_session(&t, &pane);
	ok(!sessmon_has(mirror_session(&t, &key), SESSMON_A_SESSION_TTY) &&
		   !sessmon_has(mirror_session(&t, &key), SESSMON_A_SESSION_FOREGROUND) &&
		   !mirror_session(&t, &key)->foreground,
	   "a session that has lost its terminal has no foreground group");
}

static void test_many(void)
{
	struct sessmon_event e;
	uint32_t pid;

	for (pid = 10000; pid < 60000; pid++) {
		e = event(SESSMON_EVENT_FORK, pid, pid, pid);
		mirror_apply(&t, &e);
	}
	ok(process(59999) && process(10000) && t.process_buckets > 8192, "fifty thousand");
	for (pid = 10000; pid < 60000; pid++) {
		e = event(SESSMON_EVENT_EXIT, pid, pid, pid);
		mirror_retire(&t, &e);
	}
	ok(!process(30000), "and none of them");
}

static void test_forest(void)
{
	/* 4 names a parent that started later, 5 one that does not exist. */
	static const struct forest_node nodes[] = {
		{ { 0, 1, 1 }, { 0 } },	      { { 0, 2, 2 }, { 0, 1, 1 } },
		{ { 0, 3, 3 }, { 0, 1, 1 } }, { { 0, 4, 4 }, { 0, 5, 5 } },
		{ { 0, 5, 5 }, { 0, 9, 9 } }, { { 0, 6, 6 }, { 0, 2, 2 } },
	};
	static const int want[] = { 0, 1, 5, 2, 3, 4 };
	static const unsigned int deep[] = { 0, 1, 2, 1, 0, 0 };
	unsigned int depth = 0, n = 0, good = 0;
	struct forest f;
	int at;

	forest_build(&f, nodes, 6);
	for (at = f.root; at >= 0 && n < 6; at = forest_step(&f, at, &depth), n++)
		good += at == want[n] && depth == deep[n];
	ok(good == 6 && at < 0, "a forest, children before siblings, no circles");
	forest_free(&f);
}

int main(void)
{
	if (sessmon_open(&s))
		return 1;
	test_fill();
	test_join();
	test_fork();
	test_reuse();
	test_leader();
	test_past();
	test_share();
	test_absent();
	test_many();
	test_forest();
	mirror_free(&t);
	sessmon_close(s);
	return tap_done();
}
