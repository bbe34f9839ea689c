// SPDX-License-Identifier: GPL-2.0-or-later
/* Text that grows. Who has no memory for a line has none for anything: the reader ends. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

void buf_grow(struct buf *b, size_t need)
{
	b->size = need < 128 ? 128 : need * 2;
	b->data = realloc(b->data, b->size);
	if (!b->data) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
}

void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf_reserve(b, 80), 81, fmt, ap);
	va_end(ap);
	if (n > 80) {
		va_start(ap, fmt);
		vsnprintf(buf_reserve(b, (size_t)n), (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->len += n > 0 ? (size_t)n : 0;
}

void buf_number(struct buf *b, uint64_t n, unsigned int width)
{
	char text[24], *end = text + sizeof(text), *p = end;

	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n || end - p < (int)width);
	buf_add(b, p, (size_t)(end - p));
}

void buf_pad(struct buf *b, size_t from, size_t width)
{
	size_t used = text_width(b->data + from, b->len - from);

	do {
		buf_add(b, " ", 1);
	} while (++used < width);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = 0;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}
