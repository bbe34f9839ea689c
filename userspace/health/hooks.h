/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sessmon verify --hooks: whether each hook works on this kernel. */
#ifndef SESSMON_VERIFY_HOOKS_H
#define SESSMON_VERIFY_HOOKS_H

#include "text/printer.h"

/**
 * verify_hooks() - Provoke each fact and see whether the stream tells of it.
 * @s: handle that has not subscribed yet
 * @p: printer; the result in words, or members of its document, are added
 * @json: members of its document
 * @ok: whether everything was seen that could be
 *
 * Return: 0 or a negative error of the library.
 */
int verify_hooks(struct sessmon *s, struct printer *p, bool json, bool *ok);

#endif /* SESSMON_VERIFY_HOOKS_H */
