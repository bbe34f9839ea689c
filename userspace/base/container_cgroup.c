// SPDX-License-Identifier: GPL-2.0-or-later
/* From the number of a control group to its path, and to the container in it. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "base/clock.h"
#include "base/container.h"
#include "base/proc.h"
#include "sessmon.h"

#define MOUNT	    "/sys/fs/cgroup"
#define SLOTS	    64
#define GONE	    " (deleted)" /* what a path of the kernel's may end in */
#define BUNDLES	    "/run/containerd/io.containerd.runtime.v2.task"
#define KERNFS_TYPE 0xfe /* FILEID_KERNFS of linux/exportfs.h: the id, 64 bits */

/** struct slot - The answer for one group; a newcomer takes the slot of another. */
struct slot {
	uint64_t id;
	bool found;
	struct container container;
};

/* Only the unified hierarchy, so that a group's number tells all there is to tell. */
static bool is_unified(void)
{
	static int answer = -1;
	struct statfs fs;

	if (answer < 0)
		answer = !statfs(MOUNT, &fs) && fs.f_type == CGROUP2_SUPER_MAGIC;
	return answer;
}

static int open_group(uint64_t id)
{
	static int root = -1;
	union {
		struct file_handle head;
		char room[sizeof(struct file_handle) + sizeof(id)];
	} handle = { .head = { .handle_bytes = sizeof(id), .handle_type = KERNFS_TYPE } };

	if (root < 0)
		root = open(MOUNT, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	memcpy(handle.room + sizeof(struct file_handle), &id, sizeof(id));
	return root < 0 ? -1 : open_by_handle_at(root, &handle.head, O_PATH | O_CLOEXEC);
}

static bool by_number(uint64_t id, struct container *c)
{
	char link[64], path[4096];
	int fd = open_group(id);
	ssize_t len;

	if (fd < 0)
		return false;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	close(fd);
	if (len < 0)
		return false;
	path[len] = 0;
	if (len > (ssize_t)strlen(GONE) && !strcmp(path + len - strlen(GONE), GONE))
		path[len - (ssize_t)strlen(GONE)] = 0;
	/* As it is mounted; the bundle's folder is called as the group's own path is. */
	return container_of_path(path, c) ||
	       (!strncmp(path, MOUNT "/", sizeof(MOUNT)) &&
		container_of_bundle(path + sizeof(MOUNT) - 1, BUNDLES, c));
}

/* The pid may have been given to another process since. */
static bool by_process(const struct sessmon_key *key, struct container *c)
{
	const uint64_t tick = NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
	char text[4096];
	struct proc p;

	return proc_read_file(key->id, "cgroup", text, sizeof(text)) && proc_read(key->id, &p) &&
	       p.start == key->start / tick && container_of_file(text, c);
}

static bool (*other_source)(uint64_t cgroup, struct container *c);

void container_set_source(bool (*source)(uint64_t cgroup, struct container *c))
{
	other_source = source;
}

const struct container *container_of_cgroup(uint64_t id, const struct sessmon_key *key)
{
	static struct slot slots[SLOTS], once;
	struct slot *s = &slots[id % SLOTS];

	if (other_source) {
		once.found = other_source(id, &once.container);
		s = &once;
	} else if (!is_unified()) {
		once.found = by_process(key, &once.container);
		s = &once;
	} else if (s->id != id) {
		s->id = id;
		s->found = by_number(id, &s->container);
	}
	return s->found ? &s->container : NULL;
}
