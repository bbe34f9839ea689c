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

int at_fill(struct printer *p, const struct view *w, const struct verb *v)
{
	static struct sessmon_info info;
	struct question q = { .verb = v, .view.folder = w->folder };
	struct mirror m = { 0 };
	struct store_run run;

	if (!at_read(&q, w->at, &m, &run))
		return q.failed ? TOOL_FAILED : nobody(&q, w->at);
	runs_tell_of(&run, w->at);
	memcpy(info.boot_id, run.boot_id, sizeof(info.boot_id));
	printer_open(p, &info);
	p->mirror = m;
	return TOOL_OK;
}
