// SPDX-License-Identifier: GPL-2.0-or-later
/* Which sessions are shown unasked, and what is said of the others. */
#include "text/people.h"

#include "names/names.h"
#include "text/words.h"

static bool is_people(const struct sessmon_session *s)
{
	switch (s->session_class) {
	case SESSMON_CLASS_KERNEL:
	case SESSMON_CLASS_INIT:
	case SESSMON_CLASS_HOST_ACCESS:
	case SESSMON_CLASS_SERVICE:
		return sessmon_has(s, SESSMON_A_SESSION_ORIGIN) || s->flags & WORDS_ALARMS;
	default:
		return true;
	}
}

static void note_alarms(struct people *f, const struct sessmon_session *s)
{
	uint32_t flags = s->flags & WORDS_ALARMS;
	struct buf *b;

	for (; flags; flags &= flags - 1) {
		b = &f->alarms[__builtin_ctz(flags)];
		buf_printf(b, " s:%u", s->key.id);
	}
}

bool people_take(struct people *f, const struct sessmon_session *s)
{
	if (f->all || is_people(s)) {
		f->flags |= s->flags;
		note_alarms(f, s);
		return true;
	}
	f->folded[s->session_class < PEOPLE_CLASSES ? s->session_class : 0]++;
	return false;
}

void people_put_marks(const struct people *f, struct printer *p)
{
	size_t from;
	unsigned int i;

	if (f->flags & SESSMON_SESSION_OUTLIVES_LOGIN)
		buf_puts(&p->line, "& outlives its login\n");
	for (i = 0; i < 32; i++) {
		if (!f->alarms[i].len)
			continue;
		from = p->line.len;
		buf_puts(&p->line, "! ");
		name_put_flag(&p->line, &names_session_flags, i);
		buf_puts(&p->line, ":");
		buf_add(&p->line, f->alarms[i].data, f->alarms[i].len);
		print_end(p, from);
	}
}

void people_free(struct people *f)
{
	unsigned int i;

	for (i = 0; i < 32; i++)
		buf_free(&f->alarms[i]);
}

static void put_count(struct buf *b, unsigned int class, unsigned int n, const char *comma)
{
	/* There is one of each of these, at most. */
	bool one = class == SESSMON_CLASS_KERNEL || class == SESSMON_CLASS_INIT;

	buf_puts(b, comma);
	if (!one)
		buf_printf(b, "%u ", n);
	name_put(b, &names_kind, class);
	buf_puts(b, one || n == 1 ? "" : "s");
}

void people_put_rest(const struct people *f, struct printer *p, const char *how)
{
	static const unsigned char order[] = { SESSMON_CLASS_SERVICE, SESSMON_CLASS_HOST_ACCESS,
					       SESSMON_CLASS_INIT, SESSMON_CLASS_KERNEL };
	const char *comma = "";
	size_t from = p->line.len;
	unsigned int i;

	for (i = 0; i < sizeof(order); i++) {
		if (!f->folded[order[i]])
			continue;
		put_count(&p->line, order[i], f->folded[order[i]], comma);
		comma = ", ";
	}
	if (!*comma)
		return;
	buf_printf(&p->line, " not shown: %s", how);
	print_end(p, from);
}
