// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <stdlib.h>

#include "clock.h"
#include "escape.h"
#include "forest.h"
#include "names.h"
#include "print.h"
#include "row.h"
#include "tool.h"

#define ID_WIDTH   9
#define USER_WIDTH 17
#define DEEPEST	   24

/**
 * struct tree - What is printed.
 * @p: printer
 * @json: documents instead of text
 * @ok: the output can be written
 * @processes: in the order of their start
 * @sessions: in the order of their start
 * @members: processes of each session, the numbers of session i from
 *   @first[i] to @first[i + 1]
 * @first: where each session's members begin
 */
struct tree {
	struct printer p;
	bool json;
	bool ok;
	const struct sessmon_process **processes;
	const struct sessmon_session **sessions;
	const struct sessmon_process **members;
	unsigned int *first;
};

static void put_id(struct buf *b, uint32_t id)
{
	size_t from = b->len;

	buf_printf(b, "%u", id);
	buf_pad(b, from, ID_WIDTH);
}

static void put_heading(struct printer *p, const struct sessmon_session *s, unsigned int depth)
{
	struct buf *b = &p->line;

	buf_printf(b, "%*s", (int)(depth < DEEPEST ? depth * 2 : DEEPEST * 2), "");
	print_class(p, s->class);
	buf_printf(b, " s:%u ", s->key.id);
	user_put(b, s->uid);
	if (sessmon_has(s, SESSMON_A_SESSION_TTY)) {
		buf_puts(b, " ");
		tty_put(b, &s->tty);
	}
	buf_puts(b, " entry ");
	name_put(b, &names_entry, s->entry_type);
	buf_puts(b, " from ");
	print_from(b, s);
	if (s->flags) {
		buf_puts(b, " [");
		name_put_flags(b, &names_session_flags, s->flags);
		buf_puts(b, "]");
	}
	buf_puts(b, "\n");
}

/* As ps draws it: a bar where the ancestor has children still to come. */
static void put_branch(struct buf *b, const struct forest *f, int i, unsigned int depth)
{
	int line[DEEPEST];
	unsigned int n = 0;

	if (depth > DEEPEST)
		buf_printf(b, " (%u)", depth);
	for (; f->up[i] >= 0 && n < DEEPEST; i = f->up[i])
		line[n++] = i;
	while (n > 1)
		buf_puts(b, f->next[line[--n]] >= 0 ? " |  " : "    ");
	if (n)
		buf_puts(b, " \\_ ");
}

static void put_process(struct printer *p, const struct sessmon_process *process,
			const struct forest *f, int i, unsigned int depth)
{
	struct buf *b = &p->line;
	size_t from = b->len, cell;

	put_id(b, process->parent.id);
	put_id(b, process->key.id);
	put_id(b, process->pgid);
	cell = b->len;
	if (sessmon_has(&process->creds, SESSMON_A_CREDS_EUID))
		user_put(b, process->creds.euid);
	buf_pad(b, cell, USER_WIDTH);
	put_branch(b, f, i, depth);
	print_program(b, &process->exe, process->comm);
	if (process->flags & SESSMON_PROCESS_EXITED)
		buf_puts(b, " <exited>");
	if (p->width)
		b->len = from + text_cut(b->data + from, b->len - from, p->width);
	buf_puts(b, "\n");
}

static void put_members(struct tree *t, const struct sessmon_process **member, unsigned int n)
{
	struct forest_node *nodes = xalloc(n, sizeof(*nodes));
	struct forest f;
	unsigned int i, depth = 0;
	int at;

	for (i = 0; i < n; i++) {
		nodes[i].key = member[i]->key;
		nodes[i].parent = member[i]->parent;
	}
	forest_build(&f, nodes, n);
	for (at = f.root; at >= 0; at = forest_step(&f, at, &depth)) {
		if (t->json)
			t->ok = t->ok && print_process_json(&t->p, member[at]);
		else
			put_process(&t->p, member[at], &f, at, depth);
	}
	forest_free(&f);
	free(nodes);
}

static void put_session(struct tree *t, int i, unsigned int depth)
{
	if (t->json)
		t->ok = t->ok && print_session_json(&t->p, t->sessions[i]);
	else
		put_heading(&t->p, t->sessions[i], depth);
	put_members(t, t->members + t->first[i], t->first[i + 1] - t->first[i]);
	t->ok = t->ok && printer_end_line(&t->p);
}

static int compare_sessions(const void *a, const void *b)
{
	const struct sessmon_process *const *p = a, *const *q = b;
	const struct sessmon_key *x = &(*p)->session, *y = &(*q)->session;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (*p)->key.start < (*q)->key.start ? -1 : (*p)->key.start > (*q)->key.start;
}

/* Both lists are in the order of the session's start: one pass will do. */
static void find_members(struct tree *t)
{
	unsigned int n = t->p.table.n_processes, i, at = 0;
	const struct sessmon_key *key;

	qsort(t->processes, n, sizeof(*t->processes), compare_sessions);
	t->members = t->processes;
	t->first = xalloc(t->p.table.n_sessions + 1, sizeof(*t->first));
	for (i = 0; i < t->p.table.n_sessions; i++) {
		key = &t->sessions[i]->key;
		t->first[i] = at;
		while (at < n && t->members[at]->session.id == key->id &&
		       t->members[at]->session.start == key->start)
			at++;
	}
	t->first[i] = at;
}

/* A session may have been made between the two dumps. */
static void add_missing_sessions(struct tree *t)
{
	struct sessmon_session s;
	unsigned int i;

	for (i = 0; i < t->p.table.n_processes; i++) {
		if (table_session(&t->p.table, &t->processes[i]->session))
			continue;
		s = (struct sessmon_session){
			.has = 1ULL << SESSMON_A_SESSION_KEY | 1ULL << SESSMON_A_SESSION_CLASS,
			.key = t->processes[i]->session,
			.class = t->processes[i]->class,
		};
		table_put_session(&t->p.table, &s);
	}
}

static void put_all(struct tree *t)
{
	unsigned int n, i, depth = 0;
	struct forest_node *nodes;
	struct forest f;
	int at;

	t->processes = table_process_list(&t->p.table);
	add_missing_sessions(t);
	t->sessions = table_session_list(&t->p.table);
	find_members(t);
	n = t->p.table.n_sessions;
	nodes = xalloc(n, sizeof(*nodes));
	for (i = 0; i < n; i++) {
		nodes[i].key = t->sessions[i]->key;
		nodes[i].parent = t->sessions[i]->created_from;
	}
	forest_build(&f, nodes, n);
	for (at = f.root; at >= 0 && t->ok; at = forest_step(&f, at, &depth))
		put_session(t, at, depth);
	forest_free(&f);
	free(nodes);
	free(t->processes);
	free(t->sessions);
	free(t->first);
}

static void put_header(struct printer *p)
{
	static const char *const ids[] = { "PPID", "PID", "PGID" };
	size_t from, i;

	print_host(p);
	for (i = 0; i < 3; i++) {
		from = p->line.len;
		buf_puts(&p->line, ids[i]);
		buf_pad(&p->line, from, ID_WIDTH);
	}
	from = p->line.len;
	buf_puts(&p->line, "USER");
	buf_pad(&p->line, from, USER_WIDTH);
	buf_puts(&p->line, "COMMAND\n");
}

static int tree(bool json)
{
	struct tree t = { .json = json, .ok = true };
	struct sessmon *s;
	int err, ret = tool_open(&s);

	if (ret)
		return ret;
	printer_open(&t.p, sessmon_info(s));
	err = table_fill(&t.p.table, s);
	if (err) {
		ret = tool_fail(s, err);
	} else {
		if (!json && t.p.width)
			put_header(&t.p);
		put_all(&t);
		ret = t.ok && printer_flush(&t.p) ? TOOL_OK : TOOL_FAILED;
	}
	printer_close(&t.p);
	sessmon_close(s);
	return ret;
}

static int cmd_tree(int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool json = false;
	int c, ret;

	while ((c = getopt_long(argc, argv, ":j", options, NULL)) != -1) {
		if (c != 'j')
			return tool_bad_option(&verb_tree, c, argv);
		json = true;
	}
	ret = tool_no_arguments(&verb_tree, argc, argv);
	return ret ? ret : tree(json);
}

const struct verb verb_tree = {
	.name = "tree",
	.args = "[-j]",
	.summary = "Show processes by session, sessions by where they came from",
	.help = "  -j, --json  one JSON document per session and per process, in the same order\n",
	.run = cmd_tree,
};
