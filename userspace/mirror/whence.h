/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From where a session came, as a filter asks: networks, and the sessions above it. */
#ifndef SESSMON_WHENCE_H
#define SESSMON_WHENCE_H

#include <stdbool.h>

#include "mirror/mirror.h"

/**
 * struct network - Addresses that begin alike, or a machine by vsock.
 * @bytes: of an address in network order, IPv4 as mapped into IPv6
 * @bits: how many of them count
 * @vsock: it is @cid that counts
 * @cid: which machine
 */
struct network {
	unsigned char bytes[16];
	unsigned int bits;
	bool vsock;
	uint32_t cid;
};

/**
 * network_parse() - Understand an address, or a network.
 * @text: ADDRESS or ADDRESS/BITS, IPv4 or IPv6; or vsock:CID
 * @net: filled
 *
 * Return: false if it is neither.
 */
bool network_parse(const char *text, struct network *net);

/**
 * network_has() - Whether the other end of a connection is in a network.
 * @net: network
 * @peer: the other end, or none
 *
 * Return: true if it is.
 */
bool network_has(const struct network *net, const struct sessmon_peer *peer);

/**
 * struct whence - Sessions, any of which will do.
 * @list: their keys; start 0 is whichever has the id
 * @n: how many
 */
struct whence {
	struct sessmon_key *list;
	unsigned int n;
};

/**
 * whence_is_one() - Whether a session is one of some.
 * @key: session
 * @w: them
 *
 * Return: true if it is.
 */
bool whence_is_one(const struct sessmon_key *key, const struct whence *w);

/**
 * whence_is() - Whether a session is one of some, or was made in one of them.
 * @m: the mirror, which has the sessions in between
 * @s: session
 * @w: them
 *
 * However far down.  What entered the host through a login, or left one, names it, so it
 * is found also if a session in between has ended.
 *
 * Return: true if it is.
 */
bool whence_is(const struct mirror *m, const struct sessmon_session *s, const struct whence *w);

/**
 * whence_add() - Take one more.
 * @w: sessions
 * @key: of the new one
 */
void whence_add(struct whence *w, const struct sessmon_key *key);

/**
 * whence_forget() - Take one away, whose id may be used again.
 * @w: sessions
 * @key: of the one that has ended
 */
void whence_forget(struct whence *w, const struct sessmon_key *key);

#endif /* SESSMON_WHENCE_H */
