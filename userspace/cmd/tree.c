// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon tree: sessions as they came from each other, with their processes. */
#include <getopt.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/host.h"
#include "base/key.h"
#include "cmd/past_start.h"
#include "options/table.h"
#include "mirror/forest.h"
#include "text/people.h"
#include "text/printer.h"
#include "text/tree.h"

/**
 * struct tree - What is printed.
 * @p: printer
 * @view: of what, and how
 * @tops: of these processes and what descends from them
 * @within: of these sessions and what was made in them; of all, if both are empty
 * @people: which sessions are shown unasked
 * @ok: the output can be written
 * @processes: in the order of their start
 * @sessions: in the order of their start
 * @n_processes: entries of @processes
 * @n_sessions: entries of @sessions
 * @members: processes of each session
 * @first: where each session's members begin
 * @n_members: how many it has
 */
struct tree {
	struct printer p;
	struct view view;
	struct whence tops, within;
	struct people people;
	bool ok;
	const struct sessmon_process **processes;
	const struct sessmon_session **sessions;
	const struct sessmon_process **members;
	unsigned int *first, *n_members;
	unsigned int n_processes, n_sessions;
};

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
		if (t->view.json)
			t->ok = t->ok && print_process_json(&t->p, member[at]);
		else
			tree_put_process(&t->p, member[at], &f, at, t->view.wide);
	}
	forest_free(&f);
	free(nodes);
}

static void put_session(struct tree *t, int i, unsigned int depth)
{
	if (t->view.json)
		t->ok = t->ok && print_session_json(&t->p, t->sessions[i]);
	else
		tree_put_session(&t->p, t->sessions[i], depth);
	put_members(t, t->members + t->first[i], t->n_members[i]);
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
	unsigned int n = t->n_processes, i, at = 0;
	const struct sessmon_key *key;

	qsort(t->processes, n, sizeof(*t->processes), compare_sessions);
	t->members = t->processes;
	t->first = xalloc(t->p.mirror.n_sessions + 1, sizeof(*t->first));
	t->n_members = xalloc(t->p.mirror.n_sessions + 1, sizeof(*t->n_members));
	for (i = 0; i < t->p.mirror.n_sessions; i++) {
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

	for (i = 0; i < t->n_processes; i++) {
		if (mirror_session(&t->p.mirror, &t->processes[i]->session))
			continue;
		s = (struct sessmon_session){
			.has = 1ULL << SESSMON_A_SESSION_KEY | 1ULL << SESSMON_A_SESSION_CLASS,
			.key = t->processes[i]->session,
			.session_class = t->processes[i]->session_class,
		};
		mirror_put_session(&t->p.mirror, &s);
	}
}

static bool has_keys(const struct tree *t)
{
	return t->tops.n || t->within.n;
}

static bool is_asked_for(const struct tree *t, const struct sessmon_process *p)
{
	const struct sessmon_session *s = mirror_session(&t->p.mirror, &p->session);

	return whence_is_one(&p->key, &t->tops) || (s && whence_is(&t->p.mirror, s, &t->within));
}

/* Only what was asked for and what descends from it; parents come before their children. */
static void keep_asked_for(struct tree *t)
{
	unsigned int i, kept = 0, n = t->n_processes;
	struct forest_node *nodes = xalloc(n, sizeof(*nodes));
	struct forest f;
	bool *below = xalloc(n, sizeof(*below));

	for (i = 0; i < n; i++) {
		nodes[i].key = t->processes[i]->key;
		nodes[i].parent = t->processes[i]->parent;
	}
	forest_build(&f, nodes, n);
	for (i = 0; i < n; i++) {
		below[i] = is_asked_for(t, t->processes[i]) || (f.up[i] >= 0 && below[f.up[i]]);
		if (below[i])
			t->processes[kept++] = t->processes[i];
	}
	t->n_processes = kept;
	forest_free(&f);
	free(nodes);
	free(below);
}

static bool is_wanted(struct tree *t, const struct sessmon_session *s, unsigned int members)
{
	if (!filter_session(&t->view.filter, s))
		return false;
	if (has_keys(t))
		return members || whence_is(&t->p.mirror, s, &t->within);
	return t->view.json || people_take(&t->people, s);
}

/* Drops the sessions that are not wanted; the others keep their order. */
static void choose_sessions(struct tree *t)
{
	unsigned int i, n = 0, members;

	for (i = 0; i < t->p.mirror.n_sessions; i++) {
		members = t->first[i + 1] - t->first[i];
		if (!is_wanted(t, t->sessions[i], members))
			continue;
		t->sessions[n] = t->sessions[i];
		t->first[n] = t->first[i];
		t->n_members[n++] = members;
	}
	t->n_sessions = n;
}

static void put_forest(struct tree *t)
{
	unsigned int n = t->n_sessions, i, depth = 0;
	struct forest_node *nodes = xalloc(n, sizeof(*nodes));
	struct forest f;
	int at;

	for (i = 0; i < n; i++) {
		nodes[i].key = t->sessions[i]->key;
		nodes[i].parent = t->sessions[i]->created_from;
	}
	forest_build(&f, nodes, n);
	for (at = f.root; at >= 0 && t->ok; at = forest_step(&f, at, &depth))
		put_session(t, at, depth);
	forest_free(&f);
	free(nodes);
}

static void put_all(struct tree *t)
{
	t->people.all = t->view.all || filter_is_set(&t->view.filter);
	t->processes = mirror_process_list(&t->p.mirror);
	t->n_processes = t->p.mirror.n_processes;
	if (has_keys(t))
		keep_asked_for(t);
	add_missing_sessions(t);
	t->sessions = mirror_session_list(&t->p.mirror);
	find_members(t);
	choose_sessions(t);
	put_forest(t);
	if (!t->view.json && !t->view.no_header)
		people_put_rest(&t->people, &t->p, "sessmon tree -a");
	people_free(&t->people);
	free(t->processes);
	free(t->sessions);
	free(t->first);
	free(t->n_members);
}

static bool put_tree(struct tree *t)
{
	if (!t->view.json && !t->view.no_header)
		tree_put_header(&t->p, t->view.wide);
	put_all(t);
	return printer_flush(&t->p) && t->ok;
}

/* Also of a login that has ended, if it has left anything. */
static bool has_session(const struct tree *t, const struct sessmon_key *key)
{
	const struct sessmon_session **all = mirror_session_list(&t->p.mirror);
	struct sessmon_key one = *key;
	const struct whence w = { .list = &one, .n = 1 };
	bool found = false;
	unsigned int i;

	for (i = 0; i < t->p.mirror.n_sessions && !found; i++)
		found = whence_is(&t->p.mirror, all[i], &w);
	free(all);
	return found;
}

static int find(struct tree *t, const char *text)
{
	struct key_request k;

	if (key_parse(text, host_identify(NULL)->boot_id, &k) != KEY_OK)
		return tool_none(text);
	if (k.session ? !has_session(t, &k.key) : !mirror_process(&t->p.mirror, &k.key))
		return tool_none(text);
	whence_add(k.session ? &t->within : &t->tops, &k.key);
	return TOOL_OK;
}

/* The session asked for must be there: an empty tree would say that it has nothing. */
static int put_keys(struct tree *t, char **keys)
{
	int ret = TOOL_OK;
	bool all = !*keys;

	for (; *keys; keys++)
		ret |= find(t, *keys);
	return (all || has_keys(t)) && !put_tree(t) ? TOOL_FAILED : ret;
}

static int tree(struct tree *t, char **keys)
{
	struct sessmon *s;
	int ret = table_open(&t->p, &s, &t->view, &verb_tree);

	if (ret)
		return ret;
	ret = put_keys(t, keys);
	table_close(&t->p, s);
	return ret;
}

static int cmd_tree(int argc, char **argv)
{
	static const struct option options[] = { VIEW_OPTIONS, VIEW_TABLE_OPTIONS, { 0 } };
	struct tree t = { .ok = true };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_LETTERS VIEW_TABLE_LETTERS, options,
					NULL)) != -1)
		ret = view_take(&t.view, &verb_tree, c, argv);
	if (!ret)
		ret = tool_check_keys(&verb_tree, argv + optind);
	if (!ret)
		ret = filter_check(&t.view.filter, &verb_tree);
	if (!ret)
		ret = table_is_elsewhere(&t.view) ? past_start(argc, argv) :
						    tree(&t, argv + optind);
	filter_free(&t.view.filter);
	free(t.tops.list);
	free(t.within.list);
	return ret;
}

const struct verb verb_tree = {
	.name = "tree",
	.args = "[-j | -l] [-a] [--at TIME] [FILTER]... [KEY]...",
	.summary = "Show processes by session, sessions by where they came from",
	.help = "KEY is s:SID: this session and what was made in it, also if it has ended, or\n"
		"PID: this process and what descends from it.  Without any: people's sessions.\n\n"
		"  -a, --all              also services, doors, init and the kernel's threads\n"
		"  -l, --long             also parents and process groups\n"
		"  -j, --json             one JSON document per session and per process\n"
		"      --no-header        neither titles nor what is said below the tree\n" VIEW_TABLE_HELP
			VIEW_COMMON_HELP VIEW_FILTER_HELP,
	.run = cmd_tree,
};
