/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libsessmon: the policy, and the module's check of itself.  Included by
 * sessmon.h.
 */
#ifndef SESSMON_POLICY_H
#define SESSMON_POLICY_H

#include "sessmon_types.h"

struct sessmon;

/** SESSMON_RECORDS_MAX - Classes that a policy can say something of. */
#define SESSMON_RECORDS_MAX 32

/**
 * struct sessmon_policy - A policy.
 * @generation: grows with each one that comes into force; 1 is the built-in one
 * @built_in: it is, or shall be, the built-in one
 * @n_rules: entries of @rules
 * @rules: programs
 * @n_records: entries of @records
 * @records: classes; of those that are not there everything is put on record
 * @reserved: zero
 */
struct sessmon_policy {
	uint32_t generation;
	bool built_in;
	unsigned int n_rules;
	const struct sessmon_rule *rules;
	unsigned int n_records;
	const struct sessmon_record *records;
	uint64_t reserved[4];
};

/**
 * typedef sessmon_policy_fn - Is given a policy.
 * @p: it; valid during the call only
 * @arg: as handed in
 *
 * Return: what sessmon_policy_get() shall return.
 */
typedef int (*sessmon_policy_fn)(const struct sessmon_policy *p, void *arg);

/**
 * sessmon_policy_get() - The policy in force.
 * @s: handle
 * @fn: called once
 * @arg: handed to @fn
 *
 * Return: what @fn returned, or a negative error.
 */
int sessmon_policy_get(struct sessmon *s, sessmon_policy_fn fn, void *arg);

/**
 * sessmon_policy_set() - Another policy, as a whole.
 * @s: handle
 * @p: the policy; its generation is not looked at
 * @generation: filled with that of the new one
 *
 * Programs that run are given the roles of the new policy: what a rule for the same path
 * named before it names still, whatever became of the file.
 *
 * Return: 0, or a negative error, and then the old one stays in force.
 */
int sessmon_policy_set(struct sessmon *s, const struct sessmon_policy *p, uint32_t *generation);

/**
 * typedef sessmon_difference_fn - Is given one difference.
 * @d: it
 * @arg: as handed in
 *
 * Return: 0 to go on, anything else to be given no more.
 */
typedef int (*sessmon_difference_fn)(const struct sessmon_difference *d, void *arg);

/**
 * sessmon_verify() - Let the module hold its table against the kernel's tasks.
 * @s: handle
 * @v: filled
 * @fn: called for the first differences, as many as the module tells
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned if not 0, or a negative error.
 */
int sessmon_verify(struct sessmon *s, struct sessmon_verify *v, sessmon_difference_fn fn,
		   void *arg);

#endif /* SESSMON_POLICY_H */
