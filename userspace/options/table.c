// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the table comes from. */
#include "options/table.h"

static table_past_fn has_past;

void table_set_past(table_past_fn past)
{
	has_past = past;
}

bool table_is_elsewhere(const struct view *w)
{
	return w->at && !has_past;
}

static int open_present(struct printer *p, struct sessmon **s)
{
	int err, ret = tool_open(s);

	if (ret)
		return ret;
	printer_open(p, sessmon_info(*s));
	/* Also the processes: one of them may be who acts in a session, not its leader. */
	err = mirror_fill(&p->mirror, *s);
	if (!err)
		return TOOL_OK;
	ret = tool_fail(*s, err);
	table_close(p, *s);
	return ret;
}

int table_open(struct printer *p, struct sessmon **s, struct view *w, const struct verb *v)
{
	w->filter.mirror = &p->mirror;
	*s = NULL;
	return w->at ? has_past(p, w, v) : open_present(p, s);
}

void table_close(struct printer *p, struct sessmon *s)
{
	printer_close(p);
	sessmon_close(s);
}
