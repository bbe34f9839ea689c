// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules from where they are named, or from the usual places; loaded anew by SIGHUP. */
#include "watch/ruleset.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/escape.h"

#ifndef SESSMON_DATADIR
#define SESSMON_DATADIR "/usr/local/share/sessmon"
#endif

/* Those that came with sessmon, and those of this host. */
static char *const usual[] = { SESSMON_DATADIR "/rules", "/etc/sessmon/rules" };

static volatile sig_atomic_t wanted;

static void on_hangup(int sig)
{
	(void)sig;
	wanted = 1;
}

void ruleset_add(struct ruleset *r, char *path)
{
	r->paths = xmore(r->paths, r->n + 2ULL, sizeof(*r->paths));
	r->paths[r->n++] = path;
	r->paths[r->n] = NULL;
}

bool ruleset_is_there(void)
{
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (!access(usual[i], F_OK))
			return true;
	return false;
}

static void add_usual(struct ruleset *r)
{
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (!access(usual[i], F_OK))
			ruleset_add(r, usual[i]);
}

/* The whole set or nothing. */
static struct rules *load(struct ruleset *r)
{
	struct rules_report report;
	struct rules *set;

	if (r->usual) {
		r->n = 0;
		add_usual(r);
	}
	if (!r->n)
		return NULL;
	set = rules_load(r->paths, &report);
	if (report.said.len)
		fputs(report.said.data, stderr);
	buf_free(&report.said);
	if (!report.refused)
		return set;
	rules_free(set);
	return NULL;
}

bool ruleset_load(struct ruleset *r)
{
	r->usual = !r->n;
	r->set = load(r);
	if (!r->n)
		fprintf(stderr, "sessmon %s: there are no rules: name some with --rules\n",
			r->verb);
	else if (r->set && !rules_count(r->set))
		fprintf(stderr, "sessmon %s: there are no rules\n", r->verb);
	return r->set && rules_count(r->set);
}

void ruleset_watch(void)
{
	const struct sigaction hangup = { .sa_handler = on_hangup };

	sigaction(SIGHUP, &hangup, NULL);
}

bool ruleset_renew(struct ruleset *r, void (*before)(void *arg), void *arg)
{
	struct rules *set;

	if (!wanted)
		return false;
	wanted = 0;
	set = load(r);
	if (!set) {
		fprintf(stderr, "sessmon %s: the rules stay as they were\n", r->verb);
		return false;
	}
	before(arg);
	rules_free(r->set);
	r->set = set;
	fprintf(stderr, "sessmon %s: %u rules\n", r->verb, rules_count(set));
	return true;
}

static void say_gave_up(const struct rule *rule, void *arg)
{
	struct buf title = { 0 };

	if (!rule->gave_up)
		return;
	escape_text(&title, rule->title);
	fprintf(stderr, "sessmon %s: rule \"%s\" gave up %llu times: it takes too long\n",
		(const char *)arg, title.data, (unsigned long long)rule->gave_up);
	buf_free(&title);
}

void ruleset_gave_up(const struct rules *set, const char *verb)
{
	rules_each(set, say_gave_up, (void *)(uintptr_t)verb);
}

void ruleset_free(struct ruleset *r)
{
	rules_free(r->set);
	free(r->paths);
}

bool ruleset_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &inode) == 2 &&
	       !fstat(STDOUT_FILENO, &st) && st.st_dev == dev && st.st_ino == inode;
}
