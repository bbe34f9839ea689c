// SPDX-License-Identifier: GPL-2.0-or-later
/* The policy as text: one rule a line, read and written. */
#include "cmd/policy_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

#define WORDS	  4
#define LINE_SIZE (PATH_MAX + 256)

uint32_t policy_roles(void)
{
	return SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_SCHEDULER | SESSMON_EXE_GETTY |
	       SESSMON_EXE_RELAY | SESSMON_EXE_INLINE;
}

static bool wrong(struct policy_file *p, const char *what, const char *word)
{
	struct buf b = { 0 };
	struct sessmon_str s = { word, (uint32_t)strlen(word) };

	escape_text(&b, s);
	snprintf(p->error, sizeof(p->error), "%s%s%.100s", what, s.len ? " " : "",
		 b.len ? b.data : "");
	buf_free(&b);
	return false;
}

/* One word, in quotes if it has blanks; NULL at the end of the line. */
static char *next_word(char **rest, bool *unclosed)
{
	char *word = *rest + strspn(*rest, " \t"), *end;

	if (!*word || *word == '#')
		return NULL;
	if (*word == '"') {
		end = strchr(++word, '"');
		*unclosed = !end;
	} else {
		end = word + strcspn(word, " \t");
	}
	*rest = end && *end ? end + 1 : word + strlen(word);
	if (end)
		*end = 0;
	return word;
}

static bool parse_roles(struct policy_file *p, char *text, uint32_t *roles)
{
	char *rest = text, *name;
	int bit;

	while ((name = strsep(&rest, ","))) {
		bit = name_find(&names_exe_flags, name);
		if (bit < 0 || !(policy_roles() >> bit & 1))
			return wrong(
				p, "no role (host_access, getty, scheduler, relay, inline):", name);
		*roles |= 1u << bit;
	}
	return true;
}

static bool parse_path(struct policy_file *p, const char *path, struct sessmon_rule *r)
{
	size_t len = strlen(path);
	char *copy;

	if (path[0] != '/' || path[len - 1] == '/')
		return wrong(p, "no absolute path of a file:", path);
	if (len >= PATH_MAX)
		return wrong(p, "a path that is too long", "");
	copy = strdup(path);
	if (!copy)
		return wrong(p, "out of memory", "");
	p->text[p->policy.n_rules] = copy;
	r->path = (struct sessmon_str){ copy, (uint32_t)len };
	return true;
}

static bool parse_program(struct policy_file *p, char **word, unsigned int n)
{
	struct sessmon_rule r = { 0 };
	int type = SESSMON_ENTRY_UNKNOWN;

	if (n < 3 || n > 4)
		return wrong(p, "program needs a path, roles and at most a type of entry", "");
	if (p->policy.n_rules == SESSMON_RULES_MAX)
		return wrong(p, "too many programs", "");
	if (n == 4)
		type = name_find(&names_entry, word[3]);
	if (type < 0)
		return wrong(p, "unknown type of entry:", word[3]);
	if (!parse_roles(p, word[2], &r.roles) || !parse_path(p, word[1], &r))
		return false;
	r.entry_type = (uint32_t)type;
	p->rule[p->policy.n_rules++] = r;
	return true;
}

static bool parse_record(struct policy_file *p, char **word, unsigned int n)
{
	struct sessmon_record r = { 0 };
	unsigned int i;
	int class, level;

	if (n != 3)
		return wrong(p, "record needs a class and a level", "");
	class = name_find(&names_class, word[1]);
	level = name_find(&names_record, word[2]);
	if (class < 0)
		return wrong(p, "unknown class:", word[1]);
	if (level < 0)
		return wrong(p, "no level (all, session, none):", word[2]);
	r.session_class = (uint32_t) class;
	r.level = (uint32_t)level;
	for (i = 0; i < p->policy.n_records; i++)
		if (p->record[i].session_class == r.session_class)
			return wrong(p, "a second record of", word[1]);
	p->record[p->policy.n_records++] = r;
	return true;
}

static bool parse_line(struct policy_file *p, char *line)
{
	char *word[WORDS + 1], *rest = line;
	bool unclosed = false;
	unsigned int n = 0;

	while (n <= WORDS && (word[n] = next_word(&rest, &unclosed)))
		n++;
	if (unclosed)
		return wrong(p, "a quote without its end", "");
	if (!n)
		return true;
	if (!strcmp(word[0], "program"))
		return parse_program(p, word, n);
	if (!strcmp(word[0], "record"))
		return parse_record(p, word, n);
	return wrong(p, "neither program nor record:", word[0]);
}

static bool check_line(struct policy_file *p, char *line, size_t len)
{
	if (len && line[len - 1] == '\n')
		line[--len] = 0;
	if (strlen(line) != len)
		return wrong(p, "a zero byte", "");
	return parse_line(p, line);
}

/* getline() and not fgets(), which does not tell a zero byte from an end. */
bool policy_read(FILE *f, struct policy_file *p)
{
	char *line = NULL;
	size_t size = 0;
	bool good = true;
	ssize_t len;

	memset(p, 0, sizeof(*p));
	while (good && (len = getline(&line, &size, f)) >= 0) {
		p->line++;
		good = len < LINE_SIZE ? check_line(p, line, (size_t)len) :
					 wrong(p, "a line that is too long", "");
	}
	free(line);
	if (good && ferror(f))
		good = wrong(p, "it cannot be read", "");
	p->policy.rules = p->rule;
	p->policy.records = p->record;
	return good;
}

void policy_free(struct policy_file *p)
{
	unsigned int i;

	for (i = 0; i < p->policy.n_rules; i++)
		free(p->text[i]);
}

static void put_path(struct buf *b, struct sessmon_str path)
{
	bool quote =
		path.len && (memchr(path.data, ' ', path.len) ||
			     memchr(path.data, '\t', path.len) || memchr(path.data, '#', path.len));

	buf_puts(b, quote ? "\"" : "");
	buf_add(b, path.data, path.len);
	buf_puts(b, quote ? "\"" : "");
}

static void put_rule(struct buf *b, const struct sessmon_rule *r)
{
	size_t from;

	buf_puts(b, "program ");
	from = b->len;
	put_path(b, r->path);
	buf_pad(b, from, 40);
	from = b->len;
	name_put_flags(b, &names_exe_flags, r->roles & policy_roles());
	if (r->entry_type) {
		buf_pad(b, from, 20);
		name_put(b, &names_entry, r->entry_type);
	}
	buf_puts(b, "\n");
}

void policy_put(struct buf *b, const struct sessmon_policy *p)
{
	unsigned int i;

	for (i = 0; i < p->n_rules; i++)
		put_rule(b, &p->rules[i]);
	for (i = 0; i < p->n_records; i++) {
		buf_puts(b, "record ");
		name_put(b, &names_class, p->records[i].session_class);
		buf_puts(b, " ");
		name_put(b, &names_record, p->records[i].level);
		buf_puts(b, "\n");
	}
}

bool policy_has_door(const struct sessmon_policy *p)
{
	unsigned int i;

	for (i = 0; i < p->n_rules; i++)
		if (p->rules[i].roles & SESSMON_EXE_HOST_ACCESS)
			return true;
	return false;
}

static bool has_rule(const struct sessmon_policy *p, const struct sessmon_rule *r)
{
	const struct sessmon_rule *other;
	unsigned int i;

	for (i = 0; i < p->n_rules; i++) {
		other = &p->rules[i];
		if (other->path.len == r->path.len &&
		    !memcmp(other->path.data, r->path.data, r->path.len))
			return other->entry_type == r->entry_type &&
			       !((other->roles ^ r->roles) & policy_roles());
	}
	return false;
}

/* Of a class that is not there everything is put on record. */
static uint32_t level_of(const struct sessmon_policy *p, uint32_t class)
{
	unsigned int i;

	for (i = 0; i < p->n_records; i++)
		if (p->records[i].session_class == class)
			return p->records[i].level;
	return SESSMON_RECORD_ALL;
}

static bool has_levels(const struct sessmon_policy *a, const struct sessmon_policy *b)
{
	unsigned int i;

	for (i = 0; i < b->n_records; i++)
		if (level_of(a, b->records[i].session_class) != b->records[i].level)
			return false;
	return true;
}

bool policy_same(const struct sessmon_policy *a, const struct sessmon_policy *b)
{
	unsigned int i;

	if (a->n_rules != b->n_rules || !has_levels(a, b) || !has_levels(b, a))
		return false;
	for (i = 0; i < a->n_rules; i++)
		if (!has_rule(b, &a->rules[i]))
			return false;
	return true;
}
