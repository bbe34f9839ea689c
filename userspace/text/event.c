// SPDX-License-Identifier: GPL-2.0-or-later
/* An event as a line. */
#include "text/printer.h"

#include "base/clock.h"
#include "names/names.h"
#include "text/words.h"

#define WORD_WIDTH 10

static void put_seconds(struct buf *b, uint64_t ns)
{
	buf_printf(b, "%llu.%06llu", (unsigned long long)(ns / NS_PER_SECOND),
		   (unsigned long long)(ns % NS_PER_SECOND / 1000));
}

/* Events of two processors may come in the other order by a hair. */
static uint64_t since_last(uint64_t when)
{
	static uint64_t last;
	uint64_t passed = last && when > last ? when - last : 0;

	last = when;
	return passed;
}

static void put_time(struct buf *b, const struct sessmon_event *e, enum print_time time)
{
	uint64_t wall = e->realtime ? e->realtime : e->received;

	switch (time) {
	case PRINT_TIME_CLOCK:
		clock_put_local(b, wall, false, 0);
		break;
	case PRINT_TIME_DATE:
		clock_put_local(b, wall, true, 6);
		break;
	case PRINT_TIME_BOOT:
		put_seconds(b, e->boottime);
		break;
	case PRINT_TIME_RELATIVE:
		put_seconds(b, since_last(wall));
		break;
	}
}

/* An event goes by its name on the wire; an object of a dump is no event. */
static void put_type(struct printer *p, const struct sessmon_event *e)
{
	if (e->type == SESSMON_EVENT_UNSPEC)
		buf_puts(&p->line, "exists");
	else
		name_put(&p->line, &names_event, e->type);
}

/* A line says of a session what a person would: its kind, when that is the news. */
static void put_word(struct printer *p, const struct sessmon_event *e)
{
	uint32_t new = e->session.flags & ~e->old_flags;

	switch (e->type) {
	case SESSMON_EVENT_SESSION_START:
		buf_puts(&p->line, "start");
		break;
	case SESSMON_EVENT_SESSION_END:
		buf_puts(&p->line, "end");
		break;
	case SESSMON_EVENT_SESSION_TTY:
		buf_puts(&p->line, "tty");
		break;
	case SESSMON_EVENT_SESSION_LEADER:
		if (sessmon_has(e, SESSMON_A_EVENT_BY_EXEC))
			words_kind(p, e->session.session_class);
		else
			buf_puts(&p->line, "user");
		break;
	case SESSMON_EVENT_SESSION_CLASS:
		buf_puts(&p->line, "becomes");
		break;
	case SESSMON_EVENT_SESSION_FLAGS:
		buf_puts(&p->line, new &WORDS_ALARMS			 ? "alarm" :
				   new == SESSMON_SESSION_OUTLIVES_LOGIN ? "outlives" :
									   "flag");
		break;
	default:
		put_type(p, e);
	}
}

/* The count of a loop only grows; it stands before text that others have chosen. */
static void put_withheld(struct buf *b, uint32_t n)
{
	if (n)
		buf_printf(b, "[%u withheld] ", n);
}

static void put_session(struct printer *p, const struct sessmon_event *e)
{
	size_t from = p->line.len;

	put_word(p, e);
	buf_pad(&p->line, from, WORD_WIDTH);
	buf_printf(&p->line, "s:%u ", e->session.key.id);
	put_withheld(&p->line, e->session.withheld);
	print_detail(p, e);
}

/* The effective user is who it is now. */
static void put_process(struct printer *p, const struct sessmon_event *e)
{
	const struct sessmon_process *of = &e->process;
	struct buf *b = &p->line;
	size_t from = b->len;

	put_type(p, e);
	buf_pad(b, from, WORD_WIDTH);
	buf_printf(b, "%u ", of->key.id);
	put_withheld(b, of->withheld);
	if (sessmon_has(&of->creds, SESSMON_A_CREDS_EUID)) {
		words_user(b, of->creds.euid);
		buf_puts(b, " ");
	}
	if (sessmon_has(of, SESSMON_A_PROCESS_CLASS)) {
		buf_puts(b, "in ");
		words_kind(p, of->session_class);
		buf_puts(b, " ");
	}
	buf_printf(b, "s:%u: ", of->session.id);
	print_detail(p, e);
}

static void put_other(struct printer *p, const struct sessmon_event *e)
{
	size_t from = p->line.len;

	put_type(p, e);
	buf_pad(&p->line, from, WORD_WIDTH);
	print_detail(p, e);
}

/* Said once before them, and once when they are over. */
static void put_replayed(struct printer *p, bool replayed)
{
	if (replayed != p->replaying)
		buf_puts(&p->line, replayed ? "-- replayed, from before anybody listened:\n" :
					      "-- from now on:\n");
	p->replaying = replayed;
}

void print_event(struct printer *p, const struct sessmon_event *e, enum print_time time)
{
	bool before = names_are_hosts(names_of_event(e));
	size_t from;

	put_replayed(p, sessmon_has(e, SESSMON_A_EVENT_REPLAYED));
	from = p->line.len;
	put_time(&p->line, e, time);
	buf_puts(&p->line, " ");
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		put_session(p, e);
	else if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		put_process(p, e);
	else
		put_other(p, e);
	print_end(p, from);
	names_are_hosts(before);
}
