// SPDX-License-Identifier: GPL-2.0-or-later
/* Options of the verbs that ask the history, and the files that answer. */
#include "past/question.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "past/boots.h"

static int set_count(struct question *q, const char *text)
{
	if (number_parse(text, UINT64_MAX, &q->count) && q->count)
		return TOOL_OK;
	return tool_usage(q->verb, "%s is no number of lines", text);
}

/* As journalctl has it: the word behind -b is its value if it looks like one. */
static int set_boot(struct question *q, int argc, char **argv)
{
	q->asked_boot = optarg;
	if (!optarg && optind < argc && boots_is_name(argv[optind]))
		q->asked_boot = argv[optind++];
	if (!q->asked_boot)
		q->asked_boot = "0";
	return boots_is_name(q->asked_boot) ?
		       TOOL_OK :
		       tool_usage(q->verb, "%s is no boot (0, -1, BOOT_ID)", q->asked_boot);
}

int question_take(struct question *q, int c, int argc, char **argv)
{
	switch (c) {
	case 'm':
		return set_count(q, optarg);
	case 'b':
		return set_boot(q, argc, argv);
	case QUESTION_REVERSE:
		q->reverse = true;
		return TOOL_OK;
	case QUESTION_NO_PAGER:
		q->no_pager = true;
		return TOOL_OK;
	default:
		return view_take(&q->view, q->verb, c, argv);
	}
}

int question_check(struct question *q, int argc, char **argv)
{
	int ret = tool_no_arguments(q->verb, argc, argv);

	if (!ret)
		ret = filter_check(&q->view.filter, q->verb);
	if (ret)
		return ret;
	/* Of what is past, it is not asked when it began but when it was there. */
	q->window.since = q->view.filter.since;
	/* A moment that was asked for is within. */
	q->window.until = q->view.filter.until ? q->view.filter.until + 1 : 0;
	q->view.filter.since = q->view.filter.until = 0;
	return q->asked_boot ? boots_find(q) : TOOL_OK;
}

const char *question_folder(const struct question *q)
{
	return q->view.folder ? q->view.folder : STORE_FOLDER;
}

/* A file may be asked more than once. */
static bool was_said(struct question *q, const char *name)
{
	struct buf one = { 0 };
	bool found;

	buf_printf(&one, "\n%s\n", name ? name : "");
	found = q->said.len && memmem(q->said.data, q->said.len, one.data, one.len);
	if (!found)
		buf_add(&q->said, one.data, one.len);
	buf_free(&one);
	return found;
}

void question_complain(struct question *q, const char *name, int err)
{
	q->failed = true;
	if (was_said(q, name))
		return;
	fprintf(stderr, "sessmon %s: %s%s%s: %s\n", q->verb->name, question_folder(q),
		name ? "/" : "", name ? name : "",
		err == -ENOENT && !name ? "there is no history (see: sessmon help record)" :
					  store_strerror(err));
}

static bool may_answer(const struct question *q, const struct store_day *day)
{
	const struct store_window *w = &q->window;

	return day->from + STORE_NS_PER_DAY > w->since &&
	       (!w->until || day->from < w->until + STORE_NS_PER_DAY);
}

unsigned int question_days(struct question *q, struct store_day **days)
{
	unsigned int n = 0, i, kept = 0;
	int err = store_days(question_folder(q), days, &n);

	if (err) {
		question_complain(q, NULL, err);
		*days = NULL;
		return 0;
	}
	for (i = 0; i < n; i++)
		if (may_answer(q, &(*days)[i]))
			(*days)[kept++] = (*days)[i];
	return kept;
}

struct store_reader *question_open(struct question *q, const struct store_day *day)
{
	struct store_reader *r;
	int err = store_reader_open(question_folder(q), day->name, &r);

	if (!err)
		return r;
	/* Its time to keep it was over just now. */
	if (err != -ENOENT)
		question_complain(q, day->name, err);
	return NULL;
}

bool question_is_boot(const struct question *q, const char *boot_id)
{
	return !q->boot[0] || !strcmp(q->boot, boot_id);
}

int question_status(const struct question *q, bool good)
{
	return good && !q->failed ? TOOL_OK : TOOL_FAILED;
}

void question_free(struct question *q)
{
	filter_free(&q->view.filter);
	buf_free(&q->said);
}
