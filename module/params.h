/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's parameters, given when it is loaded. */
#ifndef SESSMON_PARAMS_H
#define SESSMON_PARAMS_H

#include <linux/types.h>

/**
 * struct sessmon_params - what was asked for at load
 * @ring_size: events that the ring of one processor holds; a power of two
 * @max_processes: processes in the table at the most
 * @buckets: of the table's hash; a power of two, 0 for a number that suits the machine
 * @backlog: records of sessions, and of security, that are kept while nobody listens
 * @hold_kib: memory that may wait for a reliable reader
 * @hold_ms: how long it may wait while the reader takes nothing
 * @nounload: the module is to stay until the machine goes down
 *
 * Set before the module's first line runs and not changed after its check.
 */
struct sessmon_params {
	unsigned int ring_size;
	unsigned int max_processes;
	unsigned int buckets;
	unsigned int backlog;
	unsigned int hold_kib;
	unsigned int hold_ms;
	bool nounload;
};

extern struct sessmon_params sessmon_params;

int sessmon_params_check(void);

#endif /* SESSMON_PARAMS_H */
