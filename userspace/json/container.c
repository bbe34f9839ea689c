// SPDX-License-Identifier: GPL-2.0-or-later
/* A container in a document. */
#include "json/container.h"

static void put(struct json *j, const struct container_facts *f, enum container_field field,
		const char *path)
{
	json_puts(j, path, f->field[field]);
}

/* Any digest will do to find an image: that of its manifest, and its own. */
static void put_digests(struct json *j, const struct container_facts *f)
{
	static const enum container_field digests[] = { CONTAINER_DIGEST, CONTAINER_IMAGE_ID };
	const char *text;
	size_t i;

	if (!f->field[CONTAINER_DIGEST] && !f->field[CONTAINER_IMAGE_ID])
		return;
	json_list(j, "container.image.hash.all");
	for (i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		text = f->field[digests[i]];
		if (text)
			json_item(j, (struct sessmon_str){ text, (uint32_t)strlen(text) });
	}
	json_list_end(j);
}

static void put_pod(struct json *j, const struct container_facts *f)
{
	if (!f->field[CONTAINER_POD] && !f->field[CONTAINER_POD_UID])
		return;
	if (f->kubernetes)
		json_puts(j, "orchestrator.cluster.name", containers_cluster());
	put(j, f, CONTAINER_NAMESPACE, "orchestrator.namespace");
	put(j, f, CONTAINER_POD_UID, "orchestrator.resource.id");
	put(j, f, CONTAINER_POD, "orchestrator.resource.name");
	json_word(j, "orchestrator.resource.type", "pod");
	json_puts(j, "orchestrator.type", f->kubernetes ? "kubernetes" : f->is.runtime);
}

void json_container(struct json *j, const struct container_facts *f)
{
	json_puts(j, "container.id", f->is.id);
	put(j, f, CONTAINER_IMAGE, "container.image.name");
	if (f->field[CONTAINER_TAG]) {
		json_list(j, "container.image.tag");
		json_item(j, (struct sessmon_str){ f->field[CONTAINER_TAG],
						   (uint32_t)strlen(f->field[CONTAINER_TAG]) });
		json_list_end(j);
	}
	put_digests(j, f);
	put(j, f, CONTAINER_NAME, "container.name");
	json_puts(j, "container.runtime", f->is.runtime);
	put_pod(j, f);
}

void json_container_source(struct json *j, const struct container_facts *f)
{
	json_puts(j, "container.source", containers_source(f->source));
	json_puts(j, "container.unknown", f->why);
}
