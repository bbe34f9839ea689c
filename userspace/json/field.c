// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts of a process or session as fields of a document, by their descriptions. */
#include <string.h>

#include "base/clock.h"
#include "json/field.h"
#include "json/memo.h"
#include "json/nest.h"

#define IDENTITIES 64

static uint32_t u32(const struct place *at)
{
	return *(const uint32_t *)at->value;
}

static uint64_t u64(const struct place *at)
{
	return *(const uint64_t *)at->value;
}

struct buf *field_scratch(void)
{
	static struct buf b;

	buf_clear(&b);
	return &b;
}

struct sessmon_str field_buf_str(const struct buf *b)
{
	return (struct sessmon_str){ b->data, (uint32_t)b->len };
}

void field_child(const struct place *at, void (*write)(struct json *j, const void *value))
{
	unsigned int base = json_enter(at->j, at->path);

	write(at->j, at->value);
	json_leave(at->j, base);
}

static void put_key(struct json *j, const void *value)
{
	json_key(j, value);
}

static void write_self(const struct place *at)
{
	if (at->ecs)
		json_key_ecs(at->j, at->value);
	else
		field_child(at, put_key);
}

static void write_key(const struct place *at)
{
	field_child(at, put_key);
}

static void write_number(const struct place *at)
{
	json_number(at->j, at->path, u32(at));
}

static void write_long(const struct place *at)
{
	json_number(at->j, at->path, u64(at));
}

static void write_big(const struct place *at)
{
	json_keyword(at->j, at->path, u64(at));
}

static void write_mode(const struct place *at)
{
	struct buf *b = field_scratch();

	buf_printf(b, "%04o", u32(at) & 07777);
	json_text(at->j, at->path, field_buf_str(b));
}

static void write_enum(const struct place *at)
{
	const char *name = name_of(at->f->names, u32(at));

	if (name)
		json_word(at->j, at->path, name);
	else
		json_keyword(at->j, at->path, u32(at));
}

void field_put_mask(struct buf *b, const struct names *names, uint64_t mask)
{
	const char *before = "[\"";

	if (!mask)
		buf_puts(b, "[");
	for (; mask; mask &= mask - 1) {
		buf_puts(b, before);
		name_put_flag(b, names, (unsigned int)__builtin_ctzll(mask));
		buf_putc(b, '"');
		before = ",\"";
	}
	buf_putc(b, ']');
}

static void write_flags(const struct place *at)
{
	field_put_mask(json_value(at->j, at->path), at->f->names, u32(at));
}

/* The lowest byte is the signal for the parent, no flag. */
static void write_clone(const struct place *at)
{
	field_put_mask(json_value(at->j, at->path), &names_clone_flags, u64(at) & ~0xffULL);
}

/**
 * struct identity - A user or a group that was written before.
 * @id: number
 * @epoch: of the name
 * @text: the JSON object
 */
struct identity {
	uint32_t id;
	uint32_t epoch;
	struct buf text;
};

static const struct buf *identify(struct identity *i, uint32_t id,
				  const char *(*name_of_id)(uint32_t id))
{
	uint32_t epoch = names_epoch();
	struct json j;

	if (!i->text.len || i->id != id || i->epoch != epoch) {
		buf_clear(&i->text);
		json_begin(&j, &i->text);
		json_keyword(&j, "id", id);
		json_puts(&j, "name", name_of_id(id));
		json_close(&j);
		i->id = id;
		i->epoch = epoch;
	}
	return &i->text;
}

static const struct buf *user_text(uint32_t uid)
{
	static struct identity store[IDENTITIES];

	return identify(&store[uid % IDENTITIES], uid, user_name);
}

void json_user(struct json *j, const char *path, uint32_t uid)
{
	const struct buf *text = user_text(uid);

	buf_add(json_value(j, path), text->data, text->len);
}

void json_actor(struct json *j, uint32_t euid)
{
	const struct buf *text = user_text(euid);
	struct buf *b = json_value(j, "user");

	buf_add(b, text->data, text->len - 1);
	buf_puts(b, ",\"effective\":");
	buf_add(b, text->data, text->len);
	buf_putc(b, '}');
}

void json_group(struct json *j, const char *path, uint32_t gid)
{
	static struct identity store[IDENTITIES];
	const struct buf *text = identify(&store[gid % IDENTITIES], gid, group_name);

	buf_add(json_value(j, path), text->data, text->len);
}

static void write_user(const struct place *at)
{
	json_user(at->j, at->path, u32(at));
}

static void write_group(const struct place *at)
{
	json_group(at->j, at->path, u32(at));
}

static void write_text(const struct place *at)
{
	json_text(at->j, at->path, *(const struct sessmon_str *)at->value);
}

/* comm is what a process calls itself: it is the name only where no file is. */
static void write_path(const struct place *at)
{
	write_text(at);
	json_text(at->j, "name", program_name(*(const struct sessmon_str *)at->value));
	*at->named = true;
}

static void write_name(const struct place *at)
{
	if (!at->ecs || !*at->named)
		write_text(at);
}

static void write_time(const struct place *at)
{
	json_time(at->j, at->path, clock_wall(u64(at)));
}

static void put_signal(struct json *j, const void *value)
{
	uint32_t sig = *(const uint32_t *)value;
	struct buf *b = field_scratch();

	signal_put(b, sig);
	json_number(j, "number", sig);
	json_text(j, "name", field_buf_str(b));
}

static void write_signal(const struct place *at)
{
	field_child(at, put_signal);
}

static void write_yes(const struct place *at)
{
	json_bool(at->j, at->path, true);
}

static void (*const writers[FIELD_KINDS])(const struct place *at) = {
	[FIELD_SELF] = write_self,	 [FIELD_SELF_SESSION] = write_self,
	[FIELD_PROCESS] = write_key,	 [FIELD_SESSION] = write_key,
	[FIELD_NUMBER] = write_number,	 [FIELD_LONG] = write_long,
	[FIELD_BIG] = write_big,	 [FIELD_MODE] = write_mode,
	[FIELD_ENUM] = write_enum,	 [FIELD_FLAGS] = write_flags,
	[FIELD_CAPS] = field_write_caps, [FIELD_CLONE] = write_clone,
	[FIELD_USER] = write_user,	 [FIELD_GROUP] = write_group,
	[FIELD_TEXT] = write_text,	 [FIELD_NAME] = write_name,
	[FIELD_PATH] = write_path,	 [FIELD_ARGS] = field_write_args,
	[FIELD_TTY] = field_write_tty,	 [FIELD_PEER] = field_write_peer,
	[FIELD_TIME] = write_time,	 [FIELD_DURATION] = write_big,
	[FIELD_SIGNAL] = write_signal,	 [FIELD_YES] = write_yes,
};

static void write_nest(const struct place *at)
{
	const struct nest *n = nest_find(at->f->nest, at->ecs, at->value);
	struct buf *out;

	*at->named |= n->named;
	if (!at->ecs) {
		out = json_value(at->j, at->path);
		buf_add(out, n->text.data, n->text.len);
	} else if (n->text.len > 2) {
		out = json_members(at->j);
		buf_add(out, n->text.data + 1, n->text.len - 2);
	}
}

static void walk(const struct place *outer, const struct description *d, const void *obj)
{
	const uint64_t has = *(const uint64_t *)obj;
	const struct field *f, *end = d->field + d->n;
	struct place at = *outer;
	bool before = field_scope(d, obj);

	for (f = d->field; f < end; f++) {
		if (!(has >> f->attr & 1))
			continue;
		at.path = at.ecs ? f->ecs : f->own;
		if (!at.path)
			continue;
		at.f = f;
		at.value = (const char *)obj + f->offset;
		if (f->kind == FIELD_NEST)
			write_nest(&at);
		else
			writers[at.f->kind](&at);
	}
	names_are_hosts(before);
}

bool fields_ecs(struct json *j, const struct description *d, const void *obj)
{
	bool named = false;
	const struct place at = { .j = j, .ecs = true, .named = &named };

	walk(&at, d, obj);
	return named;
}

void fields_own(struct json *j, const struct description *d, const void *obj)
{
	bool named = false;
	const struct place at = { .j = j, .named = &named };

	walk(&at, d, obj);
}

struct sessmon_str program_name(struct sessmon_str path)
{
	const char *slash = path.len ? memrchr(path.data, '/', path.len) : NULL;

	if (slash) {
		path.len -= (uint32_t)(slash + 1 - path.data);
		path.data = slash + 1;
	}
	return path;
}
