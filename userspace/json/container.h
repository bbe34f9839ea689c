/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A container in a document. */
#ifndef SESSMON_JSON_CONTAINER_H
#define SESSMON_JSON_CONTAINER_H

#include "base/json.h"
#include "containers/containers.h"

/**
 * json_container() - Write what the schema knows of: container.* and orchestrator.*.
 * @j: writer
 * @f: facts
 */
void json_container(struct json *j, const struct container_facts *f);

/**
 * json_container_source() - Write where that is from, or why it is not known.
 * @j: writer, in the object of what the schema has no names for
 * @f: facts
 */
void json_container_source(struct json *j, const struct container_facts *f);

#endif /* SESSMON_JSON_CONTAINER_H */
