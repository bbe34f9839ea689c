// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * containerd: what a container was started with is in its bundle, below NAMESPACE/ID;
 * CRI and nerdctl say there what it is, in annotations.  The image of ctr's, and all
 * digests, are in its database alone.
 */
#include "containers/sought.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "containers/bolt.h"

/* Of one containerd; a folder that never ends is left. */
#define NAMESPACES 1000

/* Where it keeps what runs, and what stays: Debian's, k3s's, one that dockerd started. */
static const struct {
	const char *state, *root;
} homes[] = {
	{ "/run/containerd", "/var/lib/containerd" },
	{ "/run/k3s/containerd", "/var/lib/rancher/k3s/agent/containerd" },
	{ "/run/docker/containerd/daemon", "/var/lib/docker/containerd/daemon" },
};

static const struct {
	const char *key;
	enum container_field field;
} annotations[] = {
	{ "io.kubernetes.cri.container-name", CONTAINER_NAME },
	{ "io.kubernetes.cri.sandbox-name", CONTAINER_POD },
	{ "io.kubernetes.cri.sandbox-namespace", CONTAINER_NAMESPACE },
	{ "io.kubernetes.cri.sandbox-uid", CONTAINER_POD_UID },
	{ "nerdctl/name", CONTAINER_NAME },
}, labels[] = {
	{ "io.kubernetes.container.name", CONTAINER_NAME },
	{ "io.kubernetes.pod.name", CONTAINER_POD },
	{ "io.kubernetes.pod.namespace", CONTAINER_NAMESPACE },
	{ "io.kubernetes.pod.uid", CONTAINER_POD_UID },
	{ "nerdctl/name", CONTAINER_NAME },
};

static bool bundle_is(const char *tasks, const char *space, const char *id)
{
	struct stat st;
	struct place p;

	return file_is_at(&p, 0, "%s/%s/%s", tasks, space, id) && !lstat(p.path, &st) &&
	       S_ISDIR(st.st_mode);
}

/* Which namespace has the id. Of docker's there, docker knows more. */
static bool find_space(const char *tasks, const char *id, char *space, size_t size)
{
	struct dirent *one;
	bool found = false;
	unsigned int n = 0;
	DIR *dir = opendir(tasks);

	if (!dir)
		return false;
	while (!found && n++ < NAMESPACES && (one = readdir(dir))) {
		found = one->d_name[0] != '.' && strcmp(one->d_name, "moby") &&
			bundle_is(tasks, one->d_name, id);
		snprintf(space, size, "%s", one->d_name);
	}
	closedir(dir);
	return found;
}

static void read_bundle(struct sought *s, const char *tasks, const char *space)
{
	struct tree *t, *said;
	const char *kind;
	struct place p;
	size_t i;

	if (!file_is_at(&p, 0, "%s/%s/%s/config.json", tasks, space, s->to->is.id))
		return;
	t = sought_read(s, &p);
	said = tree_at(t, "annotations");
	kind = tree_text(tree_at(said, "io.kubernetes.cri.container-type"));
	s->to->kubernetes |= !!kind;
	for (i = 0; i < sizeof(annotations) / sizeof(annotations[0]); i++)
		sought_set(s, annotations[i].field, tree_text(tree_at(said, annotations[i].key)));
	sought_set_image(s, tree_text(tree_at(said, "io.kubernetes.cri.image-name")));
	/* The one that holds a pod's namespaces has no name of its own. */
	if (kind && !strcmp(kind, "sandbox"))
		sought_set(s, CONTAINER_NAME, "POD");
	tree_free(t);
}

static void read_database(struct sought *s, struct bolt *b, const char *space)
{
	const char *id = s->to->is.id;
	const char *image_path[] = { "v1", space, "containers", id, "image", NULL };
	const char *image = bolt_get(b, image_path);
	struct buf name = { 0 };
	size_t i;

	if (image) {
		buf_puts(&name, image);
		const char *digest[] = {
			"v1", space, "images", name.data, "target", "digest", NULL
		};

		sought_set(s, CONTAINER_DIGEST, bolt_get(b, digest));
		sought_set_image(s, name.data);
	}
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		const char *path[] = {
			"v1", space, "containers", id, "labels", labels[i].key, NULL
		};

		if (!s->to->field[labels[i].field])
			sought_set(s, labels[i].field, bolt_get(b, path));
	}
	buf_free(&name);
}

static bool find_in(struct sought *s, const char *state, const char *root)
{
	char tasks[1024], space[256];
	const char *why = FILE_ABSENT;
	struct place p;
	struct bolt b;

	snprintf(tasks, sizeof(tasks), "%s%s/io.containerd.runtime.v2.task", file_root(), state);
	if (!find_space(tasks, s->to->is.id, space, sizeof(space)))
		return false;
	read_bundle(s, tasks, space);
	if (file_is_at(&p, 0, "%s%s/io.containerd.metadata.v1.bolt/meta.db", file_root(), root) &&
	    bolt_open(&b, &p, &why)) {
		read_database(s, &b, space);
		bolt_close(&b);
	} else if (!s->why || s->why == FILE_ABSENT) {
		s->why = why;
	}
	/* ctr calls it by its id. */
	sought_set(s, CONTAINER_NAME, s->to->is.id);
	return true;
}

bool containerd_find(struct sought *s)
{
	bool found = false;
	size_t i;

	for (i = 0; i < sizeof(homes) / sizeof(homes[0]) && !found && !s->owner; i++)
		found = find_in(s, homes[i].state, homes[i].root);
	return found;
}
