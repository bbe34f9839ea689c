// SPDX-License-Identifier: GPL-2.0-or-later
#include "escape.h"

#include <stdbool.h>
#include <string.h>

#define ESC 0x1b

static bool is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Shortest form only, no surrogates, nothing above U+10FFFF. */
unsigned int utf8_decode(const unsigned char *p, size_t len, uint32_t *ch)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned int n, i;

	if (p[0] < 0x80) {
		*ch = p[0];
		return 1;
	}
	n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || n > len)
		return 0;
	*ch = p[0] & (0x7fu >> n);
	for (i = 1; i < n; i++) {
		if (!is_tail(p[i]))
			return 0;
		*ch = *ch << 6 | (p[i] & 0x3f);
	}
	if (*ch < least[n] || *ch > 0x10ffff || (*ch >= 0xd800 && *ch <= 0xdfff))
		return 0;
	return n;
}

/* Characters beyond ASCII that nobody sees or that act on what is around them. */
static const struct {
	uint32_t first, last;
} hidden[] = { { 0x7f, 0x9f },	     { 0xad, 0xad },	   { 0x34f, 0x34f },   { 0x61c, 0x61c },
	       { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },   { 0x180b, 0x180f }, { 0x200b, 0x200f },
	       { 0x2028, 0x202e },   { 0x2060, 0x206f },   { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },
	       { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb }, { 0x1d173, 0x1d17a },
	       { 0xe0000, 0xe0fff }, { 0xf0000, 0x10ffff } };

static bool is_hidden(uint32_t ch)
{
	size_t i;

	if (ch < 0x7f)
		return ch < 0x20;
	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (ch >= hidden[i].first && ch <= hidden[i].last)
			return true;
	return false;
}

static void escape_char(struct buf *b, uint32_t ch)
{
	static const char short_forms[] = "abtnvfr";

	if (ch >= 7 && ch <= 13)
		buf_printf(b, "\\%c", short_forms[ch - 7]);
	else if (ch < 0x80)
		buf_printf(b, "\\x%02x", ch);
	else
		buf_printf(b, "\\u{%x}", ch);
}

/* One character; returns how many bytes it had. */
static unsigned int escape_one(struct buf *b, const unsigned char *p, size_t len)
{
	uint32_t ch;
	unsigned int n = utf8_decode(p, len, &ch);

	if (!n)
		buf_printf(b, "\\x%02x", p[0]);
	else if (is_hidden(ch))
		escape_char(b, ch);
	else if (ch == '\\')
		buf_add(b, "\\\\", 2);
	else
		buf_add(b, (const char *)p, n);
	return n ? n : 1;
}

void escape_text(struct buf *b, struct sessmon_str s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t i = 0;

	buf_reserve(b, s.len);
	while (i < s.len)
		i += escape_one(b, p + i, s.len - i);
}

static bool needs_quotes(struct sessmon_str arg)
{
	uint32_t i;

	for (i = 0; i < arg.len; i++)
		if (memchr(" \t\n'\"", arg.data[i], 5))
			return true;
	return !arg.len;
}

/* Quotes like a shell's, but that a quote inside is escaped as all else is. */
static void escape_arg(struct buf *b, struct sessmon_str arg)
{
	const unsigned char *p = (const unsigned char *)arg.data;
	size_t i = 0;

	if (!needs_quotes(arg)) {
		escape_text(b, arg);
		return;
	}
	buf_add(b, "'", 1);
	while (i < arg.len) {
		if (p[i] == '\'')
			buf_add(b, "\\", 1);
		i += escape_one(b, p + i, arg.len - i);
	}
	buf_add(b, "'", 1);
}

void escape_args(struct buf *b, struct sessmon_str args)
{
	struct sessmon_str arg;

	while (args.len) {
		arg = args;
		arg.len = (uint32_t)strnlen(args.data, args.len);
		escape_arg(b, arg);
		args.data += arg.len;
		args.len -= arg.len;
		if (!args.len)
			break;
		args.data++;
		args.len--;
		if (args.len)
			buf_add(b, " ", 1);
	}
}

static void json_hex(struct buf *b, uint32_t ch)
{
	if (ch >= 0x10000) {
		ch -= 0x10000;
		buf_printf(b, "\\u%04x", 0xd800 | (ch >> 10));
		ch = 0xdc00 | (ch & 0x3ff);
	}
	buf_printf(b, "\\u%04x", ch);
}

static unsigned int json_one(struct buf *b, const unsigned char *p, size_t len)
{
	uint32_t ch;
	unsigned int n = utf8_decode(p, len, &ch);

	if (!n) {
		buf_add(b, "\xef\xbf\xbd", 3);
		return 1;
	}
	if (ch == '"' || ch == '\\')
		buf_printf(b, "\\%c", (char)ch);
	else if (is_hidden(ch))
		json_hex(b, ch);
	else
		buf_add(b, (const char *)p, n);
	return n;
}

/* How many characters, from the first one on, JSON has as they are. */
static size_t json_plain(const unsigned char *p, size_t len)
{
	size_t i = 0;

	while (i < len && p[i] >= 0x20 && p[i] < 0x7f && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

void escape_json(struct buf *b, struct sessmon_str s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t i = 0, n;

	buf_reserve(b, s.len + 2);
	buf_add(b, "\"", 1);
	while (i < s.len) {
		n = json_plain(p + i, s.len - i);
		buf_add(b, s.data + i, n);
		i += n;
		if (i < s.len)
			i += json_one(b, p + i, s.len - i);
	}
	buf_add(b, "\"", 1);
}

/* Length of one of our colour sequences; escaped text has no others. */
static size_t colour_len(const char *p, size_t len)
{
	size_t i;

	if (*p != ESC)
		return 0;
	for (i = 1; i < len; i++)
		if (p[i] == 'm')
			return i + 1;
	return len;
}

size_t text_cut(const char *p, size_t len, size_t width)
{
	size_t i = 0, n;

	while (i < len) {
		n = colour_len(p + i, len - i);
		if (n) {
			i += n;
			continue;
		}
		if (!width--)
			break;
		do {
			i++;
		} while (i < len && is_tail((unsigned char)p[i]));
	}
	return i;
}

size_t text_width(const char *p, size_t len)
{
	size_t i = 0, n, width = 0;

	while (i < len) {
		n = colour_len(p + i, len - i);
		if (!n && !is_tail((unsigned char)p[i]))
			width++;
		i += n ? n : 1;
	}
	return width;
}
