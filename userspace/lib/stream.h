/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The receiving half: one socket, many datagrams per system call, events
 * decoded in place.  libnl is not used here because it allocates per message.
 */
#ifndef SESSMON_STREAM_H
#define SESSMON_STREAM_H

#include "decode.h"
#include "gap.h"
#include "sessmon.h"

/** SESSMON_BATCH - Datagrams that one system call fetches at the most. */
#define SESSMON_BATCH 8

/**
 * struct sessmon_stream - A socket that receives events.
 * @fd: the socket
 * @family: number of the family
 * @group_id: the kernel's numbers of the groups
 * @reliable: groups that the socket is registered for, SESSMON_GROUP_*
 * @trust_all: take messages of other senders than the kernel; for tests
 * @slot: bytes that one datagram may have
 * @wanted: bytes that one datagram had that did not fit
 * @buffer: SESSMON_BATCH slots, touched only as far as they are filled
 * @gap: what is expected next
 * @ring: losses of the ring that the present message told of first
 * @told: when what is said to every group was said last, by type
 * @received: when the present batch came, ns since 1970 UTC
 * @n: events handed out of the present batch
 * @fn: takes the events
 * @arg: for @fn
 * @event: the present one
 * @decoder: of the present event
 */
struct sessmon_stream {
	int fd;
	uint16_t family;
	uint32_t group_id[SESSMON_GROUPS];
	uint32_t reliable;
	bool trust_all;
	size_t slot;
	size_t wanted;
	char *buffer;
	struct sessmon_gap gap;
	uint64_t ring;
	struct sessmon_told {
		uint64_t seq, boottime;
	} told[__SESSMON_EVENT_MAX];
	uint64_t received;
	int n;
	sessmon_event_fn fn;
	void *arg;
	struct sessmon_event event;
	struct sessmon_decoder decoder;
};

/**
 * sessmon_stream_open() - Make the socket.
 * @st: to fill; family and group_id are set
 * @protocol: NETLINK_GENERIC but for tests
 * @rcvbuf: bytes that may wait
 *
 * Return: 0 or -errno.
 */
int sessmon_stream_open(struct sessmon_stream *st, int protocol, int rcvbuf);

/**
 * sessmon_stream_join() - Join the groups.
 * @st: stream
 * @groups: SESSMON_GROUP_*, or-ed
 *
 * Return: 0 or -errno.
 */
int sessmon_stream_join(struct sessmon_stream *st, unsigned int groups);

/**
 * sessmon_stream_register() - Have the groups held for, instead of joining them.
 * @st: stream
 * @groups: SESSMON_GROUP_*, or-ed
 *
 * Return: 0 or a negative error.
 */
int sessmon_stream_register(struct sessmon_stream *st, unsigned int groups);

/**
 * sessmon_stream_ask() - Ask for what sessmon_stream_register() asked for, again.
 * @st: stream
 *
 * The answer comes with the events, which pass it over.
 *
 * Return: 0 or -errno.
 */
int sessmon_stream_ask(struct sessmon_stream *st);

/**
 * sessmon_stream_close() - Let go of socket and buffer.
 * @st: stream, opened or all zero but for an fd of -1
 */
void sessmon_stream_close(struct sessmon_stream *st);

/**
 * sessmon_stream_receive() - As sessmon_receive().
 * @st: stream
 * @timeout_ms: how long to wait
 * @fn: takes the events
 * @arg: for @fn
 *
 * Return: as sessmon_receive().
 */
int sessmon_stream_receive(struct sessmon_stream *st, int timeout_ms, sessmon_event_fn fn,
			   void *arg);

#endif /* SESSMON_STREAM_H */
