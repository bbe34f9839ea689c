// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attaching to the kernel: tables of tracepoints and of probes of functions.
 */
#include "hook/attach.h"

#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#define MAX_TABLES 8
#define MAX_PROBES 32

static u32 live;
atomic_t sessmon_hooks_seen;

/* All tables, in the order in which one task attached them. */
static struct {
	struct sessmon_kprobe *probes;
	size_t count;
} kprobe_tables[MAX_TABLES];
static size_t kprobe_table_count;

static struct {
	struct sessmon_tracepoint *points;
	size_t count;
} tracepoint_tables[MAX_TABLES];
static size_t tracepoint_table_count;

#ifdef SESSMON_DEBUG_BLIND
/* Two, where one fact is told by two functions. */
#define MAX_NAMED 2

static char *blind[MAX_NAMED];
module_param_array(blind, charp, NULL, 0444);
MODULE_PARM_DESC(blind, "Functions or tracepoints not to attach to, to see that a test notices");

static char *deaf[MAX_NAMED];
module_param_array(deaf, charp, NULL, 0444);
MODULE_PARM_DESC(deaf,
		 "Functions or tracepoints that are not called, to see that the load notices");

static bool is_among(char **names, const char *name)
{
	size_t i;

	for (i = 0; i < MAX_NAMED; i++)
		if (names[i] && !strcmp(names[i], name))
			return true;
	return false;
}

static bool is_blind(const char *name)
{
	return is_among(blind, name);
}

static bool is_deaf(const char *name)
{
	return is_among(deaf, name);
}
#else
static bool is_blind(const char *name)
{
	return false;
}

static bool is_deaf(const char *name)
{
	return false;
}
#endif

static int register_probe(struct sessmon_kprobe *probe)
{
	return probe->rp.handler ? register_kretprobe(&probe->rp) : register_kprobe(&probe->rp.kp);
}

static int attach_probe(struct sessmon_kprobe *probe)
{
	int err = 0;

	if (!is_deaf(probe->rp.kp.symbol_name)) {
		err = register_probe(probe);
		probe->live = !err;
	}
	if (!err)
		live |= probe->capability;
	return err;
}

/**
 * sessmon_kprobes_attach() - register a table of probes of functions
 * @probes: the table; one call for each
 * @count: its rows
 *
 * Context: sleeps; at load, by one task.
 * Return: 0, or the error of a mandatory row; sessmon_hooks_detach() undoes either.
 */
int sessmon_kprobes_attach(struct sessmon_kprobe *probes, size_t count)
{
	size_t i;
	int err;

	if (WARN_ON_ONCE(kprobe_table_count == MAX_TABLES))
		return -ENOSPC;
	kprobe_tables[kprobe_table_count].probes = probes;
	kprobe_tables[kprobe_table_count++].count = count;
	for (i = 0; i < count; i++) {
		if (is_blind(probes[i].rp.kp.symbol_name))
			continue;
		err = attach_probe(&probes[i]);
		if (!err)
			continue;
		pr_notice("%s cannot be probed: %d\n", probes[i].rp.kp.symbol_name, err);
		if (probes[i].mandatory)
			return err;
	}
	return 0;
}

struct search {
	struct sessmon_tracepoint *points;
	size_t count;
};

static void match_tracepoint(struct tracepoint *tp, void *data)
{
	struct search *s = data;
	size_t i;

	for (i = 0; i < s->count; i++)
		if (!strcmp(tp->name, s->points[i].name))
			s->points[i].tp = tp;
}

static int attach_point(struct sessmon_tracepoint *point)
{
	int err = -ENOENT;

	if (is_blind(point->name) || is_deaf(point->name)) {
		if (is_deaf(point->name))
			live |= point->capability;
		point->tp = NULL;
		return 0;
	}
	if (point->tp)
		err = tracepoint_probe_register(point->tp, point->probe, NULL);
	if (err)
		point->tp = NULL;
	else
		live |= point->capability;
	return err;
}

/**
 * sessmon_tracepoints_attach() - register a table of tracepoint probes
 * @points: the table
 * @count: its rows
 *
 * Context: sleeps; at load, by one task.
 * Return: 0, or the error of a mandatory row; sessmon_hooks_detach() undoes either.
 */
int sessmon_tracepoints_attach(struct sessmon_tracepoint *points, size_t count)
{
	struct search s = { .points = points, .count = count };
	size_t i;
	int err;

	if (WARN_ON_ONCE(tracepoint_table_count == MAX_TABLES))
		return -ENOSPC;
	tracepoint_tables[tracepoint_table_count].points = points;
	tracepoint_tables[tracepoint_table_count++].count = count;
	for_each_kernel_tracepoint(match_tracepoint, &s);
	for (i = 0; i < count; i++) {
		err = attach_point(&points[i]);
		if (!err)
			continue;
		pr_notice("tracepoint %s cannot be used: %d\n", points[i].name, err);
		if (points[i].mandatory)
			return err;
	}
	return 0;
}

/*
 * All in one call: the kernel waits for running handlers once a call, and a grace
 * period for each probe would make an unload last for seconds.
 */
static void detach_kprobes(void)
{
	struct kretprobe *returns[MAX_PROBES];
	struct kprobe *entries[MAX_PROBES];
	int entry_count = 0, return_count = 0;
	struct sessmon_kprobe *probe;
	size_t i, j;

	for (i = 0; i < kprobe_table_count; i++)
		for (j = 0; j < kprobe_tables[i].count; j++) {
			probe = &kprobe_tables[i].probes[j];
			if (!probe->live)
				continue;
			probe->live = false;
			if (probe->rp.handler)
				returns[return_count++] = &probe->rp;
			else
				entries[entry_count++] = &probe->rp.kp;
		}
	unregister_kprobes(entries, entry_count);
	unregister_kretprobes(returns, return_count);
}

static void detach_tracepoints(void)
{
	struct sessmon_tracepoint *point;
	size_t i, j;

	for (i = 0; i < tracepoint_table_count; i++)
		for (j = 0; j < tracepoint_tables[i].count; j++) {
			point = &tracepoint_tables[i].points[j];
			if (point->tp)
				tracepoint_probe_unregister(point->tp, point->probe, NULL);
			point->tp = NULL;
		}
	tracepoint_synchronize_unregister();
}

/**
 * sessmon_hooks_detach() - unregister what is registered of all tables
 *
 * The order in which single probes go does not matter: what the last of them still see
 * goes into tables that are about to be freed.
 *
 * Context: sleeps; when it returns, no probe of any table runs any more.
 */
void sessmon_hooks_detach(void)
{
	detach_kprobes();
	detach_tracepoints();
}

/**
 * sessmon_hooks_live() - what the module can see on this kernel
 *
 * Context: any.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_live(void)
{
	return READ_ONCE(live);
}

/**
 * sessmon_hooks_add() - capabilities that no table carries, or that are back
 * @capability: bits of enum sessmon_hook
 *
 * Context: at load, later the heartbeat.
 */
void sessmon_hooks_add(u32 capability)
{
	WRITE_ONCE(live, live | capability);
}

/**
 * sessmon_hooks_silent() - which hooks are attached and were never called
 * @provoked: bits of enum sessmon_hook to look at
 *
 * Context: any.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_silent(u32 provoked)
{
	return live & provoked & ~sessmon_hooks_fired();
}

/**
 * sessmon_hooks_drop() - capabilities that have turned out to be none
 * @capability: bits of enum sessmon_hook
 *
 * Context: at load, later the heartbeat.
 */
void sessmon_hooks_drop(u32 capability)
{
	WRITE_ONCE(live, live & ~capability);
}

/**
 * sessmon_hooks_fired() - which hooks have been called since the module was loaded
 *
 * Context: any.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_fired(void)
{
	return atomic_read(&sessmon_hooks_seen);
}

/**
 * sessmon_hooks_forget() - see whether a hook is called again
 * @capability: bits of enum sessmon_hook
 *
 * Context: any.
 */
void sessmon_hooks_forget(u32 capability)
{
	atomic_andnot(capability, &sessmon_hooks_seen);
}

/**
 * sessmon_hooks_of_functions() - which hooks are probes of functions
 *
 * Context: any; all tables are attached.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_of_functions(void)
{
	u32 capabilities = 0;
	size_t i, j;

	for (i = 0; i < kprobe_table_count; i++)
		for (j = 0; j < kprobe_tables[i].count; j++)
			capabilities |= kprobe_tables[i].probes[j].capability;
	return capabilities;
}

/**
 * sessmon_hooks_missed() - calls that the kernel skipped
 *
 * A probe that is hit while another one runs on the same processor is skipped
 * and counted by the kernel, and so is a return probe without room for a call.
 *
 * Context: any.
 * Return: how many, of all tables.
 */
u64 sessmon_hooks_missed(void)
{
	u64 missed = 0;
	size_t i, j;

	for (i = 0; i < kprobe_table_count; i++)
		for (j = 0; j < kprobe_tables[i].count; j++)
			missed += kprobe_tables[i].probes[j].rp.kp.nmissed +
				  kprobe_tables[i].probes[j].rp.nmissed;
	return missed;
}
