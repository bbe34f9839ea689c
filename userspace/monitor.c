// SPDX-License-Identifier: GPL-2.0-or-later
#include "monitor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "tool.h"

/* After a loss the table is fetched anew, but not for each of many losses. */
#define REFETCH_INTERVAL NS_PER_SECOND

static bool about_stream(const struct sessmon_event *e)
{
	return e->type == SESSMON_EVENT_LOST || e->type == SESSMON_EVENT_ATTACHED ||
	       e->type == SESSMON_EVENT_DETACHING;
}

/* What is said of the stream itself is never filtered. */
static bool is_wanted(const struct monitor *m, const struct sessmon_event *e)
{
	uint32_t class =
		sessmon_has(e, SESSMON_A_EVENT_SESSION) ? e->session.class : e->process.class;

	if (about_stream(e))
		return true;
	if (m->types && !(e->type < 32 && m->types >> e->type & 1))
		return false;
	return !m->classes || (class < 32 && m->classes >> class & 1);
}

static void show_line(struct monitor *m, const struct sessmon_event *e)
{
	print_event(&m->p, e, m->time);
	m->broken = !printer_end_line(&m->p);
}

static void show(struct monitor *m, const struct sessmon_event *e)
{
	if (m->json)
		m->broken = !print_event_json(&m->p, e);
	else
		show_line(m, e);
	if (m->limited && !about_stream(e))
		m->left--;
}

static int take_event(const struct sessmon_event *e, void *arg)
{
	struct monitor *m = arg;
	/* What was printed from the dump is not printed as an event again. */
	bool known = m->dump && !table_is_news(&m->p.table, e);

	bool join = m->join && !sessmon_has(e, SESSMON_A_EVENT_REPLAYED);

	if (join)
		table_apply(&m->p.table, e);
	if (!known && is_wanted(m, e))
		show(m, e);
	if (join)
		table_retire(&m->p.table, e);
	m->stale |= e->type == SESSMON_EVENT_LOST;
	m->gone |= e->type == SESSMON_EVENT_DETACHING;
	return m->gone || m->broken || (m->limited && !m->left);
}

static bool mending_is_due(const struct monitor *m)
{
	return m->join && m->stale && !m->gone &&
	       clock_now(CLOCK_BOOTTIME) - m->fetched >= REFETCH_INTERVAL;
}

/* The table is the truth: it also mends what a loss took away. */
static int fetch_table(struct monitor *m)
{
	struct sessmon_stats stats;
	int err = sessmon_stats_get(m->s, &stats);

	m->fetched = clock_now(CLOCK_BOOTTIME);
	if (err)
		return err;
	m->stale = false;
	m->p.table.as_of = stats.last_seq;
	return table_fill(&m->p.table, m->s);
}

static void show_existing_processes(struct monitor *m)
{
	const struct sessmon_process **list = table_process_list(&m->p.table);
	struct sessmon_event e = { .has = 1ULL << SESSMON_A_EVENT_PROCESS };
	unsigned int i;

	for (i = 0; i < m->p.table.n_processes && !m->broken; i++) {
		e.process = *list[i];
		e.boottime = e.process.key.start;
		e.realtime = clock_wall(e.boottime);
		if (m->json)
			m->broken = !print_process_json(&m->p, list[i]);
		else
			show_line(m, &e);
	}
	free(list);
}

static void show_existing_sessions(struct monitor *m)
{
	const struct sessmon_session **list = table_session_list(&m->p.table);
	struct sessmon_event e = { .has = 1ULL << SESSMON_A_EVENT_SESSION };
	unsigned int i;

	for (i = 0; i < m->p.table.n_sessions && !m->broken; i++) {
		e.session = *list[i];
		e.boottime = e.session.started ? e.session.started : e.session.key.start;
		e.realtime = clock_wall(e.boottime);
		if (m->json)
			m->broken = !print_session_json(&m->p, list[i]);
		else
			show_line(m, &e);
	}
	free(list);
}

/* Join first, dump second: the other order would have a hole. */
static int begin(struct monitor *m)
{
	int err = m->reliable ? sessmon_subscribe_reliably(m->s, m->groups) :
				sessmon_subscribe(m->s, m->groups);

	if (!err && m->join)
		err = fetch_table(m);
	if (err)
		return err;
	if (!m->json && m->p.width) {
		print_host(&m->p);
		print_event_header(&m->p, m->time);
	}
	if (m->dump) {
		show_existing_sessions(m);
		show_existing_processes(m);
	}
	return 0;
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
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

static int loop(struct monitor *m, int signals)
{
	struct pollfd p[] = { { .fd = sessmon_fd(m->s), .events = POLLIN },
			      { .fd = signals, .events = POLLIN } };
	int err = 0;

	while (err >= 0 && flush(m) && !is_over(m)) {
		bool due = mending_is_due(m);

		if (poll(p, 2, due ? 0 : m->stale ? 1000 : -1) < 0 && errno != EINTR)
			return -errno;
		if (p[1].revents)
			break;
		err = sessmon_receive(m->s, 0, take_event, m);
		/* Not before all is read: a socket that has run over drops in silence till then. */
		if (due && !err && fetch_table(m))
			m->stale = true;
	}
	flush(m);
	return err == -ECANCELED || err > 0 ? 0 : err;
}

int monitor_run(struct monitor *m)
{
	int err, ret = tool_open(&m->s), signals;

	if (ret)
		return ret;
	printer_open(&m->p, sessmon_info(m->s));
	signals = open_signals();
	err = begin(m);
	if (!err)
		err = loop(m, signals);
	if (err)
		ret = tool_fail(m->s, err);
	if (m->gone)
		fputs("sessmon: the kernel module was unloaded\n", stderr);
	if (m->broken)
		ret = TOOL_FAILED;
	printer_close(&m->p);
	sessmon_close(m->s);
	close(signals);
	return ret;
}
