// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers of the wire and of the kernel by name, for people and documents. */
#include "names/names.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/escape.h"

/* Majors that the kernel gives to the terminals behind /dev/pts. */
#define PTS_MAJOR_FIRST 136
#define PTS_MAJOR_LAST	143

/* A class in one word of a person's. */
static const char *const kind[] = {
	"unknown", "kernel", "init", "door", "login", "command", "terminal", "service",
};

_Static_assert(sizeof(kind) / sizeof(kind[0]) == __SESSMON_CLASS_MAX, "a word for each class");

const struct names names_kind = { kind, sizeof(kind) / sizeof(kind[0]) };

const char *name_of(const struct names *names, unsigned int value)
{
	return value < names->n ? names->name[value] : NULL;
}

static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(strchr("-_", *a) && strchr("-_", *b)))
			return false;
	return *a == *b;
}

int name_find(const struct names *names, const char *name)
{
	unsigned int i;

	for (i = 0; i < names->n; i++)
		if (names->name[i] && same_name(names->name[i], name))
			return (int)i;
	return -1;
}

void name_put(struct buf *b, const struct names *names, unsigned int value)
{
	const char *name = name_of(names, value);

	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "%u", value);
}

void name_put_flag(struct buf *b, const struct names *names, unsigned int bit)
{
	const char *name = name_of(names, bit);

	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "0x%llx", 1ULL << bit);
}

void name_put_flags(struct buf *b, const struct names *names, uint64_t mask)
{
	const char *comma = "";

	for (; mask; mask &= mask - 1) {
		buf_puts(b, comma);
		name_put_flag(b, names, (unsigned int)__builtin_ctzll(mask));
		comma = ",";
	}
}

void signal_put(struct buf *b, unsigned int sig)
{
	const char *name = sigabbrev_np((int)sig);

	if (name)
		buf_printf(b, "SIG%s", name);
	else
		buf_printf(b, "signal %u", sig);
}

/* pts0 is written pts/0, ttyS1 as it is. */
static void tty_put_name(struct buf *b, struct sessmon_str name)
{
	if (name.len > 3 && !memcmp(name.data, "pts", 3) && name.data[3] != '/') {
		buf_puts(b, "pts/");
		name.data += 3;
		name.len -= 3;
	}
	escape_text(b, name);
}

static uint32_t own_instance(void)
{
	static uint32_t instance;
	static bool known;
	struct stat st;

	if (!known && !stat("/dev/pts", &st))
		instance = minor(st.st_dev);
	known = true;
	return instance;
}

void tty_put(struct buf *b, const struct sessmon_tty *tty)
{
	bool pts = tty->major >= PTS_MAJOR_FIRST && tty->major <= PTS_MAJOR_LAST;

	if (sessmon_has(tty, SESSMON_A_TTY_NAME))
		tty_put_name(b, tty->name);
	else if (pts)
		buf_printf(b, "pts/%u", (tty->major - PTS_MAJOR_FIRST) * 256 + tty->minor);
	else
		buf_printf(b, "%u:%u", tty->major, tty->minor);
	if (sessmon_has(tty, SESSMON_A_TTY_INSTANCE) && tty->instance != own_instance())
		buf_printf(b, "@%u", tty->instance);
}

void address_put(struct buf *b, struct sessmon_str address)
{
	char text[INET6_ADDRSTRLEN];
	int family = address.len == 4 ? AF_INET : AF_INET6;

	if (address.len != 4 && address.len != 16)
		return;
	if (inet_ntop(family, address.data, text, sizeof(text)))
		buf_puts(b, text);
}

bool peer_put_host(struct buf *b, const struct sessmon_peer *peer)
{
	size_t before = b->len;

	if (sessmon_has(peer, SESSMON_A_PEER_CID))
		buf_printf(b, "vsock:%u", peer->cid);
	else
		address_put(b, peer->address);
	return b->len > before;
}

void peer_put(struct buf *b, const struct sessmon_peer *peer)
{
	bool v6 = peer->address.len == 16;

	buf_puts(b, v6 ? "[" : "");
	peer_put_host(b, peer);
	buf_puts(b, v6 ? "]" : "");
	if (sessmon_has(peer, SESSMON_A_PEER_VSOCK_PORT))
		buf_printf(b, ":%u", peer->vsock_port);
	else if (sessmon_has(peer, SESSMON_A_PEER_PORT))
		buf_printf(b, ":%u", peer->port);
}

/* As the module sorts them; of a type that is not known here, any may bring it. */
uint32_t event_groups(uint32_t type)
{
	switch (type) {
	case SESSMON_EVENT_SESSION_START:
	case SESSMON_EVENT_SESSION_END:
	case SESSMON_EVENT_SESSION_TTY:
	case SESSMON_EVENT_SESSION_CLASS:
	case SESSMON_EVENT_SESSION_FLAGS:
	case SESSMON_EVENT_SESSION_LEADER:
		return SESSMON_GROUP_SESSION;
	case SESSMON_EVENT_CREDS:
	case SESSMON_EVENT_NAMESPACES:
	case SESSMON_EVENT_PTRACE:
		return SESSMON_GROUP_SECURITY;
	case SESSMON_EVENT_FORK:
	case SESSMON_EVENT_EXEC:
	case SESSMON_EVENT_EXIT:
	case SESSMON_EVENT_SETSID:
	case SESSMON_EVENT_SETPGID:
	case SESSMON_EVENT_REPARENT:
	case SESSMON_EVENT_RENAME:
		return SESSMON_GROUP_LIFECYCLE;
	default:
		return SESSMON_GROUP_ALL;
	}
}
