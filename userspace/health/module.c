// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the module says of itself.  Counters count from its load on, and a loss of last
 * month is no reason to call anybody today: what counts is what was added since the last
 * look, which is kept in a file.
 */
#include "health/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/number.h"
#include "health/hooks.h"
#include "names/names.h"

/**
 * struct counter - Something that should not happen.
 * @name: in the file
 * @what: in words
 * @remedy: what to do
 */
static const struct counter {
	const char *name, *what, *remedy;
} counters[] = {
	{ "lost", "events lost in the kernel's ring",
	  "load the module with a larger ring_size=: see sessmon(4)" },
	{ "table_full", "objects refused because the table is full",
	  "load the module with a larger max_processes=: see sessmon(4)" },
	{ "no_memory", "allocations that failed", "the machine is short of memory" },
	{ "probe_missed", "hook calls that the kernel skipped",
	  "other probes run beside these: compare with sessmon verify" },
	{ "late_found", "processes that only the second walk found",
	  "nothing to do; please report it" },
};

#define COUNTERS (sizeof(counters) / sizeof(counters[0]))

/**
 * struct look - What was counted, and when.
 * @when: ns since 1970 UTC, 0 for never
 * @n: by counter
 */
struct look {
	uint64_t when;
	uint64_t n[COUNTERS];
};

static void look_now(struct look *l, const struct sessmon_stats *st)
{
	*l = (struct look){
		.when = clock_now(CLOCK_REALTIME),
		.n = { st->lost, st->table_full, st->no_memory, st->probe_missed, st->late_found },
	};
}

static void take_line(struct look *l, char *line)
{
	char *value = strchr(line, ' ');
	size_t i;

	line[strcspn(line, "\n")] = 0;
	if (!value)
		return;
	*value++ = 0;
	if (!strcmp(line, "when"))
		number_parse(value, UINT64_MAX, &l->when);
	for (i = 0; i < COUNTERS; i++)
		if (!strcmp(line, counters[i].name))
			number_parse(value, UINT64_MAX, &l->n[i]);
}

/* Numbers that went back are those of a module that was loaded before this one. */
static void read_look(const char *path, struct look *l, const struct look *now)
{
	FILE *f = fopen(path, "re");
	char line[128];
	size_t i;

	*l = (struct look){ 0 };
	if (!f)
		return;
	while (fgets(line, sizeof(line), f))
		take_line(l, line);
	fclose(f);
	for (i = 0; i < COUNTERS; i++)
		if (l->n[i] > now->n[i] || l->when > now->when)
			*l = (struct look){ 0 };
}

/* A new file may take the place of a file only: no device, pipe or folder is to be lost. */
static bool is_other(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

/* Whole or not at all: who looks at the same time finds one of the two. */
static int write_look(const char *path, const struct look *l)
{
	struct buf name = { 0 }, text = { 0 };
	int fd, err = 0;
	size_t i;

	buf_printf(&name, "%s.%d", path, (int)getpid());
	buf_printf(&text, "when %" PRIu64 "\n", l->when);
	for (i = 0; i < COUNTERS; i++)
		buf_printf(&text, "%s %" PRIu64 "\n", counters[i].name, l->n[i]);
	fd = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		err = errno;
	else if (write(fd, text.data, text.len) != (ssize_t)text.len)
		err = ENOSPC;
	if (fd >= 0)
		close(fd);
	if (!err && rename(name.data, path))
		err = errno;
	if (err && fd >= 0)
		unlink(name.data);
	buf_free(&name);
	buf_free(&text);
	return err;
}

static void judge(const struct counter *c, uint64_t n, uint64_t before, const char *ago)
{
	if (!n)
		doctor_say(DOCTOR_OK, NULL, "%s: 0", c->what);
	else if (!*ago)
		doctor_say(DOCTOR_NOTE, c->remedy,
			   "%s: %" PRIu64 " since the module was loaded; the next look will tell "
			   "whether it goes on",
			   c->what, n);
	else if (n == before)
		doctor_say(DOCTOR_NOTE, NULL, "%s: %" PRIu64 ", none since the last look %s ago",
			   c->what, n, ago);
	else
		doctor_say(DOCTOR_WRONG, c->remedy,
			   "%s: %" PRIu64 ", %" PRIu64 " of them since the last look %s ago",
			   c->what, n, n - before, ago);
}

static void check_counters(const struct sessmon_stats *st, const char *path)
{
	struct look before = { 0 }, now;
	bool other = is_other(path);
	struct buf ago = { 0 };
	size_t i;
	int err;

	look_now(&now, st);
	if (!other)
		read_look(path, &before, &now);
	buf_puts(&ago, "");
	if (before.when)
		clock_put_duration(&ago, now.when - before.when);
	for (i = 0; i < COUNTERS; i++)
		judge(&counters[i], now.n[i], before.n[i], ago.data);
	err = other ? EINVAL : write_look(path, &now);
	if (err)
		doctor_say(DOCTOR_NOTE, "name another file with --state",
			   "this look cannot be kept in %s: %s", path,
			   other ? "not a regular file" : strerror(err));
	buf_free(&ago);
}

static bool kernel_has(const char *symbol)
{
	char line[512], name[256];
	FILE *f = fopen("/proc/kallsyms", "re");
	bool found = false;

	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%*s %*s %255s", name) == 1 && !strcmp(name, symbol);
	fclose(f);
	return found;
}

/* A kernel without the function is as it is; one that has it should have been hooked. */
static bool should_be_live(const struct hook_fact *f)
{
	size_t i;

	for (i = 0; i < HOOK_SYMBOLS && f->symbols[i]; i++)
		if (!kernel_has(f->symbols[i]))
			return false;
	return i > 0;
}

static void judge_hook(unsigned int bit)
{
	const struct hook_fact *f = hooks_fact(1u << bit);
	struct buf name = { 0 };

	name_put_flag(&name, &names_hooks, bit);
	if (f && !should_be_live(f))
		doctor_say(DOCTOR_NOTE, NULL, "no hook %s on this kernel: it is not seen %s",
			   name.data, f->missing);
	else
		doctor_say(DOCTOR_WRONG, "the kernel's log says why: dmesg | grep sessmon",
			   "the hook %s should be live and is not%s%s", name.data,
			   f ? ": it is not seen " : "", f ? f->missing : "");
	buf_free(&name);
}

static void check_hooks(const struct sessmon_info *info)
{
	uint32_t all = (1u << names_hooks.n) - 1;
	unsigned int i;

	doctor_say(DOCTOR_OK, NULL, "%u of %zu hooks live", __builtin_popcount(all & info->hooks),
		   (size_t)names_hooks.n);
	for (i = 0; i < names_hooks.n; i++)
		if (!(info->hooks >> i & 1))
			judge_hook(i);
}

static void say_no_answer(int err)
{
	const char *remedy = NULL;

	if (err == -SESSMON_E_NOT_LOADED && doctor_loaded())
		remedy = "it is loaded, but not seen in this network namespace: "
			 "nsenter --net -t 1 sessmon doctor";
	else if (err == -SESSMON_E_NOT_LOADED)
		remedy = "modprobe sessmon; what it says is in dmesg";
	else if (err == -SESSMON_E_VERSION)
		remedy =
			"install module and reader from the same source, then load the module anew";
	doctor_say(DOCTOR_WRONG, remedy, "no answer: %s", sessmon_strerror(err));
}

void doctor_module(const char *state)
{
	struct sessmon_stats st;
	struct sessmon *s;
	int err = sessmon_open(&s);

	if (err) {
		say_no_answer(err);
		return;
	}
	doctor_say(DOCTOR_OK, NULL, "the module answers, its version: %s",
		   sessmon_info(s)->module_version);
	if (sessmon_info(s)->boot_id[0])
		doctor_say(DOCTOR_OK, NULL, "boot id: %s", sessmon_info(s)->boot_id);
	check_hooks(sessmon_info(s));
	err = sessmon_stats_get(s, &st);
	if (err)
		doctor_say(DOCTOR_WRONG, NULL, "no counters: %s", sessmon_strerror(err));
	else
		check_counters(&st, state);
	sessmon_close(s);
}
