/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The module's half of the wire, for tests: structs to messages, through
 * libnl's own functions, so that encoder and decoder have no code in common.
 */
#ifndef TESTS_HOST_ENCODE_H
#define TESTS_HOST_ENCODE_H

#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "sessmon.h"

#define TEST_FAMILY 0x20

/** TEXT() - Text of a literal. */
#define TEXT(s)                    \
	{                          \
		(s), sizeof(s) - 1 \
	}

/** BIT() - One bit of a mask of facts. */
#define BIT(n) (1ULL << (n))

struct nl_msg *encode_begin(int cmd);
void encode_key(struct nl_msg *m, int attr, const struct sessmon_key *k);
void encode_creds(struct nl_msg *m, int attr, const struct sessmon_creds *c);
void encode_ns(struct nl_msg *m, int attr, const struct sessmon_ns *n);
void encode_tty(struct nl_msg *m, int attr, const struct sessmon_tty *t);
void encode_exe(struct nl_msg *m, int attr, const struct sessmon_exe *e);
void encode_peer(struct nl_msg *m, int attr, const struct sessmon_peer *p);
void encode_counters(struct nl_msg *m, int attr, const struct sessmon_counters *c);
void encode_process(struct nl_msg *m, int attr, const struct sessmon_process *p);
void encode_session(struct nl_msg *m, int attr, const struct sessmon_session *s);
void encode_event(struct nl_msg *m, const struct sessmon_event *e);
void encode_group_sent(struct nl_msg *m, const struct sessmon_group_sent *g);
void encode_reader(struct nl_msg *m, const struct sessmon_reader *r);
void encode_stats(struct nl_msg *m, const struct sessmon_stats *s);

/** encode_bytes() - The message as the socket would give it. */
struct sessmon_str encode_bytes(struct nl_msg *m);

#endif /* TESTS_HOST_ENCODE_H */
