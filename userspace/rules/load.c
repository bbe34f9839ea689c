// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of rules, and sets of them. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "rules/rule.h"

/* No file of rules is larger: it would be no text, or a trap. */
#define LARGEST (1024 * 1024)

/**
 * struct loading - What rules_load() is at.
 * @set: what is loaded
 * @filters: for it
 * @l: loader
 * @nodes: of all files, until filters are applied
 */
struct loading {
	struct rules *set;
	struct filters filters;
	struct loader l;
	struct arena nodes;
};

static void fail(struct loading *g, const char *what, int err)
{
	g->l.failed = false;
	refuse(&g->l, NULL, "%s%s%s", what, err ? ": " : "", err ? strerror(err) : "");
	g->l.report->refused++;
}

/* Whatever has become of the file since its folder was read: nobody waits for a pipe. */
static int open_file(struct loading *g)
{
	int fd = open(g->l.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0) {
		fail(g, "cannot be read", errno);
		return -1;
	}
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	fail(g, "not a file", 0);
	close(fd);
	return -1;
}

static bool read_file(struct loading *g, struct buf *text)
{
	int fd = open_file(g);
	ssize_t n = -1;

	if (fd < 0)
		return false;
	while (text->len <= LARGEST &&
	       (n = read(fd, buf_reserve(text, LARGEST + 1), LARGEST + 1)) > 0)
		text->len += (size_t)n;
	if (n < 0)
		fail(g, "cannot be read", errno);
	else if (n)
		fail(g, "larger than a file of rules may be", 0);
	close(fd);
	return !n;
}

static void load_text(struct loading *g, const struct buf *text)
{
	struct node_reader r;
	const struct node *n;
	struct node at = { 0 };

	node_open(&r, &g->nodes, text->data, text->len);
	while ((n = node_read(&r)))
		document_load(&g->l, g->set, &g->filters, n);
	if (r.error[0]) {
		at.line = r.line;
		at.column = r.column;
		g->l.failed = false;
		refuse(&g->l, &at, "%s", r.error);
		g->l.report->refused++;
	}
	node_close(&r);
}

static void load_file(struct loading *g, const char *path)
{
	struct buf text = { 0 };

	g->l.path = path;
	if (read_file(g, &text) && text.len)
		load_text(g, &text);
	buf_free(&text);
}

static bool has_end(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && !strcmp(name + n - m, end);
}

/* What was named is loaded whatever it is called. */
static bool is_rule_file(const FTSENT *e)
{
	return e->fts_level == FTS_ROOTLEVEL || has_end(e->fts_name, ".yml") ||
	       has_end(e->fts_name, ".yaml");
}

static void visit(struct loading *g, FTS *fts, FTSENT *e)
{
	bool hidden = e->fts_level > FTS_ROOTLEVEL && e->fts_name[0] == '.';

	g->l.path = e->fts_path;
	switch (e->fts_info) {
	case FTS_D:
		if (hidden)
			fts_set(fts, e, FTS_SKIP);
		break;
	case FTS_F:
		if (!hidden && is_rule_file(e))
			load_file(g, e->fts_path);
		break;
	case FTS_DC:
		fail(g, "a folder within itself", 0);
		break;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
	case FTS_SLNONE:
		if (!hidden)
			fail(g, "cannot be read", e->fts_errno ? e->fts_errno : ENOENT);
		break;
	default:
		if (e->fts_level == FTS_ROOTLEVEL && e->fts_info != FTS_DP)
			fail(g, "neither a file nor a folder", 0);
	}
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void load_paths(struct loading *g, char *const *paths)
{
	FTS *fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	FTSENT *e;

	if (!fts) {
		g->l.path = paths[0];
		fail(g, "cannot be read", errno);
		return;
	}
	while ((e = fts_read(fts)))
		visit(g, fts, e);
	fts_close(fts);
}

struct rules *rules_load(char *const *paths, struct rules_report *r)
{
	struct loading g = { 0 };
	int i;

	*r = (struct rules_report){ 0 };
	g.set = xalloc(1, sizeof(*g.set));
	g.l = (struct loader){
		.arena = &g.set->arena, .nodes = &g.nodes, .regexes = &g.set->regexes, .report = r
	};
	load_paths(&g, paths);
	filters_apply(&g.l, g.set, &g.filters);
	for (i = 0; i < RULES_CATEGORIES; i++)
		engine_build(&g.set->engine[i], g.set, (enum rules_category)i);
	arena_free(&g.nodes);
	return g.set;
}

void rules_free(struct rules *set)
{
	int i;

	if (!set)
		return;
	for (i = 0; i < RULES_CATEGORIES; i++)
		engine_free(&set->engine[i]);
	regex_free(set->regexes);
	arena_free(&set->arena);
	free(set);
}

unsigned int rules_count(const struct rules *set)
{
	return set->n;
}

void rules_each(const struct rules *set, void (*each)(const struct rule *rule, void *arg),
		void *arg)
{
	const struct compiled *c;

	for (c = set->first; c; c = c->next)
		each(&c->rule, arg);
}

bool rules_asks(const struct rules *set, enum rules_category category)
{
	return set->engine[category].n;
}

size_t rules_bytes(const struct rules *set)
{
	size_t bytes = 0;
	int i, field;

	for (i = 0; i < RULES_CATEGORIES; i++)
		for (field = 0; field < FACTS_MAX; field++)
			if (set->engine[i].fields >> field & 1)
				bytes += automaton_bytes(&set->engine[i].find[field]);
	return bytes;
}
