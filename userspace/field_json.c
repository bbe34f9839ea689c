// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "clock.h"
#include "field.h"
#include "host.h"

/* What it takes to write one fact. */
struct place {
	struct json *j;
	const struct field *f;
	const char *path;
	const void *value;
	bool ecs;
	bool said;
	bool *named;
};

static uint32_t u32(const struct place *at)
{
	return *(const uint32_t *)at->value;
}

static uint64_t u64(const struct place *at)
{
	return *(const uint64_t *)at->value;
}

/* One buffer for what is short and written at once. */
static struct buf *scratch(void)
{
	static struct buf b;

	buf_clear(&b);
	return &b;
}

static struct sessmon_str buf_str(const struct buf *b)
{
	return (struct sessmon_str){ b->data, (uint32_t)b->len };
}

/* A child of the path, without building a path. */
static void child(const struct place *at, void (*write)(struct json *j, const void *value))
{
	unsigned int base = json_enter(at->j, at->path);

	write(at->j, at->value);
	json_leave(at->j, base);
}

static void put_entity(struct json *j, const struct sessmon_key *key)
{
	struct buf *b = scratch();

	host_entity_id(b, key);
	json_text(j, "entity_id", buf_str(b));
}

static void put_time(struct json *j, const char *path, uint64_t boot)
{
	struct buf *b = scratch();

	clock_put_utc(b, clock_wall(boot));
	json_text(j, path, buf_str(b));
}

static void put_key(struct json *j, const void *value)
{
	const struct sessmon_key *key = value;

	put_entity(j, key);
	json_number(j, "pid", key->id);
	if (key->start)
		json_number(j, "start_ns", key->start);
}

static void write_self(const struct place *at)
{
	const struct sessmon_key *key = at->value;

	if (!at->ecs) {
		child(at, put_key);
		return;
	}
	put_entity(at->j, key);
	json_number(at->j, "pid", key->id);
	if (key->start)
		put_time(at->j, "start", key->start);
}

static void write_key(const struct place *at)
{
	child(at, put_key);
}

static void write_number(const struct place *at)
{
	json_number(at->j, at->path, u32(at));
}

static void write_long(const struct place *at)
{
	json_number(at->j, at->path, u64(at));
}

static void write_mode(const struct place *at)
{
	struct buf *b = scratch();

	buf_printf(b, "%04o", u32(at) & 07777);
	json_text(at->j, at->path, buf_str(b));
}

static void write_enum(const struct place *at)
{
	const char *name = name_of(at->f->names, u32(at));

	if (name)
		json_puts(at->j, at->path, name);
	else
		json_keyword(at->j, at->path, u32(at));
}

static void write_mask(const struct place *at, const struct names *names, uint64_t mask)
{
	struct buf *b = scratch();
	unsigned int i;

	json_list(at->j, at->path);
	for (i = 0; i < 64; i++) {
		if (!(mask >> i & 1))
			continue;
		buf_clear(b);
		name_put_flags(b, names, 1ULL << i);
		json_item(at->j, buf_str(b));
	}
	json_list_end(at->j);
}

static void write_flags(const struct place *at)
{
	write_mask(at, at->f->names, u32(at));
}

static void caps_text(struct buf *b, uint64_t mask)
{
	const char *comma = "";
	unsigned int i;

	buf_clear(b);
	buf_puts(b, "[");
	for (i = 0; i < 64; i++) {
		if (!(mask >> i & 1))
			continue;
		buf_puts(b, comma);
		buf_puts(b, "\"");
		name_put_flags(b, &names_capabilities, 1ULL << i);
		buf_puts(b, "\"");
		comma = ",";
	}
	buf_puts(b, "]");
}

/* All, none and a few more: most processes have one of few sets. */
static void write_caps(const struct place *at)
{
	static struct {
		uint64_t mask;
		struct buf text;
	} known[8];
	uint64_t mask = u64(at);
	size_t slot = (mask ^ mask >> 21) % 8;

	if (known[slot].mask != mask || !known[slot].text.len) {
		caps_text(&known[slot].text, mask);
		known[slot].mask = mask;
	}
	json_raw(at->j, at->path, &known[slot].text);
}

/* The lowest byte is the signal for the parent, no flag. */
static void write_clone(const struct place *at)
{
	write_mask(at, &names_clone_flags, u64(at) & ~0xffULL);
}

static void put_user(struct json *j, const void *value)
{
	uint32_t uid = *(const uint32_t *)value;

	json_keyword(j, "id", uid);
	json_puts(j, "name", user_name(uid));
}

static void put_group(struct json *j, const void *value)
{
	uint32_t gid = *(const uint32_t *)value;

	json_keyword(j, "id", gid);
	json_puts(j, "name", group_name(gid));
}

static void write_user(const struct place *at)
{
	child(at, put_user);
}

static void write_group(const struct place *at)
{
	child(at, put_group);
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

static void write_args(const struct place *at)
{
	struct sessmon_str rest = *(const struct sessmon_str *)at->value, arg = rest;
	struct buf *line = scratch();

	json_list(at->j, at->path);
	while (rest.len) {
		arg.data = rest.data;
		arg.len = (uint32_t)strnlen(rest.data, rest.len);
		json_item(at->j, arg);
		if (line->len)
			buf_add(line, " ", 1);
		buf_add(line, arg.data, arg.len);
		arg.len += arg.len < rest.len;
		rest.data += arg.len;
		rest.len -= arg.len;
	}
	json_list_end(at->j);
	if (line->len)
		json_text(at->j, "command_line", buf_str(line));
}

static void put_device(struct json *j, const void *value)
{
	const struct sessmon_tty *tty = value;

	json_number(j, "char_device.major", tty->major);
	json_number(j, "char_device.minor", tty->minor);
}

static void put_tty(struct json *j, const void *value)
{
	const struct sessmon_tty *tty = value;
	struct buf *b = scratch();

	tty_put(b, tty);
	json_text(j, "name", buf_str(b));
	json_number(j, "major", tty->major);
	json_number(j, "minor", tty->minor);
	if (sessmon_has(tty, SESSMON_A_TTY_INSTANCE))
		json_number(j, "instance", tty->instance);
}

static void write_tty(const struct place *at)
{
	child(at, at->ecs ? put_device : put_tty);
}

static void put_end(struct json *j, const char *path, struct sessmon_str address, uint16_t port)
{
	unsigned int base = json_enter(j, path);
	struct buf *b = scratch();

	address_put(b, address);
	if (b->len)
		json_text(j, "ip", buf_str(b));
	json_number(j, "port", port);
	json_leave(j, base);
}

static void put_peer(struct json *j, const void *value)
{
	const struct sessmon_peer *peer = value;

	put_end(j, "remote", peer->address, peer->port);
	if (sessmon_has(peer, SESSMON_A_PEER_LOCAL_ADDRESS))
		put_end(j, "local", peer->local_address, peer->local_port);
}

static void write_peer(const struct place *at)
{
	child(at, put_peer);
}

static void write_time(const struct place *at)
{
	put_time(at->j, at->path, u64(at));
}

static void put_signal(struct json *j, const void *value)
{
	uint32_t sig = *(const uint32_t *)value;
	struct buf *b = scratch();

	signal_put(b, sig);
	json_number(j, "number", sig);
	json_text(j, "name", buf_str(b));
}

static void write_signal(const struct place *at)
{
	child(at, put_signal);
}

static void write_yes(const struct place *at)
{
	json_bool(at->j, at->path, true);
}

static void (*const writers[FIELD_KINDS])(const struct place *at) = {
	[FIELD_SELF] = write_self,     [FIELD_SELF_SESSION] = write_self,
	[FIELD_PROCESS] = write_key,   [FIELD_SESSION] = write_key,
	[FIELD_NUMBER] = write_number, [FIELD_LONG] = write_long,
	[FIELD_MODE] = write_mode,     [FIELD_ENUM] = write_enum,
	[FIELD_FLAGS] = write_flags,   [FIELD_CAPS] = write_caps,
	[FIELD_CLONE] = write_clone,   [FIELD_USER] = write_user,
	[FIELD_GROUP] = write_group,   [FIELD_TEXT] = write_text,
	[FIELD_NAME] = write_name,     [FIELD_PATH] = write_path,
	[FIELD_ARGS] = write_args,     [FIELD_TTY] = write_tty,
	[FIELD_PEER] = write_peer,     [FIELD_TIME] = write_time,
	[FIELD_DURATION] = write_long, [FIELD_SIGNAL] = write_signal,
	[FIELD_YES] = write_yes,
};

static void walk(const struct place *outer, const struct description *d, const void *obj);

/* What of a nest the schema has names for is not said a second time. */
static void write_nest(const struct place *at)
{
	unsigned int base = at->ecs ? 0 : json_enter(at->j, at->path);
	struct place inside = *at;

	inside.said = !at->ecs && at->f->ecs;
	walk(&inside, at->f->nest, at->value);
	if (!at->ecs)
		json_leave(at->j, base);
}

static void walk(const struct place *outer, const struct description *d, const void *obj)
{
	uint64_t has = *(const uint64_t *)obj;
	struct place at = *outer;
	size_t i;

	for (i = 0; i < d->n; i++) {
		at.f = &d->field[i];
		at.path = at.ecs ? at.f->ecs : at.f->own;
		at.value = (const char *)obj + at.f->offset;
		if (!at.path || !(has >> at.f->attr & 1) || (at.said && at.f->ecs))
			continue;
		if (at.f->kind == FIELD_NEST)
			write_nest(&at);
		else
			writers[at.f->kind](&at);
	}
}

void fields_ecs(struct json *j, const struct description *d, const void *obj)
{
	bool named = false;
	const struct place at = { .j = j, .ecs = true, .named = &named };

	walk(&at, d, obj);
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
