// SPDX-License-Identifier: GPL-2.0-only
/*
 * make FOLDER DAYS RUNS: a history of so many days up to yesterday, with RUNS programs a day.
 *
 * What is written is what a busy host with logins would give the recorder, through the
 * recorder's own store: sessions of some two hundred programs, twenty of them at a time, of a
 * few hundred files; three command lines in ten were never seen before.  The same words make
 * the same files on one day.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "writing/write.h"

#define SECOND 1000000000ULL
#define DAY    (86400 * SECOND)

/* Programs of a session, sessions and programs at a time, programs and command lines there are. */
#define IN_A_SESSION 200
#define SESSIONS     20
#define FILES	     300
#define KNOWN_LINES  2000
#define BATCH	     256

/* What fork(3) asks of clone(2), and what passes between two events. */
#define FORK 0x1200011
#define STEP 50000

#define E(name) (1ULL << SESSMON_A_EVENT_##name)
#define P(name) (1ULL << SESSMON_A_PROCESS_##name)
#define S(name) (1ULL << SESSMON_A_SESSION_##name)
#define C(name) (1ULL << SESSMON_A_CREDS_##name)
#define X(name) (1ULL << SESSMON_A_EXE_##name)
#define WHOLE	(1ULL << SESSMON_A_KEY_ID | 1ULL << SESSMON_A_KEY_START)
#define TEXT(s) ((struct sessmon_str){ (s), (uint32_t)strlen(s) })

/**
 * struct host - What is going on.
 * @w: where it is written
 * @seq: number of the last event
 * @wall: of the last event
 * @booted: when the machine had booted
 * @pid: the last one that was given
 * @pending: events of the batch
 * @session: those that are there
 * @run: programs that each of them has run
 * @random: state of the numbers
 */
struct host {
	struct store_writer *w;
	uint64_t seq, wall, booted;
	uint32_t pid;
	unsigned int pending;
	struct sessmon_session session[SESSIONS];
	unsigned int run[SESSIONS];
	uint64_t random;
};

static const struct {
	uint32_t class, reason, entry_type;
	bool tty, peer;
} kinds[] = {
	{ SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE, SESSMON_ENTRY_INIT, false, false },
	{ SESSMON_CLASS_INTERACTIVE_REMOTE, SESSMON_REASON_DOOR_TTY, SESSMON_ENTRY_SSHD, true,
	  true },
	{ SESSMON_CLASS_NONINTERACTIVE_REMOTE, SESSMON_REASON_REMOTE_NO_TTY, SESSMON_ENTRY_SSHD,
	  false, true },
	{ SESSMON_CLASS_SERVICE, SESSMON_REASON_SERVICE, SESSMON_ENTRY_CRON, false, false },
};

static void must(int err)
{
	if (!err)
		return;
	fprintf(stderr, "make: %s\n", store_strerror(err));
	exit(1);
}

/* A few numbers that nobody can tell from any others: Knuth's linear congruence. */
static uint32_t any(struct host *h, uint32_t below)
{
	h->random = h->random * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(h->random >> 33) % below;
}

static struct sessmon_key new_key(struct host *h)
{
	h->pid = h->pid < 4000000 ? h->pid + 1 : 1000;
	return (struct sessmon_key){ WHOLE, h->wall - h->booted, h->pid };
}

static void tell(struct host *h, struct sessmon_event *e, uint32_t type, uint64_t more)
{
	h->wall += STEP;
	e->has = E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME) | more;
	e->seq = ++h->seq;
	e->type = type;
	e->realtime = e->received = h->wall;
	e->boottime = h->wall - h->booted;
	must(store_write_event(h->w, e));
	if (++h->pending < BATCH)
		return;
	h->pending = 0;
	must(store_writer_commit(h->w));
}

/* ---- programs ---- */

/** struct line - A command line, and room for it. */
struct line {
	uint32_t file;
	char path[64], name[16], args[128];
	uint32_t len;
};

/* Of those that come again, or with a number of its own. */
static void some_line(struct host *h, struct line *l)
{
	bool known = any(h, 10) < 7;
	unsigned long long n = known ? any(h, KNOWN_LINES) : KNOWN_LINES + h->seq;

	l->file = (uint32_t)(n % FILES);
	snprintf(l->name, sizeof(l->name), "tool%u", l->file);
	snprintf(l->path, sizeof(l->path), "/usr/bin/tool%u", l->file);
	l->len = (uint32_t)snprintf(
			 l->args, sizeof(l->args),
			 "%s%c--input=/srv/data/%llu/part%c--level%c%llu%c-o%c/tmp/out.%llx",
			 l->name, 0, n % 97, 0, 0, n % 7, 0, 0, n) +
		 1;
}

static struct sessmon_exe program_of(const struct line *l)
{
	return (struct sessmon_exe){
		.has = X(PATH) | X(CWD) | X(ARGS) | X(ARGC) | X(ARGS_LEN) | X(DEV_MAJOR) |
		       X(DEV_MINOR) | X(INODE) | X(GENERATION) | X(MODE) | X(UID) | X(GID) |
		       X(NLINK) | X(FLAGS),
		.path = TEXT(l->path),
		.cwd = TEXT("/srv/work"),
		.args = { l->args, l->len },
		.argc = 6,
		.args_len = l->len,
		.dev_major = 254,
		.inode = 100000 + l->file,
		.generation = l->file * 7919,
		.mode = 0100755,
		.nlink = 1,
	};
}

static struct sessmon_process child_of(const struct sessmon_session *s,
				       const struct sessmon_key *parent,
				       const struct sessmon_key *key)
{
	return (struct sessmon_process){
		.has = P(KEY) | P(PARENT) | P(CREATOR) | P(SESSION) | P(CLASS) | P(PGID) | P(COMM) |
		       P(CREDS),
		.key = *key,
		.parent = *parent,
		.creator = *parent,
		.session = s->key,
		.comm = TEXT("bash"),
		.session_class = s->session_class,
		.pgid = key->id,
		.creds = { .has = C(UID) | C(EUID), .uid = s->uid, .euid = s->uid },
	};
}

static void end(struct host *h, struct sessmon_event *e)
{
	e->process.has &= ~(P(CREATOR) | P(EXE) | P(EXEC_COUNT));
	e->exit_code = any(h, 20) ? 0 : 1;
	e->lifetime = h->wall + STEP - h->booted - e->process.key.start;
	tell(h, e, SESSMON_EVENT_EXIT, E(PROCESS) | E(EXIT_CODE) | E(LIFETIME));
}

static void live(struct host *h, unsigned int n)
{
	const struct sessmon_session *s = &h->session[n];
	const struct sessmon_key key = new_key(h);
	struct sessmon_event e = { .process = child_of(s, &s->key, &key), .clone_flags = FORK };
	struct line line;

	some_line(h, &line);
	tell(h, &e, SESSMON_EVENT_FORK, E(PROCESS) | E(CLONE_FLAGS));
	e.process.has = (e.process.has & ~P(CREATOR)) | P(EXE) | P(EXEC_COUNT);
	e.process.comm = TEXT(line.name);
	e.process.exec_count = 1;
	e.process.exe = program_of(&line);
	tell(h, &e, SESSMON_EVENT_EXEC, E(PROCESS));
	h->wall += 1000000ULL * (1 + any(h, 5));
	end(h, &e);
	h->run[n]++;
}

/* The first process of a session, and the last. */
static void begin_leader(struct host *h, const struct sessmon_session *s)
{
	static const struct sessmon_key init = { WHOLE, SECOND, 1 };
	struct sessmon_event e = { .process = child_of(s, &init, &s->key), .clone_flags = FORK };

	tell(h, &e, SESSMON_EVENT_FORK, E(PROCESS) | E(CLONE_FLAGS));
}

static void end_leader(struct host *h, const struct sessmon_session *s)
{
	static const struct sessmon_key init = { WHOLE, SECOND, 1 };
	struct sessmon_event e = { .process = child_of(s, &init, &s->key) };

	end(h, &e);
}

/* ---- sessions ---- */

static void begin_session(struct host *h, unsigned int n)
{
	static char tty[SESSIONS][16];
	static unsigned char address[SESSIONS][4];
	struct sessmon_session *s = &h->session[n];
	uint32_t kind = any(h, 4), user = 1000 + any(h, 50);
	struct sessmon_event e = { 0 };

	*s = (struct sessmon_session){
		.has = S(KEY) | S(CREATED_FROM) | S(ENTRY) | S(CLASS) | S(REASON) | S(FLAGS) |
		       S(ENTRY_TYPE) | S(ENTRY_UID) | S(UID) | S(EUID) | S(MEMBERS) | S(TOTAL) |
		       S(COMM) | S(VPID) | S(PID_NS) | S(STARTED) | S(LOGINUID),
		.key = new_key(h),
		.created_from = { WHOLE, SECOND, 1 },
		.comm = TEXT("bash"),
		.session_class = kinds[kind].class,
		.reason = kinds[kind].reason,
		.entry_type = kinds[kind].entry_type,
		.uid = user,
		.euid = user,
		.entry_uid = user,
		.loginuid = user,
		.members = 1,
		.total = 1,
		.pid_ns = 4026531836,
	};
	s->entry = s->key;
	s->vpid = s->key.id;
	s->started = s->key.start;
	if (kinds[kind].tty) {
		snprintf(tty[n], sizeof(tty[n]), "pts%u", n);
		s->has |= S(TTY) | S(ENTRY_TTY);
		s->tty = (struct sessmon_tty){ 0xe, TEXT(tty[n]), 136, n, 0 };
		s->entry_tty = s->tty;
		s->flags = SESSMON_SESSION_HAD_TTY;
	}
	if (kinds[kind].peer) {
		memcpy(address[n], (unsigned char[]){ 203, 0, 113, (unsigned char)any(h, 250) }, 4);
		s->has |= S(PEER);
		s->peer.has = 1ULL << SESSMON_A_PEER_ADDRESS | 1ULL << SESSMON_A_PEER_PORT;
		s->peer.address = (struct sessmon_str){ (const char *)address[n], 4 };
		s->peer.port = (uint16_t)(1024 + any(h, 60000));
	}
	h->run[n] = 0;
	e.session = *s;
	tell(h, &e, SESSMON_EVENT_SESSION_START, E(SESSION));
	begin_leader(h, s);
}

static void end_session(struct host *h, unsigned int n)
{
	struct sessmon_event e = { .session = h->session[n] };

	end_leader(h, &h->session[n]);
	e.session.members = 0;
	e.session.total = h->run[n] + 1;
	e.lifetime = h->wall + STEP - h->booted - e.session.key.start;
	tell(h, &e, SESSMON_EVENT_SESSION_END, E(SESSION) | E(LIFETIME));
}

/* ---- days ---- */

static void join(struct host *h)
{
	struct store_run run = { .started = h->wall, .booted = h->booted, .hooks = 0xffff };
	const struct sessmon_process init = {
		.has = P(KEY) | P(COMM) | P(SESSION) | P(LAST_SEQ),
		.key = { WHOLE, SECOND, 1 },
		.session = { WHOLE, SECOND, 1 },
		.comm = TEXT("systemd"),
	};

	snprintf(run.boot_id, sizeof(run.boot_id), "5f0c1a52-8f3b-4a55-9d0e-0123456789ab");
	snprintf(run.machine_id, sizeof(run.machine_id), "0123456789abcdef0123456789abcdef");
	snprintf(run.host, sizeof(run.host), "bench");
	snprintf(run.kernel, sizeof(run.kernel), "6.1.0");
	snprintf(run.module, sizeof(run.module), "bench");
	snprintf(run.program, sizeof(run.program), "bench");
	must(store_writer_join(h->w, &run));
	must(store_write_process(h->w, &init));
	must(store_writer_commit(h->w));
}

/* Whatever happens takes some time less than a day has for it; the rest of that is idle. */
static void pass_day(struct host *h, uint64_t begin, unsigned long runs)
{
	unsigned long i;
	unsigned int n;

	for (i = 0; i < runs; i++) {
		h->wall = begin + i * ((DAY - 2 * SECOND) / runs);
		n = any(h, SESSIONS);
		if (h->run[n] >= IN_A_SESSION) {
			end_session(h, n);
			begin_session(h, n);
		}
		live(h, n);
	}
}

int main(int argc, char **argv)
{
	struct host h = { .pid = 1000, .random = 4711 };
	unsigned long days, runs, i;
	unsigned int n;
	uint64_t today;

	if (argc != 4) {
		fputs("usage: make FOLDER DAYS RUNS\n", stderr);
		return 2;
	}
	days = strtoul(argv[2], NULL, 10);
	runs = strtoul(argv[3], NULL, 10);
	today = (uint64_t)time(NULL) * SECOND / DAY * DAY;
	h.wall = today - days * DAY;
	h.booted = h.wall - DAY;
	must(store_writer_open(argv[1], &h.w));
	join(&h);
	for (n = 0; n < SESSIONS; n++)
		begin_session(&h, n);
	for (i = 0; i < days; i++)
		pass_day(&h, today - (days - i) * DAY + SECOND, runs);
	must(store_writer_commit(h.w));
	must(store_writer_leave(h.w, STORE_END_ASKED, h.wall));
	store_writer_close(h.w);
	return 0;
}
