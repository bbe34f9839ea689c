// SPDX-License-Identifier: GPL-2.0-or-later
/* Events by chance, by the tables that say what the wire has. */
#include "play.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire_rules.h"

#define SECOND 1000000000ULL

uint64_t play_number(struct play *p, uint64_t limit)
{
	/* splitmix64 */
	uint64_t z = p->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (z ^ z >> 31) % limit;
}

static bool chance(struct play *p, unsigned int of)
{
	return !play_number(p, of);
}

void play_begin(struct play *p, uint64_t seed)
{
	memset(p, 0, sizeof(*p));
	p->state = seed;
	p->seq = 100;
	p->boottime = 5000 * SECOND;
	p->offset = 1700000000 * (int64_t)SECOND;
}

uint64_t play_wall(const struct play *p)
{
	return p->boottime + (uint64_t)p->offset;
}

struct store_run play_run(const struct play *p)
{
	return (struct store_run){
		.boot_id = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab",
		.machine_id = "0123456789abcdef0123456789abcdef",
		.host = "host",
		.kernel = "6.1.0",
		.module = "0.2",
		.program = "0.2",
		.hooks = 0xff,
		.booted = (uint64_t)p->offset,
		.started = play_wall(p),
		.first_seq = p->seq,
	};
}

static struct sessmon_str text(struct play *p, size_t most)
{
	struct sessmon_str s = { p->text + p->used, (uint32_t)play_number(p, most) };
	uint32_t i;

	/* Few of them, so that some come again; any byte but zero, which ends text. */
	if (chance(p, 2))
		s.len = s.len % 3 + 1;
	for (i = 0; i < s.len; i++)
		p->text[p->used++] = s.len < 4 ? (char)('a' + play_number(p, 3)) :
						 (char)(1 + play_number(p, 255));
	return s;
}

static uint64_t value(struct play *p)
{
	static const uint64_t some[] = { 0, 1, 2, 1000, UINT32_MAX, UINT64_MAX, 0x1ffffffffff };

	return chance(p, 2) ? play_number(p, 5) :
			      some[play_number(p, sizeof(some) / sizeof(*some))];
}

static void fill(struct play *p, const struct rule_set *set, void *object, bool whole);

static struct sessmon_counter_list counters(struct play *p)
{
	struct sessmon_counter_list list = { p->counters,
					     (uint32_t)play_number(p, SESSMON_COUNTERS_MAX) };
	uint32_t i;

	memset(p->counters, 0, sizeof(p->counters));
	for (i = 0; i < list.n; i++)
		fill(p, &sessmon_rules_counters, &p->counters[i], false);
	return list;
}

static void fill_one(struct play *p, const struct rule *r, void *at, bool whole)
{
	switch (r->kind) {
	case RULE_U16:
		*(uint16_t *)at = (uint16_t)value(p);
		break;
	case RULE_U32:
		*(uint32_t *)at = (uint32_t)value(p);
		break;
	case RULE_U64:
		*(uint64_t *)at = value(p);
		break;
	case RULE_TEXT:
		*(struct sessmon_str *)at = text(p, 12);
		break;
	case RULE_BYTES:
		*(struct sessmon_str *)at = text(p, 17);
		break;
	case RULE_NEST:
		fill(p, r->nest, at, whole);
		break;
	case RULE_KEY:
		fill(p, r->nest, at, true);
		break;
	case RULE_COUNTERS:
		*(struct sessmon_counter_list *)at = counters(p);
		break;
	default:
		break;
	}
}

/* Each fact is there or not. */
static void fill(struct play *p, const struct rule_set *set, void *object, bool whole)
{
	uint64_t has = 0;
	unsigned int i;

	for (i = 0; i < set->n; i++) {
		if (set->rules[i].kind == RULE_SKIP || (!whole && chance(p, 3)))
			continue;
		has |= 1ULL << i;
		fill_one(p, &set->rules[i], (char *)object + set->rules[i].offset, whole);
	}
	memcpy(object, &has, sizeof(has));
}

static struct sessmon_key some_key(struct play *p, const uint64_t *starts)
{
	unsigned int i = (unsigned int)play_number(p, PLAY_KEYS), n;

	for (n = 0; n < PLAY_KEYS && !starts[i]; n++)
		i = (i + 1) % PLAY_KEYS;
	return (struct sessmon_key){ .has = 6, .id = 100 + i, .start = starts[i] ? starts[i] : 1 };
}

/* A number is not given anew as long as a session has it; whose end was lost may lose his. */
static struct sessmon_key new_key(struct play *p)
{
	unsigned int i = (unsigned int)play_number(p, PLAY_KEYS), n;

	for (n = 0; n < PLAY_KEYS && p->sessions[i]; n++)
		i = (i + 1) % PLAY_KEYS;
	if (n == PLAY_KEYS)
		return some_key(p, p->starts);
	p->starts[i] = p->boottime - play_number(p, 2000);
	return (struct sessmon_key){ .has = 6, .id = 100 + i, .start = p->starts[i] };
}

/* Of a process that lives, or that nobody knows. */
static struct sessmon_key new_session(struct play *p)
{
	unsigned int i = (unsigned int)play_number(p, PLAY_KEYS), n;

	for (n = 0; n < PLAY_KEYS && p->sessions[i]; n++)
		i = (i + 1) % PLAY_KEYS;
	if (n == PLAY_KEYS)
		return some_key(p, p->sessions);
	p->sessions[i] = p->starts[i] ? p->starts[i] : p->boottime - play_number(p, 2000);
	return (struct sessmon_key){ .has = 6, .id = 100 + i, .start = p->sessions[i] };
}

#define KEY_OF(set, object, attr, from)                                            \
	do {                                                                       \
		if (sessmon_has(object, SESSMON_A_##set##_##attr) || !p->ragged) { \
			(object)->has |= BIT(SESSMON_A_##set##_##attr);            \
			from;                                                      \
		}                                                                  \
	} while (0)

static void who(struct play *p, struct sessmon_process *o)
{
	o->has |= BIT(SESSMON_A_PROCESS_KEY) | BIT(SESSMON_A_PROCESS_SESSION);
	o->session = some_key(p, p->sessions);
	KEY_OF(PROCESS, o, PARENT, o->parent = some_key(p, p->starts));
	KEY_OF(PROCESS, o, CREATOR, o->creator = chance(p, 4) ? some_key(p, p->starts) : o->parent);
	if (p->ragged)
		return;
	if (!sessmon_has(o, SESSMON_A_PROCESS_COMM))
		o->comm = text(p, 12);
	o->has |= BIT(SESSMON_A_PROCESS_CLASS) | BIT(SESSMON_A_PROCESS_PGID) |
		  BIT(SESSMON_A_PROCESS_COMM) | BIT(SESSMON_A_PROCESS_CREDS);
	o->creds.has |= BIT(SESSMON_A_CREDS_UID) | BIT(SESSMON_A_CREDS_EUID);
}

/* Nobody made himself. */
static void not_itself(struct sessmon_process *o)
{
	if (o->parent.id == o->key.id)
		o->parent.id = 1;
	if (o->creator.id == o->key.id)
		o->creator.id = 1;
}

static void tick(struct play *p)
{
	p->seq++;
	p->boottime += 1 + play_number(p, chance(p, 20) ? 90 * SECOND : 30000000);
	if (p->steps && chance(p, 200))
		p->offset += (int64_t)play_number(p, 7200 * SECOND) - 3600 * (int64_t)SECOND;
}

static bool is_of_session(uint32_t type)
{
	return (type >= SESSMON_EVENT_SESSION_START && type <= SESSMON_EVENT_SESSION_CLASS) ||
	       type == SESSMON_EVENT_SESSION_FLAGS || type == SESSMON_EVENT_SESSION_LEADER;
}

static bool is_of_process(uint32_t type)
{
	return type >= SESSMON_EVENT_FORK && type <= SESSMON_EVENT_RENAME;
}

static void clear(uint64_t *starts, const struct sessmon_key *key)
{
	if (starts[key->id - 100] == key->start)
		starts[key->id - 100] = 0;
}

void play_process(struct play *p, struct sessmon_process *out)
{
	p->used = 0;
	memset(out, 0, sizeof(*out));
	fill(p, &sessmon_rules_process, out, !p->ragged);
	who(p, out);
	out->key = new_key(p);
	not_itself(out);
	out->has |= BIT(SESSMON_A_PROCESS_LAST_SEQ);
	out->last_seq = p->seq - play_number(p, 50);
}

void play_session(struct play *p, struct sessmon_session *out)
{
	p->used = 0;
	memset(out, 0, sizeof(*out));
	fill(p, &sessmon_rules_session, out, !p->ragged);
	out->has |= BIT(SESSMON_A_SESSION_KEY) | BIT(SESSMON_A_SESSION_LAST_SEQ);
	out->key = new_session(p);
	/* Of some nothing was ever told, as of the kernel's. */
	out->last_seq = p->seq - play_number(p, 50);
	if (out->key.id % 6 == 0)
		out->last_seq = 0;
}

static void play_of_process(struct play *p, struct sessmon_event *e)
{
	who(p, &e->process);
	if (e->type == SESSMON_EVENT_FORK && !chance(p, 20))
		e->process.key = new_key(p);
	else
		e->process.key = chance(p, 30) ? new_key(p) : some_key(p, p->starts);
	if (e->type == SESSMON_EVENT_EXIT)
		clear(p->starts, &e->process.key);
	not_itself(&e->process);
	if (sessmon_has(e, SESSMON_A_EVENT_ACTOR))
		e->actor = some_key(p, p->starts);
}

void play_event(struct play *p, struct sessmon_event *e)
{
	static const unsigned char often[] = { SESSMON_EVENT_FORK, SESSMON_EVENT_EXEC,
					       SESSMON_EVENT_EXIT };
	uint64_t has;

	tick(p);
	p->used = 0;
	memset(e, 0, sizeof(*e));
	fill(p, &sessmon_rules_event, e, false);
	e->type = chance(p, 2) ? often[play_number(p, 3)] :
				 1 + (uint32_t)play_number(p, SESSMON_EVENT_HOOKS);
	has = e->has & ~(BIT(SESSMON_A_EVENT_PROCESS) | BIT(SESSMON_A_EVENT_SESSION));
	has |= BIT(SESSMON_A_EVENT_SEQ) | BIT(SESSMON_A_EVENT_TYPE) |
	       BIT(SESSMON_A_EVENT_BOOTTIME) | BIT(SESSMON_A_EVENT_REALTIME);
	if (is_of_process(e->type)) {
		has |= BIT(SESSMON_A_EVENT_PROCESS);
		play_of_process(p, e);
	} else if (is_of_session(e->type)) {
		has |= BIT(SESSMON_A_EVENT_SESSION);
		e->session.has |= BIT(SESSMON_A_SESSION_KEY);
		e->session.key = e->type == SESSMON_EVENT_SESSION_START ? new_session(p) :
									  some_key(p, p->sessions);
		if (e->type == SESSMON_EVENT_SESSION_END)
			clear(p->sessions, &e->session.key);
	}
	e->has = has;
	e->seq = p->seq;
	e->boottime = p->boottime;
	e->realtime = play_wall(p) + play_number(p, 200);
	if (e->type == SESSMON_EVENT_LOST && chance(p, 2))
		e->loss = (struct sessmon_loss){ SESSMON_LOSS_SOCKET, 1, play_number(p, 1000) };
}

/* ---- the same ---- */

static struct sessmon_str message(struct nl_msg *m, char *to, size_t size)
{
	struct sessmon_str s = encode_bytes(m);

	/* The header has a sequence number. */
	s.data += 24;
	s.len -= 24;
	if (s.len > size)
		abort();
	memcpy(to, s.data, s.len);
	s.data = to;
	nlmsg_free(m);
	return s;
}

#define SAME(a, b, encode)                                             \
	({                                                             \
		static char one_[1 << 18], other_[1 << 18];            \
		struct nl_msg *m_ = encode_begin(1);                   \
		struct sessmon_str x_, y_;                             \
		encode(m_, 1, a);                                      \
		x_ = message(m_, one_, sizeof(one_));                  \
		m_ = encode_begin(1);                                  \
		encode(m_, 1, b);                                      \
		y_ = message(m_, other_, sizeof(other_));              \
		x_.len == y_.len && !memcmp(x_.data, y_.data, x_.len); \
	})

bool same_event(const struct sessmon_event *a, const struct sessmon_event *b)
{
	return SAME(a, b, encode_event) && a->loss.where == b->loss.where &&
	       a->loss.group == b->loss.group && a->loss.count == b->loss.count;
}

uint32_t event_sum(const struct sessmon_event *e)
{
	static char bytes[1 << 18];
	struct nl_msg *m = encode_begin(1);
	struct sessmon_str s;
	uint32_t sum = 2166136261, i;

	encode_event(m, 1, e);
	s = message(m, bytes, sizeof(bytes));
	for (i = 0; i < s.len; i++)
		sum = (sum ^ (unsigned char)s.data[i]) * 16777619;
	return sum;
}

bool same_process(const struct sessmon_process *a, const struct sessmon_process *b)
{
	return SAME(a, b, encode_process);
}

bool same_session(const struct sessmon_session *a, const struct sessmon_session *b)
{
	return SAME(a, b, encode_session);
}

bool same_exe(const struct sessmon_exe *a, const struct sessmon_exe *b)
{
	return !a || !b ? a == b : SAME(a, b, encode_exe);
}

bool same_creds(const struct sessmon_creds *a, const struct sessmon_creds *b)
{
	return !a || !b ? a == b : SAME(a, b, encode_creds);
}

/* ---- a place ---- */

static char folder[64];

static int drop(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS);
}

const char *scratch(void)
{
	static bool made;

	/* In memory where that can be: nothing here is to outlive the machine. */
	if (!made)
		snprintf(folder, sizeof(folder), "%s/sessmon-store-XXXXXX",
			 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!made && !mkdtemp(folder))
		abort();
	if (!made)
		atexit(remove_folder);
	made = true;
	return folder;
}
