// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happened while nobody listened, for the next reader.
 */
#include "backlog.h"

#include <linux/list.h>
#include <linux/slab.h>

#include "params.h"
#include "session.h"

/**
 * struct kept - a record that waits
 * @list: in the list of its group
 * @rec: the record, with its references
 */
struct kept {
	struct list_head list;
	struct sessmon_record rec;
};

static struct list_head lists[SESSMON_GROUPS];
static unsigned int counts[SESSMON_GROUPS];

static struct kept *first(enum sessmon_group group)
{
	return list_first_entry_or_null(&lists[group], struct kept, list);
}

static void set_count(enum sessmon_group group, unsigned int count)
{
	WRITE_ONCE(counts[group], count);
}

/**
 * sessmon_backlog_init() - nothing waits
 *
 * Context: any; before any hook is live.
 */
void sessmon_backlog_init(void)
{
	enum sessmon_group group;

	for (group = 0; group < SESSMON_GROUPS; group++)
		INIT_LIST_HEAD(&lists[group]);
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
	return sessmon_params.backlog && group != SESSMON_GROUP_LIFECYCLE;
}

/**
 * sessmon_backlog_drop_first() - let go of the oldest record of a group
 * @group: the group, which has one
 *
 * Context: the worker.
 */
void sessmon_backlog_drop_first(enum sessmon_group group)
{
	struct kept *k = first(group);

	list_del(&k->list);
	set_count(group, counts[group] - 1);
	sessmon_exe_put(k->rec.exe);
	sessmon_session_put(k->rec.session);
	kfree(k);
}

static void give_up_first(enum sessmon_group group)
{
	this_cpu_inc(sessmon_counters.unheard[first(group)->rec.type]);
	sessmon_backlog_drop_first(group);
}

/**
 * sessmon_backlog_keep() - keep a record that nobody listened to
 * @group: its group
 * @rec: the record; if it is kept, its references are taken over
 *
 * Context: the worker; does not wait for memory.
 * Return: whether it is kept.
 */
bool sessmon_backlog_keep(enum sessmon_group group, const struct sessmon_record *rec)
{
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
	list_add_tail(&k->list, &lists[group]);
	set_count(group, counts[group] + 1);
	if (counts[group] > sessmon_params.backlog)
		give_up_first(group);
	return true;
}

/**
 * sessmon_backlog_first() - the oldest record of a group
 * @group: the group
 *
 * Context: the worker.
 * Return: it, or NULL; it stays the backlog's.
 */
struct sessmon_record *sessmon_backlog_first(enum sessmon_group group)
{
	struct kept *k = first(group);

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
		sum += READ_ONCE(counts[group]);
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
		while (first(group))
			give_up_first(group);
}
