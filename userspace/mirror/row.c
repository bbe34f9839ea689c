// SPDX-License-Identifier: GPL-2.0-or-later
/* One process or session of the mirror: what an event changes in it, and what it owns. */
#include "mirror/row.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "wire_facts.h"

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

/* What is said of each fact of a program: of text, and of numbers. */
#define SIZE_NUMBER(field)
#define SIZE_TEXT(field)	size += exe->field.len;
#define SIZE(attr, field, kind) SIZE_##kind(field)
#define MOVE_NUMBER(field)
#define MOVE_TEXT(field)	    exe->field = move(exe->field, &to);
#define MOVE(attr, field, kind)	    MOVE_##kind(field)
#define SAME_NUMBER(field)	    a->field == b->field
#define SAME_TEXT(field)	    same_text(a->field, b->field)
#define AND_SAME(attr, field, kind) &&SAME_##kind(field)

/* Let @exe's text be one that lives as long as the row. */
static struct program *program_make(struct sessmon_exe *exe)
{
	struct program *p;
	size_t size = 0;
	char *to;

	SESSMON_FACTS_EXE(SIZE)
	p = xalloc(1, sizeof(*p) + size);
	to = p->text;
	p->users = 1;
	SESSMON_FACTS_EXE(MOVE)
	p->exe = *exe;
	return p;
}

static bool same_text(struct sessmon_str a, struct sessmon_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

static bool same_program(const struct sessmon_exe *a, const struct sessmon_exe *b)
{
	return a->has == b->has SESSMON_FACTS_EXE(AND_SAME);
}

static void keep(struct sessmon_str *s, char *room, size_t size)
{
	if (s->len > size)
		s->len = (uint32_t)size;
	if (s->len)
		memmove(room, s->data, s->len);
	s->data = room;
}

#define BIT(attr) (1ULL << (attr))

/* Take over a fact that is told. */
#define MERGE(attr, field, kind) \
	if (told & BIT(attr))    \
		to->field = from->field;

static void creds_merge(struct sessmon_creds *to, const struct sessmon_creds *from)
{
	const uint64_t told = from->has;

	SESSMON_FACTS_CREDS(MERGE)
	/* That the groups changed is a fact of one event, not of a process. */
	to->has = (to->has & ~BIT(SESSMON_A_CREDS_GROUPS_CHANGED)) | from->has;
}

/*
 * Absence is a fact for the terminal and the flags, which are left out when
 * there are none; of the rest it says nothing.
 */
void process_merge(struct sessmon_process *to, const struct sessmon_process *from)
{
	const uint64_t told =
		(from->has | BIT(SESSMON_A_PROCESS_FLAGS) | BIT(SESSMON_A_PROCESS_TTY)) &
		~BIT(SESSMON_A_PROCESS_CREDS);

	SESSMON_FACTS_PROCESS(MERGE)
	/* An event has some of them only. */
	creds_merge(&to->creds, &from->creds);
	to->has = (to->has & ~BIT(SESSMON_A_PROCESS_TTY)) | from->has;
}

static void session_merge(struct sessmon_session *to, const struct sessmon_session *from)
{
	const uint64_t told = from->has | SESSION_COMPLETE;

	SESSMON_FACTS_SESSION(MERGE)
	to->has = (to->has & ~SESSION_COMPLETE) | from->has;
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
