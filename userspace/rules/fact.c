// SPDX-License-Identifier: GPL-2.0-or-later
/* How a fact becomes the text that rules compare. */
#include <string.h>

#include "names/names.h"
#include "rules/field.h"

void fact_text(struct fact *to, struct sessmon_str text)
{
	to->one = text;
	to->text = &to->one;
	to->n = 1;
}

void fact_number(struct facts *f, struct fact *to, uint64_t number)
{
	char digits[24], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + number % 10);
	while (number /= 10);
	fact_text(to, arena_copy(&f->arena, p, (size_t)(digits + sizeof(digits) - p)));
}

void fact_word(struct fact *to, const char *word)
{
	fact_text(to, (struct sessmon_str){ word, (uint32_t)strlen(word) });
}

void fact_buf(struct facts *f, struct fact *to, struct buf *b)
{
	if (b->len)
		fact_text(to, arena_copy(&f->arena, b->data, b->len));
	buf_free(b);
}

void fact_bool(struct fact *to, bool value)
{
	fact_word(to, value ? "true" : "false");
}

void fact_name(struct facts *f, struct fact *to, const struct names *names, uint32_t value)
{
	const char *name = name_of(names, value);

	if (name)
		fact_word(to, name);
	else
		fact_number(f, to, value);
}

void fact_flags(struct facts *f, struct fact *to, const struct names *names, uint32_t mask)
{
	struct sessmon_str *list = arena_get(&f->arena, 32 * sizeof(*list));
	const char *name;

	to->text = list;
	to->n = 0;
	for (; mask; mask &= mask - 1) {
		name = name_of(names, (unsigned int)__builtin_ctz(mask));
		if (name)
			list[to->n++] = (struct sessmon_str){ name, (uint32_t)strlen(name) };
	}
}

void fact_user(struct facts *f, struct fact *to, uint32_t uid)
{
	const char *name = user_name(uid);

	if (name)
		fact_text(to, arena_copy(&f->arena, name, strlen(name)));
	else
		fact_number(f, to, uid);
}

/* Arguments with blanks between them, as a line that somebody typed. */
void fact_line(struct facts *f, struct fact *to, struct sessmon_str args)
{
	struct sessmon_str line = arena_copy(&f->arena, args.data, args.len);
	char *at = (char *)line.data, *end = at + line.len;

	if (line.len && !end[-1])
		end = at + --line.len;
	for (; at < end && (at = memchr(at, 0, (size_t)(end - at))); at++)
		*at = ' ';
	if (line.len)
		fact_text(to, line);
}
