// SPDX-License-Identifier: GPL-2.0-or-later
/* What is known of each container, looked up once, and kept. */
#include "containers/containers.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "containers/sought.h"

#define BUCKETS	 512
#define MOST	 4096 /* containers that are kept; the oldest goes */
#define SLOTS	 256 /* groups whose answer is at hand */
#define MS	 1000000ULL
#define USERS_MS 50 /* between two looks at files of users: they may be made to be slow */

/**
 * struct known - A container that was seen.
 * @next: in the same bucket
 * @younger: that was seen after it
 * @facts: what is known of it
 * @tries: times that it was looked up
 * @again: when it is looked up again, 0 is never
 */
struct known {
	struct known *next, *younger;
	struct container_facts facts;
	unsigned int tries;
	uint64_t again;
};

/** struct slot - The container of a group; a newcomer takes the slot of another. */
struct slot {
	uint64_t cgroup;
	struct known *known;
};

static struct known *buckets[BUCKETS], *oldest, *youngest;
static unsigned int n_known;
static struct slot slots[SLOTS];

/* A file may be written a moment after the container is; later, nobody will write it. */
static const unsigned int wait_ms[] = { 200, 1000, 5000 };

static struct known **bucket_of(const char *id)
{
	uint32_t hash = 2166136261u;

	for (; *id; id++)
		hash = (hash ^ (unsigned char)*id) * 16777619u;
	return &buckets[hash % BUCKETS];
}

/* Two users, or a user and root, may have containers of one id, or say so. */
static bool is_same(const struct container *one, const struct container *other)
{
	return one->owner == other->owner && one->nested == other->nested &&
	       !strcmp(one->id, other->id);
}

static void forget_oldest(void)
{
	struct known *k = oldest, **at = bucket_of(k->facts.is.id);
	size_t i;

	for (i = 0; i < SLOTS; i++)
		if (slots[i].known == k)
			slots[i] = (struct slot){ 0 };
	while (*at != k)
		at = &(*at)->next;
	*at = k->next;
	oldest = k->younger;
	containers_clear(&k->facts);
	free(k);
	n_known--;
}

static struct known *meet(const struct container *c)
{
	struct known **bucket = bucket_of(c->id), *k;

	for (k = *bucket; k; k = k->next)
		if (is_same(&k->facts.is, c))
			return k;
	if (n_known == MOST)
		forget_oldest();
	k = xalloc(1, sizeof(*k));
	k->facts.is = *c;
	k->again = 1;
	k->next = *bucket;
	*bucket = k;
	*(oldest ? &youngest->younger : &oldest) = k;
	youngest = k;
	n_known++;
	return k;
}

/* Whether it is a user's turn: one who makes many must not make root read all day. */
static bool may_look(const struct known *k, uint64_t now)
{
	static uint64_t next;

	if (!k->facts.is.owner)
		return true;
	if (now < next)
		return false;
	next = now + USERS_MS * MS;
	return true;
}

static void look(struct known *k, const struct helper *h)
{
	const unsigned int most = sizeof(wait_ms) / sizeof(wait_ms[0]);
	uint64_t now = clock_now(CLOCK_MONOTONIC);

	if (now < k->again)
		return;
	if (!may_look(k, now)) {
		if (!k->tries)
			k->facts.why = "too many containers of users at once";
		return;
	}
	containers_clear(&k->facts);
	sought_find(&k->facts, h);
	k->again = 0;
	if (k->facts.why && k->tries < most)
		k->again = now + wait_ms[k->tries] * MS;
	k->tries++;
}

void containers_notice(const struct mirror *m, const struct sessmon_key *key)
{
	const struct sessmon_process *p = mirror_process(m, key);
	struct container c;
	struct helper h;
	struct known *k;

	if (!p || !helper_take(&h, p) || !helper_container(&h, &c))
		return;
	k = meet(&c);
	if (k->again)
		look(k, &h);
}

const struct container_facts *containers_of(const struct mirror *m, uint64_t cgroup,
					    const struct sessmon_key *key)
{
	const struct container *c = container_of_cgroup(cgroup, key);
	struct slot *s = &slots[cgroup % SLOTS];
	struct helper h;

	if (!c)
		return NULL;
	if (!s->known || s->cgroup != cgroup || !is_same(&s->known->facts.is, c))
		*s = (struct slot){ cgroup, meet(c) };
	if (s->known->again) {
		helper_find(&h, s->known->facts.is.id, m, key);
		look(s->known, &h);
	}
	return &s->known->facts;
}

/* No group says it: events do not have it, or it went with the last process that was in it. */
static const struct container_facts *of_lineage(const struct mirror *m,
						const struct sessmon_key *key)
{
	struct container c;
	struct helper h;
	struct known *k;

	helper_find(&h, NULL, m, key);
	if (!helper_container(&h, &c))
		return NULL;
	k = meet(&c);
	if (k->again)
		look(k, &h);
	return &k->facts;
}

static const struct container_facts *of_group(const struct mirror *m,
					      const struct sessmon_process *p)
{
	return p && sessmon_has(p, SESSMON_A_PROCESS_CGROUP) ?
		       containers_of(m, p->cgroup, &p->key) :
		       NULL;
}

/*
 * An event does not have the group; its session may, and whoever is above it is known in
 * any case.  What has the host's process ids is in no container of theirs.
 */
const struct container_facts *containers_of_process(const struct mirror *m,
						    const struct sessmon_process *p)
{
	const struct sessmon_process *known = m ? mirror_process(m, &p->key) : NULL;
	const struct container_facts *f = of_group(m, p);
	const struct sessmon_session *s;

	if (!f)
		f = of_group(m, known);
	if (f || !known || !sessmon_has(known, SESSMON_A_PROCESS_VPID) ||
	    known->vpid == known->key.id)
		return f;
	s = mirror_session(m, &known->session);
	if (s && sessmon_has(s, SESSMON_A_SESSION_CGROUP))
		f = containers_of(m, s->cgroup, &known->key);
	return f ? f : of_lineage(m, &known->key);
}

const struct container_facts *containers_of_session(const struct mirror *m,
						    const struct sessmon_session *s)
{
	const struct sessmon_process *leader = m ? mirror_process(m, &s->key) : NULL;
	const struct container_facts *f = NULL;

	if (sessmon_has(s, SESSMON_A_SESSION_CGROUP))
		f = containers_of(m, s->cgroup, &s->key);
	return f || !leader ? f : containers_of_process(m, leader);
}
