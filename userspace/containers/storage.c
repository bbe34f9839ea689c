// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * containers/storage, which podman and cri-o keep their containers in: of all of them
 * DRIVER-containers/containers.json, and of all images DRIVER-images/images.json.
 */
#include "containers/sought.h"

#include <stdio.h>
#include <stdlib.h>

/* As much of a pod's id as its first container has in its name, before this. */
#define POD_DIGITS 12
#define INFRA	   "-infra"

/** struct store - The folder of the containers of a driver, and their list. */
struct store {
	char path[2048];
	struct tree *list;
};

static const char *const drivers[] = { "overlay", "vfs", "btrfs", "zfs" };

static bool has_name(struct tree *one, const char *name)
{
	struct tree *names = tree_at(one, "names");
	const char *text;
	size_t i;

	for (i = 0; (text = tree_text(tree_item(names, i))); i++)
		if (!strcmp(text, name))
			return true;
	return false;
}

static bool has_id(struct tree *one, const char *id)
{
	const char *text = tree_text(tree_at(one, "id"));

	return text && !strcmp(text, id);
}

static struct tree *find_one(struct tree *list, bool (*is)(struct tree *one, const char *what),
			     const char *what)
{
	struct tree *one;
	size_t i;

	for (i = 0; (one = tree_item(list, i)) && !is(one, what); i++)
		;
	return one;
}

/* cri-o says here what it knows of pods, too. The name of its container is that in the pod. */
static void read_metadata(struct sought *s, const char *text)
{
	struct tree *t;
	const char *why;

	t = text ? tree_parse(text, strlen(text), &why) : NULL;
	sought_set_image(s, tree_text(tree_at(t, "image-name")));
	sought_set_id(s, tree_text(tree_at(t, "image-id")));
	sought_set(s, CONTAINER_POD, tree_text(tree_at(t, "pod-name")));
	tree_free(t);
}

/* Of the image its digest; it may have been removed since. */
static void read_images(struct sought *s, const struct store *at, const char *image)
{
	static const char tail[] = "-containers";
	size_t len = strlen(at->path) - (sizeof(tail) - 1);
	struct tree *list, *one;
	struct place p;

	if (!image || !file_is_at(&p, s->owner, "%.*s-images/images.json", (int)len, at->path))
		return;
	list = sought_read(s, &p);
	one = find_one(list, has_id, image);
	sought_set_id(s, image);
	sought_set(s, CONTAINER_DIGEST, tree_text(tree_at(one, "digest")));
	if (one)
		sought_set_image(s, tree_text(tree_item(tree_at(one, "names"), 0)));
	tree_free(list);
}

static struct tree *read_config(struct sought *s, const char *folder, const char *id)
{
	struct place p;

	if (!file_is_at(&p, s->owner, "%s/%s/userdata/config.json", folder, id))
		return NULL;
	return sought_read(s, &p);
}

/* A pod of podman's is called as its first container calls the host. */
static void read_pod(struct sought *s, const struct store *at, const char *pod, const char *infra)
{
	char name[POD_DIGITS + sizeof(INFRA)];
	struct tree *config;

	sought_set(s, CONTAINER_POD_UID, pod);
	snprintf(name, sizeof(name), "%.*s%s", POD_DIGITS, pod, INFRA);
	if (!infra)
		infra = tree_text(tree_at(find_one(at->list, has_name, name), "id"));
	if (!infra || strchr(infra, '/'))
		return;
	config = read_config(s, at->path, infra);
	sought_set(s, CONTAINER_POD, tree_text(tree_at(config, "hostname")));
	tree_free(config);
}

/* Of .../machine-libpod_pod_ID.slice or .../libpod_parent/ID, as what it was started with says. */
static bool pod_in(const char *path, char *pod)
{
	static const char *const before[] = { "libpod_pod_", "libpod_parent/" };
	const char *at;
	size_t i;

	for (i = 0; path && i < sizeof(before) / sizeof(before[0]); i++) {
		at = strstr(path, before[i]);
		if (!at || strspn(at + strlen(before[i]), "0123456789abcdef") < CONTAINER_ID_LEN)
			continue;
		snprintf(pod, CONTAINER_ID_LEN + 1, "%s", at + strlen(before[i]));
		return true;
	}
	return false;
}

/* cri-o's annotations. Newer ones have another name, with the same end. */
static void read_annotations(struct sought *s, struct tree *said)
{
	static const struct {
		const char *key, *other;
		enum container_field field;
	} keys[] = {
		{ "io.kubernetes.pod.name", NULL, CONTAINER_POD },
		{ "io.kubernetes.pod.namespace", NULL, CONTAINER_NAMESPACE },
		{ "io.kubernetes.pod.uid", NULL, CONTAINER_POD_UID },
		{ "io.kubernetes.container.name", NULL, CONTAINER_NAME },
		{ "io.kubernetes.cri-o.Name", "name.crio.io", CONTAINER_NAME },
	};
	const char *text;
	size_t i;

	if (!tree_at(said, "io.kubernetes.pod.name"))
		return;
	s->to->kubernetes = true;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		text = tree_text(tree_at(said, keys[i].key));
		if (!text && keys[i].other)
			text = tree_text(tree_at(said, keys[i].other));
		sought_set(s, keys[i].field, text);
	}
	text = tree_text(tree_at(said, "io.kubernetes.cri-o.ImageName"));
	sought_set_image(s, text ? text : tree_text(tree_at(said, "image-name.crio.io")));
}

/* Where conmon says that the bundle is, or beside the list. */
static void read_start(struct sought *s, const struct store *at)
{
	struct sessmon_str bundle = s->helper.bundle;
	char pod[CONTAINER_ID_LEN + 1];
	struct tree *config = NULL, *said;
	const char *path;
	struct place p;

	if (bundle.len && *bundle.data == '/' &&
	    file_is_at(&p, s->owner, "%s%.*s/config.json", file_root(), (int)bundle.len,
		       bundle.data))
		config = sought_read(s, &p);
	if (!config && *at->path)
		config = read_config(s, at->path, s->to->is.id);
	said = tree_at(config, "annotations");
	read_annotations(s, said);
	path = tree_text(tree_at(tree_at(config, "linux"), "cgroupsPath"));
	if (pod_in(path, pod) && strcmp(pod, s->to->is.id))
		read_pod(s, at, pod, tree_text(tree_at(said, "io.kubernetes.cri-o.SandboxID")));
	tree_free(config);
}

static bool look_in(struct sought *s, struct store *at, const char *list)
{
	struct tree *one;
	struct place p;

	if (!file_is_at(&p, s->owner, "%s/%s", at->path, list))
		return false;
	at->list = sought_read(s, &p);
	one = find_one(at->list, has_id, s->to->is.id);
	if (one) {
		read_start(s, at);
		sought_set(s, CONTAINER_NAME, tree_text(tree_item(tree_at(one, "names"), 0)));
		read_metadata(s, tree_text(tree_at(one, "metadata")));
		read_images(s, at, tree_text(tree_at(one, "image")));
	}
	tree_free(at->list);
	at->list = NULL;
	return one;
}

static bool look_below(struct sought *s, const char *root)
{
	struct store at = { 0 };
	size_t i;

	for (i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		snprintf(at.path, sizeof(at.path), "%s/%s-containers", root, drivers[i]);
		if (look_in(s, &at, "containers.json") ||
		    look_in(s, &at, "volatile-containers.json"))
			return true;
	}
	return false;
}

/* STORE/ID/userdata, wherever the store was put. */
static bool look_in_bundle(struct sought *s)
{
	struct sessmon_str bundle = s->helper.bundle;
	struct store at = { 0 };
	const char *end;

	end = bundle.len ? memmem(bundle.data, bundle.len, s->to->is.id, strlen(s->to->is.id)) :
			   NULL;
	if (!end || *bundle.data != '/' || end[-1] != '/' || bundle.len >= sizeof(at.path) / 2)
		return false;
	snprintf(at.path, sizeof(at.path), "%s%.*s", file_root(), (int)(end - 1 - bundle.data),
		 bundle.data);
	return strlen(at.path) > sizeof("-containers") &&
	       !strcmp(at.path + strlen(at.path) - (sizeof("-containers") - 1), "-containers") &&
	       look_in(s, &at, "containers.json");
}

bool storage_find(struct sought *s)
{
	const char *home = s->owner ? file_home(s->owner) : NULL;
	char root[1536];

	if (look_in_bundle(s))
		return true;
	snprintf(root, sizeof(root), "%s%s%s", file_root(), home ? home : "",
		 s->owner ? "/.local/share/containers/storage" : "/var/lib/containers/storage");
	if ((home || !s->owner) && look_below(s, root))
		return true;
	snprintf(root, sizeof(root), "%s/run/containers/storage", file_root());
	return !s->owner && look_below(s, root);
}
