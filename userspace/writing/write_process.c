// SPDX-License-Identifier: GPL-2.0-or-later
/* What is told of a process becomes rows. */
#include <sched.h>

#include "mirror/row.h"
#include "rows/rest.h"
#include "writing/writer.h"

#define BIT(attr) (1ULL << (attr))
#define P(attr)	  BIT(SESSMON_A_PROCESS_##attr)

#define CLONE_NEW_ANY                                                                  \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
	 CLONE_NEWPID | CLONE_NEWNET)

/* A thread's own credentials and namespaces are not those of its process. */
static bool is_of_thread(const struct sessmon_event *e)
{
	return sessmon_has(e, SESSMON_A_EVENT_TID) &&
	       (e->type == SESSMON_EVENT_CREDS || e->type == SESSMON_EVENT_NAMESPACES);
}

/* The facts of its context before an event: as it was, or of birth, as its maker is. */
static struct sessmon_process facts_before(const struct living *l, const struct living *maker,
					   uint64_t clone_flags)
{
	struct sessmon_process p = { 0 };

	if (l->now.context)
		return l->now.context->p;
	if (!maker || !maker->now.context)
		return p;
	p = maker->now.context->p;
	p.has &= P(CREDS) | P(NAMESPACES);
	if (clone_flags & CLONE_NEW_ANY)
		p.has &= ~P(NAMESPACES);
	if (clone_flags & CLONE_NEWUSER)
		p.creds.has = 0;
	return p;
}

static struct context *context_after(struct store_writer *w, const struct living *l,
				     const struct living *maker, const struct sessmon_process *p,
				     bool of_thread, uint64_t clone_flags)
{
	const struct living *like = l->now.context ? l : maker;
	struct sessmon_process facts = facts_before(l, maker, clone_flags), told;

	if (of_thread) {
		told = *p;
		told.has &= ~P(NAMESPACES);
		told.creds.has = 0;
		p = &told;
	}
	process_merge(&facts, p);
	facts.creds.has &= ~BIT(SESSMON_A_CREDS_GROUPS_CHANGED);
	/* Columns cannot say that there is something with nothing in it. */
	if (!facts.creds.has)
		facts.has &= ~P(CREDS);
	if (!facts.ns.has)
		facts.has &= ~P(NAMESPACES);
	return living_context(&w->living, &w->in, &facts, like ? like->now.context : NULL);
}

/* What is told of who a process is, @who being how it was. */
static int take_who(struct store_writer *w, const struct sessmon_process *p, struct who *who)
{
	const struct living *parent;
	int err = 0;

	if (sessmon_has(p, SESSMON_A_PROCESS_SESSION) || !who->session)
		err = writer_session_row(w, &p->session, &who->session);
	if (sessmon_has(p, SESSMON_A_PROCESS_PARENT)) {
		parent = living_find(&w->living, &p->parent);
		who->parent = parent ? parent->row : 0;
	}
	if (sessmon_has(p, SESSMON_A_PROCESS_COMM))
		who->comm = intern_word(&w->in, p->comm);
	if (sessmon_has(p, SESSMON_A_PROCESS_PGID))
		who->pgid = p->pgid;
	return err ? err : w->in.err;
}

/*
 * What the columns say, so that it can be held against what came. Of a fact that has a column
 * and did not come any value will do: that it is to go is all that is kept.
 */
static struct said said_of(const struct living *l, const struct sessmon_process *p)
{
	static const struct sessmon_key some_key;

	return (struct said){
		.key = { .start = l->start, .id = l->pid },
		.session = sessmon_has(p, SESSMON_A_PROCESS_SESSION) ? &p->session : &some_key,
		.parent = !l->now.parent			   ? NULL :
			  sessmon_has(p, SESSMON_A_PROCESS_PARENT) ? &p->parent :
								     &some_key,
		.context = l->now.context ? &l->now.context->p : NULL,
		.comm = !l->now.comm ? (struct sessmon_str){ NULL, 0 } :
			sessmon_has(p, SESSMON_A_PROCESS_COMM) ?
				       (struct sessmon_str){ p->comm.data ? p->comm.data : "",
							     p->comm.len } :
				       (struct sessmon_str){ "", 0 },
		.pgid = l->now.pgid,
		.execs = l->execs,
		.seq = p->last_seq,
	};
}

static void put_rest(struct buf *b, enum rest_part part, const struct rule_set *set,
		     const void *want, const void *have)
{
	size_t begun = rest_section(b, (unsigned char)part);

	rest_put(b, set, want, have);
	rest_section_end(b, begun, false);
}

static int birth(struct store_writer *w, struct living *l, const struct sessmon_event *e,
		 const struct living *maker, int64_t wall)
{
	struct said said = said_of(l, &e->process);
	struct sessmon_event *have = &w->have;

	l->born_program = maker ? maker->current : 0;
	if (!sessmon_has(&e->process, SESSMON_A_PROCESS_EXE))
		l->current = l->born_program;
	l->born_at = e->boottime - l->start;
	l->wall = wall;
	l->born_execs = 0;
	said.execs = 0;
	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	have->has |= BIT(SESSMON_A_EVENT_PROCESS);
	said_process(&have->process, SAID_BORN, &said);
	said_birth(have);
	put_rest(&l->rest, REST_BORN, &sessmon_rules_event, e, have);
	who_set(&w->living, &l->born, &l->now);
	return 0;
}

static int first_exec(struct store_writer *w, struct living *l, const struct sessmon_event *e,
		      const struct said *said, int64_t wall)
{
	struct sessmon_event *have = &w->have;

	l->executed = true;
	l->program = l->current;
	l->exec_at = e->boottime - l->start;
	l->exec_seq = e->seq - l->seq;
	l->exec_wall = wall;
	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	have->has |= BIT(SESSMON_A_EVENT_PROCESS);
	said_process(&have->process, SAID_EXEC, said);
	put_rest(&l->rest, REST_EXEC, &sessmon_rules_event, e, have);
	who_set(&w->living, &l->first, &l->now);
	return 0;
}

static struct sessmon_str bytes_of(const struct buf *b)
{
	return (struct sessmon_str){ b->data, (uint32_t)b->len };
}

/* The process's clock may be an earlier one: a program has that of its own time. */
static int later_exec(struct store_writer *w, struct living *l, const struct sessmon_event *e,
		      const struct said *said)
{
	int64_t wall = (int64_t)(e->realtime - e->boottime) - w->clock.offset;
	struct sessmon_event *have = &w->have;
	struct cell cells[] = {
		cell_number(l->row),
		cell_number(++l->more),
		cell_number(w->clock.id),
		cell_number(e->boottime),
		cell_number((uint64_t)wall),
		cell_number(e->seq),
		cell_if(l->current, l->current),
		cell_number(l->now.session),
		cell_if(l->now.parent, l->now.parent),
		cell_if(l->now.context, l->now.context ? l->now.context->id : 0),
		cell_if(l->now.comm, l->now.comm),
		cell_if(l->now.pgid != NO_PGID, l->now.pgid),
		cell_if(l->execs, l->execs),
		{ 0 },
	};

	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	have->has |= BIT(SESSMON_A_EVENT_PROCESS);
	said_process(&have->process, SAID_EXEC, said);
	buf_clear(&w->rest);
	put_rest(&w->rest, REST_EXEC, &sessmon_rules_event, e, have);
	if (w->rest.len)
		cells[sizeof(cells) / sizeof(cells[0]) - 1] = cell_bytes(bytes_of(&w->rest));
	return sql_write(w->said.exec_insert, cells, sizeof(cells) / sizeof(cells[0]));
}

static int exec(struct store_writer *w, struct living *l, const struct sessmon_event *e,
		struct said *said, int64_t wall)
{
	const struct sessmon_process *p = &e->process;
	bool told = sessmon_has(p, SESSMON_A_PROCESS_EXE);

	l->execs = sessmon_has(p, SESSMON_A_PROCESS_EXEC_COUNT) ? p->exec_count : l->execs + 1;
	said->execs = l->executed ? l->execs : l->born_execs + 1;
	said->exe = told ? &p->exe : NULL;
	if (w->in.err)
		return w->in.err;
	return l->executed || !told ?
		       told ? later_exec(w, l, e, said) : writer_change(w, e, l, said) :
		       first_exec(w, l, e, said, wall);
}

static int end(struct store_writer *w, struct living *l, const struct sessmon_event *e,
	       const struct said *said, int64_t wall)
{
	struct sessmon_event *have = &w->have;

	l->ended = true;
	l->end_at = e->boottime - l->start;
	l->end_seq = e->seq - l->seq;
	l->end_wall = wall;
	l->status = said_status(e);
	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	have->has |= BIT(SESSMON_A_EVENT_PROCESS);
	said_process(&have->process, SAID_END, said);
	said_end(have, l->status);
	put_rest(&l->rest, REST_END, &sessmon_rules_event, e, have);
	living_unlink(&w->living, l);
	return 0;
}

/* An id in use again means that the end of its former owner was lost. */
static void end_former(struct store_writer *w, const struct sessmon_key *key, uint64_t boottime)
{
	struct sessmon_key any = { .id = key->id };
	struct living *l = living_find(&w->living, &any);

	if (!l)
		return;
	l->ended = true;
	l->lost_end = true;
	l->end_at = boottime > l->start ? boottime - l->start : 0;
	l->end_after = 0;
	writer_touch(w, l);
	living_unlink(&w->living, l);
}

static struct living *add(struct store_writer *w, const struct sessmon_event *e)
{
	struct living *l;

	end_former(w, &e->process.key, e->boottime);
	l = living_add(&w->living, &e->process.key);
	l->row = w->next.process++;
	l->seq = e->seq;
	l->clock = w->clock.id;
	l->carried = e->type == SESSMON_EVENT_FORK ? CARRIED_NOT : CARRIED_MISSED;
	l->ghost = e->seq <= w->run.first_seq;
	w->ghosts |= l->ghost;
	return l;
}

int writer_process_event(struct store_writer *w, const struct sessmon_event *e)
{
	const struct sessmon_process *p = &e->process;
	struct living *l = living_find(&w->living, &p->key), *maker = NULL;
	bool is_new = !l;
	struct said said;
	struct who who;
	int64_t wall;
	int err;

	if (l && e->seq <= l->last_seq)
		return 0;
	err = writer_clock(w, e->boottime, e->realtime, &wall);
	if (err)
		return err;
	if (is_new) {
		l = add(w, e);
		if (e->type == SESSMON_EVENT_FORK)
			maker = living_find(&w->living, &p->creator);
	}
	writer_touch(w, l);
	l->last_seq = e->seq;
	who = l->now;
	who.context = context_after(w, l, maker, p, is_of_thread(e), e->clone_flags);
	err = take_who(w, p, &who);
	if (sessmon_has(p, SESSMON_A_PROCESS_EXE))
		l->current = intern_program(&w->in, &p->exe);
	who_set(&w->living, &l->now, &who);
	living_context_put(&w->living, who.context);
	if (err || w->in.err)
		return err ? err : w->in.err;
	/* A row's times and numbers count from one clock, that of its first event. */
	if (l->clock != w->clock.id)
		wall = (int64_t)(e->realtime - e->boottime) - l->offset;
	else
		l->offset = w->clock.offset;
	said = said_of(l, p);
	if (e->type == SESSMON_EVENT_FORK && is_new)
		return birth(w, l, e, maker, wall);
	if (e->type == SESSMON_EVENT_EXEC)
		return exec(w, l, e, &said, wall);
	if (e->type == SESSMON_EVENT_EXIT)
		return end(w, l, e, &said, wall);
	return writer_change(w, e, l, &said);
}

int store_write_process(struct store_writer *w, const struct sessmon_process *p)
{
	struct sessmon_process *have = &w->have.process;
	struct living *l;
	struct said said;
	struct who who;
	int err = writer_begin(w);

	if (err)
		return err;
	/* A dump that goes on while things change may have one twice. */
	if (living_find(&w->living, &p->key))
		return 0;
	end_former(w, &p->key, w->joined_at);
	l = living_add(&w->living, &p->key);
	l->row = w->next.process++;
	l->clock = w->clock.id;
	l->offset = w->clock.offset;
	l->carried = CARRIED_THERE;
	l->seq = p->last_seq;
	l->last_seq = p->last_seq;
	l->execs = p->exec_count;
	l->born_execs = p->exec_count;
	if (sessmon_has(p, SESSMON_A_PROCESS_EXE))
		l->born_program = intern_program(&w->in, &p->exe);
	l->current = l->born_program;
	writer_touch(w, l);
	who = l->now;
	who.context = context_after(w, l, NULL, p, false, 0);
	err = take_who(w, p, &who);
	who_set(&w->living, &l->now, &who);
	living_context_put(&w->living, who.context);
	if (err)
		return err;
	said = said_of(l, p);
	said.exe = l->born_program ? &p->exe : NULL;
	said_process(have, SAID_THERE, &said);
	put_rest(&l->rest, REST_BORN, &sessmon_rules_process, p, have);
	who_set(&w->living, &l->born, &l->now);
	return 0;
}
