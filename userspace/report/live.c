// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions and processes from the module's table, where the history does not have them. */
#include "report/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/host.h"
#include "text/words.h"

static void put(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%.*s", (int)size - 1, text);
}

/* Who watches is the module. */
static void describe(struct report_live *l, const struct sessmon_info *info)
{
	const struct host *h = host_identify(info);
	uint64_t now = clock_now(CLOCK_REALTIME);

	l->run = (struct store_run){ .started = now, .seen = now, .booted = clock_wall(0) };
	put(l->run.boot_id, sizeof(l->run.boot_id), h->boot_id);
	put(l->run.machine_id, sizeof(l->run.machine_id), h->machine_id);
	put(l->run.host, sizeof(l->run.host), h->name);
	put(l->run.kernel, sizeof(l->run.kernel), h->kernel);
}

bool report_live_open(struct report_live *l)
{
	struct sessmon *s = NULL;
	bool there = !sessmon_open(&s) && !mirror_fill(&l->m, s);

	if (there)
		describe(l, sessmon_info(s));
	sessmon_close(s);
	return there;
}

void report_live_close(struct report_live *l)
{
	mirror_free(&l->m);
}

const struct sessmon_session *report_live_session(const struct report_live *l,
						  const struct sessmon_key *k, bool session)
{
	const struct sessmon_process *p = session ? NULL : mirror_process(&l->m, k);

	if (session)
		return mirror_session(&l->m, k);
	return p ? mirror_session(&l->m, &p->session) : NULL;
}

static void add(struct report_live *l, struct report *r, const struct sessmon_session *s,
		bool whole)
{
	if (report_find_session(r, l->run.boot_id, &s->key) >= 0)
		return;
	report_add_session(r, &(struct report_session){
				      .s = s,
				      .run = &l->run,
				      .acts = words_acts(&l->m, s),
				      .whole = whole,
				      .runs = true,
				      .started = clock_wall(words_started(s)),
				      .seen = l->run.seen,
			      });
}

/* What made it, as far as that is still there. */
static void add_makers(struct report_live *l, struct report *r, const struct sessmon_session *s)
{
	while (s && sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM)) {
		s = mirror_session(&l->m, &s->created_from);
		if (!s || report_find_session(r, l->run.boot_id, &s->key) >= 0)
			return;
		add(l, r, s, false);
	}
}

static bool is_around(const struct sessmon_session *s, const struct whence *whole)
{
	return whence_is_one(&s->created_from, whole) ||
	       (sessmon_has(s, SESSMON_A_SESSION_ORIGIN) && whence_is_one(&s->origin, whole));
}

void report_live_add(struct report_live *l, struct report *r, const struct whence *whole,
		     bool with_children)
{
	const struct sessmon_session **all = mirror_session_list(&l->m);
	unsigned int i;

	for (i = 0; i < l->m.n_sessions; i++)
		if (whence_is_one(&all[i]->key, whole) ||
		    (with_children && whence_is(&l->m, all[i], whole)))
			add(l, r, all[i], true);
	for (i = 0; i < l->m.n_sessions; i++) {
		if (is_around(all[i], whole))
			add(l, r, all[i], false);
		if (whence_is_one(&all[i]->key, whole))
			add_makers(l, r, all[i]);
	}
	free(all);
}

/* Whether it began when the history says: else the clock was set, and now is far from then. */
static bool is_beside(const struct report_session *s, const struct sessmon_session *now)
{
	uint64_t began = clock_wall(words_started(now));
	uint64_t apart = began > s->started ? began - s->started : s->started - began;

	return apart < STORE_NS_PER_DAY;
}

/* Whether what the table says of a session is told. */
static bool is_told(const struct report_session *s, const struct report_live *l)
{
	const struct sessmon_session *now = mirror_session(&l->m, &s->s->key);

	return s->whole && !s->ended && !strcmp(s->run->boot_id, l->run.boot_id) && now &&
	       is_beside(s, now);
}

static void gather(struct report_live *l, struct report *r, unsigned int session,
		   const struct sessmon_process *p)
{
	struct report_process one = {
		.key = p->key,
		.parent = p->parent,
		.session = session,
		.started = clock_wall(p->key.start),
		.status = -1,
		.pgid = p->pgid,
		.flags = REPORT_CARRIED,
	};

	if (p->flags & SESSMON_PROCESS_EXITED)
		return;
	one.context = report_put_context(r, p);
	one.program = report_put_program(r, &p->exe, p->comm);
	report_add_process(r, l->run.boot_id, &one);
	if (r->session[session].run == &l->run)
		r->session[session].programs += p->exec_count > 0;
}

void report_live_gather(struct report_live *l, struct report *r)
{
	const struct sessmon_process **all = mirror_process_list(&l->m);
	unsigned int i;
	int session;

	for (i = 0; i < l->m.n_processes; i++) {
		session = report_find_session(r, l->run.boot_id, &all[i]->session);
		if (session >= 0 && is_told(&r->session[session], l))
			gather(l, r, (unsigned int)session, all[i]);
	}
	for (i = 0; i < r->n_sessions; i++)
		if (is_told(&r->session[i], l)) {
			r->session[i].runs = true;
			r->session[i].seen = l->run.seen;
		}
	free(all);
}
