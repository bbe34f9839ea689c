/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text from tasks is chosen by whoever may run a program.  Before a terminal or
 * a JSON document gets it, everything that could act on either is made visible:
 * control characters, escape sequences, bytes that are no UTF-8, characters
 * that turn the direction of writing or are not seen at all.
 */
#ifndef SESSMON_ESCAPE_H
#define SESSMON_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sessmon.h"

/**
 * utf8_decode() - Take one character.
 * @p: bytes
 * @len: how many, at least one
 * @ch: the character
 *
 * Return: its length, 0 if the first byte begins no well-formed character.
 */
unsigned int utf8_decode(const unsigned char *p, size_t len, uint32_t *ch);

/**
 * escape_text() - Add text for people.
 * @b: buffer
 * @s: text from a task
 *
 * What must not be printed becomes \n, \xNN, \uNNNN or \UNNNNNNNN, a backslash is
 * doubled.
 */
void escape_text(struct buf *b, struct sessmon_str s);

/**
 * escape_word() - Add text for people that a shell takes back as one word.
 * @b: buffer
 * @word: text from a task
 *
 * As it is, or in single quotes, or in $'' if anything in it must not be printed: a
 * bash of the same locale that reads it has the same bytes.
 */
void escape_word(struct buf *b, struct sessmon_str word);

/**
 * escape_args() - Add a command line for people.
 * @b: buffer
 * @args: arguments, each ended by a zero byte
 *
 * Words as escape_word() has them, so that it can be seen where one ends, and that
 * the line can be given to a shell.
 */
void escape_args(struct buf *b, struct sessmon_str args);

/**
 * escape_json() - Add a JSON string, with its quotes.
 * @b: buffer
 * @s: text from a task
 *
 * Always valid UTF-8: bytes that are none become U+FFFD.  Characters that could
 * act on a terminal are written as \uNNNN, which is the same string to a parser.
 */
void escape_json(struct buf *b, struct sessmon_str s);

/**
 * text_width() - How many columns text takes.
 * @p: escaped text
 * @len: bytes
 *
 * Return: columns of a terminal; colour sequences of our own take none.
 */
size_t text_width(const char *p, size_t len);

/**
 * text_cut() - Where to cut text that is too wide.
 * @p: escaped text
 * @len: bytes
 * @width: columns there are
 *
 * Return: bytes that fit, whole characters with their marks.
 */
size_t text_cut(const char *p, size_t len, size_t width);

/**
 * text_shorten() - Make what was added last fit.
 * @b: buffer
 * @from: where that begins: escaped text
 * @width: columns there are
 *
 * What is cut ends in a +, in no colour.
 */
void text_shorten(struct buf *b, size_t from, size_t width);

#endif /* SESSMON_ESCAPE_H */
