// SPDX-License-Identifier: GPL-2.0-or-later
/* What rules have said of the sessions of a report. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/escape.h"
#include "report/report.h"

/**
 * struct told - What is under way.
 * @r: report
 * @run: runs of the file
 * @n_runs: entries of @run
 */
struct told {
	struct report *r;
	struct store_run *run;
	unsigned int n_runs;
};

static int take_run(const struct store_run *run, void *arg)
{
	struct told *t = arg;

	t->run = xgrow(t->run, t->n_runs, sizeof(*t->run));
	t->run[t->n_runs++] = *run;
	return 0;
}

static const char *boot_of(const struct told *t, int64_t run)
{
	unsigned int i;

	for (i = 0; i < t->n_runs; i++)
		if (t->run[i].id == run)
			return t->run[i].boot_id;
	return "";
}

/* Who wrote a rule may be anybody. */
static unsigned int put_text(struct report *r, struct sessmon_str s)
{
	struct buf b = { 0 };
	unsigned int i;

	escape_text(&b, s);
	i = texts_put(&r->words, b.len ? b.data : "", b.len);
	buf_free(&b);
	return i;
}

static int take_alert(const struct store_alert_row *row, void *arg)
{
	struct told *t = arg;
	struct report *r = t->r;
	const char *boot_id = boot_of(t, row->run);
	int session = report_find_session(r, boot_id, &row->a.session), boot;

	if (session < 0 || !r->session[session].whole)
		return 0;
	boot = texts_find(&r->boots, boot_id, strlen(boot_id));
	r->alert = xgrow(r->alert, r->n_alerts, sizeof(*r->alert));
	r->alert[r->n_alerts++] = (struct report_alert){
		.at = row->from,
		.count = row->a.count,
		.session = (unsigned int)session,
		.process = report_find_process(r, (unsigned int)boot, &row->a.process),
		.level = put_text(r, row->a.level),
		.title = put_text(r, row->a.title),
		.author = put_text(r, row->a.author),
	};
	return 0;
}

int report_gather_alerts(struct report *r, struct store_reader *file)
{
	const struct store_window always = { 0 };
	struct told t = { .r = r };
	int err = store_read_runs(file, take_run, &t);

	if (!err)
		err = store_read_alerts(file, &always, false, take_alert, &t);
	free(t.run);
	return err;
}
