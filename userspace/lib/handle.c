// SPDX-License-Identifier: LGPL-2.1-or-later
/* Opening a conversation with the module, and subscribing. */
#include "handle.h"
#include "names_wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

/* Room for some seconds of a busy machine while the reader writes to a disk. */
#define RECEIVE_BUFFER (16 * 1024 * 1024)

/* A policy of a thousand programs goes in one message. */
#define SEND_BUFFER (4 * 1024 * 1024)

static int connect_family(struct sessmon *s)
{
	int one = 1, sndbuf = SEND_BUFFER, fd;

	if (genl_connect(s->sock) < 0)
		return -EPROTONOSUPPORT;
	/* Ask for the length first: one object may fill 32 KiB, and libnl starts with a page. */
	nl_socket_enable_msg_peek(s->sock);
	fd = nl_socket_get_fd(s->sock);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &sndbuf, sizeof(sndbuf));
	s->family = genl_ctrl_resolve(s->sock, SESSMON_FAMILY_NAME);
	if (s->family >= 0)
		return 0;
	return s->family == -NLE_OBJ_NOTFOUND ? -SESSMON_E_NOT_LOADED : -EIO;
}

static int take_info(const struct sessmon_message *m, void *arg)
{
	struct sessmon_info *i = arg;

	i->version = m->version;
	i->hooks = m->hooks;
	i->hooks_fired = m->hooks_fired;
	i->last_seq = m->last_seq;
	snprintf(i->boot_id, sizeof(i->boot_id), "%.*s", (int)m->boot_id.len, m->boot_id.data);
	snprintf(i->module_version, sizeof(i->module_version), "%.*s", (int)m->module_version.len,
		 m->module_version.data);
	return 0;
}

static int greet(struct sessmon *s)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_INFO_GET };
	int err = connect_family(s);

	if (err)
		return err;
	err = sessmon_request(s, &q, take_info, &s->info);
	if (!err && s->info.version != SESSMON_WIRE_VERSION)
		err = -SESSMON_E_VERSION;
	return err;
}

int sessmon_open(struct sessmon **out)
{
	struct sessmon *s = calloc(1, sizeof(*s));
	int err = -ENOMEM;

	*out = NULL;
	if (!s)
		return err;
	s->stream.fd = -1;
	s->sock = nl_socket_alloc();
	if (s->sock)
		err = greet(s);
	if (err)
		sessmon_close(s);
	else
		*out = s;
	return err;
}

void sessmon_close(struct sessmon *s)
{
	if (!s)
		return;
	sessmon_stream_close(&s->stream);
	nl_socket_free(s->sock);
	free(s);
}

const struct sessmon_info *sessmon_info(const struct sessmon *s)
{
	return &s->info;
}

const char *sessmon_error_detail(const struct sessmon *s)
{
	return s->detail;
}

static int find_groups(struct sessmon *s)
{
	unsigned int i;
	int id;

	for (i = 0; i < SESSMON_GROUPS; i++) {
		id = genl_ctrl_resolve_grp(s->sock, SESSMON_FAMILY_NAME,
					   sessmon_names_groups.name[i]);
		if (id < 0)
			return -SESSMON_E_NOT_LOADED;
		s->stream.group_id[i] = (uint32_t)id;
	}
	return 0;
}

/* What was lost before we came is not our loss. */
static int set_baseline(struct sessmon *s)
{
	struct sessmon_stats stats;
	int err = sessmon_stats_get(s, &stats);

	s->stream.gap.lost = stats.lost;
	s->stream.gap.lost_known = !err;
	return err;
}

/* The module looks who listens when it is asked for something. */
static int knock(struct sessmon *s)
{
	const struct sessmon_question q = { .cmd = SESSMON_CMD_INFO_GET };

	return sessmon_request(s, &q, take_info, &s->info);
}

static int subscribe(struct sessmon *s, unsigned int groups,
		     int (*join)(struct sessmon_stream *st, unsigned int groups))
{
	int err;

	if (s->stream.fd >= 0)
		return -EALREADY;
	err = find_groups(s);
	if (!err)
		err = set_baseline(s);
	if (err)
		return err;
	s->stream.family = (uint16_t)s->family;
	err = sessmon_stream_open(&s->stream, NETLINK_GENERIC, RECEIVE_BUFFER);
	if (!err)
		err = join(&s->stream, groups);
	if (!err)
		err = knock(s);
	if (err)
		sessmon_stream_close(&s->stream);
	return err;
}

int sessmon_subscribe(struct sessmon *s, unsigned int groups)
{
	return subscribe(s, groups, sessmon_stream_join);
}

int sessmon_subscribe_reliably(struct sessmon *s, unsigned int groups)
{
	return subscribe(s, groups, sessmon_stream_register);
}

int sessmon_fd(const struct sessmon *s)
{
	return s->stream.fd >= 0 ? s->stream.fd : -ENOTCONN;
}

int sessmon_receive(struct sessmon *s, int timeout_ms, sessmon_event_fn fn, void *arg)
{
	if (s->stream.fd < 0)
		return -ENOTCONN;
	return sessmon_stream_receive(&s->stream, timeout_ms, fn, arg);
}
