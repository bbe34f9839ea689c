// SPDX-License-Identifier: GPL-2.0-or-later
/* From the history into a printer's table. */
#include "past/at.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "past/runs.h"

/* Returns whether the file has that moment. */
static bool ask(struct question *q, const struct store_day *day, uint64_t wall, struct mirror *m,
		struct store_run *run)
{
	struct store_reader *r = question_open(q, day);
	int err = r ? store_read_table(r, wall, m, run) : -ENOENT;

	if (err && err != -ENOENT)
		question_complain(q, day->name, err);
	if (err)
		mirror_free(m);
	store_reader_close(r);
	return !err;
}

bool at_read(struct question *q, uint64_t wall, struct mirror *m, struct store_run *run)
{
	struct store_day *days;
	unsigned int n, i;
	bool found = false;

	q->window = (struct store_window){ wall, wall + 1 };
	n = question_days(q, &days);
	/* Its own day first, then the next, where it is if the clock was set back. */
	for (i = n; i-- && !found;)
		found = ask(q, &days[i], wall, m, run);
	free(days);
	return found;
}

static int nobody(const struct question *q, uint64_t wall)
{
	struct buf b = { 0 };

	clock_put_local(&b, wall, true, 0);
	fprintf(stderr, "sessmon %s: nobody watched at %s (see: sessmon history)\n", q->verb->name,
		b.data);
	buf_free(&b);
	return TOOL_FAILED;
}

/* Whose birth was seen has the number that it has for everybody, unless that said otherwise. */
static void complete_process(struct sessmon_process *p)
{
	if (sessmon_has(p, SESSMON_A_PROCESS_VPID) || !sessmon_has(p, SESSMON_A_PROCESS_CREATOR))
		return;
	p->has |= 1ULL << SESSMON_A_PROCESS_VPID;
	p->vpid = p->key.id;
}

/* Somebody came in at a terminal for as long as the session has it that he came in by. */
static void complete_session(const struct mirror *m, struct sessmon_session *s)
{
	const uint64_t tty = 1ULL << SESSMON_A_SESSION_ENTRY_TTY;
	const struct sessmon_session *entry = mirror_session(m, &s->entry);

	s->has |= 1ULL << SESSMON_A_SESSION_MEMBERS;
	s->members = 0;
	s->has &= ~tty;
	if (!sessmon_has(s, SESSMON_A_SESSION_ENTRY) || !entry ||
	    !sessmon_has(entry, SESSMON_A_SESSION_TTY))
		return;
	s->has |= tty;
	s->entry_tty = entry->tty;
}

static void count_member(const struct mirror *m, const struct sessmon_process *p)
{
	struct sessmon_session *s = mirror_session(m, &p->session);

	if (s && !(p->flags & SESSMON_PROCESS_EXITED))
		s->members++;
}

/* What the module finds out when it is asked, and no event tells. */
static void complete(const struct mirror *m)
{
	const struct sessmon_session **sessions = mirror_session_list(m);
	const struct sessmon_process **processes = mirror_process_list(m);
	unsigned int i;

	for (i = 0; i < m->n_sessions; i++)
		complete_session(m, mirror_session(m, &sessions[i]->key));
	for (i = 0; i < m->n_processes; i++) {
		complete_process(mirror_process(m, &processes[i]->key));
		count_member(m, processes[i]);
	}
	free(sessions);
	free(processes);
}

int at_fill(struct printer *p, const struct view *w, const struct verb *v)
{
	static struct sessmon_info info;
	struct question q = { .verb = v, .view.folder = w->folder };
	struct mirror m = { 0 };
	struct store_run run;

	if (!at_read(&q, w->at, &m, &run))
		return q.failed ? TOOL_FAILED : nobody(&q, w->at);
	complete(&m);
	runs_tell_of(&run, w->at);
	memcpy(info.boot_id, run.boot_id, sizeof(info.boot_id));
	printer_open(p, &info);
	p->mirror = m;
	return TOOL_OK;
}
