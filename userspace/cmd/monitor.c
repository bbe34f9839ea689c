// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop behind sessmon monitor: the stream joined with the table, filtered, shown. */
#include "cmd/monitor.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ending.h"
#include "base/out.h"
#include "base/out_file.h"
#include "containers/containers.h"
#include "options/tool.h"
#include "json/memo.h"
#include "names/names.h"

/* After a loss the table is fetched anew, but not for each of many losses. */
#define REFETCH_INTERVAL NS_PER_SECOND

/* No name is worth events: milliseconds to wait for one. */
#define NAMES_WAIT 500

/* How often we look whether the module has come. */
#define LOOK_MS 1000

static bool is_of_groups(const struct monitor *m, const struct sessmon_event *e)
{
	return m->groups & event_groups(e->type);
}

static bool is_wanted(struct monitor *m, const struct sessmon_event *e)
{
	const struct sessmon_session *s = NULL;
	bool own;

	if (filter_needs_table(&m->view.filter))
		s = mirror_session(&m->p.mirror, &e->process.session);
	/* Both are asked of each event, also of one that is not shown: it tells of a birth. */
	own = reaction_is_own(&m->reaction, e);
	return filter_event(&m->view.filter, e, s) && is_of_groups(m, e) && !own;
}

static void show_line(struct monitor *m, const struct sessmon_event *e)
{
	print_event(&m->p, e, m->time);
	m->broken = !printer_end_line(&m->p);
}

static void show(struct monitor *m, const struct sessmon_event *e)
{
	if (m->instead && e->type != SESSMON_EVENT_LOST) {
		m->broken |= !m->instead(m, e);
		return;
	}
	if (m->view.json)
		m->broken = !print_event_json(&m->p, e);
	else
		show_line(m, e);
	if (filter_about_stream(e))
		return;
	reaction_run(&m->reaction, &m->p, e);
	if (m->limited)
		m->left--;
}

static int take_event(const struct sessmon_event *e, void *arg)
{
	struct monitor *m = arg;
	/* Processes that were printed from the dump are not printed as events again. */
	bool known = m->dump && !mirror_is_news(&m->p.mirror, e);

	bool join = m->join && !sessmon_has(e, SESSMON_A_EVENT_REPLAYED);

	if (join)
		mirror_apply(&m->p.mirror, e);
	if (e->type == SESSMON_EVENT_EXEC && join)
		containers_notice(&m->p.mirror, &e->process.key);
	if (!known && is_wanted(m, e))
		show(m, e);
	if (join)
		mirror_retire(&m->p.mirror, e);
	m->stale |= e->type == SESSMON_EVENT_LOST;
	if (e->type == SESSMON_EVENT_DETACHING) {
		m->gone = true;
		m->went = e->seq;
	}
	return m->gone || m->broken || (m->limited && !m->left);
}

static bool mending_is_due(const struct monitor *m)
{
	return m->stale && !m->gone && clock_now(CLOCK_BOOTTIME) - m->fetched >= REFETCH_INTERVAL;
}

/* What was made in a session that is followed, while what made it is still known. */
static void note_descendants(struct monitor *m)
{
	const struct sessmon_session **list = mirror_session_list(&m->p.mirror);
	unsigned int i;

	for (i = 0; i < m->p.mirror.n_sessions; i++)
		filter_session(&m->view.filter, list[i]);
	free(list);
}

/*
 * The table is the truth: it also mends what a loss took away.  Who keeps none asks
 * whether the module is still there, whose goodbye may have been lost.
 */
static int fetch_table(struct monitor *m)
{
	struct sessmon_stats stats;
	int err = sessmon_stats_get(m->s, &stats);

	m->fetched = clock_now(CLOCK_BOOTTIME);
	if (err)
		return err;
	m->stale = false;
	m->p.mirror.as_of = stats.last_seq;
	err = m->join ? mirror_fill(&m->p.mirror, m->s) : 0;
	if (!err && m->view.filter.sessions.n)
		note_descendants(m);
	return err;
}

static int mend(struct monitor *m)
{
	int err = fetch_table(m);

	m->stale |= err != 0;
	return err == -SESSMON_E_NOT_LOADED ? err : 0;
}

static bool wants_process(struct monitor *m, const struct sessmon_process *p)
{
	return m->groups & ~SESSMON_GROUP_SESSION &&
	       filter_process(&m->view.filter, p, mirror_session(&m->p.mirror, &p->session));
}

/* Sessions are not shown to a user who follows no group that tells of them. */
static bool wants_session(struct monitor *m, const struct sessmon_session *s)
{
	return m->groups & SESSMON_GROUP_SESSION && filter_session(&m->view.filter, s);
}

static void show_existing_processes(struct monitor *m)
{
	const struct sessmon_process **list = mirror_process_list(&m->p.mirror);
	struct sessmon_event e = { .has = 1ULL << SESSMON_A_EVENT_PROCESS };
	unsigned int i;

	for (i = 0; i < m->p.mirror.n_processes && !m->broken; i++) {
		if (!wants_process(m, list[i]))
			continue;
		e.process = *list[i];
		e.boottime = e.process.key.start;
		e.realtime = clock_wall(e.boottime);
		if (m->view.json)
			m->broken = !print_process_json(&m->p, list[i]);
		else
			show_line(m, &e);
	}
	free(list);
}

static void show_existing_sessions(struct monitor *m)
{
	const struct sessmon_session **list = mirror_session_list(&m->p.mirror);
	struct sessmon_event e = { .has = 1ULL << SESSMON_A_EVENT_SESSION };
	unsigned int i;

	for (i = 0; i < m->p.mirror.n_sessions && !m->broken; i++) {
		if (!wants_session(m, list[i]))
			continue;
		e.session = *list[i];
		e.boottime = e.session.started ? e.session.started : e.session.key.start;
		e.realtime = clock_wall(e.boottime);
		if (m->view.json)
			m->broken = !print_session_json(&m->p, list[i]);
		else
			show_line(m, &e);
	}
	free(list);
}

/* Join first, dump second: the other order would have a hole. */
static int begin(struct monitor *m)
{
	/* Whom a process belongs to is told of its session. */
	bool sessions = filter_needs_table(&m->view.filter);
	uint32_t groups = m->groups | (sessions ? SESSMON_GROUP_SESSION : 0) |
			  (m->reaction.command ? SESSMON_GROUP_LIFECYCLE : 0);
	int err = m->reliable ? sessmon_subscribe_reliably(m->s, groups) :
				sessmon_subscribe(m->s, groups);

	if (!err && m->join)
		err = fetch_table(m);
	if (err)
		return err;
	if (m->dump) {
		show_existing_sessions(m);
		show_existing_processes(m);
	}
	return 0;
}

static bool is_over(const struct monitor *m)
{
	return m->gone || m->broken || (m->limited && !m->left);
}

/* Whenever nothing more is there to be read: no event waits for the next one. */
static bool flush(struct monitor *m)
{
	m->broken |= !printer_flush(&m->p);
	return !m->broken;
}

/* The reader of our output may go while there is nothing to write. */
static bool has_reader(struct monitor *m, const struct pollfd *out)
{
	if (out->revents) {
		out_lost_reader();
		m->broken = true;
	}
	return !m->broken;
}

/* Wait until something is there to be received, or there is a reason to end. */
static bool wait_for(struct monitor *m, int fd, int timeout_ms)
{
	struct pollfd p[] = { { .fd = fd, .events = POLLIN },
			      { .fd = ending_fd(), .events = POLLIN },
			      { .fd = STDOUT_FILENO },
			      { .fd = out_file_fd(), .events = POLLIN } };

	if (poll(p, 4, timeout_ms) < 0)
		p[2].revents = 0;
	return !ending_wanted() && has_reader(m, &p[2]);
}

static int timeout_of(const struct monitor *m, bool due)
{
	if (due)
		return 0;
	return m->stale || m->reaction.running || m->tick ? 1000 : -1;
}

static bool tick(struct monitor *m, bool last)
{
	if (m->tick)
		m->broken |= !m->tick(m, last);
	if (flush(m))
		m->broken = !out_file_renew();
	return !m->broken;
}

static int loop(struct monitor *m)
{
	int fd = sessmon_fd(m->s), err = 0;

	while (err >= 0 && tick(m, false) && !is_over(m)) {
		bool due = mending_is_due(m);

		if (!wait_for(m, fd, timeout_of(m, due)))
			break;
		reaction_reap(&m->reaction);
		err = sessmon_receive(m->s, 0, take_event, m);
		/* Mend only now: a socket that has run over drops in silence until all is read. */
		if (due && !err)
			err = mend(m);
	}
	tick(m, true);
	return err == -ECANCELED || err == -EINTR || err > 0 ? 0 : err;
}

/* Tell in the stream, in its place, of the time in which nobody saw events. */
static void show_gap(struct monitor *m)
{
	const struct sessmon_event e = {
		.has = 1ULL << SESSMON_A_EVENT_TYPE,
		.type = SESSMON_EVENT_LOST,
		.received = clock_now(CLOCK_REALTIME),
		.loss = { .where = SESSMON_LOSS_UNLOADED },
	};

	fprintf(stderr,
		"sessmon: the kernel module is back; what happened meanwhile is not known\n");
	/* Numbers of events begin anew: what was kept of the old ones is of others. */
	fragment_forget();
	show(m, &e);
}

/* One life of the module: from its coming, or ours, to its going, or ours. */
static int follow(struct monitor *m)
{
	int err;

	printer_open(&m->p, sessmon_info(m->s));
	m->view.filter.mirror = &m->p.mirror;
	if (m->gone)
		show_gap(m);
	m->gone = m->stale = false;
	err = begin(m);
	if (!err)
		err = loop(m);
	if (err == -SESSMON_E_NOT_LOADED) {
		m->gone = true;
		m->went = UINT64_MAX;
	} else if (err)
		tool_fail(m->s, err);
	printer_close(&m->p);
	sessmon_close(m->s);
	m->s = NULL;
	return m->gone ? 0 : err;
}

/*
 * A module that goes answers to the last moment, and who joined it again would wait for
 * ever: its numbers go on, those of one that comes begin anew.
 */
static int open_another(struct monitor *m)
{
	int err = sessmon_open(&m->s);

	if (err == -SESSMON_E_NOT_LOADED)
		m->went = UINT64_MAX;
	if (err || !m->gone || sessmon_info(m->s)->last_seq < m->went)
		return err;
	sessmon_close(m->s);
	m->s = NULL;
	return -SESSMON_E_NOT_LOADED;
}

static int open_module(struct monitor *m)
{
	bool said = m->gone;
	int err;

	while ((err = open_another(m)) == -SESSMON_E_NOT_LOADED && m->wait) {
		if (!said)
			fputs("sessmon: the kernel module is not loaded; waiting for it\n", stderr);
		said = true;
		if (!wait_for(m, -1, LOOK_MS) || !out_file_renew())
			return 0;
	}
	return err;
}

static void say_gone(const struct monitor *m)
{
	fprintf(stderr, "sessmon: the kernel module was unloaded%s\n",
		m->wait ? "; waiting for it" : "");
}

static int run(struct monitor *m)
{
	int err = open_module(m);

	if (err)
		return tool_fail(NULL, err);
	names_hurry(NAMES_WAIT);
	while (m->s) {
		if (follow(m))
			return TOOL_FAILED;
		if (m->gone)
			say_gone(m);
		if (!m->gone || !m->wait || m->broken || ending_wanted())
			break;
		err = open_module(m);
		if (err)
			return tool_fail(NULL, err);
	}
	if (m->broken)
		return TOOL_FAILED;
	return m->gone && !m->wait ? TOOL_GONE : TOOL_OK;
}

int monitor_run(struct monitor *m)
{
	int err;

	if (m->output && !out_file_begin(m->output))
		return TOOL_FAILED;
	err = ending_watch();

	return err ? tool_fail(NULL, err) : run(m);
}
