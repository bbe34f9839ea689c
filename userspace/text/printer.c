// SPDX-License-Identifier: GPL-2.0-or-later
/* What lines and documents are written with: colours, width, the table, the output. */
#include "text/printer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/host.h"
#include "base/number.h"
#include "base/out.h"
#include "names/names.h"

#define CAPABILITIES 41

/* One system call writes about so much. */
#define MUCH 32768

static enum print_colour colour_wanted;

void print_set_colour(enum print_colour when)
{
	colour_wanted = when;
}

/* COLUMNS is the width also of a pipe, as for ps, ls and others. */
static unsigned int line_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize w;
	uint64_t n;

	if (columns && number_parse(columns, 100000, &n) && n)
		return (unsigned int)n;
	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || !w.ws_col)
		return 80;
	return w.ws_col;
}

static bool wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (colour_wanted != PRINT_COLOUR_AUTO)
		return colour_wanted == PRINT_COLOUR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term && strcmp(term, "dumb");
}

void printer_open(struct printer *p, const struct sessmon_info *info)
{
	*p = (struct printer){ .info = info };
	p->width = line_width();
	p->colour = wants_colour();
	host_identify(info);
}

void printer_close(struct printer *p)
{
	buf_free(&p->line);
	mirror_free(&p->mirror);
}

bool printer_flush(struct printer *p)
{
	bool good = out_write(p->line.data, p->line.len);

	buf_clear(&p->line);
	return good;
}

bool printer_end_line(struct printer *p)
{
	return p->hold || p->line.len < MUCH || printer_flush(p);
}

void print_end(struct printer *p, size_t from)
{
	if (p->width)
		text_shorten(&p->line, from, p->width);
	buf_puts(&p->line, "\n");
}

/* A line is broken behind a blank or a comma, unless that is far from the end. */
static size_t break_at(const char *text, size_t fits)
{
	size_t i;

	for (i = fits; i > fits - fits / 3; i--)
		if (text[i - 1] == ' ' || text[i - 1] == ',')
			return i;
	return fits;
}

static void fold_line(struct buf *b, const char *text, size_t len, unsigned int width,
		      unsigned int indent)
{
	unsigned int room = width;
	size_t n;

	while (text_width(text, len) > room) {
		n = break_at(text, text_cut(text, len, room));
		buf_add(b, text, n);
		buf_printf(b, "\n%*s", (int)indent, "");
		text += n;
		len -= n;
		room = width - indent;
	}
	buf_add(b, text, len);
}

/* Each line ends in a newline. */
void print_fold(struct printer *p, size_t from, unsigned int indent)
{
	const char *text = p->line.data + from, *end = p->line.data + p->line.len, *line_end;
	struct buf folded = { 0 };

	if (!p->width)
		return;
	if (indent + 16 > p->width)
		indent = p->width > 20 ? 4 : 0;
	for (; text < end; text = line_end) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		fold_line(&folded, text, (size_t)(line_end - text), p->width, indent);
		buf_puts(&folded, "\n");
		line_end++;
	}
	p->line.len = from;
	buf_add(&p->line, folded.data, folded.len);
	buf_free(&folded);
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

const char *print_class_colour(const struct printer *p, uint32_t class)
{
	static const char *const colours[] = {
		[SESSMON_CLASS_UNKNOWN] = "\033[35m",
		[SESSMON_CLASS_KERNEL] = "\033[90m",
		[SESSMON_CLASS_INIT] = "\033[90m",
		[SESSMON_CLASS_HOST_ACCESS] = "\033[33m",
		[SESSMON_CLASS_INTERACTIVE_REMOTE] = "\033[1;31m",
		[SESSMON_CLASS_NONINTERACTIVE_REMOTE] = "\033[31m",
		[SESSMON_CLASS_TERMINAL] = "\033[1;36m",
		[SESSMON_CLASS_SERVICE] = "\033[32m",
	};

	return p->colour && class < sizeof(colours) / sizeof(colours[0]) ? colours[class] : "";
}

void print_class(struct printer *p, uint32_t class)
{
	const char *colour = print_class_colour(p, class);

	buf_puts(&p->line, colour);
	name_put(&p->line, &names_class, class);
	buf_puts(&p->line, *colour ? "\033[m" : "");
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
