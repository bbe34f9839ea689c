/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys as JSON. */
#ifndef SESSMON_KEY_JSON_H
#define SESSMON_KEY_JSON_H

#include "base/json.h"

/**
 * json_key() - Write a key into the present object: entity_id, pid and start_ns.
 * @j: writer
 * @key: of a process or a session
 */
void json_key(struct json *j, const struct sessmon_key *key);

/**
 * json_key_ecs() - The same as the Elastic Common Schema has it: start is a date.
 * @j: writer
 * @key: of a process or a session
 */
void json_key_ecs(struct json *j, const struct sessmon_key *key);

#endif /* SESSMON_KEY_JSON_H */
