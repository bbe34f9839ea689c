// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of users and groups.  Asking for one may read files or a server far away, so
 * a thread asks, the answers are kept, and whoever wants a name waits for so long only.
 * Users come and go while a reader runs: each minute a name is asked for again, and
 * until the answer comes the old one is given.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/escape.h"
#include "names/names.h"
#include "names/names_ask.h"

#define BUCKETS	    256
#define MOST	    4096
#define KEEP_SECOND 60

/**
 * struct known - A name that was asked for.
 * @next: in the bucket
 * @group: of a group
 * @id: its number
 * @asked: the answer is not there yet
 * @answered: there was one
 * @missed: somebody was told that there is no name, because it was not there yet
 * @minute: when it was asked for
 * @name: NULL if there is none
 */
struct known {
	struct known *next;
	bool group;
	uint32_t id;
	bool asked;
	bool answered;
	bool missed;
	uint32_t minute;
	char *name;
};

static struct known *buckets[BUCKETS];
static unsigned int n_known;

/* Counts answers that changed; names_epoch() adds what is allowed. */
static uint32_t changes;

static bool numeric, foreign;

/* A caller may wait so long for a name; whether the last one did so in vain. */
static unsigned int patience_ms = 10000;
static bool slow;

static uint32_t minute_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (uint32_t)(ts.tv_sec / KEEP_SECOND);
}

static struct known **bucket_of(bool group, uint32_t id)
{
	return &buckets[((id ^ id >> 8) * 2 + group) % BUCKETS];
}

static struct known *find(bool group, uint32_t id)
{
	struct known *k = *bucket_of(group, id);

	while (k && (k->id != id || k->group != group))
		k = k->next;
	return k;
}

/* So many users are an attack or a mistake: forget all, and ask for them again. */
static void forget_all(void)
{
	struct known **at, *k;
	unsigned int i;

	for (i = 0; i < BUCKETS; i++) {
		for (at = &buckets[i]; (k = *at);) {
			if (k->asked) {
				at = &k->next;
				continue;
			}
			*at = k->next;
			n_known--;
			free(k->name);
			free(k);
		}
	}
}

static struct known *find_or_add(bool group, uint32_t id)
{
	struct known *k = find(group, id), **bucket = bucket_of(group, id);

	if (k)
		return k;
	if (n_known >= MOST)
		forget_all();
	k = n_known < MOST ? calloc(1, sizeof(*k)) : NULL;
	if (!k)
		return NULL;
	k->group = group;
	k->id = id;
	k->next = *bucket;
	*bucket = k;
	n_known++;
	return k;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Text that was kept with the old answer is not good for the new one. */
static void take_answers(void)
{
	struct names_answer a;
	struct known *k;

	while (names_answered(&a)) {
		slow = false;
		k = find(a.group, a.id);
		if (!k) {
			free(a.name);
			continue;
		}
		if (k->answered ? !same(k->name, a.name) : k->missed && a.name)
			changes++;
		free(k->name);
		k->name = a.name;
		k->asked = false;
		k->answered = true;
		k->missed = false;
	}
}

static void wait_for(struct known *k)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += patience_ms / 1000;
	end.tv_nsec += patience_ms % 1000 * 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	while (!k->answered && !slow) {
		slow = !names_wait(&end);
		take_answers();
	}
}

static const char *look_up(bool group, uint32_t id)
{
	struct known *k;

	if (numeric || foreign)
		return NULL;
	take_answers();
	k = find_or_add(group, id);
	if (!k)
		return NULL;
	if (!k->asked && (!k->answered || k->minute != minute_now())) {
		k->minute = minute_now();
		k->asked = names_ask(group, id);
	}
	if (k->asked && !k->answered && !slow)
		wait_for(k);
	k->missed |= !k->answered;
	return k->name;
}

const char *user_name(uint32_t uid)
{
	return look_up(false, uid);
}

const char *group_name(uint32_t gid)
{
	return look_up(true, gid);
}

uint32_t names_epoch(void)
{
	static uint32_t minute;
	uint32_t now = minute_now();

	take_answers();
	changes += now != minute;
	minute = now;
	return changes * 2 + foreign;
}

void names_numeric(void)
{
	numeric = true;
}

bool names_are_numeric(void)
{
	return numeric;
}

void names_hurry(unsigned int ms)
{
	patience_ms = ms;
}

bool names_are_hosts(bool hosts)
{
	bool before = !foreign;

	foreign = !hosts;
	return before;
}

static void put(struct buf *b, const char *name, uint32_t id)
{
	if (name)
		escape_text(b, (struct sessmon_str){ name, (uint32_t)strlen(name) });
	buf_printf(b, name ? "(%u)" : "%u", id);
}

void user_put(struct buf *b, uint32_t uid)
{
	put(b, user_name(uid), uid);
}

void group_put(struct buf *b, uint32_t gid)
{
	put(b, group_name(gid), gid);
}
