/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libsessmon: what its structs are made of, and what is not on the wire: text, lists,
 * losses, and who answers.  Included by sessmon_types.h.
 */
#ifndef SESSMON_BASE_H
#define SESSMON_BASE_H

#include <stdbool.h>
#include <stdint.h>
#include <linux/sessmon.h>

/**
 * sessmon_has() - Whether a fact is there.
 * @obj: pointer to one of the structs below
 * @attr: the attribute's number, for instance SESSMON_A_PROCESS_COMM
 */
#define sessmon_has(obj, attr) (((obj)->has >> (attr)) & 1)

/**
 * struct sessmon_str - Text or bytes that belong to somebody else.
 * @data: not ended by a zero byte; not necessarily valid text
 * @len: how many bytes
 */
struct sessmon_str {
	const char *data;
	uint32_t len;
};

/** SESSMON_COUNTERS_MAX - Event types that one message can count. */
#define SESSMON_COUNTERS_MAX 32

/** SESSMON_GROUPS_MAX - Groups that one message can count. */
#define SESSMON_GROUPS_MAX 8

struct sessmon_counters;

/**
 * struct sessmon_counter_list - Counters by event type.
 * @list: belongs to whoever filled it
 * @n: entries of @list
 */
struct sessmon_counter_list {
	const struct sessmon_counters *list;
	uint32_t n;
};

/**
 * enum sessmon_loss_where - Where events were lost.
 * @SESSMON_LOSS_NONE: not a loss that the library found
 * @SESSMON_LOSS_RING: in the kernel, before netlink; seen by every reader
 * @SESSMON_LOSS_SOCKET: between netlink and this reader; the count is exact
 * @SESSMON_LOSS_OVERRUN: this reader's buffer ran over; how many were lost is
 *   told by a SESSMON_LOSS_SOCKET when the next message of the group arrives
 * @SESSMON_LOSS_TRUNCATED: a message was larger than the buffer (which has
 *   grown); counted like an overrun
 * @SESSMON_LOSS_DEMOTED: this reader was slower than a reliable one may be, and
 *   what was held for it is gone; counted like an overrun
 * @SESSMON_LOSS_UNLOADED: the module was not there; nobody knows what happened
 *   meanwhile.  The library does not say it: a handle ends with the module
 */
enum sessmon_loss_where {
	SESSMON_LOSS_NONE,
	SESSMON_LOSS_RING,
	SESSMON_LOSS_SOCKET,
	SESSMON_LOSS_OVERRUN,
	SESSMON_LOSS_TRUNCATED,
	SESSMON_LOSS_DEMOTED,
	SESSMON_LOSS_UNLOADED,
};

/**
 * struct sessmon_loss - A loss that the library found.
 * @where: where
 * @count: how many, 0 if not known
 * @group: SESSMON_GROUP_* for a loss of one group, else 0
 */
struct sessmon_loss {
	enum sessmon_loss_where where;
	uint32_t group;
	uint64_t count;
};

/**
 * struct sessmon_info - Who answers.
 * @boot_id: of the running kernel, empty if the module does not know it
 * @module_version: for people
 * @last_seq: number of the last event
 * @version: of the wire
 * @hooks: enum sessmon_hook
 * @hooks_fired: those that had fired by then
 * @reserved: zero
 */
struct sessmon_info {
	char boot_id[40];
	char module_version[64];
	uint64_t last_seq;
	uint32_t version;
	uint32_t hooks, hooks_fired;
	uint64_t reserved[8];
};

#endif /* SESSMON_BASE_H */
