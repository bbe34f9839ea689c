// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts that are more than one JSON value, or a long one. */
#include <string.h>

#include "field_json.h"

void field_write_caps(const struct place *at)
{
	field_put_mask(json_value(at->j, at->path), &names_capabilities,
		       *(const uint64_t *)at->value);
}

void field_write_args(const struct place *at)
{
	struct sessmon_str rest = *(const struct sessmon_str *)at->value, arg = rest;
	struct buf *line = field_scratch();

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
		json_text(at->j, "command_line", field_buf_str(line));
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

static void put_peer(struct json *j, const void *value)
{
	const struct sessmon_peer *peer = value;

	put_end(j, "remote", peer->address, peer->port);
	if (sessmon_has(peer, SESSMON_A_PEER_LOCAL_ADDRESS))
		put_end(j, "local", peer->local_address, peer->local_port);
}

void field_write_peer(const struct place *at)
{
	field_child(at, put_peer);
}
