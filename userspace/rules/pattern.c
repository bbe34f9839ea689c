// SPDX-License-Identifier: GPL-2.0-or-later
/* Text of a rule, and whether a fact is like it. */
#include "rules/pattern.h"

#include <string.h>

/* Only what could be meant otherwise needs a backslash; before all else it is one. */
static bool is_escapable(char c)
{
	return c == '*' || c == '?' || c == '\\';
}

static uint16_t symbol_of(char c)
{
	if (c == '*')
		return PATTERN_STAR;
	return c == '?' ? PATTERN_ONE : (unsigned char)c;
}

static void add(struct pattern *p, uint16_t symbol)
{
	/* Two stars are one, and cost less. */
	if (symbol != PATTERN_STAR || !p->n || p->symbol[p->n - 1] != PATTERN_STAR)
		p->symbol[p->n++] = symbol;
}

void pattern_parse(struct pattern *p, struct arena *arena, struct sessmon_str text,
		   unsigned int bound)
{
	uint32_t i;

	p->symbol = arena_get(arena, (text.len + 2) * sizeof(*p->symbol));
	p->n = 0;
	if (!(bound & AUTOMATON_BEGIN))
		add(p, PATTERN_STAR);
	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '\\' && i + 1 < text.len && is_escapable(text.data[i + 1]))
			add(p, (unsigned char)text.data[++i]);
		else
			add(p, symbol_of(text.data[i]));
	}
	if (!(bound & AUTOMATON_END))
		add(p, PATTERN_STAR);
}

static void copy(const struct pattern *p, uint32_t from, uint32_t to, struct arena *arena,
		 struct sessmon_str *text, unsigned int *bound)
{
	char *data = arena_get(arena, to - from + 1);
	uint32_t i;

	for (i = from; i < to; i++)
		data[i - from] = (char)p->symbol[i];
	*text = (struct sessmon_str){ data, to - from };
	*bound = (from ? 0 : AUTOMATON_BEGIN) | (to < p->n ? 0 : AUTOMATON_END);
}

/* Where the bytes end that begin at @from. */
static uint32_t run(const struct pattern *p, uint32_t from)
{
	while (from < p->n && p->symbol[from] < PATTERN_STAR)
		from++;
	return from;
}

bool pattern_trim(const struct pattern *p, struct arena *arena, struct sessmon_str *text,
		  unsigned int *bound)
{
	uint32_t from = p->n && p->symbol[0] == PATTERN_STAR, to = run(p, from);

	if (to < p->n && (to + 1 < p->n || p->symbol[to] != PATTERN_STAR))
		return false;
	copy(p, from, to, arena, text, bound);
	return true;
}

void pattern_longest(const struct pattern *p, struct arena *arena, struct sessmon_str *text,
		     unsigned int *bound)
{
	uint32_t from, to, best = 0, best_end = 0;

	for (from = 0; from < p->n; from = to + 1) {
		to = run(p, from);
		if (to - from > best_end - best) {
			best = from;
			best_end = to;
		}
	}
	copy(p, best, best_end, arena, text, bound);
}

static unsigned char fold(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
}

static bool same_byte(char a, unsigned char b, bool cased)
{
	return cased ? (unsigned char)a == b : fold((unsigned char)a) == fold(b);
}

/* A character is a byte, with those that continue it. */
static uint32_t after_character(struct sessmon_str text, uint32_t i)
{
	for (i++; i < text.len && ((unsigned char)text.data[i] & 0xc0) == 0x80;)
		i++;
	return i;
}

/*
 * The last star is the only one that may have to take more: what stands before it has found
 * its first place, and a later one would leave less.
 */
bool pattern_is(const struct pattern *p, struct sessmon_str text, bool cased)
{
	uint32_t i = 0, s = 0, star = UINT32_MAX, taken = 0;

	while (i < text.len) {
		if (s < p->n && p->symbol[s] == PATTERN_STAR) {
			star = ++s;
			taken = i;
		} else if (s < p->n && p->symbol[s] == PATTERN_ONE) {
			i = after_character(text, i);
			s++;
		} else if (s < p->n &&
			   same_byte(text.data[i], (unsigned char)p->symbol[s], cased)) {
			i++;
			s++;
		} else if (star != UINT32_MAX) {
			s = star;
			i = taken = after_character(text, taken);
		} else {
			return false;
		}
	}
	return s == p->n || (s + 1 == p->n && p->symbol[s] == PATTERN_STAR);
}

static bool same_text(const char *a, const char *b, uint32_t len, bool cased)
{
	uint32_t i;

	for (i = 0; i < len; i++)
		if (!same_byte(a[i], (unsigned char)b[i], cased))
			return false;
	return true;
}

bool text_has(struct sessmon_str text, struct sessmon_str other, unsigned int bound, bool cased)
{
	uint32_t i = 0, last;

	if (other.len > text.len)
		return false;
	last = text.len - other.len;
	if (bound & AUTOMATON_END)
		i = last;
	if (bound & AUTOMATON_BEGIN)
		last = 0;
	for (; i <= last; i++)
		if (same_text(text.data + i, other.data, other.len, cased))
			return true;
	return false;
}
