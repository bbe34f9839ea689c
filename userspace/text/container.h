/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Containers for people. */
#ifndef SESSMON_TEXT_CONTAINER_H
#define SESSMON_TEXT_CONTAINER_H

#include "base/buf.h"
#include "containers/containers.h"

/**
 * text_container() - Add a container's name, or how its id begins.
 * @b: buffer
 * @f: facts, NULL for no container
 */
void text_container(struct buf *b, const struct container_facts *f);

/**
 * text_container_image() - Add the name of its image.
 * @b: buffer
 * @f: facts, NULL for no container
 */
void text_container_image(struct buf *b, const struct container_facts *f);

/**
 * text_container_pod() - Add the name of its pod, with the namespace.
 * @b: buffer
 * @f: facts, NULL for no container
 */
void text_container_pod(struct buf *b, const struct container_facts *f);

/**
 * text_container_all() - Add all that is known of it, a line for each fact.
 * @b: buffer
 * @f: facts, NULL for no container
 * @values: column in which the values begin
 */
void text_container_all(struct buf *b, const struct container_facts *f, size_t values);

#endif /* SESSMON_TEXT_CONTAINER_H */
