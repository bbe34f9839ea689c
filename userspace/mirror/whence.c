// SPDX-License-Identifier: GPL-2.0-or-later
/* From where a session came: networks, and the sessions above it. */
#include "mirror/whence.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/number.h"

static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

/* IPv4 as IPv6 has it, so that there is one kind of address. */
static bool set_address(unsigned char *bytes, const void *address, size_t len)
{
	if (len != 4 && len != 16)
		return false;
	memcpy(bytes, mapped, sizeof(mapped));
	memcpy(bytes + 16 - len, address, len);
	return true;
}

static bool parse_address(const char *text, unsigned char *bytes, unsigned int *most)
{
	unsigned char raw[16];

	*most = 32;
	if (inet_pton(AF_INET, text, raw) == 1)
		return set_address(bytes, raw, 4);
	*most = 128;
	return inet_pton(AF_INET6, text, raw) == 1 && set_address(bytes, raw, 16);
}

static bool parse_vsock(const char *text, struct network *net)
{
	uint64_t cid = 0;

	net->vsock = number_parse(text, UINT32_MAX, &cid);
	net->cid = (uint32_t)cid;
	return net->vsock;
}

bool network_parse(const char *text, struct network *net)
{
	static const char vsock[] = "vsock:";
	char address[INET6_ADDRSTRLEN];
	size_t len = strcspn(text, "/");
	unsigned int most;
	uint64_t bits;

	*net = (struct network){ 0 };
	if (!strncmp(text, vsock, strlen(vsock)))
		return parse_vsock(text + strlen(vsock), net);
	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	address[len] = 0;
	if (!parse_address(address, net->bytes, &most))
		return false;
	bits = most;
	if (text[len] && !number_parse(text + len + 1, most, &bits))
		return false;
	net->bits = (unsigned int)bits + 128 - most;
	return true;
}

bool network_has(const struct network *net, const struct sessmon_peer *peer)
{
	unsigned int whole = net->bits / 8, rest = net->bits % 8;
	struct sessmon_str address = peer->address;
	unsigned char bytes[16];

	if (net->vsock)
		return sessmon_has(peer, SESSMON_A_PEER_CID) && peer->cid == net->cid;
	if (!set_address(bytes, address.data, address.len) || memcmp(bytes, net->bytes, whole))
		return false;
	return !rest || !((bytes[whole] ^ net->bytes[whole]) >> (8 - rest));
}

bool whence_is_one(const struct sessmon_key *key, const struct whence *w)
{
	unsigned int i;

	for (i = 0; i < w->n; i++)
		if (w->list[i].id == key->id &&
		    (!w->list[i].start || !key->start || w->list[i].start == key->start))
			return true;
	return false;
}

static bool is_below(const struct mirror *m, const struct sessmon_session *s,
		     const struct whence *w)
{
	const struct sessmon_session *from;

	while (sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM)) {
		if (whence_is_one(&s->created_from, w))
			return true;
		from = mirror_session(m, &s->created_from);
		/* A maker is older than what it made: this ends. */
		if (!from || from->key.start >= s->key.start)
			return false;
		s = from;
	}
	return false;
}

bool whence_is(const struct mirror *m, const struct sessmon_session *s, const struct whence *w)
{
	if (whence_is_one(&s->key, w))
		return true;
	if (sessmon_has(s, SESSMON_A_SESSION_ENTRY) && whence_is_one(&s->entry, w))
		return true;
	if (sessmon_has(s, SESSMON_A_SESSION_ORIGIN) && whence_is_one(&s->origin, w))
		return true;
	return is_below(m, s, w);
}

void whence_add(struct whence *w, const struct sessmon_key *key)
{
	struct sessmon_key *more = xalloc(w->n + 1, sizeof(*more));

	if (w->n)
		memcpy(more, w->list, w->n * sizeof(*more));
	more[w->n++] = *key;
	free(w->list);
	w->list = more;
}

void whence_forget(struct whence *w, const struct sessmon_key *key)
{
	unsigned int i, kept = 0;

	for (i = 0; i < w->n; i++)
		if (w->list[i].id != key->id || w->list[i].start != key->start)
			w->list[kept++] = w->list[i];
	w->n = kept;
}
