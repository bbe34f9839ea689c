// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text of others for a terminal or a document: what would move the cursor, hide, or run in a
 * shell is written out.
 */
#include "base/escape.h"

#include <langinfo.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

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

/* Blanks that the C library takes for visible. */
static bool is_blank(uint32_t ch)
{
	return ch == 0xa0 || ch == 0x2007 || ch == 0x202f || ch == 0x2800;
}

/* A terminal that does not know UTF-8 may take part of a character for a command. */
static bool knows_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/**
 * struct writer - Text on its way to people.
 * @b: buffer
 * @quoted: in $'', where a quote needs a backslash
 * @marks: how many marks the character before can still bear; 0 if there is none
 */
struct writer {
	struct buf *b;
	bool quoted;
	unsigned int marks;
};

/* More than these on one character reach into other lines. */
#define MOST_MARKS 4

/* Whether a character beyond ASCII can be seen, and only where it is. */
static bool is_visible(uint32_t ch, unsigned int *marks)
{
	static wctype_t combining;
	unsigned int may = *marks;

	*marks = 0;
	if (is_hidden(ch) || is_blank(ch) || !iswgraph((wint_t)ch))
		return false;
	if (wcwidth((wchar_t)ch) > 0) {
		*marks = MOST_MARKS;
		return true;
	}
	if (!combining)
		combining = wctype("combining");
	/* Letters without a width are the later parts of a Korean syllable. */
	if (!may || !(iswctype((wint_t)ch, combining) || iswalpha((wint_t)ch)))
		return false;
	*marks = may - 1;
	return true;
}

/* How long the character at @p is, if it may be shown as it is; else 0. */
static unsigned int shown(const unsigned char *p, size_t len, unsigned int *marks)
{
	unsigned int n;
	uint32_t ch;

	if (*p < 0x80) {
		*marks = MOST_MARKS;
		return *p >= 0x20 && *p < 0x7f;
	}
	n = knows_utf8() ? utf8_decode(p, len, &ch) : 0;
	if (n && is_visible(ch, marks))
		return n;
	*marks = 0;
	return 0;
}

/* Add a byte as a shell reads it in $''. */
static unsigned int write_escaped(struct buf *b, const unsigned char *p, size_t len)
{
	static const char short_forms[] = "abtnvfr";
	uint32_t ch;
	unsigned int n = *p < 0x80 || !knows_utf8() ? 0 : utf8_decode(p, len, &ch);

	if (n)
		buf_printf(b, ch > 0xffff ? "\\U%08x" : "\\u%04x", ch);
	else if (*p >= 7 && *p <= 13)
		buf_printf(b, "\\%c", short_forms[*p - 7]);
	else
		buf_printf(b, "\\x%02x", *p);
	return n ? n : 1;
}

/* One character; returns how many bytes it had. */
static unsigned int write_one(struct writer *w, const unsigned char *p, size_t len)
{
	unsigned int n = shown(p, len, &w->marks);

	if (!n)
		return write_escaped(w->b, p, len);
	if (*p == '\\' || (w->quoted && *p == '\''))
		buf_putc(w->b, '\\');
	buf_add(w->b, (const char *)p, n);
	return n;
}

static void write_text(struct writer *w, struct sessmon_str s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t i = 0;

	buf_reserve(w->b, s.len);
	while (i < s.len)
		i += write_one(w, p + i, s.len - i);
}

void escape_text(struct buf *b, struct sessmon_str s)
{
	write_text(&(struct writer){ .b = b }, s);
}

/* No shell takes these for anything but themselves, wherever they are in a word. */
static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c && strchr("%+,-./:@_", c));
}

/* Nor these, unless at the beginning: a home, a comment or a command's path. */
static bool is_plain_inside(unsigned char c)
{
	return c && strchr("~#=", c);
}

/**
 * enum quoting - What a word needs to be one for a shell.
 * @QUOTE_NONE: nothing
 * @QUOTE_SIMPLE: ''
 * @QUOTE_ESCAPES: $''
 */
enum quoting {
	QUOTE_NONE,
	QUOTE_SIMPLE,
	QUOTE_ESCAPES,
};

static enum quoting needs(struct sessmon_str word)
{
	const unsigned char *p = (const unsigned char *)word.data;
	enum quoting q = word.len ? QUOTE_NONE : QUOTE_SIMPLE;
	unsigned int marks = 0, n;
	size_t i;

	for (i = 0; i < word.len; i += n) {
		n = shown(p + i, word.len - i, &marks);
		if (!n)
			return QUOTE_ESCAPES;
		if (n == 1 && !is_plain(p[i]) && !(i && is_plain_inside(p[i])))
			q = QUOTE_SIMPLE;
	}
	return q;
}

/* In simple quotes everything is itself, but the quote ends them. */
static void write_simple(struct buf *b, struct sessmon_str word)
{
	const char *p = word.data, *end = p + word.len, *quote;

	buf_putc(b, '\'');
	while ((quote = memchr(p, '\'', (size_t)(end - p)))) {
		buf_add(b, p, (size_t)(quote - p));
		buf_puts(b, "'\\''");
		p = quote + 1;
	}
	buf_add(b, p, (size_t)(end - p));
	buf_putc(b, '\'');
}

static void write_word(struct buf *b, struct sessmon_str word, bool simple)
{
	enum quoting q = needs(word);

	if (q == QUOTE_ESCAPES) {
		buf_puts(b, "$'");
		write_text(&(struct writer){ .b = b, .quoted = true }, word);
		buf_putc(b, '\'');
	} else if (q == QUOTE_SIMPLE || simple) {
		write_simple(b, word);
	} else {
		buf_add(b, word.data, word.len);
	}
}

void escape_word(struct buf *b, struct sessmon_str word)
{
	write_word(b, word, false);
}

void escape_args(struct buf *b, struct sessmon_str args)
{
	bool first = true;
	struct sessmon_str arg;

	while (args.len) {
		arg = args;
		arg.len = (uint32_t)strnlen(args.data, args.len);
		/* In front a=b would be an assignment. */
		write_word(b, arg, first && memchr(arg.data, '=', arg.len));
		first = false;
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

/* Bytes and columns of what comes next in escaped text. */
static size_t next_char(const char *p, size_t len, size_t *columns)
{
	size_t n = colour_len(p, len);
	uint32_t ch;
	int width;

	*columns = 0;
	if (n)
		return n;
	n = utf8_decode((const unsigned char *)p, len, &ch);
	width = n > 1 ? wcwidth((wchar_t)ch) : 1;
	*columns = width < 0 ? 1 : (size_t)width;
	return n ? n : 1;
}

size_t text_cut(const char *p, size_t len, size_t width)
{
	size_t i, n, columns;

	for (i = 0; i < len; i += n) {
		n = next_char(p + i, len - i, &columns);
		if (columns > width)
			break;
		width -= columns;
	}
	return i;
}

void text_shorten(struct buf *b, size_t from, size_t width)
{
	size_t len = b->len - from, keep;

	if (text_cut(b->data + from, len, width) == len)
		return;
	keep = width ? text_cut(b->data + from, len, width - 1) : 0;
	b->len = from + keep;
	if (keep && memchr(b->data + from, ESC, keep))
		buf_puts(b, "\033[m");
	if (width)
		buf_putc(b, '+');
}

size_t text_width(const char *p, size_t len)
{
	size_t i, columns, width = 0;

	for (i = 0; i < len; width += columns)
		i += next_char(p + i, len - i, &columns);
	return width;
}
