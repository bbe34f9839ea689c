// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What may come next on a command line, for the completion of the shells.  Verbs,
 * options and what these take are read from the help that each verb gives, names
 * from the tables that the verbs look into: so no shell has a list of its own.
 */
#include "cmd/complete.h"

#include <string.h>

#include "base/out.h"
#include "options/tool.h"

/* No verb takes more. */
#define MOST_WORDS 256

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

void complete_answer(const struct line *l, struct sessmon_str word, const char *what)
{
	out_printf("%.*s%.*s", (int)l->before.len, l->before.data, (int)word.len, word.data);
	out_printf(*what ? "\t%.*s\n" : "%.*s\n", (int)strcspn(what, "\n"), what);
}

void complete_text(const struct line *l, const char *word, const char *what)
{
	complete_answer(l, (struct sessmon_str){ word, (uint32_t)strlen(word) }, what);
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
	/* Behind a long value it stands in the next line. */
	c->what = (struct sessmon_str){ p + strspn(p, " \n"), 0 };
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
			complete_answer(l, c.name, c.what.data);
	complete_text(l, "--help", "say more");
}

void complete_verbs(struct line *l)
{
	const struct verb *v;
	unsigned int i;

	for (i = 0; (v = tool_verb(i)); i++)
		if (!v->hidden)
			complete_text(l, v->name, v->summary);
	complete_text(l, "help", "say more about a verb");
}

/* Whether any number of these may come, "KEY..." or "[KEY]...". */
static bool is_repeated(struct sessmon_str w)
{
	const char *behind = w.data + w.len;

	return !strncmp(behind + strspn(behind, "]"), "...", 3);
}

/* How far the words that were typed follow @form, "load FILE": what comes next. */
static struct sessmon_str next_of(const char *form, const char *end, char **typed, int n)
{
	struct sessmon_str w = { form, 0 };

	for (; form < end; form += w.len) {
		form += strspn(form, " []");
		w = (struct sessmon_str){ form, (uint32_t)strcspn(form, " [].|\n") };
		if (form >= end || !w.len)
			break;
		if (!n-- || is_repeated(w))
			return w;
		if (*w.data >= 'a' && *w.data <= 'z' && !is(w, *typed))
			break;
		typed++;
	}
	return (struct sessmon_str){ form, 0 };
}

/* The forms of a verb, "[-j] show | check FILE": options, filters too, are no part of them. */
static bool answer_arguments(struct line *l, const struct verb *v, char **typed, int n)
{
	const char *p = v->args, *end;
	struct sessmon_str w;
	bool any = false;

	while (!strncmp(p, "[-", 2) || !strncmp(p, "[FILTER]", 8)) {
		p += strcspn(p, "]") + 1;
		p += strspn(p, ". ");
	}
	for (; *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, "|");
		w = next_of(p, end, typed, n);
		if (w.len && *w.data >= 'a' && *w.data <= 'z')
			complete_answer(l, w, "");
		else
			complete_values(l, w);
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
			complete_values(l, c.takes);
	} else if (l->n > 2 && !strchr(previous, '=') &&
		   find_choice(v, (struct sessmon_str){ previous, (uint32_t)strlen(previous) },
			       &c) &&
		   c.takes.len) {
		complete_values(l, c.takes);
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
		complete_text(l, "--numeric", "");
		complete_text(l, "--help", "");
		complete_text(l, "--version", "");
	} else if (l->n == 1 || (l->n == 2 && !strcmp(l->word[0], "help"))) {
		complete_verbs(l);
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
