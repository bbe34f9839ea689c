// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon report: sessions as a page for a browser, in one file. */
#include "report/report.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/key.h"
#include "past/known.h"
#include "past/past.h"
#include "past/session_list.h"
#include "past/within.h"
#include "report/live.h"
#include "report/place.h"
#include "text/people.h"

#ifndef SESSMON_VERSION
#define SESSMON_VERSION "unknown"
#endif

enum report_option {
	REPORT_WITH_CHILDREN = 800,
};

/**
 * struct asked - A key that was asked for.
 * @text: as it was written
 * @k: what that means
 * @boot: of which boot it must be, empty if of any
 * @found: there is such a session
 */
struct asked {
	const char *text;
	struct key_request k;
	char boot[40];
	bool found;
};

/**
 * struct making - What is under way.
 * @q: question
 * @place: where the page goes
 * @with_children: and what was made in those sessions
 * @people: which sessions are shown unasked
 * @asked: keys
 * @n_asked: entries of @asked
 * @chosen: sessions that were asked for, of the boots that they are of
 * @whole: those, and what was made in them
 * @living: sessions that the module alone has
 * @around: those that are named because of them
 * @list: both, as the history has them
 * @live: what the module has of now, if @is_live
 * @is_live: it could be asked
 * @no_history: there is none, and none is needed
 * @r: what is told
 */
struct making {
	struct question q;
	struct report_place place;
	bool with_children;
	struct people people;
	struct asked *asked;
	unsigned int n_asked;
	struct known_set chosen;
	struct whence whole, living, around;
	struct session_list list;
	struct report_live live;
	bool is_live, no_history;
	struct report r;
};

/* ---- which sessions ---- */

/* An entity id has the boot that it is of. */
static int read_keys(struct making *m, int n, char **texts)
{
	const char *id;
	struct asked *a;
	int i;

	m->asked = xalloc((size_t)n + 1, sizeof(*m->asked));
	for (i = 0; i < n; i++) {
		a = &m->asked[m->n_asked++];
		a->text = texts[i];
		id = strncmp(texts[i], "s:", 2) ? texts[i] : texts[i] + 2;
		if (strlen(id) > SESSMON_BOOT_ID_LEN && id[8] == '-')
			snprintf(a->boot, sizeof(a->boot), "%.*s", SESSMON_BOOT_ID_LEN, id);
		key_parse(texts[i], a->boot, &a->k);
	}
	return TOOL_OK;
}

static int take_process(const struct store_last *last, void *arg)
{
	struct asked *a = arg;

	if (!a->found || last->key.start >= a->k.key.start) {
		a->found = true;
		a->k.key = last->key;
		a->boot[0] = 0;
		a->k.key = last->session;
	}
	return 0;
}

/* Of a process its session is told. */
static void find_session_of(struct making *m, struct asked *a)
{
	const struct sessmon_key process = a->k.key;
	struct store_reader *r;
	struct store_day *days;
	unsigned int n = question_days(&m->q, &days), i;
	int err;

	for (i = 0; i < n && !a->found; i++) {
		r = question_open(&m->q, &days[i]);
		err = r ? store_find_process(r, &process, take_process, a) : 0;
		if (err)
			question_complain(&m->q, days[i].name, err);
		store_reader_close(r);
	}
	free(days);
	a->k.session = a->found;
	a->found = false;
}

static void find_sessions_of(struct making *m)
{
	unsigned int i;

	for (i = 0; i < m->n_asked; i++)
		if (!m->asked[i].k.session)
			find_session_of(m, &m->asked[i]);
}

/* A number may be given again: the session that began last comes first, and is meant. */
static bool is_asked_for(struct making *m, const struct sessmon_key *key)
{
	struct asked *a;
	unsigned int i;

	for (i = 0; i < m->n_asked; i++) {
		a = &m->asked[i];
		if (!a->k.session || a->k.key.id != key->id ||
		    (a->k.key.start && a->k.key.start != key->start))
			continue;
		a->k.key = *key;
		a->found = true;
		return true;
	}
	return false;
}

static bool is_wanted(const struct sessmon_session *s, void *arg)
{
	struct making *m = arg;

	if (m->n_asked)
		return is_asked_for(m, &s->key);
	return people_take(&m->people, s);
}

static void choose_session(struct making *m, struct past_session *p)
{
	known_add(&m->chosen, known_boot(&m->chosen, p->run->boot_id), &p->row->s.key, p);
	if (!whence_is_one(&p->row->s.key, &m->whole))
		whence_add(&m->whole, &p->row->s.key);
}

/* Init has the same key in each boot, or may have. */
static bool is_whole(struct making *m, const struct past_session *p)
{
	const struct sessmon_key *key = &p->row->s.key;
	unsigned int boot, n = m->chosen.n_boots;

	for (boot = 0; boot < n && !known_find(&m->chosen, boot, key); boot++)
		;
	if (boot < n)
		return known_find(&m->chosen, known_boot(&m->chosen, p->run->boot_id), key);
	return whence_is_one(key, &m->whole);
}

/* What came from them, or they from it, is of their boots. */
static bool is_of_boots(const struct making *m, const struct past_session *p)
{
	unsigned int i;

	for (i = 0; i < m->chosen.n_boots; i++)
		if (!strcmp(m->chosen.boots[i], p->run->boot_id))
			return true;
	return false;
}

static bool is_named(const struct sessmon_session *s, void *arg)
{
	const struct making *m = arg;

	return whence_is_one(&s->key, &m->whole) || whence_is_one(&s->key, &m->around);
}

/* What the history does not have, or not yet: it may live. */
static void find_living(struct making *m)
{
	const struct sessmon_session *s;
	struct asked *a;
	unsigned int i;

	for (i = 0; i < m->n_asked && m->is_live; i++) {
		a = &m->asked[i];
		if (a->found || (a->boot[0] && strcmp(a->boot, m->live.run.boot_id)))
			continue;
		s = report_live_session(&m->live, &a->k.key, a->k.session);
		a->found = s;
		if (s && !whence_is_one(&s->key, &m->living))
			whence_add(&m->living, &s->key);
	}
}

/* Nothing is written of some of what was asked for: it could be taken for all of it. */
static int check_found(const struct making *m)
{
	unsigned int i;
	int ret = TOOL_OK;

	for (i = 0; i < m->n_asked; i++)
		if (!m->asked[i].found)
			ret = tool_none(m->asked[i].text);
	if (!ret && !m->whole.n && !m->living.n) {
		fputs("sessmon report: there is no such session\n", stderr);
		ret = TOOL_FAILED;
	}
	return ret;
}

static int choose(struct making *m)
{
	struct question all = { .verb = m->q.verb, .view.folder = m->q.view.folder };
	struct session_list first;
	unsigned int i;

	if (m->no_history) {
		find_living(m);
		return check_found(m);
	}
	find_sessions_of(m);
	m->people.all = m->q.view.all || filter_is_set(&m->q.view.filter);
	within_find(&m->q);
	session_list_fetch(&first, &m->q, is_wanted, m);
	for (i = 0; i < first.n; i++)
		choose_session(m, first.list[i]);
	session_list_free(&first);
	find_living(m);
	if (check_found(m))
		return TOOL_FAILED;
	if (!m->whole.n)
		return TOOL_OK;
	within_around(&all, &m->whole, m->with_children, &m->around);
	all.view.filter.mirror = m->q.view.filter.mirror;
	session_list_fetch(&m->list, &all, is_named, m);
	m->q.failed |= all.failed;
	question_free(&all);
	return TOOL_OK;
}

/* ---- what they have ---- */

/* From the oldest on. */
static void read_files(struct making *m)
{
	struct question all = { .verb = m->q.verb, .view.folder = m->q.view.folder };
	struct store_reader *file;
	struct store_day *days = NULL;
	unsigned int n = m->no_history ? 0 : question_days(&all, &days);
	int err;

	while (n--) {
		file = question_open(&all, &days[n]);
		err = file ? report_gather(&m->r, file) : 0;
		if (err)
			question_complain(&all, days[n].name, err);
		store_reader_close(file);
	}
	free(days);
	m->q.failed |= all.failed;
	question_free(&all);
}

static void add_sessions(struct making *m)
{
	const struct past_session *p;
	unsigned int i;

	for (i = 0; i < m->list.n; i++) {
		p = m->list.list[i];
		if (!is_of_boots(m, p))
			continue;
		report_add_session(&m->r, &(struct report_session){
						  .s = &p->row->s,
						  .run = p->run,
						  .acts = p->acts,
						  .whole = is_whole(m, p),
						  .runs = p->runs,
						  .started = p->started,
						  .ended = p->ended,
						  .ended_after = p->ended_after,
						  .seen = p->seen,
						  .programs = p->programs,
						  .failed = p->failed,
					  });
	}
}

static bool make(struct making *m)
{
	struct buf page = { 0 };
	bool good;

	m->r.made = clock_now(CLOCK_REALTIME);
	m->r.version = SESSMON_VERSION;
	m->r.tell_of = runs_tell_of;
	add_sessions(m);
	if (m->is_live)
		report_live_add(&m->live, &m->r, &m->living, m->with_children);
	m->r.begin = report_first(&m->r);
	read_files(m);
	if (m->is_live)
		report_live_gather(&m->live, &m->r);
	m->r.failed = m->q.failed;
	report_arrange(&m->r);
	report_put_page(&page, &m->r);
	good = report_place_write(&m->place, &page);
	buf_free(&page);
	return good;
}

/* ---- options ---- */

static int set_option(struct making *m, int c, int argc, char **argv)
{
	switch (c) {
	case 'a':
		return view_take(&m->q.view, m->q.verb, c, argv);
	case 'o':
		m->place.name = optarg;
		return TOOL_OK;
	case 'f':
		m->place.force = true;
		return TOOL_OK;
	case REPORT_WITH_CHILDREN:
		m->with_children = true;
		return TOOL_OK;
	default:
		return question_take(&m->q, c, argc, argv);
	}
}

static int check_options(struct making *m, int argc, char **argv)
{
	char **keys = argv + optind;
	int ret, n = argc - optind;

	if (m->q.view.json)
		return tool_usage(m->q.verb, "a report is a page; log -j has documents");
	ret = tool_check_keys(m->q.verb, keys);
	if (!ret && n && filter_is_set(&m->q.view.filter))
		ret = tool_usage(m->q.verb, "either keys or filters");
	if (!ret)
		ret = read_keys(m, n, keys);
	optind = argc;
	return ret ? ret : question_check(&m->q, argc, argv);
}

static int run(struct making *m)
{
	int ret = report_place_check(&m->place, m->n_asked == 1 ? m->asked[0].text : NULL);
	bool good;

	if (ret)
		return ret;
	m->is_live = report_live_open(&m->live);
	m->no_history = m->is_live && m->n_asked && access(question_folder(&m->q), F_OK);
	ret = choose(m);
	if (ret)
		return ret;
	good = make(m);
	return question_status(&m->q, good);
}

int past_report(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_OPTIONS,
		{ "count", required_argument, NULL, 'm' },
		{ "boot", optional_argument, NULL, 'b' },
		{ "dir", required_argument, NULL, VIEW_DIR },
		{ "all", no_argument, NULL, 'a' },
		{ "output", required_argument, NULL, 'o' },
		{ "force", no_argument, NULL, 'f' },
		{ "with-children", no_argument, NULL, REPORT_WITH_CHILDREN },
		{ 0 },
	};
	static const struct mirror nobody;
	struct making m = {
		.q = { .verb = &verb_report, .view.filter.mirror = &nobody },
	};
	int c, ret = TOOL_OK;

	while (!ret &&
	       (c = getopt_long(argc, argv, ":" QUESTION_LETTERS "ao:f", options, NULL)) != -1)
		ret = set_option(&m, c, argc, argv);
	if (!ret)
		ret = check_options(&m, argc, argv);
	if (!ret)
		ret = run(&m);
	report_free(&m.r);
	session_list_free(&m.list);
	known_free(&m.chosen);
	report_live_close(&m.live);
	people_free(&m.people);
	free(m.whole.list);
	free(m.living.list);
	free(m.around.list);
	free(m.asked);
	question_free(&m.q);
	return ret;
}
