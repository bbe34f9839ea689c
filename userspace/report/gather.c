// SPDX-License-Identifier: GPL-2.0-or-later
/* What the history has of the sessions of a report. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/report.h"
#include "text/printer.h"

/* A process or session of one life of the machine, as it is looked for. */
struct name {
	uint64_t start;
	uint32_t id, boot;
};

static struct name name_of_key(unsigned int boot, const struct sessmon_key *key)
{
	return (struct name){ .start = key->start, .id = key->id, .boot = boot };
}

void report_add_session(struct report *r, const struct report_session *s)
{
	unsigned int boot = texts_put(&r->boots, s->run->boot_id, strlen(s->run->boot_id));
	struct name name = name_of_key(boot, &s->s->key);

	texts_put(&r->session_keys, &name, sizeof(name));
	r->session = xgrow(r->session, r->n_sessions, sizeof(*r->session));
	r->session[r->n_sessions++] = *s;
}

int report_find_session(struct report *r, const char *boot_id, const struct sessmon_key *key)
{
	unsigned int boot = texts_put(&r->boots, boot_id, strlen(boot_id));
	struct name name = name_of_key(boot, key);

	return texts_find(&r->session_keys, &name, sizeof(name));
}

int report_find_process(const struct report *r, unsigned int boot, const struct sessmon_key *key)
{
	struct name name = name_of_key(boot, key);

	return texts_find(&r->keys, &name, sizeof(name));
}

void report_name_process(struct report *r, unsigned int i)
{
	struct name name = name_of_key(r->process[i].boot, &r->process[i].key);

	texts_put(&r->keys, &name, sizeof(name));
}

/**
 * struct gathering - What is under way.
 * @r: report
 * @session: place of the session
 * @boot: place of its boot
 * @p: for sentences
 */
struct gathering {
	struct report *r;
	unsigned int session, boot;
	struct printer p;
};

static struct report_process *process_of(struct gathering *g, const struct store_process *p)
{
	struct name name = name_of_key(g->boot, &p->p.key);
	struct report *r = g->r;
	unsigned int i = texts_put(&r->keys, &name, sizeof(name));

	if (i < r->n_processes)
		return &r->process[i];
	r->process = xgrow(r->process, r->n_processes, sizeof(*r->process));
	r->process[r->n_processes++] = (struct report_process){
		.key = p->p.key,
		.boot = g->boot,
		.started = p->started,
		.status = -1,
		.flags = p->carried ? REPORT_CARRIED : 0,
	};
	return &r->process[i];
}

void report_add_process(struct report *r, const char *boot_id, const struct report_process *p)
{
	unsigned int boot = texts_put(&r->boots, boot_id, strlen(boot_id));
	struct name name = name_of_key(boot, &p->key);
	unsigned int i = texts_put(&r->keys, &name, sizeof(name));
	struct report_process *to;

	texts_put(&r->words, "", 0);
	if (i == r->n_processes) {
		r->process = xgrow(r->process, r->n_processes, sizeof(*r->process));
		r->process[r->n_processes++] = *p;
	}
	to = &r->process[i];
	to->boot = boot;
	to->session = p->session;
	to->parent = p->parent;
	to->pgid = p->pgid;
	to->context = p->context;
	to->program = p->program;
}

/* Of one that several runs saw the last one knows best how it was, and how it ended. */
static int take_process(const struct store_process *p, void *arg)
{
	struct gathering *g = arg;
	struct report_process *to = process_of(g, p);

	to->session = g->session;
	to->parent = p->p.parent;
	to->pgid = p->p.pgid;
	to->context = report_put_context(g->r, &p->p);
	to->program = report_put_program(g->r, &p->p.exe, p->p.comm);
	to->ended = p->ended;
	to->ended_after = p->ended_after;
	if (p->ended && !p->ended_after)
		to->status = (int32_t)(p->exit_signal ? p->exit_signal : p->exit_code << 8);
	to->flags |= p->core_dumped ? REPORT_CORE : 0;
	return 0;
}

static int take_program(const struct store_program *p, void *arg)
{
	struct gathering *g = arg;
	struct report *r = g->r;
	int i = report_find_process(r, g->boot, &p->p.key);

	if (i < 0)
		return 0;
	r->run = xgrow(r->run, r->n_runs, sizeof(*r->run));
	r->run[r->n_runs++] = (struct report_run){
		.process = (unsigned int)i,
		.at = p->at,
		.seq = p->seq,
		.program = report_put_program(r, &p->p.exe, p->p.comm),
		.context = report_put_context(r, &p->p),
	};
	return 0;
}

static int take_change(const struct sessmon_event *e, void *arg)
{
	struct gathering *g = arg;
	struct report *r = g->r;
	int process = -1;

	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS)) {
		process = report_find_process(r, g->boot, &e->process.key);
		if (process < 0)
			return 0;
	}
	buf_clear(&g->p.line);
	print_detail(&g->p, e);
	r->change = xgrow(r->change, r->n_changes, sizeof(*r->change));
	r->change[r->n_changes++] = (struct report_change){
		.at = e->realtime,
		.type = e->type,
		.session = g->session,
		.process = process,
		.text = texts_put(&r->words, g->p.line.data, g->p.line.len),
	};
	return 0;
}

/**
 * struct found - Where a file has sessions of the report.
 * @r: report
 * @list: them, with their places in the report
 * @n: entries of @list
 */
struct found {
	struct report *r;
	struct place {
		struct store_session_row row;
		unsigned int session;
	} * list;
	unsigned int n;
};

static int take_session(const struct store_session *s, void *arg)
{
	struct found *f = arg;
	int i = report_find_session(f->r, s->boot_id, &s->s.key);

	if (i < 0 || !f->r->session[i].whole)
		return 0;
	f->list = xgrow(f->list, f->n, sizeof(*f->list));
	f->list[f->n++] = (struct place){ { s->row, s->s.key, s->carried }, (unsigned int)i };
	return 0;
}

static int gather_session(struct report *r, struct store_reader *file, const struct place *at)
{
	const struct store_program_query query = { .session = &at->row, .n_sessions = 1 };
	const char *boot_id = r->session[at->session].run->boot_id;
	struct gathering g = { .r = r, .session = at->session };
	int err;

	g.boot = texts_put(&r->boots, boot_id, strlen(boot_id));
	err = store_read_members(file, &at->row, take_process, &g);
	if (!err)
		err = store_read_programs(file, &query, take_program, &g);
	if (!err)
		err = store_read_changes(file, &at->row, take_change, &g);
	buf_free(&g.p.line);
	return err;
}

static int take_gap(const struct store_gap *gap, void *arg)
{
	struct report *r = arg;

	if (gap->until <= r->begin || gap->from >= report_last(r))
		return 0;
	r->gap = xgrow(r->gap, r->n_gaps, sizeof(*r->gap));
	r->gap[r->n_gaps++] = *gap;
	return 0;
}

int report_gather(struct report *r, struct store_reader *file)
{
	struct found f = { .r = r };
	unsigned int i;
	int err = store_read_sessions(file, NULL, take_session, &f);

	texts_put(&r->words, "", 0);
	for (i = 0; i < f.n && !err; i++)
		err = gather_session(r, file, &f.list[i]);
	free(f.list);
	if (!err)
		err = report_gather_alerts(r, file);
	return err ? err : store_read_gaps(file, take_gap, r);
}

void report_free(struct report *r)
{
	struct texts *const all[] = { &r->boots, &r->keys,  &r->session_keys, &r->programs,
				      &r->lines, &r->files, &r->contexts,     &r->words };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		texts_free(all[i]);
	free(r->session);
	free(r->process);
	free(r->run);
	free(r->change);
	free(r->alert);
	free(r->gap);
	*r = (struct report){ 0 };
}
