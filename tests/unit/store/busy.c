// SPDX-License-Identifier: GPL-2.0-or-later
/* A busy host, whose events have the facts that those of the module have. */
#include "busy.h"

#include <stdio.h>
#include <string.h>

#define BIT(n)	(1ULL << (n))
#define P(attr) BIT(SESSMON_A_PROCESS_##attr)
#define S(attr) BIT(SESSMON_A_SESSION_##attr)
#define E(attr) BIT(SESSMON_A_EVENT_##attr)
#define X(attr) BIT(SESSMON_A_EXE_##attr)
#define KEY	(BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START))
#define IDS	(BIT(SESSMON_A_CREDS_UID) | BIT(SESSMON_A_CREDS_EUID))

static struct sessmon_str text(const char *s)
{
	return (struct sessmon_str){ s, (uint32_t)strlen(s) };
}

static struct sessmon_key shell_key(unsigned int session)
{
	return (struct sessmon_key){ .has = KEY,
				     .id = 1000 + session,
				     .start = 900000000000 + session * 1000000007ULL };
}

static struct sessmon_tty tty_of(unsigned int session)
{
	static char name[BUSY_SESSIONS][8];

	snprintf(name[session], sizeof(name[session]), "pts%u", session);
	return (struct sessmon_tty){ .has = BIT(SESSMON_A_TTY_NAME) | BIT(SESSMON_A_TTY_MAJOR) |
					    BIT(SESSMON_A_TTY_MINOR),
				     .name = text(name[session]),
				     .major = 136,
				     .minor = session };
}

struct store_run busy_run(const struct busy *b)
{
	return (struct store_run){
		.boot_id = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab",
		.host = "busy",
		.booted = BUSY_OFFSET,
		.started = BUSY_OFFSET + b->boottime,
		.first_seq = b->seq,
	};
}

static struct sessmon_exe program(const char *path, struct sessmon_str args, uint32_t argc)
{
	return (struct sessmon_exe){
		.has = X(PATH) | X(CWD) | X(ARGS) | X(ARGC) | X(ARGS_LEN) | X(DEV_MAJOR) |
		       X(DEV_MINOR) | X(INODE) | X(GENERATION) | X(MODE) | X(UID) | X(GID) |
		       X(NLINK) | X(FLAGS),
		.path = text(path),
		.cwd = text("/home/alice/work/project"),
		.args = args,
		.argc = argc,
		.args_len = args.len,
		.dev_major = 254,
		.dev_minor = 1,
		.inode = 131072 + strlen(path),
		.mode = 0100755,
		.nlink = 1,
	};
}

/* What all events of a process say. */
static struct sessmon_process who(unsigned int session, const struct sessmon_key *key,
				  const struct sessmon_key *parent, const char *comm)
{
	return (struct sessmon_process){
		.has = P(KEY) | P(PARENT) | P(SESSION) | P(CLASS) | P(PGID) | P(COMM) | P(CREDS) |
		       P(LOGINUID) | P(AUDIT_SESSION) | P(TTY),
		.key = *key,
		.parent = *parent,
		.session = shell_key(session),
		.session_class = SESSMON_CLASS_INTERACTIVE_REMOTE,
		.pgid = 1000 + session,
		.comm = text(comm),
		.creds = { .has = IDS, .uid = 1000 + session % 4, .euid = 1000 + session % 4 },
		.loginuid = 1000 + session % 4,
		.audit_session = session + 1,
		.tty = tty_of(session),
	};
}

void busy_shell(const struct busy *b, unsigned int session, struct sessmon_process *p,
		struct sessmon_session *s)
{
	const struct sessmon_key key = shell_key(session), init = { .has = KEY, .id = 1 };
	static const char args[] = "-bash";

	*p = who(session, &key, &init, "bash");
	p->has |= P(EXE) | P(EXEC_COUNT) | P(VPID) | P(FLAGS) | P(NAMESPACES) | P(CGROUP) |
		  P(LAST_SEQ);
	p->vpid = key.id;
	p->exe = program("/usr/bin/bash", (struct sessmon_str){ args, sizeof(args) }, 1);
	p->exec_count = 1;
	p->creds.has = 0xfffe;
	p->ns = (struct sessmon_ns){ .has = 0xfe, .cgroup = 4026531835, .mnt = 4026531841 };
	p->cgroup = 77;
	p->last_seq = b->seq;
	*s = (struct sessmon_session){
		.has = S(KEY) | S(CREATED_FROM) | S(ENTRY) | S(CLASS) | S(REASON) | S(FLAGS) |
		       S(ENTRY_TYPE) | S(UID) | S(EUID) | S(LOGINUID) | S(AUDIT_SESSION) | S(TTY) |
		       S(MEMBERS) | S(TOTAL) | S(LEADER) | S(COMM) | S(VPID) | S(CGROUP) |
		       S(STARTED) | S(LAST_SEQ),
		.key = key,
		.created_from = init,
		.entry = key,
		.session_class = SESSMON_CLASS_INTERACTIVE_REMOTE,
		.reason = SESSMON_REASON_DOOR_TTY,
		.entry_type = SESSMON_ENTRY_SSHD,
		.uid = p->creds.uid,
		.euid = p->creds.euid,
		.loginuid = p->loginuid,
		.audit_session = p->audit_session,
		.tty = p->tty,
		.members = 1,
		.total = 1,
		.leader = p->exe,
		.comm = p->comm,
		.vpid = key.id,
		.cgroup = 77,
		.started = key.start + 999,
		.last_seq = b->seq,
	};
}

static int tell(struct busy *b, uint32_t type, struct sessmon_event *e)
{
	b->seq++;
	e->type = type;
	e->seq = b->seq;
	e->boottime = b->boottime;
	e->realtime = BUSY_OFFSET + b->boottime + b->seq % 90;
	e->has |= E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME) | E(PROCESS);
	return b->fn(e, b->arg);
}

/* Thirty programs, whose arguments are old ones or new ones. */
static struct sessmon_exe some_program(const struct busy *b, char path[32], char args[96])
{
	uint64_t n = b->runs % 100 < b->new_lines ? b->runs : b->runs % 100;
	int len = snprintf(path, 32, "/usr/bin/program%llu", (unsigned long long)(b->runs % 30));

	len = snprintf(args, 96, "program%llu%c--output=build/object%llu.o%cmain%llu.c",
		       (unsigned long long)(b->runs % 30), 0, (unsigned long long)n, 0,
		       (unsigned long long)(n % 1000));
	return program(path, (struct sessmon_str){ args, (uint32_t)len + 1 }, 3);
}

static int one(struct busy *b)
{
	unsigned int session = (unsigned int)(b->runs % BUSY_SESSIONS);
	const struct sessmon_key shell = shell_key(session);
	const struct sessmon_key key = { .has = KEY,
					 .id = 2000 + (uint32_t)(b->runs % 30000),
					 .start = b->boottime };
	struct sessmon_event e = { .has = E(CLONE_FLAGS), .clone_flags = 0x1200011 };
	char path[32], args[96];
	int err;

	b->boottime += 1200;
	e.process = who(session, &key, &shell, "bash");
	e.process.has |= P(CREATOR);
	e.process.creator = shell;
	err = tell(b, SESSMON_EVENT_FORK, &e);
	b->boottime += 350000;
	e = (struct sessmon_event){ .process = who(session, &key, &shell, "program") };
	e.process.has |= P(EXE) | P(EXEC_COUNT);
	e.process.exe = some_program(b, path, args);
	e.process.comm = text(path + 9);
	e.process.exec_count = 1;
	if (!err)
		err = tell(b, SESSMON_EVENT_EXEC, &e);
	b->boottime += b->step;
	e = (struct sessmon_event){ .has = E(EXIT_CODE) | E(LIFETIME),
				    .exit_code = b->runs % 10 == 0,
				    .lifetime = b->boottime - key.start,
				    .process = who(session, &key, &shell, path + 9) };
	e.process.has |= P(EXEC_COUNT);
	e.process.exec_count = 1;
	b->runs++;
	return err ? err : tell(b, SESSMON_EVENT_EXIT, &e);
}

int busy_go(struct busy *b, uint64_t runs)
{
	int err = 0;

	while (!err && runs--)
		err = one(b);
	return err;
}
