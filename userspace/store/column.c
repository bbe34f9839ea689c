// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of the schema, and which column has which fact. */
#include "store/column.h"

#include <string.h>

#include "store/process_row.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TABLE(t, ...)                                           \
	static const char *const t##_names[] = { __VA_ARGS__ }; \
	const struct table table_##t = { #t, t##_names, COUNT(t##_names) }

TABLE(boot, "id", "boot_id", "machine_id", "host", "kernel", "booted");
TABLE(run, "id", "boot", "started", "seen", "ended", "why", "module", "program", "hooks",
      "first_seq", "last_seq", "late", "first_session", "first_process", "first_session_change",
      "first_process_change");
TABLE(clock, "id", "run", "offset", "since");
TABLE(gap, "id", "since", "until", "why", "count", "lost");
TABLE(mark, "minute", "process", "process_change", "session", "session_change");
TABLE(word, "id", "word");
TABLE(tty, "id", "name", "major", "minor", "instance");
TABLE(file, "id", "path", "script", "dev_major", "dev_minor", "inode", "generation", "mode", "uid",
      "gid", "nlink");
TABLE(program, "id", "file", "cwd", "args", "argc", "args_len", "flags", "policy_generation");
TABLE(context, "id", "class", "flags", "loginuid", "audit_session", "cgroup", "tty", "uid", "euid",
      "suid", "fsuid", "gid", "egid", "sgid", "fsgid", "cap_inheritable", "cap_permitted",
      "cap_effective", "cap_bounding", "cap_ambient", "securebits", "user_ns", "ns_cgroup",
      "ns_ipc", "ns_mnt", "ns_net", "ns_pid", "ns_time", "ns_uts");
#define SESSION_NOW                                                                            \
	"class", "reason", "flags", "tty", "origin_sid", "origin_start", "uid", "euid",        \
		"loginuid", "audit_session", "members", "total", "leader", "comm", "withheld", \
		"cgroup"
TABLE(session, "id", "clock", "sid", "start", "carried", "seq", "ended", "ended_after", "started",
      "from_sid", "from_start", "entry_sid", "entry_start", "entry_type", "entry_uid", "entry_tty",
      "address", "port", "local_address", "local_port", "cid", "vsock_port", "local_vsock_port",
      "vpid", "pid_ns", SESSION_NOW, "rest");
TABLE(session_change, "id", "session", "clock", "type", "at", "wall", "seq", SESSION_NOW, "before",
      "rest");
#define PROCESS_NAME(constant, name) #name,
TABLE(process, PROCESS_ROW(PROCESS_NAME));
TABLE(exec, "process", "number", "clock", "at", "wall", "seq", "program", "session", "parent",
      "context", "comm", "pgid", "execs", "rest");
TABLE(process_change, "id", "process", "clock", "type", "at", "wall", "seq", "session", "parent",
      "context", "comm", "pgid", "execs", "actor", "before", "after", "rest");

TABLE(rule, "id", "rule", "title", "level", "author", "license", "description", "reference",
      "tags");
TABLE(alert, "id", "rule", "session", "process", "clock", "at", "wall", "seq", "last", "count",
      "matched");

#define FACT(set, attr)                                             \
	{                                                           \
		COLUMN_FACT, SESSMON_A_##set##_##attr, COLUMN_WHOLE \
	}
#define IN(set, attr, in, inner)                                                \
	{                                                                       \
		COLUMN_FACT, SESSMON_A_##set##_##attr, SESSMON_A_##in##_##inner \
	}
#define BY(kind, set, attr)                                           \
	{                                                             \
		COLUMN_##kind, SESSMON_A_##set##_##attr, COLUMN_WHOLE \
	}
#define KEY_IN(set, attr) IN(set, attr, KEY, ID), IN(set, attr, KEY, START)

#define COLUMNS(name, t, first, set)                                                           \
	const struct columns columns_##name = { &table_##t, first, COUNT(name##_list), &(set), \
						name##_list }

static const struct column tty_list[] = {
	FACT(TTY, NAME),
	FACT(TTY, MAJOR),
	FACT(TTY, MINOR),
	FACT(TTY, INSTANCE),
};
COLUMNS(tty, tty, 1, sessmon_rules_tty);

static const struct column file_list[] = {
	FACT(EXE, PATH),  FACT(EXE, SCRIPT),	 FACT(EXE, DEV_MAJOR), FACT(EXE, DEV_MINOR),
	FACT(EXE, INODE), FACT(EXE, GENERATION), FACT(EXE, MODE),      FACT(EXE, UID),
	FACT(EXE, GID),	  FACT(EXE, NLINK),
};
COLUMNS(file, file, 1, sessmon_rules_exe);

static const struct column program_list[] = {
	BY(WORD, EXE, CWD),  FACT(EXE, ARGS),  FACT(EXE, ARGC),
	FACT(EXE, ARGS_LEN), FACT(EXE, FLAGS), FACT(EXE, POLICY_GENERATION),
};
COLUMNS(program, program, 2, sessmon_rules_exe);

#define CREDS(attr) IN(PROCESS, CREDS, CREDS, attr)
#define NS(attr)    IN(PROCESS, NAMESPACES, NS, attr)
static const struct column context_list[] = {
	FACT(PROCESS, CLASS),
	FACT(PROCESS, FLAGS),
	FACT(PROCESS, LOGINUID),
	FACT(PROCESS, AUDIT_SESSION),
	FACT(PROCESS, CGROUP),
	BY(TTY, PROCESS, TTY),
	CREDS(UID),
	CREDS(EUID),
	CREDS(SUID),
	CREDS(FSUID),
	CREDS(GID),
	CREDS(EGID),
	CREDS(SGID),
	CREDS(FSGID),
	CREDS(CAP_INHERITABLE),
	CREDS(CAP_PERMITTED),
	CREDS(CAP_EFFECTIVE),
	CREDS(CAP_BOUNDING),
	CREDS(CAP_AMBIENT),
	CREDS(SECUREBITS),
	CREDS(USER_NS),
	NS(CGROUP),
	NS(IPC),
	NS(MNT),
	NS(NET),
	NS(PID),
	NS(TIME),
	NS(UTS),
};
COLUMNS(context, context, 1, sessmon_rules_process);

#define PEER(attr) IN(SESSION, PEER, PEER, attr)
/* What a session is from its birth on; should one of these change, it is in the rest. */
static const struct column session_birth_list[] = {
	FACT(SESSION, STARTED),
	KEY_IN(SESSION, CREATED_FROM),
	KEY_IN(SESSION, ENTRY),
	FACT(SESSION, ENTRY_TYPE),
	FACT(SESSION, ENTRY_UID),
	BY(TTY, SESSION, ENTRY_TTY),
	PEER(ADDRESS),
	PEER(PORT),
	PEER(LOCAL_ADDRESS),
	PEER(LOCAL_PORT),
	PEER(CID),
	PEER(VSOCK_PORT),
	PEER(LOCAL_VSOCK_PORT),
	FACT(SESSION, VPID),
	FACT(SESSION, PID_NS),
};
COLUMNS(session_birth, session, 8, sessmon_rules_session);

static const struct column session_now_list[] = {
	FACT(SESSION, CLASS),	 FACT(SESSION, REASON),	  FACT(SESSION, FLAGS),
	BY(TTY, SESSION, TTY),	 KEY_IN(SESSION, ORIGIN), FACT(SESSION, UID),
	FACT(SESSION, EUID),	 FACT(SESSION, LOGINUID), FACT(SESSION, AUDIT_SESSION),
	FACT(SESSION, MEMBERS),	 FACT(SESSION, TOTAL),	  BY(PROGRAM, SESSION, LEADER),
	BY(WORD, SESSION, COMM), FACT(SESSION, WITHHELD), FACT(SESSION, CGROUP),
};
COLUMNS(session_now, session, 8 + COUNT(session_birth_list), sessmon_rules_session);
#define session_change_list session_now_list
COLUMNS(session_change, session_change, 7, sessmon_rules_session);

static uint64_t mask_of(const void *object)
{
	uint64_t has;

	memcpy(&has, object, sizeof(has));
	return has;
}

static void set_bit(void *object, unsigned int i)
{
	uint64_t has = mask_of(object) | 1ULL << i;

	memcpy(object, &has, sizeof(has));
}

const void *column_at(const struct columns *c, unsigned int i, const void *object,
		      const struct rule **rule)
{
	const struct column *l = &c->list[i];

	*rule = &c->set->rules[l->fact];
	if (!(mask_of(object) >> l->fact & 1))
		return NULL;
	object = (const char *)object + (*rule)->offset;
	if (l->inside == COLUMN_WHOLE)
		return object;
	*rule = &(*rule)->nest->rules[l->inside];
	return mask_of(object) >> l->inside & 1 ? (const char *)object + (*rule)->offset : NULL;
}

void *column_make(const struct columns *c, unsigned int i, void *object, const struct rule **rule)
{
	const struct column *l = &c->list[i];

	*rule = &c->set->rules[l->fact];
	set_bit(object, l->fact);
	object = (char *)object + (*rule)->offset;
	if (l->inside == COLUMN_WHOLE)
		return object;
	*rule = &(*rule)->nest->rules[l->inside];
	set_bit(object, l->inside);
	return (char *)object + (*rule)->offset;
}

struct cell column_cell(const struct columns *c, unsigned int i, const void *object)
{
	const struct rule *r;
	const void *at = column_at(c, i, object, &r);

	if (!at)
		return (struct cell){ 0 };
	switch (r->kind) {
	case RULE_U16:
		return cell_number(*(const uint16_t *)at);
	case RULE_U32:
		return cell_number(*(const uint32_t *)at);
	case RULE_U64:
		return cell_number(*(const uint64_t *)at);
	case RULE_TEXT:
		return cell_text(*(const struct sessmon_str *)at);
	default:
		return cell_bytes(*(const struct sessmon_str *)at);
	}
}

void column_read(const struct columns *c, unsigned int i, void *object, sqlite3_stmt *stmt,
		 unsigned int at)
{
	const struct rule *r;
	uint64_t n;
	void *to;

	if (sqlite3_column_type(stmt, (int)at) == SQLITE_NULL)
		return;
	to = column_make(c, i, object, &r);
	if (r->kind == RULE_TEXT || r->kind == RULE_BYTES) {
		sql_bytes(stmt, at, to);
		return;
	}
	sql_number(stmt, at, &n);
	if (r->kind == RULE_U16)
		*(uint16_t *)to = (uint16_t)n;
	else if (r->kind == RULE_U32)
		*(uint32_t *)to = (uint32_t)n;
	else
		*(uint64_t *)to = n;
}
