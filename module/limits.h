/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every bound of the module in one place, but for those that readers need, too: these are in
 * uapi/sessmon.yaml.
 */
#ifndef SESSMON_LIMITS_H
#define SESSMON_LIMITS_H

#include <linux/sched.h>
#include <uapi/linux/sessmon.h>

/* Objects in the table at the most; more are refused and counted. */
#define SESSMON_MAX_PROCESSES_DEFAULT 1000000U
#define SESSMON_MAX_PROCESSES	      4194304U
#define SESSMON_MAX_SESSIONS_DEFAULT  500000U

/* Hash buckets: from memory, within these bounds; who gives a number may give less. */
#define SESSMON_LEAST_BUCKETS 16U
#define SESSMON_MIN_BUCKETS   1024U
#define SESSMON_MAX_BUCKETS   262144U

/* Records in the ring of one processor. */
#define SESSMON_RING_MIN     64U
#define SESSMON_RING_DEFAULT 4096U
#define SESSMON_RING_MAX     262144U

/* Bytes of arguments kept per program; paths are bounded by PATH_MAX. */
#define SESSMON_ARGS_KEPT SESSMON_ARGS_MAX

/* Threads whose credentials are compared for an answer. */
#define SESSMON_THREADS_COMPARED 64U

/* Descriptors looked at for the connection that a door holds. */
#define SESSMON_PEER_FDS 256U

/*
 * Users that people have, as distributions and systemd agree: from 1000 on, but for nobody
 * and the range that systemd gives to services for as long as they run.
 */
#define SESSMON_PERSON_MIN  1000U
#define SESSMON_NOBODY	    65534U
#define SESSMON_DYNAMIC_MIN 61184U
#define SESSMON_DYNAMIC_MAX 65519U

/*
 * A message ends at this many events or when this much memory is full, which is all
 * that the allocator then gives. A buffer of twice its content is copied by netlink
 * into a smaller one, and both are zeroed first where the kernel zeroes memory.
 */
#define SESSMON_MESSAGE_EVENTS_MAX 32U
#define SESSMON_MESSAGE_BYTES	   8192U
/* The largest single event has four long strings and the rest. */
#define SESSMON_EVENT_BYTES_MAX	   (4U * PATH_MAX + SESSMON_ARGS_KEPT + 2048U)
/* Statistics have a hundred bytes for each type of event and each reader. */
#define SESSMON_STATS_BYTES_MAX	   6144U

/* Records of each kept group that wait while nobody listens. */
#define SESSMON_BACKLOG_DEFAULT 1024U
#define SESSMON_BACKLOG_MAX	65536U

/* A reliable reader's messages may wait in so much memory, so long without progress. */
#define SESSMON_HOLD_KIB_DEFAULT 4096U
#define SESSMON_HOLD_KIB_MAX	 1048576U
#define SESSMON_HOLD_MS_DEFAULT	 5000U
#define SESSMON_HOLD_MS_MAX	 600000U

/* Differences that one answer of verify lists. */
#define SESSMON_DIFFERENCES_MAX 64U

/* Objects, or process ids, that a walk looks at before it lets others run. */
#define SESSMON_WALK_CHUNK 256U

/* A session that has not ended so long after its login outlives it. */
#define SESSMON_OUTLIVE_MS 5000U

/* Something refused is looked for so often; less often while more is. */
#define SESSMON_REPAIR_MS     2000U
#define SESSMON_REPAIR_MS_MAX 64000U

/* Generations of those who left a login that are followed before the worker takes a rest. */
#define SESSMON_LEFT_GENERATIONS 16U

/*
 * A session whose last member has left is looked at so often, so many ms apart, until all
 * whom the kernel has in it are known, of whom so many are looked at.
 */
#define SESSMON_VACANT_MS	 20U
#define SESSMON_VACANT_LOOKS	 250U
#define SESSMON_VACANT_LOOKED_AT 1024U

/* Children of who has ended that a hook follows itself, and the worker in one go. */
#define SESSMON_FOLLOW_AT_ONCE 128U
#define SESSMON_FOLLOW_CHUNK   64U

/*
 * Events that a loop can make are told so many at once of a process, and of a session's
 * terminal, and then one after each so many ns.
 */
#define SESSMON_PROCESS_BURST	    32U
#define SESSMON_PROCESS_INTERVAL_NS (50U * NSEC_PER_MSEC)
#define SESSMON_TTY_BURST	    16U
#define SESSMON_TTY_INTERVAL_NS	    (250U * NSEC_PER_MSEC)

/* Sessions between a session and the one it was created from, for inference at load. */
#define SESSMON_INFER_DEPTH 64U

static_assert(SESSMON_EVENT_BYTES_MAX < U16_MAX, "an event is one attribute");
static_assert(TASK_COMM_LEN <= SESSMON_COMM_MAX, "a display name is as long as readers expect");

#endif /* SESSMON_LIMITS_H */
