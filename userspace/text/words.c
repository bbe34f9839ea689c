// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions in a person's words. */
#include "text/words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/escape.h"
#include "base/proc.h"
#include "names/names.h"

#define NOBODY UINT32_MAX

/* A line shows so much of a title. */
#define TITLE 256

uint64_t words_started(const struct sessmon_session *s)
{
	return sessmon_has(s, SESSMON_A_SESSION_STARTED) ? s->started : s->key.start;
}

bool words_login(const struct sessmon_session *s, uint32_t *uid)
{
	*uid = s->loginuid;
	return sessmon_has(s, SESSMON_A_SESSION_LOGINUID) && s->loginuid != NOBODY;
}

static bool is_persons(uint32_t class)
{
	return class == SESSMON_CLASS_INTERACTIVE_REMOTE ||
	       class == SESSMON_CLASS_NONINTERACTIVE_REMOTE || class == SESSMON_CLASS_TERMINAL;
}

bool words_leads_for_another(const struct sessmon_session *s)
{
	const uint32_t helper = SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_GETTY | SESSMON_EXE_SETUID;

	if (s->euid || !is_persons(s->session_class))
		return false;
	return s->reason == SESSMON_REASON_WORK_IN_DOOR ||
	       s->reason == SESSMON_REASON_GETTY_LOGIN || s->leader.flags & helper;
}

uint32_t words_acts(const struct mirror *t, const struct sessmon_session *s)
{
	uint32_t leader = sessmon_has(s, SESSMON_A_SESSION_EUID) ? s->euid : s->uid;
	const struct sessmon_process *worker;

	if (!words_leads_for_another(s))
		return leader;
	worker = mirror_first_child(t, &s->key);
	return worker && sessmon_has(&worker->creds, SESSMON_A_CREDS_EUID) ? worker->creds.euid :
									     leader;
}

uint32_t words_flags(const struct sessmon_session *s)
{
	uint32_t flags = s->flags & ~(uint32_t)SESSMON_SESSION_INFERRED;

	if (sessmon_has(s, SESSMON_A_SESSION_TTY))
		flags &= ~(uint32_t)SESSMON_SESSION_HAD_TTY;
	if (flags & (SESSMON_SESSION_OUTLIVES_LOGIN | SESSMON_SESSION_MUX))
		flags &= ~(uint32_t)SESSMON_SESSION_DETACHED;
	return flags;
}

void words_user(struct buf *b, uint32_t uid)
{
	const char *name = user_name(uid);

	if (name)
		escape_text(b, (struct sessmon_str){ name, (uint32_t)strlen(name) });
	else
		buf_printf(b, "%u", uid);
}

void words_kind(struct printer *p, uint32_t class)
{
	const char *colour = print_class_colour(p, class);

	buf_puts(&p->line, colour);
	name_put(&p->line, &names_kind, class);
	buf_puts(&p->line, *colour ? "\033[m" : "");
}

/* What is no way in: what pid 1 started, what the kernel did, what is not known. */
static bool is_way_in(uint32_t entry)
{
	return entry != SESSMON_ENTRY_UNKNOWN && entry != SESSMON_ENTRY_INIT &&
	       entry != SESSMON_ENTRY_KTHREAD;
}

void words_from(struct buf *b, const struct sessmon_session *s)
{
	if (peer_put_host(b, &s->peer))
		return;
	if (is_way_in(s->entry_type))
		name_put(b, &names_entry, s->entry_type);
	else
		buf_puts(b, "-");
}

void words_day(struct buf *b, uint64_t wall)
{
	time_t then = (time_t)(wall / NS_PER_SECOND),
	       now = (time_t)(clock_present() / NS_PER_SECOND);
	const char *form = "%Y-%m-%d";
	struct tm day, today;
	char text[32];

	localtime_r(&then, &day);
	localtime_r(&now, &today);
	if (day.tm_year == today.tm_year)
		form = day.tm_yday == today.tm_yday ? "%H:%M" : "%b %d";
	strftime(text, sizeof(text), form, &day);
	buf_puts(b, text);
}

/* Returns whether that process is alive: its number may be another one's by now. */
static bool is_alive(const struct sessmon_key *key)
{
	uint64_t tick = NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
	struct proc now;

	return key->start && !clock_is_past() && proc_read(key->id, &now) &&
	       now.start == key->start / tick;
}

/* How many bytes of arguments or a title there are to compare: an end is none. */
static size_t trimmed(const char *text, size_t len)
{
	while (len && (!text[len - 1] || text[len - 1] == ' '))
		len--;
	return len;
}

/* The title, if it is another text than the arguments; how long it is, else 0. */
static size_t read_title(const struct sessmon_key *key, struct sessmon_str args, char *title)
{
	size_t len, had = trimmed(args.data, args.len), i;

	if (!is_alive(key))
		return 0;
	len = trimmed(title, proc_read_bytes(key->id, "cmdline", title, TITLE));
	if (had > len && len == TITLE)
		had = len;
	if (len == had && !memcmp(title, args.data, len))
		return 0;
	for (i = 0; i < len; i++)
		title[i] = title[i] ? title[i] : ' ';
	return len;
}

void words_program(struct buf *b, const struct sessmon_exe *exe, struct sessmon_str comm)
{
	struct sessmon_str path = exe->path;
	const char *slash = path.len ? memrchr(path.data, '/', path.len) : NULL;

	if (!path.len) {
		escape_text(b, comm);
		return;
	}
	if (slash) {
		path.len -= (uint32_t)(slash + 1 - path.data);
		path.data = slash + 1;
	}
	escape_text(b, path);
}

void words_runs(struct buf *b, const struct sessmon_key *key, const struct sessmon_exe *exe,
		struct sessmon_str comm)
{
	char title[TITLE];
	size_t len = exe->args.len && exe->path.len ? read_title(key, exe->args, title) : 0;

	if (!len) {
		print_program(b, exe, comm);
		return;
	}
	words_program(b, exe, comm);
	buf_puts(b, " (");
	escape_text(b, (struct sessmon_str){ title, (uint32_t)len });
	buf_puts(b, ")");
}

static void put_who(struct printer *p, const struct sessmon_session *s)
{
	uint32_t acts = words_acts(&p->mirror, s), login;
	bool before = names_are_hosts(names_of_session(s));

	if (!words_login(s, &login))
		login = acts;
	words_user(&p->line, login);
	if (acts != login) {
		buf_puts(&p->line, " as ");
		words_user(&p->line, acts);
	}
	names_are_hosts(before);
}

static void put_way(struct buf *b, const struct sessmon_session *s)
{
	struct buf host = { 0 };

	if (peer_put_host(&host, &s->peer))
		buf_printf(b, " from %s", host.data);
	buf_free(&host);
	if (!is_way_in(s->entry_type))
		return;
	buf_puts(b, " by ");
	name_put(b, &names_entry, s->entry_type);
}

static void put_flags(struct buf *b, uint32_t flags)
{
	if (!flags)
		return;
	buf_puts(b, " [");
	name_put_flags(b, &names_session_flags, flags);
	buf_puts(b, "]");
}

void words_session(struct printer *p, const struct sessmon_session *s)
{
	struct buf *b = &p->line;

	put_who(p, s);
	if (sessmon_has(s, SESSMON_A_SESSION_TTY)) {
		buf_puts(b, " on ");
		tty_put(b, &s->tty);
	}
	put_way(b, s);
	if (sessmon_has(s, SESSMON_A_SESSION_ORIGIN))
		buf_printf(b, ", left by s:%u", s->origin.id);
	else if (sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM) && s->created_from.id > 1 &&
		 is_persons(s->session_class) && !sessmon_has(s, SESSMON_A_SESSION_PEER))
		buf_printf(b, ", made in s:%u", s->created_from.id);
	put_flags(b, words_flags(s));
}
