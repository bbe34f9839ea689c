// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "buf.h"
#include "names.h"
#include "tool.h"

static unsigned int problems;

static void report(const char *verdict, const char *what, const char *more)
{
	printf("%-5s %s%s%s\n", verdict, what, *more ? ": " : "", more);
}

static void fine(const char *what, const char *more)
{
	report("ok", what, more);
}

static void note(const char *what, const char *more)
{
	report("note", what, more);
}

static void wrong(const char *what, const char *more)
{
	report("WRONG", what, more);
	problems++;
}

static bool read_word(const char *path, char *text, int size)
{
	FILE *f = fopen(path, "re");
	bool ok;

	text[0] = 0;
	if (!f)
		return false;
	ok = fgets(text, size, f);
	text[strcspn(text, "\n")] = 0;
	fclose(f);
	return ok;
}

static void check_headers(const char *release)
{
	char path[256];

	snprintf(path, sizeof(path), "/lib/modules/%s/build/Makefile", release);
	if (access(path, R_OK))
		note("no headers of this kernel, so the module cannot be built here", path);
	else
		fine("headers of this kernel", path);
}

static bool find_module(const char *release, const char *form, char *found, size_t size)
{
	char pattern[256];
	glob_t g;
	bool ok;

	snprintf(pattern, sizeof(pattern), form, release);
	ok = !glob(pattern, 0, NULL, &g);
	if (ok)
		snprintf(found, size, "%s", g.gl_pathv[0]);
	globfree(&g);
	return ok;
}

static void check_module_file(const char *release)
{
	char found[256];

	if (find_module(release, "/lib/modules/%s/*/sessmon.ko*", found, sizeof(found)) ||
	    find_module(release, "/lib/modules/%s/*/*/sessmon.ko*", found, sizeof(found)))
		fine("module file", found);
	else
		note("no module file for this kernel", release);
}

static void check_signing(void)
{
	char word[128];

	if (read_word("/sys/module/module/parameters/sig_enforce", word, sizeof(word)) &&
	    *word == 'Y')
		note("this kernel takes signed modules only", "sign it with an enrolled key");
	if (read_word("/sys/kernel/security/lockdown", word, sizeof(word)) &&
	    !strstr(word, "[none]"))
		note("this kernel is locked down", word);
}

static void check_hooks(const struct sessmon_info *info)
{
	uint32_t all = (1u << names_hooks.n) - 1;
	struct buf b = { 0 };

	name_put_flags(&b, &names_hooks, all & ~info->hooks);
	if (b.len)
		wrong("hooks that are not live on this kernel", b.data);
	else
		fine("all hooks are live", "");
	buf_free(&b);
}

static void check_number(const char *what, uint64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	if (n)
		wrong(what, text);
	else
		fine(what, text);
}

static void check_stats(struct sessmon *s)
{
	struct sessmon_stats st;
	int err = sessmon_stats_get(s, &st);

	if (err) {
		wrong("counters", sessmon_strerror(err));
		return;
	}
	check_number("events lost in the kernel's ring", st.lost);
	check_number("objects refused because the table is full", st.table_full);
	check_number("allocations that failed", st.no_memory);
	check_number("hook calls that the kernel skipped", st.probe_missed);
	check_number("processes that only the second walk found", st.late_found);
}

static void check_module(void)
{
	struct sessmon *s;
	int err = sessmon_open(&s);

	if (err) {
		wrong("talking to the module", sessmon_strerror(err));
		return;
	}
	fine("the module answers, its version", sessmon_info(s)->module_version);
	if (sessmon_info(s)->boot_id[0])
		fine("boot id", sessmon_info(s)->boot_id);
	else
		wrong("the module has no boot id", "");
	check_hooks(sessmon_info(s));
	check_stats(s);
	sessmon_close(s);
}

static int cmd_doctor(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	struct utsname u;
	int c, ret;

	while ((c = getopt_long(argc, argv, ":", options, NULL)) != -1)
		return tool_bad_option(&verb_doctor, c, argv);
	ret = tool_no_arguments(&verb_doctor, argc, argv);
	if (ret)
		return ret;
	uname(&u);
	fine("kernel", u.release);
	check_headers(u.release);
	check_module_file(u.release);
	check_signing();
	check_module();
	return problems ? TOOL_FAILED : TOOL_OK;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.args = "",
	.summary = "Look for reasons why sessmon would not work here",
	.help = "Ends with 1 if something is wrong.\n",
	.run = cmd_doctor,
};
