/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holding the table against the kernel's tasks.
 */
#ifndef SESSMON_VERIFY_H
#define SESSMON_VERIFY_H

#include "facts/key.h"
#include "limits.h"

/**
 * struct sessmon_difference - one fact on which table and kernel disagree
 * @kind: enum sessmon_difference_kind
 * @key: the process
 * @table: what the table has
 * @kernel: what the kernel has
 */
struct sessmon_difference {
	u32 kind;
	struct sessmon_key key;
	u64 table;
	u64 kernel;
};

/**
 * struct sessmon_verify - what a walk has found
 * @checked: processes looked at
 * @missing: processes that the table lacks
 * @stale: processes that the kernel lacks
 * @differing: facts that differ
 * @count: entries of @list
 * @list: the first ones
 */
struct sessmon_verify {
	u64 checked, missing, stale, differing;
	unsigned int count;
	struct sessmon_difference list[SESSMON_DIFFERENCES_MAX];
};

int sessmon_verify(struct sessmon_verify *result);

#endif /* SESSMON_VERIFY_H */
