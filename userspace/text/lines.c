// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines that come the other way round than they are to be read. */
#include "text/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

bool lines_take(struct lines *l, struct printer *p)
{
	char *text = xalloc(p->line.len + 1, 1);

	memcpy(text, p->line.data, p->line.len);
	buf_clear(&p->line);
	l->list = xgrow(l->list, l->n, sizeof(*l->list));
	l->list[l->n++] = text;
	return l->most && l->n >= l->most;
}

bool lines_put(struct lines *l, struct printer *p, bool reverse)
{
	bool good = true;
	size_t i;

	for (i = 0; i < l->n && good; i++) {
		buf_puts(&p->line, l->list[reverse ? i : l->n - 1 - i]);
		good = pager_end_line(p);
	}
	while (l->n)
		free(l->list[--l->n]);
	free(l->list);
	l->list = NULL;
	return good;
}
