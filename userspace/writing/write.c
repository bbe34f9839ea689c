// SPDX-License-Identifier: GPL-2.0-or-later
/* The writer: its folder and lock, batches, and which row an event becomes. */
#include "writing/write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/file.h"
#include "writing/writer.h"

#define NS_PER_MINUTE 60000000000ULL

/* Boot time and UTC are read one after the other: no clock was set if they differ by less. */
#define JITTER_NS 1000000

int store_writer_open(const char *folder, struct store_writer **out)
{
	struct store_writer *w;
	int lock, err = file_make_folder(folder);

	*out = NULL;
	if (err)
		return err;
	lock = file_lock(folder);
	if (lock < 0)
		return lock;
	w = xalloc(1, sizeof(*w));
	w->folder = xalloc(strlen(folder) + 1, 1);
	memcpy(w->folder, folder, strlen(folder));
	w->lock = lock;
	w->dirty_end = &w->dirty;
	*out = w;
	return 0;
}

const char *store_writer_name(const struct store_writer *w)
{
	return w->name;
}

const char *store_writer_wrong(const struct store_writer *w)
{
	return *w->wrong ? w->wrong : w->name;
}

uint64_t store_writer_commits(const struct store_writer *w)
{
	return w->commits;
}

int store_writer_set_aside(struct store_writer *w, char aside[STORE_ASIDE_NAME])
{
	char name[STORE_NAME];
	int err;

	memcpy(name, store_writer_wrong(w), STORE_NAME);
	if (!strcmp(name, w->name))
		writer_close_file(w);
	err = *name ? store_set_aside(w->folder, name, aside) : -ENOENT;
	w->aside |= !err;
	w->wrong[0] = 0;
	return err;
}

int writer_begin(struct store_writer *w)
{
	int err;

	if (w->in_batch)
		return 0;
	w->wrong[0] = 0;
	if (!w->db)
		return -ENOTCONN;
	err = sql_run(w->db, "BEGIN IMMEDIATE");
	w->in_batch = !err;
	return err;
}

int writer_new_clock(struct store_writer *w, uint64_t since, int64_t offset)
{
	const struct cell cells[] = { cell_number(w->next.clock), cell_number((uint64_t)w->run.id),
				      cell_number((uint64_t)offset), cell_number(since) };

	w->clock = (struct clock){ .id = w->next.clock++, .offset = offset };
	return sql_write(w->said.clock_insert, cells, sizeof(cells) / sizeof(cells[0]));
}

int writer_clock(struct store_writer *w, uint64_t boottime, uint64_t realtime, int64_t *wall)
{
	int64_t offset = (int64_t)(realtime - boottime), drift = offset - w->clock.offset;

	*wall = drift;
	if (!boottime || !realtime || (drift < JITTER_NS && drift > -JITTER_NS))
		return 0;
	*wall = 0;
	return writer_new_clock(w, boottime, offset);
}

/* The first rows of each minute; of one that comes again, for who sets the clock, the first. */
static int mark(struct store_writer *w, uint64_t wall)
{
	const struct next_rows *n = &w->next;
	uint64_t minute = wall / NS_PER_MINUTE;
	const struct cell cells[] = { cell_number(minute), cell_number(n->process),
				      cell_number(n->process_change), cell_number(n->session),
				      cell_number(n->session_change) };

	if (minute <= w->minute)
		return 0;
	w->minute = minute;
	return sql_write(w->said.mark_insert, cells, sizeof(cells) / sizeof(cells[0]));
}

/*
 * Who sets the clock back stays in the file, but not for ever in one of a day to come. What
 * was before the run is told with it, by whatever clock it happened.
 */
static bool is_of_another_day(const struct store_writer *w, const struct sessmon_event *e)
{
	return e->realtime && !sessmon_has(e, SESSMON_A_EVENT_REPLAYED) &&
	       (e->realtime >= w->day_ends || e->realtime + 2 * STORE_NS_PER_DAY < w->day_ends);
}

static void note(struct store_writer *w, const struct sessmon_event *e)
{
	if (e->seq > w->run.last_seq)
		w->run.last_seq = e->seq;
	if (e->realtime > w->run.seen && !sessmon_has(e, SESSMON_A_EVENT_REPLAYED))
		w->run.seen = e->realtime;
	if (e->realtime && e->realtime < w->run.seen && (!w->run_late || e->realtime < w->run_late))
		w->run_late = e->realtime;
}

int store_write_event(struct store_writer *w, const struct sessmon_event *e)
{
	int err = w->run.id ? 0 : -ENOTCONN;

	if (!err && is_of_another_day(w, e)) {
		err = w->in_batch ? store_writer_commit(w) : 0;
		if (!err)
			err = writer_roll(w, e->realtime);
	}
	if (!err)
		err = writer_begin(w);
	if (!err)
		err = mark(w, e->realtime);
	if (err)
		return err;
	note(w, e);
	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		return writer_process_event(w, e);
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		return writer_session_event(w, e);
	return writer_change(w, e, NULL, NULL);
}

/* What was told of late has ended before the run began. */
static int end_ghosts(struct store_writer *w)
{
	struct table_of_living *t = &w->living;
	struct living_session *s, *next_session;
	struct living *l, *next;
	unsigned int i;
	int err = 0;

	for (i = 0; i < t->buckets; i++) {
		for (l = t->process[i]; l; l = next) {
			next = l->next;
			if (!l->ghost)
				continue;
			l->ended = l->lost_end = true;
			l->end_at = w->joined_at > l->start ? w->joined_at - l->start : 0;
			writer_touch(w, l);
			living_unlink(t, l);
		}
	}
	for (i = 0; !err && i < LIVING_SESSIONS; i++) {
		for (s = t->session[i]; !err && s; s = next_session) {
			next_session = s->next;
			if (!s->ghost)
				continue;
			sqlite3_bind_int64(w->said.session_end, 1, s->row);
			sqlite3_bind_int64(w->said.session_end, 2, (int64_t)w->joined_at);
			err = sql_next(w->said.session_end);
			living_session_remove(t, s);
		}
	}
	w->ghosts = false;
	return err;
}

static int put_run(struct store_writer *w)
{
	const struct store_run *run = &w->run;
	const struct cell cells[] = {
		cell_number((uint64_t)run->id),	 cell_number(run->seen),
		cell_if(run->ended, run->ended), cell_number(run->end),
		cell_number(run->last_seq),	 cell_if(w->run_late, w->run_late),
	};

	return run->id ? sql_write(w->said.run_update, cells, sizeof(cells) / sizeof(cells[0])) : 0;
}

static int finish(struct store_writer *w)
{
	int err = 0;

	if (w->joining)
		err = writer_end_former_run(w);
	if (!err && w->ghosts && w->run.last_seq > w->run.first_seq)
		err = end_ghosts(w);
	if (!err)
		err = writer_flush(w);
	if (!err)
		err = put_run(w);
	return err ? err : sql_run(w->db, "COMMIT");
}

int store_writer_commit(struct store_writer *w)
{
	int err;

	if (!w->in_batch)
		return 0;
	err = finish(w);
	if (err) {
		store_writer_abandon(w);
		return err;
	}
	w->in_batch = false;
	w->aside &= !w->joining;
	w->joining = false;
	w->committed = w->run;
	w->commits++;
	return 0;
}

int store_writer_abandon(struct store_writer *w)
{
	int err;

	if (!w->in_batch)
		return 0;
	w->in_batch = false;
	/* SQLite may have done it by itself. */
	if (!sqlite3_get_autocommit(w->db))
		sql_run(w->db, "ROLLBACK");
	w->run = w->committed;
	w->joining = false;
	err = writer_load(w);
	if (err)
		w->run.id = 0;
	return err;
}

int store_writer_leave(struct store_writer *w, enum store_end end, uint64_t wall)
{
	int err;

	if (!w->run.id)
		return 0;
	err = writer_begin(w);
	if (err)
		return err;
	w->run.end = end;
	w->run.ended = wall > w->run.seen ? wall : w->run.seen;
	err = store_writer_commit(w);
	if (err)
		return err;
	w->run.id = 0;
	w->committed.id = 0;
	writer_forget(w);
	return 0;
}

int store_write_gap(struct store_writer *w, const struct store_gap *gap)
{
	int err = writer_begin(w);

	return err ? err : writer_gap(w, gap);
}

void writer_forget(struct store_writer *w)
{
	struct living *l;

	/* What has ended is in this list alone. */
	while ((l = w->dirty)) {
		w->dirty = l->dirty;
		if (l->ended)
			living_free(&w->living, l);
	}
	w->dirty_end = &w->dirty;
	living_clear(&w->living);
	w->ghosts = false;
}

void store_writer_close(struct store_writer *w)
{
	if (!w)
		return;
	store_writer_abandon(w);
	writer_close_file(w);
	close(w->lock);
	buf_free(&w->rest);
	buf_free(&w->before);
	buf_free(&w->after);
	free(w->alerts);
	free(w->folder);
	free(w);
}
