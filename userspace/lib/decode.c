// SPDX-License-Identifier: LGPL-2.1-or-later
/* Attributes of messages into structs, by the tables of wire_rules.c. Trusts no length. */
#include "decode.h"

#include <string.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

/* The kernel's macros for these are of mixed sign. */
#define ATTR_HEADER    ((uint32_t)sizeof(struct nlattr))
#define MESSAGE_HEADER ((uint32_t)sizeof(struct nlmsghdr))
#define FAMILY_HEADER  ((uint32_t)sizeof(struct genlmsghdr))
#define ATTR_TYPE(t)   ((unsigned int)(t) & ~(unsigned int)(NLA_F_NESTED | NLA_F_NET_BYTEORDER))

_Static_assert((int)__SESSMON_EVENT_MAX <= SESSMON_COUNTERS_MAX, "each type can be counted");

struct attr {
	unsigned int type;
	struct sessmon_str payload;
};

static struct sessmon_str skip(struct sessmon_str in, size_t n)
{
	size_t step = (n + 3) & ~(size_t)3;

	/* The padding after the last one may be missing. */
	if (step > in.len)
		step = in.len;
	return (struct sessmon_str){ in.data + step, (uint32_t)(in.len - step) };
}

/*
 * Take the next attribute; false at the end and at what is none.  Headers and
 * payloads are aligned to four bytes at best: they are copied, never cast.
 */
static bool next(struct sessmon_str *rest, struct attr *a)
{
	struct nlattr h;

	if (rest->len < ATTR_HEADER)
		return false;
	memcpy(&h, rest->data, sizeof(h));
	if (h.nla_len < ATTR_HEADER || h.nla_len > rest->len)
		return false;
	a->type = ATTR_TYPE(h.nla_type);
	a->payload.data = rest->data + ATTR_HEADER;
	a->payload.len = h.nla_len - ATTR_HEADER;
	*rest = skip(*rest, h.nla_len);
	return true;
}

static bool number(struct sessmon_str in, void *field, size_t size)
{
	if (in.len != size)
		return false;
	memcpy(field, in.data, size);
	return true;
}

static bool text(struct sessmon_str in, struct sessmon_str *field)
{
	field->data = in.data;
	field->len = (uint32_t)strnlen(in.data, in.len);
	return true;
}

static void decode_set(const struct rule_set *set, struct sessmon_str in, void *out,
		       struct sessmon_decoder *d);

static bool counters(struct sessmon_str in, struct sessmon_counter_list *list,
		     struct sessmon_decoder *d)
{
	struct sessmon_counters *c;

	if (d->n_counters == SESSMON_COUNTERS_MAX)
		return false;
	c = &d->counters[d->n_counters++];
	memset(c, 0, sizeof(*c));
	decode_set(&sessmon_rules_counters, in, c, d);
	list->list = d->counters;
	list->n = d->n_counters;
	return true;
}

/* Every event has several keys, and a whole one has one form only. */
static bool whole_key(struct sessmon_str in, struct sessmon_key *key)
{
	static const struct nlattr id = { ATTR_HEADER + sizeof(uint32_t), SESSMON_A_KEY_ID };
	static const struct nlattr start = { ATTR_HEADER + sizeof(uint64_t), SESSMON_A_KEY_START };
	struct {
		struct nlattr id_head;
		uint32_t id;
		struct nlattr start_head;
		uint32_t start[2];
	} wire;

	if (in.len != sizeof(wire))
		return false;
	memcpy(&wire, in.data, sizeof(wire));
	if (memcmp(&wire.id_head, &id, sizeof(id)) ||
	    memcmp(&wire.start_head, &start, sizeof(start)))
		return false;
	key->id = wire.id;
	memcpy(&key->start, wire.start, sizeof(key->start));
	key->has = 1ULL << SESSMON_A_KEY_ID | 1ULL << SESSMON_A_KEY_START;
	return true;
}

static bool decode_one(const struct rule *r, struct sessmon_str in, void *field,
		       struct sessmon_decoder *d)
{
	switch (r->kind) {
	case RULE_U16:
		return number(in, field, sizeof(uint16_t));
	case RULE_U32:
		return number(in, field, sizeof(uint32_t));
	case RULE_U64:
		return number(in, field, sizeof(uint64_t));
	case RULE_TEXT:
		return text(in, field);
	case RULE_BYTES:
		*(struct sessmon_str *)field = in;
		return true;
	case RULE_NEST:
		decode_set(r->nest, in, field, d);
		return true;
	case RULE_KEY:
		if (!whole_key(in, field))
			decode_set(r->nest, in, field, d);
		return true;
	case RULE_COUNTERS:
		return counters(in, field, d);
	case RULE_REPEATED:
		++*(uint32_t *)field;
		return true;
	case RULE_FLAG:
		return true;
	case RULE_SKIP:
		break;
	}
	return false;
}

/*
 * As next() in a loop, for each attribute of each event: lengths stay in
 * registers, and what is left may become negative where the last padding is missing.
 */
static void decode_set(const struct rule_set *set, struct sessmon_str in, void *out,
		       struct sessmon_decoder *d)
{
	struct sessmon_str payload;
	int64_t left = in.len;
	const struct rule *r;
	uint64_t has = 0;
	unsigned int type;
	struct nlattr h;

	for (; left >= (int64_t)ATTR_HEADER; left -= NLA_ALIGN(h.nla_len)) {
		payload.data = in.data + (in.len - left);
		memcpy(&h, payload.data, sizeof(h));
		if (h.nla_len < ATTR_HEADER || h.nla_len > left)
			break;
		type = ATTR_TYPE(h.nla_type);
		/* Later ones are none of ours, the protocol grows; 0 is padding. */
		if (type >= set->n || set->rules[type].kind == RULE_SKIP)
			continue;
		r = &set->rules[type];
		payload.data += ATTR_HEADER;
		payload.len = h.nla_len - ATTR_HEADER;
		if (decode_one(r, payload, (char *)out + r->offset, d))
			has |= 1ULL << type;
		else
			d->n_bad++;
	}
	d->n_bad += left > 0;
	*(uint64_t *)out |= has;
}

void sessmon_decode(const struct rule_set *set, struct sessmon_str in, void *out, size_t size,
		    struct sessmon_decoder *d)
{
	memset(out, 0, size);
	d->n_bad = 0;
	d->n_counters = 0;
	decode_set(set, in, out, d);
}

void sessmon_decode_message(struct sessmon_str attrs, struct sessmon_message *m)
{
	struct sessmon_decoder d;

	sessmon_decode(&sessmon_rules_main, attrs, m, sizeof(*m), &d);
	m->attrs = attrs;
	m->n_bad = d.n_bad;
}

/* The attributes of one number, in order, as far as there is room for them. */
static uint32_t decode_list(const struct sessmon_message *m, unsigned int attr,
			    const struct rule_set *set, void *list, size_t size, uint32_t room)
{
	struct sessmon_str rest = m->attrs, one;
	struct sessmon_decoder d;
	uint32_t n;

	for (n = 0; n < room && sessmon_next_attr(&rest, attr, &one); n++)
		sessmon_decode(set, one, (char *)list + n * size, size, &d);
	return n;
}

#define LIST(m, attr, set, list) \
	decode_list(m, attr, set, (list), sizeof((list)[0]), sizeof(list) / sizeof((list)[0]))

void sessmon_decode_stats(const struct sessmon_message *m, struct sessmon_stats *stats)
{
	struct sessmon_decoder d;

	sessmon_decode(&sessmon_rules_stats, m->stats, stats, sizeof(*stats), &d);
	stats->n_counters = LIST(m, SESSMON_A_COUNTERS, &sessmon_rules_counters, stats->counters);
	stats->n_groups = LIST(m, SESSMON_A_GROUP_SENT, &sessmon_rules_group_sent, stats->groups);
	stats->n_readers = LIST(m, SESSMON_A_READER, &sessmon_rules_reader, stats->readers);
	stats->lost = m->lost;
	stats->last_seq = m->last_seq;
	stats->hooks = m->hooks;
	stats->hooks_fired = m->hooks_fired;
}

bool sessmon_next_attr(struct sessmon_str *rest, unsigned int attr, struct sessmon_str *payload)
{
	struct attr a;

	while (next(rest, &a)) {
		if (a.type != attr)
			continue;
		*payload = a.payload;
		return true;
	}
	return false;
}

bool sessmon_next_message(struct sessmon_str *rest, uint16_t family, struct sessmon_message *m)
{
	struct sessmon_str attrs;
	struct genlmsghdr g;
	struct nlmsghdr h;

	while (rest->len >= MESSAGE_HEADER) {
		memcpy(&h, rest->data, sizeof(h));
		if (h.nlmsg_len < MESSAGE_HEADER || h.nlmsg_len > rest->len)
			return false;
		attrs.data = rest->data + MESSAGE_HEADER + FAMILY_HEADER;
		attrs.len = h.nlmsg_len;
		*rest = skip(*rest, h.nlmsg_len);
		if (h.nlmsg_type != family || h.nlmsg_len < MESSAGE_HEADER + FAMILY_HEADER)
			continue;
		attrs.len -= MESSAGE_HEADER + FAMILY_HEADER;
		memcpy(&g, attrs.data - FAMILY_HEADER, sizeof(g));
		sessmon_decode_message(attrs, m);
		m->cmd = g.cmd;
		return true;
	}
	return false;
}
