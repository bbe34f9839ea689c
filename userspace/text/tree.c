// SPDX-License-Identifier: GPL-2.0-or-later
/* The lines of a tree. */
#include "text/tree.h"

#include "base/escape.h"
#include "names/names.h"
#include "text/words.h"

#define ID_WIDTH   8
#define USER_WIDTH 9

/* A process deeper than this is told how deep by a number. */
#define DEEPEST 10

/* A session is moved to the right so far at the most: a process needs room, too. */
#define DEEPEST_SESSION 6

static void put_id(struct buf *b, uint32_t id)
{
	size_t from = b->len;

	buf_printf(b, "%u", id);
	buf_pad(b, from, ID_WIDTH);
}

void tree_put_session(struct printer *p, const struct sessmon_session *s, unsigned int depth)
{
	struct buf *b = &p->line;
	size_t from = b->len;

	buf_printf(b, "%*s", (int)(depth < DEEPEST_SESSION ? depth : DEEPEST_SESSION) * 2, "");
	words_kind(p, s->session_class);
	buf_printf(b, " s:%u ", s->key.id);
	words_session(p, s);
	print_end(p, from);
}

/* ps draws it so: a bar where the ancestor has children still to come. */
static void put_branch(struct buf *b, const struct forest *f, int i)
{
	int line[DEEPEST];
	unsigned int n = 0, depth = 0;

	for (; f->up[i] >= 0; i = f->up[i], depth++)
		if (n < DEEPEST)
			line[n++] = i;
	if (depth > DEEPEST)
		buf_printf(b, " (%u)", depth);
	while (n > 1)
		buf_puts(b, f->next[line[--n]] >= 0 ? " |  " : "    ");
	if (n)
		buf_puts(b, " \\_ ");
}

static void put_user(struct buf *b, const struct sessmon_process *process)
{
	bool before = names_are_hosts(names_of_process(process));
	size_t cell = b->len;

	if (sessmon_has(&process->creds, SESSMON_A_CREDS_EUID))
		words_user(b, process->creds.euid);
	names_are_hosts(before);
	text_shorten(b, cell, USER_WIDTH - 1);
	buf_pad(b, cell, USER_WIDTH);
}

void tree_put_process(struct printer *p, const struct sessmon_process *process,
		      const struct forest *f, int i, bool wide)
{
	struct buf *b = &p->line;
	size_t from = b->len;

	if (wide)
		put_id(b, process->parent.id);
	put_id(b, process->key.id);
	if (wide)
		put_id(b, process->pgid);
	put_user(b, process);
	put_branch(b, f, i);
	words_runs(b, &process->key, &process->exe, process->comm);
	if (process->flags & SESSMON_PROCESS_EXITED)
		buf_puts(b, " <exited>");
	print_end(p, from);
}

void tree_put_header(struct printer *p, bool wide)
{
	struct buf *b = &p->line;
	size_t from = b->len;

	if (wide)
		buf_printf(b, "%-*s", ID_WIDTH, "PPID");
	buf_printf(b, "%-*s", ID_WIDTH, "PID");
	if (wide)
		buf_printf(b, "%-*s", ID_WIDTH, "PGID");
	buf_printf(b, "%-*s%s", USER_WIDTH, "USER", "RUNS");
	print_end(p, from);
}
