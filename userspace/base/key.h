/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which object is meant by what was typed: a pid, s:PID, or an entity id. */
#ifndef SESSMON_TOOL_KEY_H
#define SESSMON_TOOL_KEY_H

#include <stdbool.h>

#include "sessmon.h"

/**
 * enum key_verdict - What became of a key that a user wrote.
 * @KEY_OK: understood
 * @KEY_BAD: not a key
 * @KEY_OTHER_BOOT: a key of another boot, so there is no such process
 */
enum key_verdict {
	KEY_OK,
	KEY_BAD,
	KEY_OTHER_BOOT,
};

/**
 * struct key_request - What a user asked for.
 * @session: a session, not a process
 * @key: which
 */
struct key_request {
	bool session;
	struct sessmon_key key;
};

/**
 * key_parse() - Understand a key that a user wrote.
 * @text: [s:][BOOT_ID:]PID[:START]
 * @boot_id: of this boot
 * @k: filled
 *
 * Return: enum key_verdict.
 */
enum key_verdict key_parse(const char *text, const char *boot_id, struct key_request *k);

#endif /* SESSMON_TOOL_KEY_H */
