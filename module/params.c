// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters; sessmon(4) documents them.
 */
#include "params.h"

#include <linux/errno.h>
#include <linux/log2.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>

#include "limits.h"

struct sessmon_params sessmon_params = {
	.ring_size = SESSMON_RING_DEFAULT,
	.max_processes = SESSMON_MAX_PROCESSES_DEFAULT,
	.backlog = SESSMON_BACKLOG_DEFAULT,
	.hold_kib = SESSMON_HOLD_KIB_DEFAULT,
	.hold_ms = SESSMON_HOLD_MS_DEFAULT,
};

module_param_named(ring_size, sessmon_params.ring_size, uint, 0444);
MODULE_PARM_DESC(ring_size, "Events that one processor's ring holds (64 to 262144, default 4096)");
module_param_named(max_processes, sessmon_params.max_processes, uint, 0444);
MODULE_PARM_DESC(max_processes,
		 "Processes in the table at the most (1 to 4194304, default 1000000)");
module_param_named(buckets, sessmon_params.buckets, uint, 0444);
MODULE_PARM_DESC(buckets, "Hash buckets (a power of two, 16 to 262144; default 0: from memory)");
module_param_named(backlog, sessmon_params.backlog, uint, 0444);
MODULE_PARM_DESC(backlog, "Events of each kept group without a reader (0 to 65536, default 1024)");
module_param_named(hold_kib, sessmon_params.hold_kib, uint, 0444);
MODULE_PARM_DESC(hold_kib, "KiB that may wait for a reliable reader (1 to 1048576, default 4096)");
module_param_named(hold_ms, sessmon_params.hold_ms, uint, 0444);
MODULE_PARM_DESC(hold_ms,
		 "Ms that they may wait while it takes nothing (1 to 600000, default 5000)");
module_param_named(nounload, sessmon_params.nounload, bool, 0444);
MODULE_PARM_DESC(nounload, "Refuse to be unloaded (default 0)");

static int check_range(const char *name, unsigned int value, unsigned int least, unsigned int most)
{
	if (value >= least && value <= most)
		return 0;
	pr_err("%s=%u: give a number from %u to %u\n", name, value, least, most);
	return -EINVAL;
}

static int check_buckets(unsigned int buckets)
{
	if (!buckets)
		return 0;
	if (!is_power_of_2(buckets)) {
		pr_err("buckets=%u: give a power of two, or 0 for a number that suits this machine\n",
		       buckets);
		return -EINVAL;
	}
	return check_range("buckets", buckets, SESSMON_LEAST_BUCKETS, SESSMON_MAX_BUCKETS);
}

/**
 * sessmon_params_check() - refuse what makes no sense, before anything is allocated
 *
 * The size of the ring is rounded up, and sysfs shows what became of it.
 *
 * Context: at load.
 * Return: 0, or -EINVAL with a line in the log for each parameter that is wrong.
 */
int sessmon_params_check(void)
{
	struct sessmon_params *p = &sessmon_params;
	int err;

	err = check_range("ring_size", p->ring_size, SESSMON_RING_MIN, SESSMON_RING_MAX);
	err = check_range("max_processes", p->max_processes, 1, SESSMON_MAX_PROCESSES) ?: err;
	err = check_buckets(p->buckets) ?: err;
	err = check_range("backlog", p->backlog, 0, SESSMON_BACKLOG_MAX) ?: err;
	err = check_range("hold_kib", p->hold_kib, 1, SESSMON_HOLD_KIB_MAX) ?: err;
	err = check_range("hold_ms", p->hold_ms, 1, SESSMON_HOLD_MS_MAX) ?: err;
	if (!err)
		p->ring_size = roundup_pow_of_two(p->ring_size);
	return err;
}
