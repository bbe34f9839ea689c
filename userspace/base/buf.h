/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that grows as it is written. */
#ifndef SESSMON_BUF_H
#define SESSMON_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * struct buf - Text that grows.
 * @data: always ended by a zero byte once something was added
 * @len: bytes without that
 * @size: bytes allocated
 */
struct buf {
	char *data;
	size_t len;
	size_t size;
};

/**
 * buf_grow() - Make room where there is none.
 * @b: buffer
 * @need: bytes that it shall hold
 *
 * Ends the program if there is no memory: a reader that cannot print has nothing
 * left to do.
 */
void buf_grow(struct buf *b, size_t need);

/**
 * buf_reserve() - Make room.
 * @b: buffer
 * @more: bytes that will be added
 *
 * Return: where they go.
 */
static inline char *buf_reserve(struct buf *b, size_t more)
{
	if (b->len + more >= b->size)
		buf_grow(b, b->len + more + 1);
	return b->data + b->len;
}

/**
 * buf_add() - Add bytes.
 * @b: buffer
 * @data: bytes
 * @len: how many
 */
static inline void buf_add(struct buf *b, const char *data, size_t len)
{
	char *to = buf_reserve(b, len);

	if (len)
		memcpy(to, data, len);
	to[len] = 0;
	b->len += len;
}

/**
 * buf_putc() - Add a byte.
 * @b: buffer
 * @c: byte
 */
static inline void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

/**
 * buf_puts() - Add text.
 * @b: buffer
 * @text: ended by a zero byte
 */
void buf_puts(struct buf *b, const char *text);

/**
 * buf_printf() - Add formatted text.
 * @b: buffer
 * @fmt: as printf()
 */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * buf_number() - Add a number, faster than printf().
 * @b: buffer
 * @n: number
 * @width: digits at the least, with zeros in front
 */
void buf_number(struct buf *b, uint64_t n, unsigned int width);

/**
 * buf_pad() - Add spaces up to a column.
 * @b: buffer
 * @from: where the column's text began
 * @width: of the column
 *
 * At least one space, so that columns never run together.
 */
void buf_pad(struct buf *b, size_t from, size_t width);

/**
 * buf_clear() - Empty it, keep the memory.
 * @b: buffer
 */
void buf_clear(struct buf *b);

/**
 * buf_free() - Give the memory back.
 * @b: buffer
 */
void buf_free(struct buf *b);

#endif /* SESSMON_BUF_H */
