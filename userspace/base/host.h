/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who this host is. */
#ifndef SESSMON_HOST_H
#define SESSMON_HOST_H

#include <stdbool.h>

#include "base/buf.h"
#include "sessmon.h"

/**
 * struct host - Which machine, and which life of it.
 * @name: host name
 * @machine_id: survives a boot; empty if there is none
 * @boot_id: of this boot
 * @machine: kind of processor, as uname -m has it
 * @kernel: its release
 * @os_id: of the distribution, as os-release(5) has it; empty, as all that follow, if it
 *   is not known
 * @os_family: the distribution that it is like
 * @os_name: its name
 * @os_version: its version
 * @os_full: name and version
 */
struct host {
	char name[256];
	char machine_id[64];
	char boot_id[64];
	char machine[65];
	char kernel[65];
	char os_id[64];
	char os_family[64];
	char os_name[128];
	char os_version[64];
	char os_full[128];
};

/**
 * host_identify() - Find out.
 * @info: what the module said, or NULL
 *
 * Return: the identity, the same one at each call.
 */
const struct host *host_identify(const struct sessmon_info *info);

/**
 * host_set() - Tell of another host, or of another life of this one, from now on.
 * @name: host name
 * @machine_id: empty if not known
 * @boot_id: of which boot
 * @kernel: its release
 *
 * What is not said here is as it is on this host.
 */
void host_set(const char *name, const char *machine_id, const char *boot_id, const char *kernel);

/**
 * host_has_changed() - Look again at what a host is given while it starts, or later.
 *
 * A reader may be there before the host has its name and its machine id, and outlive
 * its name.  Once a second is enough, and cheap enough to be asked for each document.
 *
 * Return: whether host_identify() now tells another one than before.
 */
bool host_has_changed(void);

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
