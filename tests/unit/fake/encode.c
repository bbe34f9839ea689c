// SPDX-License-Identifier: GPL-2.0-or-later
/* What encoded messages are made of, through libnl. */
#include "encode.h"

#include <stdlib.h>

void must(int err)
{
	if (err < 0)
		abort();
}

void encode_u16(struct nl_msg *m, int attr, uint16_t value)
{
	must(nla_put_u16(m, attr, value));
}

void encode_u32(struct nl_msg *m, int attr, uint32_t value)
{
	must(nla_put_u32(m, attr, value));
}

void encode_u64(struct nl_msg *m, int attr, uint64_t value)
{
	must(nla_put_u64(m, attr, value));
}

void encode_text(struct nl_msg *m, int attr, struct sessmon_str s)
{
	char *text = strndup(s.data, s.len);

	if (!text)
		abort();
	must(nla_put_string(m, attr, text));
	free(text);
}

void encode_data(struct nl_msg *m, int attr, struct sessmon_str s)
{
	must(nla_put(m, attr, (int)s.len, s.data));
}

struct nlattr *encode_nest(struct nl_msg *m, int attr)
{
	struct nlattr *a = nla_nest_start(m, attr);

	if (!a)
		abort();
	return a;
}

struct nl_msg *encode_begin(int cmd)
{
	struct nl_msg *m = nlmsg_alloc_size(1 << 20);

	if (!m || !genlmsg_put(m, 0, 0, TEST_FAMILY, 0, 0, (uint8_t)cmd, 1))
		abort();
	return m;
}

struct sessmon_str encode_bytes(struct nl_msg *m)
{
	struct nlmsghdr *h = nlmsg_hdr(m);

	return (struct sessmon_str){ (const char *)h, h->nlmsg_len };
}
