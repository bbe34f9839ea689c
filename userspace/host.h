/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SESSMON_HOST_H
#define SESSMON_HOST_H

#include "buf.h"
#include "sessmon.h"

/**
 * struct host - Which machine, and which life of it.
 * @name: host name
 * @machine_id: survives a boot; empty if there is none
 * @boot_id: of this boot
 */
struct host {
	char name[256];
	char machine_id[64];
	char boot_id[64];
};

/**
 * host_identify() - Find out.
 * @info: what the module said, or NULL
 *
 * Return: the identity, the same one at each call.
 */
const struct host *host_identify(const struct sessmon_info *info);

/**
 * host_entity_id() - The one formula for the name of a process in documents.
 * @b: buffer
 * @key: process, or session (then it is its leader's)
 *
 * BOOT_ID:PID:START, where START is ns of boot time.  The same in events and
 * dumps, and what follows the first colon is what "sessmon show" takes.
 */
void host_entity_id(struct buf *b, const struct sessmon_key *key);

#endif /* SESSMON_HOST_H */
