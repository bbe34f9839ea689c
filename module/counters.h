/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters: what was seen, refused and lost.
 */
#ifndef SESSMON_COUNTERS_H
#define SESSMON_COUNTERS_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <uapi/linux/sessmon.h>

#define SESSMON_EVENT_TYPES __SESSMON_EVENT_MAX

/**
 * enum sessmon_stat - what is counted besides events; documented in sessmon.yaml
 * @SESSMON_STAT_TABLE_FULL: objects refused because the table was at its limit
 * @SESSMON_STAT_NO_MEMORY: allocations that failed
 * @SESSMON_STAT_CAPTURE_FALLBACK: executions captured late
 * @SESSMON_STAT_LATE_FOUND: processes that only the second walk at load found
 * @SESSMON_STAT_REPAIRED: objects made because an event named an unknown one
 * @SESSMON_STAT_MESSAGES: messages handed to netlink
 * @SESSMON_STAT_DEMOTED: readers that lost their right to have events held for them
 * @SESSMON_STATS: how many there are
 */
enum sessmon_stat {
	SESSMON_STAT_TABLE_FULL,
	SESSMON_STAT_NO_MEMORY,
	SESSMON_STAT_CAPTURE_FALLBACK,
	SESSMON_STAT_LATE_FOUND,
	SESSMON_STAT_REPAIRED,
	SESSMON_STAT_MESSAGES,
	SESSMON_STAT_DEMOTED,
	SESSMON_STATS,
};

/**
 * struct sessmon_counters - one processor's counters
 * @stat: by enum sessmon_stat
 * @produced: events made, by type
 * @lost: events that found no room in the ring, by type
 * @sent: events handed to netlink, by type
 * @filtered: events that the recording policy left out, by type
 * @withheld: events over the budget of their object, by type
 * @unheard: events not encoded because nobody listened, by type
 */
struct sessmon_counters {
	u64 stat[SESSMON_STATS];
	u64 produced[SESSMON_EVENT_TYPES];
	u64 lost[SESSMON_EVENT_TYPES];
	u64 sent[SESSMON_EVENT_TYPES];
	u64 filtered[SESSMON_EVENT_TYPES];
	u64 withheld[SESSMON_EVENT_TYPES];
	u64 unheard[SESSMON_EVENT_TYPES];
};

DECLARE_PER_CPU(struct sessmon_counters, sessmon_counters);

/* Any context: this_cpu_inc() is safe against preemption and interrupts. */
#define sessmon_count(which) this_cpu_inc(sessmon_counters.stat[which])

/* All losses together: the worker asks each time, and must not ask each processor. */
extern atomic64_t sessmon_lost_sum;

static inline void sessmon_count_lost(enum sessmon_event_type type)
{
	this_cpu_inc(sessmon_counters.lost[type]);
	atomic64_inc(&sessmon_lost_sum);
}

void sessmon_counters_sum(struct sessmon_counters *sum);
u64 sessmon_refused_total(void);
u64 sessmon_lost_total(void);
u64 sessmon_unheard_total(const struct sessmon_counters *sum);

#endif /* SESSMON_COUNTERS_H */
