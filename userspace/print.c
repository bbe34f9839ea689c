// SPDX-License-Identifier: GPL-2.0-or-later
#include "print.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "escape.h"
#include "host.h"
#include "names.h"
#include "out.h"

#define CAPABILITIES 41

/* What one system call writes, about. */
#define MUCH 32768

static unsigned int terminal_width(void)
{
	struct winsize w;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || !w.ws_col)
		return 80;
	return w.ws_col;
}

void printer_open(struct printer *p, const struct sessmon_info *info)
{
	const char *no_color = getenv("NO_COLOR");

	*p = (struct printer){ .info = info };
	p->width = terminal_width();
	p->colour = p->width && !(no_color && *no_color);
	host_identify(info);
}

void printer_close(struct printer *p)
{
	buf_free(&p->line);
	table_free(&p->table);
}

bool printer_flush(struct printer *p)
{
	bool good = out_write(p->line.data, p->line.len);

	buf_clear(&p->line);
	return good;
}

bool printer_end_line(struct printer *p)
{
	return p->line.len < MUCH || printer_flush(p);
}

static void put_text(struct buf *b, const char *text)
{
	struct sessmon_str s = { text, 0 };

	while (text[s.len])
		s.len++;
	escape_text(b, s);
}

void print_host(struct printer *p)
{
	const struct host *h = host_identify(p->info);

	buf_puts(&p->line, "host ");
	put_text(&p->line, h->name);
	buf_puts(&p->line, "  boot ");
	put_text(&p->line, h->boot_id[0] ? h->boot_id : "?");
	buf_puts(&p->line, "\n");
}

void print_class(struct printer *p, uint32_t class)
{
	static const char *const colours[] = {
		[SESSMON_CLASS_UNKNOWN] = "35",
		[SESSMON_CLASS_KERNEL] = "90",
		[SESSMON_CLASS_INIT] = "90",
		[SESSMON_CLASS_HOST_ACCESS] = "33",
		[SESSMON_CLASS_INTERACTIVE_REMOTE] = "1;31",
		[SESSMON_CLASS_NONINTERACTIVE_REMOTE] = "31",
		[SESSMON_CLASS_TERMINAL] = "1;36",
		[SESSMON_CLASS_SERVICE] = "32",
	};
	bool colour = p->colour && class < sizeof(colours) / sizeof(colours[0]);

	if (colour)
		buf_printf(&p->line, "\033[%sm", colours[class]);
	name_put(&p->line, &names_class, class);
	if (colour)
		buf_puts(&p->line, "\033[m");
}

/* "all" and "all but" are what people want to read, not forty names. */
void print_capabilities(struct buf *b, uint64_t mask)
{
	const uint64_t all = (1ULL << CAPABILITIES) - 1;

	if (!mask) {
		buf_puts(b, "none");
	} else if ((mask & all) == all) {
		buf_puts(b, "all");
	} else if (__builtin_popcountll(mask) > CAPABILITIES / 2) {
		buf_puts(b, "all but ");
		name_put_flags(b, &names_capabilities, ~mask & all);
	} else {
		name_put_flags(b, &names_capabilities, mask);
	}
}

void print_program(struct buf *b, const struct sessmon_exe *exe, struct sessmon_str comm)
{
	if (exe->args.len) {
		escape_args(b, exe->args);
	} else if (exe->path.len) {
		escape_text(b, exe->path);
	} else if (!comm.len) {
		buf_puts(b, "-");
	} else {
		buf_puts(b, "[");
		escape_text(b, comm);
		buf_puts(b, "]");
	}
}

void print_from(struct buf *b, const struct sessmon_session *s)
{
	if (sessmon_has(s, SESSMON_A_SESSION_PEER))
		peer_put(b, &s->peer);
	else if (sessmon_has(s, SESSMON_A_SESSION_ORIGIN))
		buf_printf(b, "s:%u", s->origin.id);
	else if (sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM))
		buf_printf(b, "s:%u", s->created_from.id);
	else
		buf_puts(b, "-");
}
