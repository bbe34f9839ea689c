// SPDX-License-Identifier: GPL-2.0-or-later
/* Which sessions and processes are shown: what each condition looks at. */
#include "options/filter.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "names/names.h"
#include "options/filter_container.h"
#include "text/words.h"

static bool has_number(const struct filter_numbers *numbers, uint32_t number)
{
	unsigned int i;

	for (i = 0; i < numbers->n && numbers->list[i] != number; i++)
		;
	return i < numbers->n;
}

bool filter_needs_table(const struct filter *f)
{
	return filter_asks_session(f) || f->users.n || f->programs.n || filter_asks_container(f);
}

bool filter_is_set(const struct filter *f)
{
	return filter_needs_table(f) || f->classes || f->events || f->ttys.n || f->since ||
	       f->until;
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
	bool same = !f->ttys.n;
	unsigned int i;

	if (has)
		tty_put(&b, tty);
	for (i = 0; i < f->ttys.n && !same; i++)
		same = has ? b.len && !strcmp(b.data, f->ttys.list[i]) :
			     !strcmp(f->ttys.list[i], "none") || !strcmp(f->ttys.list[i], "-");
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

static bool is_from(const struct filter *f, const struct sessmon_session *s)
{
	unsigned int i;

	for (i = 0; i < f->n_networks; i++)
		if (network_has(&f->networks[i], &s->peer))
			return true;
	return !f->n_networks;
}

/* What is found once is remembered: what made it may end before it. */
static bool is_within(struct filter *f, const struct sessmon_session *s)
{
	if (!f->sessions.n)
		return true;
	if (!whence_is(f->mirror, s, &f->sessions))
		return false;
	if (!whence_is_one(&s->key, &f->sessions))
		whence_add(&f->sessions, &s->key);
	return true;
}

/* A file may be called *: a word is itself before it is a pattern. */
static bool is_like(const char *word, const char *path)
{
	const char *name = strrchr(path, '/');
	const char *text = strchr(word, '/') || !name ? path : name + 1;

	return *path && (!strcmp(word, text) || !fnmatch(word, text, 0));
}

static bool is_any(const struct filter_words *words, struct sessmon_str path)
{
	struct buf b = { 0 };
	bool found = false;
	unsigned int i;

	buf_add(&b, path.data, path.len);
	for (i = 0; i < words->n && !found; i++)
		found = is_like(words->list[i], b.data);
	buf_free(&b);
	return found;
}

bool filter_program(const struct filter *f, const struct sessmon_exe *exe)
{
	return !f->programs.n || is_any(&f->programs, exe->path) ||
	       is_any(&f->programs, exe->script);
}

/* What a process is and where, as far as @p says it; else as far as the table does. */
static bool is_running(const struct filter *f, const struct sessmon_process *p)
{
	const struct sessmon_process *known, *exe = p;

	if (!f->programs.n && !filter_asks_container(f))
		return true;
	known = mirror_process(f->mirror, &p->key);
	if (known && !sessmon_has(p, SESSMON_A_PROCESS_EXE))
		exe = known;
	return filter_program(f, &exe->exe) && filter_container_process(f, p);
}

static bool is_running_member(const struct sessmon_process *p, void *arg)
{
	return is_running(arg, p);
}

/* The leader, whom the session itself tells of, also when he has ended; or anybody in it. */
static bool runs_in(struct filter *f, const struct sessmon_session *s)
{
	return (filter_program(f, &s->leader) && filter_container_session(f, s)) ||
	       mirror_any_member(f->mirror, &s->key, is_running_member, f);
}

static bool has_login(const struct filter_numbers *users, const struct sessmon_session *s)
{
	uint32_t uid;

	return words_login(s, &uid) && has_number(users, uid);
}

static bool is_user(const struct filter *f, const struct sessmon_session *s)
{
	return !f->users.n || has_login(&f->users, s) || has_number(&f->users, s->uid) ||
	       has_number(&f->users, words_acts(f->mirror, s));
}

bool filter_asks_session(const struct filter *f)
{
	return f->entries || f->flags || f->origins.n || f->logins.n || f->audits.n ||
	       f->sessions.n || f->n_networks;
}

bool filter_of_session(struct filter *f, const struct sessmon_session *s)
{
	if (!filter_asks_session(f))
		return true;
	return s && is_within(f, s) && is_entry(f, s->entry_type) &&
	       (!f->flags || f->flags & s->flags) && is_left(f, s) && is_from(f, s) &&
	       (!f->logins.n || has_login(&f->logins, s)) &&
	       (!f->audits.n || (sessmon_has(s, SESSMON_A_SESSION_AUDIT_SESSION) &&
				 has_number(&f->audits, s->audit_session)));
}

bool filter_past_session(struct filter *f, const struct sessmon_session *s)
{
	return filter_of_session(f, s) && is_class(f, s->session_class) && is_user(f, s) &&
	       is_tty(f, sessmon_has(s, SESSMON_A_SESSION_TTY), &s->tty);
}

static bool is_session(struct filter *f, const struct sessmon_session *s)
{
	return filter_past_session(f, s) && runs_in(f, s);
}

static bool is_process(struct filter *f, const struct sessmon_process *p,
		       const struct sessmon_session *s)
{
	return filter_of_session(f, s) && is_class(f, p->session_class) &&
	       (!f->users.n || has_number(&f->users, p->creds.uid) ||
		has_number(&f->users, p->creds.euid) || (s && has_login(&f->users, s))) &&
	       is_tty(f, sessmon_has(p, SESSMON_A_PROCESS_TTY), &p->tty) && is_running(f, p);
}

static bool is_existing(const struct filter *f)
{
	return !f->events || f->events & FILTER_EXISTS;
}

bool filter_session(struct filter *f, const struct sessmon_session *s)
{
	bool made = sessmon_has(s, SESSMON_A_SESSION_STARTED);

	return is_existing(f) && is_session(f, s) &&
	       is_when(f, clock_wall(made ? s->started : s->key.start));
}

bool filter_process(struct filter *f, const struct sessmon_process *p,
		    const struct sessmon_session *s)
{
	return is_existing(f) && is_process(f, p, s) && is_when(f, clock_wall(p->key.start));
}

bool filter_about_stream(const struct sessmon_event *e)
{
	return e->type == SESSMON_EVENT_LOST || e->type == SESSMON_EVENT_ATTACHED ||
	       e->type == SESSMON_EVENT_DETACHING || e->type == SESSMON_EVENT_HOOKS;
}

bool filter_event(struct filter *f, const struct sessmon_event *e, const struct sessmon_session *s)
{
	bool of_session = sessmon_has(e, SESSMON_A_EVENT_SESSION), wanted;

	/* A replayed event is of its own time, but a loss among those is told to all. */
	if (filter_about_stream(e))
		return e->type == SESSMON_EVENT_LOST || !sessmon_has(e, SESSMON_A_EVENT_REPLAYED) ||
		       is_when(f, e->realtime);
	/* Asked of each, also of a type that is not shown: it may be the one that made others. */
	wanted = of_session ? is_session(f, &e->session) : is_process(f, &e->process, s);
	if (e->type == SESSMON_EVENT_SESSION_END)
		whence_forget(&f->sessions, &e->session.key);
	return wanted && is_type(f, e->type) && is_when(f, e->realtime);
}

bool filter_can_come(const struct filter *f, uint32_t groups)
{
	unsigned int type;

	for (type = 0; type < 64; type++)
		if (f->events >> type & 1 && event_groups(type) & groups)
			return true;
	return !f->events;
}
