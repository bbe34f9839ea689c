// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether the policy in force is the one that this host is meant to have. */
#include "cmd/doctor_policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/policy_file.h"
#include "health/doctor.h"

#define REMEDY_SIZE 512

/**
 * struct meant - The policy that a boot will load.
 * @path: file it is in
 * @error: errno of opening it, ENOENT if there is none
 * @good: it was understood
 * @file: it, or what is wrong with it
 */
struct meant {
	const char *path;
	int error;
	bool good;
	struct policy_file file;
};

static void read_meant(struct meant *m, const char *path)
{
	FILE *f = fopen(path, "re");

	m->path = path;
	m->error = f ? 0 : errno;
	if (!f)
		return;
	m->good = policy_read(f, &m->file);
	fclose(f);
}

static void say_in_force(enum doctor_verdict verdict, const char *remedy,
			 const struct sessmon_policy *p, const char *what)
{
	doctor_say(verdict, remedy, "policy in force: number %u, %u programs, %s", p->generation,
		   p->n_rules, what);
}

static void say_without_file(const struct sessmon_policy *p, const char *path)
{
	char remedy[REMEDY_SIZE];

	if (p->built_in) {
		say_in_force(DOCTOR_OK, NULL, p, "built in");
		return;
	}
	snprintf(remedy, sizeof(remedy), "sessmon policy show >%s; systemctl enable sessmon-policy",
		 path);
	say_in_force(DOCTOR_NOTE, remedy, p, "loaded by hand: the next boot will not have it");
}

static void say_beside_file(const struct sessmon_policy *p, const struct meant *m)
{
	char text[REMEDY_SIZE], remedy[REMEDY_SIZE];

	if (policy_same(p, &m->file.policy)) {
		snprintf(text, sizeof(text), "%sas in %s", p->built_in ? "built in, " : "",
			 m->path);
		say_in_force(DOCTOR_OK, NULL, p, text);
		return;
	}
	snprintf(text, sizeof(text), "%s, and not what is in %s",
		 p->built_in ? "built in" : "loaded", m->path);
	snprintf(remedy, sizeof(remedy), "sessmon policy load %s", m->path);
	say_in_force(DOCTOR_WRONG, remedy, p, text);
}

static int judge(const struct sessmon_policy *p, void *arg)
{
	const struct meant *m = arg;

	if (m->error || !m->good)
		say_without_file(p, m->path);
	else
		say_beside_file(p, m);
	if (!policy_has_door(p))
		doctor_say(DOCTOR_WRONG, "sessmon policy reset",
			   "no program of the policy lets people in: remote logins are services");
	return 0;
}

static void judge_file(const struct meant *m)
{
	char remedy[REMEDY_SIZE];

	snprintf(remedy, sizeof(remedy), "mend it: sessmon policy check %s", m->path);
	if (m->error && m->error != ENOENT)
		doctor_say(DOCTOR_WRONG, NULL, "%s: %s", m->path, strerror(m->error));
	else if (!m->error && !m->good)
		doctor_say(DOCTOR_WRONG, remedy, "%s:%u: %s", m->path, m->file.line, m->file.error);
}

void doctor_policy(const char *path)
{
	struct meant *m = xalloc(1, sizeof(*m));
	struct sessmon *s;
	int err;

	read_meant(m, path);
	judge_file(m);
	if (!sessmon_open(&s)) {
		err = sessmon_policy_get(s, judge, m);
		if (err)
			doctor_say(DOCTOR_WRONG, NULL, "no policy: %s", sessmon_strerror(err));
		sessmon_close(s);
	}
	policy_free(&m->file);
	free(m);
}
