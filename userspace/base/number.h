/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as they are typed. */
#ifndef SESSMON_NUMBER_H
#define SESSMON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/**
 * number_take() - Take a number off the front of a text.
 * @text: moved on behind the digits
 * @max: the greatest that will do
 * @value: filled
 *
 * Digits only: strtoull() would take blanks, signs and what is too large.
 *
 * Return: false if there is none, or if it is greater than @max.
 */
bool number_take(const char **text, uint64_t max, uint64_t *value);

/**
 * number_parse() - Understand a text that is a number and nothing else.
 * @text: text
 * @max: the greatest that will do
 * @value: filled
 *
 * Return: false if it is none, or if it is greater than @max.
 */
bool number_parse(const char *text, uint64_t max, uint64_t *value);

/**
 * number_parse_size() - Understand a text that is a number of bytes.
 * @text: digits, and perhaps one of K, M, G and T for powers of 1024
 * @bytes: filled
 *
 * Return: false if it is none, or more than there can be.
 */
bool number_parse_size(const char *text, uint64_t *bytes);

#endif /* SESSMON_NUMBER_H */
