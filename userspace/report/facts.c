// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs and who ran them, as JSON in the names that documents have; each once. */
#include <string.h>

#include "base/escape.h"
#include "names/field.h"
#include "report/report.h"
#include "text/printer.h"
#include "text/words.h"

#define P(attr) (1ULL << SESSMON_A_PROCESS_##attr)
#define X(attr) (1ULL << SESSMON_A_EXE_##attr)

/* Text of which nothing is kept once it has a number. */
static struct buf *scratch(void)
{
	static struct buf b;

	buf_clear(&b);
	return &b;
}

static unsigned int put(struct texts *t, const struct buf *b)
{
	return texts_put(t, b->len ? b->data : "", b->len);
}

/* What the descriptions of documents say of some facts, the schema's and ours. */
static void put_document(struct buf *b, const struct sessmon_process *p)
{
	struct json j;
	unsigned int base;

	json_begin(&j, b);
	fields_ecs(&j, &describe_process, p);
	base = json_enter(&j, "sessmon");
	fields_own(&j, &describe_process, p);
	json_leave(&j, base);
	json_close(&j);
}

static unsigned int put_file(struct report *r, const struct sessmon_exe *exe)
{
	struct sessmon_process p = { .has = P(EXE), .exe = *exe };
	struct buf *b = scratch();

	p.exe.has &= ~(X(ARGS) | X(ARGC) | X(ARGS_LEN) | X(CWD));
	put_document(b, &p);
	return put(&r->files, b);
}

static unsigned int put_line(struct report *r, const struct sessmon_exe *exe,
			     struct sessmon_str comm)
{
	struct buf *b = scratch();

	print_program(b, exe, comm);
	return put(&r->lines, b);
}

/* Whether who divides the line at its blanks has the arguments. */
static bool is_plain(struct sessmon_str args, struct sessmon_str line)
{
	size_t i;

	if (args.len && !args.data[args.len - 1])
		args.len--;
	if (args.len != line.len)
		return false;
	for (i = 0; i < line.len; i++)
		if (line.data[i] != (args.data[i] ? args.data[i] : ' ') || args.data[i] == ' ')
			return false;
	return true;
}

static void put_argument(struct buf *b, struct sessmon_str arg)
{
	static struct buf shown;

	buf_clear(&shown);
	buf_reserve(&shown, 1);
	escape_text(&shown, arg);
	escape_json(b, (struct sessmon_str){ shown.data, (uint32_t)shown.len });
}

static unsigned int put_args(struct report *r, struct sessmon_str args, unsigned int line)
{
	struct buf *b = scratch();
	struct sessmon_str one;
	const char *end;

	if (!args.len || is_plain(args, texts_get(&r->lines, line)))
		return put(&r->words, b);
	while (args.len) {
		end = memchr(args.data, 0, args.len);
		one = (struct sessmon_str){ args.data,
					    end ? (uint32_t)(end - args.data) : args.len };
		buf_putc(b, b->len ? ',' : '[');
		put_argument(b, one);
		args.data += one.len + !!end;
		args.len -= one.len + !!end;
	}
	buf_putc(b, ']');
	return put(&r->words, b);
}

static unsigned int put_cwd(struct report *r, struct sessmon_str cwd)
{
	struct buf *b = scratch();

	escape_text(b, cwd);
	return put(&r->words, b);
}

unsigned int report_put_program(struct report *r, const struct sessmon_exe *exe,
				struct sessmon_str comm)
{
	struct report_program one = { .line = put_line(r, exe, comm) };

	one.file = put_file(r, exe);
	one.cwd = put_cwd(r, exe->cwd);
	one.args = put_args(r, exe->args, one.line);
	return texts_put(&r->programs, &one, sizeof(one));
}

static void put_text(struct json *j, const char *path, const struct buf *text)
{
	json_text(j, path, (struct sessmon_str){ text->data, (uint32_t)text->len });
}

/* Who acts, and behind who came in if that was another one: as sessmon log has it. */
static void put_who(struct json *j, const struct sessmon_process *p)
{
	bool came = sessmon_has(p, SESSMON_A_PROCESS_LOGINUID) && p->loginuid != UINT32_MAX;
	bool before = names_are_hosts(names_of_process(p));
	struct buf b = { 0 };

	words_user(&b, p->creds.euid);
	put_text(j, "user", &b);
	buf_clear(&b);
	if (came && p->loginuid != p->creds.euid) {
		words_user(&b, p->loginuid);
		buf_putc(&b, '/');
	}
	words_user(&b, p->creds.euid);
	put_text(j, "who", &b);
	buf_clear(&b);
	if (sessmon_has(p, SESSMON_A_PROCESS_TTY)) {
		tty_put(&b, &p->tty);
		put_text(j, "tty", &b);
	}
	buf_free(&b);
	names_are_hosts(before);
}

unsigned int report_put_context(struct report *r, const struct sessmon_process *p)
{
	struct sessmon_process c = *p;
	struct buf *b = scratch();
	struct json j;

	/* When it ended is said of the process. */
	c.flags &= ~(uint32_t)SESSMON_PROCESS_EXITED;
	c.has &= c.flags ? ~0ULL : ~P(FLAGS);
	c.has &= P(CLASS) | P(LOGINUID) | P(AUDIT_SESSION) | P(TTY) | P(CREDS) | P(FLAGS) |
		 P(NAMESPACES) | P(CGROUP);
	json_begin(&j, b);
	json_number(&j, "uid", p->creds.euid);
	put_who(&j, p);
	json_puts(&j, "kind", name_of(&names_kind, p->session_class));
	put_document(json_value(&j, "facts"), &c);
	json_close(&j);
	return put(&r->contexts, b);
}
