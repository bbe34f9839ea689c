// SPDX-License-Identifier: GPL-2.0-or-later
/* The line of a program that was run. */
#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "past/log.h"
#include "text/words.h"

/* Where columns begin. */
#define SESSION 16
#define USER	25
#define EXIT	36
#define LASTED	44
#define RUNS	53

/* Up to a column, if what is before it leaves room. */
static void pad(struct printer *p, size_t from, size_t column)
{
	size_t is = text_width(p->line.data + from, p->line.len - from);

	if (is < column)
		buf_printf(&p->line, "%*s", (int)(column - is), "");
	else
		buf_puts(&p->line, " ");
}

void log_put_header(struct log *l)
{
	struct printer *p = &l->p;
	size_t from = p->line.len;
	static const struct {
		size_t column;
		const char *title;
	} titles[] = { { 0, "TIME" },	 { SESSION, "SESSION" }, { USER, "USER" },
		       { EXIT, "EXIT" }, { LASTED, "LASTED" },	 { RUNS, "RUNS" } };
	size_t i;

	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (i)
			pad(p, from, titles[i].column);
		buf_puts(&p->line, titles[i].title);
	}
	print_end(p, from);
}

/* Of this year, as the journal has it; how much longer others are. */
static size_t put_time(struct buf *b, uint64_t wall)
{
	time_t then = (time_t)(wall / NS_PER_SECOND), now = time(NULL);
	struct tm day, today;
	char text[32];

	localtime_r(&then, &day);
	localtime_r(&now, &today);
	strftime(text, sizeof(text),
		 day.tm_year == today.tm_year ? "%b %d %H:%M:%S" : "%Y-%m-%d %H:%M:%S", &day);
	buf_puts(b, text);
	return day.tm_year == today.tm_year ? 0 : 4;
}

/* Who acted, behind who came in if that was another one. */
static void put_user(struct buf *b, const struct sessmon_process *p)
{
	bool came = sessmon_has(p, SESSMON_A_PROCESS_LOGINUID) && p->loginuid != UINT32_MAX;

	if (came && p->loginuid != p->creds.euid) {
		words_user(b, p->loginuid);
		buf_puts(b, "/");
	}
	words_user(b, p->creds.euid);
}

static void put_exit(struct buf *b, const struct store_program *p)
{
	if (p->ended && p->exit_signal)
		signal_put(b, p->exit_signal);
	else if (p->ended)
		buf_printf(b, "%u", p->exit_code);
	else
		buf_puts(b, p->replaced ? "exec" : "-");
}

void log_put_line(struct log *l, const struct store_program *p, const struct sessmon_session *s)
{
	bool before = names_are_hosts(names_of_process(&p->p) && (!s || names_of_session(s)));
	struct buf *b = &l->p.line;
	size_t begun = b->len, from = begun + put_time(b, p->at);

	pad(&l->p, from, SESSION);
	buf_printf(b, "s:%u", p->p.session.id);
	pad(&l->p, from, USER);
	put_user(b, &p->p);
	pad(&l->p, from, EXIT);
	put_exit(b, p);
	pad(&l->p, from, LASTED);
	if (p->until > p->at)
		clock_put_duration(b, p->until - p->at);
	else
		buf_puts(b, p->until ? "0.000s" : "-");
	pad(&l->p, from, RUNS);
	print_program(b, &p->p.exe, p->p.comm);
	print_end(&l->p, begun);
	names_are_hosts(before);
}
