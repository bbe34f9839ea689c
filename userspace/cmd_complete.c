// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What may come next on a command line, for the completion of the shells.  Verbs,
 * options and what these take are read from the help that each verb gives, names
 * from the tables that the verbs look into: so no shell has a list of its own.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "out.h"
#include "table.h"
#include "tool.h"

/* The line that stands for the names of files, which the shell knows best. */
#define FILES "/"

/* No verb takes more. */
#define MOST_WORDS 256

/**
 * struct line - The command line as far as it was typed.
 * @word: what follows the name of the tool; the last one is incomplete
 * @n: how many, at least one
 * @last: the incomplete one
 * @before: to be written before each answer: "--class=", or ""
 */
struct line {
	char **word;
	int n;
	const char *last;
	struct sessmon_str before;
};

/**
 * struct choice - An option, as a line of help tells of it.
 * @letter: its short form, or 0
 * @name: long form, with its dashes
 * @takes: what its value is called, empty if it has none
 * @what: what it does
 */
struct choice {
	char letter;
	struct sessmon_str name;
	struct sessmon_str takes;
	struct sessmon_str what;
};

static struct sessmon_str word_at(const char *p)
{
	return (struct sessmon_str){ p, (uint32_t)strcspn(p, " \n") };
}

static bool is(struct sessmon_str a, const char *b)
{
	return a.len == strlen(b) && !memcmp(a.data, b, a.len);
}

static void answer(const struct line *l, struct sessmon_str word, const char *what)
{
	out_printf("%.*s%.*s", (int)l->before.len, l->before.data, (int)word.len, word.data);
	out_printf(*what ? "\t%.*s\n" : "%.*s\n", (int)strcspn(what, "\n"), what);
}

static void answer_text(const struct line *l, const char *word)
{
	answer(l, (struct sessmon_str){ word, (uint32_t)strlen(word) }, "");
}

/* "  -c, --class CLASS  what it does"; the value is one blank away, never two. */
static bool read_choice(const char *p, struct choice *c)
{
	*c = (struct choice){ 0 };
	p += strspn(p, " ");
	if (p[0] == '-' && p[1] != '-' && p[2] == ',') {
		c->letter = p[1];
		p += 3 + strspn(p + 3, " ");
	}
	if (strncmp(p, "--", 2))
		return false;
	c->name = word_at(p);
	p += c->name.len;
	if (p[0] == ' ' && p[1] != ' ') {
		c->takes = word_at(p + 1);
		p += 1 + c->takes.len;
	}
	c->what = (struct sessmon_str){ p + strspn(p, " "), 0 };
	c->what.len = (uint32_t)strcspn(c->what.data, "\n");
	return true;
}

static const char *next_line(const char *p)
{
	p = strchr(p, '\n');
	return p ? p + 1 : "";
}

/* The option that @word is: --class, --cl, -c, or -jc. */
static bool find_choice(const struct verb *v, struct sessmon_str word, struct choice *c)
{
	const char *p;

	if (word.len < 2 || word.data[0] != '-')
		return false;
	for (p = v->help ? v->help : ""; *p; p = next_line(p)) {
		if (!read_choice(p, c))
			continue;
		if (word.data[1] == '-' ? word.len > 2 && word.len <= c->name.len &&
						  !memcmp(word.data, c->name.data, word.len) :
					  word.data[word.len - 1] == c->letter)
			return true;
	}
	return false;
}

static void answer_options(const struct line *l, const struct verb *v)
{
	struct choice c;
	const char *p;

	for (p = v->help ? v->help : ""; *p; p = next_line(p))
		if (read_choice(p, &c))
			answer(l, c.name, c.what.data);
	answer(l, (struct sessmon_str){ "--help", 6 }, "say more");
}

static void answer_verbs(const struct line *l)
{
	const struct verb *v;
	unsigned int i;

	for (i = 0; (v = tool_verb(i)); i++)
		if (!v->hidden)
			answer(l, (struct sessmon_str){ v->name, (uint32_t)strlen(v->name) },
			       v->summary);
	answer(l, (struct sessmon_str){ "help", 4 }, "say more about a verb");
}

/* Nothing happens that is of the event's type 0. */
static void answer_names(const struct line *l, const struct names *names)
{
	unsigned int i;

	for (i = names == &names_event; i < names->n; i++)
		if (names->name[i])
			answer_text(l, names->name[i]);
}

/* Who has a line break in his name has none here. */
static void answer_users(const struct line *l)
{
	const struct passwd *pw;

	setpwent();
	while ((pw = getpwent()))
		if (!strpbrk(pw->pw_name, "\t\n"))
			answer_text(l, pw->pw_name);
	endpwent();
}

static int answer_session(const struct sessmon_session *s, void *arg)
{
	const char *class = name_of(&names_class, s->session_class);
	char word[16];

	snprintf(word, sizeof(word), "s:%u", s->key.id);
	answer(arg, (struct sessmon_str){ word, (uint32_t)strlen(word) }, class ? class : "");
	return 0;
}

static int answer_tty(const struct sessmon_session *s, void *arg)
{
	struct buf b = { 0 };

	if (!sessmon_has(s, SESSMON_A_SESSION_TTY))
		return 0;
	tty_put(&b, &s->tty);
	answer_text(arg, b.data);
	buf_free(&b);
	return 0;
}

static int answer_process(const struct sessmon_process *p, void *arg)
{
	char word[16];

	snprintf(word, sizeof(word), "%u", p->key.id);
	answer_text(arg, word);
	return 0;
}

/* Without the module there are none, which is no reason to complain while one types. */
static void answer_living(struct line *l, sessmon_session_fn session, sessmon_process_fn process)
{
	struct sessmon *s;

	if (sessmon_open(&s))
		return;
	sessmon_session_dump(s, session, l);
	if (process)
		sessmon_process_dump(s, process, l);
	sessmon_close(s);
}

/* "always|never" is what it says. */
static void answer_alternatives(const struct line *l, struct sessmon_str of)
{
	const char *p = of.data, *end = p + of.len;
	size_t n;

	for (; p < end; p += n + 1) {
		n = strcspn(p, "|");
		n = n < (size_t)(end - p) ? n : (size_t)(end - p);
		answer(l, (struct sessmon_str){ p, (uint32_t)n }, "");
	}
}

/* What a value may be is told by what the help calls it. */
static void answer_values(struct line *l, struct sessmon_str takes)
{
	static const struct {
		const char *takes;
		const struct names *names;
	} lists[] = { { "CLASS", &names_class },  { "TYPE", &names_entry },
		      { "ENTRY", &names_entry },  { "FLAG", &names_session_flags },
		      { "EVENT", &names_event },  { "GROUP", &names_groups },
		      { "REASON", &names_reason } };
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (is(takes, lists[i].takes))
			answer_names(l, lists[i].names);
	if (memchr(takes.data, '|', takes.len))
		answer_alternatives(l, takes);
	else if (is(takes, "USER"))
		answer_users(l);
	else if (is(takes, "SID") || is(takes, "SESSION"))
		answer_living(l, answer_session, NULL);
	else if (is(takes, "KEY"))
		answer_living(l, answer_session, answer_process);
	else if (is(takes, "TTY"))
		answer_living(l, answer_tty, NULL);
	else if (is(takes, "TIME"))
		answer_alternatives(l, (struct sessmon_str){ "10m|1h|1d|today|yesterday", 25 });
	else if (is(takes, "VERB"))
		answer_verbs(l);
	else if (is(takes, "FILE"))
		out_printf("%s\n", FILES);
}

/* How far the words that were typed follow @form, "load FILE": what comes next. */
static struct sessmon_str next_of(const char *form, const char *end, char **typed, int n)
{
	struct sessmon_str w = { form, 0 };

	for (; form < end; form += w.len) {
		form += strspn(form, " []");
		w = (struct sessmon_str){ form, (uint32_t)strcspn(form, " []|\n") };
		if (form >= end || !w.len)
			break;
		if (!n--)
			return w;
		if (*w.data >= 'a' && *w.data <= 'z' && !is(w, *typed))
			break;
		typed++;
	}
	return (struct sessmon_str){ form, 0 };
}

/* The forms of a verb, "[-j] show | check FILE": options are no part of them. */
static bool answer_arguments(struct line *l, const struct verb *v, char **typed, int n)
{
	const char *p = v->args, *end;
	struct sessmon_str w;
	bool any = false;

	while (!strncmp(p, "[-", 2)) {
		p += strcspn(p, "]") + 1;
		p += strspn(p, ". ");
	}
	for (; *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, "|");
		w = next_of(p, end, typed, n);
		if (w.len && *w.data >= 'a' && *w.data <= 'z')
			answer(l, w, "");
		else
			answer_values(l, w);
		any |= w.len;
	}
	return any;
}

/* Words that are neither options nor their values; returns how many. */
static int plain_words(const struct line *l, const struct verb *v, char **plain)
{
	struct sessmon_str w;
	struct choice c;
	int i, n = 0;

	for (i = 1; i < l->n - 1; i++) {
		w = (struct sessmon_str){ l->word[i], (uint32_t)strlen(l->word[i]) };
		if (w.len < 2 || w.data[0] != '-')
			plain[n++] = l->word[i];
		else if (!strchr(l->word[i], '=') && find_choice(v, w, &c) && c.takes.len)
			i++;
	}
	return n;
}

static void answer_verb(struct line *l, const struct verb *v)
{
	const char *previous = l->word[l->n - 2], *equals = strchr(l->last, '=');
	char *plain[MOST_WORDS];
	struct choice c;

	if (l->n > MOST_WORDS)
		return;
	if (!strncmp(l->last, "--", 2) && equals) {
		l->before = (struct sessmon_str){ l->last, (uint32_t)(equals + 1 - l->last) };
		if (find_choice(v, (struct sessmon_str){ l->last, l->before.len - 1 }, &c))
			answer_values(l, c.takes);
	} else if (l->n > 2 && !strchr(previous, '=') &&
		   find_choice(v, (struct sessmon_str){ previous, (uint32_t)strlen(previous) },
			       &c) &&
		   c.takes.len) {
		answer_values(l, c.takes);
	} else if (l->last[0] == '-' || !answer_arguments(l, v, plain, plain_words(l, v, plain))) {
		answer_options(l, v);
	}
}

static void complete(struct line *l)
{
	const struct verb *v;

	for (; l->n > 1 && (!strcmp(*l->word, "-n") || !strcmp(*l->word, "--numeric")); l->n--)
		l->word++;
	if (l->n == 1 && l->last[0] == '-') {
		answer_text(l, "--numeric");
		answer_text(l, "--help");
		answer_text(l, "--version");
	} else if (l->n == 1 || (l->n == 2 && !strcmp(l->word[0], "help"))) {
		answer_verbs(l);
	} else {
		v = tool_find_verb(l->word[0]);
		if (v)
			answer_verb(l, v);
	}
}

static int cmd_complete(int argc, char **argv)
{
	struct line l = { .before = { "", 0 } };
	int first = argc > 1 && !strcmp(argv[1], "--") ? 2 : 1;

	l.word = argv + first;
	l.n = argc - first;
	if (l.n < 1)
		return tool_usage(&verb_complete, "needs the words of a command line");
	l.last = l.word[l.n - 1];
	complete(&l);
	return TOOL_OK;
}

const struct verb verb_complete = {
	.name = "complete",
	.args = "-- WORD...",
	.summary = "Say what the last of these words may become, one to a line",
	.help = "For the completion of the shells. After a tab comes what a word means; a line\n"
		"with nothing but a / stands for the names of files.\n",
	.hidden = true,
	.run = cmd_complete,
};
