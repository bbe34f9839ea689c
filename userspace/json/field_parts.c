// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts that are more than one JSON value, or a long one. */
#include <string.h>

#include "json/field.h"

/* One without a name is its number, as the schema has it. */
void field_write_caps(const struct place *at)
{
	struct buf *b = json_value(at->j, at->path);
	uint64_t mask = *(const uint64_t *)at->value;
	const char *before = "[\"", *name;
	unsigned int bit;

	if (!mask)
		buf_puts(b, "[");
	for (; mask; mask &= mask - 1) {
		bit = (unsigned int)__builtin_ctzll(mask);
		name = name_of(&names_capabilities, bit);
		buf_puts(b, before);
		if (name)
			buf_puts(b, name);
		else
			buf_number(b, bit, 1);
		buf_putc(b, '"');
		before = ",\"";
	}
	buf_putc(b, ']');
}

void field_put_args(struct json *j, const char *path, struct sessmon_str args)
{
	struct sessmon_str arg;

	json_list(j, path);
	while (args.len) {
		arg = (struct sessmon_str){ args.data, (uint32_t)strnlen(args.data, args.len) };
		json_item(j, arg);
		arg.len += arg.len < args.len;
		args.data += arg.len;
		args.len -= arg.len;
	}
	json_list_end(j);
}

/* The same bytes, with blanks for what is between two arguments. */
static void put_command_line(struct json *j, struct sessmon_str args)
{
	struct buf *line = field_scratch();
	char *at, *end;

	buf_add(line, args.data, args.len);
	if (line->len && !line->data[line->len - 1])
		line->len--;
	end = line->data + line->len;
	for (at = line->data; at < end && (at = memchr(at, 0, (size_t)(end - at))); at++)
		*at = ' ';
	if (line->len)
		json_text(j, "command_line", field_buf_str(line));
}

void field_write_args(const struct place *at)
{
	const struct sessmon_str *args = at->value;

	field_put_args(at->j, at->path, *args);
	put_command_line(at->j, *args);
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
	struct buf *b = field_scratch();

	tty_put(b, tty);
	json_text(j, "name", field_buf_str(b));
	json_number(j, "major", tty->major);
	json_number(j, "minor", tty->minor);
	if (sessmon_has(tty, SESSMON_A_TTY_INSTANCE))
		json_number(j, "instance", tty->instance);
}

void field_write_tty(const struct place *at)
{
	field_child(at, at->ecs ? put_device : put_tty);
}

static void put_end(struct json *j, const char *path, struct sessmon_str address, uint16_t port)
{
	unsigned int base = json_enter(j, path);
	struct buf *b = field_scratch();

	address_put(b, address);
	if (b->len)
		json_text(j, "ip", field_buf_str(b));
	json_number(j, "port", port);
	json_leave(j, base);
}

static void put_vsock(struct json *j, const struct sessmon_peer *peer)
{
	unsigned int base = json_enter(j, "remote");

	json_number(j, "cid", peer->cid);
	json_number(j, "port", peer->vsock_port);
	json_leave(j, base);
	base = json_enter(j, "local");
	json_number(j, "port", peer->local_vsock_port);
	json_leave(j, base);
}

static void put_peer(struct json *j, const void *value)
{
	const struct sessmon_peer *peer = value;

	if (sessmon_has(peer, SESSMON_A_PEER_CID)) {
		put_vsock(j, peer);
		return;
	}
	put_end(j, "remote", peer->address, peer->port);
	if (sessmon_has(peer, SESSMON_A_PEER_LOCAL_ADDRESS))
		put_end(j, "local", peer->local_address, peer->local_port);
}

void field_write_peer(const struct place *at)
{
	field_child(at, put_peer);
}
