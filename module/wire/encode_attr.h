/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One attribute into a message: what all encoders are made of.
 *
 * Every function returns 0 or -EMSGSIZE. 64-bit numbers are not aligned: readers
 * copy them.
 */
#ifndef SESSMON_ENCODE_ATTR_H
#define SESSMON_ENCODE_ATTR_H

#include <net/netlink.h>

/* What the chains of puts below come to. */
static inline int too_long(bool failed)
{
	return failed ? -EMSGSIZE : 0;
}

/* Room for @len bytes, a multiple of four; NULL if there is none. */
static __always_inline void *put_room(struct sk_buff *skb, int len)
{
	return likely(skb_tailroom(skb) >= len) ? __skb_put(skb, len) : NULL;
}

/* The head of an attribute whose place in a structure and length are known beforehand. */
#define ATTR_HEAD(attr, type)                       \
	{                                           \
		nla_attr_size(sizeof(type)), (attr) \
	}

/*
 * Room for one attribute, its padding zeroed; NULL if there is none. As nla_put(),
 * without its calls: an event has some thirty attributes.
 */
static __always_inline void *put_attr(struct sk_buff *skb, int attr, int len)
{
	struct nlattr *nla = put_room(skb, nla_total_size(len));

	if (!nla)
		return NULL;
	nla->nla_type = attr;
	nla->nla_len = nla_attr_size(len);
	if (nla_padlen(len))
		memset(nla_data(nla) + len, 0, nla_padlen(len));
	return nla_data(nla);
}

static inline int put_bytes(struct sk_buff *skb, int attr, int len, const void *from)
{
	void *to = put_attr(skb, attr, len);

	if (!to)
		return -EMSGSIZE;
	memcpy(to, from, len);
	return 0;
}

static inline int put_string(struct sk_buff *skb, int attr, const char *string)
{
	return put_bytes(skb, attr, strlen(string) + 1, string);
}

static inline int put_u16(struct sk_buff *skb, int attr, u16 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_u32(struct sk_buff *skb, int attr, u32 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return put_bytes(skb, attr, sizeof(value), &value);
}

static inline int put_flag(struct sk_buff *skb, int attr)
{
	return put_attr(skb, attr, 0) ? 0 : -EMSGSIZE;
}

static inline struct nlattr *nest_start(struct sk_buff *skb, int attr)
{
	void *inside = put_attr(skb, attr | NLA_F_NESTED, 0);

	return inside ? inside - NLA_HDRLEN : NULL;
}

static inline int put_u32_if(struct sk_buff *skb, int attr, u32 value, bool known)
{
	return known ? put_u32(skb, attr, value) : 0;
}

#endif /* SESSMON_ENCODE_ATTR_H */
