/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Containers by name: what their runtimes wrote to disk of an id, and what the kernel
 * captured of who started it.  No socket is opened, and nothing is asked of anybody.
 *
 * Each id is looked up once, when it is first seen; again after a while if it was not
 * found, a few times; then it is unknown, with the reason.
 */
#ifndef SESSMON_CONTAINERS_H
#define SESSMON_CONTAINERS_H

#include "base/buf.h"
#include "base/container.h"
#include "mirror/mirror.h"

/**
 * enum container_field - What is known of a container beside its id.
 * @CONTAINER_NAME: its name
 * @CONTAINER_IMAGE: name of the image, with the registry, without the tag
 * @CONTAINER_TAG: the image's tag
 * @CONTAINER_DIGEST: of the image's manifest, "sha256:..."
 * @CONTAINER_IMAGE_ID: of the image's configuration, "sha256:..."
 * @CONTAINER_POD: name of its pod
 * @CONTAINER_POD_UID: the pod's id
 * @CONTAINER_NAMESPACE: of the pod
 * @CONTAINER_FIELDS: how many there are
 */
enum container_field {
	CONTAINER_NAME,
	CONTAINER_IMAGE,
	CONTAINER_TAG,
	CONTAINER_DIGEST,
	CONTAINER_IMAGE_ID,
	CONTAINER_POD,
	CONTAINER_POD_UID,
	CONTAINER_NAMESPACE,
	CONTAINER_FIELDS,
};

/**
 * enum container_source - Where it is known from.
 * @CONTAINER_FROM_NOWHERE: it is not
 * @CONTAINER_FROM_FILE: files of the runtime, which are root's
 * @CONTAINER_FROM_USER: files of the user whose container it is: what he says
 * @CONTAINER_FROM_ARGV: arguments of the runtime's helper, as the kernel captured them
 * @CONTAINER_FROM_LINK: name of kubelet's link to its log
 * @CONTAINER_FROM_CGROUP: name of its control group
 */
enum container_source {
	CONTAINER_FROM_NOWHERE,
	CONTAINER_FROM_FILE,
	CONTAINER_FROM_USER,
	CONTAINER_FROM_ARGV,
	CONTAINER_FROM_LINK,
	CONTAINER_FROM_CGROUP,
};

/**
 * struct container_facts - A container and what it is called.
 * @is: its id and runtime
 * @field: by enum container_field; text from anybody, NULL if it is not known
 * @source: where that is from
 * @kubernetes: the pod is one of a cluster's
 * @why: why nothing is known, NULL if something is
 */
struct container_facts {
	struct container is;
	char *field[CONTAINER_FIELDS];
	enum container_source source;
	bool kubernetes;
	const char *why;
};

/**
 * containers_of() - Find out what is known of the container of a control group.
 * @m: who may know the runtime's helper, NULL if nobody does
 * @cgroup: number of the group
 * @key: a process in it
 *
 * Return: facts until the next call, NULL if the group is in no container.
 */
const struct container_facts *containers_of(const struct mirror *m, uint64_t cgroup,
					    const struct sessmon_key *key);

/**
 * containers_notice() - Look up a container before it runs anything.
 * @m: mirror
 * @key: process that has executed a program, which may be the helper of a container
 *
 * What runs for a moment has left no trace when its events are read, its control group
 * is gone; its helper was there before it, and is above it.
 */
void containers_notice(const struct mirror *m, const struct sessmon_key *key);

/**
 * containers_of_process() - The same, for a process as far as the mirror knows it.
 * @m: mirror
 * @p: process
 *
 * Return: facts until the next call, NULL if it is in no container.
 */
const struct container_facts *containers_of_process(const struct mirror *m,
						    const struct sessmon_process *p);

/**
 * containers_of_session() - The same, for the leader of a session.
 * @m: mirror
 * @s: session
 *
 * Return: facts until the next call, NULL if it is in no container.
 */
const struct container_facts *containers_of_session(const struct mirror *m,
						    const struct sessmon_session *s);

/**
 * containers_find() - Look one up now, with nothing kept.
 * @f: filled; @f->is says which
 * @m: who may know the runtime's helper, NULL if nobody does
 * @key: a process in it
 */
void containers_find(struct container_facts *f, const struct mirror *m,
		     const struct sessmon_key *key);

/**
 * containers_clear() - Forget facts.
 * @f: facts
 */
void containers_clear(struct container_facts *f);

/**
 * containers_source() - Name a source.
 * @source: which
 *
 * Return: a word.
 */
const char *containers_source(enum container_source source);

/**
 * containers_cluster() - What the configuration says this host's cluster is called.
 *
 * Return: a name, NULL if it says nothing.
 */
const char *containers_cluster(void);

/**
 * containers_put_image() - Add an image as people write it.
 * @b: buffer
 * @f: facts
 *
 * Return: false if it is not known.
 */
bool containers_put_image(struct buf *b, const struct container_facts *f);

/**
 * containers_are_below() - Look below a folder instead of /.
 * @root: folder, which is kept; for tests
 */
void containers_are_below(const char *root);

#endif /* SESSMON_CONTAINERS_H */
