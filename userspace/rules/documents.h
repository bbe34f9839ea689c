/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents as "monitor -j" writes them, read again: one a line. */
#ifndef SESSMON_RULES_DOCUMENTS_H
#define SESSMON_RULES_DOCUMENTS_H

#include <stdio.h>

#include "rules/node.h"

/**
 * struct documents - A file of them.
 * @file: where they come from
 * @text: the present line, as it is
 * @yaml: the present line, as YAML would write it
 * @room: of @text
 * @arena: of @root
 * @root: the present document, NULL if it is none: @error says why
 * @line: its number, from 1 on
 * @error: what is wrong with the present line, empty if nothing is
 */
struct documents {
	FILE *file;
	char *text;
	struct buf yaml;
	size_t room;
	struct arena arena;
	const struct node *root;
	unsigned int line;
	char error[160];
};

/**
 * documents_open() - Begin to read.
 * @d: filled
 * @path: of the file; - is the standard input
 *
 * Return: false if there is none; errno says why.
 */
bool documents_open(struct documents *d, const char *path);

/**
 * documents_next() - Read one.
 * @d: documents
 *
 * Return: false after the last line.
 */
bool documents_next(struct documents *d);

/**
 * documents_close() - Give everything back.
 * @d: documents
 */
void documents_close(struct documents *d);

#endif /* SESSMON_RULES_DOCUMENTS_H */
