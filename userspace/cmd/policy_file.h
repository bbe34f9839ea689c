/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A policy as a file that people write.
 *
 *	# a comment
 *	program /usr/sbin/sshd      host_access  sshd
 *	program "/opt/a b/agetty"   host_access,getty
 *	record  service             session
 *
 * A program has roles, with commas, and what its sessions entered through.  A
 * record says what is put on record of a class: all (unless it is said
 * otherwise), session (its own events) or none.
 */
#ifndef SESSMON_POLICY_FILE_H
#define SESSMON_POLICY_FILE_H

#include <stdio.h>

#include "base/buf.h"
#include "names/names.h"
#include "sessmon.h"

/**
 * struct policy_file - A policy that was read.
 * @policy: what it says; its arrays are the ones below
 * @rule: programs
 * @record: classes
 * @text: the paths, for as long as the policy lives
 * @line: the present line, for errors
 * @error: what is wrong with it
 */
struct policy_file {
	struct sessmon_policy policy;
	struct sessmon_rule rule[SESSMON_RULES_MAX];
	struct sessmon_record record[SESSMON_RECORDS_MAX];
	char *text[SESSMON_RULES_MAX];
	unsigned int line;
	char error[160];
};

/**
 * policy_read() - Read a policy.
 * @f: file
 * @p: filled; large, so not for the stack
 *
 * Return: false with line and error set if something is wrong.
 */
bool policy_read(FILE *f, struct policy_file *p);

/**
 * policy_free() - Give the memory back.
 * @p: policy
 */
void policy_free(struct policy_file *p);

/**
 * policy_put() - Add a policy, as policy_read() would read it.
 * @b: buffer
 * @p: policy
 */
void policy_put(struct buf *b, const struct sessmon_policy *p);

/**
 * policy_roles() - The bits that are roles.
 *
 * Return: of enum sessmon_exe_flags.
 */
uint32_t policy_roles(void);

/**
 * policy_has_door() - Does any program of a policy let people in from outside?
 * @p: policy
 *
 * Return: true if one does.
 */
bool policy_has_door(const struct sessmon_policy *p);

/**
 * policy_same() - Do two policies say the same?
 * @a: one
 * @b: the other
 *
 * The order of what they say means nothing, nor does their number.
 *
 * Return: true if they do.
 */
bool policy_same(const struct sessmon_policy *a, const struct sessmon_policy *b);

#endif /* SESSMON_POLICY_FILE_H */
