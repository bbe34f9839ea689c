// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "doctor.h"
#include "names.h"
#include "out.h"
#include "tool.h"

static unsigned int problems;

void doctor_say(enum doctor_verdict verdict, const char *remedy, const char *fmt, ...)
{
	static const char *const words[] = { "ok", "note", "WRONG" };
	char text[512];
	va_list ap;

	problems += verdict == DOCTOR_WRONG;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	out_printf("%-5s %s\n", words[verdict], text);
	if (remedy)
		out_printf("      -> %s\n", remedy);
	out_flush();
}

bool doctor_read(const char *path, char *line, int size)
{
	FILE *f = fopen(path, "re");
	bool ok;

	line[0] = 0;
	if (!f)
		return false;
	ok = fgets(line, size, f);
	line[strcspn(line, "\n")] = 0;
	fclose(f);
	return ok;
}

static void check_hooks(const struct sessmon_info *info)
{
	uint32_t all = (1u << names_hooks.n) - 1, dead = all & ~info->hooks;
	unsigned int live = __builtin_popcount(all & info->hooks);
	struct buf b = { 0 };

	if (dead)
		buf_puts(&b, "; dead: ");
	name_put_flags(&b, &names_hooks, dead);
	doctor_say(
		dead ? DOCTOR_WRONG : DOCTOR_OK,
		dead ? "the kernel's log names what could not be attached: dmesg | grep sessmon" :
		       NULL,
		"%u of %zu hooks live%s", live, (size_t)names_hooks.n, b.len ? b.data : "");
	buf_free(&b);
}

static void check_stats(struct sessmon *s)
{
	struct sessmon_stats st;
	int err = sessmon_stats_get(s, &st);
	const struct {
		const char *what;
		uint64_t n;
		const char *remedy;
	} counters[] = {
		{ "events lost in the kernel's ring", st.lost,
		  "load the module with a larger ring_size=: see sessmon(4)" },
		{ "objects refused because the table is full", st.table_full,
		  "load the module with a larger max_processes=: see sessmon(4)" },
		{ "allocations that failed", st.no_memory, "the machine is short of memory" },
		{ "hook calls that the kernel skipped", st.probe_missed,
		  "other probes run beside these: compare with sessmon verify" },
		{ "processes that only the second walk found", st.late_found,
		  "nothing to do; please report it" },
	};
	size_t i;

	if (err) {
		doctor_say(DOCTOR_WRONG, NULL, "no counters: %s", sessmon_strerror(err));
		return;
	}
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		doctor_say(counters[i].n ? DOCTOR_WRONG : DOCTOR_OK,
			   counters[i].n ? counters[i].remedy : NULL, "%s: %" PRIu64,
			   counters[i].what, counters[i].n);
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

static void check_module(void)
{
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
	else
		doctor_say(DOCTOR_WRONG, NULL, "the module has no boot id");
	check_hooks(sessmon_info(s));
	check_stats(s);
	sessmon_close(s);
}

static int cmd_doctor(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	int c, ret;

	while ((c = getopt_long(argc, argv, ":", options, NULL)) != -1)
		return tool_bad_option(&verb_doctor, c, argv);
	ret = tool_no_arguments(&verb_doctor, argc, argv);
	if (ret)
		return ret;
	doctor_kernel();
	doctor_caller();
	check_module();
	return problems ? TOOL_FAILED : TOOL_OK;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.args = "",
	.summary = "Look for reasons why sessmon would not work here",
	.help = "Each finding is ok, a note or WRONG; an arrow says what to do.\n"
		"Ends with 1 if something is wrong.\n",
	.run = cmd_doctor,
};
