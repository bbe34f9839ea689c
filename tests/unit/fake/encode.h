/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The module's half of the wire, for tests: structs to messages, through
 * libnl's own functions, so that encoder and decoder have no code in common.
 * wire_encode.h has a function for each set of attributes.
 */
#ifndef TESTS_HOST_ENCODE_H
#define TESTS_HOST_ENCODE_H

#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "sessmon.h"
#include "wire_encode.h"

#define TEST_FAMILY 0x20

/** TEXT() - Text of a literal. */
#define TEXT(s)                    \
	{                          \
		(s), sizeof(s) - 1 \
	}

/** BIT() - One bit of a mask of facts. */
#define BIT(n) (1ULL << (n))

/** must() - What does not fit into a test's message is a mistake of the test. */
void must(int err);

struct nl_msg *encode_begin(int cmd);
struct nlattr *encode_nest(struct nl_msg *m, int attr);
void encode_u16(struct nl_msg *m, int attr, uint16_t value);
void encode_u32(struct nl_msg *m, int attr, uint32_t value);
void encode_u64(struct nl_msg *m, int attr, uint64_t value);
void encode_text(struct nl_msg *m, int attr, struct sessmon_str s);
void encode_data(struct nl_msg *m, int attr, struct sessmon_str s);

/** encode_bytes() - The message as the socket would give it. */
struct sessmon_str encode_bytes(struct nl_msg *m);

#endif /* TESTS_HOST_ENCODE_H */
