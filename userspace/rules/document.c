// SPDX-License-Identifier: GPL-2.0-or-later
/* Documents of Sigma: rules, and filters that are added to them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "rules/rule.h"

/* Searches that one document may have. */
#define SEARCHES 128

static const char *const levels[] = {
	[RULE_INFORMATIONAL] = "informational",
	[RULE_LOW] = "low",
	[RULE_MEDIUM] = "medium",
	[RULE_HIGH] = "high",
	[RULE_CRITICAL] = "critical",
};

/**
 * struct sigma_filter - A filter.
 * @path: of its file
 * @n: its document
 * @category: of the rules that it is for
 * @rules: which; NULL for any
 * @expr: what must hold, too
 * @next: the next one
 */
struct sigma_filter {
	const char *path;
	const struct node *n;
	enum rules_category category;
	const struct node *rules;
	struct expr *expr;
	struct sigma_filter *next;
};

const char *rule_level_name(enum rule_level level)
{
	return levels[level];
}

int rule_level_find(const char *word)
{
	int i;

	for (i = 0; i < RULE_LEVELS; i++)
		if (!strcmp(levels[i], word))
			return i;
	return -1;
}

void refuse(struct loader *l, const struct node *n, const char *fmt, ...)
{
	struct buf *b = &l->report->said;
	char text[512];
	va_list ap;

	if (l->failed)
		return;
	l->failed = true;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	escape_text(b, (struct sessmon_str){ l->path, (uint32_t)strlen(l->path) });
	if (n)
		buf_printf(b, ":%u:%u", n->line, n->column);
	buf_puts(b, ": ");
	escape_text(b, (struct sessmon_str){ text, (uint32_t)strlen(text) });
	buf_putc(b, '\n');
}

static struct sessmon_str keep(struct loader *l, const struct node *n)
{
	if (!n || n->kind != NODE_SCALAR)
		return (struct sessmon_str){ "", 0 };
	return arena_copy(l->arena, n->text.data, n->text.len);
}

static void keep_list(struct loader *l, struct rule_texts *to, const struct node *n)
{
	const struct node *each;

	if (!n || n->kind != NODE_LIST)
		return;
	for (each = n->first; each; each = each->next)
		to->n++;
	to->text = arena_get(l->arena, to->n * sizeof(*to->text));
	to->n = 0;
	for (each = n->first; each; each = each->next)
		if (each->kind == NODE_SCALAR)
			to->text[to->n++] = keep(l, each);
}

/* Who is no rule at all is refused; who is about what we do not see is only counted. */
static bool is_ours(struct loader *l, const struct node *n)
{
	const struct node *source = node_find(n, "logsource");
	const struct node *product = node_find(source, "product");
	const struct node *category = node_find(source, "category");

	if (!source || source->kind != NODE_MAP) {
		refuse(l, n, "no logsource");
		return false;
	}
	if (node_find(source, "service") || (product && !node_is(product, "linux")))
		return false;
	if (node_is(category, "process_creation"))
		l->category = RULES_PROCESS_CREATION;
	else if (node_is(category, "session"))
		l->category = RULES_SESSION;
	else if (node_is(category, "security"))
		l->category = RULES_SECURITY;
	else
		return false;
	return true;
}

/* What stands beside searches, and is none. */
static bool is_search(struct loader *l, const struct node *key)
{
	if (node_is(key, "timeframe"))
		refuse(l, key, "timeframe is not supported");
	return !node_is(key, "condition") && !node_is(key, "rules");
}

static unsigned int read_searches(struct loader *l, const struct node *n, struct search *s)
{
	const struct node *key;
	unsigned int count = 0;

	for (key = n->first; key && !l->failed; key = key->next) {
		if (!is_search(l, key))
			continue;
		if (!key->text.len || count == SEARCHES) {
			refuse(l, key,
			       count == SEARCHES ? "too many searches" : "a search without a name");
			return 0;
		}
		s[count].name = keep(l, key);
		s[count].expr = detection_search(l, s[count].name, key->value);
		count++;
	}
	return count;
}

static struct expr *read_detection(struct loader *l, const struct node *n, const char *what)
{
	const struct node *d = node_find(n, what), *condition = node_find(d, "condition");
	struct search search[SEARCHES];
	unsigned int count;

	if (!d || d->kind != NODE_MAP || !condition) {
		refuse(l, d ? d : n, "no condition in %s", what);
		return NULL;
	}
	count = read_searches(l, d, search);
	return l->failed ? NULL : condition_parse(l, condition, search, count);
}

static bool read_level(struct loader *l, struct rule *r, const struct node *n)
{
	int level = n && n->kind == NODE_SCALAR ? rule_level_find(n->text.data) : -1;

	/* Who says none is looked at. */
	r->level = level < 0 ? RULE_MEDIUM : (enum rule_level)level;
	if (level < 0 && n)
		refuse(l, n, "no level that there is");
	return level >= 0 || !n;
}

static bool is_same(struct sessmon_str a, struct sessmon_str b)
{
	return a.len == b.len && !memcmp(a.data, b.data, a.len);
}

static bool is_new(struct loader *l, const struct rules *set, const struct node *n)
{
	const struct node *id = node_find(n, "id");
	const struct compiled *c;

	for (c = set->first; c && id && id->kind == NODE_SCALAR; c = c->next) {
		if (!is_same(c->rule.id, id->text))
			continue;
		refuse(l, id, "this id is that of the rule in %s", c->rule.file);
		return false;
	}
	return true;
}

static void add_rule(struct loader *l, struct rules *set, const struct node *n, struct expr *expr)
{
	struct compiled *c = arena_get(l->arena, sizeof(*c)), **to = &set->first;

	c->rule.title = keep(l, node_find(n, "title"));
	c->rule.id = keep(l, node_find(n, "id"));
	c->rule.author = keep(l, node_find(n, "author"));
	c->rule.license = keep(l, node_find(n, "license"));
	c->rule.description = keep(l, node_find(n, "description"));
	keep_list(l, &c->rule.references, node_find(n, "references"));
	keep_list(l, &c->rule.tags, node_find(n, "tags"));
	c->rule.file = arena_copy(l->arena, l->path, strlen(l->path)).data;
	c->category = l->category;
	c->expr = expr;
	if (!read_level(l, &c->rule, node_find(n, "level")))
		return;
	c->rule.number = set->n++;
	if (set->last)
		to = &set->last->next;
	*to = set->last = c;
	l->report->loaded++;
}

static void load_rule(struct loader *l, struct rules *set, const struct node *n)
{
	const struct node *title = node_find(n, "title");
	struct expr *expr;

	if (!title || title->kind != NODE_SCALAR || !title->text.len) {
		refuse(l, n, "no title");
		return;
	}
	if (!is_new(l, set, n))
		return;
	expr = read_detection(l, n, "detection");
	if (expr)
		add_rule(l, set, n, expr);
}

static void load_filter(struct loader *l, struct filters *filters, const struct node *n)
{
	const struct node *rules = node_find(node_find(n, "filter"), "rules");
	struct expr *expr = read_detection(l, n, "filter");
	struct sigma_filter *f;

	if (!expr)
		return;
	if (!rules || (rules->kind != NODE_LIST && !node_is(rules, "any"))) {
		refuse(l, n, "filter: neither a list of rules nor any");
		return;
	}
	f = arena_get(l->nodes, sizeof(*f));
	*f = (struct sigma_filter){ .path = arena_copy(l->nodes, l->path, strlen(l->path)).data,
				    .n = n,
				    .category = l->category,
				    .rules = rules->kind == NODE_LIST ? rules : NULL,
				    .expr = expr };
	if (filters->last)
		filters->last->next = f;
	else
		filters->first = f;
	filters->last = f;
}

static void load(struct loader *l, struct rules *set, struct filters *filters, const struct node *n)
{
	if (n->kind != NODE_MAP)
		refuse(l, n, "no rule");
	else if (node_find(n, "correlation"))
		refuse(l, n, "correlations are not supported");
	else if (node_find(n, "action"))
		refuse(l, n, "action: rules of several documents are not supported");
	else if (!is_ours(l, n))
		l->report->not_ours += !l->failed;
	else if (node_find(n, "filter"))
		load_filter(l, filters, n);
	else
		load_rule(l, set, n);
}

void document_load(struct loader *l, struct rules *set, struct filters *filters,
		   const struct node *n)
{
	/* Nothing but a comment. */
	if (n->kind == NODE_SCALAR && !n->text.len)
		return;
	l->failed = false;
	l->values = 0;
	load(l, set, filters, n);
	l->report->refused += l->failed;
}

static bool names_rule(const struct node *id, const struct compiled *c)
{
	return id->kind == NODE_SCALAR && id->text.len && is_same(id->text, c->rule.id);
}

static unsigned int apply_to(struct loader *l, struct rules *set, const struct sigma_filter *f,
			     const struct node *id)
{
	struct compiled *c;
	struct expr *both;
	unsigned int n = 0;

	for (c = set->first; c; c = c->next) {
		if (c->category != f->category || (id && !names_rule(id, c)))
			continue;
		both = expr_new(l->arena, EXPR_AND);
		expr_add(l->arena, both, c->expr);
		expr_add(l->arena, both, f->expr);
		c->expr = both;
		n++;
	}
	return n;
}

/* A filter that is for no rule tunes nothing, and whoever wrote it believes that it does. */
void filters_apply(struct loader *l, struct rules *set, const struct filters *filters)
{
	const struct sigma_filter *f;
	const struct node *id;
	unsigned int n;

	for (f = filters->first; f; f = f->next) {
		l->failed = false;
		l->path = f->path;
		n = f->rules ? 0 : apply_to(l, set, f, NULL);
		for (id = f->rules ? f->rules->first : NULL; id; id = id->next)
			n += apply_to(l, set, f, id);
		if (!n)
			refuse(l, f->n, "filter: none of its rules is there");
		l->report->refused += l->failed;
		l->report->filters += !l->failed;
	}
}
