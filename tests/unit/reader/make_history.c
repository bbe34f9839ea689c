// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes a history by the store's writer, and says on standard output what it was given, a
 * line each, so that who asks it has an oracle.  usage: make_history FOLDER
 *
 * Three days, in UTC:
 *	2023-11-14	the world of world.c and all that happens on it; then the recorder is killed
 *	2023-11-15	the same boot: some of it still lives, what else ended while nobody watched
 *	2023-11-16	another boot: a login that runs programs, and leaves one of them behind
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "writing/write.h"
#include "world.h"

#define OTHER_BOOT "00000000-1111-2222-3333-444444444444"
/* The clock of world.c: of its events, real time less boot time. */
#define BOOTED	   (1699999940 * SECOND + 5000000)
#define NEXT_DAY   (1700042400 * SECOND)
#define OTHER_DAY  (1700128800 * SECOND)
#define PROGRAMS   40

#define STR(s)	((struct sessmon_str){ (s), (uint32_t)strlen(s) })
#define P(attr) BIT(SESSMON_A_PROCESS_##attr)
#define S(attr) BIT(SESSMON_A_SESSION_##attr)
#define E(attr) BIT(SESSMON_A_EVENT_##attr)
#define C(attr) BIT(SESSMON_A_CREDS_##attr)
#define X(attr) BIT(SESSMON_A_EXE_##attr)
#define KEY(pid, at)                                                                    \
	((struct sessmon_key){ .has = BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START), \
			       .id = (pid),                                             \
			       .start = (at) })

static struct store_writer *writer;
static uint64_t seq = 5000, booted = BOOTED;

static void check(int err, const char *what)
{
	if (!err)
		return;
	fprintf(stderr, "make_history: %s: %s\n", what, store_strerror(err));
	exit(1);
}

static void join(const char *boot_id, uint64_t started, uint64_t first)
{
	struct store_run run = {
		.host = "played",
		.machine_id = "0123456789abcdef0123456789abcdef",
		.kernel = "6.1.0-played",
		.module = "0.0-fake",
		.program = "test",
		.booted = booted,
		.started = started,
		.first_seq = first,
	};

	snprintf(run.boot_id, sizeof(run.boot_id), "%s", boot_id);
	check(store_writer_join(writer, &run), "join");
}

static void tell(struct sessmon_event *e, uint64_t boottime)
{
	e->has |= E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME);
	e->seq = ++seq;
	e->boottime = boottime;
	e->realtime = booted + boottime;
	check(store_write_event(writer, e), "event");
}

/* The world as it is, and all its events but the goodbye of the module. */
static void first_day(void)
{
	unsigned int i;

	join(WORLD_BOOT_ID, BOOTED + 59 * SECOND, 100);
	for (i = 0; i < world_n_sessions; i++)
		check(store_write_session(writer, &world_sessions[i]), "session");
	for (i = 0; i < world_n_processes; i++)
		check(store_write_process(writer, &world_processes[i]), "process");
	check(store_writer_commit(writer), "commit");
	for (i = 0; i < world_n_events; i++)
		if (world_events[i].e.type != SESSMON_EVENT_DETACHING)
			check(store_write_event(writer, &world_events[i].e), "event");
	check(store_writer_commit(writer), "commit");
}

/* All but the login, which ended while nobody watched. */
static void second_day(void)
{
	unsigned int i;

	join(WORLD_BOOT_ID, NEXT_DAY, 400);
	for (i = 0; i < world_n_sessions; i++)
		if (world_sessions[i].key.id != 310)
			check(store_write_session(writer, &world_sessions[i]), "session");
	for (i = 0; i < world_n_processes; i++)
		if (world_processes[i].session.id != 310)
			check(store_write_process(writer, &world_processes[i]), "process");
	check(store_writer_commit(writer), "commit");
	check(store_writer_leave(writer, STORE_END_ASKED, NEXT_DAY + 3600 * SECOND), "leave");
}

static struct sessmon_creds creds(uint32_t uid)
{
	return (struct sessmon_creds){
		.has = C(UID) | C(EUID),
		.uid = uid,
		.euid = uid,
	};
}

/* What a process is told with in each of its events. */
static struct sessmon_process who(uint32_t pid, uint64_t start, struct sessmon_key parent,
				  struct sessmon_key session, uint32_t class, uint32_t uid)
{
	return (struct sessmon_process){
		.has = P(KEY) | P(PARENT) | P(SESSION) | P(CLASS) | P(PGID) | P(COMM) | P(CREDS) |
		       P(FLAGS) | (uid ? P(LOGINUID) : 0),
		.key = KEY(pid, start),
		.parent = parent,
		.session = session,
		.session_class = class,
		.pgid = pid,
		.comm = STR("sh"),
		.creds = creds(uid),
		.loginuid = uid,
	};
}

/* Words are divided by blanks here, by zero bytes there. */
static struct sessmon_exe program(const char *path, char *words)
{
	struct sessmon_exe exe = {
		.has = X(PATH) | X(ARGS) | X(ARGC) | X(ARGS_LEN) | X(INODE) | X(CWD),
		.path = STR(path),
		.cwd = STR("/home"),
		.inode = strlen(path),
		.args = { words, (uint32_t)strlen(words) + 1 },
		.argc = 1,
		.args_len = (uint32_t)strlen(words) + 1,
	};
	char *p;

	for (p = words; *p; p++)
		if (*p == ' ') {
			*p = 0;
			exe.argc++;
		}
	return exe;
}

static struct sessmon_session session(struct sessmon_key key, struct sessmon_key from,
				      uint32_t class, uint32_t uid, uint64_t started)
{
	return (struct sessmon_session){
		.has = S(KEY) | S(CREATED_FROM) | S(CLASS) | S(REASON) | S(FLAGS) | S(ENTRY_TYPE) |
		       S(UID) | S(EUID) | S(MEMBERS) | S(TOTAL) | S(COMM) | S(VPID) |
		       (started ? S(STARTED) : 0) | (uid ? S(LOGINUID) : 0),
		.key = key,
		.created_from = from,
		.session_class = class,
		.entry_type = SESSMON_ENTRY_SSHD,
		.uid = uid,
		.euid = uid,
		.loginuid = uid,
		.members = 1,
		.total = 1,
		.comm = STR("bash"),
		.vpid = key.id,
		.started = started,
	};
}

static void fork_event(struct sessmon_process p, uint64_t at)
{
	struct sessmon_event e = { .has = E(PROCESS), .type = SESSMON_EVENT_FORK, .process = p };

	e.process.has |= P(CREATOR);
	e.process.creator = p.parent;
	tell(&e, at);
}

/* Says, too, what was run; the words are divided by blanks again before they are said. */
static void exec_event(struct sessmon_process p, uint64_t at, const char *path, const char *line,
		       uint32_t count)
{
	char words[256];
	struct sessmon_event e = { .has = E(PROCESS), .type = SESSMON_EVENT_EXEC, .process = p };

	snprintf(words, sizeof(words), "%s", line);
	e.process.has |= P(EXE) | P(EXEC_COUNT);
	e.process.exe = program(path, words);
	e.process.exec_count = count;
	tell(&e, at);
	printf("exec\t%u\ts:%u\t%u\t%s\t%llu\t%s\n", p.key.id, p.session.id, p.creds.euid, path,
	       (unsigned long long)e.realtime, line);
}

static void exit_event(struct sessmon_process p, uint64_t at, uint32_t code, uint32_t signal)
{
	struct sessmon_event e = {
		.has = E(PROCESS) | E(LIFETIME) | (signal ? E(EXIT_SIGNAL) : E(EXIT_CODE)),
		.type = SESSMON_EVENT_EXIT,
		.process = p,
		.exit_code = code,
		.exit_signal = signal,
		.lifetime = at - p.key.start,
	};

	tell(&e, at);
	printf("exit\t%u\ts:%u\t%u\t%u\t%llu\n", p.key.id, p.session.id, code, signal,
	       (unsigned long long)e.realtime);
}

static void session_event(uint32_t type, struct sessmon_session s, uint64_t at)
{
	struct sessmon_event e = { .has = E(SESSION), .type = type, .session = s };

	if (type == SESSMON_EVENT_SESSION_END) {
		e.has |= E(LIFETIME);
		e.lifetime = at - s.started;
	}
	tell(&e, at);
}

/* The programs of the login, one after the other; some are a shell first. */
static void run_programs(struct sessmon_key shell, uint64_t at)
{
	struct sessmon_process p;
	char line[64];
	uint32_t i;

	for (i = 0; i < PROGRAMS; i++, at += SECOND) {
		p = who(1000 + i, at, shell, shell, SESSMON_CLASS_INTERACTIVE_REMOTE,
			i % 5 == 4 ? 0 : 1000);
		p.has |= P(LOGINUID);
		p.loginuid = 1000;
		fork_event(p, at);
		snprintf(line, sizeof(line), "%s -l file%u", i % 2 ? "cat" : "ls", i);
		if (i % 8 == 0)
			exec_event(p, at + 1000000, "/usr/bin/sh", "sh -c ls", 1);
		exec_event(p, at + 2000000, i % 2 ? "/usr/bin/cat" : "/usr/bin/ls", line,
			   i % 8 ? 1 : 2);
		exit_event(p, at + SECOND / 2, i % 10 == 9 ? 0 : i % 4, i % 10 == 9 ? 9 : 0);
	}
}

static void third_day(void)
{
	const struct sessmon_key init = KEY(1, 1), door = KEY(200, 20 * SECOND),
				 shell = KEY(310, 200 * SECOND), left = KEY(1500, 290 * SECOND);
	struct sessmon_process p =
		who(1, 1, (struct sessmon_key){ 0 }, init, SESSMON_CLASS_INIT, 0);
	struct sessmon_session s =
		session(init, (struct sessmon_key){ 0 }, SESSMON_CLASS_INIT, 0, 0);

	booted = OTHER_DAY - 100 * SECOND;
	seq = 7;
	join(OTHER_BOOT, OTHER_DAY, 7);
	check(store_write_session(writer, &s), "session");
	check(store_write_process(writer, &p), "process");
	s = session(door, init, SESSMON_CLASS_HOST_ACCESS, 0, 20 * SECOND);
	p = who(200, door.start, init, door, SESSMON_CLASS_HOST_ACCESS, 0);
	check(store_write_session(writer, &s), "session");
	check(store_write_process(writer, &p), "process");
	check(store_writer_commit(writer), "commit");

	p = who(310, shell.start, door, shell, SESSMON_CLASS_INTERACTIVE_REMOTE, 1000);
	fork_event(p, shell.start);
	s = session(shell, door, SESSMON_CLASS_INTERACTIVE_REMOTE, 1000, shell.start + 1000);
	s.has |= S(ENTRY) | S(ENTRY_UID);
	s.entry = shell;
	s.entry_uid = 1000;
	session_event(SESSMON_EVENT_SESSION_START, s, shell.start + 1000);
	exec_event(p, shell.start + 2000, "/usr/bin/bash", "-bash", 1);
	check(store_writer_commit(writer), "commit");
	run_programs(shell, 201 * SECOND);
	check(store_writer_commit(writer), "commit");

	p = who(1500, left.start, shell, left, SESSMON_CLASS_SERVICE, 1000);
	fork_event(p, left.start);
	s = session(left, shell, SESSMON_CLASS_SERVICE, 1000, left.start + 1000);
	s.has |= S(ORIGIN) | S(ENTRY);
	s.origin = s.entry = shell;
	s.flags = SESSMON_SESSION_DETACHED | SESSMON_SESSION_OUTLIVES_LOGIN;
	session_event(SESSMON_EVENT_SESSION_START, s, left.start + 1000);
	exec_event(p, left.start + 2000, "/usr/bin/sleep", "sleep 1000", 1);

	p = who(310, shell.start, door, shell, SESSMON_CLASS_INTERACTIVE_REMOTE, 1000);
	exit_event(p, 300 * SECOND, 1, 0);
	s = session(shell, door, SESSMON_CLASS_INTERACTIVE_REMOTE, 1000, shell.start + 1000);
	s.members = 0;
	s.total = PROGRAMS + 1;
	session_event(SESSMON_EVENT_SESSION_END, s, 300 * SECOND + 1000);
	check(store_writer_commit(writer), "commit");
	check(store_writer_leave(writer, STORE_END_ASKED, booted + 400 * SECOND), "leave");
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: make_history FOLDER\n");
		return 2;
	}
	check(store_writer_open(argv[1], &writer), "open");
	first_day();
	/* Killed: nothing is said of its end. */
	store_writer_close(writer);
	check(store_writer_open(argv[1], &writer), "open again");
	second_day();
	third_day();
	store_writer_close(writer);
	return 0;
}
