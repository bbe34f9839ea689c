// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values that an option or a verb takes: from the tables that the verbs look into, and of
 * what lives now, from the module.
 */
#include "cmd/complete.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/escape.h"
#include "containers/containers.h"
#include "options/columns.h"
#include "names/names.h"
#include "text/words.h"

/* The line that stands for the names of files, which the shell knows best. */
#define FILES "/"

/**
 * struct once - Answers that several may give.
 * @line: command line
 * @said: those that were given, each between line breaks
 */
struct once {
	const struct line *line;
	struct buf said;
};

static void answer_once(struct once *o, const char *word, const char *what)
{
	struct buf one = { 0 };

	buf_printf(&one, "\n%s\n", word);
	if (!o->said.len || !memmem(o->said.data, o->said.len, one.data, one.len)) {
		complete_text(o->line, word, what);
		buf_add(&o->said, one.data, one.len);
	}
	buf_free(&one);
}

/* Nothing happens that is of the event's type 0. */
static void answer_names(const struct line *l, const struct names *names)
{
	unsigned int i;

	for (i = names == &names_event; i < names->n; i++)
		if (names->name[i])
			complete_text(l, names->name[i], "");
}

/* As people call them, and as the wire does. */
static void answer_classes(struct line *l)
{
	unsigned int i;

	for (i = 0; i < names_kind.n; i++)
		if (names_kind.name[i] && strcmp(names_kind.name[i], names_class.name[i]))
			complete_text(l, names_kind.name[i], names_class.name[i]);
	answer_names(l, &names_class);
}

static void answer_events(struct line *l)
{
	answer_names(l, &names_event);
	complete_text(l, "end", "exit");
	complete_text(l, "exists", "what was there before");
}

/* Who has a line break in his name has none here. */
static void answer_users(struct line *l)
{
	const struct passwd *pw;

	setpwent();
	while ((pw = getpwent()))
		if (!strpbrk(pw->pw_name, "\t\n"))
			complete_text(l, pw->pw_name, "");
	endpwent();
}

/* One more behind those that are there. */
static void answer_columns(struct line *l)
{
	const char *from = l->last + l->before.len, *comma = strrchr(from, ',');
	const char *name;
	unsigned int i;

	if (comma)
		l->before = (struct sessmon_str){ l->last, (uint32_t)(comma + 1 - l->last) };
	for (i = 0; (name = columns_name(i)); i++)
		complete_text(l, name, "");
}

static int answer_session(const struct sessmon_session *s, void *arg)
{
	const char *kind = name_of(&names_kind, s->session_class);
	char word[16];

	snprintf(word, sizeof(word), "s:%u", s->key.id);
	complete_text(arg, word, kind ? kind : "");
	return 0;
}

static int answer_tty(const struct sessmon_session *s, void *arg)
{
	struct buf b = { 0 };

	if (!sessmon_has(s, SESSMON_A_SESSION_TTY))
		return 0;
	tty_put(&b, &s->tty);
	answer_once(arg, b.data, "");
	buf_free(&b);
	return 0;
}

static int answer_audit(const struct sessmon_session *s, void *arg)
{
	struct buf user = { 0 };
	char word[16];
	uint32_t uid;

	if (!sessmon_has(s, SESSMON_A_SESSION_AUDIT_SESSION))
		return 0;
	if (words_login(s, &uid))
		words_user(&user, uid);
	snprintf(word, sizeof(word), "%u", s->audit_session);
	answer_once(arg, word, user.len ? user.data : "");
	buf_free(&user);
	return 0;
}

static int answer_address(const struct sessmon_session *s, void *arg)
{
	struct buf b = { 0 };

	if (peer_put_host(&b, &s->peer))
		answer_once(arg, b.data, "");
	buf_free(&b);
	return 0;
}

static int answer_process(const struct sessmon_process *p, void *arg)
{
	char word[16];

	snprintf(word, sizeof(word), "%u", p->key.id);
	complete_text(arg, word, "");
	return 0;
}

/* By its name, as that is what one knows of a program; not one that would have to be escaped. */
static int answer_program(const struct sessmon_process *p, void *arg)
{
	struct sessmon_str path = p->exe.path;
	const char *slash = path.len ? memrchr(path.data, '/', path.len) : NULL;
	struct buf raw = { 0 }, escaped = { 0 };

	if (!slash)
		return 0;
	buf_add(&raw, slash + 1, (size_t)(path.data + path.len - slash - 1));
	words_program(&escaped, &p->exe, p->comm);
	if (!strcmp(raw.data, escaped.data))
		answer_once(arg, raw.data, "");
	buf_free(&raw);
	buf_free(&escaped);
	return 0;
}

/* What is not as it would be shown is not offered: a shell would be given it. */
static void answer_fact(void *arg, const struct container_facts *f, enum container_field field)
{
	const char *text = f ? f->field[field] : NULL;
	struct buf escaped = { 0 };

	if (!text)
		return;
	escape_text(&escaped, (struct sessmon_str){ text, (uint32_t)strlen(text) });
	if (!strcmp(text, escaped.data))
		answer_once(arg, text, f->is.runtime ? f->is.runtime : "");
	buf_free(&escaped);
}

static int answer_container(const struct sessmon_process *p, void *arg)
{
	const struct container_facts *f = containers_of_process(NULL, p);

	if (f && f->field[CONTAINER_NAME])
		answer_fact(arg, f, CONTAINER_NAME);
	else if (f)
		answer_once(arg, f->is.id, f->is.runtime ? f->is.runtime : "");
	return 0;
}

static int answer_image(const struct sessmon_process *p, void *arg)
{
	answer_fact(arg, containers_of_process(NULL, p), CONTAINER_IMAGE);
	return 0;
}

static int answer_pod(const struct sessmon_process *p, void *arg)
{
	answer_fact(arg, containers_of_process(NULL, p), CONTAINER_POD);
	return 0;
}

static int answer_namespace(const struct sessmon_process *p, void *arg)
{
	answer_fact(arg, containers_of_process(NULL, p), CONTAINER_NAMESPACE);
	return 0;
}

/* Without the module there are none, which is no reason to complain while one types. */
static void answer_living(void *arg, sessmon_session_fn session, sessmon_process_fn process)
{
	struct sessmon *s;

	if (sessmon_open(&s))
		return;
	if (session)
		sessmon_session_dump(s, session, arg);
	if (process)
		sessmon_process_dump(s, process, arg);
	sessmon_close(s);
}

static void answer_living_once(const struct line *l, sessmon_session_fn session,
			       sessmon_process_fn process)
{
	struct once o = { .line = l };

	answer_living(&o, session, process);
	buf_free(&o.said);
}

/* "always|never" is what it says. */
static void answer_alternatives(const struct line *l, struct sessmon_str of)
{
	const char *p = of.data, *end = p + of.len;
	size_t n;

	for (; p < end; p += n + 1) {
		n = strcspn(p, "|");
		n = n < (size_t)(end - p) ? n : (size_t)(end - p);
		complete_answer(l, (struct sessmon_str){ p, (uint32_t)n }, "");
	}
}

static void answer_entries(struct line *l)
{
	answer_names(l, &names_entry);
}

static void answer_flags(struct line *l)
{
	answer_names(l, &names_session_flags);
}

static void answer_groups(struct line *l)
{
	answer_names(l, &names_groups);
}

static void answer_sessions(struct line *l)
{
	answer_living(l, answer_session, NULL);
}

static void answer_keys(struct line *l)
{
	answer_living(l, answer_session, answer_process);
}

static void answer_ttys(struct line *l)
{
	answer_living_once(l, answer_tty, NULL);
	complete_text(l, "none", "");
}

static void answer_audits(struct line *l)
{
	answer_living_once(l, answer_audit, NULL);
}

static void answer_addresses(struct line *l)
{
	answer_living_once(l, answer_address, NULL);
}

static void answer_programs(struct line *l)
{
	answer_living_once(l, NULL, answer_program);
}

static void answer_containers(struct line *l)
{
	answer_living_once(l, NULL, answer_container);
}

static void answer_images(struct line *l)
{
	answer_living_once(l, NULL, answer_image);
}

static void answer_pods(struct line *l)
{
	answer_living_once(l, NULL, answer_pod);
}

static void answer_namespaces(struct line *l)
{
	answer_living_once(l, NULL, answer_namespace);
}

static void answer_times(struct line *l)
{
	static const char times[] = "10m|1h|1d|today|yesterday";

	answer_alternatives(l, (struct sessmon_str){ times, sizeof(times) - 1 });
}

static void answer_levels(struct line *l)
{
	static const char levels[] = "informational|low|medium|high|critical";

	answer_alternatives(l, (struct sessmon_str){ levels, sizeof(levels) - 1 });
}

static void answer_boots(struct line *l)
{
	complete_text(l, "0", "this one");
	complete_text(l, "-1", "the one before");
	complete_text(l, "1", "the first of the history");
}

static void answer_files(struct line *l)
{
	(void)l;
	complete_text(&(struct line){ .before = { "", 0 } }, FILES, "");
}

void complete_values(struct line *l, struct sessmon_str takes)
{
	static const struct {
		const char *takes;
		void (*answer)(struct line *l);
	} kinds[] = {
		{ "ADDR", answer_addresses },	{ "BOOT", answer_boots },
		{ "CLASS", answer_classes },	{ "EVENT", answer_events },
		{ "FILE", answer_files },	{ "FOLDER", answer_files },
		{ "FLAG", answer_flags },	{ "GROUP", answer_groups },
		{ "LEVEL", answer_levels },	{ "CONTAINER", answer_containers },
		{ "PROGRAM", answer_programs }, { "IMAGE", answer_images },
		{ "POD", answer_pods },		{ "NAMESPACE", answer_namespaces },
		{ "KEY", answer_keys },		{ "LIST", answer_columns },
		{ "N", answer_audits },		{ "SID", answer_sessions },
		{ "TIME", answer_times },	{ "TTY", answer_ttys },
		{ "TYPE", answer_entries },	{ "USER", answer_users },
		{ "VERB", complete_verbs },
	};
	size_t i;

	if (memchr(takes.data, '|', takes.len))
		answer_alternatives(l, takes);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].takes) == takes.len &&
		    !memcmp(kinds[i].takes, takes.data, takes.len))
			kinds[i].answer(l);
}
