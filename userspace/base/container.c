// SPDX-License-Identifier: GPL-2.0-or-later
/* From the path of a control group to a container: which runtime names them how. */
#include "base/container.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
	c->named = false;
	return true;
}

static bool cut(struct name *n, const char *before, const char *after)
{
	size_t head = strlen(before), tail = strlen(after);

	if (n->len <= head + tail || memcmp(n->text, before, head) ||
	    memcmp(n->text + n->len - tail, after, tail))
		return false;
	n->text += head;
	n->len -= head + tail;
	return true;
}

/* What systemd wrote as \xNN, as it is. */
static void copy_name(struct container *c, struct name n)
{
	size_t i, to = 0;
	unsigned int byte;

	for (i = 0; i < n.len && to < CONTAINER_ID_MAX; to++) {
		if (n.len - i >= 4 && !memcmp(n.text + i, "\\x", 2) &&
		    sscanf(n.text + i + 2, "%2x", &byte) == 1 && byte) {
			c->id[to] = (char)byte;
			i += 4;
		} else {
			c->id[to] = n.text[i++];
		}
	}
	c->id[to] = 0;
	c->named = true;
}

/*
 * LXC has the name behind a word, in older versions below a group.  nspawn puts what it
 * starts beside itself, into a group of this name, below that of the machine; virtual
 * machines have none of that name.
 */
static bool read_machine(struct name n, struct name parent, struct name above, struct container *c)
{
	bool lxc = is(parent, "lxc") || cut(&n, "lxc.payload.", "");

	if (!lxc && !(is(n, "payload") &&
		      (cut(&parent, "systemd-nspawn@", ".service") ||
		       (is(above, "machine.slice") &&
			(cut(&parent, "machine-", ".scope") || cut(&parent, "", ".scope"))))))
		return false;
	c->runtime = lxc ? "lxc" : "systemd-nspawn";
	copy_name(c, lxc ? n : parent);
	return true;
}

/* user@1000.service: what is below is that user's to arrange. */
static void read_owner(struct name n, struct container *c)
{
	if (cut(&n, "user@", ".service"))
		c->owner = (uint32_t)strtoul(n.text, NULL, 10);
}

static bool in_path(const char *path, size_t len, struct container *c)
{
	struct name n = { path, 0 }, parent = { path, 0 }, above;
	const char *end = path + len, *slash;
	bool found = false, here;

	*c = (struct container){ 0 };
	for (; path < end; path = slash + 1) {
		slash = memchr(path, '/', (size_t)(end - path));
		if (!slash)
			slash = end;
		above = parent;
		parent = n;
		n = (struct name){ path, (size_t)(slash - path) };
		read_owner(n, c);
		here = read_name(n, parent, c) || read_machine(n, parent, above, c);
		c->nested |= here && found;
		found |= here;
	}
	return found;
}

bool container_of_bundle(const char *path, const char *tasks, struct container *c)
{
	const char *id = path[0] == '/' ? strchr(path + 1, '/') : NULL;
	char bundle[4096];
	struct stat st;

	if (!id || id == path + 1 || path[1] == '.' || !id[1] || id[1] == '.' ||
	    strchr(id + 1, '/') || strlen(id + 1) > CONTAINER_ID_MAX)
		return false;
	snprintf(bundle, sizeof(bundle), "%s%s", tasks, path);
	if (lstat(bundle, &st) || !S_ISDIR(st.st_mode))
		return false;
	*c = (struct container){ .runtime = "containerd" };
	strcpy(c->id, id + 1);
	return true;
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
