/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hooks: what is not known without one, and sessmon verify --hooks, whether each works. */
#ifndef SESSMON_VERIFY_HOOKS_H
#define SESSMON_VERIFY_HOOKS_H

#include "text/printer.h"

/** HOOK_SYMBOLS - Functions of the kernel that carry one hook, at the most. */
#define HOOK_SYMBOLS 3

/**
 * struct hook_fact - What is not known without a hook.
 * @hook: enum sessmon_hook
 * @symbols: functions of the kernel that carry it, NULL if none can be named
 * @missing: in words
 */
struct hook_fact {
	uint32_t hook;
	const char *symbols[HOOK_SYMBOLS];
	const char *missing;
};

/**
 * hooks_fact() - Look up what is not known without a hook.
 * @hook: enum sessmon_hook
 *
 * Return: it, or NULL for a hook that the module does not load without.
 */
const struct hook_fact *hooks_fact(uint32_t hook);

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
