// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * docker: DATA/containers/ID/config.v2.json of each container, and of all images
 * DATA/image/DRIVER/repositories.json.  cri-dockerd says of its pods in labels.
 */
#include "containers/sought.h"

#include <stdio.h>

/**
 * struct digest - The digest of an image, looked for.
 * @image: its id
 * @name: its name, NULL if any name will do
 * @found: the digest, NULL so far
 */
struct digest {
	const char *image, *name;
	const char *found;
};

/* NAME@sha256:..., which is the id that is looked for. */
static bool look_at_name(const char *name, struct tree *value, void *arg)
{
	const char *at = strchr(name, '@'), *id = tree_text(value);
	struct digest *d = arg;

	if (at && id && !strcmp(id, d->image))
		d->found = at + 1;
	return !d->found;
}

static bool look_at_repository(const char *name, struct tree *value, void *arg)
{
	struct digest *d = arg;

	if (!d->name || !strcmp(name, d->name))
		tree_each(value, look_at_name, d);
	return !d->found;
}

/* An image that was built here was never given a digest by a registry. */
static void find_digest(struct sought *s, const char *data, const char *driver)
{
	struct digest d = { s->to->field[CONTAINER_IMAGE_ID], s->to->field[CONTAINER_IMAGE], NULL };
	struct tree *t, *all;
	struct place p;

	if (!driver || strchr(driver, '/') || !d.image ||
	    !file_is_at(&p, s->owner, "%s/image/%s/repositories.json", data, driver))
		return;
	t = sought_read(s, &p);
	all = tree_at(t, "Repositories");
	tree_each(all, look_at_repository, &d);
	if (!d.found) {
		d.name = NULL;
		tree_each(all, look_at_repository, &d);
	}
	sought_set(s, CONTAINER_DIGEST, d.found);
	tree_free(t);
}

static void set_pod(struct sought *s, struct tree *labels)
{
	const char *pod = tree_text(tree_at(labels, "io.kubernetes.pod.name"));

	if (!pod)
		return;
	s->to->kubernetes = true;
	sought_set(s, CONTAINER_POD, pod);
	sought_set(s, CONTAINER_NAMESPACE,
		   tree_text(tree_at(labels, "io.kubernetes.pod.namespace")));
	sought_set(s, CONTAINER_POD_UID, tree_text(tree_at(labels, "io.kubernetes.pod.uid")));
	sought_set(s, CONTAINER_NAME, tree_text(tree_at(labels, "io.kubernetes.container.name")));
}

static bool find_in(struct sought *s, const char *data)
{
	struct tree *t, *config;
	const char *name;
	struct place p;

	if (!file_is_at(&p, s->owner, "%s/containers/%s/config.v2.json", data, s->to->is.id))
		return false;
	t = sought_read(s, &p);
	if (!t)
		return false;
	config = tree_at(t, "Config");
	set_pod(s, tree_at(config, "Labels"));
	name = tree_text(tree_at(t, "Name"));
	sought_set(s, CONTAINER_NAME, name && *name == '/' ? name + 1 : name);
	sought_set_id(s, tree_text(tree_at(t, "Image")));
	sought_set_image(s, tree_text(tree_at(config, "Image")));
	find_digest(s, data, tree_text(tree_at(t, "Driver")));
	tree_free(t);
	return true;
}

/* Where the daemon was told to keep its data. */
static void find_data(char *data, size_t size)
{
	const char *why, *said = NULL;
	struct tree *t = NULL;
	struct place p;

	if (file_is_at(&p, 0, "%s/etc/docker/daemon.json", file_root()))
		t = tree_read(&p, &why);
	said = tree_text(tree_at(t, "data-root"));
	if (!said)
		said = tree_text(tree_at(t, "graph"));
	snprintf(data, size, "%s%s", file_root(), said && *said == '/' ? said : "/var/lib/docker");
	tree_free(t);
}

bool docker_find(struct sought *s)
{
	char data[2048];
	const char *home;

	if (!s->owner) {
		find_data(data, sizeof(data));
		return find_in(s, data);
	}
	home = file_home(s->owner);
	snprintf(data, sizeof(data), "%s%s/.local/share/docker", file_root(), home ? home : "");
	return home && find_in(s, data);
}
