// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader's copy of the module's table: filled by a dump, changed by events. */
#include "mirror/mirror.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mirror/row.h"

#define FIRST_BUCKETS 256

#define CLONE_NEW_ANY                                                                  \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
	 CLONE_NEWPID | CLONE_NEWNET)

/* The bucket depends on the id only, so that a bare id can be looked up. */
static unsigned int bucket(uint32_t id, unsigned int buckets)
{
	return id & (buckets - 1);
}

static bool matches(const struct sessmon_key *have, const struct sessmon_key *want)
{
	return have->id == want->id && (!want->start || have->start == want->start);
}

static struct process_row **find_process(const struct mirror *m, const struct sessmon_key *key)
{
	struct process_row **r;

	if (!m->process)
		return NULL;
	for (r = &m->process[bucket(key->id, m->process_buckets)]; *r; r = &(*r)->next)
		if (matches(&(*r)->p.key, key))
			return r;
	return NULL;
}

static struct session_row **find_session(const struct mirror *m, const struct sessmon_key *key)
{
	struct session_row **r;

	if (!m->session)
		return NULL;
	for (r = &m->session[bucket(key->id, SESSION_BUCKETS)]; *r; r = &(*r)->next)
		if (matches(&(*r)->s.key, key))
			return r;
	return NULL;
}

static void make_buckets(struct mirror *m)
{
	if (m->process)
		return;
	m->process = xalloc(FIRST_BUCKETS, sizeof(*m->process));
	m->session = xalloc(SESSION_BUCKETS, sizeof(*m->session));
	m->process_buckets = FIRST_BUCKETS;
}

static void add_process(struct process_row **buckets, unsigned int n, struct process_row *row)
{
	struct process_row **head = &buckets[bucket(row->p.key.id, n)];

	row->next = *head;
	*head = row;
}

static void grow(struct mirror *m)
{
	unsigned int n = m->process_buckets * 4, i;
	struct process_row **wider, *row;

	if (m->n_processes < m->process_buckets * 2)
		return;
	wider = xalloc(n, sizeof(*wider));
	for (i = 0; i < m->process_buckets; i++) {
		while ((row = m->process[i])) {
			m->process[i] = row->next;
			add_process(wider, n, row);
		}
	}
	free(m->process);
	m->process = wider;
	m->process_buckets = n;
}

static void drop_process(struct mirror *m, struct process_row **link)
{
	struct process_row *row = *link;

	*link = row->next;
	m->n_processes--;
	process_row_free(row);
}

static void drop_session(struct mirror *m, struct session_row **link)
{
	struct session_row *row = *link;

	*link = row->next;
	m->n_sessions--;
	session_row_free(row);
}

/* An id in use again means that the end of its former owner was lost. */
static struct process_row *new_process(struct mirror *m, const struct sessmon_key *key)
{
	struct sessmon_key any = { .id = key->id };
	struct process_row **old = find_process(m, &any), *row;

	if (old)
		drop_process(m, old);
	grow(m);
	row = xalloc(1, sizeof(*row));
	row->p.key = *key;
	add_process(m->process, m->process_buckets, row);
	m->n_processes++;
	return row;
}

static struct session_row *new_session(struct mirror *m, const struct sessmon_key *key)
{
	struct sessmon_key any = { .id = key->id };
	struct session_row **head = &m->session[bucket(key->id, SESSION_BUCKETS)];
	struct session_row **old = find_session(m, &any), *row;

	if (old)
		drop_session(m, old);
	row = xalloc(1, sizeof(*row));
	row->next = *head;
	*head = row;
	row->s.key = *key;
	m->n_sessions++;
	return row;
}

void mirror_put_process(struct mirror *m, const struct sessmon_process *p)
{
	struct process_row **known, **maker, *row;

	make_buckets(m);
	known = find_process(m, &p->key);
	row = known ? *known : new_process(m, &p->key);
	maker = find_process(m,
			     sessmon_has(p, SESSMON_A_PROCESS_CREATOR) ? &p->creator : &p->parent);
	process_row_set(row, p, maker ? *maker : NULL);
}

void mirror_put_session(struct mirror *m, const struct sessmon_session *s)
{
	struct session_row **known;

	make_buckets(m);
	known = find_session(m, &s->key);
	session_row_set(known ? *known : new_session(m, &s->key), s);
}

struct sessmon_process *mirror_process(const struct mirror *m, const struct sessmon_key *key)
{
	struct process_row **row = find_process(m, key);

	return row ? &(*row)->p : NULL;
}

struct sessmon_session *mirror_session(const struct mirror *m, const struct sessmon_key *key)
{
	struct session_row **row = find_session(m, key);

	return row ? &(*row)->s : NULL;
}

const struct sessmon_exe *mirror_previous(const struct mirror *m, const struct sessmon_key *key,
					  unsigned int n)
{
	struct process_row **row = find_process(m, key);

	return row ? process_row_previous(*row, n) : NULL;
}

const struct sessmon_creds *mirror_leader_creds(const struct mirror *m,
						const struct sessmon_key *key)
{
	struct session_row **row = find_session(m, key);

	return row && (*row)->creds.has ? &(*row)->creds : NULL;
}

static void drop_all(struct mirror *m)
{
	unsigned int i;

	for (i = 0; i < m->process_buckets; i++)
		while (m->process[i])
			drop_process(m, &m->process[i]);
	for (i = 0; m->session && i < SESSION_BUCKETS; i++)
		while (m->session[i])
			drop_session(m, &m->session[i]);
}

void mirror_free(struct mirror *m)
{
	drop_all(m);
	free(m->process);
	free(m->session);
	*m = (struct mirror){ 0 };
}

static int take_process(const struct sessmon_process *p, void *arg)
{
	mirror_put_process(arg, p);
	return 0;
}

static int take_session(const struct sessmon_session *s, void *arg)
{
	mirror_put_session(arg, s);
	return 0;
}

int mirror_fill_sessions(struct mirror *m, struct sessmon *s)
{
	drop_all(m);
	make_buckets(m);
	return sessmon_session_dump(s, take_session, m);
}

int mirror_fill(struct mirror *m, struct sessmon *s)
{
	int err = mirror_fill_sessions(m, s);

	return err ? err : sessmon_process_dump(s, take_process, m);
}

bool mirror_is_news(const struct mirror *m, const struct sessmon_event *e)
{
	const struct sessmon_process *p = NULL;
	const struct sessmon_session *s = NULL;

	if (!e->seq)
		return true;
	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		p = mirror_process(m, &e->process.key);
	else if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		s = mirror_session(m, &e->session.key);
	return !(p && p->last_seq >= e->seq) && !(s && s->last_seq >= e->seq);
}

/* A new process has these of the one that made it, but for what clone() changed. */
static void inherit(struct mirror *m, const struct sessmon_event *e)
{
	const struct sessmon_process *from = mirror_process(m, &e->process.creator);
	struct sessmon_process p;

	if (!from)
		return;
	p = *from;
	p.has &= 1ULL << SESSMON_A_PROCESS_EXE | 1ULL << SESSMON_A_PROCESS_CREDS |
		 1ULL << SESSMON_A_PROCESS_NAMESPACES;
	if (e->clone_flags & CLONE_NEW_ANY)
		p.has &= ~(1ULL << SESSMON_A_PROCESS_NAMESPACES);
	if (e->clone_flags & CLONE_NEWUSER)
		p.creds.has = 0;
	p.has |= 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_CREATOR;
	p.key = e->process.key;
	p.creator = e->process.creator;
	mirror_put_process(m, &p);
}

/*
 * Events from before the dump are of no use for an object that it did not have: whether it has
 * ended since would be told by an event that may be lost.
 */
static bool is_past(const struct mirror *m, bool known, uint64_t last_seq, uint64_t seq)
{
	return known ? seq <= last_seq : m->as_of && seq <= m->as_of;
}

/*
 * Events of a session tell what its leader runs and is as well, but in another
 * group and after this: and the document of this very event says who the leader is.
 */
static void follow_leader(struct mirror *m, const struct sessmon_event *e)
{
	const struct sessmon_process *p = &e->process;
	struct session_row **row = find_session(m, &p->session);
	struct sessmon_session now;

	if (!row || p->key.id != p->session.id || p->key.start != p->session.start ||
	    is_past(m, true, (*row)->s.last_seq, e->seq))
		return;
	now = (*row)->s;
	now.has &= SESSION_COMPLETE;
	if (sessmon_has(p, SESSMON_A_PROCESS_EXE)) {
		now.has |= 1ULL << SESSMON_A_SESSION_LEADER;
		now.leader = p->exe;
	}
	if (sessmon_has(p, SESSMON_A_PROCESS_COMM)) {
		now.has |= 1ULL << SESSMON_A_SESSION_COMM;
		now.comm = p->comm;
	}
	if (sessmon_has(&p->creds, SESSMON_A_CREDS_UID) &&
	    sessmon_has(&p->creds, SESSMON_A_CREDS_EUID)) {
		now.has |= 1ULL << SESSMON_A_SESSION_UID | 1ULL << SESSMON_A_SESSION_EUID;
		now.uid = p->creds.uid;
		now.euid = p->creds.euid;
	}
	session_row_set(*row, &now);
	(*row)->s.last_seq = e->seq;
}

/* A thread's own credentials and namespaces are not those of its process. */
static bool is_of_thread(const struct sessmon_event *e)
{
	return sessmon_has(e, SESSMON_A_EVENT_TID) &&
	       (e->type == SESSMON_EVENT_CREDS || e->type == SESSMON_EVENT_NAMESPACES);
}

static void apply_to_process(struct mirror *m, const struct sessmon_event *e)
{
	struct process_row **row = find_process(m, &e->process.key);
	struct sessmon_process p;

	if (e->type == SESSMON_EVENT_FORK && !row)
		inherit(m, e);
	if (e->type == SESSMON_EVENT_EXEC && row)
		process_row_remember(*row);
	if (is_of_thread(e)) {
		p = e->process;
		p.has &= ~(1ULL << SESSMON_A_PROCESS_NAMESPACES);
		p.creds.has = 0;
		mirror_put_process(m, &p);
	} else {
		mirror_put_process(m, &e->process);
		if (e->type == SESSMON_EVENT_EXEC || e->type == SESSMON_EVENT_CREDS ||
		    e->type == SESSMON_EVENT_RENAME)
			follow_leader(m, e);
	}
	mirror_process(m, &e->process.key)->last_seq = e->seq;
}

/*
 * An event is applied to each of its objects by itself: a dump may have had the
 * one before and the other after it.
 */
void mirror_apply(struct mirror *m, const struct sessmon_event *e)
{
	struct sessmon_process *p = mirror_process(m, &e->process.key);
	struct sessmon_session *s = mirror_session(m, &e->session.key);

	if (sessmon_has(e, SESSMON_A_EVENT_SESSION) &&
	    !is_past(m, s, s ? s->last_seq : 0, e->seq)) {
		mirror_put_session(m, &e->session);
		mirror_session(m, &e->session.key)->last_seq = e->seq;
	}
	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS) && !is_past(m, p, p ? p->last_seq : 0, e->seq))
		apply_to_process(m, e);
}

void mirror_forget(struct mirror *m, const struct sessmon_key *key)
{
	struct process_row **row = find_process(m, key);

	if (row)
		drop_process(m, row);
}

/* A session outlives its leader, and is still asked whose it was. */
static void keep_leader_creds(struct mirror *m, const struct sessmon_key *key)
{
	struct process_row **leader = find_process(m, key);
	struct session_row **s = find_session(m, key);

	if (leader && s)
		(*s)->creds = (*leader)->p.creds;
}

void mirror_retire(struct mirror *m, const struct sessmon_event *e)
{
	struct session_row **s;

	if (e->type == SESSMON_EVENT_EXIT) {
		keep_leader_creds(m, &e->process.key);
		mirror_forget(m, &e->process.key);
	}
	if (e->type == SESSMON_EVENT_SESSION_END) {
		s = find_session(m, &e->session.key);
		if (s)
			drop_session(m, s);
	}
}

void mirror_complete(const struct mirror *m, struct sessmon_process *p)
{
	const struct sessmon_process *known = mirror_process(m, &p->key);
	struct sessmon_process whole;

	if (!known)
		return;
	whole = *known;
	/* Nobody tells when a process is moved to another control group. */
	whole.has &= ~(1ULL << SESSMON_A_PROCESS_CGROUP);
	process_merge(&whole, p);
	*p = whole;
}
