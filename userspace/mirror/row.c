// SPDX-License-Identifier: GPL-2.0-or-later
/* One process or session of the table: what an event changes in it, and what it owns. */
#include "mirror/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct program - An executed program, shared by its forks.
 * @users: rows that point here
 * @exe: facts, whose text is @text
 * @text: path, script, directory and arguments
 */
struct program {
	unsigned int users;
	struct sessmon_exe exe;
	char text[];
};

void *xalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

static void program_put(struct program *p)
{
	if (p && !--p->users)
		free(p);
}

static struct sessmon_str move(struct sessmon_str s, char **to)
{
	struct sessmon_str moved = { *to, s.len };

	if (s.len)
		memcpy(*to, s.data, s.len);
	*to += s.len;
	return moved;
}

/* Let @exe's text be one that lives as long as the row. */
static struct program *program_make(struct sessmon_exe *exe)
{
	size_t size = (size_t)exe->path.len + exe->script.len + exe->cwd.len + exe->args.len;
	struct program *p = xalloc(1, sizeof(*p) + size);
	char *to = p->text;

	p->users = 1;
	exe->path = move(exe->path, &to);
	exe->script = move(exe->script, &to);
	exe->cwd = move(exe->cwd, &to);
	exe->args = move(exe->args, &to);
	p->exe = *exe;
	return p;
}

static bool same_text(struct sessmon_str a, struct sessmon_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

static bool same_program(const struct sessmon_exe *a, const struct sessmon_exe *b)
{
	return a->has == b->has && a->inode == b->inode && same_text(a->path, b->path) &&
	       same_text(a->cwd, b->cwd) && same_text(a->args, b->args) &&
	       same_text(a->script, b->script) && a->flags == b->flags;
}

static void keep(struct sessmon_str *s, char *room, size_t size)
{
	if (s->len > size)
		s->len = (uint32_t)size;
	if (s->len)
		memmove(room, s->data, s->len);
	s->data = room;
}

#define MERGE(set, attr, field)                                  \
	do {                                                     \
		if (sessmon_has(from, SESSMON_A_##set##_##attr)) \
			to->field = from->field;                 \
	} while (0)

static void creds_merge(struct sessmon_creds *to, const struct sessmon_creds *from)
{
	MERGE(CREDS, UID, uid);
	MERGE(CREDS, EUID, euid);
	MERGE(CREDS, SUID, suid);
	MERGE(CREDS, FSUID, fsuid);
	MERGE(CREDS, GID, gid);
	MERGE(CREDS, EGID, egid);
	MERGE(CREDS, SGID, sgid);
	MERGE(CREDS, FSGID, fsgid);
	MERGE(CREDS, CAP_INHERITABLE, cap_inheritable);
	MERGE(CREDS, CAP_PERMITTED, cap_permitted);
	MERGE(CREDS, CAP_EFFECTIVE, cap_effective);
	MERGE(CREDS, CAP_BOUNDING, cap_bounding);
	MERGE(CREDS, CAP_AMBIENT, cap_ambient);
	MERGE(CREDS, SECUREBITS, securebits);
	MERGE(CREDS, USER_NS, user_ns);
	/* That the groups changed is a fact of one event, not of a process. */
	to->has = (to->has & ~(1ULL << SESSMON_A_CREDS_GROUPS_CHANGED)) | from->has;
}

/*
 * Absence is a fact for the terminal and the flags, which are left out when
 * there are none; of the rest it says nothing.
 */
void process_merge(struct sessmon_process *to, const struct sessmon_process *from)
{
	MERGE(PROCESS, KEY, key);
	MERGE(PROCESS, PARENT, parent);
	MERGE(PROCESS, CREATOR, creator);
	MERGE(PROCESS, SESSION, session);
	MERGE(PROCESS, CLASS, session_class);
	MERGE(PROCESS, PGID, pgid);
	MERGE(PROCESS, VPID, vpid);
	MERGE(PROCESS, COMM, comm);
	MERGE(PROCESS, EXE, exe);
	MERGE(PROCESS, EXEC_COUNT, exec_count);
	MERGE(PROCESS, LOGINUID, loginuid);
	MERGE(PROCESS, AUDIT_SESSION, audit_session);
	MERGE(PROCESS, NAMESPACES, ns);
	MERGE(PROCESS, CGROUP, cgroup);
	MERGE(PROCESS, LAST_SEQ, last_seq);
	MERGE(PROCESS, WITHHELD, withheld);
	creds_merge(&to->creds, &from->creds);
	to->flags = from->flags;
	to->tty = from->tty;
	to->has = (to->has & ~(1ULL << SESSMON_A_PROCESS_TTY)) | from->has;
}

static void session_merge(struct sessmon_session *to, const struct sessmon_session *from)
{
	MERGE(SESSION, KEY, key);
	MERGE(SESSION, CREATED_FROM, created_from);
	MERGE(SESSION, CLASS, session_class);
	MERGE(SESSION, REASON, reason);
	MERGE(SESSION, FLAGS, flags);
	MERGE(SESSION, ENTRY, entry);
	MERGE(SESSION, ENTRY_TYPE, entry_type);
	MERGE(SESSION, ENTRY_UID, entry_uid);
	MERGE(SESSION, ENTRY_TTY, entry_tty);
	MERGE(SESSION, PEER, peer);
	MERGE(SESSION, ORIGIN, origin);
	MERGE(SESSION, LOGINUID, loginuid);
	MERGE(SESSION, AUDIT_SESSION, audit_session);
	MERGE(SESSION, UID, uid);
	MERGE(SESSION, EUID, euid);
	MERGE(SESSION, MEMBERS, members);
	MERGE(SESSION, TOTAL, total);
	MERGE(SESSION, LEADER, leader);
	MERGE(SESSION, COMM, comm);
	MERGE(SESSION, VPID, vpid);
	MERGE(SESSION, CGROUP, cgroup);
	MERGE(SESSION, PID_NS, pid_ns);
	MERGE(SESSION, FOREGROUND, foreground);
	MERGE(SESSION, STARTED, started);
	MERGE(SESSION, LAST_SEQ, last_seq);
	MERGE(SESSION, WITHHELD, withheld);
	/* That a session has no terminal is said by saying nothing. */
	to->tty = from->tty;
	to->has = (to->has & ~(1ULL << SESSMON_A_SESSION_TTY)) | from->has;
}

void process_row_set(struct process_row *row, const struct sessmon_process *p,
		     const struct process_row *share)
{
	struct program *old = row->program;

	process_merge(&row->p, p);
	keep(&row->p.comm, row->comm, sizeof(row->comm));
	keep(&row->p.tty.name, row->tty, sizeof(row->tty));
	if (!sessmon_has(p, SESSMON_A_PROCESS_EXE) && old)
		return;
	if (share && share->program && same_program(&share->p.exe, &row->p.exe)) {
		row->p.exe = share->p.exe;
		row->program = share->program;
		row->program->users++;
	} else {
		row->program = program_make(&row->p.exe);
	}
	program_put(old);
}

void process_row_remember(struct process_row *row)
{
	if (!row->program)
		return;
	program_put(row->previous[PREVIOUS - 1]);
	memmove(&row->previous[1], &row->previous[0], sizeof(row->previous) - sizeof(void *));
	row->previous[0] = row->program;
	row->program->users++;
}

const struct sessmon_exe *process_row_previous(const struct process_row *row, unsigned int n)
{
	return n < PREVIOUS && row->previous[n] ? &row->previous[n]->exe : NULL;
}

void process_row_free(struct process_row *row)
{
	unsigned int i;

	for (i = 0; i < PREVIOUS; i++)
		program_put(row->previous[i]);
	program_put(row->program);
	free(row);
}

void session_row_set(struct session_row *row, const struct sessmon_session *s)
{
	struct program *old = row->program;

	session_merge(&row->s, s);
	keep(&row->s.comm, row->comm, sizeof(row->comm));
	keep(&row->s.tty.name, row->tty, sizeof(row->tty));
	keep(&row->s.entry_tty.name, row->entry_tty, sizeof(row->entry_tty));
	keep(&row->s.peer.address, row->address, sizeof(row->address));
	keep(&row->s.peer.local_address, row->local_address, sizeof(row->local_address));
	if (!sessmon_has(s, SESSMON_A_SESSION_LEADER) && old)
		return;
	row->program = program_make(&row->s.leader);
	program_put(old);
}

void session_row_free(struct session_row *row)
{
	program_put(row->program);
	free(row);
}
