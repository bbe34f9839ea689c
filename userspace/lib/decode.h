/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The decoder: bytes in, structs out, no system call, no allocation.
 *
 * It must be safe on any bytes.  Lengths are checked before they are used,
 * nesting is bounded by the rules (which know no recursion), text needs no zero
 * byte, and an attribute whose length is not its type's counts as absent.
 */
#ifndef SESSMON_DECODE_H
#define SESSMON_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "sessmon_policy.h"
#include "sessmon_types.h"
#include "wire_rules.h"

/**
 * struct sessmon_message - One message, its nests not yet opened.
 * @has: attributes that are there
 * @attrs: all of them
 * @process: nest
 * @session: nest
 * @stats: nest
 * @verify: nest
 * @first_seq: number of the first event
 * @last_seq: number of the last event, or of the table
 * @group_first: events that the group was sent before
 * @lost: events that the ring has lost
 * @boot_id: of the running kernel
 * @module_version: for people
 * @version: of the wire
 * @hooks: that are live
 * @hooks_fired: that have fired
 * @policy_generation: of the policy in force
 * @group: of the events, SESSMON_GROUP_*
 * @cmd: enum of SESSMON_CMD_*
 * @n_events: how many events it has, well formed or not
 * @n_bad: attributes that were not understood though they should have been
 */
struct sessmon_message {
	uint64_t has;
	uint64_t first_seq, last_seq, group_first, lost;
	struct sessmon_str attrs;
	struct sessmon_str boot_id, module_version;
	struct sessmon_str process, session, stats, verify;
	uint32_t version, hooks, hooks_fired;
	uint32_t policy_generation;
	uint32_t group;
	uint32_t cmd;
	uint32_t n_events;
	uint32_t n_bad;
};

/**
 * struct sessmon_decoder - What decoding an event needs besides the struct.
 * @n_bad: attributes that were not understood though they should have been
 * @n_counters: entries of @counters in use
 * @counters: room for those of one event
 */
struct sessmon_decoder {
	uint32_t n_bad;
	uint32_t n_counters;
	struct sessmon_counters counters[SESSMON_COUNTERS_MAX];
};

/**
 * sessmon_decode() - Decode a set of attributes.
 * @set: its rules
 * @in: the attributes
 * @out: the struct, which need not be cleared
 * @size: of the struct
 * @d: decoder
 */
void sessmon_decode(const struct rule_set *set, struct sessmon_str in, void *out, size_t size,
		    struct sessmon_decoder *d);

/**
 * sessmon_decode_message() - Decode what stands beside the objects.
 * @attrs: the attributes of a message
 * @m: filled
 */
void sessmon_decode_message(struct sessmon_str attrs, struct sessmon_message *m);

/**
 * sessmon_decode_stats() - Decode the reply to a request for counters.
 * @m: message
 * @stats: filled
 */
void sessmon_decode_stats(const struct sessmon_message *m, struct sessmon_stats *stats);

/**
 * sessmon_next_attr() - Find the next attribute of one number.
 * @rest: what is left to search, is moved on
 * @attr: its number
 * @payload: what is in it
 *
 * Return: false if there is none.
 */
bool sessmon_next_attr(struct sessmon_str *rest, unsigned int attr, struct sessmon_str *payload);

/**
 * sessmon_next_message() - Take the next message out of a datagram.
 * @rest: what is left of the datagram, is moved on
 * @family: number of the family; messages of others are skipped
 * @m: filled
 *
 * Return: false if there is none.
 */
bool sessmon_next_message(struct sessmon_str *rest, uint16_t family, struct sessmon_message *m);

#endif /* SESSMON_DECODE_H */
