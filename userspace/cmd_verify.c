// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The module's table against the kernel's tasks, as the module sees them, and
 * against /proc, which knows nothing of the module.
 *
 * Processes come and go between the two looks, so what differs is looked at
 * again, alone: a difference that stays is one.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "names.h"
#include "print.h"
#include "proc.h"
#include "tool.h"
#include "verify_hooks.h"

#define LOOKS	   4
#define LOOK_PAUSE 20000

/**
 * struct verify - One run.
 * @s: handle
 * @p: printer; its table is the module's
 * @differ: what the module found
 * @outside: processes that differ from /proc
 * @broken: the output cannot be written
 * @tick: ns of one clock tick
 */
struct verify {
	struct sessmon *s;
	struct printer p;
	uint64_t differ;
	unsigned int outside;
	bool broken;
	uint64_t tick;
};

static void differs(struct buf *b, const char *what, unsigned long long table,
		    unsigned long long proc)
{
	if (table != proc)
		buf_printf(b, "%s%s is %llu, /proc has %llu", b->len ? ", " : "", what, table,
			   proc);
}

/* A terminal is the session's: one that a member gave up alone is no error. */
static void compare_tty(struct buf *b, const struct sessmon_process *t, const struct proc *p)
{
	if (p->zombie || (!p->tty_major && !p->tty_minor))
		return;
	differs(b, "terminal major", t->tty.major, p->tty_major);
	differs(b, "terminal minor", t->tty.minor, p->tty_minor);
}

static void compare(struct buf *b, const struct sessmon_process *t, const struct proc *p,
		    uint64_t tick)
{
	differs(b, "start", t->key.start / tick, p->start);
	differs(b, "parent", t->parent.id, p->ppid);
	differs(b, "process group", t->pgid, p->pgid);
	/* Who has ended has left its session, though the kernel keeps the number until it is reaped. */
	if (!p->zombie)
		differs(b, "session", t->session.id, p->sid);
	differs(b, "user", t->creds.uid, p->uid);
	differs(b, "effective user", t->creds.euid, p->euid);
	compare_tty(b, t, p);
}

static int keep(const struct sessmon_process *p, void *arg)
{
	table_put_process(arg, p);
	return 0;
}

/* Add what differs; nothing if nothing does. */
static void look(struct verify *v, uint32_t pid, struct buf *b)
{
	const struct sessmon_key key = { .id = pid };
	const struct sessmon_process *t = table_process(&v->p.table, &key);
	struct proc p;
	bool there = proc_read(pid, &p);

	buf_clear(b);
	/* A zombie that had ended before the module was loaded is not followed. */
	if (there && !t && !p.zombie)
		buf_puts(b, "missing in the table");
	else if (!there && t)
		buf_puts(b, "stale in the table");
	else if (there && t)
		compare(b, t, &p, v->tick);
}

/* The one process anew: the rest of the table stays as it was. */
static void refetch(struct verify *v, uint32_t pid)
{
	const struct sessmon_key key = { .id = pid };
	struct table *t = &v->p.table;

	usleep(LOOK_PAUSE);
	table_forget(t, &key);
	sessmon_process_get(v->s, &key, keep, t);
}

static void check(struct verify *v, uint32_t pid)
{
	struct buf b = { 0 };
	int i;

	/* Looking again takes its time: not for nobody. */
	if (v->broken)
		return;
	look(v, pid, &b);
	for (i = 1; i < LOOKS && b.len; i++) {
		refetch(v, pid);
		look(v, pid, &b);
	}
	if (b.len) {
		v->outside++;
		buf_printf(&v->p.line, "%u: %s\n", pid, b.data);
		v->broken |= !printer_flush(&v->p);
	}
	buf_free(&b);
}

static void check_found(uint32_t pid, void *arg)
{
	check(arg, pid);
}

static void check_table(struct verify *v)
{
	const struct sessmon_process **list = table_process_list(&v->p.table);
	unsigned int n = v->p.table.n_processes, i;
	uint32_t *pids = calloc(n ? n : 1, sizeof(*pids));

	/* Checking changes the table: the ids must be had before. */
	for (i = 0; pids && i < n; i++)
		pids[i] = list[i]->key.id;
	for (i = 0; pids && i < n; i++)
		check(v, pids[i]);
	free(pids);
	free(list);
}

static int put_difference(const struct sessmon_difference *d, void *arg)
{
	struct buf *b = arg;

	buf_printf(b, "%u:%llu: ", d->key.id, (unsigned long long)d->key.start);
	name_put(b, &names_difference, d->kind);
	buf_printf(b, ", the table has %llu, the kernel %llu\n", (unsigned long long)d->table,
		   (unsigned long long)d->kernel);
	return 0;
}

/* The module's own check sees what /proc does not show, and at one moment. */
static int check_inside(struct verify *v)
{
	struct sessmon_verify r;
	int err = sessmon_verify(v->s, &r, put_difference, &v->p.line);

	if (err)
		return err;
	v->differ += r.missing + r.stale + r.differing;
	buf_printf(&v->p.line,
		   "inside: %llu processes, %llu missing, %llu stale, %llu facts differ\n",
		   (unsigned long long)r.checked, (unsigned long long)r.missing,
		   (unsigned long long)r.stale, (unsigned long long)r.differing);
	v->broken = !printer_flush(&v->p);
	return 0;
}

static int run(struct verify *v)
{
	unsigned int n;
	int err;

	printer_open(&v->p, sessmon_info(v->s));
	err = check_inside(v);
	if (err)
		return tool_fail(v->s, err);
	v->tick = 1000000000u / (uint64_t)sysconf(_SC_CLK_TCK);
	err = table_fill(&v->p.table, v->s);
	if (err)
		return tool_fail(v->s, err);
	n = v->p.table.n_processes;
	v->outside = 0;
	check_table(v);
	if (!proc_list(check_found, v))
		return tool_fail(NULL, -ENOENT);
	buf_printf(&v->p.line, "/proc: %u processes, %u differ\n", n, v->outside);
	return printer_flush(&v->p) && !v->differ && !v->outside ? TOOL_OK : TOOL_FAILED;
}

static int run_hooks(struct verify *v)
{
	bool ok = false;
	int err;

	printer_open(&v->p, sessmon_info(v->s));
	err = verify_hooks(v->s, &v->p.line, &ok);
	if (err)
		return tool_fail(v->s, err);
	return printer_flush(&v->p) && ok ? TOOL_OK : TOOL_FAILED;
}

static int cmd_verify(int argc, char **argv)
{
	static const struct option options[] = { { "hooks", no_argument, NULL, 'H' }, { 0 } };
	struct verify v = { 0 };
	bool hooks = false;
	int c, ret;

	while ((c = getopt_long(argc, argv, ":H", options, NULL)) != -1) {
		if (c != 'H')
			return tool_bad_option(&verb_verify, c, argv);
		hooks = true;
	}
	ret = tool_no_arguments(&verb_verify, argc, argv);
	if (!ret)
		ret = tool_open(&v.s);
	if (ret)
		return ret;
	ret = hooks ? run_hooks(&v) : run(&v);
	printer_close(&v.p);
	sessmon_close(v.s);
	return ret;
}

const struct verb verb_verify = {
	.name = "verify",
	.args = "[-H]",
	.summary = "Compare the module's table with the kernel's tasks and with /proc",
	.help = "  -H, --hooks  provoke each fact instead, and see whether the stream tells of it\n"
		"\n"
		"Ends with 1 if they differ and go on to differ, or if a fact goes unseen.\n",
	.run = cmd_verify,
};
