/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which container a process is in, as the paths of control groups tell. */
#ifndef SESSMON_CONTAINER_H
#define SESSMON_CONTAINER_H

#include <stdbool.h>
#include <stdint.h>

/* Digits of an id; and characters of a name that is one. */
#define CONTAINER_ID_LEN 64
#define CONTAINER_ID_MAX 128

struct sessmon_key;

/**
 * struct container - A container.
 * @runtime: what made it ("docker", "podman", "containerd", "cri-o", "systemd-nspawn",
 *           "lxc"), NULL if only the id is known
 * @id: 64 digits, or a name
 * @owner: user below whose systemd it is, else 0
 * @named: the id is the name: there is no other
 * @nested: it is in another container
 */
struct container {
	const char *runtime;
	char id[CONTAINER_ID_MAX + 1];
	uint32_t owner;
	bool named, nested;
};

/**
 * container_of_path() - Find a container in the path of a control group.
 * @path: as in the third field of /proc/PID/cgroup
 * @c: what to fill
 *
 * Of containers in containers it is the innermost one.
 *
 * Return: false if the path names none.
 */
bool container_of_path(const char *path, struct container *c);

/**
 * container_of_bundle() - Find a container that has no number in the path of its group.
 * @path: as in the third field of /proc/PID/cgroup
 * @tasks: folder of the bundles of containerd, which calls the group /NAMESPACE/ID and
 *   has a bundle NAMESPACE/ID
 * @c: what to fill
 *
 * Return: false if there is no such bundle.
 */
bool container_of_bundle(const char *path, const char *tasks, struct container *c);

/**
 * container_of_file() - Find a container in the text of /proc/PID/cgroup.
 * @text: lines of all hierarchies, of version 1 and 2
 * @c: what to fill
 *
 * Return: false if no line names one.
 */
bool container_of_file(const char *text, struct container *c);

/**
 * container_of_cgroup() - Find the container of a control group.
 * @id: of the group, in the unified hierarchy
 * @key: a process in it, which is asked on hosts of version 1; may have ended
 *
 * Groups are never renumbered, so the answer is kept; it outlives the group.
 *
 * Return: the container until the next call, or NULL.
 */
const struct container *container_of_cgroup(uint64_t id, const struct sessmon_key *key);

/**
 * container_set_source() - Ask somebody else than the kernel, for groups that are past.
 * @source: fills a container, or returns false if the group is in none; NULL asks the
 *   kernel again
 */
void container_set_source(bool (*source)(uint64_t cgroup, struct container *c));

#endif /* SESSMON_CONTAINER_H */
