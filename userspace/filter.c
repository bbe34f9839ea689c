// SPDX-License-Identifier: GPL-2.0-or-later
#include "filter.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "key.h"
#include "names.h"
#include "number.h"
#include "row.h"

#define ALSO(list, n) (list) = xagain((list), (n) + 1, sizeof(*(list)))

static void *xagain(void *list, size_t n, size_t size)
{
	void *more = xalloc(n, size);

	if (list)
		memcpy(more, list, (n - 1) * size);
	free(list);
	return more;
}

static void add_number(struct filter_numbers *numbers, uint32_t number)
{
	ALSO(numbers->list, numbers->n);
	numbers->list[numbers->n++] = number;
}

static bool has_number(const struct filter_numbers *numbers, uint32_t number)
{
	unsigned int i;

	for (i = 0; i < numbers->n && numbers->list[i] != number; i++)
		;
	return i < numbers->n;
}

static int add_name(uint32_t *mask, const struct verb *v, const struct names *names,
		    const char *what, const char *name)
{
	int i = name_find(names, name);

	if (i < 0)
		return tool_usage(v, "unknown %s %s", what, name);
	*mask |= 1u << i;
	return TOOL_OK;
}

/* What documents call the end of a process is an exit on the wire. */
static int add_event(struct filter *f, const struct verb *v, const char *name)
{
	int i = name_find(&names_event, strcmp(name, "end") ? name : "exit");

	if (!strcmp(name, "exists"))
		f->events |= FILTER_EXISTS;
	else if (i > SESSMON_EVENT_UNSPEC)
		f->events |= 1ULL << i;
	else
		return tool_usage(v, "unknown event %s", name);
	return TOOL_OK;
}

/* A name first: it may be made of digits. */
static int add_user(struct filter *f, const struct verb *v, const char *who)
{
	const struct passwd *user = getpwnam(who);
	uint64_t uid;

	if (user)
		uid = user->pw_uid;
	else if (!number_parse(who, UINT32_MAX, &uid))
		return tool_usage(v, "unknown user %s", who);
	add_number(&f->users, (uint32_t)uid);
	return TOOL_OK;
}

static int add_origin(struct filter *f, const struct verb *v, const char *text)
{
	struct key_request k;

	if (key_parse(text, "", &k) != KEY_OK)
		return tool_usage(v, "%s is no session (SID, s:SID)", text);
	add_number(&f->origins, k.key.id);
	return TOOL_OK;
}

static int add_tty(struct filter *f, const char *name)
{
	ALSO(f->ttys, f->n_ttys);
	f->ttys[f->n_ttys++] = strncmp(name, "/dev/", 5) ? name : name + 5;
	return TOOL_OK;
}

static int set_time(uint64_t *wall, const struct verb *v, const char *text)
{
	if (clock_parse(text, wall))
		return TOOL_OK;
	return tool_usage(v, "%s is no time (10m, 1h30m, yesterday, 14:30, 2026-01-31T14:30)",
			  text);
}

int filter_add(struct filter *f, const struct verb *v, enum filter_kind kind, const char *text)
{
	switch (kind) {
	case FILTER_CLASS:
		return add_name(&f->classes, v, &names_class, "class", text);
	case FILTER_ENTRY:
		return add_name(&f->entries, v, &names_entry, "type of entry", text);
	case FILTER_FLAG:
		return add_name(&f->flags, v, &names_session_flags, "flag", text);
	case FILTER_EVENT:
		return add_event(f, v, text);
	case FILTER_USER:
		return add_user(f, v, text);
	case FILTER_TTY:
		return add_tty(f, text);
	case FILTER_ORIGIN:
		return add_origin(f, v, text);
	case FILTER_SINCE:
		return set_time(&f->since, v, text);
	case FILTER_UNTIL:
		return set_time(&f->until, v, text);
	}
	return TOOL_USAGE;
}

void filter_free(struct filter *f)
{
	free(f->users.list);
	free(f->origins.list);
	free(f->ttys);
	*f = (struct filter){ 0 };
}

bool filter_needs_table(const struct filter *f)
{
	return f->entries || f->flags || f->origins.n;
}

static bool is_class(const struct filter *f, uint32_t class)
{
	return !f->classes || (class < 32 && f->classes >> class & 1);
}

static bool is_entry(const struct filter *f, uint32_t entry)
{
	return !f->entries || (entry < 32 && f->entries >> entry & 1);
}

static bool is_type(const struct filter *f, uint32_t type)
{
	return !f->events || (type < 63 && f->events >> type & 1);
}

/* The kernel's pts0 and a user's pts/0 are made the same by tty_put(). */
static bool is_tty(const struct filter *f, bool has, const struct sessmon_tty *tty)
{
	struct buf b = { 0 };
	bool same = !f->n_ttys;
	unsigned int i;

	if (has)
		tty_put(&b, tty);
	for (i = 0; i < f->n_ttys && !same; i++)
		same = has ? b.len && !strcmp(b.data, f->ttys[i]) :
			     !strcmp(f->ttys[i], "none") || !strcmp(f->ttys[i], "-");
	buf_free(&b);
	return same;
}

static bool is_when(const struct filter *f, uint64_t wall)
{
	return wall >= f->since && (!f->until || wall <= f->until);
}

/* What a login has left: in sessions that went away from it, or in its own. */
static bool is_left(const struct filter *f, const struct sessmon_session *s)
{
	if (!f->origins.n)
		return true;
	if (sessmon_has(s, SESSMON_A_SESSION_ORIGIN) && has_number(&f->origins, s->origin.id))
		return true;
	return has_number(&f->origins, s->key.id) && (s->flags & SESSMON_SESSION_OUTLIVES_LOGIN);
}

/* What only a session has, asked for one of its processes. */
static bool is_of_session(const struct filter *f, const struct sessmon_session *s)
{
	if (!filter_needs_table(f))
		return true;
	return s && is_entry(f, s->entry_type) && (!f->flags || f->flags & s->flags) &&
	       is_left(f, s);
}

static bool is_session(const struct filter *f, const struct sessmon_session *s)
{
	return is_class(f, s->class) && is_of_session(f, s) &&
	       (!f->users.n || has_number(&f->users, s->uid)) &&
	       is_tty(f, sessmon_has(s, SESSMON_A_SESSION_TTY), &s->tty);
}

static bool is_process(const struct filter *f, const struct sessmon_process *p,
		       const struct sessmon_session *s)
{
	return is_class(f, p->class) && is_of_session(f, s) &&
	       (!f->users.n || has_number(&f->users, p->creds.uid) ||
		has_number(&f->users, p->creds.euid)) &&
	       is_tty(f, sessmon_has(p, SESSMON_A_PROCESS_TTY), &p->tty);
}

static bool is_existing(const struct filter *f)
{
	return !f->events || f->events & FILTER_EXISTS;
}

bool filter_session(const struct filter *f, const struct sessmon_session *s)
{
	bool made = sessmon_has(s, SESSMON_A_SESSION_STARTED);

	return is_existing(f) && is_session(f, s) &&
	       is_when(f, clock_wall(made ? s->started : s->key.start));
}

bool filter_process(const struct filter *f, const struct sessmon_process *p,
		    const struct sessmon_session *s)
{
	return is_existing(f) && is_process(f, p, s) && is_when(f, clock_wall(p->key.start));
}

bool filter_about_stream(const struct sessmon_event *e)
{
	return e->type == SESSMON_EVENT_LOST || e->type == SESSMON_EVENT_ATTACHED ||
	       e->type == SESSMON_EVENT_DETACHING || e->type == SESSMON_EVENT_HOOKS;
}

bool filter_event(const struct filter *f, const struct sessmon_event *e,
		  const struct sessmon_session *s)
{
	if (filter_about_stream(e))
		return true;
	if (!is_type(f, e->type) || !is_when(f, e->realtime))
		return false;
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		return is_session(f, &e->session);
	return is_process(f, &e->process, s);
}

/* As the module sorts them; of a type that is not known here, any may bring it. */
static uint32_t groups_of(unsigned int type)
{
	switch (type) {
	case SESSMON_EVENT_SESSION_START:
	case SESSMON_EVENT_SESSION_END:
	case SESSMON_EVENT_SESSION_TTY:
	case SESSMON_EVENT_SESSION_CLASS:
	case SESSMON_EVENT_SESSION_FLAGS:
		return SESSMON_GROUP_SESSION;
	case SESSMON_EVENT_CREDS:
	case SESSMON_EVENT_NAMESPACES:
	case SESSMON_EVENT_PTRACE:
		return SESSMON_GROUP_SECURITY;
	case SESSMON_EVENT_FORK:
	case SESSMON_EVENT_EXEC:
	case SESSMON_EVENT_EXIT:
	case SESSMON_EVENT_SETSID:
	case SESSMON_EVENT_SETPGID:
	case SESSMON_EVENT_REPARENT:
	case SESSMON_EVENT_RENAME:
		return SESSMON_GROUP_LIFECYCLE;
	default:
		return SESSMON_GROUP_ALL;
	}
}

bool filter_can_come(const struct filter *f, uint32_t groups)
{
	unsigned int type;

	for (type = 0; type < 64; type++)
		if (f->events >> type & 1 && groups_of(type) & groups)
			return true;
	return !f->events;
}
