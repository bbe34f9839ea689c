// SPDX-License-Identifier: GPL-2.0-or-later
/* The columns of ls: what each shows, which there are unasked, and -o. */
#include "options/columns.h"

#include <string.h>

#include "base/clock.h"
#include "names/names.h"
#include "text/container.h"
#include "text/words.h"

/**
 * struct column - One column.
 * @name: for -o, and in upper case its title
 * @look: of the title, and how narrow it may become
 * @put: adds its cell to the printer's line
 */
struct column {
	const char *name;
	struct grid_column look;
	void (*put)(struct printer *p, const struct sessmon_session *s);
};

static void put_sid(struct printer *p, const struct sessmon_session *s)
{
	buf_printf(&p->line, "%u", s->key.id);
}

/* A mark each for what its origin has ended before it, and for what should be looked at. */
static void put_kind(struct printer *p, const struct sessmon_session *s)
{
	words_kind(p, s->session_class);
	if (s->flags & SESSMON_SESSION_OUTLIVES_LOGIN)
		buf_puts(&p->line, "&");
	if (s->flags & WORDS_ALARMS)
		buf_puts(&p->line, "!");
}

static void put_class(struct printer *p, const struct sessmon_session *s)
{
	print_class(p, s->session_class);
}

static void put_login(struct printer *p, const struct sessmon_session *s)
{
	uint32_t uid;

	if (words_login(s, &uid))
		words_user(&p->line, uid);
	else
		buf_puts(&p->line, "-");
}

static void put_user(struct printer *p, const struct sessmon_session *s)
{
	words_user(&p->line, words_acts(&p->mirror, s));
}

static void put_from(struct printer *p, const struct sessmon_session *s)
{
	words_from(&p->line, s);
}

static void put_peer(struct printer *p, const struct sessmon_session *s)
{
	if (sessmon_has(s, SESSMON_A_SESSION_PEER))
		peer_put(&p->line, &s->peer);
	else
		buf_puts(&p->line, "-");
}

static void put_tty(struct printer *p, const struct sessmon_session *s)
{
	if (sessmon_has(s, SESSMON_A_SESSION_TTY))
		tty_put(&p->line, &s->tty);
	else
		buf_puts(&p->line, "-");
}

static void put_entry(struct printer *p, const struct sessmon_session *s)
{
	name_put(&p->line, &names_entry, s->entry_type);
}

static void put_key(struct buf *b, bool has, const struct sessmon_key *key)
{
	if (has)
		buf_printf(b, "%u", key->id);
	else
		buf_puts(b, "-");
}

static void put_origin(struct printer *p, const struct sessmon_session *s)
{
	put_key(&p->line, sessmon_has(s, SESSMON_A_SESSION_ORIGIN), &s->origin);
}

static void put_made_in(struct printer *p, const struct sessmon_session *s)
{
	put_key(&p->line, sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM), &s->created_from);
}

/* A session that was there before the module: its leader's start. */
static void put_deduced(struct buf *b, const struct sessmon_session *s)
{
	if (!sessmon_has(s, SESSMON_A_SESSION_STARTED))
		buf_puts(b, "~");
}

static void put_since(struct printer *p, const struct sessmon_session *s)
{
	words_day(&p->line, clock_wall(words_started(s)));
	put_deduced(&p->line, s);
}

static void put_started(struct printer *p, const struct sessmon_session *s)
{
	clock_put_local(&p->line, clock_wall(words_started(s)), true, 0);
	put_deduced(&p->line, s);
}

static void put_procs(struct printer *p, const struct sessmon_session *s)
{
	buf_printf(&p->line, "%u", s->members);
}

static void put_audit(struct printer *p, const struct sessmon_session *s)
{
	if (sessmon_has(s, SESSMON_A_SESSION_AUDIT_SESSION) && s->audit_session != UINT32_MAX)
		buf_printf(&p->line, "%u", s->audit_session);
	else
		buf_puts(&p->line, "-");
}

static void put_flags(struct printer *p, const struct sessmon_session *s)
{
	name_put_flags(&p->line, &names_session_flags, words_flags(s));
	if (!words_flags(s))
		buf_puts(&p->line, "-");
}

static void put_reason(struct printer *p, const struct sessmon_session *s)
{
	name_put(&p->line, &names_reason, s->reason);
}

static void put_runs(struct printer *p, const struct sessmon_session *s)
{
	if (s->flags & SESSMON_SESSION_LEADER_EXITED)
		buf_puts(&p->line, "<ended> ");
	words_runs(&p->line, &s->key, &s->leader, s->comm);
}

static void put_container(struct printer *p, const struct sessmon_session *s)
{
	text_container(&p->line, containers_of_session(&p->mirror, s));
}

static void put_image(struct printer *p, const struct sessmon_session *s)
{
	text_container_image(&p->line, containers_of_session(&p->mirror, s));
}

static void put_pod(struct printer *p, const struct sessmon_session *s)
{
	text_container_pod(&p->line, containers_of_session(&p->mirror, s));
}

static const struct column columns[] = {
	{ "sid", { .title = "SID", .right = true }, put_sid },
	{ "kind", { .title = "KIND" }, put_kind },
	{ "class", { .title = "CLASS" }, put_class },
	{ "login", { .title = "LOGIN", .least = 5 }, put_login },
	{ "user", { .title = "USER", .least = 5 }, put_user },
	{ "from", { .title = "FROM", .least = 9 }, put_from },
	{ "peer", { .title = "PEER", .least = 9 }, put_peer },
	{ "tty", { .title = "TTY", .least = 5 }, put_tty },
	{ "entry", { .title = "ENTRY", .least = 5 }, put_entry },
	{ "origin", { .title = "ORIGIN", .right = true }, put_origin },
	{ "made-in", { .title = "MADE-IN", .right = true }, put_made_in },
	{ "since", { .title = "SINCE" }, put_since },
	{ "started", { .title = "STARTED" }, put_started },
	{ "procs", { .title = "PROCS", .right = true }, put_procs },
	{ "audit", { .title = "AUDIT", .right = true }, put_audit },
	{ "flags", { .title = "FLAGS", .least = 9 }, put_flags },
	{ "reason", { .title = "REASON", .least = 7 }, put_reason },
	{ "container", { .title = "CONTAINER", .least = 9 }, put_container },
	{ "image", { .title = "IMAGE", .least = 9 }, put_image },
	{ "pod", { .title = "POD", .least = 9 }, put_pod },
	{ "runs", { .title = "RUNS", .least = 9 }, put_runs },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

const char *columns_name(unsigned int i)
{
	return i < N_COLUMNS ? columns[i].name : NULL;
}

static const struct column *find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		if (strlen(columns[i].name) == len && !strncasecmp(columns[i].name, name, len))
			return &columns[i];
	return NULL;
}

static int unknown(const struct verb *v, const char *name, size_t len)
{
	struct buf all = { 0 };
	size_t i;
	int ret;

	for (i = 0; i < N_COLUMNS; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", columns[i].name);
	ret = tool_usage(v, "no column %.*s, but %s", (int)len, name, all.data);
	buf_free(&all);
	return ret;
}

int columns_parse(struct columns *c, const struct verb *v, const char *text)
{
	const struct column *one;
	size_t len;

	for (;; text += len + 1) {
		len = strcspn(text, ",");
		one = find(text, len);
		if (!one)
			return unknown(v, text, len);
		if (c->n == GRID_COLUMNS)
			return tool_usage(v, "more than %d columns", GRID_COLUMNS);
		c->list[c->n++] = one;
		if (!text[len])
			return TOOL_OK;
	}
}

void columns_begin(const struct columns *c, struct grid *g, bool header)
{
	unsigned int i;

	*g = (struct grid){ .n_columns = c->n };
	for (i = 0; i < c->n; i++)
		g->column[i] = c->list[i]->look;
	if (header)
		grid_header(g);
}

void columns_row(const struct columns *c, struct grid *g, struct printer *p,
		 const struct sessmon_session *s)
{
	bool before = names_are_hosts(names_of_session(s));
	unsigned int i;

	for (i = 0; i < c->n; i++) {
		buf_clear(&p->line);
		c->list[i]->put(p, s);
		buf_add(&g->text, p->line.data, p->line.len);
		grid_cell(g);
	}
	names_are_hosts(before);
	buf_clear(&p->line);
}

bool columns_has(const struct columns *c, const char *name)
{
	unsigned int i;

	for (i = 0; i < c->n && strcmp(c->list[i]->name, name); i++)
		;
	return i < c->n;
}
