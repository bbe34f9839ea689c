/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attaching to the kernel: tables of tracepoints and of probes of functions.
 *
 * A probe is named for the LSM hook or the kernel function that carries its
 * fact. Each row says which capability is missing without it and whether the
 * module makes sense without it at all.
 *
 * Probes run with preemption off up to 6.12; a tracepoint's may be preempted
 * from 7.0 on and is no RCU reader there: every callback takes the RCU read
 * lock itself.
 */
#ifndef SESSMON_ATTACH_H
#define SESSMON_ATTACH_H

#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/tracepoint.h>
#include <linux/types.h>
#include <uapi/linux/sessmon.h>

/**
 * struct sessmon_kprobe - a probe on the entry, or on the return, of a kernel function
 * @rp: symbol and handler; a probe on the entry uses the inner part only
 * @capability: bit of enum sessmon_hook
 * @mandatory: the module does not load without it
 * @live: it is registered
 */
struct sessmon_kprobe {
	struct kretprobe rp;
	u32 capability;
	bool mandatory;
	bool live;
};

#define SESSMON_KPROBE(function, callback, cap, must)                              \
	{                                                                          \
		.rp.kp = { .symbol_name = (function), .pre_handler = (callback) }, \
		.capability = (cap), .mandatory = (must)                           \
	}

#define SESSMON_KRETPROBE(function, callback, cap, must)                              \
	{                                                                             \
		.rp = { .kp = { .symbol_name = (function) }, .handler = (callback) }, \
		.capability = (cap), .mandatory = (must)                              \
	}

/**
 * struct sessmon_tracepoint - a probe on a tracepoint
 * @name: of the tracepoint; none of those used here is exported, so it is looked up
 * @probe: the callback; its prototype is checked where it is defined
 * @capability: bit of enum sessmon_hook
 * @mandatory: the module does not load without it
 * @tp: the tracepoint, when it is registered
 */
struct sessmon_tracepoint {
	const char *name;
	void *probe;
	u32 capability;
	bool mandatory;
	struct tracepoint *tp;
};

extern atomic_t sessmon_hooks_seen;

/**
 * sessmon_hook_fired() - a hook has been called
 * @capability: its bit
 *
 * A symbol can be there and yet never be reached, since all its callers have a
 * copy of their own: only a call proves a hook.
 *
 * Context: any.
 */
static inline void sessmon_hook_fired(u32 capability)
{
	if (unlikely(!(atomic_read(&sessmon_hooks_seen) & capability)))
		atomic_or(capability, &sessmon_hooks_seen);
}

int sessmon_kprobes_attach(struct sessmon_kprobe *probes, size_t count);
int sessmon_tracepoints_attach(struct sessmon_tracepoint *points, size_t count);
void sessmon_hooks_detach(void);

u32 sessmon_hooks_live(void);
void sessmon_hooks_add(u32 capability);
void sessmon_hooks_drop(u32 capability);
u32 sessmon_hooks_silent(u32 provoked);
u32 sessmon_hooks_fired(void);
void sessmon_hooks_forget(u32 capability);
u32 sessmon_hooks_of_functions(void);
u64 sessmon_hooks_missed(void);

/* Floor 3, in the order of attachment. */
int sessmon_hook_end_attach(void);
int sessmon_hook_exec_attach(void);
int sessmon_hook_session_attach(void);
int sessmon_hook_security_attach(void);
int sessmon_hook_life_attach(void);
void sessmon_hook_exec_capture(void);
void sessmon_hook_exec_release(void);
void sessmon_hook_trace(struct task_struct *task, struct task_struct *tracer,
			enum sessmon_ptrace_action action);

#endif /* SESSMON_ATTACH_H */
