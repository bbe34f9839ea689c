/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One container that is looked for, and a file for each runtime that may have written of it. */
#ifndef SESSMON_CONTAINERS_SOUGHT_H
#define SESSMON_CONTAINERS_SOUGHT_H

#include "containers/containers.h"
#include "containers/tree.h"

/**
 * struct helper - What the kernel captured of the process that keeps a container.
 * @known: whether there is one
 * @conmon: it is conmon
 * @uid: as whom it runs
 * @name: that conmon was told, not ended by a zero
 * @bundle: folder that conmon was told
 * @space: namespace that a shim of containerd's was told
 * @id: of the container; of the pod's first one, if a shim has a pod
 */
struct helper {
	bool known, conmon;
	uint32_t uid;
	struct sessmon_str name, bundle, space, id;
};

/**
 * struct sought - A container that is looked for.
 * @to: facts; @to->is says which
 * @helper: of it
 * @owner: whose container it is
 * @why: why the file that was looked at last said nothing
 */
struct sought {
	struct container_facts *to;
	struct helper helper;
	uint32_t owner;
	const char *why;
};

/**
 * sought_set() - Take over a fact.
 * @s: what is looked for
 * @field: which fact
 * @text: text from anybody, or NULL
 *
 * What is known already stays.
 */
void sought_set(struct sought *s, enum container_field field, const char *text);

/**
 * sought_set_image() - Take over an image, as people write it.
 * @s: what is looked for
 * @text: NAME, NAME:TAG, NAME@DIGEST or a number, or NULL
 */
void sought_set_image(struct sought *s, const char *text);

/**
 * sought_set_id() - Take over the number of an image.
 * @s: what is looked for
 * @text: 64 digits, with "sha256:" or without, or NULL
 */
void sought_set_id(struct sought *s, const char *text);

/**
 * sought_read() - Read a file.
 * @s: what is looked for; the reason is kept if nothing was read
 * @p: where it is
 *
 * Of several reasons the one is kept that says more than that a file is absent.
 *
 * Return: a tree, to be freed, or NULL.
 */
struct tree *sought_read(struct sought *s, const struct place *p);

/**
 * helper_take() - Take a process as a helper.
 * @h: filled
 * @p: process
 *
 * Return: false if it is none.
 */
bool helper_take(struct helper *h, const struct sessmon_process *p);

/**
 * helper_container() - The container that a helper keeps.
 * @h: helper
 * @c: filled
 *
 * Return: false if it was told of a pod, not of a container.
 */
bool helper_container(const struct helper *h, struct container *c);

/**
 * sought_find() - Look for a container whose helper is known.
 * @to: filled; @to->is says which
 * @h: its helper, which may not be known
 */
void sought_find(struct container_facts *to, const struct helper *h);

/**
 * helper_find() - Find the helper of a container.
 * @h: filled
 * @id: of the container, NULL for whichever it is
 * @m: mirror, or NULL
 * @key: a process in the container
 */
void helper_find(struct helper *h, const char *id, const struct mirror *m,
		 const struct sessmon_key *key);

/**
 * storage_find() - containers/storage: podman, and cri-o.
 * @s: what is looked for
 *
 * Return: true if it was found.
 */
bool storage_find(struct sought *s);

/**
 * docker_find() - docker, and cri-dockerd.
 * @s: what is looked for
 *
 * Return: true if it was found.
 */
bool docker_find(struct sought *s);

/**
 * containerd_find() - containerd: ctr, nerdctl, CRI.
 * @s: what is looked for
 *
 * Return: true if it was found.
 */
bool containerd_find(struct sought *s);

/**
 * kubelet_find() - The links that kubelet makes to the logs of its containers.
 * @s: what is looked for
 *
 * Return: true if it was found.
 */
bool kubelet_find(struct sought *s);

#endif /* SESSMON_CONTAINERS_SOUGHT_H */
