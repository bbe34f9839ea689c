// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts of a process or session as lines, by their descriptions. */
#include "base/clock.h"
#include "base/escape.h"
#include "names/field.h"
#include "text/printer.h"

#define LABEL_WIDTH 22

static uint32_t u32(const void *value)
{
	return *(const uint32_t *)value;
}

static uint64_t u64(const void *value)
{
	return *(const uint64_t *)value;
}

static void write_process(struct buf *b, const struct field *f, const void *value)
{
	const struct sessmon_key *key = value;

	(void)f;
	buf_printf(b, "%u:%llu", key->id, (unsigned long long)key->start);
}

static void put_moment(struct buf *b, uint64_t boot)
{
	clock_put_local(b, clock_wall(boot), true, 6);
}

static void write_self(struct buf *b, const struct field *f, const void *value)
{
	const struct sessmon_key *key = value;

	write_process(b, f, value);
	if (!key->start)
		return;
	buf_puts(b, ", since ");
	put_moment(b, key->start);
}

static void write_self_session(struct buf *b, const struct field *f, const void *value)
{
	buf_puts(b, "s:");
	write_self(b, f, value);
}

static void write_session(struct buf *b, const struct field *f, const void *value)
{
	buf_puts(b, "s:");
	write_process(b, f, value);
}

static void write_number(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	buf_printf(b, "%u", u32(value));
}

static void write_long(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	buf_printf(b, "%llu", (unsigned long long)u64(value));
}

static void write_mode(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	buf_printf(b, "%04o", u32(value) & 07777);
}

static void write_enum(struct buf *b, const struct field *f, const void *value)
{
	name_put(b, f->names, u32(value));
}

static void write_flags(struct buf *b, const struct field *f, const void *value)
{
	name_put_flags(b, f->names, u32(value));
	if (!u32(value))
		buf_puts(b, "-");
}

static void write_caps(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	print_capabilities(b, u64(value));
}

static void write_clone(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	name_put_flags(b, &names_clone_flags, u64(value) & ~0xffULL);
}

static void write_user(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	user_put(b, u32(value));
}

static void write_group(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	group_put(b, u32(value));
}

static void write_text(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	escape_text(b, *(const struct sessmon_str *)value);
}

static void write_args(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	escape_args(b, *(const struct sessmon_str *)value);
}

static void write_tty(struct buf *b, const struct field *f, const void *value)
{
	const struct sessmon_tty *tty = value;

	(void)f;
	tty_put(b, tty);
	buf_printf(b, " (%u:%u)", tty->major, tty->minor);
}

static void write_peer(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	peer_put(b, value);
}

static void write_time(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	put_moment(b, u64(value));
}

static void write_duration(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	clock_put_duration(b, u64(value));
}

static void write_signal(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	signal_put(b, u32(value));
}

static void write_yes(struct buf *b, const struct field *f, const void *value)
{
	(void)f;
	(void)value;
	buf_puts(b, "yes");
}

static void (*const writers[FIELD_KINDS])(struct buf *b, const struct field *f,
					  const void *value) = {
	[FIELD_SELF] = write_self,	 [FIELD_SELF_SESSION] = write_self_session,
	[FIELD_PROCESS] = write_process, [FIELD_SESSION] = write_session,
	[FIELD_NUMBER] = write_number,	 [FIELD_LONG] = write_long,
	[FIELD_BIG] = write_long,	 [FIELD_MODE] = write_mode,
	[FIELD_ENUM] = write_enum,	 [FIELD_FLAGS] = write_flags,
	[FIELD_CAPS] = write_caps,	 [FIELD_CLONE] = write_clone,
	[FIELD_USER] = write_user,	 [FIELD_GROUP] = write_group,
	[FIELD_TEXT] = write_text,	 [FIELD_NAME] = write_text,
	[FIELD_PATH] = write_text,	 [FIELD_ARGS] = write_args,
	[FIELD_TTY] = write_tty,	 [FIELD_PEER] = write_peer,
	[FIELD_TIME] = write_time,	 [FIELD_DURATION] = write_duration,
	[FIELD_SIGNAL] = write_signal,	 [FIELD_YES] = write_yes,
};

static void write_line(struct buf *b, const struct field *f, const void *value)
{
	size_t from = b->len;

	buf_puts(b, f->label);
	buf_pad(b, from, LABEL_WIDTH);
	writers[f->kind](b, f, value);
	buf_puts(b, "\n");
}

void fields_text(struct buf *b, const struct description *d, const void *obj)
{
	uint64_t has = *(const uint64_t *)obj;
	const struct field *f;
	bool before = field_scope(d, obj);
	const void *value;
	size_t i;

	for (i = 0; i < d->n; i++) {
		f = &d->field[i];
		value = (const char *)obj + f->offset;
		if (!(has >> f->attr & 1))
			continue;
		if (f->kind == FIELD_NEST)
			fields_text(b, f->nest, value);
		else if (f->label)
			write_line(b, f, value);
	}
	names_are_hosts(before);
}
