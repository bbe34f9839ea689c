// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of users and groups.  Asking for them may read files or ask a server,
 * so the answer is kept; but users come and go while a reader runs, so it is
 * not kept for ever.
 */
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "escape.h"
#include "names.h"

#define SLOTS	    64
#define KEEP_SECOND 60
#define SCRATCH	    4096

/** struct slot - One name that was asked for. */
struct slot {
	bool used;
	bool found;
	uint32_t id;
	uint32_t epoch;
	char name[40];
};

/** struct cache - Names by number; a newcomer takes the slot of another. */
struct cache {
	struct slot slot[SLOTS];
	bool (*ask)(uint32_t id, char *name, size_t size);
};

static bool ask_user(uint32_t uid, char *name, size_t size)
{
	char scratch[SCRATCH];
	struct passwd pw, *found = NULL;

	getpwuid_r(uid, &pw, scratch, sizeof(scratch), &found);
	if (found)
		snprintf(name, size, "%s", found->pw_name);
	return found;
}

static bool ask_group(uint32_t gid, char *name, size_t size)
{
	char scratch[SCRATCH];
	struct group gr, *found = NULL;

	getgrgid_r(gid, &gr, scratch, sizeof(scratch), &found);
	if (found)
		snprintf(name, size, "%s", found->gr_name);
	return found;
}

static struct cache users = { .ask = ask_user };
static struct cache groups = { .ask = ask_group };

uint32_t names_epoch(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (uint32_t)(ts.tv_sec / KEEP_SECOND);
}

static const char *look_up(struct cache *c, uint32_t id)
{
	struct slot *s = &c->slot[id % SLOTS];
	uint32_t epoch = names_epoch();

	if (!s->used || s->id != id || s->epoch != epoch) {
		s->used = true;
		s->id = id;
		s->epoch = epoch;
		s->found = c->ask(id, s->name, sizeof(s->name));
	}
	return s->found ? s->name : NULL;
}

const char *user_name(uint32_t uid)
{
	return look_up(&users, uid);
}

const char *group_name(uint32_t gid)
{
	return look_up(&groups, gid);
}

static void put(struct buf *b, const char *name, uint32_t id)
{
	struct sessmon_str s = { name, 0 };

	while (name && name[s.len])
		s.len++;
	if (name)
		escape_text(b, s);
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
