// SPDX-License-Identifier: GPL-2.0-or-later
#include "print.h"

#include "clock.h"
#include "names.h"

#define TIME_WIDTH  13
#define DATE_WIDTH  27
#define EVENT_WIDTH 14
#define PID_WIDTH   8
#define USER_WIDTH  15
#define CLASS_WIDTH 22
#define TTY_WIDTH   8

static void put_column(struct buf *b, const char *text, size_t width)
{
	size_t from = b->len;

	buf_puts(b, text);
	buf_pad(b, from, width);
}

static size_t time_width(enum print_time time)
{
	return time == PRINT_TIME_DATE ? DATE_WIDTH : TIME_WIDTH;
}

void print_event_header(struct printer *p, enum print_time time)
{
	struct buf *b = &p->line;

	put_column(b, "TIME", time_width(time));
	put_column(b, "EVENT", EVENT_WIDTH);
	put_column(b, "PID", PID_WIDTH);
	put_column(b, "SID", PID_WIDTH);
	put_column(b, "USER", USER_WIDTH);
	put_column(b, "CLASS", CLASS_WIDTH);
	put_column(b, "TTY", TTY_WIDTH);
	buf_puts(b, "DETAIL\n");
}

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
		clock_put_local(b, wall, false, 3);
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

static void put_id(struct buf *b, uint32_t id)
{
	size_t from = b->len;

	if (id)
		buf_printf(b, "%u", id);
	else
		buf_puts(b, "-");
	buf_pad(b, from, PID_WIDTH);
}

/* The effective user is who it is now. */
static void put_user(struct buf *b, const struct sessmon_event *e)
{
	size_t from = b->len;

	if (sessmon_has(&e->process.creds, SESSMON_A_CREDS_EUID))
		user_put(b, e->process.creds.euid);
	else if (sessmon_has(&e->session, SESSMON_A_SESSION_UID))
		user_put(b, e->session.uid);
	else
		buf_puts(b, "-");
	buf_pad(b, from, USER_WIDTH);
}

static void put_class(struct printer *p, const struct sessmon_event *e)
{
	size_t from = p->line.len;

	if (sessmon_has(&e->session, SESSMON_A_SESSION_CLASS))
		print_class(p, e->session.class);
	else if (sessmon_has(&e->process, SESSMON_A_PROCESS_CLASS))
		print_class(p, e->process.class);
	else
		buf_puts(&p->line, "-");
	buf_pad(&p->line, from, CLASS_WIDTH);
}

static void put_tty(struct buf *b, const struct sessmon_event *e)
{
	size_t from = b->len;

	if (sessmon_has(&e->session, SESSMON_A_SESSION_TTY))
		tty_put(b, &e->session.tty);
	else if (sessmon_has(&e->process, SESSMON_A_PROCESS_TTY))
		tty_put(b, &e->process.tty);
	else
		buf_puts(b, "-");
	buf_pad(b, from, TTY_WIDTH);
}

void print_event(struct printer *p, const struct sessmon_event *e, enum print_time time)
{
	bool of_session = sessmon_has(e, SESSMON_A_EVENT_SESSION);
	struct buf *b = &p->line;
	size_t from = b->len;

	put_time(b, e, time);
	buf_pad(b, from, time_width(time));
	from = b->len;
	/* What is shown because it is there, not because something happened. */
	if (e->type == SESSMON_EVENT_UNSPEC)
		buf_puts(b, "exists");
	else
		name_put(b, &names_event, e->type);
	buf_pad(b, from, EVENT_WIDTH);
	put_id(b, e->process.key.id);
	put_id(b, of_session ? e->session.key.id : e->process.session.id);
	put_user(b, e);
	put_class(p, e);
	put_tty(b, e);
	print_detail(p, e);
	buf_puts(b, sessmon_has(e, SESSMON_A_EVENT_REPLAYED) ? ", replayed\n" : "\n");
}
