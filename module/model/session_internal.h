/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the session object share with each other and with nobody else:
 *
 *	session.c          the table, lifetime, lookup, membership, copies
 *	session_origin.c   where a session comes from: provenance, birth
 *	session_infer.c    the same for what lived before the module did
 *	session_change.c   what happens to it until it ends
 *	session_event.c    what is told of it, and the decision on its class
 *	session_outlive.c  what lives on when the login that it came from has ended
 */
#ifndef SESSMON_SESSION_INTERNAL_H
#define SESSMON_SESSION_INTERNAL_H

#include <linux/kconfig.h>
#include <linux/lockdep.h>

#include "model/session.h"
#include "ring/ring.h"

/* session.c */
struct sessmon_session *sessmon_session_alloc(const struct sessmon_key *key);
void sessmon_session_insert(struct sessmon_session *s);
void sessmon_session_enter(struct sessmon_session *s, enum sessmon_session_life life);
struct task_struct *sessmon_session_task(const struct sessmon_session *s);

/**
 * struct sessmon_provenance - what a creating session hands down, taken under its lock
 * @from: its key
 * @bequest: what it decides
 * @entry: its entry, a counted reference, if that is the new one's, too
 * @origin: the login that it came from, a counted reference, otherwise
 * @another: the new one's leader is another user
 * @peer: its own, in case the new one's cannot be found
 */
struct sessmon_provenance {
	struct sessmon_key from;
	struct sessmon_bequest bequest;
	struct sessmon_session *entry;
	struct sessmon_session *origin;
	bool another;
	struct sessmon_peer peer;
};

/* session_origin.c; all under the session's lock */
u32 sessmon_session_line_type(const struct sessmon_tty *tty);
void sessmon_session_derive(struct sessmon_session *from, const struct sessmon_leader *leader,
			    struct sessmon_provenance *p);
void sessmon_session_apply(struct sessmon_session *s, const struct sessmon_provenance *p);
void sessmon_session_set_container(struct sessmon_session *s, u32 flags);
void sessmon_session_set_special(struct sessmon_session *s);
void sessmon_session_set_leader(struct sessmon_session *s, const struct sessmon_leader *leader);
void sessmon_session_read_role(struct sessmon_session *s);

/* session_change.c; all under the session's lock */
void sessmon_session_lose_leader(struct sessmon_session *s);
void sessmon_session_drop_tty(struct sessmon_session *s, enum sessmon_tty_action action);

/* session_event.c; all under the session's lock */
struct sessmon_ring_record *sessmon_session_reserve(struct sessmon_session *s,
						    enum sessmon_event_type type);
void sessmon_session_update_flags(struct sessmon_session *s);
void sessmon_session_raise(struct sessmon_session *s, u32 flag);
void sessmon_session_reclassify(struct sessmon_session *s);
void sessmon_session_change_leader(struct sessmon_session *s, bool by_exec);
void sessmon_session_emit_tty(struct sessmon_session *s, const struct sessmon_tty *tty,
			      enum sessmon_tty_action action);
void sessmon_session_emit_start(struct sessmon_session *s);
void sessmon_session_emit_end(struct sessmon_session *s);

/* session_outlive.c */
void sessmon_session_outlive_init(void);
void sessmon_session_outlive_search(void);

static inline bool sessmon_session_has_ended(const struct sessmon_session *s)
{
	return READ_ONCE(s->life) == SESSMON_LIFE_ENDED;
}

/* Its start was told, and its end was not: what happens to it is told. */
static inline bool sessmon_session_is_announced(const struct sessmon_session *s)
{
	return READ_ONCE(s->life) == SESSMON_LIFE_ANNOUNCED;
}

/* The caller holds its lock, or has just made it, so that nobody else can find it. */
static inline void sessmon_session_assert_held(struct sessmon_session *s)
{
	if (IS_ENABLED(CONFIG_LOCKDEP) && s->node.pprev)
		lockdep_assert_held(&s->lock);
}

/* Through which its lineage entered, itself included. */
static inline struct sessmon_session *sessmon_session_entry(struct sessmon_session *s)
{
	return rcu_dereference_check(s->entry, lockdep_is_held(&s->lock)) ?: s;
}

/* The login that it has left or was started from, or NULL. */
static inline struct sessmon_session *sessmon_session_origin(const struct sessmon_session *s)
{
	return rcu_dereference_check(s->origin, lockdep_is_held(&s->lock));
}

/* The login that it belongs to, itself included; without the lock, under RCU. */
static inline struct sessmon_session *sessmon_session_login(struct sessmon_session *s)
{
	s = sessmon_session_entry(s);
	return sessmon_session_origin(s) ?: s;
}

#endif /* SESSMON_SESSION_INTERNAL_H */
