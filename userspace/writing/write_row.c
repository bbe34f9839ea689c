// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of processes: all that is known at the end of a batch is written at once. */
#include "store/process_row.h"
#include "writing/writer.h"

static struct cell number_or_null(uint64_t n)
{
	return cell_if(n != 0, n);
}

/* How it was earlier: NULL if it was then as it is now, 0 for what nobody knew. */
static struct cell earlier(uint32_t then, uint32_t now)
{
	return cell_if(then != now, then);
}

static uint32_t context_of(const struct who *who)
{
	return who->context ? who->context->id : 0;
}

static struct cell pgid_of(const struct who *who)
{
	return cell_if(who->pgid != NO_PGID, who->pgid);
}

/* A process group of 0 is one, so that what is not known is -1 here. */
static struct cell earlier_pgid(const struct who *then, const struct who *now)
{
	return cell_if(then->pgid != now->pgid, then->pgid == NO_PGID ? (uint64_t)-1 : then->pgid);
}

static void put_now(struct cell *c, const struct who *now)
{
	c[PROCESS_SESSION] = cell_number(now->session);
	c[PROCESS_PARENT] = number_or_null(now->parent);
	c[PROCESS_CONTEXT] = number_or_null(context_of(now));
	c[PROCESS_COMM] = number_or_null(now->comm);
	c[PROCESS_PGID] = pgid_of(now);
}

/* Columns of an earlier time, which begin with that of the session. */
static void put_earlier(struct cell *c, const struct who *then, const struct who *now)
{
	c[0] = earlier(then->session, now->session);
	c[1] = earlier(then->parent, now->parent);
	c[2] = earlier(context_of(then), context_of(now));
	c[3] = earlier(then->comm, now->comm);
	c[4] = earlier_pgid(then, now);
}

static void put_exec(struct cell *c, const struct living *l)
{
	if (!l->executed)
		return;
	put_earlier(&c[PROCESS_EXEC_SESSION], &l->first, &l->now);
	c[PROCESS_PROGRAM] = number_or_null(l->program);
	c[PROCESS_EXEC_AT] = cell_number(l->exec_at);
	c[PROCESS_EXEC_SEQ] = cell_number(l->exec_seq);
	c[PROCESS_EXEC_WALL] = cell_if(l->exec_wall != l->wall, (uint64_t)l->exec_wall);
}

static void put_end(struct cell *c, const struct living *l)
{
	if (!l->ended)
		return;
	c[PROCESS_ENDED] = cell_number(l->end_at);
	if (l->lost_end) {
		c[PROCESS_ENDED_AFTER] = cell_number(l->end_after);
		return;
	}
	c[PROCESS_END_SEQ] = cell_number(l->end_seq);
	c[PROCESS_END_WALL] = cell_if(l->end_wall != l->wall, (uint64_t)l->end_wall);
	c[PROCESS_EXIT] = cell_number(l->status);
}

static void put_cells(struct cell *c, const struct living *l)
{
	unsigned int i;

	for (i = 0; i < PROCESS_COLUMNS; i++)
		c[i].kind = CELL_NULL;
	c[PROCESS_ID] = cell_number(l->row);
	c[PROCESS_CLOCK] = cell_number(l->clock);
	c[PROCESS_PID] = cell_number(l->pid);
	c[PROCESS_START] = cell_number(l->start);
	c[PROCESS_CARRIED] = cell_number(l->carried);
	put_now(c, &l->now);
	c[PROCESS_SEQ] = cell_number(l->seq);
	c[PROCESS_EXECS] = number_or_null(l->execs);
	if (l->carried != CARRIED_MISSED) {
		put_earlier(&c[PROCESS_BORN_SESSION], &l->born, &l->now);
		c[PROCESS_BORN_PROGRAM] = number_or_null(l->born_program);
		c[PROCESS_BORN_EXECS] = number_or_null(l->born_execs);
	}
	if (l->carried == CARRIED_NOT)
		c[PROCESS_BORN] = cell_number(l->born_at);
	c[PROCESS_WALL] = number_or_null((uint64_t)l->wall);
	put_exec(c, l);
	put_end(c, l);
	if (l->rest.len)
		c[PROCESS_REST] =
			cell_bytes((struct sessmon_str){ l->rest.data, (uint32_t)l->rest.len });
}

void writer_touch(struct store_writer *w, struct living *l)
{
	if (l->is_dirty)
		return;
	l->is_dirty = true;
	l->dirty = NULL;
	*w->dirty_end = l;
	w->dirty_end = &l->dirty;
}

int writer_flush(struct store_writer *w)
{
	struct cell cells[PROCESS_COLUMNS];
	struct living *l;
	int err = 0;

	while (!err && (l = w->dirty)) {
		put_cells(cells, l);
		err = sql_write(l->written ? w->said.process_update : w->said.process_insert, cells,
				PROCESS_COLUMNS);
		w->dirty = l->dirty;
		l->is_dirty = false;
		l->written = true;
		if (l->ended)
			living_free(&w->living, l);
	}
	if (!w->dirty)
		w->dirty_end = &w->dirty;
	return err;
}
