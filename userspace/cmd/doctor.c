// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon doctor: what is wrong with kernel, module and caller, and what helps. */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "cmd/doctor_policy.h"
#include "options/view.h"
#include "health/doctor.h"
#include "text/printer.h"

/* Gone with the next boot, as the counters are. */
#define STATE "/run/sessmon.doctor"

/* What sessmon-policy.service loads. */
#define POLICY "/etc/sessmon/policy"

/** OPTION_STATE - Of an option that has no letter: -s is a time. */
#define OPTION_STATE 256

/** OPTION_POLICY - Of another one: -p is of ls. */
#define OPTION_POLICY 257

/**
 * struct report - What was found.
 * @p: printer
 * @json: a document instead of lines
 * @count: findings by verdict
 */
static struct report {
	struct printer p;
	bool json;
	unsigned int count[DOCTOR_WRONG + 1];
} report;

static const char *const words[] = { "ok", "note", "WRONG" };

static void say_json(enum doctor_verdict verdict, const char *remedy, const char *text)
{
	static const char *const verdicts[] = { "ok", "note", "wrong" };
	struct json *j = &report.p.json;
	unsigned int base = json_object(j);

	json_puts(j, "verdict", verdicts[verdict]);
	json_puts(j, "finding", text);
	json_puts(j, "remedy", remedy);
	json_object_end(j, base);
}

void doctor_say(enum doctor_verdict verdict, const char *remedy, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	report.count[verdict]++;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (report.json) {
		say_json(verdict, remedy, text);
		return;
	}
	buf_printf(&report.p.line, "%-5s %s\n", words[verdict], text);
	if (remedy)
		buf_printf(&report.p.line, "      -> %s\n", remedy);
	print_fold(&report.p, 0, 6);
	printer_flush(&report.p);
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

static void examine(const char *state, const char *policy)
{
	doctor_kernel();
	doctor_caller();
	doctor_module(state);
	doctor_policy(policy);
}

static void examine_text(const char *state, const char *policy)
{
	printer_open(&report.p, NULL);
	examine(state, policy);
	printer_close(&report.p);
}

static void examine_json(const char *state, const char *policy)
{
	struct json *j = &report.p.json;
	unsigned int base;

	printer_open(&report.p, NULL);
	print_json_head(&report.p, PRINT_HEAD_DOCTOR);
	base = json_enter(j, "sessmon.doctor");
	json_objects(j, "findings");
	examine(state, policy);
	json_list_end(j);
	json_number(j, "notes", report.count[DOCTOR_NOTE]);
	json_number(j, "wrong", report.count[DOCTOR_WRONG]);
	json_leave(j, base);
	json_end(j);
	printer_flush(&report.p);
	printer_close(&report.p);
}

static int cmd_doctor(int argc, char **argv)
{
	static const struct option options[] = { VIEW_COMMON_OPTIONS,
						 { "state", required_argument, NULL, OPTION_STATE },
						 { "policy", required_argument, NULL,
						   OPTION_POLICY },
						 { 0 } };
	const char *state = STATE, *policy = POLICY;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		if (c == OPTION_STATE)
			state = optarg;
		else if (c == OPTION_POLICY)
			policy = optarg;
		else
			ret = view_take_common(&report.json, &verb_doctor, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_doctor, argc, argv);
	if (ret)
		return ret;
	(report.json ? examine_json : examine_text)(state, policy);
	return report.count[DOCTOR_WRONG] ? TOOL_FAILED : TOOL_OK;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.args = "[-j] [--state FILE] [--policy FILE]",
	.summary = "Look for reasons why sessmon would not work here",
	.help = "Each finding is ok, a note or WRONG; an arrow says what to do.\n"
		"Ends with 1 if something is wrong now: counters are compared with the last look.\n\n"
		"  -j, --json             one JSON document\n"
		"      --state FILE       keep what was counted here, not in " STATE "\n"
		"      --policy FILE      the policy that is meant, not " POLICY
		"\n" VIEW_COMMON_HELP,
	.run = cmd_doctor,
};
