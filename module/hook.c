// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attaching to the kernel: tables of tracepoints and of probes of functions.
 */
#include "hook.h"

#include <linux/delay.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#define MAX_TABLES 8

static u32 live;
u32 sessmon_hooks_seen;

/* Tables of probes of functions, for the sum of missed calls; attached once, by one task. */
static struct {
	struct sessmon_kprobe *probes;
	size_t count;
} tables[MAX_TABLES];

static void remember(struct sessmon_kprobe *probes, size_t count)
{
	size_t i;

	for (i = 0; i < MAX_TABLES; i++)
		if (!tables[i].probes) {
			tables[i].probes = probes;
			tables[i].count = count;
			return;
		}
	WARN_ON_ONCE(1);
}

#ifdef SESSMON_DEBUG_BLIND
static char *blind;
module_param(blind, charp, 0444);
MODULE_PARM_DESC(blind, "Function or tracepoint not to attach to, to see that a test notices");

static char *deaf;
module_param(deaf, charp, 0444);
MODULE_PARM_DESC(deaf, "Function or tracepoint that is not called, to see that the load notices");

static bool is_blind(const char *name)
{
	return blind && !strcmp(blind, name);
}

static bool is_deaf(const char *name)
{
	return deaf && !strcmp(deaf, name);
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

static void unregister_probe(struct sessmon_kprobe *probe)
{
	if (probe->rp.handler)
		unregister_kretprobe(&probe->rp);
	else
		unregister_kprobe(&probe->rp.kp);
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
 * Context: sleeps; at load.
 * Return: 0, or the error of a mandatory row, with none left registered.
 */
int sessmon_kprobes_attach(struct sessmon_kprobe *probes, size_t count)
{
	size_t i;
	int err;

	remember(probes, count);
	for (i = 0; i < count; i++) {
		if (is_blind(probes[i].rp.kp.symbol_name))
			continue;
		err = attach_probe(&probes[i]);
		if (!err)
			continue;
		pr_notice("%s cannot be probed: %d\n", probes[i].rp.kp.symbol_name, err);
		if (probes[i].mandatory) {
			sessmon_kprobes_detach(probes, count);
			return err;
		}
	}
	return 0;
}

/**
 * sessmon_kprobes_detach() - unregister what is registered of a table
 * @probes: the table
 * @count: its rows
 *
 * Context: sleeps; when it returns, no handler runs any more.
 */
void sessmon_kprobes_detach(struct sessmon_kprobe *probes, size_t count)
{
	while (count--)
		if (probes[count].live) {
			unregister_probe(&probes[count]);
			probes[count].live = false;
		}
}

struct search {
	struct sessmon_tracepoint *points;
	size_t count;
};

static void match(struct tracepoint *tp, void *data)
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
 * Context: sleeps; at load.
 * Return: 0, or the error of a mandatory row, with none left registered.
 */
int sessmon_tracepoints_attach(struct sessmon_tracepoint *points, size_t count)
{
	struct search s = { .points = points, .count = count };
	int err, failed = 0;
	size_t i;

	for_each_kernel_tracepoint(match, &s);
	for (i = 0; i < count; i++) {
		err = failed ? failed : attach_point(&points[i]);
		if (!err)
			continue;
		points[i].tp = NULL;
		if (failed)
			continue;
		pr_notice("tracepoint %s cannot be used: %d\n", points[i].name, err);
		if (points[i].mandatory)
			failed = err;
	}
	if (failed)
		sessmon_tracepoints_detach(points, count);
	return failed;
}

/**
 * sessmon_tracepoints_detach() - unregister what is registered of a table
 * @points: the table
 * @count: its rows
 *
 * Context: sleeps; when it returns, no probe runs any more.
 */
void sessmon_tracepoints_detach(struct sessmon_tracepoint *points, size_t count)
{
	while (count--)
		if (points[count].tp) {
			tracepoint_probe_unregister(points[count].tp, points[count].probe, NULL);
			points[count].tp = NULL;
		}
	tracepoint_synchronize_unregister();
}

/**
 * sessmon_hooks_wait_unused() - wait until the kernel has left what it holds the module for
 *
 * The kernel does not unload a module whose dump is being read, but it frees one
 * whose load fails without asking: then the load must wait by itself. It is one
 * reference itself.
 *
 * Context: sleeps; nothing of the kind can begin any more.
 */
void sessmon_hooks_wait_unused(void)
{
#ifdef CONFIG_MODULE_UNLOAD
	while (module_refcount(THIS_MODULE) > 1)
		msleep(20);
#endif
}

/**
 * sessmon_hooks_live() - what the module can see on this kernel
 *
 * Context: any.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_live(void)
{
	return live;
}

/**
 * sessmon_hooks_add() - a capability that no table carries
 * @capability: bit of enum sessmon_hook
 *
 * Context: at load.
 */
void sessmon_hooks_add(u32 capability)
{
	live |= capability;
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
 * Context: at load.
 */
void sessmon_hooks_drop(u32 capability)
{
	live &= ~capability;
}

/**
 * sessmon_hooks_fired() - which hooks have been called since the module was loaded
 *
 * Context: any.
 * Return: bits of enum sessmon_hook.
 */
u32 sessmon_hooks_fired(void)
{
	return READ_ONCE(sessmon_hooks_seen);
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

	for (i = 0; i < MAX_TABLES && tables[i].probes; i++)
		for (j = 0; j < tables[i].count; j++)
			missed +=
				tables[i].probes[j].rp.kp.nmissed + tables[i].probes[j].rp.nmissed;
	return missed;
}
