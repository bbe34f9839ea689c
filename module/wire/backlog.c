// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of what happened while nobody listened, kept for the next reader.
 */
#include "wire/backlog.h"

#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "model/session.h"
#include "params.h"

/**
 * struct kept - a record that waits
 * @list: in the list of its group
 * @rec: the record, with its references
 */
struct kept {
	struct list_head list;
	struct sessmon_ring_record rec;
};

/**
 * struct queue - what waits of one rank
 * @list: records, the oldest first
 * @count: how many
 */
struct queue {
	struct list_head list;
	unsigned int count;
};

/* Doors, logins and alarms are rare, and the others' descent is told by the first two. */
enum rank {
	USUAL,
	RARE,
	RANKS
};

static struct queue queues[SESSMON_GROUPS][RANKS];

/* Records that had to go since somebody listened last, by type. */
static struct sessmon_counters given_up[SESSMON_GROUPS];
static bool has_given_up[SESSMON_GROUPS];

static struct kept *first_in_queue(struct queue *q)
{
	return list_first_entry_or_null(&q->list, struct kept, list);
}

static bool is_rare_record(const struct sessmon_ring_record *rec)
{
	if (rec->type == SESSMON_EVENT_CREDS)
		return rec->creds.privilege_gained;
	return rec->session && sessmon_session_is_lost_last(rec->session, rec->type);
}

static enum rank rank_of(const struct sessmon_ring_record *rec)
{
	return is_rare_record(rec) ? RARE : USUAL;
}

/* The rank whose oldest record is the oldest of all; of a group that has some. */
static enum rank rank_of_oldest(enum sessmon_group group)
{
	struct kept *entry = first_in_queue(&queues[group][RARE]);
	struct kept *other = first_in_queue(&queues[group][USUAL]);

	if (!entry)
		return USUAL;
	return !other || entry->rec.seq < other->rec.seq ? RARE : USUAL;
}

static struct kept *first_in_group(enum sessmon_group group)
{
	return first_in_queue(&queues[group][rank_of_oldest(group)]);
}

static unsigned int count_in_group(enum sessmon_group group)
{
	return READ_ONCE(queues[group][USUAL].count) + READ_ONCE(queues[group][RARE].count);
}

/**
 * sessmon_backlog_init() - nothing waits
 *
 * Context: any; before any hook is live.
 */
void sessmon_backlog_init(void)
{
	enum sessmon_group group;
	enum rank rank;

	memset(has_given_up, 0, sizeof(has_given_up));
	memset(given_up, 0, sizeof(given_up));
	for (group = 0; group < SESSMON_GROUPS; group++)
		for (rank = 0; rank < RANKS; rank++)
			INIT_LIST_HEAD(&queues[group][rank].list);
}

/**
 * sessmon_backlog_wants() - are records of a group kept when nobody listens?
 * @group: the group
 *
 * Context: any.
 * Return: whether sessmon_backlog_keep() would keep one.
 */
bool sessmon_backlog_wants(enum sessmon_group group)
{
	return sessmon_params.backlog && group != SESSMON_GROUP_NR_LIFECYCLE;
}

static void drop_first_in_queue(struct queue *q)
{
	struct kept *k = first_in_queue(q);

	list_del(&k->list);
	WRITE_ONCE(q->count, q->count - 1);
	sessmon_exe_put(k->rec.exe);
	sessmon_session_put(k->rec.session);
	kfree(k);
}

/**
 * sessmon_backlog_drop_first() - let go of the oldest record of a group
 * @group: the group, which has one
 *
 * Context: the worker.
 */
void sessmon_backlog_drop_first(enum sessmon_group group)
{
	drop_first_in_queue(&queues[group][rank_of_oldest(group)]);
}

static void give_up_first_in_rank(enum sessmon_group group, enum rank rank)
{
	struct queue *q = &queues[group][rank];
	enum sessmon_event_type type = first_in_queue(q)->rec.type;

	this_cpu_inc(sessmon_counters.unheard[type]);
	given_up[group].lost[type]++;
	has_given_up[group] = true;
	drop_first_in_queue(q);
}

/* Half of the room is for what is rare: nothing that is made in a loop pushes it out. */
static void make_room_in_group(enum sessmon_group group)
{
	struct queue *q = queues[group];

	if (q[USUAL].count && q[RARE].count <= sessmon_params.backlog / 2)
		give_up_first_in_rank(group, USUAL);
	else
		give_up_first_in_rank(group, rank_of_oldest(group));
}

/**
 * sessmon_backlog_has_given_up() - had anything to go since somebody listened?
 * @group: the group
 *
 * Context: the worker.
 * Return: whether sessmon_backlog_take_given_up() has something.
 */
bool sessmon_backlog_has_given_up(enum sessmon_group group)
{
	return has_given_up[group];
}

/**
 * sessmon_backlog_take_given_up() - what had to go since somebody listened
 * @group: the group
 * @counts: receives it as losses, by type
 *
 * Context: the worker.
 * Return: whether there is any; the next call will say that there is not.
 */
bool sessmon_backlog_take_given_up(enum sessmon_group group, struct sessmon_counters *counts)
{
	if (!has_given_up[group])
		return false;
	*counts = given_up[group];
	memset(&given_up[group], 0, sizeof(given_up[group]));
	has_given_up[group] = false;
	return true;
}

/**
 * sessmon_backlog_keep() - keep a record that nobody listened to
 * @group: its group
 * @rec: the record; if it is kept, its references are taken over
 *
 * Context: the worker; does not wait for memory.
 * Return: whether it is kept.
 */
bool sessmon_backlog_keep(enum sessmon_group group, const struct sessmon_ring_record *rec)
{
	struct queue *q = &queues[group][rank_of(rec)];
	struct kept *k;

	if (!sessmon_backlog_wants(group))
		return false;
	k = kmalloc(sizeof(*k), GFP_NOWAIT | __GFP_NOWARN);
	if (!k) {
		sessmon_count(SESSMON_STAT_NO_MEMORY);
		return false;
	}
	k->rec = *rec;
	k->rec.replayed = true;
	list_add_tail(&k->list, &q->list);
	WRITE_ONCE(q->count, q->count + 1);
	if (count_in_group(group) > sessmon_params.backlog)
		make_room_in_group(group);
	return true;
}

/**
 * sessmon_backlog_first() - the oldest record of a group
 * @group: the group
 *
 * Context: the worker.
 * Return: it, or NULL; it stays the backlog's.
 */
struct sessmon_ring_record *sessmon_backlog_first(enum sessmon_group group)
{
	struct kept *k = first_in_group(group);

	return k ? &k->rec : NULL;
}

/**
 * sessmon_backlog_count() - records that wait for a reader
 *
 * Context: any.
 * Return: how many, of all groups.
 */
unsigned int sessmon_backlog_count(void)
{
	unsigned int sum = 0;
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		sum += count_in_group(group);
	return sum;
}

/**
 * sessmon_backlog_exit() - nobody will come any more
 *
 * Context: the module's exit, when the worker has ended.
 */
void sessmon_backlog_exit(void)
{
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		while (first_in_group(group))
			give_up_first_in_rank(group, rank_of_oldest(group));
}
