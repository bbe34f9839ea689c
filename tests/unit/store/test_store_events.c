// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is written comes back as it was: every fact of every event, by the tests' own encoder,
 * which has no code in common with the store.
 */
#include <stdlib.h>

#include "play.h"
#include "reading/read.h"
#include "tap.h"
#include "world.h"

#define MANY 4000

/* The events of one seed, once more. */
struct again {
	struct play play;
	struct sessmon_event e;
	unsigned int n, wrong, beyond;
	const struct sessmon_event *list;
	unsigned int n_list;
};

static int compare(const struct sessmon_event *e, void *arg)
{
	struct again *a = arg;
	const struct sessmon_event *want = &a->e;

	if (a->list && a->n == a->n_list) {
		a->beyond++;
		return 0;
	}
	if (a->list)
		want = &a->list[a->n];
	else
		play_event(&a->play, &a->e);
	a->n++;
	if (!same_event(want, e) && a->wrong++ < 3)
		printf("# event %llu of type %u came back as %llu of type %u\n",
		       (unsigned long long)want->seq, want->type, (unsigned long long)e->seq,
		       e->type);
	return 0;
}

/* When processes and sessions ended, as events said; those that did so once. */
static struct ends {
	struct sessmon_key key[2 * MANY];
	uint64_t at[2 * MANY];
	unsigned int times[2 * MANY], n, right, wrong;
} processes, sessions;

static unsigned int end_of(const struct ends *x, const struct sessmon_key *key)
{
	unsigned int i = 0;

	while (i < x->n && (x->key[i].id != key->id || x->key[i].start != key->start))
		i++;
	return i;
}

static void note_end(struct ends *x, const struct sessmon_key *key, uint64_t at)
{
	unsigned int i = end_of(x, key);

	x->times[i] = i == x->n ? 1 : x->times[i] + 1;
	x->n += i == x->n;
	x->key[i] = *key;
	x->at[i] = at;
}

/* What is told of one that has ended begins it anew. */
static void note_other(struct ends *x, const struct sessmon_key *key)
{
	x->times[end_of(x, key)]++;
}

static void note_ends(const struct sessmon_event *e)
{
	if (e->type == SESSMON_EVENT_EXIT)
		note_end(&processes, &e->process.key, e->realtime);
	else if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		note_other(&processes, &e->process.key);
	if (e->type == SESSMON_EVENT_SESSION_END)
		note_end(&sessions, &e->session.key, e->realtime);
	else if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		note_other(&sessions, &e->session.key);
}

/* As exact as boot time and UTC are read one after the other. */
static void check_end(struct ends *x, const struct sessmon_key *key, uint64_t at)
{
	unsigned int i = end_of(x, key);
	int64_t off = i < x->n ? (int64_t)(at - x->at[i]) : 0;

	if (i == x->n || x->times[i] > 1 || !at)
		return;
	x->right += off < 1000000 && off > -1000000;
	x->wrong += off >= 1000000 || off <= -1000000;
}

static int check_session(const struct store_session *s, void *arg)
{
	(void)arg;
	check_end(&sessions, &s->s.key, s->ended);
	return 0;
}

static int check_process(const struct store_process *p, void *arg)
{
	(void)arg;
	if (!p->ended_after)
		check_end(&processes, &p->p.key, p->ended);
	return 0;
}

static void write_dump(struct store_writer *w, struct play *p)
{
	struct sessmon_process process;
	struct sessmon_session session;
	unsigned int i;

	for (i = 0; i < 6; i++) {
		play_session(p, &session);
		store_write_session(w, &session);
	}
	for (i = 0; i < 12; i++) {
		play_process(p, &process);
		store_write_process(w, &process);
	}
}

static void write_play(const char *folder, struct play *p, struct again *again, unsigned int batch)
{
	struct store_run run;
	struct store_writer *w;
	struct sessmon_event e;
	unsigned int i, failed = 0;

	ok(!store_writer_open(folder, &w), "a writer");
	run = play_run(p);
	ok(!store_writer_join(w, &run), "joins");
	write_dump(w, p);
	again->play = *p;
	for (i = 0; i < MANY; i++) {
		play_event(p, &e);
		note_ends(&e);
		failed += store_write_event(w, &e) != 0;
		if (i % batch == batch - 1)
			failed += store_writer_commit(w) != 0;
	}
	failed += store_writer_leave(w, STORE_END_ASKED, play_wall(p)) != 0;
	ok(!failed, "writes all of them, %u at once", batch);
	store_writer_close(w);
}

/* Each in a folder of its own: a day begins anew. */
static const char *place(unsigned int n)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%u", scratch(), n);
	return path;
}

static void test_play(unsigned int n, uint64_t seed, bool ragged, bool steps, unsigned int batch)
{
	static struct again again;
	static struct play p;
	struct store_reader *r;
	struct store_day *days;
	unsigned int n_days, failed = 0;

	processes = sessions = (struct ends){ .n = 0 };
	play_begin(&p, seed);
	p.ragged = ragged;
	p.steps = steps;
	again = (struct again){ .n = 0 };
	write_play(place(n), &p, &again, batch);
	ok(!store_days(place(n), &days, &n_days) && n_days > 1, "days: %u", n_days);
	while (n_days--) {
		failed += store_reader_open(place(n), days[n_days].name, &r) != 0;
		if (!failed)
			failed += store_read_events(r, NULL, compare, &again) != 0 ||
				  store_read_sessions(r, NULL, check_session, NULL) ||
				  store_read_processes(r, 0, NULL, check_process, NULL);
		store_reader_close(r);
	}
	ok(!failed, "which can be read");
	ok(again.n == MANY, "all of them: %u", again.n);
	ok(!again.wrong, "each as it was: seed %llu%s%s", (unsigned long long)seed,
	   ragged ? ", with facts missing" : "", steps ? ", by a clock that is set" : "");
	ok(processes.right > 50 && sessions.right > 50 && !processes.wrong && !sessions.wrong,
	   "when it ended: of %u processes and %u sessions, not of %u and %u", processes.right,
	   sessions.right, processes.wrong, sessions.wrong);
	free(days);
}

static int write_world(const char *folder, struct sessmon_event *list, unsigned int *n)
{
	struct store_run run = { .boot_id = WORLD_BOOT_ID,
				 .host = "world",
				 .started = 1700000000 * SECOND,
				 .booted = 1700000000 * SECOND - 50 * SECOND };
	struct store_gap gap = { .from = run.started,
				 .until = run.started + SECOND,
				 .why = STORE_GAP_RING,
				 .known = true,
				 .count = 12,
				 .lost = { [SESSMON_EVENT_FORK] = 12 } };
	struct store_writer *w;
	unsigned int i, failed = 0;

	if (store_writer_open(folder, &w) || store_writer_join(w, &run))
		return -1;
	for (i = 0; i < world_n_sessions; i++)
		failed += store_write_session(w, &world_sessions[i]) != 0;
	for (i = 0; i < world_n_processes; i++)
		failed += store_write_process(w, &world_processes[i]) != 0;
	for (*n = 0; *n < world_n_events; ++*n) {
		list[*n] = world_events[*n].e;
		failed += store_write_event(w, &list[*n]) != 0;
	}
	failed += store_write_gap(w, &gap) != 0;
	failed += store_writer_commit(w) != 0;
	store_writer_close(w);
	return (int)failed;
}

static void test_world(void)
{
	static struct sessmon_event list[64];
	struct again again = { .list = list };
	struct store_reader *r;

	ok(!write_world(place(90), list, &again.n_list), "the tests' world is written");
	ok(!store_reader_open(place(90), "2023-11-14.db", &r), "and read");
	ok(!store_read_events(r, NULL, compare, &again) && again.n == world_n_events &&
		   !again.wrong && !again.beyond,
	   "each event as it was, %u of %u", again.n, world_n_events);
	store_reader_close(r);
}

/* With an argument the world is written there, for who asks it by SQL. */
int main(int argc, char **argv)
{
	static struct sessmon_event list[64];
	unsigned int n;

	if (argc > 1)
		return write_world(argv[1], list, &n) != 0;
	test_world();
	test_play(1, 1, false, false, 256);
	test_play(2, 2, true, false, 256);
	test_play(3, 3, false, false, 1);
	test_play(4, 4, true, false, 7);
	test_play(5, 5, false, true, 256);
	test_play(7, 7, true, true, 7);
	return tap_done();
}
