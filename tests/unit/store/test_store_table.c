// SPDX-License-Identifier: GPL-2.0-or-later
/* The table as it was at many moments, against a mirror that saw the same events. */
#include <stdlib.h>

#include "mirror/mirror.h"
#include "play.h"
#include "reading/read.h"
#include "tap.h"

#define MANY	3000
#define MOMENTS 60

static unsigned int told;

/* What a process ran before is forgotten then, and what a leader could do that has ended. */
static uint64_t midnight;

static void tell(const char *what, const struct sessmon_key *key, uint64_t moment)
{
	if (told++ < 5)
		printf("# %s %u:%llu is not the same at event %llu\n", what, key->id,
		       (unsigned long long)key->start, (unsigned long long)moment);
}

/* Credentials of which nothing is known are none. */
static struct sessmon_process plain(const struct sessmon_process *p)
{
	struct sessmon_process q = *p;

	if (!q.creds.has)
		q.has &= ~BIT(SESSMON_A_PROCESS_CREDS);
	if (!q.ns.has)
		q.has &= ~BIT(SESSMON_A_PROCESS_NAMESPACES);
	return q;
}

static bool same_facts(const struct sessmon_process *a, const struct sessmon_process *b)
{
	struct sessmon_process x = plain(a), y = plain(b);

	return same_process(&x, &y) && a->last_seq == b->last_seq;
}

static bool same_tables(const struct mirror *a, const struct mirror *b, uint64_t moment,
			uint64_t wall)
{
	const struct sessmon_process **p = mirror_process_list(a);
	const struct sessmon_session **s = mirror_session_list(a);
	bool same = a->n_processes == b->n_processes && a->n_sessions == b->n_sessions;
	unsigned int i, n;

	if (!same)
		printf("# %u of %u processes, %u of %u sessions at event %llu\n", b->n_processes,
		       a->n_processes, b->n_sessions, a->n_sessions, (unsigned long long)moment);
	for (i = 0; i < a->n_processes; i++) {
		const struct sessmon_process *q = mirror_process(b, &p[i]->key);
		bool good = q && same_facts(p[i], q);

		for (n = 0; good && n < PREVIOUS && wall < midnight; n++)
			good = same_exe(mirror_previous(a, &p[i]->key, n),
					mirror_previous(b, &p[i]->key, n));
		if (!good)
			tell("process", &p[i]->key, moment);
		same &= good;
	}
	for (i = 0; i < a->n_sessions; i++) {
		const struct sessmon_session *q = mirror_session(b, &s[i]->key);
		bool good = q && same_session(s[i], q) && s[i]->last_seq == q->last_seq &&
			    (wall >= midnight || same_creds(mirror_leader_creds(a, &s[i]->key),
							    mirror_leader_creds(b, &s[i]->key)));

		if (!good)
			tell("session", &s[i]->key, moment);
		same &= good;
	}
	free(p);
	free(s);
	return same;
}

/* The module counts who is born, and tells it with the session's next event. */
static void count_birth(struct mirror *m, const struct sessmon_event *e)
{
	struct sessmon_session *s = mirror_session(m, &e->process.session);

	if (e->type == SESSMON_EVENT_FORK && sessmon_has(e, SESSMON_A_EVENT_PROCESS) && s &&
	    sessmon_has(s, SESSMON_A_SESSION_TOTAL) && !mirror_process(m, &e->process.key))
		s->total++;
}

static int write_all(const char *folder, struct play *p, struct store_run *run, struct play *begun)
{
	struct sessmon_process process;
	struct sessmon_session session;
	struct sessmon_event e;
	struct store_writer *w;
	unsigned int i, failed = 0;

	if (store_writer_open(folder, &w))
		return -1;
	*run = play_run(p);
	failed += store_writer_join(w, run) != 0;
	*begun = *p;
	for (i = 0; i < 6; i++) {
		play_session(p, &session);
		failed += store_write_session(w, &session) != 0;
	}
	for (i = 0; i < 12; i++) {
		play_process(p, &process);
		failed += store_write_process(w, &process) != 0;
	}
	for (i = 0; i < MANY; i++) {
		play_event(p, &e);
		failed += store_write_event(w, &e) != 0;
		if (i % 64 == 63)
			failed += store_writer_commit(w) != 0;
	}
	failed += store_writer_leave(w, STORE_END_ASKED, play_wall(p)) != 0;
	store_writer_close(w);
	return (int)failed;
}

/* The table of the file whose day it was, or of the day before: it has no event of this one yet. */
static int table_at(const char *folder, uint64_t wall, struct mirror *m)
{
	struct store_day *days;
	struct store_reader *r;
	unsigned int n, i;
	int err = store_days(folder, &days, &n);

	for (i = 0; !err && i < n; i++) {
		if (days[i].from > wall)
			continue;
		err = store_reader_open(folder, days[i].name, &r);
		if (!err)
			err = store_read_table(r, wall, m, NULL);
		store_reader_close(r);
		break;
	}
	free(days);
	return err;
}

static void test_table(const char *name, uint64_t seed, bool ragged)
{
	static struct play p, again;
	struct sessmon_process process;
	struct sessmon_session session;
	struct mirror then = { 0 }, m = { 0 };
	struct sessmon_event e;
	struct store_run run;
	unsigned int i, wrong = 0, asked = 0, most = 0;
	char folder[128];

	snprintf(folder, sizeof(folder), "%s/%s", scratch(), name);
	play_begin(&p, seed);
	p.ragged = ragged;
	ok(!write_all(folder, &p, &run, &again), "%s: written", name);
	midnight = (run.started / STORE_NS_PER_DAY + 1) * STORE_NS_PER_DAY;
	m.as_of = run.first_seq;
	for (i = 0; i < 6; i++) {
		play_session(&again, &session);
		mirror_put_session(&m, &session);
		mirror_session(&m, &session.key)->last_seq = session.last_seq;
	}
	for (i = 0; i < 12; i++) {
		play_process(&again, &process);
		mirror_put_process(&m, &process);
		mirror_process(&m, &process.key)->last_seq = process.last_seq;
	}
	for (i = 0; i < MANY; i++) {
		play_event(&again, &e);
		count_birth(&m, &e);
		mirror_apply(&m, &e);
		mirror_retire(&m, &e);
		if (i % (MANY / MOMENTS))
			continue;
		asked++;
		if (table_at(folder, e.realtime, &then) ||
		    !same_tables(&m, &then, e.seq, e.realtime))
			wrong++;
		if (then.n_processes > most)
			most = then.n_processes;
		mirror_free(&then);
	}
	ok(!wrong && asked == MOMENTS, "%s: the same at %u moments, %u not", name, asked, wrong);
	ok(most >= 12, "%s: with up to %u processes", name, most);
	mirror_free(&m);
}

int main(void)
{
	test_table("told", 11, false);
	test_table("ragged", 12, true);
	test_table("other", 13, false);
	return tap_done();
}
