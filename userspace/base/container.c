// SPDX-License-Identifier: GPL-2.0-or-later
/* From the path of a control group to a container: which runtime names them how. */
#include "base/container.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/** struct name - A part of a path, not ended by a zero. */
struct name {
	const char *text;
	size_t len;
};

/*
 * What stands before the id, by those who write it: docker and podman with
 * systemd, the plugin of containerd and nerdctl, cri-o.  Their helpers (conmon)
 * have groups of their own, libpod-conmon-ID and crio-conmon-ID: these are outside.
 */
static const struct {
	const char *prefix, *runtime;
} prefixes[] = {
	{ "docker", "docker" },	     { "libpod", "podman" }, { "cri-containerd", "containerd" },
	{ "nerdctl", "containerd" }, { "crio", "cri-o" },
};

/* The id alone: who wrote it is in the group above, or it is not said (kubelet). */
static const struct {
	const char *above, *runtime;
} parents[] = {
	{ "docker", "docker" },
	{ "libpod_parent", "podman" },
};

static bool is(struct name n, const char *text)
{
	return strlen(text) == n.len && !memcmp(n.text, text, n.len);
}

static bool is_id(const char *text)
{
	unsigned int i;

	for (i = 0; i < CONTAINER_ID_LEN; i++)
		if (!isdigit((unsigned char)text[i]) && (text[i] < 'a' || text[i] > 'f'))
			return false;
	return true;
}

/* systemd's suffix, and containerd's SLICE:PREFIX:NAME where systemd is not asked. */
static struct name bare(struct name n)
{
	static const char scope[] = ".scope";
	const size_t len = sizeof(scope) - 1;
	const char *colon = memchr(n.text, ':', n.len);

	if (colon) {
		n.len -= (size_t)(colon + 1 - n.text);
		n.text = colon + 1;
	}
	if (n.len > len && !memcmp(n.text + n.len - len, scope, len))
		n.len -= len;
	return n;
}

static const char *runtime_of_parent(struct name parent)
{
	size_t i;

	for (i = 0; i < sizeof(parents) / sizeof(parents[0]); i++)
		if (is(parent, parents[i].above))
			return parents[i].runtime;
	return NULL;
}

static const char *runtime_of_prefix(struct name prefix)
{
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (is(prefix, prefixes[i].prefix))
			return prefixes[i].runtime;
	return NULL;
}

static bool read_name(struct name n, struct name parent, struct container *c)
{
	size_t before;

	n = bare(n);
	if (n.len < CONTAINER_ID_LEN)
		return false;
	before = n.len - CONTAINER_ID_LEN;
	if (!is_id(n.text + before))
		return false;
	if (!before) {
		c->runtime = runtime_of_parent(parent);
	} else {
		/* One character, - or :, is between them. */
		c->runtime = runtime_of_prefix((struct name){ n.text, before - 1 });
		if (!c->runtime)
			return false;
	}
	memcpy(c->id, n.text + before, CONTAINER_ID_LEN);
	c->id[CONTAINER_ID_LEN] = 0;
	return true;
}

static bool in_path(const char *path, size_t len, struct container *c)
{
	struct name n = { path, 0 }, parent = { path, 0 };
	const char *end = path + len, *slash;
	bool found = false;

	for (; path < end; path = slash + 1) {
		slash = memchr(path, '/', (size_t)(end - path));
		if (!slash)
			slash = end;
		parent = n;
		n = (struct name){ path, (size_t)(slash - path) };
		found |= read_name(n, parent, c);
	}
	return found;
}

bool container_of_path(const char *path, struct container *c)
{
	return in_path(path, strlen(path), c);
}

bool container_of_file(const char *text, struct container *c)
{
	const char *line, *end, *path;

	for (line = text; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		path = memchr(line, ':', (size_t)(end - line));
		path = path ? memchr(path + 1, ':', (size_t)(end - path - 1)) : NULL;
		if (path && in_path(path + 1, (size_t)(end - path - 1), c))
			return true;
	}
	return false;
}
