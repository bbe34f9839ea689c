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

#include "base/proc.h"
#include "options/view.h"
#include "health/hooks.h"
#include "names/names.h"
#include "text/printer.h"

#define LOOKS	   4
#define LOOK_PAUSE 20000

/**
 * struct verify - One run.
 * @s: handle
 * @p: printer; its table is the module's
 * @differ: what the module found
 * @outside: processes that differ from /proc
 * @json: a document instead of lines
 * @broken: the output cannot be written
 * @tick: ns of one clock tick
 */
struct verify {
	struct sessmon *s;
	struct printer p;
	uint64_t differ;
	unsigned int outside;
	bool json, broken;
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
	/* A process that has ended has left its session, though the kernel keeps the number. */
	if (!p->zombie)
		differs(b, "session", t->session.id, p->sid);
	differs(b, "user", t->creds.uid, p->uid);
	differs(b, "effective user", t->creds.euid, p->euid);
	compare_tty(b, t, p);
}

static int keep(const struct sessmon_process *p, void *arg)
{
	mirror_put_process(arg, p);
	return 0;
}

/* Add what differs; nothing if nothing does. */
static void look(struct verify *v, uint32_t pid, struct buf *b)
{
	const struct sessmon_key key = { .id = pid };
	const struct sessmon_process *t = mirror_process(&v->p.mirror, &key);
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
	struct mirror *t = &v->p.mirror;

	usleep(LOOK_PAUSE);
	mirror_forget(t, &key);
	sessmon_process_get(v->s, &key, keep, t);
}

static void put_outside(struct verify *v, uint32_t pid, const char *text)
{
	struct json *j = &v->p.json;
	unsigned int base;

	if (v->json) {
		base = json_object(j);
		json_number(j, "pid", pid);
		json_puts(j, "difference", text);
		json_object_end(j, base);
		return;
	}
	buf_printf(&v->p.line, "%u: %s\n", pid, text);
	v->broken |= !printer_flush(&v->p);
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
		put_outside(v, pid, b.data);
	}
	buf_free(&b);
}

/* Processes that the table has were looked at already. */
static void check_found(uint32_t pid, void *arg)
{
	const struct sessmon_key key = { .id = pid };
	struct verify *v = arg;

	if (!mirror_process(&v->p.mirror, &key))
		check(v, pid);
}

static void check_table(struct verify *v)
{
	const struct sessmon_process **list = mirror_process_list(&v->p.mirror);
	unsigned int n = v->p.mirror.n_processes, i;
	uint32_t *pids = calloc(n ? n : 1, sizeof(*pids));

	/* Checking changes the table: the ids must be had before. */
	for (i = 0; pids && i < n; i++)
		pids[i] = list[i]->key.id;
	for (i = 0; pids && i < n; i++)
		check(v, pids[i]);
	free(pids);
	free(list);
}

/* Addresses and masks are among the values: they are text, as other large numbers. */
static void json_difference(struct json *j, const struct sessmon_difference *d)
{
	const char *kind = name_of(&names_difference, d->kind);
	unsigned int base = json_object(j);

	json_number(j, "pid", d->key.id);
	json_keyword(j, "start_ns", d->key.start);
	json_puts(j, "kind", kind ? kind : "unknown");
	json_keyword(j, "table", d->table);
	json_keyword(j, "kernel", d->kernel);
	json_object_end(j, base);
}

static int put_difference(const struct sessmon_difference *d, void *arg)
{
	struct verify *v = arg;
	struct buf *b = &v->p.line;

	if (v->json) {
		json_difference(&v->p.json, d);
		return 0;
	}
	buf_printf(b, "%u:%llu: ", d->key.id, (unsigned long long)d->key.start);
	name_put(b, &names_difference, d->kind);
	buf_printf(b, ", the table has %llu, the kernel %llu\n", (unsigned long long)d->table,
		   (unsigned long long)d->kernel);
	return 0;
}

static void put_inside(struct verify *v, const struct sessmon_verify *r)
{
	struct json *j = &v->p.json;

	if (v->json) {
		json_number(j, "processes", r->checked);
		json_number(j, "missing", r->missing);
		json_number(j, "stale", r->stale);
		json_number(j, "differing", r->differing);
		return;
	}
	buf_printf(&v->p.line,
		   "inside: %llu processes, %llu missing, %llu stale, %llu facts differ\n",
		   (unsigned long long)r->checked, (unsigned long long)r->missing,
		   (unsigned long long)r->stale, (unsigned long long)r->differing);
	v->broken = !printer_flush(&v->p);
}

/* An object of the document, and the list of what differs in it. */
static unsigned int enter(struct verify *v, const char *path)
{
	unsigned int base = 0;

	if (v->json) {
		base = json_enter(&v->p.json, path);
		json_objects(&v->p.json, "differences");
	}
	return base;
}

/* The module's own check sees what /proc does not show, and at one moment. */
static int check_inside(struct verify *v)
{
	unsigned int base = enter(v, "inside");
	struct sessmon_verify r;
	int err = sessmon_verify(v->s, &r, put_difference, v);

	if (err)
		return err;
	v->differ += r.missing + r.stale + r.differing;
	if (v->json)
		json_list_end(&v->p.json);
	put_inside(v, &r);
	if (v->json)
		json_leave(&v->p.json, base);
	return 0;
}

static int check_outside(struct verify *v)
{
	struct json *j = &v->p.json;
	unsigned int n, base;
	int err = mirror_fill(&v->p.mirror, v->s);

	if (err)
		return err;
	v->tick = 1000000000u / (uint64_t)sysconf(_SC_CLK_TCK);
	n = v->p.mirror.n_processes;
	base = enter(v, "proc");
	check_table(v);
	if (!proc_list(check_found, v))
		return -ENOENT;
	if (!v->json) {
		buf_printf(&v->p.line, "/proc: %u processes, %u differ\n", n, v->outside);
		return 0;
	}
	json_list_end(j);
	json_number(j, "processes", n);
	json_number(j, "differing", v->outside);
	json_leave(j, base);
	return 0;
}

static int compare_all(struct verify *v)
{
	int err = check_inside(v);

	return err ? err : check_outside(v);
}

static int run_hooks(struct verify *v)
{
	bool ok = false;
	int err = verify_hooks(v->s, &v->p, v->json, &ok);

	v->differ += !ok;
	return err;
}

static int run(struct verify *v, int (*what)(struct verify *v))
{
	unsigned int base = 0;
	int err;

	printer_open(&v->p, sessmon_info(v->s));
	if (v->json) {
		print_json_head(&v->p, PRINT_HEAD_VERIFY);
		base = json_enter(&v->p.json, "sessmon.verify");
	}
	err = what(v);
	if (err)
		return tool_fail(v->s, err);
	if (v->json) {
		json_leave(&v->p.json, base);
		json_end(&v->p.json);
	}
	return printer_flush(&v->p) && !v->differ && !v->outside ? TOOL_OK : TOOL_FAILED;
}

static int cmd_verify(int argc, char **argv)
{
	static const struct option options[] = { VIEW_COMMON_OPTIONS,
						 { "hooks", no_argument, NULL, 'H' },
						 { 0 } };
	int (*what)(struct verify * v) = compare_all;
	struct verify v = { 0 };
	int c, ret = TOOL_OK;

	while (!ret &&
	       (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS "H", options, NULL)) != -1)
		if (c == 'H')
			what = run_hooks;
		else
			ret = view_take_common(&v.json, &verb_verify, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_verify, argc, argv);
	if (!ret)
		ret = tool_open(&v.s);
	if (ret)
		return ret;
	ret = run(&v, what);
	printer_close(&v.p);
	sessmon_close(v.s);
	return ret;
}

const struct verb verb_verify = {
	.name = "verify",
	.args = "[-j] [-H]",
	.summary = "Compare the module's table with the kernel's tasks and with /proc",
	.help = "  -H, --hooks            provoke each fact instead, and see whether the stream\n"
		"                         tells of it\n"
		"  -j, --json             one JSON document\n" VIEW_COMMON_HELP "\n"
		"Ends with 1 if they differ and go on to differ, or if a fact goes unseen.\n",
	.run = cmd_verify,
};
